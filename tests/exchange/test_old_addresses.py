"""Old addresses: what is taken, what is refused with which sentence, and where a reader is led."""

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from newsdesk.exchange.run import Options, begin, perform
from newsdesk.redirects import rules
from newsdesk.redirects.models import Redirect, RedirectDeed
from newsdesk.sections import workflow
from newsdesk.sections.models.section import Section
from stories.workflow import STORY
from tests import pages, release
from tests.people import person
from tests.public import desk

CASES = Path(__file__).parent / "cases"
pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    return person("Desk chief")


def added(chief, *pairs):
    return rules.add([(n, *pair) for n, pair in enumerate(pairs, start=1)], actor=chief)


def asked(path):
    answer = Client().get(path)
    return answer.status_code, answer.get("Location", "")


def test_the_table_of_the_case_is_taken_and_refused_row_by_row(chief):
    path = CASES / "34-redirects.csv"
    run = perform(begin(path.name, path, Options(), actor=chief), path)
    told = {row.number: (row.result, row.message) for row in run.rows.all()}
    assert {n for n, (result, _) in told.items() if result == "created"} == {1, 2}
    assert {n for n, (result, _) in told.items() if result == "refused"} == {3, 4, 5, 6, 7}
    assert "circle" in told[3][1]
    assert "another site" in told[5][1]
    assert "another site" in told[6][1]
    assert "address of this site" in told[7][1]
    assert set(Redirect.objects.values_list("old", flat=True)) == {
        "/2026/03/halden-ferry/",
        "/?p=9",
    }


@pytest.mark.parametrize(
    "old",
    [
        "//evil.example/x", "https://evil.example/x", "/\\evil.example", "javascript:alert(1)", "/a\x00b",
        "/a b", "", "x/y", "/admin/", "/admin/x/", "/search/", "/stories/", "/", "/?page=2", "/?q=x",
        "/static/x.css", "/media/x", "/a/../admin/", "/" + "a" * 600, "/%5cevil.example", "/%2f/evil",
        "/robots.txt", "/healthz",
    ],
)  # fmt: skip
def test_what_is_no_old_address_is_refused_with_a_sentence(old, chief):
    (told,) = added(chief, (old, "/about/"))
    assert told.result == rules.REFUSED
    assert told.message.endswith(".")
    assert not Redirect.objects.exists()


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example/", "https://evil.example/", "http:/evil.example", "/\\evil.example", "/admin/",
        "/nowhere/at/all/", "/search/?q=x", "/media/x.webp", "", "mailto:x@y.example",
    ],
)  # fmt: skip
def test_nothing_leads_off_the_site_or_to_the_desk(target, chief):
    (told,) = added(chief, ("/old/", target))
    assert told.result == rules.REFUSED
    assert told.message.endswith(".")


def test_chains_are_flattened_to_one_step_whoever_came_first(chief):
    desk.story(chief)
    added(chief, ("/b/", "/stories/the-ferry-turns/"), ("/a/", "/b/"))
    added(chief, ("/z/", "/a/"))
    assert asked("/a/") == asked("/z/") == (301, "/stories/the-ferry-turns/")
    added(chief, ("/c/", "/about/"))
    added(chief, ("/about-us/", "/c/"))
    assert asked("/about-us/") == (301, "/about/")
    assert set(Redirect.objects.values_list("target", flat=True)) == {
        "/stories/the-ferry-turns/",
        "/about/",
    }


def test_what_others_lead_to_leads_on_for_them_too(chief):
    desk.story(chief)
    added(chief, ("/a/", "/about/"))
    Redirect.objects.filter(old="/a/").update(target="/b/")
    added(chief, ("/b/", "/stories/the-ferry-turns/"))
    assert asked("/a/") == (301, "/stories/the-ferry-turns/")


def test_a_page_keeps_its_addresses(chief):
    story = desk.story(chief)
    draft = pages.story(chief, "A draft")
    for path in (story.public_path, draft.public_path):
        (told,) = added(chief, (path, "/about/"))
        assert told.result == rules.REFUSED


def test_the_front_page_is_asked_for_an_old_page_by_its_number(chief):
    desk.story(chief)
    added(chief, ("/?p=9", "/stories/the-ferry-turns/"))
    assert asked("/") == (200, "")
    assert asked("/?p=9") == (301, "/stories/the-ferry-turns/")
    assert asked("/?p=8") == (200, "")
    assert asked("/?p=9") == (301, "/stories/the-ferry-turns/")
    assert asked("/?utm_source=p") == (200, "")


def test_it_leads_in_one_step_to_where_the_page_is_now(chief):
    story = desk.story(chief)
    added(chief, ("/2019/turn/", story.public_path))
    release_moved(story, chief)
    assert asked("/2019/turn/") == (301, "/stories/moved/")


def release_moved(story, chief):
    import dataclasses

    fresh = type(story).objects.get(pk=story.pk)
    STORY.revise(fresh, dataclasses.replace(STORY.document_of(fresh), slug="moved"), actor=chief)
    release.publish(type(story).objects.get(pk=story.pk), actor=chief, kind="update")


def test_nothing_that_waits_or_was_withdrawn_is_told(chief):
    draft = pages.story(chief, "A draft")
    later = pages.story(chief, "Later")
    release.schedule(later, actor=chief, at=soon())
    gone = desk.story(chief, "Gone")
    added(chief, ("/1/", draft.public_path), ("/2/", later.public_path), ("/3/", gone.public_path))
    workflow.save(Section(name="Science", slug="science"), actor=chief)
    added(
        chief, ("/4/", "/tags/secret/"), ("/5/", "/people/nobody/"), ("/7/", "/sections/science/")
    )
    STORY.withdraw(type(gone).objects.get(pk=gone.pk), actor=chief, note="It was wrong.")
    nowhere = Client().get("/6/")
    for path in ("/1/", "/2/", "/4/", "/5/", "/7/"):
        answer = Client().get(path)
        assert answer.status_code == 404
        assert answer.content.replace(path.encode(), b"") == nowhere.content.replace(b"/6/", b"")
    assert Client().get("/3/").status_code == 410
    desk.story(chief, "In it", section="science")
    assert asked("/7/") == (301, "/sections/science/")


def soon():
    from datetime import timedelta

    from django.utils import timezone

    return timezone.now() + timedelta(days=3)


def test_no_ordinary_page_costs_a_query_more(chief):
    story = desk.story(chief)
    added(chief, ("/?p=9", story.public_path))
    for path in ("/", story.public_path, "/?page=2", "/?from=x"):
        with CaptureQueriesContext(
            connection,
        ) as found:
            Client().get(path)
        assert not [q for q in found.captured_queries if "redirects_redirect" in q["sql"]]


def test_who_may_add_and_remove_and_that_the_log_says_who(chief):
    for role in ("Reporter", "Editor", "Moderator"):
        with pytest.raises(PermissionDenied):
            added(person(role), ("/a/", "/about/"))
    added(chief, ("/a/", "/about/"))
    rules.remove("/a/", actor=chief)
    with pytest.raises(rules.AddressRefused):
        rules.remove("/a/", actor=chief)
    deeds = [(d.verb, d.old, d.target, d.actor) for d in RedirectDeed.objects.order_by("pk")]
    assert deeds == [("add", "/a/", "/about/", chief), ("remove", "/a/", "/about/", chief)]
    assert asked("/a/")[0] == 404


def test_the_page_of_old_addresses_adds_searches_and_removes(chief):
    client = Client()
    client.force_login(chief)
    address = reverse("admin:old_addresses")
    client.post(address, {"old": "/a/", "target": "/about/"})
    assert "/a/" in client.get(address).content.decode()
    assert "No old address has" in client.get(address, {"q": "zzz"}).content.decode()
    refused = client.post(address, {"old": "//x.example/", "target": "/about/"})
    assert "another site" in refused.content.decode()
    client.post(address, {"remove": "/a/"})
    assert not Redirect.objects.exists()
    client.force_login(person("Editor"))
    assert client.get(address).status_code == 403
