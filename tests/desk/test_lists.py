"""Lists, search and filters of the desk: the same number of queries however much there is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entities.admin import EntityAdmin
from entities.models.draft import Entity
from faqs.models.draft import Faq
from stories.documents import AnalysisPart, Byline, DeeperQuestion, SourceReport, TimelineEvent
from stories.models.draft import Story
from tests import pages, release
from tests.desk.screens import address, list_address, signed_in, tree
from tests.people import person

pytestmark = pytest.mark.django_db


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


# Nine: one of them asks for the filters that somebody has saved.
@pytest.mark.parametrize(
    ("model", "build"), [(Story, pages.story), (Faq, pages.faq), (Entity, pages.entity)]
)
def test_a_list_of_fifty_costs_as_many_queries_as_a_list_of_one(model, build):
    chief = person("Desk chief")
    client = signed_in(chief)
    build(chief, "Number 0")
    for_one = queries(client, list_address(model))
    for number in range(1, 50):
        build(chief, f"Number {number}")
    assert queries(client, list_address(model)) == for_one
    assert for_one <= 9


def test_a_list_found_by_a_word_stands_in_the_order_that_was_asked_for_page_by_page():
    chief = person("Desk chief")
    for number in range(53):
        pages.entity(chief, f"Harbour {number:02}")
    pages.entity(chief, "Glacier")
    client = signed_in(chief)

    def found(query):
        return listed(client.get(f"{list_address(Entity)}?q=harbour&{query}"))

    assert found("") == [f"Harbour {number:02}" for number in range(52, 2, -1)]
    assert found("p=2") == ["Harbour 02", "Harbour 01", "Harbour 00"]
    by_change = 1 + [*EntityAdmin.list_display].index("changed")
    assert found(f"o={by_change}")[:2] == ["Harbour 00", "Harbour 01"]


def test_a_list_reads_no_texts_and_only_of_the_rows_that_it_shows_what_became_of_them():
    chief = person("Desk chief")
    pages.story(chief)
    with CaptureQueriesContext(connection) as captured:
        signed_in(chief).get(f"{list_address(Story)}?q=ferry")
    (rows,) = [each["sql"] for each in captured if "latest_kind" in each["sql"]]
    assert '"summary"' not in rows
    told, _, which = rows.partition(" IN (SELECT")
    assert "latest_number" in told
    assert "latest_number" not in which


def full_story(chief, rows, name):
    return pages.story(
        chief,
        name,
        slug=name,
        bylines=tuple(Byline(name=f"{name} {n}", slug=f"{name}-{n}") for n in range(rows)),
        analysis=tuple(
            AnalysisPart(id=f"a{n:07}", heading="H", body="<p>b</p>") for n in range(rows)
        ),
        reports=tuple(SourceReport(id=f"b{n:07}", outlet=f"Paper {n}") for n in range(rows)),
        timeline=tuple(TimelineEvent(id=f"c{n:07}", date="2014", text="x") for n in range(rows)),
        deeper=tuple(
            DeeperQuestion(id=f"d{n:07}", text="?", target=pages.faq(chief, f"{name} why {n}?").key)
            for n in range(rows)
        ),
        faqs=tuple(pages.faq(chief, f"{name} who {n}?").key for n in range(rows)),
        entities=tuple(pages.entity(chief, f"{name} topic {n}").key for n in range(rows)),
    )


def test_a_form_with_twenty_rows_in_each_list_costs_as_many_queries_as_with_one():
    chief = person("Desk chief")
    client = signed_in(chief)
    small, large = full_story(chief, 1, "small"), full_story(chief, 20, "large")
    for_one = queries(client, address("change", small))
    assert queries(client, address("change", large)) == for_one
    assert for_one <= 46


def listed(response):
    return [
        link.text_content().strip()
        for link in tree(response).xpath("//th[contains(@class, 'field-__str__')]")
    ]


def test_lists_can_be_narrowed_down_by_standing_tag_person_and_day():
    chief, reporter = person("Desk chief"), person("Reporter")
    live = pages.story(chief, "Live", tags=("Boats",))
    release.publish(live, actor=chief)
    pages.story(reporter, "Draft", tags=("Trains",))
    client = signed_in(chief)

    def found(query):
        return listed(client.get(f"{list_address(Story)}?{query}"))

    assert found("standing=live") == ["Live"]
    assert found("standing=draft") == ["Draft"]
    assert found("standing=changed") == []
    assert found("tag=boats") == ["Live"]
    assert found(f"changed_by={reporter.pk}") == ["Draft"]
    assert found("until=2001-01-01") == []
    assert found("q=dra") == ["Draft"]
    assert found("q=dra&standing=live") == []


@pytest.mark.parametrize(
    "query",
    [
        "changed_by__password__startswith=m",
        "_connector=OR&headline__startswith=zzz",
        "standing=nonsense",
        "changed_by=999",
        "since=yesterday",
        "tag=%00",
        "q=%00",
        "o=-changed_by__password",
        "o=99.-1.x",
        "p=9e99",
        "p=-1",
    ],
)
def test_what_is_not_a_filter_has_no_effect(query):
    chief = person("Desk chief")
    pages.story(chief)
    answer = signed_in(chief).get(f"{list_address(Story)}?{query}", follow=True)
    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        assert listed(answer) == ["The ferry turns"]


def suggestions(client, model, field, term):
    query = {"app_label": "stories", "model_name": model, "field_name": field, "term": term}
    answer = client.get("/admin/autocomplete/", query)
    return [result["text"] for result in answer.json()["results"]]


def test_topics_are_suggested_by_their_other_names_and_not_when_they_were_put_away():
    chief = person("Desk chief")
    pages.entity(chief, "National Aeronautics", aliases=("NASA",))
    gone = pages.entity(chief, "Nasal spray")
    pages.ENTITY.discard(gone, actor=chief)
    assert suggestions(signed_in(chief), "storyentity", "entity", "nasa") == [
        "National Aeronautics"
    ]


def test_outlets_are_suggested_by_their_other_names():
    chief = person("Desk chief")
    story = pages.story(chief, reports=(SourceReport(id="a0000001", outlet="New York Post"),))
    outlet = story.reports.get().outlet
    outlet.aliases = "NY Post"
    outlet.save()
    assert suggestions(signed_in(chief), "sourcereport", "outlet", "ny po") == ["New York Post"]
