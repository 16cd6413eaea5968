"""Every test of judging begins with nothing in the process's memory, and with words alone.

The model is tried where it is what the test is about: `with_model`.
"""

import pytest

import faqs.duplicate_review.admin  # noqa: F401  Registers the desk's pages before the addresses are read.
from faqs.duplicate_review import question_index
from newsdesk.meaning import model_status as detector
from tests.people import person


@pytest.fixture(autouse=True)
def words_alone(monkeypatch):
    unavailable = detector.Meaning(None, "No model in this test. " + detector.WORDS_ALONE)
    monkeypatch.setattr(detector, "_opened", lambda path: unavailable)
    question_index.forget()
    yield
    question_index.forget()


@pytest.fixture
def with_model(words_alone, monkeypatch):
    monkeypatch.undo()
    question_index.forget()
    if detector.meaning().encoder is None:
        pytest.skip(detector.meaning().notice)


@pytest.fixture
def moderator(db):
    return person("Moderator")


@pytest.fixture
def second(db):
    return person("Moderator", "second-moderator")
