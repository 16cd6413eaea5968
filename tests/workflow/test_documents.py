"""Documents go to JSON and back unchanged, and their digest says whether two are the same."""

import json
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import entities.documents
import stories.documents
from entities.documents import EntityDocument
from faqs.documents import FaqDocument
from newsdesk.pages.document_image import Image
from newsdesk.pages.documents import (
    MalformedDocument,
    as_data,
    digest,
    digest_of_data,
    from_data,
    upgraded,
    value_as_data,
)
from stories.documents import SourceReport, StoryDocument

KINDS = (StoryDocument, FaqDocument, EntityDocument)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_every_document_survives_json(kind, data):
    document = data.draw(st.from_type(kind))
    stored = json.loads(json.dumps(as_data(document)))
    assert from_data(kind, stored) == document
    assert digest(from_data(kind, stored)) == digest(document)


@given(one=st.from_type(StoryDocument), other=st.from_type(StoryDocument))
def test_digests_are_equal_exactly_for_equal_documents(one, other):
    assert (digest(one) == digest(other)) == (one == other)


def test_what_is_no_document_is_not_read_as_one():
    image = Image(name="x", width=1, height=1)
    for value in (None, "x", [image], Image):
        with pytest.raises(TypeError):
            as_data(value)
    assert value_as_data(None) is None
    assert value_as_data((image, date(2025, 11, 27))) == [as_data(image), "2025-11-27"]


def test_dates_come_back_as_dates():
    report = SourceReport(id="1", published=date(2025, 11, 27))
    assert from_data(SourceReport, as_data(report)).published == date(2025, 11, 27)


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ({"headline": 5}, "StoryDocument.headline should be str"),
        ({"headlines": "x"}, "unknown fields: headlines"),
        ({"timeline": [{"id": "1", "date": "2014"}]}, "text"),
        ({"reports": [{"id": "1", "published": "soon"}]}, "soon"),
    ],
)
def test_malformed_data_is_refused_by_name(data, complaint):
    with pytest.raises(MalformedDocument, match=complaint):
        from_data(StoryDocument, data)


def test_old_schemas_are_upgraded_step_by_step():
    upgrades = {1: lambda data: data | {"b": 2}, 2: lambda data: data | {"c": data["b"] + 1}}
    assert upgraded({"a": 1}, schema=1, current=3, upgrades=upgrades) == {"a": 1, "b": 2, "c": 3}


def test_a_schema_from_the_future_is_refused():
    with pytest.raises(MalformedDocument, match="Schema 9"):
        upgraded({}, schema=9, current=1, upgrades={})


# As editions of schema 1 hold it, before pictures had a focal point.
IMAGE_1 = {
    "name": "pictures/3f/3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f.webp",
    "width": 1600,
    "height": 900,
    "alt": "A ferry at its pier",
    "decorative": False,
    "caption": "",
    "credit": "Desk",
}
STORY_1 = {
    "headline": "The ferry turns",
    "slug": "the-ferry-turns",
    "standfirst": "",
    "bylines": [{"name": "Ada Reed", "slug": "ada-reed", "role": ""}],
    "tags": ["Ships"],
    "image": IMAGE_1,
    "summary": "<p>It turned at noon.</p>",
    "analysis": [{"id": "aaaa0001", "kind": "analysis", "heading": "", "body": "<p>Why.</p>"}],
    "reports": [],
    "background": "",
    "timeline": [{"id": "eeee0001", "date": "2014-03", "text": "It sailed."}],
    "deeper": [],
    "faqs": ["faq:7"],
    "entities": [],
}
ENTITY_1 = {
    "kind": "organisation",
    "name": "Harbour Trust",
    "slug": "harbour-trust",
    "aliases": ["HT"],
    "description": "It runs the harbour.",
    "description_source": "",
    "description_source_url": "",
    "description_licence": "",
    "as_of": "2025-11-27",
    "body": "",
    "image": IMAGE_1,
    "wikidata": "",
    "official_site": "",
}


@pytest.mark.parametrize(
    ("read", "stored"), [(stories.documents.read, STORY_1), (entities.documents.read, ENTITY_1)]
)
def test_documents_of_schema_1_open_and_keep_their_digest(read, stored):
    """With another digest, every page with a picture would seem to have unpublished changes."""
    for image in (IMAGE_1, None):
        data = stored | {"image": image}
        document = read(Stored(schema=1, document=data))
        assert digest(document) == digest_of_data(data)
    document = read(Stored(schema=1, document=stored))
    assert (document.image.focus_x, document.image.focus_y) == (50, 50)


def test_a_focal_point_off_the_middle_is_kept():
    image = Image(name="x", width=1, height=1, focus_x=20)
    assert as_data(image)["focus_x"] == 20
    assert "focus_y" not in as_data(image)
    assert from_data(Image, as_data(image)) == image


@dataclass
class Stored:
    """What an edition holds of its document."""

    schema: int
    document: dict
