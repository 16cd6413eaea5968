"""A published face is drawn everywhere, and a draft nowhere."""

import base64
import hashlib
import json
import re
from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from newsdesk.catalogue.publication import publication
from newsdesk.mail.content import Content, as_mail
from newsdesk.mail.models import Message
from newsdesk.publication import kept_copy
from newsdesk.publication.current import by_settings
from newsdesk.publication.models import PublicationDeed, PublicationEdition
from newsdesk.publication.type_pairings import PAIRINGS
from newsdesk.site import error_pages
from newsdesk.site.leak_scan import scan
from newsdesk.site.publication import deeds, pictures
from newsdesk.workflow.transitions import NothingChanged, Refused
from tests.people import person
from tests.public import desk
from tests.publication.conftest import LANTERN, drawing

pytestmark = pytest.mark.django_db
STORY = "/stories/the-ferry-turns/"


def body(client, path):
    return client.get(path).content.decode()


def test_until_something_is_published_all_is_as_the_settings_say(client, chief):
    desk.story(chief)
    before = body(client, STORY)
    deeds.save(LANTERN, seen=deeds.mark(deeds.draft()), actor=chief)
    assert body(client, STORY) == before
    assert "/publication/" not in before
    assert "manifest" not in before
    assert not publication().is_own


def test_every_page_and_every_file_has_the_face(client, chief, publish, marks):
    desk.story(chief)
    publish(**marks)
    page = body(client, STORY)
    (css,) = re.findall(r'<link rel="stylesheet" href="(/publication/[^"]+)"', page)
    assert '<html lang="de-DE">' in page
    assert 'content="de_DE"' in page
    assert f'src="/publication/{marks["logo"]}.png"' in page
    assert f'srcset="/publication/{marks["logo_dark"]}.png"' in page
    for words in (
        "– The Lantern</title>",
        'aria-current="true">Explained</a>',
        "News, with the lights on",
        "A made-up publication.",
        "mailto:desk@lantern.example",
        'rel="license" href="https://creativecommons.org/licenses/by/4.0/"',
    ):
        assert words in page
    assert "Topics A–Z" not in page
    style = client.get(css)
    assert (style.status_code, style["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert "immutable" in style["Cache-Control"]
    assert "--accent: #" in style.content.decode()
    assert "prefers-color-scheme: dark" in style.content.decode()
    for name in re.findall(r'"(/publication/[^" ]+\.png)"', page):
        assert client.get(name)["Content-Type"] == "image/png"


def test_machines_are_told(client, chief, publish, marks):
    desk.story(chief)
    publish(**marks)
    graph = json.loads(re.findall(r'ld\+json">(.*?)</script>', body(client, STORY))[0])["@graph"]
    (publisher,) = [each["publisher"] for each in graph if "publisher" in each]
    assert publisher["name"] == "The Lantern"
    assert publisher["logo"]["url"].endswith(f"{marks['logo']}.png")
    assert (publisher["logo"]["width"], publisher["logo"]["height"]) == (960, 180)
    assert publisher["sameAs"] == ["https://mastodon.example/@lantern"]
    feed = client.get("/feeds/stories.json").json()
    assert (feed["title"], feed["language"]) == ("The Lantern", "de-DE")
    assert feed["icon"].endswith("-180x180.png")
    assert "<copyright>CC BY 4.0" in body(client, "/feeds/stories.xml")
    assert f"{marks['logo']}.png</logo>" in body(client, "/feeds/stories.atom")
    manifest = client.get("/manifest.webmanifest").json()
    assert (manifest["name"], manifest["lang"]) == ("The Lantern", "de-DE")
    assert [each["sizes"] for each in manifest["icons"]] == ["192x192", "512x512"]
    assert client.get(manifest["icons"][1]["src"]).status_code == 200
    assert client.get("/favicon.ico")["Content-Type"] == "image/png"
    assert "User-agent: GPTBot\n" in body(client, "/robots.txt")
    assert "Contact: mailto:holes@lantern.example\n" in body(client, "/.well-known/security.txt")
    assert "<news:name>The Lantern</news:name><news:language>de<" in body(
        client, "/sitemaps/news.xml"
    )


def test_who_wants_no_robots_turns_all_away(client, publish):
    publish(robots="closed")
    assert body(client, "/robots.txt") == "User-agent: *\nDisallow: /\n"


def test_mail_and_pages_without_a_database_have_the_face(rf, publish, monkeypatch):
    publish()
    user = User(username="ada", email="ada@lantern.example", is_staff=True)
    mail = as_mail(Message(user=user, kind="x"), Content(subject="Hello"))
    assert "The Lantern" in mail.body
    (html, _), *_ = mail.alternatives
    assert "The Lantern" in html
    kept_copy.keep(publication())
    kept_copy.forget()
    monkeypatch.setattr("newsdesk.publication.current.newest_plainly", lambda: 1 / 0)
    page = error_pages.server_error(rf.get("/"))
    assert '<p class="name">The Lantern</p>' in page.content.decode()
    assert 'lang="de-DE"' in page.content.decode()
    assert vars(page)["_csp_update"]["style-src"]


def test_a_release_that_draws_another_stylesheet_gives_it_another_address(publish, monkeypatch):
    edition = publish()
    before = edition.publication.stylesheet
    assert edition.publication.stylesheet == before
    monkeypatch.setattr("newsdesk.publication.document.stylesheet", lambda publication: "a { }")
    assert edition.publication.stylesheet != before


@pytest.mark.parametrize("pairing", PAIRINGS)
def test_browsers_take_the_style_that_stands_in_pages_and_mails(rf, publish, pairing):
    publish(pairing=pairing)
    kept_copy.keep(publication())
    kept_copy.forget()
    page = error_pages.server_error(rf.get("/"))
    style = re.search(r"<style>(.*?)</style>", page.content.decode(), re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert vars(page)["_csp_update"]["style-src"] == [f"'sha256-{digest}'"]
    user = User(username="ada", email="ada@lantern.example", is_staff=True)
    mail = as_mail(Message(user=user, kind="x"), Content(subject="Hello"))
    (html, _), *_ = mail.alternatives
    in_mail = re.search(r"<style>(.*?)</style>", html, re.DOTALL)[1]
    assert not re.search("&[a-z#0-9]+;", style + in_mail)


def test_the_disk_of_a_machine_forgets_what_was_never_published(publish):
    publish()
    kept_copy.keep(publication())
    kept_copy.forget()
    last = kept_copy.last()
    assert last
    assert last.name == "The Lantern"
    kept_copy.keep(by_settings())
    kept_copy.forget()
    assert kept_copy.last() is None


def test_a_draft_is_for_desk_chiefs(client, chief, marks):
    desk.story(chief)
    deeds.save(replace(LANTERN, **marks), seen=deeds.mark(deeds.draft()), actor=chief)
    logo, preview = f"/publication/{marks['logo']}.png", reverse("admin:publication_preview")
    before = body(client, "/")
    for role, status in (("Reporter", 404), ("Editor", 404), ("Desk chief", 200)):
        one = Client()
        one.force_login(chief if role == "Desk chief" else person(role))
        assert one.get(logo).status_code == status
        assert one.get(preview).status_code == (200 if status == 200 else 403)
    assert client.get(logo).status_code == 404
    assert client.get(preview).status_code == 302
    mine = Client()
    mine.force_login(chief)
    for name in ("home", "stories", "story"):
        shown = mine.get(preview, {"page": name})
        page = shown.content.decode()
        assert "Vorschau des Entwurfs" in page
        assert "The Lantern" in page
        assert shown["Cache-Control"] == "no-store, private"
        (css,) = re.findall(r'"(/admin/publication/draft/[^"]+)"', page)
        assert mine.get(css).status_code == 200
        assert client.get(css).status_code == 302
    assert mine.get(preview, {"page": "/admin/"}).status_code == 404
    assert body(client, "/") == before


def test_no_change_is_silent(client, chief, publish):
    first = publish()
    assert (first.number, first.why, first.published_by) == (1, "A name of our own", chief)
    mark = deeds.mark(deeds.draft())
    with pytest.raises(NothingChanged):
        deeds.publish(seen=mark, why="Again", actor=chief)
    deeds.save(replace(LANTERN, name="The Lamp"), seen=mark, actor=chief)
    assert publication().name == "The Lantern"
    with pytest.raises(Refused, match="Say why"):
        deeds.publish(seen=deeds.mark(deeds.draft()), why=" ", actor=chief)
    with pytest.raises(Refused, match="was saved by somebody"):
        deeds.publish(seen=mark, why="Shorter", actor=chief)
    deeds.publish(seen=deeds.mark(deeds.draft()), why="Shorter", actor=chief)
    assert publication().name == "The Lamp"
    deeds.go_back(1, actor=chief)
    deeds.publish(seen=deeds.mark(deeds.draft()), why="Too short", actor=chief)
    assert (publication().name, publication().number) == ("The Lantern", 3)
    told = [each.detail for each in PublicationDeed.objects.order_by("pk")]
    assert told[2:] == [
        "Changed: name.",
        "Version 2: name. Shorter",
        "The draft is version 1 again.",
        "Version 3: name. Too short",
    ]
    old = first.publication.stylesheet
    assert client.get(old).status_code == 200
    assert client.get(old.replace("/1-", "/3-")).status_code == 404


def test_nobody_else_may_and_two_do_not_undo_each_other(chief):
    mark = deeds.mark(deeds.draft())
    for role in ("Reporter", "Editor", "Moderator"):
        actor = person(role)
        for deed in (
            lambda actor=actor: deeds.save(LANTERN, seen=mark, actor=actor),
            lambda actor=actor: deeds.publish(seen=mark, why="Mine", actor=actor),
            lambda actor=actor: deeds.go_back(1, actor=actor),
        ):
            with pytest.raises(PermissionDenied):
                deed()
    deeds.save(LANTERN, seen=mark, actor=chief)
    with pytest.raises(Refused, match="has saved the draft since"):
        deeds.save(replace(LANTERN, name="The Lamp"), seen=mark, actor=chief)
    assert not PublicationEdition.objects.exists()


@pytest.mark.parametrize("size", [(512, 200), (100, 100)])
def test_an_icon_is_square_and_large_enough(db, size):
    with pytest.raises(ValidationError, match="The icon is"):
        pictures.keep_icon(drawing(*size))


def test_what_a_chief_writes_is_text_and_not_markup(client, chief, publish):
    desk.story(chief)
    publish(name='<b>"Lamp"</b>', strapline="</style><i>", footer="<script>x</script>")
    page = body(client, STORY)
    assert "<b>" not in page
    assert "<i>" not in page
    assert "<script>x" not in page
    assert "&lt;b&gt;&quot;Lamp&quot;&lt;/b&gt;" in page


def test_the_leak_scan_finds_nothing_with_a_face(chief, publish, marks):
    desk.story(chief)
    publish(**marks)
    pictures.keep_logo(drawing(300, 60, "#ff0000"))
    found = scan()
    assert not found.faults
    assert not found.leaks
