"""What a backup holds, and that it is of one moment while others write."""

import io
import json
import os
import signal
import stat
import threading
from datetime import UTC, datetime
from functools import partial
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.management import create_contenttypes
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from newsdesk.backup import contents, file, rows
from newsdesk.backup.archive import Archive
from newsdesk.backup.progress import Progress
from newsdesk.backup.save import save
from newsdesk.images import uploads
from newsdesk.images.ladder import key_in
from newsdesk.workflow.roles import sync_roles
from stories.models.draft import Story
from tests import pages
from tests.backup.desk import HEADLINE, TYPED, saved
from tests.people import person

# What JSON has a form for.
PLAIN = {
    "AutoField",
    "BigAutoField",
    "BigIntegerField",
    "BooleanField",
    "CharField",
    "FileField",
    "FloatField",
    "ForeignKey",
    "IntegerField",
    "JSONField",
    "OneToOneField",
    "PositiveBigIntegerField",
    "PositiveIntegerField",
    "PositiveSmallIntegerField",
    "SlugField",
    "TextField",
}


def test_every_model_is_kept_or_left_out_for_a_reason():
    known = {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}
    kept = {contents.label_of(model) for model in contents.models()}
    assert kept | contents.LEFT_OUT.keys() == known
    assert all(reason.endswith(".") for reason in contents.LEFT_OUT.values())


def test_every_column_has_a_form_in_which_it_is_kept():
    kinds = {
        field.get_internal_type()
        for model in contents.models()
        for field in model._meta.concrete_fields
    }
    assert kinds <= PLAIN | rows._READ.keys()


def lines_of(archive, label):
    return [json.loads(line) for line in archive.lines(label)]


def test_a_backup_holds_rows_and_the_pictures_that_they_name(pictures, tmp_path):
    shown = pictures["shown"]
    unnamed = uploads.store(pages.picture()).name
    with Archive(saved(tmp_path)) as archive:
        manifest = archive.manifest
        stories = lines_of(archive, "stories.story")
        typed = lines_of(archive, "drafting.scratch")
        held = archive.open(shown).read()
    default_storage.delete(unnamed)
    assert len(stories) == manifest.models["stories.story"].rows == Story.objects.count() == 5
    assert TYPED in str(typed)
    assert {*pictures.values()} < manifest.files.keys()
    assert {key_in(name) for name in manifest.files} == {*map(key_in, pictures.values())}
    with default_storage.open(shown) as kept:
        assert held == kept.read()
    assert manifest.missing == []
    assert manifest.versions["newsdesk"].startswith("1.")
    assert manifest.settings["NEWSDESK_TIME_ZONE"] == "Europe/London"
    assert not {"sessions.session", "drafting.presence"} & manifest.models.keys()


def test_no_secret_of_the_settings_is_in_a_backup(pictures, tmp_path, settings):
    settings.SECRET_KEY = "a key that nobody can guess, of fifty letters or more"
    with ZipFile(saved(tmp_path)) as opened:
        text = b"".join(opened.read(name) for name in opened.namelist())
    assert settings.SECRET_KEY.encode() not in text
    assert b"JBSWY3DPEHPK3PXP" not in text


@pytest.mark.django_db
def test_rows_are_kept_to_the_microsecond_and_untidied():
    moment = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
    user = person("Reporter")
    story = pages.story(user, "Exact")
    untidy = " Two  spaces \n\n\n\n and lines "
    Story.objects.filter(pk=story.pk).update(standfirst=untidy, changed_at=moment)
    tables = [rows.Table(model, rows.Names()) for model in (User, Story)]
    before = [list(table.lines()) for table in tables]
    assert b"2026-01-02T03:04:05.678901+00:00" in before[1][0][0]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM stories_byline")
        cursor.execute("DELETE FROM stories_sourcereport")
        cursor.execute("DELETE FROM stories_story")
    tables[1].write(before[1][0])
    assert list(tables[1].lines()) == before[1]
    assert Story.objects.get().changed_at == moment
    assert Story.objects.get().standfirst == untidy


@pytest.mark.django_db
def test_rights_are_kept_by_their_names_whatever_their_numbers():
    sync_roles()
    through = Group.permissions.through
    rights = {
        (group, codename)
        for group, codename in Group.objects.values_list("name", "permissions__codename")
    }
    before = [
        [line for some in rows.Table(model, rows.Names()).lines() for line in some]
        for model in (Group, through)
    ]
    numbers = {*ContentType.objects.values_list("pk", flat=True)}
    Group.objects.all().delete()
    ContentType.objects.all().delete()
    ContentType.objects.clear_cache()
    for config in reversed([*apps.get_app_configs()]):
        create_contenttypes(config, verbosity=0)
        create_permissions(config, verbosity=0)
    assert not numbers & {*ContentType.objects.values_list("pk", flat=True)}
    names = rows.Names()
    for model, lines in zip((Group, through), before, strict=True):
        rows.Table(model, names).write(lines)
    ContentType.objects.clear_cache()
    assert len(rights) > 100
    assert {*Group.objects.values_list("name", "permissions__codename")} == rights


@pytest.mark.django_db
def test_few_rows_are_in_memory_at_a_time(monkeypatch):
    monkeypatch.setattr(rows, "BATCH", 3)
    User.objects.bulk_create(User(username=f"user-{n}") for n in range(10))
    table = rows.Table(User, rows.Names())
    with CaptureQueriesContext(connection) as queries:
        assert [len(some) for some in table.lines()] == [3, 3, 3, 1]
    assert all("LIMIT 3" in each["sql"] for each in queries)


def in_another_connection(deed):
    """Do it in a thread, which has a connection of its own, and wait until it is done."""
    failed = []

    def do():
        try:
            deed()
        except Exception as error:  # Told by the thread that waits.
            failed.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=do)
    thread.start()
    thread.join(60)
    assert not failed
    assert not thread.is_alive()


def test_a_backup_is_of_one_moment_and_nobody_waits_for_it(pictures, tmp_path):
    came = []

    def write():
        User.objects.create(username="late")
        stored = uploads.store(pages.picture())
        Story.objects.filter(headline=HEADLINE).update(headline="Changed", image=stored.name)
        default_storage.delete(pictures["unsaved"])
        came.append(stored.name)

    def told(doing):
        if doing == "rows of admin.logentry":
            in_another_connection(write)

    path = tmp_path / "desk.backup"
    with file.whole_file(path) as stream:
        manifest = save(stream, told)
    with Archive(path) as archive:
        people, stories = (lines_of(archive, label) for label in ("auth.user", "stories.story"))
    assert len(came) == 1
    assert "late" not in str(people)
    assert HEADLINE in str(stories)
    assert "Changed" not in str(stories)
    assert came[0] not in manifest.files
    assert pictures["shown"] in manifest.files
    assert manifest.missing == [pictures["unsaved"]]
    default_storage.delete(came[0])


def test_what_is_missing_is_told(pictures, tmp_path, settings, capsys):
    settings.MEDIA_ROOT = tmp_path / "nothing"
    saved(tmp_path)
    told = capsys.readouterr().err
    assert "2 images are named by pages and were not in the media storage" in told
    assert pictures["shown"] in told


def test_the_file_is_its_owners_alone_and_never_written_over(pictures, tmp_path, caplog):
    path = saved(tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", str(path))
    assert path.read_bytes() == before
    assert [*tmp_path.iterdir()] == [path]
    with pytest.raises(CommandError, match="No backup was made"):
        call_command("backup", str(tmp_path / "no folder" / "desk.backup"))
    (line,) = [each.getMessage() for each in caplog.records if each.levelname == "INFO"]
    assert line.endswith(f"files to {path}")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_backup_that_is_told_to_end_leaves_no_file(
    pictures, tmp_path, monkeypatch, request, number
):
    # Who starts the tests in the background shuts Ctrl-C off for them.
    request.addfinalizer(partial(signal.signal, signal.SIGINT, signal.getsignal(signal.SIGINT)))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    monkeypatch.setattr(
        "newsdesk.backup.pictures.opened", lambda name: os.kill(os.getpid(), number)
    )
    with pytest.raises((SystemExit, KeyboardInterrupt)):
        saved(tmp_path)
    assert [*tmp_path.iterdir()] == []


def test_a_backup_goes_to_standard_output(pictures, tmp_path, capfdbinary):
    call_command("backup", "-")
    path = tmp_path / "piped.backup"
    path.write_bytes(capfdbinary.readouterr().out)
    call_command("verify_backup", str(path))
    told = capfdbinary.readouterr().out.decode()
    assert told.startswith(f"{path} is whole: ")
    assert " files of http://127.0.0.1:8000 as of " in told


def test_what_is_being_done_is_on_one_line_of_a_terminal_and_nowhere_else():
    terminal, log = io.StringIO(), io.StringIO()
    terminal.isatty = lambda: True
    for stream in (terminal, log):
        progress = Progress(stream)
        progress("rows of stories.story")
        progress.end()
    assert terminal.getvalue() == "\r\x1b[Krows of stories.story\r\x1b[K"
    assert log.getvalue() == ""
