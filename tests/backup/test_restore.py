"""An empty desk becomes what a backup holds: all of it, or nothing."""

import io
import random
import zipfile

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, transaction

from newsdesk.backup import restore as restoring
from newsdesk.backup.archive import Archive, Unusable
from newsdesk.backup.restore import restore
from newsdesk.editing.models import Scratch
from newsdesk.pages.append_only import AppendOnlyError
from stories.models.draft import Story
from stories.models.edition import StoryEdition
from tests.backup.desk import HEADLINE, packed, rows, saved, small_desk
from tests.finding import found
from tests.kill import wholeness
from tests.kill.attempt import WRITTEN, Kill, attempt


@pytest.fixture
def desk_of_before(transactional_db, tmp_path):
    return packed(tmp_path)


@pytest.fixture
def file(desk_of_before):
    """A backup of the small desk, which is gone."""
    return desk_of_before[0]


@pytest.fixture
def shown(desk_of_before):
    """The name of a picture in it."""
    return desk_of_before[1]["shown"]


@pytest.fixture
def empty(file, settings, tmp_path):
    """The folder of the pictures: a new one."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


def files_in(folder):
    return {path for path in folder.rglob("*") if path.is_file()}


def silent(doing):
    pass


def test_a_restored_desk_is_whole(file, empty, tmp_path):
    call_command("restore", str(file))
    with Archive(file) as before, Archive(saved(tmp_path, "again.backup")) as after:
        assert after.manifest.models == before.manifest.models
        assert after.manifest.files == before.manifest.files
    assert wholeness.complaints() == []
    assert HEADLINE in [page.title for page in found("ferry turns")]
    assert Story.objects.get(headline=HEADLINE).tags.get().name == "Ships"


def test_pictures_move_to_a_storage_that_is_no_disk_and_are_saved_from_there(
    file, empty, settings, tmp_path
):
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = settings.STORAGES | {"default": memory}
    call_command("restore", str(file))
    assert files_in(empty) == set()
    with Archive(file) as before, Archive(saved(tmp_path, "again.backup")) as after:
        assert after.manifest.files == before.manifest.files
        assert after.manifest.missing == before.manifest.missing


def test_editions_of_a_restored_desk_are_never_changed(file, empty):
    call_command("restore", str(file))
    edition = StoryEdition.objects.first()
    with pytest.raises(AppendOnlyError):
        edition.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        StoryEdition._base_manager.filter(pk=edition.pk)._raw_delete(using="default")


def test_a_number_that_was_given_once_is_never_given_again(file, empty):
    call_command("restore", str(file))
    gone = max(Scratch.objects.values_list("pk", flat=True)) + 1
    assert Scratch.objects.create(user=User.objects.first(), key="story:new", form="a").pk > gone


def test_a_desk_that_is_not_empty_is_refused_and_says_what_it_has(file):
    small_desk()
    before = rows()
    with pytest.raises(
        CommandError, match=r"not empty: it has 2 users, 1 topic, 1 FAQ, 5 stories, .* Nothing"
    ) as e:
        call_command("restore", str(file))
    assert rows() == before
    assert "2 users" in str(e.value)


def test_a_desk_with_one_person_is_refused(file, empty):
    User.objects.create(username="first")
    with pytest.raises(
        CommandError, match=r"This desk is not empty: it has 1 user and 1 person name"
    ):
        call_command("restore", str(file))


def test_one_wrong_byte_anywhere_is_refused_before_anything_is_written(file, empty):
    whole, chance = file.read_bytes(), random.Random(5)
    ends = [0, 3, 10, len(whole) - 1, len(whole) - 64, len(whole) - 70, len(whole) - 90]
    for place in [*ends, *(chance.randrange(len(whole)) for _ in range(40))]:
        wrong = bytearray(whole)
        wrong[place] ^= 1 << chance.randrange(8)
        file.write_bytes(wrong)
        with pytest.raises(Unusable, match=r"damaged or cut short|not a backup"):
            Archive(file)
    for command in ("restore", "verify_backup"):
        with pytest.raises(CommandError, match=r"damaged|not a backup"):
            call_command(command, str(file))
    assert rows() == 0
    assert files_in(empty) == set()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is not a backup"),
        (b"PK", "damaged or cut short"),
        (b"SQLite format 3\0" * 9, "is not a backup"),
    ],
)
def test_what_is_no_backup_is_refused(tmp_path, data, said):
    path = tmp_path / "desk.backup"
    path.write_bytes(data)
    with pytest.raises(CommandError, match=said):
        call_command("verify_backup", str(path))


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CommandError, match=r"cannot be read: No such file"):
        call_command("restore", str(tmp_path / "none"))


def test_a_backup_that_is_cut_short_is_refused(file):
    whole = file.read_bytes()
    for length in (100, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:length])
        with pytest.raises(CommandError, match=r"damaged or cut short"):
            call_command("verify_backup", str(file))


def test_what_somebody_has_packed_anew_is_refused(file):
    """A zip that is right in itself and has lost a member."""
    out = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist()[1:]:
            new.writestr(name, old.read(name))
    file.write_bytes(out.getvalue())
    with pytest.raises(CommandError, match=r"damaged"):
        call_command("verify_backup", str(file))


def test_a_backup_of_other_migrations_is_refused_and_says_which(file, empty, monkeypatch):
    had = restoring.desk.migrations()
    monkeypatch.setattr(restoring.desk, "migrations", lambda: [*had, "stories.0099_other"])
    with pytest.raises(
        CommandError, match=r"this desk has stories.0099_other, which the backup has"
    ):
        call_command("restore", str(file))
    assert rows() == 0


class Stopped(Exception):
    """Raised in the middle by a test."""


@pytest.mark.parametrize(
    ("stop", "error"),
    [
        ("rows of stories.story", KeyboardInterrupt),
        ("what readers can open", Stopped),
        ("pictures/", Stopped),
        ("pictures/", KeyboardInterrupt),
    ],
)
def test_an_interrupted_restore_leaves_nothing(file, empty, stop, error):
    seen = []

    def told(doing):
        seen.append(doing)
        # With the second picture: the first is there by then.
        if sum(each.startswith(stop) for each in seen) == (2 if stop == "pictures/" else 1):
            raise error

    with pytest.raises(error), Archive(file) as archive:
        restore(archive, told)
    assert rows() == 0
    assert files_in(empty) == set()


def test_a_restore_that_is_killed_leaves_no_rows_and_can_be_done_again(file, empty):
    def deed():
        with Archive(file) as archive:
            restore(archive, silent)

    tried = attempt(deed, kill=Kill(WRITTEN, 30))
    assert tried.hit == "transaction"
    assert rows() == 0
    # As a kill in the middle of the pictures leaves it.
    with Archive(file) as archive:
        name = next(iter(archive.manifest.files))
        default_storage.save(name, File(archive.open(name)))
    deed()
    assert wholeness.complaints() == []


def test_another_picture_of_the_same_name_is_refused(file, empty, shown):
    default_storage.save(shown, ContentFile(b"another"))
    with pytest.raises(CommandError, match=r"The media storage has another pictures/.* Nothing"):
        call_command("restore", str(file))
    assert rows() == 0


def test_what_the_database_does_not_take_is_told_without_the_row(file, empty, monkeypatch):
    def write(table, lines):
        raise IntegrityError("value too long\nDETAIL: Failing row contains (secret).")

    monkeypatch.setattr(restoring.Table, "write", write)
    with pytest.raises(CommandError, match=r"not take what the file holds: value too long\.$"):
        call_command("restore", str(file))
    assert rows() == 0


def test_rows_that_are_not_the_same_when_read_again_are_taken_back(file, empty, monkeypatch):
    monkeypatch.setattr(restoring, "_digest", lambda table: "other")
    with pytest.raises(CommandError, match=r"rows of account.emailaddress are not the same"):
        call_command("restore", str(file))
    assert rows() == 0


def test_settings_and_keys_that_differ_are_told(file, empty, settings, capsys):
    settings.TIME_ZONE = "Europe/Zurich"
    settings.SECRET_KEY = "another key of fifty letters, made by chance, as it has to be"
    call_command("restore", str(file))
    told = capsys.readouterr().err
    assert "NEWSDESK_TIME_ZONE was 'Europe/London' there and is 'Europe/Zurich' here." in told
    assert "1 secret of two-step sign-in cannot be read with this secret key" in told
