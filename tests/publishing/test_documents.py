"""Documents go to JSON and back unchanged, and their digest says whether two are the same."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entities.documents import EntityDocument
from faqs.documents import FaqDocument
from newsdesk.publishing.documents import (
    MalformedDocument,
    as_data,
    digest,
    from_data,
    upgraded,
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
