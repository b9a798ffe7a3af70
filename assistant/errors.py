"""What can go wrong, as a tree.

AssistantError                every error that a person is shown
├── SettingsError             a setting that does not exist or cannot be read
├── QuestionError             an empty, over-long or unreadable question
├── CorpusError               the corpus folder is missing or holds nothing to read
│   └── UnreadableFile        one file that cannot be read; the build names it and goes on
└── IndexingError             the index cannot be built or opened
    ├── NoIndex               there is none yet
    ├── DamagedIndex          files missing or with other bytes than the manifest says
    ├── IndexMismatch         built by another model or another version of the format
    └── BuildInProgress       another build holds the lock

A message gives the value, the cause and the next step, in the user's language.
"""

from __future__ import annotations


class AssistantError(Exception):
    """Base of every error that a person is shown without a traceback."""


class SettingsError(AssistantError):
    """A setting that does not exist or cannot be read."""


class QuestionError(AssistantError):
    """An empty, over-long or unreadable question."""


class CorpusError(AssistantError):
    """The corpus folder is missing or holds nothing to read."""


class UnreadableFile(CorpusError):
    """One file that cannot be read; the build names it and goes on."""


class IndexingError(AssistantError):
    """The index cannot be built or opened."""


class NoIndex(IndexingError):
    """There is no index yet."""


class DamagedIndex(IndexingError):
    """Index files are missing or differ from what the manifest says."""


class IndexMismatch(IndexingError):
    """The index was built by another model or another version of its format."""


class BuildInProgress(IndexingError):
    """Another build holds the lock."""
