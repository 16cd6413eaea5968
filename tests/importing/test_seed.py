"""The real page, where it lies beside the repository. None of its sentences stand here."""

import re
import unicodedata
from pathlib import Path

import pytest

from newsdesk.intake.decode import clean
from stories.importing.parser import parse
from tests.importing.test_nothing_is_lost import check_nothing_is_lost

SEED = Path(__file__).resolve().parents[3] / "shared" / "seed" / "explainer.txt"

pytestmark = pytest.mark.skipif(not SEED.exists(), reason="the real page is not here")


@pytest.fixture(scope="module")
def explainer():
    return parse(SEED.read_text(encoding="utf-8"))


def flagged(explainer, code: str) -> list[str]:
    names = {entity.key: entity.document.name for entity in explainer.entities}
    keys = [note.target.rpartition(".")[0] for note in explainer.notes if note.code == code]
    return [names.get(key, key) for key in keys]


def test_its_story_is_taken_apart(explainer) -> None:
    story = explainer.story

    assert story.headline == ""
    assert [note.target for note in explainer.notes if note.code == "headline-missing"]
    assert [part.kind for part in story.analysis] == ["analysis", "analysis", "context", "forecast"]
    assert all(part.heading and part.body for part in story.analysis)
    assert story.summary.count("<p>") == story.background.count("<p>") == 1
    assert len(story.deeper) == 3
    assert explainer.unplaced == ()


def test_its_reports_are_attributed(explainer) -> None:
    found = [(r.outlet, r.reporters, r.attribution_guessed) for r in explainer.story.reports]

    assert found == [
        ("The Moscow Times", (), False),
        ("Ars Technica", ("Eric Berger",), False),
        ("Ars Technica", ("Eric Berger",), True),
        ("The New York Times", (), False),
        ("Ars Technica", ("Eric Berger",), True),
        ("The Independent", (), False),
        ("The Moscow Times", (), False),
        ("New York Post", (), False),
        ("", (), False),
    ]
    quoted = [(r.outlet, r.speaker) for r in explainer.story.reports if r.quotation]
    assert quoted == [("The New York Times", "Anatoly Zak")]


def test_its_questions_are_kept(explainer) -> None:
    assert len(explainer.faqs) == 13
    assert flagged(explainer, "question-twice") == ["faq:new-8"]
    assert len(flagged(explainer, "answers-missing")) == 13
    assert all(faq.document.question and faq.document.intro for faq in explainer.faqs)


def test_its_topics_have_names_and_kinds(explainer) -> None:
    assert [(e.document.name, e.document.kind) for e in explainer.entities] == [
        ("NASA", "organisation"),
        ("Blue Origin", "organisation"),
        ("Roscosmos", "organisation"),
        ("SpaceX", "organisation"),
        ("New Glenn", "rocket"),
        ("Baikonur Cosmodrome", "place"),
        ("Jeffrey Bezos", "person"),
        ("Mars", "celestial-body"),
        ("Sergey Kud-Sverchkov", "person"),
        ("Jared Isaacman", "person"),
        ("Escapade", "mission"),
        ("Starship", "spacecraft"),
        ("United Launch Alliance", "organisation"),
        ("Cape Canaveral", "place"),
        ("Soyuz", "other"),
        ("Oleg Artemyev", "person"),
        ("Vladimir Putin", "person"),
        ("John Glenn", "person"),
    ]


def test_its_doubtful_topics_are_flagged(explainer) -> None:
    assert flagged(explainer, "cut-off") == [
        "Roscosmos",
        "Baikonur Cosmodrome",
        "Sergey Kud-Sverchkov",
        "Jared Isaacman",
        "Soyuz",
    ]
    assert flagged(explainer, "not-named") == [
        "Jeffrey Bezos",
        "Sergey Kud-Sverchkov",
        "Jared Isaacman",
        "United Launch Alliance",
        "Vladimir Putin",
    ]
    assert flagged(explainer, "named-inside") == ["John Glenn"]


DISGUISES = {
    "decomposed accents": lambda text: unicodedata.normalize("NFD", text),
    "Windows": lambda text: "\ufeff" + text.replace("\n", "\r\n"),
    "hard spaces": lambda text: text.replace(" in ", "\u00a0in\u00a0"),
    "double spacing": lambda text: text.replace("\n", "\n\n"),
    "blank lines for dashes": lambda text: re.sub(r"(?m)^-$", "", text),
    "no dashes": lambda text: re.sub(r"(?m)^-\n", "", text),
    "points": lambda text: re.sub(r"(?m)^-\n", "- ", text),
    "other headings": lambda text: text.replace("Common question\n", "COMMON QUESTIONS:\n"),
}


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES.keys())
def test_its_layout_makes_no_difference(explainer, disguise) -> None:
    again = parse(clean(disguise(SEED.read_text(encoding="utf-8"))))

    assert again.story == explainer.story
    assert [faq.document for faq in again.faqs] == [faq.document for faq in explainer.faqs]
    assert [e.document for e in again.entities] == [e.document for e in explainer.entities]


def test_none_of_it_is_lost() -> None:
    check_nothing_is_lost(SEED.read_text(encoding="utf-8"))
