"""A list of addresses becomes a list of reports: read, put right, added in one change of the story."""

import pytest
from django.core.exceptions import PermissionDenied

from entities.models.outlet import Outlet
from newsdesk.workflow.storable import NotStorable
from stories.source_list.add import add_reports
from stories.source_list.forms import addresses_in
from tests import pages
from tests.desk.screens import address, errors, fields, signed_in, text
from tests.people import outsider, person
from tests.sources.desk import FERRY, PIER

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return person("Editor")


EMPTY = {
    "outlet": "",
    "wire": "",
    "headline": "",
    "reporters": "",
    "published": None,
    "paywalled": False,
}


def listed(client, story, addresses):
    return client.post(address("sources", story), {"addresses": addresses, "list": "1"})


def test_addresses_are_found_in_any_text_each_once():
    text_ = f"1. {FERRY}\n- <{PIER}>,\nsee (www.paper.example/a) and {FERRY}\nand nothing else. Or 3.5 of it"
    assert addresses_in(text_) == [FERRY, PIER, "https://www.paper.example/a"]


def test_a_list_is_read_put_right_and_added_with_one_line_in_the_log(site, editor):
    story, client = pages.story(editor), signed_in(editor)
    url = address("sources", story)
    rows = fields(listed(client, story, f"{FERRY}\n{PIER}\nhttp://dailyquay.example/none"))
    assert rows["row-TOTAL_FORMS"] == ["3"]
    assert not site.asked  # Listing reads nothing yet.

    read = client.post(url, rows | {"read": "1"})
    assert "there is no such page" in text(read)
    assert "Harbour Post is new to the desk" in text(read)
    rows = fields(read)
    assert rows["row-0-headline"] == ["Ferry lost steering before impact"]
    assert rows["row-1-wire"] == ["Associated Press"]
    assert "row-2-take" not in rows
    assert story.reports.count() == 1

    rows["row-0-headline"] = ["Ferry lost its steering"]
    before = story.events.count()
    done = client.post(url, rows | {"add": "1"}, follow=True)
    assert "2 reports added" in text(done)
    _, second, third = story.reports.order_by("position")
    assert second.headline == "Ferry lost its steering"
    assert (second.outlet.name, second.reporters) == ("Harbour Post", "Ingrid Lie, Tom Okafor")
    assert second.outlet.domains == "harbourpost.example"
    assert second.paywalled
    assert (third.outlet.name, third.wire.name) == ("Daily Quay", "Associated Press")
    assert third.read_on is not None
    assert story.events.count() == before + 1
    event = story.events.order_by("-pk")[0]
    assert (event.verb, event.actor) == ("edit", editor)
    assert event.detail["addresses"] == [FERRY, PIER]
    story.refresh_from_db()
    assert story.changed_by == editor


def test_an_address_that_the_story_has_is_not_added_again(site, editor):
    story, client = pages.story(editor), signed_in(editor)
    rows = listed(client, story, f"{pages.REPORT.url}\n{FERRY}")
    assert "Report 1 has this address already." in text(rows)
    assert add_reports(story, [EMPTY | {"url": pages.REPORT.url}], actor=editor) == 0
    assert story.reports.count() == 1


def test_after_five_pages_the_rest_waits_and_nothing_is_lost(site, editor, monkeypatch):
    monkeypatch.setattr("entities.sources.read.MINUTE", 10**9)
    monkeypatch.setattr("stories.source_list.screens._SECONDS", 600)
    story, client = pages.story(editor), signed_in(editor)
    many = "\n".join(f"{FERRY}?n={n}" for n in range(7))
    for n in range(7):
        site.pages[f"/ferry?n={n}"] = site.pages["/ferry"]
    rows = fields(listed(client, story, many))
    read = client.post(address("sources", story), rows | {"read": "1"})
    assert len(site.asked) == 5
    assert "there is room again in" in text(read)
    rows = fields(read)
    assert [n for n in range(7) if f"row-{n}-state" in rows] == [0, 1, 2, 3, 4]
    assert rows["row-6-url"] == [f"{FERRY}?n=6"]


def test_a_row_that_cannot_be_added_says_why_and_keeps_what_was_written(site, editor):
    story, client = pages.story(editor), signed_in(editor)
    rows = fields(listed(client, story, FERRY))
    rows |= {"row-0-published": ["yesterday"], "row-0-headline": ["Mine"], "add": "1"}
    shown = client.post(address("sources", story), rows)
    assert errors(shown)
    assert fields(shown)["row-0-headline"] == ["Mine"]
    assert story.reports.count() == 1
    nothing = fields(listed(client, story, FERRY))
    del nothing["row-0-take"]
    assert "Tick the reports" in text(
        client.post(address("sources", story), nothing | {"add": "1"})
    )


TOO_MANY = "\n".join(f"https://a.example/{n}" for n in range(41))


@pytest.mark.parametrize("typed", ["", "no address here", TOO_MANY])
def test_a_list_of_none_or_too_many_is_refused_with_what_was_typed(editor, typed):
    story, client = pages.story(editor), signed_in(editor)
    shown = listed(client, story, typed)
    assert errors(shown)
    assert fields(shown)["addresses"][0].split() == typed.split()


def test_more_reports_than_a_story_may_have_are_refused_whole(editor):
    story = pages.story(editor)
    rows = [EMPTY | {"url": f"https://a.example/{n}", "outlet": "New Paper"} for n in range(200)]
    with pytest.raises(NotStorable):
        add_reports(story, rows, actor=editor)
    assert story.reports.count() == 1
    assert not Outlet.objects.filter(name="New Paper").exists()


def test_only_who_may_change_the_story_adds_to_it(editor):
    story = pages.story(editor)
    assert signed_in(person("Moderator")).get(address("sources", story)).status_code == 403
    with pytest.raises(PermissionDenied):
        add_reports(story, [EMPTY | {"url": FERRY}], actor=outsider())
    assert story.reports.count() == 1
