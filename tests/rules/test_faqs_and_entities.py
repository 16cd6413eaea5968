"""The shorter gates of FAQs and entities."""

import dataclasses
import datetime

import pytest

from entities import rules as entity_gate
from entities.documents import EntityDocument
from faqs import rules as faq_gate
from faqs.documents import Answer, FaqDocument, Source
from newsdesk.pages.document_image import Image

TODAY = datetime.date(2026, 11, 26)
FAQ = FaqDocument(
    question="Why do ferries lean?",
    slug="why",
    intro="<p>They turn.</p>",
    answers=(Answer(id="a1", question="Always?", text="<p>No.</p>"),),
    sources=(Source(id="s1", title="On boats", url="https://b.example/"),),
    entities=("entity:1",),
)
ENTITY = EntityDocument(name="Brimsey", slug="brimsey", description="A town.")


def faq(**values):
    about = faq_gate.About(today=TODAY, unconfirmed=values.pop("unconfirmed", {}))
    found = faq_gate.problems(dataclasses.replace(FAQ, **values), about)
    return [[(p.code, p.field) for p in side] for side in (found.blocking, found.warnings)]


def entity(*, confirmed=True, **values):
    document = dataclasses.replace(ENTITY, **values)
    found = entity_gate.problems(document, confirmed=confirmed, today=TODAY)
    return [[(p.code, p.field) for p in side] for side in (found.blocking, found.warnings)]


def test_nothing_is_found_in_whole_pages():
    assert faq() == [[], []]
    assert entity() == [[], []]


@pytest.mark.parametrize(
    ("values", "finding"),
    [
        ({"question": ""}, ("no-question", "question")),
        ({"slug": ""}, ("no-slug", "slug")),
        ({"intro": "", "answers": ()}, ("no-answer", "intro")),
        (
            {"answers": (Answer(id="a1", question="Always?", text=""),)},
            ("question-without-answer", "answers:a1.text"),
        ),
        (
            {"sources": (Source(id="s1", title="On boats"),)},
            ("source-without-link", "sources:s1.url"),
        ),
    ],
)
def test_what_blocks_a_faq(values, finding):
    assert faq(**values) == [[finding], []]


@pytest.mark.parametrize(
    ("values", "finding"),
    [
        ({"sources": ()}, ("no-source", "sources")),
        ({"intro": "<p>They now turn.</p>"}, ("undated", "intro")),
        ({"intro": "<p>They will turn in 2024.</p>"}, ("forecast-past", "intro")),
        (
            {"answers": (Answer(id="a1", question="?", text=f"<p>{'boat ' * 41}.</p>"),)},
            ("long-sentence", "answers:a1.text"),
        ),
        ({"unconfirmed": {"entity:1": "Tug"}}, ("unconfirmed-entity", "entities:entity:1")),
    ],
)
def test_what_warns_of_a_faq(values, finding):
    assert faq(**values) == [[], [finding]]


@pytest.mark.parametrize(
    ("values", "finding"),
    [
        ({"name": ""}, ("no-name", "name")),
        ({"slug": ""}, ("no-slug", "slug")),
        ({"description": " "}, ("no-description", "description")),
        ({"confirmed": False}, ("unconfirmed", "kind")),
        (
            {"image": Image(name="a.webp", width=1200, height=900, alt="photo.png")},
            ("image-alt-is-file-name", "image_alt"),
        ),
    ],
)
def test_what_blocks_an_entity(values, finding):
    assert entity(**values) == [[finding], []]


def test_a_description_may_speak_of_today_if_it_says_of_which_day_it_is_true():
    text = "A town that is now an island."
    assert entity(description=text) == [[], [("undated", "description")]]
    assert entity(description=text, as_of=TODAY) == [[], []]
