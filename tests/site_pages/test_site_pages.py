"""A site page from a draft to its readers, and the addresses that it cannot have."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsdesk.catalogue.models import Page
from newsdesk.publication.targets import Target, offered
from newsdesk.site.leak_scan import scan
from newsdesk.site.publication import deeds
from newsdesk.site_pages.addresses import is_in_use, words_in_use
from newsdesk.site_pages.documents import SitePageDocument
from newsdesk.site_pages.models.draft import SitePage
from newsdesk.site_pages.workflow import SITE_PAGE
from newsdesk.workflow.transitions import Blocked
from tests.people import person

pytestmark = pytest.mark.django_db
PRIVACY = SitePageDocument(
    title="Privacy",
    slug="privacy",
    standfirst="Nobody is counted here.",
    body="<p>We keep your words.</p><h3>For how long</h3><p>Half a year.</p>",
)


@pytest.fixture
def chief():
    return person("Desk chief")


def live(chief, document=PRIVACY):
    item = SITE_PAGE.create(document, actor=chief)
    SITE_PAGE.publish(item, actor=chief)
    return SitePage.objects.get(pk=item.pk)


def test_it_goes_the_way_of_any_page(client, chief):
    with pytest.raises(PermissionDenied):
        SITE_PAGE.publish(SITE_PAGE.create(PRIVACY, actor=chief), actor=person("Reporter"))
    SitePage.objects.get()
    assert client.get("/privacy/").status_code == 404
    SITE_PAGE.publish(SitePage.objects.get(), actor=chief)
    page = client.get("/privacy/").content.decode()
    for words in ("<h1>Privacy</h1>", "Nobody is counted here.", "<h3>For how long</h3>"):
        assert words in page
    assert "/privacy/" in client.get("/sitemaps/1.xml").content.decode()
    assert "Privacy" in client.get("/search/?q=half+year").content.decode()
    assert "Privacy" not in client.get("/archive/").content.decode()
    assert Target("Privacy", "/privacy/") in offered()


def test_what_was_wrong_is_corrected_and_what_is_gone_says_so(client, chief):
    item = live(chief)
    mended = replace(PRIVACY, body="<p>We keep your words for a month.</p>")
    told = {"wrong": "We said half a year.", "right": "It is a month."}
    SITE_PAGE.correct(item, actor=chief, document=mended, **told)
    page = client.get("/privacy/").content.decode()
    assert "for a month" in page
    assert "It is a month." in page
    assert "Half a year" in client.get("/privacy/history/1/").content.decode()
    assert client.get("/privacy/history/compare/?from=1&to=2").status_code == 200
    SITE_PAGE.withdraw(SitePage.objects.get(), actor=chief, note="Another one is written.")
    gone = client.get("/privacy/")
    assert gone.status_code == 410
    assert "Another one is written." in gone.content.decode()


def test_an_old_address_leads_to_the_new_one(client, chief):
    item = live(chief)
    SITE_PAGE.revise(item, replace(PRIVACY, slug="data"), actor=chief)
    SITE_PAGE.publish(SitePage.objects.get(), actor=chief, kind="update")
    moved = client.get("/privacy/")
    assert (moved.status_code, moved["Location"]) == (301, "/data/")


def test_what_waits_is_no_address_in_any_spelling(client, chief):
    item = SITE_PAGE.create(PRIVACY, actor=chief)
    SITE_PAGE.schedule(item, actor=chief, at=timezone.now() + timedelta(hours=3))
    for path in ("/privacy/", "/Privacy/", "/privacy", "/privacy/history/"):
        assert client.get(path).status_code == 404
    live(chief, replace(PRIVACY, title="Contact", slug="contact"))
    moved = client.get("/Contact/")
    assert (moved.status_code, moved["Location"]) == (301, "/contact/")


@pytest.mark.parametrize(
    "slug", ["stories", "topics", "admin", "feeds", "Media", "static", "search", "publication"]
)
def test_it_cannot_take_an_address_of_the_site(chief, slug):
    item = SITE_PAGE.create(replace(PRIVACY, slug=slug), actor=chief)
    with pytest.raises(Blocked, match="The site itself uses"):
        SITE_PAGE.publish(item, actor=chief)


def test_every_first_part_of_an_address_is_in_use():
    assert {"about", "api", "cards", "people", "questions", "robots.txt"} <= words_in_use()
    assert not is_in_use("privacy")


def test_a_page_says_how_the_desk_works_and_the_old_address_leads_there(client, chief):
    assert "How we work" in client.get("/about/").content.decode()
    live(chief, replace(PRIVACY, title="How we work", slug="how-we-work"))
    face = replace(deeds.draft().publication, about="/how-we-work/")
    deeds.save(face, seen=deeds.mark(deeds.draft()), actor=chief)
    deeds.publish(seen=deeds.mark(deeds.draft()), why="Our own words", actor=chief)
    moved = client.get("/about/")
    assert (moved.status_code, moved["Location"]) == (302, "/how-we-work/")


def test_the_desk_edits_it(chief):
    client = Client()
    client.force_login(chief)
    item = live(chief)
    for name, args in (("changelist", []), ("add", []), ("change", [item.pk])):
        address = reverse(f"admin:site_pages_sitepage_{name}", args=args)
        assert client.get(address).status_code == 200
    assert (
        client.get(reverse("admin:site_pages_sitepage_history", args=[item.pk])).status_code == 200
    )


def test_a_rebuild_changes_nothing_and_the_scan_knows_its_addresses(chief):
    live(chief)
    before = list(Page.objects.values_list("key", "path", "title", "summary", "text"))
    call_command("rebuild_catalogue", verbosity=0)
    assert list(Page.objects.values_list("key", "path", "title", "summary", "text")) == before
    found = scan()
    assert not found.faults
    assert not found.leaks
