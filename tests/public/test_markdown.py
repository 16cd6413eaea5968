"""Public pages as Markdown: of the same document, and with no word that readers may not see."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from stories.documents import SourceReport
from stories.models.draft import Story
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import pages, release
from tests.public import desk

pytestmark = pytest.mark.django_db
PATH = "/stories/the-ferry-turns.md"


def test_a_story_is_markdown_with_its_corrections_and_links(chief, client):
    topic, asked = desk.topic(chief), desk.question(chief)
    story = desk.story(
        chief,
        entities=(topic.key,),
        faqs=(asked.key,),
        standfirst="A turn in 1989.",
    )
    STORY.revise(story, replace(document_of(story), standfirst="A turn in 1999."), actor=chief)
    release.publish(
        story, actor=chief, kind="correction", note="It was 1999.", wrong="1989", right="1999"
    )
    response = client.get(PATH)
    text = response.content.decode()
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert response["X-Robots-Tag"] == "noindex"
    assert "/stories/the-ferry-turns/>; rel=" in response["Link"]
    assert "# The ferry turns\n" in text
    assert "A turn in 1999." in text
    assert "## Corrections\n\n- Correction" in text
    assert "/questions/why-do-ferries-lean.md>)" in text
    assert "/topics/harbour-trust.md>)" in text
    for path in ("/questions/why-do-ferries-lean.md", "/topics/harbour-trust.md"):
        assert client.get(path).content.decode().startswith("---\n"), path


def test_it_is_conditional_and_answers_head(chief, client):
    desk.story(chief)
    first = client.get(PATH)
    again = client.get(PATH, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    head = client.head(PATH)
    assert head.status_code == 200
    assert head.content == b""
    assert client.get("/stories/the-ferry-turns/")["ETag"] != first["ETag"]


def test_it_follows_its_page(chief, client):
    waits = pages.story(chief, "Waits")
    release.schedule(waits, actor=chief, at=timezone.now() + timedelta(hours=1))
    assert client.get("/stories/waits.md").status_code == 404
    assert "Waits" not in client.get("/llms.txt").content.decode()
    story = desk.story(chief)
    draft = replace(document_of(story), standfirst="Nobody may read this yet.")
    STORY.revise(story, draft, actor=chief)
    assert "Nobody may read" not in client.get(PATH).content.decode()
    story = Story.objects.get(pk=story.pk)
    STORY.revise(story, replace(document_of(story), slug="another"), actor=chief)
    release.publish(story, actor=chief, kind="update", note="Moved.")
    moved = client.get(PATH)
    assert (moved.status_code, moved["Location"]) == (301, "/stories/another.md")
    STORY.withdraw(story, actor=chief, note="It was all wrong.")
    gone = client.get("/stories/another.md")
    assert gone.status_code == 410
    assert "It was all wrong." in gone.content.decode()


def test_no_address_runs_a_script(chief, client):
    report = SourceReport(
        id="rep00001", outlet="Ship Review", url="javascript:alert(1)", paraphrase="It turned."
    )
    desk.story_from_before(chief, "The ferry turns", reports=(report,))
    assert "javascript:" not in client.get(PATH).content.decode()


def test_llms_txt_leads_to_them(chief, client):
    desk.story(chief)
    desk.question(chief)
    text = client.get("/llms.txt").content.decode()
    assert text.startswith("# ")
    assert "/stories/the-ferry-turns.md>)" in text
    assert "/questions/why-do-ferries-lean.md>)" in text
