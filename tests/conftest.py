"""What the tests share: one index of the five plans, built once a run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.datamodels import Indicator, Project
    from assistant.pipeline import Assistant

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose index holds the five plans of `corpus/`."""
    settings = Settings(corpus=ROOT / "corpus", index=tmp_path_factory.mktemp("index"))
    from assistant.build import build

    build(settings)
    return settings


@pytest.fixture(scope="session")
def index_dir(plans: Settings) -> Path:
    """The folder of that index."""
    return plans.index


@pytest.fixture(scope="session")
def assistant(plans: Settings) -> Assistant:
    """The assistant over that index."""
    from assistant.pipeline import Assistant

    return Assistant.open(plans)


@pytest.fixture(scope="session")
def further_cities(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The assistant over the plans of `tests/data/further_cities`."""
    return over("further_cities", tmp_path_factory)


@pytest.fixture(scope="session")
def more_cities(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The assistant over the plans of `tests/data/more_cities`."""
    return over("more_cities", tmp_path_factory)


def over(folder: str, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The assistant over the plans of a folder of `tests/data`."""
    from assistant.build import build
    from assistant.pipeline import Assistant

    corpus = ROOT / "tests" / "data" / folder
    settings = Settings(corpus=corpus, index=tmp_path_factory.mktemp(folder))
    build(settings)
    return Assistant.open(settings)


def read_plan(
    text: str, period: tuple[int, int], title: str = "計画"
) -> tuple[tuple[Project, ...], tuple[Indicator, ...]]:
    """The projects and the indicators of a plan that is nothing but a text."""
    from assistant.datamodels import Document
    from assistant.ingest.blocks import read_blocks
    from assistant.ingest.outline import read_outline
    from assistant.ingest.projects import read_projects

    document = Document("d", "d.txt", title, "見本市", "計画", period, "", "", "", text, "")
    blocks = read_blocks(text)
    document = replace(document, outline=read_outline(text, blocks, title))
    return read_projects(document, blocks)


def project(assistant: Assistant, name: str) -> Project:
    """The one project of this name."""
    (found,) = [p for p in assistant.catalogue.projects.values() if p.name.text == name]
    return found
