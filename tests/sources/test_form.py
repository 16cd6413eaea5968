"""A report filled in from its address: with a script by an answer, without one by the form itself."""

import logging
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from entities.models.outlet import Outlet
from entities.outlets import save
from faqs.models.draft import Faq
from stories.models.draft import Story
from stories.source_reports import paper_cards
from stories.story_html import paper
from tests import pages
from tests.desk.screens import address, errors, fields, list_address, signed_in, text
from tests.house.rules import ROOT
from tests.people import outsider, person
from tests.sources.desk import FERRY, FERRY_PAGE

pytestmark = pytest.mark.django_db
ASK = list_address(Story, "source")


def facts(answer):
    assert answer.status_code == 200, answer.content
    return {fact["name"]: fact for fact in answer.json()["facts"]}


@pytest.fixture
def editor():
    return person("Editor")


def test_an_address_answers_with_what_its_page_says_and_where_that_stood(site, editor):
    paper = save(Outlet(name="Harbour Post"))
    found = facts(signed_in(editor).post(ASK, {"address": FERRY}))
    assert found["headline"]["value"] == "Ferry lost steering before impact"
    assert found["reporters"]["value"] == "Ingrid Lie, Tom Okafor"
    assert found["published"]["value"] == "2026-03-03"
    assert found["outlet"]["value"] == str(paper.pk)
    assert found["paywalled"]["value"] == "on"
    assert found["headline"]["sentence"] == "Found in the heading."
    assert found["reporters"]["sentence"] == "Found in the page’s data."
    assert site.asked == ["GET /ferry"]


def test_the_outlet_of_the_domain_wins_over_what_a_page_calls_itself(site, editor):
    save(Outlet(name="Harbour Post"))
    paper = save(Outlet(name="The Post of Halden", domains="harbourpost.example"))
    found = facts(signed_in(editor).post(ASK, {"address": FERRY}))
    assert found["outlet"]["value"] == str(paper.pk)
    assert "register" in found["outlet"]["sentence"]


def test_an_outlet_that_the_desk_does_not_have_is_named_and_not_made(site, editor):
    found = facts(signed_in(editor).post(ASK, {"address": FERRY}))
    assert (found["outlet"]["value"], found["outlet"]["shown"]) == ("", "Harbour Post")
    assert not Outlet.objects.exists()


def test_a_source_of_a_faq_has_the_fields_that_it_has(site, editor):
    found = facts(signed_in(editor).post(list_address(Faq, "source"), {"address": FERRY}))
    assert set(found) == {"url", "outlet", "title", "published"}


def test_a_saved_page_is_read_without_asking_its_site(site, editor):
    page = SimpleUploadedFile("saved.html", FERRY_PAGE.encode(), content_type="text/html")
    found = facts(signed_in(editor).post(ASK, {"address": "", "page": page}))
    assert found["url"]["value"] == FERRY
    assert found["reporters"]["value"] == "Ingrid Lie, Tom Okafor"
    assert not site.asked


def test_a_saved_page_that_names_no_address_is_of_the_outlet_that_is_called_so(editor):
    body = """<title>Valbrune</title><meta property="og:site_name" content="Le Figaro.fr">
        <meta property="og:title" content="Valbrune runs dry"><h1>Valbrune runs dry</h1>"""
    page = SimpleUploadedFile("saved.html", body.encode(), content_type="text/html")
    found = facts(signed_in(editor).post(ASK, {"address": "", "page": page}))
    assert found["outlet"]["shown"] == "Le Figaro"

    twice = body.replace("Le Figaro.fr", "The Times").encode()
    page = SimpleUploadedFile("saved.html", twice, content_type="text/html")
    found = facts(signed_in(editor).post(ASK, {"address": "", "page": page}))
    assert found["outlet"]["shown"] == "The Times"


def test_an_agency_is_not_its_own_agency(editor):
    body = """<title>Valbrune runs dry | AP News</title><meta property="og:site_name" content="AP News">
        <link rel="canonical" href="https://apnews.com/article/valbrune"><h1>Valbrune runs dry</h1>
        <p>VALBRUNE (AP) — The taps run for two hours a day, and nobody has said when it ends.</p>"""
    page = SimpleUploadedFile("saved.html", body.encode(), content_type="text/html")
    found = facts(signed_in(editor).post(ASK, {"address": "", "page": page}))
    assert found["outlet"]["shown"] == "Associated Press"
    assert "wire" not in found


def test_what_cannot_be_read_is_one_sentence(site, editor, settings):
    client = signed_in(editor)
    refused = {
        "": "Paste the address",
        "http://127.0.0.1/": "not a public site",
        "http://harbourpost.example/none": "no such page",
        "ftp://harbourpost.example/": "http://",
    }
    for typed, said in refused.items():
        answer = client.post(ASK, {"address": typed})
        assert answer.status_code == 422
        assert said in answer.json()["error"], answer.json()
    pdf = SimpleUploadedFile("a.html", b"%PDF-1.7 x")
    assert "HTML" in client.post(ASK, {"page": pdf}).json()["error"]
    settings.FETCH_PAGES = False
    assert "save the page" in client.post(ASK, {"address": FERRY}).json()["error"]
    assert site.asked == ["GET /none"]


def test_five_pages_a_minute_are_read_for_one_person_and_others_have_their_own(
    site, editor, monkeypatch
):
    monkeypatch.setattr("entities.sources.read.time.time", lambda: 600.0)
    client = signed_in(editor)
    for _ in range(5):
        assert client.post(ASK, {"address": FERRY}).status_code == 200
    refused = client.post(ASK, {"address": FERRY})
    assert refused.status_code == 429
    assert 0 < refused.json()["retry_after"] <= 61
    assert len(site.asked) == 5
    assert signed_in(person("Reporter")).post(ASK, {"address": FERRY}).status_code == 200


def test_only_who_may_write_stories_can_send_the_desk_anywhere(site):
    assert signed_in(person("Moderator")).post(ASK, {"address": FERRY}).status_code == 403
    assert signed_in(outsider()).post(ASK, {"address": FERRY}).status_code == 403
    assert signed_in(person("Editor")).get(ASK).status_code == 405
    assert not site.asked


def test_the_log_says_who_read_a_source_and_nothing_of_its_text(site, editor, caplog):
    with caplog.at_level(logging.INFO, "newsdesk.sources"):
        signed_in(editor).post(ASK, {"address": FERRY})
    (line,) = (
        record.getMessage() for record in caplog.records if record.name == "newsdesk.sources"
    )
    assert "harbourpost.example" in line
    assert str(editor.pk) in line
    assert "steering" not in line


def press(client, item, row, **changes):
    """Press the button of a row without JavaScript, with some fields changed."""
    url = address("change", item)
    data = fields(client.get(url)) | {f"{row}-fill": "1"}
    data |= {f"{row}-{name}": value for name, value in changes.items()}
    return client.post(url, data)


def test_without_a_script_the_form_comes_back_filled_in_and_is_not_saved(site, editor):
    save(Outlet(name="Harbour Post"))
    story, client = pages.story(editor), signed_in(editor)
    row = {"url": FERRY, "outlet": "", "headline": "", "reporters": "", "published": ""}
    before = story.events.count()
    shown = press(client, story, "reports-0", **row)
    filled = fields(shown)
    assert filled["reports-0-headline"] == ["Ferry lost steering before impact"]
    assert filled["reports-0-reporters"] == ["Ingrid Lie, Tom Okafor"]
    assert filled["reports-0-published"] == ["2026-03-03"]
    assert filled["reports-0-outlet"] == [str(Outlet.objects.get(name="Harbour Post").pk)]
    assert "Found in the page’s data." in text(shown)
    assert "Nothing is saved yet" in text(shown)
    assert not errors(shown)
    assert story.events.count() == before
    assert not story.reports.get().headline

    client.post(address("change", story), filled | {"_continue": "1"})
    report = story.reports.get()
    assert report.headline == "Ferry lost steering before impact"
    assert report.outlet.name == "Harbour Post"
    assert report.paywalled
    assert story.events.order_by("-pk")[0].verb == "edit"
    assert story.events.order_by("-pk")[0].actor == editor


def test_what_an_editor_wrote_stays_and_what_the_page_says_stands_beside_it(site, editor):
    story, client = pages.story(editor), signed_in(editor)
    shown = press(client, story, "reports-0", url=FERRY, headline="My own words", reporters="")
    assert fields(shown)["reports-0-headline"] == ["My own words"]
    assert "The page says “Ferry lost steering before impact”" in text(shown)
    assert fields(shown)["reports-0-reporters"] == ["Ingrid Lie, Tom Okafor"]


def test_a_new_story_that_is_not_saved_can_be_filled_in_too(site, editor):
    client = signed_in(editor)
    add = list_address(Story, "add")
    data = fields(client.get(f"{add}?rows=1"))
    shown = client.post(
        add, data | {"headline": "A ferry", "reports-0-url": FERRY, "reports-0-fill": "1"}
    )
    assert fields(shown)["headline"] == ["A ferry"]
    assert fields(shown)["reports-0-headline"] == ["Ferry lost steering before impact"]
    assert not Story.objects.exists()


def test_a_page_that_cannot_be_read_leaves_the_form_as_it_was(site, editor):
    story, client = pages.story(editor), signed_in(editor)
    shown = press(
        client, story, "reports-0", url="http://harbourpost.example/none", headline="Mine"
    )
    assert "no such page" in text(shown)
    assert fields(shown)["reports-0-headline"] == ["Mine"]
    assert not story.reports.get().headline


def test_a_guess_is_offered_and_not_taken(site, editor):
    story, client = pages.story(editor), signed_in(editor)
    bare = (ROOT / "tests/intake/cases/43-news-bare.html").read_bytes()
    saved = SimpleUploadedFile("bare.html", bare, content_type="text/html")
    shown = press(client, story, "reports-0", headline="", reporters="", published="", saved=saved)
    assert fields(shown).get("reports-0-headline", [""]) == [""]
    assert fields(shown).get("reports-0-published", [""]) == [""]
    assert "“Ferry hits pier”? A guess from the heading: check it." in text(shown)
    assert "“Ola Moe”? A guess from the printed byline: check it." in text(shown)


def test_readers_are_told_that_a_report_has_to_be_paid_for(editor):
    (card,) = paper_cards([replace(pages.REPORT, paywalled=True)])
    assert "Needs a subscription" in paper(card, "/s/x/")
    (free,) = paper_cards([pages.REPORT])
    assert "Needs a subscription" not in paper(free, "/s/x/")
