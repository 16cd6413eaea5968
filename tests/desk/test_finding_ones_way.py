"""Finding one's way on the desk: a first text to try, filters of the list, conflicts of one's own."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from newsdesk.editing.models import Unmerged
from stories.documents import Byline, SourceReport
from stories.importing.parser import parse
from stories.models.draft import Story
from tests import pages
from tests.desk.screens import address, list_address, signed_in, text, tree
from tests.people import person

pytestmark = pytest.mark.django_db
SAMPLE = Path(settings.BASE_DIR) / "docs" / "sample-explainer.txt"


@pytest.fixture
def editor():
    return person("Editor")


def shown(client, **asked):
    page = client.get(list_address(Story), asked)
    return {cell.text_content() for cell in tree(page).xpath("//th[@class='field-__str__']/a")}


def test_a_new_colleague_is_offered_a_text_to_try_and_an_old_hand_is_not(editor):
    client = signed_in(editor)
    page = client.get("/admin/")
    assert "Start here" in text(page)
    (link,) = tree(page).xpath("//a[text()='Try the sample explainer']/@href")
    assert "A town turns its lights down" in text(client.get(link))
    editor.date_joined = timezone.now() - timedelta(days=60)
    editor.save()
    assert "Start here" not in text(client.get("/admin/"))


def test_the_sample_explainer_is_understood_whole():
    explainer = parse(SAMPLE.read_text(encoding="utf-8"))
    assert explainer.story.headline.startswith("A town turns its lights down")
    assert [report.outlet for report in explainer.story.reports[:2]] == [
        "The Aldermoor Gazette",
        "Moorland Post",
    ]
    assert len(explainer.faqs) == 2
    assert len(explainer.entities) == 2
    assert len(explainer.story.timeline) == 2


def test_the_list_of_stories_is_narrowed_down_by_who_when_and_whom_it_quotes(editor):
    ada = (Byline(name="Ada Reed", slug="ada-reed"),)
    report = (SourceReport(id="b0000001", outlet="Harbour Herald", url="https://h.example/1"),)
    mine = pages.story(editor, "Mine", bylines=ada, reports=report)
    pages.story(editor, "Another")
    late = timezone.now() - timedelta(days=1)
    Story.objects.filter(pk=mine.pk).update(owner=editor, due_at=late)
    client = signed_in(editor)
    for asked in (
        {"owner": editor.pk},
        {"due": "overdue"},
        {"author": "ada r"},
        {"outlet": "harbour h"},
    ):
        assert shown(client, **asked) == {"Mine"}, asked
    assert shown(client, due="none") == {"Another"}
    assert shown(client, due="week") == set()


def test_a_conflict_waits_on_the_front_page_of_who_saved_and_of_nobody_else(editor):
    story = pages.story(editor, "The ferry turns")
    save = Unmerged.objects.create(user=editor, key=story.key, schema=1, data={}, onward="/")
    page = signed_in(editor).get("/admin/")
    assert "Conflicting edits of yours" in text(page)
    assert tree(page).xpath(f"//a[@href='{address('clash', story, save.pk)}']")
    assert "Conflicting edits" not in text(signed_in(person("Desk chief")).get("/admin/"))
