"""Imports and exports on the desk: who may, what they see, and what they can take away."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from newsdesk.exchange import uploads
from newsdesk.exchange.models import ImportRun
from stories.models.draft import Story
from tests import pages
from tests.people import outsider, person

GHOST = Path(__file__).parents[1] / "intake/cases/33-ghost.json"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def client():
    client = Client()
    client.force_login(person("Desk chief"))
    return client


def handed_in(client, data=None, name="ghost.json", **fields):
    file = SimpleUploadedFile(name, GHOST.read_bytes() if data is None else data)
    answer = client.post(reverse("admin:imports"), {"file": file, **fields})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def test_a_file_is_looked_at_first_and_taken_in_when_somebody_says_so(client):
    address = handed_in(client)
    looked = client.get(address).content.decode()
    assert "Nothing was written." in looked
    assert "Ferry hits the only fuel pier at Halden" in looked
    assert "Take it in as drafts" in looked
    assert not Story.objects.exists()
    answer = client.post(address)
    done = client.get(answer["Location"]).content.decode()
    assert "1 created" in done
    assert Story.objects.count() == 1
    assert ImportRun.objects.latest("pk").kept_as == ""
    assert default_storage.listdir("imports")[1] == []


def test_a_file_is_taken_in_once(client):
    address = handed_in(client)
    client.post(address)
    again = client.post(address, follow=True).content.decode()
    assert "no longer kept" in again
    assert Story.objects.count() == 1


def test_what_cannot_be_read_is_said_on_the_page(client):
    page = client.get(handed_in(client, b"\x89PNG\r\n\x1a\n" + b"\x00" * 200, "x.csv"))
    assert "Not taken in" in page.content.decode()
    assert "Take it in" not in page.content.decode()
    assert client.post(reverse("admin:imports"), {}).status_code == 200


def test_a_run_that_goes_on_says_how_far_it_is_and_renews_itself(client):
    run = ImportRun.objects.create(
        name="x",
        digest="0" * 64,
        actor=person("Desk chief", "other"),
        state="running",
        total=8,
        done=2,
    )
    run.began_at = run.handed_in_at
    run.save()
    page = client.get(reverse("admin:import_run", args=[run.pk])).content.decode()
    assert "2 of 8 rows done" in " ".join(page.split())
    assert "left" in page
    assert "desk/renewed" in page
    assert "Look again" in page


def test_files_that_nobody_takes_in_are_given_up(client):
    handed_in(client)
    run = ImportRun.objects.get()
    ImportRun.objects.update(ended_at=run.ended_at - uploads.KEPT_FOR * 2)
    handed_in(client)
    assert [each.kept_as != "" for each in ImportRun.objects.order_by("pk")] == [False, True]


def test_the_report_is_downloaded_as_a_table(client):
    address = handed_in(client)
    answer = client.get(f"{address}report.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer).decode()
    assert text.splitlines()[0] == "row,result,name,message,page"
    assert len(text.splitlines()) == 2


def test_a_page_is_exported_from_its_form(client):
    story = pages.story(person("Editor"))
    form = client.get(reverse("admin:stories_story_change", args=[story.pk])).content.decode()
    address = reverse("admin:export_page", args=[story.key])
    assert address in form
    answer = client.get(address)
    with zipfile.ZipFile(io.BytesIO(b"".join(answer))) as packed:
        lines = packed.read("site.jsonl").splitlines()
    assert len(lines) == 2
    assert str(story.uid).encode() in lines[1]
    assert client.get(reverse("admin:export_page", args=["story:99"])).status_code == 404
    assert client.get(reverse("admin:export_page", args=["x"])).status_code == 404


def test_who_may_see_what():
    story = pages.story(person("Desk chief", "writer"))
    run = ImportRun.objects.create(name="x", digest="0" * 64, actor=person("Editor", "other"))
    chiefs = [
        reverse("admin:imports"),
        reverse("admin:import_run", args=[run.pk]),
        reverse("admin:import_report", args=[run.pk]),
        reverse("admin:old_addresses"),
    ]
    export = reverse("admin:export_page", args=[story.key])
    for who, sees in [
        (person("Reporter"), ()),
        (person("Editor"), ()),
        (person("Moderator"), ()),
        (outsider(), ()),
        (person("Desk chief"), chiefs),
    ]:
        client = Client()
        client.force_login(who)
        for address in chiefs:
            assert client.get(address).status_code == (200 if address in sees else 403), address
            if address not in sees:
                assert client.post(address, {}).status_code in (403, 405)
        expected = 403 if who.username == "outsider" else 200
        assert client.get(export).status_code == expected
    assert Client().get(export).status_code == 302
