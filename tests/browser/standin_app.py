"""`app.py` on the stand-in: `streamlit run tests/browser/standin_app.py`."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from assistant.ui import app, opening  # noqa: E402
from tests.ui_standin import StandIn  # noqa: E402

if not hasattr(opening, "standin"):
    opening.standin = StandIn()
opening.assistant = lambda: opening.standin
app.main()
