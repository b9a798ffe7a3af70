"""A running app and a real browser. Where there is no Chromium the tests are skipped, but fail
in continuous integration (`CI=true`)."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from assistant.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
    # Nothing but this machine can be reached.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
)  # fmt: skip


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        message = "Chromium がありません。apt-get install chromium で入れてください。"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(message)
        pytest.skip(message)
    return path


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory, chromium: str) -> Iterator[str]:
    """The address of the pages on the stand-in."""
    with served("tests/browser/standin_app.py", tmp_path_factory.mktemp("standin")) as url:
        yield url


@pytest.fixture(scope="session")
def plans_address(
    tmp_path_factory: pytest.TempPathFactory, chromium: str, plans: Settings
) -> Iterator[str]:
    """The address of the pages on the five plans, served as a user would start them."""
    settings = {
        "ASSISTANT_CORPUS": str(plans.corpus),
        "ASSISTANT_INDEX": str(plans.index),
    }
    with served("app.py", tmp_path_factory.mktemp("app"), **settings) as url:
        yield url


@contextmanager
def served(script: str, folder: Path, **settings: str) -> Iterator[str]:
    """Runs a script of Streamlit's on a free port; gives its address."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    environment = {"ASSISTANT_CONVERSATIONS": str(folder / "conversations.sqlite3")} | settings
    command = [
        sys.executable, "-m", "streamlit", "run", script,
        "--server.port", str(port), "--server.headless", "true",
    ]  # fmt: skip
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | environment, stdout=log, stderr=log
        )
        try:
            url = f"http://localhost:{port}/"
            _wait_for(url + "_stcore/health", folder / "log")
            yield url
        finally:
            server.terminate()
            server.wait(timeout=10)


def _wait_for(url: str, log: Path, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"The app did not start: {log.read_text()}")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh browser profile. Every request to another host than this one fails the test."""
    outside: list[str] = []
    opened = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ja-JP")
    opened.set_default_timeout(15_000)
    opened.on("request", lambda request: outside.append(request.url))
    yield opened
    opened.close()
    local = ("http://localhost:", "ws://localhost:", "data:", "blob:")
    assert [url for url in outside if not url.startswith(local)] == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
