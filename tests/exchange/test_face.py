"""The publication's face in an export: taken in whole by a desk that has none, and checked like a form's."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from newsdesk.publication.models import PublicationDraft, PublicationEdition, PublicationPicture
from newsdesk.sections.models.front import Arrangement
from newsdesk.sections.models.section import Section
from tests.backup.desk import emptied
from tests.exchange.desk import exported, full_desk
from tests.exchange.test_round_trip import brought
from tests.people import person

pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def file(tmp_path, settings):
    settings.RENDITIONS_AT_PUBLISH = False
    full_desk()
    folder = exported(tmp_path / "first")
    emptied(settings, tmp_path / "media")
    return folder


def changed(file, kind, **values):
    """Rewrite the first line of a kind."""
    lines = [json.loads(line) for line in (file / "site.jsonl").read_text().splitlines()]
    line = next(line for line in lines if line["kind"] == kind)
    for name, value in values.items():
        line[name] = {**line[name], **value} if isinstance(value, dict) else value
    (file / "site.jsonl").write_text("".join(json.dumps(each) + "\n" for each in lines))


def test_readers_see_the_face_and_the_front_page_that_they_saw(file):
    brought(file)
    page = Client().get("/").content.decode()
    assert "The Candle" in page
    assert "The Lamp" not in page
    assert PublicationDraft.objects.get().publication.name == "The Match"
    assert Section.objects.get().name == "Harbours"
    assert Arrangement.objects.count() == 3


def test_as_drafts_it_brings_sections_alone(file):
    brought(file, as_it_was=False)
    assert Section.objects.exists()
    assert not PublicationEdition.objects.exists()
    assert not PublicationPicture.objects.exists()
    assert not Arrangement.objects.exists()


def test_the_face_that_partners_get_is_left_out_of_their_own(tmp_path, settings):
    settings.RENDITIONS_AT_PUBLISH = False
    full_desk()
    folder = exported(tmp_path / "public", "--public")
    emptied(settings, tmp_path / "media")
    brought(folder, as_it_was=False)
    assert not PublicationDraft.objects.exists()
    assert not PublicationPicture.objects.exists()


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("publication-version", {"document": {"accent": "red;}*{display:none"}}),
        (
            "publication-version",
            {"document": {"menu": [{"label": "x", "address": "javascript:1"}]}},
        ),
        ("publication-version", {"document": {"logo": "../../etc/passwd"}}),
        ("publication-version", {"document": {"name": 5}}),
        ("publication-picture", {"png": "bm8gcGljdHVyZQ=="}),
        ("publication-picture", {"name": "nonsense"}),
        ("publication-picture", {"name": f"{'0' * 32}-9000x9000"}),
        ("arrangement", {"slots": [{"place": "roof", "position": 0, "page": "", "until": None}]}),
        ("section", {"state": {"slug": "no slug"}}),
    ],
)
def test_what_no_desk_has_written_is_not_taken_in(file, kind, values):
    changed(file, kind, **values)
    out = io.StringIO()
    chief = person("Desk chief", "mover").username
    with pytest.raises(CommandError):
        call_command("import_site", str(file), stdout=out, stderr=out, as_it_was=True, user=chief)
    assert "Nothing was taken in" in out.getvalue()
    assert not PublicationEdition.objects.exists()
