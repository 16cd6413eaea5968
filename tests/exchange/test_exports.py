"""Leaving: what is public for partners, Markdown that reads back, ninjs, and the site as files."""

import functools
import hashlib
import http.server
import json
import re
import threading
import urllib.request
from dataclasses import asdict
from pathlib import Path

import pytest

from entities.models.draft import Entity
from faqs.models.draft import Faq
from newsdesk.catalogue.models import Reference
from newsdesk.exchange.page_files import text_of
from newsdesk.exchange.static_site import StaticSite
from newsdesk.intake.apart import read_file, read_words
from stories.documents import AUTHOR
from stories.importing.drafts import create_drafts
from stories.importing.explainer import NOTHING_KNOWN
from stories.importing.source import pages_of
from stories.models.draft import Story
from stories.workflow import STORY
from tests.exchange.desk import content, exported, full_desk
from tests.exchange.ninjs_shape import faults
from tests.intake.test_cases import CASES
from tests.people import person

SECRETS = (
    b"Not public.",
    b"A draft of Nora",
    b"Ferries of next year",
    b"Never said",
    b"What is held",
)
PEOPLE = (b"desk-chief", b"nora", b"second-reader")


@pytest.fixture
def laid(transactional_db, settings):
    settings.RENDITIONS_AT_PUBLISH = False
    return full_desk()


@pytest.mark.parametrize("form", [(), ("--markdown",), ("--ninjs",), ("--html",)])
def test_nothing_that_readers_cannot_see_is_in_what_partners_get(form, laid, tmp_path):
    found = content(exported(tmp_path / "out", "--public", *form))
    assert found
    whole = b"\n".join([*found.values(), *(name.encode() for name in found)])
    assert not [secret for secret in SECRETS if secret in whole]
    assert not [name for name in PEOPLE if name in whole]
    assert b"ferry" in whole


def test_references_of_partners_lead_where_readers_are_led(laid, tmp_path):
    lines = content(exported(tmp_path / "out", "--public"))["site.jsonl"].splitlines()
    told = [line for each in lines if "uid" in (line := json.loads(each)) and "document" in line]
    names = {f"{line['kind']}:{line['uid']}" for line in told}
    for line in told:
        document = line["document"]
        for name in (*document.get("faqs", ()), *document.get("entities", ())):
            assert name in names
    story = next(line for line in told if line["document"].get("slug") == "the-ferry-turned")
    metal = next(line for line in told if line["document"].get("name") == "Quicksilver")
    assert f"entity:{metal['uid']}" in story["document"]["entities"]
    assert any(each.get("wrong") == "At noon." for each in story["history"])


def test_partners_get_the_faces_of_those_whom_readers_know(laid, tmp_path):
    found = content(exported(tmp_path / "out", "--public"))
    lines = [json.loads(line) for line in found["site.jsonl"].splitlines()]
    faces = {line["state"]["slug"]: line for line in lines if line["kind"] == "author"}
    shown = Reference.objects.visible().filter(shown__startswith=AUTHOR)
    known = set(shown.values_list("shown", flat=True))
    assert {f"author:{slug}" for slug in faces} == known
    pictures = [line["state"]["image"] for line in faces.values() if line["state"]["image"]]
    assert pictures
    assert all(f"pictures/{each.removeprefix('sha256:')}.webp" in found for each in pictures)
    assert not any("user" in line["state"] or line["log"] for line in faces.values())


def test_partners_get_the_publication_as_readers_see_it(laid, tmp_path):
    found = content(exported(tmp_path / "out", "--public"))
    lines = [json.loads(line) for line in found["site.jsonl"].splitlines()]
    (face,) = [line for line in lines if line["kind"].startswith("publication")]
    assert face.keys() == {"kind", "document"}
    assert (face["document"]["name"], face["document"]["accent"]) == ("The Candle", "#1fc98f")
    assert face["document"]["menu"][0] == {"label": "Explained", "address": "/stories/"}
    logos = [face["document"][name] for name in ("logo", "logo_dark", "icon")]
    digests = {each.removeprefix("sha256:") for each in logos if each}
    assert digests
    for digest in digests:
        assert hashlib.sha256(found[f"pictures/{digest}.png"]).hexdigest() == digest
    assert {f"pictures/{digest}.png" for digest in digests} == {
        name for name in found if name.endswith(".png")
    }
    assert not [word for word in ("The Lamp", "The Match") if word in found["site.jsonl"].decode()]


def test_everything_is_in_the_export_of_a_desk(laid, tmp_path):
    whole = b"\n".join(content(exported(tmp_path / "out")).values())
    assert all(secret in whole for secret in SECRETS)
    for model in (Story, Faq, Entity):
        for pk in model.objects.values_list("pk", flat=True):
            key = f'"{model.key_prefix}:{pk}"'.encode()
            assert key not in whole, key


# Markdown


def _plain(value):
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items() if name != "id"}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _said(page):
    """Return what an explainer says, without ids and keys."""
    story = _plain(asdict(page.story))
    return (
        {
            name: value
            for name, value in story.items()
            if name not in ("slug", "tags", "faqs", "entities")
        },
        [_plain(asdict(faq.document)) | {"slug": "", "entities": ()} for faq in page.faqs],
        [(entity.document.name, entity.document.description) for entity in page.entities],
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    ["00-base.txt", "01-base.docx", "04-page.html", "07-front-matter.md", "32-wordpress.xml",
     "import-29-timeline-dates.txt", "import-13-bullets-square.txt"],
)  # fmt: skip
def test_markdown_reads_back_as_the_same_draft(name):
    (first,) = pages_of(read_file(CASES / name), name, NOTHING_KNOWN)
    create_drafts(first.explainer, text=first.text, source_name=name, actor=person("Desk chief"))
    written = text_of(STORY, STORY.document_of(Story.objects.get()))
    (again,) = pages_of(read_words(written), "again.md", NOTHING_KNOWN)
    assert _said(again.explainer) == _said(first.explainer)
    create_drafts(again.explainer, text=again.text, source_name="x", actor=person("Editor"))
    assert (
        text_of(STORY, STORY.document_of(Story.objects.latest("pk"))).split("---", 2)[2]
        == (written.split("---", 2)[2])
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    ["Costs *rose* by 3_000", "[1] & <b>not bold</b>", "1. May was no list", "- nor this", "# or that",
     "a `tick` and ~~none~~", "2019. A year", "C:\\path", "> said nobody", "a|b", "=== nothing"],
)  # fmt: skip
def test_signs_of_markdown_in_a_text_stay_signs(text):
    from html import escape

    from newsdesk.site.markdown import story_markdown
    from stories.documents import StoryDocument

    summary = f"<p>{escape(text, quote=False)} and so on.</p>"
    written = story_markdown(StoryDocument(headline="Signs", summary=summary), (), ())
    (page,) = pages_of(read_words(written), "x.md", NOTHING_KNOWN)
    assert page.explainer.story.summary == summary


# ninjs


def test_public_pages_are_items_of_ninjs(laid, tmp_path):
    found = content(exported(tmp_path / "out", "--ninjs"))
    items = [json.loads(data) for data in found.values()]
    assert {item["uri"].rpartition("/stories/")[2] for item in items} >= {"the-ferry-turned/"}
    assert {name for item in items for name in item} >= {
        "standard", "headlines", "descriptions", "bodies", "infoSources", "genres", "by", "associations"
    }  # fmt: skip
    for item in items:
        assert list(faults(item)) == []
        assert item["standard"]["version"] == "3.0"
        assert item["pubStatus"] == "usable"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"uri": "stories/1"}, "uri is not what it has to be: 'stories/1'"),
        ({"type": "story"}, "type is not what it has to be: 'story'"),
        ({"firstCreated": "2026-03-03"}, "firstCreated is not what it has to be: '2026-03-03'"),
        ({"tags": []}, "tags is no property"),
        ({"headlines": [{"role": "main"}]}, "headlines.value is missing"),
        ({"bodies": [{"value": "x", "wordCount": "1"}]}, "bodies.wordCount is not what it has to be: '1'"),
        ({"associations": [{"uri": "https://desk.example/1"}]}, "name is missing"),
    ],
)  # fmt: skip
def test_what_the_schema_refuses_is_a_fault(change, fault):
    assert list(faults({"uri": "https://desk.example/", **change})) == [fault]


# The site as files


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        """Say nothing."""


def test_the_site_as_files_works_from_a_plain_web_server(laid, tmp_path):
    folder = tmp_path / "site"
    site = StaticSite(folder)
    assert site.write() > 60
    assert not site.failed
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        lost = list(_lost(f"http://127.0.0.1:{server.server_port}"))
        server.shutdown()
    assert not lost
    assert (folder / "stories/the-ferry-turned/index.html").exists()
    moved = (folder / "stories/the-ferry-turns/index.html").read_text()
    assert 'url=/stories/the-ferry-turned/"' in moved
    assert (folder / "2019/turn/index.html").exists()
    card = (folder / "embed/stories/the-ferry-turned/index.html").read_text()
    assert "/stories/the-ferry-turned/" in card
    moved = (folder / "embed/stories/the-ferry-turns/index.html").read_text()
    assert 'url=/embed/stories/the-ferry-turned/"' in moved
    assert not (folder / "api").exists()
    assert (folder / "feeds/stories.xml").exists()
    assert list(folder.glob("static/**/*.css"))
    assert list(folder.glob("media/pictures/**/*.webp"))


def _lost(base):
    """Yield what pages of the folder ask for and the server has not, but what needs a desk behind it."""
    waiting, seen = ["/"], set()
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith(("/search/", "/ask/", "/report/", "//")):
            continue
        if path.endswith("/history/changes.json"):
            continue  # What changed since a reader's last visit.
        seen.add(path)
        try:
            with urllib.request.urlopen(base + path) as answer:  # noqa: S310
                data = answer.read()
        except urllib.error.HTTPError as error:
            yield path, error.code
            continue
        if path.endswith("/"):
            for link in re.findall(r'(?:href|src)="(/[^"?#]*)(?:#[^"]*)?"', data.decode()):
                waiting.append(link)


def test_a_folder_that_is_not_empty_is_not_written_over(laid, tmp_path):
    from django.core.management import CommandError

    (tmp_path / "x").write_text("mine")
    for form in ((), ("--markdown",), ("--ninjs",), ("--html",)):
        with pytest.raises(CommandError, match="not empty"):
            exported(Path(tmp_path), *form)
