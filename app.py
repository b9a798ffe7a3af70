"""The pages of the assistant: `streamlit run app.py`."""

from assistant.ui.app import main

main()
