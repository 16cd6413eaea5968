"""What fields are called: every field of every document has a name that people know."""

import dataclasses
import typing

import pytest

from entities.documents import EntityDocument
from entities.labels import ENTITY_FIELDS
from faqs.documents import FaqDocument
from faqs.labels import FAQ_FIELDS
from newsdesk.comparison import labels
from newsdesk.comparison.labels import Shape, UnknownPath, label, place, said, value_at
from newsdesk.comparison.three_way_merge import three_way
from newsdesk.pages.documents import as_data
from stories.documents import AnalysisPart, SourceReport, StoryDocument, TimelineEvent
from stories.labels import STORY_FIELDS

# Identities are no words: they are how a part is known.
IDENTITIES = {"id", "slug"}
DOCUMENTS = [
    (StoryDocument, STORY_FIELDS),
    (FaqDocument, FAQ_FIELDS),
    (EntityDocument, ENTITY_FIELDS),
]

DOCUMENT = as_data(
    StoryDocument(
        headline="The ferry turns",
        tags=("U.S. ports",),
        analysis=(
            AnalysisPart(id="aaaa0001", heading="Why it leans", body="<p>It turns.</p>"),
            AnalysisPart(id="aaaa0002", body="<p>No heading.</p>"),
        ),
        reports=(SourceReport(id="rrrr0001", outlet="Ship Review", paraphrase="It leaned."),),
        timeline=(TimelineEvent(id="eeee0001", date="2014-03", text="It sailed."),),
        entities=("entity:5",),
    )
)


def _inner(hint):
    return next((part for part in typing.get_args(hint) if dataclasses.is_dataclass(part)), None)


@pytest.mark.parametrize(("document", "fields"), DOCUMENTS)
def test_every_field_of_a_document_has_a_name(document, fields):
    hints = typing.get_type_hints(document)
    assert {each.name for each in fields} == set(hints)
    for each in fields:
        if inner := _inner(hints[each.name]):
            names = {f.name for f in dataclasses.fields(inner)}
            assert {one.name for one in each.fields} == names - IDENTITIES, each.name


@pytest.mark.parametrize(("document", "fields"), DOCUMENTS)
def test_parts_are_named_by_fields_that_they_have(document, fields):
    for each in fields:
        assert set(each.named_by) <= {one.name for one in each.fields}
        assert bool(each.fields) == (each.shape in (Shape.PARTS, Shape.GROUP))


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("headline", "Headline"),
        ("analysis:aaaa0001.body", "What's behind the headline? — Why it leans — text"),
        ("analysis:aaaa0002.body", "What's behind the headline? — part 2 — text"),
        ("analysis:aaaa0001", "What's behind the headline? — Why it leans"),
        ("analysis:gone.body", "What's behind the headline? — part — text"),
        ("reports:rrrr0001.url", "What the papers say — Ship Review: It leaned. — link"),
        ("timeline:eeee0001", "How we got here — timeline — March 2014: It sailed."),
        ("background", "How we got here — text"),
        ("tags:U.S. ports", "Tags — U.S. ports"),
        ("image.alt", "Image — alt text"),
        ("entities:entity:5", "More on these topics — entity:5"),
    ],
)
def test_a_path_is_told_in_words(path, words):
    assert label(STORY_FIELDS, path, DOCUMENT) == words


def test_the_first_document_that_has_the_part_names_it():
    renamed = DOCUMENT | {"analysis": [DOCUMENT["analysis"][0] | {"heading": "Why it rolls"}]}
    path = "analysis:aaaa0001.body"
    assert "Why it rolls" in label(STORY_FIELDS, path, renamed, DOCUMENT)
    assert "Why it leans" in label(STORY_FIELDS, path, {"analysis": []}, DOCUMENT)


@pytest.mark.parametrize(
    "path", ["", "nothing", "analysis:aaaa0001.nothing", ":x", "image.nothing"]
)
def test_a_path_that_means_nothing_is_refused(path):
    with pytest.raises(UnknownPath):
        label(STORY_FIELDS, path, DOCUMENT)


def test_every_clash_of_a_merge_can_be_told_in_words():
    ours = DOCUMENT | {"headline": "Ours", "analysis": [], "tags": ["Ours"]}
    changed = [part | {"body": "<p>Theirs.</p>"} for part in DOCUMENT["analysis"]]
    theirs = DOCUMENT | {"headline": "Theirs", "analysis": changed, "tags": ["Theirs"]}
    _, clashes = three_way(DOCUMENT, ours, theirs)
    assert len(clashes) == 3
    for clash in clashes:
        assert label(STORY_FIELDS, clash.path, theirs)
        assert value_at(STORY_FIELDS, clash.path, DOCUMENT) == clash.base


def test_values_are_said_as_people_read_them():
    image = {"name": "pictures/a.webp", "alt": "A pier", "decorative": False, "width": 3}
    assert said(place(STORY_FIELDS, "image").field, image) == (
        "file: a; alt text: A pier; decorative: no"
    )
    assert said(place(STORY_FIELDS, "summary").field, "<p>One</p><p>Two</p>") == "One\nTwo"
    assert (
        said(place(STORY_FIELDS, "entities").field, ["entity:5"], {"entity:5": "Harbour"})
        == "Harbour"
    )
    assert said(place(STORY_FIELDS, "analysis:x.kind").inner, "forecast") == "Forecast"
    assert labels.said_date("2014-03-18") == "18 March 2014"
    assert labels.said_date("about noon") == "about noon"
