"""What the desk says a deed does elsewhere is what it does: said first, then done and crawled."""

import dataclasses
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from entities.models.outlet import Outlet
from entities.outlets import save
from newsdesk.catalogue.models import Page
from newsdesk.pages.slugs import free_slug
from stories.documents import DeeperQuestion, SourceReport
from stories.models.author import Author, AuthorEvent
from stories.models.draft import Story
from stories.working_copy import document_of
from tests import pages
from tests.release import WORKFLOWS, publish, schedule

pytestmark = pytest.mark.django_db

REASON = {"note": "It was wrong.", "gone_status": "410"}


@pytest.fixture
def world(chief):
    """A topic, a question and a story, each used by a live, a scheduled and a draft story."""
    topic, asked = pages.entity(chief, "Harbour Trust"), pages.faq(chief)
    told = pages.story(chief, "Told before")
    for item in (topic, asked, told):
        publish(item, actor=chief)
    links = "".join(
        f'<p>See <a href="{item.public_path}">this</a> about the turn.</p>'
        for item in (topic, asked, told)
    )
    made = {
        name: pages.story(
            chief,
            name,
            entities=(topic.key,),
            faqs=(asked.key,),
            deeper=(DeeperQuestion(id=f"d{n}", text="And before?", target=told.key),),
            summary=f"<p>It turned at noon.</p>{links if name == 'Live' else ''}",
        )
        for n, name in enumerate(("Live", "Scheduled", "Draft", "Away"))
    }
    publish(made["Live"], actor=chief)
    schedule(made["Scheduled"], actor=chief, at=timezone.now() + timedelta(hours=2))
    WORKFLOWS[Story].discard(made["Away"], actor=chief)
    publish(pages.story(chief, "Unconcerned"), actor=chief)
    return {"topic": topic, "faq": asked, "story": told}


def impact(text):
    """Return the part of a page of the desk that says what will change."""
    found = re.search(r"<section[^>]* data-impact>(.*?)</section>", text, re.S)
    return found[1] if found else ""


def told_addresses(text):
    return set(re.findall(r'href="(/(?:stories|topics|questions|tags|people|feeds)/[^"]+)"', text))


def public_addresses():
    paths = set(Page.objects.visible().values_list("path", flat=True))
    slugs = [path.split("/")[-2] for path in paths if path.startswith("/topics/")]
    return paths | {
        f"/feeds/topics/{slug}.{form}" for slug in slugs for form in ("xml", "atom", "json")
    }


def answers(client, paths):
    return {path: client.get(path).status_code for path in sorted(paths)}


@pytest.mark.parametrize("kind", ["topic", "faq", "story"])
def test_withdrawing_says_which_pages_use_it_and_which_addresses_die(client, desk, world, kind):
    item = world[kind]
    where = f"/admin/{item._meta.app_label}/{item._meta.model_name}/{item.pk}/do/withdraw/"
    told = impact(desk.get(where).content.decode())
    for title, place in (
        ("Live", "published version"),
        ("Live", "links to it in the text"),
        ("Scheduled", "scheduled version"),
        ("Draft", "draft"),
    ):
        (line,) = re.findall(rf"<li>(?:(?!</li>).)*>{title}</a>.*?</li>", told, re.S)
        assert place in line.partition('<span class="quiet">')[2].lower(), (title, place)
    assert "Unconcerned" not in told
    assert "Away" not in told
    client.logout()
    known = public_addresses()
    before = answers(client, known)
    WORKFLOWS[type(item)].withdraw(item, actor=item.created_by, note="Wrong.")
    after = answers(client, known)
    died = {path for path in known if before[path] == 200 != after[path]}
    assert died == told_addresses(told.partition("will not find any more")[2])
    assert died


def test_a_page_that_nobody_uses_says_so(desk, chief):
    item = pages.entity(chief, "Alone")
    publish(item, actor=chief)
    told = impact(desk.get(f"/admin/entities/entity/{item.pk}/do/withdraw/").content.decode())
    assert "Pages that use it: 0" in told
    assert 'href="/topics/alone/"' in told


def test_discarding_a_draft_says_who_names_it(desk, chief):
    topic = pages.entity(chief, "Harbour Trust")
    pages.story(chief, "Names it", entities=(topic.key,))
    told = impact(desk.get(f"/admin/entities/entity/{topic.pk}/do/discard/").content.decode())
    assert "Names it" in told
    assert '<span class="quiet">Draft' in told


def test_publishing_under_another_address_says_which_addresses_lead_on(client, desk, world, chief):
    topic = world["topic"]
    workflow = WORKFLOWS[type(topic)]
    document = workflow.document_of(topic)
    workflow.revise(topic, dataclasses.replace(document, slug="port-trust"), actor=chief)
    told = impact(desk.get(f"/admin/entities/entity/{topic.pk}/do/publish/").content.decode())
    assert {"/topics/harbour-trust/", "/topics/port-trust/", "/stories/live/"} <= told_addresses(
        told
    )
    topic.refresh_from_db()
    publish(topic, actor=chief, kind="update", note="Moved.")
    assert client.get("/topics/harbour-trust/")["Location"] == "/topics/port-trust/"


def test_an_author_who_moves_leaves_no_dead_address(client, desk, chief):
    item = pages.story(chief, "Live")
    publish(item, actor=chief)
    pages.story(chief, "Draft")
    author = Author.objects.get(slug="ada-morris")
    where = f"/admin/stories/author/{author.pk}/change/"
    sent = {"name": "Ada Reed", "slug": "ada-reed", "role": "", "user": ""}
    told = impact(desk.post(where, sent).content.decode())
    author.refresh_from_db()
    assert author.name == "Ada Morris"
    assert {"/stories/live/", "/people/ada-morris/", "/people/ada-reed/"} <= told_addresses(told)
    assert "Draft" in told
    assert desk.post(where, sent | {"_confirmed": "1"}).status_code == 302
    for again in (False, True):
        if again:
            WORKFLOWS[Story].revise(item, document_of(Story.objects.get(pk=item.pk)), actor=chief)
            publish(item, actor=chief, kind="update", note="A new name.")
        assert client.get("/people/ada-morris/")["Location"] == "/people/ada-reed/"
        assert client.get("/people/ada-reed/").status_code == 200
        assert 'href="/people/ada-reed/"' in client.get("/stories/live/").content.decode()
    assert AuthorEvent.objects.get().detail["was"]["slug"] == "ada-morris"
    taken = {"name": "Other", "slug": "ada-morris", "role": "", "user": ""}
    refused = desk.post("/admin/stories/author/add/", taken).content.decode()
    assert f'href="/admin/stories/author/{author.pk}/change/"' in refused


def test_an_author_whom_only_drafts_name_leaves_no_trace(client, chief, desk):
    pages.story(chief, "Draft")
    author = Author.objects.get(slug="ada-morris")
    sent = {"name": "Ada Reed", "slug": "ada-reed", "role": "", "user": "", "_confirmed": "1"}
    desk.post(f"/admin/stories/author/{author.pk}/change/", sent)
    publish(Story.objects.get(), actor=chief)
    assert client.get("/people/ada-reed/").status_code == 200
    assert client.get("/people/ada-morris/").status_code == 404


def test_renaming_an_outlet_says_where_it_is_named(desk, client, chief):
    outlet = save(Outlet(name="Tide Times"))
    report = SourceReport(
        id="r1", outlet="Tide Times", url="https://tide.example/1", paraphrase="It turned."
    )
    publish(pages.story(chief, "Live", reports=(report,)), actor=chief)
    sent = {"name": "Tide Weekly", "aliases": "", "domains": "", "owner": ""}
    where = f"/admin/entities/outlet/{outlet.pk}/change/"
    told = impact(desk.post(where, sent).content.decode())
    assert "/stories/live/" in told_addresses(told)
    outlet.refresh_from_db()
    assert outlet.name == "Tide Times"
    assert desk.post(where, sent | {"_confirmed": "1"}).status_code == 302
    shown = client.get("/stories/live/").content.decode()
    assert "Tide Weekly" in shown
    assert "Tide Times" not in shown
    outlet.refresh_from_db()
    assert (outlet.name, outlet.slug) == ("Tide Weekly", "tide-times")


def test_what_changes_nothing_elsewhere_is_saved_at_once(desk, chief):
    outlet = save(Outlet(name="Tide Times"))
    sent = {"name": "Tide Times", "aliases": "TT", "domains": "", "owner": ""}
    assert desk.post(f"/admin/entities/outlet/{outlet.pk}/change/", sent).status_code == 302


def test_topics_stand_under_their_first_letter(client, chief):
    for n, name in enumerate(
        ("'s-Hertogenbosch", "🚀 Rocket", "Ångström", "“Quoted”", "7 Sisters", "ßeta")
    ):
        publish(pages.entity(chief, name, slug=f"t-{n}"), actor=chief)
    text = client.get("/topics/").content.decode()
    place = {letter: text.find(f">{letter}</h2>") for letter in ("0–9", "A", "Q", "R", "S")}
    assert min(place.values()) > 0
    found = {name: text.rfind(f'/topics/t-{n}/"') for n, name in enumerate("SRAQ7ß")}
    assert place["0–9"] < found["7"] < place["A"] < found["A"] < place["Q"] < found["Q"]
    assert found["Q"] < place["R"] < found["R"] < place["S"] < min(found["S"], found["ß"])


@pytest.mark.parametrize(
    ("headline", "slug"), [("Größe", "grosse"), ("Москва", "moskva"), ("🚀", "u1f680")]
)
def test_a_headline_without_a_slug_gets_one_that_can_be_read(desk, chief, headline, slug):
    assert free_slug(headline, Story.objects.all()) == slug
    pages.story(chief, headline, slug=slug)
    assert free_slug(headline, Story.objects.all()) == f"{slug}-2"
