"""`import_explainer`: files in, drafts and a report out; bad files are refused one by one."""

import io
import json
import re
import sys

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from entities.models.draft import Entity
from newsdesk.importing import report
from newsdesk.importing.models import ImportRecord
from stories.models.draft import Story
from tests.importing.pages import FERRY, VOLCANO
from tests.people import outsider, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "volcano.txt").write_text(VOLCANO, encoding="utf-8")
    (tmp_path / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    return tmp_path


def run(*args, **options) -> str:
    out = io.StringIO()
    call_command("import_explainer", *map(str, args), stdout=out, **options)
    return out.getvalue()


def test_a_file_becomes_a_draft(folder) -> None:
    said = run(folder / "volcano.txt")

    assert "story:" in said
    assert "3 questions, 6 topics (0 known)" in said
    assert re.search(r"line \d+  warning: The same question stands on line \d+", said)
    assert Story.objects.get().headline == "Skarfell wakes after ninety years"


def test_nobody_named_means_the_account_that_cannot_log_in(folder) -> None:
    run(folder / "volcano.txt")

    clerk = get_user_model().objects.get(username="importer")
    assert Story.objects.get().created_by == clerk
    assert not clerk.has_usable_password()
    assert not clerk.is_staff
    assert not clerk.has_perm("stories.publish_story")


def test_a_named_person_imports(folder) -> None:
    editor = person("Editor", "ann")

    run(folder / "volcano.txt", user="ann")

    assert ImportRecord.objects.get().actor == editor


def test_an_unknown_person_imports_nothing(folder) -> None:
    with pytest.raises(CommandError, match="There is no user “bo”"):
        run(folder / "volcano.txt", user="bo")


def test_a_person_without_the_right_imports_nothing(folder) -> None:
    outsider()

    with pytest.raises(CommandError, match="may not do this"):
        run(folder / "volcano.txt", user="outsider")

    assert not Story.objects.exists()


def test_a_dry_run_writes_nothing(folder) -> None:
    said = run(folder / "volcano.txt", dry_run=True)

    assert "would become a draft" in said
    assert not Story.objects.exists()
    assert not Entity.objects.exists()
    assert not ImportRecord.objects.exists()
    assert not get_user_model().objects.exists()


def test_a_dry_run_as_json_says_everything_that_was_understood(folder) -> None:
    data = json.loads(run(folder / "volcano.txt", dry_run=True, format="json"))

    (file,) = data["files"]
    assert data["totals"] == {"checked": 1}
    assert file["story"]["headline"] == "Skarfell wakes after ninety years"
    assert [entity["document"]["name"] for entity in file["entities"]][:2] == ["Skarfell", "NAVW"]
    assert len(file["faqs"]) == file["counts"]["questions"] == 3
    assert {note["code"] for note in file["notes"]} >= {"question-twice", "cut-off"}
    assert file["unplaced"] == []


def test_importing_again_skips_and_says_so(folder) -> None:
    run(folder / "volcano.txt")

    said = run(folder / "volcano.txt", existing="skip")

    assert "skipped: imported before as story:" in said
    assert Story.objects.count() == 1


def test_without_a_terminal_to_ask_on_a_known_text_is_skipped(folder, monkeypatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    run(folder / "volcano.txt")

    assert "skipped" in run(folder / "volcano.txt")


@pytest.mark.parametrize(
    ("answer", "result"), [("u", "updated"), ("s", "skipped"), ("", "skipped")]
)
def test_on_a_terminal_it_asks(folder, monkeypatch, answer: str, result: str) -> None:
    run(folder / "volcano.txt")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda: answer)

    assert result in run(folder / "volcano.txt", stderr=io.StringIO())


def test_importing_again_can_update(folder) -> None:
    run(folder / "volcano.txt")
    changed = VOLCANO.replace("Nobody has been hurt.", "One sheep is missing.")
    (folder / "volcano.txt").write_text(changed, encoding="utf-8")

    said = run(folder / "volcano.txt", existing="update")

    assert "updated" in said
    assert "sheep" in Story.objects.get().summary


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\x89PNG\r\n", "This is an image (PNG)"),
        (b"{\\rtf1 Go deeper}", "This is a rich text (RTF) document"),
        (b"<html><p>A letter.</p>", "is a heading of an explainer"),
        (b"A letter.", "is a heading of an explainer"),
        (b"Go deeper\n" * 2_000_000, "larger than 15 MB"),
    ],
)
def test_bad_input_is_one_sentence_and_status_two(tmp_path, data: bytes, sentence: str) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(data)

    with pytest.raises(CommandError) as refusal:
        run(path)

    assert refusal.value.returncode == 2
    assert sentence in str(refusal.value)
    assert str(refusal.value).count("\n") == 0
    assert not Story.objects.exists()
    assert not ImportRecord.objects.exists()


def test_one_bad_file_does_not_stop_the_others(folder) -> None:
    out = io.StringIO()
    files = [str(folder / f"{name}.txt") for name in ("volcano", "picture", "nowhere", "ferry")]

    with pytest.raises(CommandError) as refusal:
        call_command("import_explainer", *files, stdout=out)

    assert Story.objects.count() == 2
    assert "picture.txt: This is an image" in str(refusal.value)
    assert "nowhere.txt: The file cannot be read" in str(refusal.value)
    assert "2 of 4 files were not imported." in str(refusal.value)
    assert refusal.value.returncode == 2


def test_many_files_share_their_topics(folder) -> None:
    for number in range(5):
        text = VOLCANO.replace("ninety", f"ninety-{number}")
        (folder / f"page-{number}.txt").write_text(text, encoding="utf-8")

    said = run(*sorted(folder.glob("page-*.txt")))

    assert "5 files: 5 created." in said
    assert Entity.objects.count() == 6
    assert Story.objects.count() == 5


def test_the_same_file_twice_in_one_call_is_imported_once(folder) -> None:
    said = run(folder / "ferry.txt", folder / "ferry.txt", existing="skip")

    assert "2 files: 1 created, 1 skipped." in said
    assert Story.objects.count() == 1


def test_a_name_that_looks_like_an_address_is_a_file_name(folder) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        run("https://example.org/page.txt")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_drawn_on_a_terminal_and_wiped_away() -> None:
    terminal = Terminal()

    def take(source: str) -> list[report.Outcome]:
        return [report.Outcome(source=source, result=report.CREATED, message="done.")]

    report.run(["a", "b"], take, refusals=(), terminal=terminal)

    assert "[##############################] 2/2 b" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_no_progress_is_drawn_elsewhere() -> None:
    stream = io.StringIO()

    report.run(
        ["a", "b"],
        lambda source: [report.Outcome(source=source, result="", message="")],
        refusals=(),
        terminal=stream,
    )

    assert stream.getvalue() == ""


def test_a_file_may_hold_several_pages_of_several_kinds(folder) -> None:
    page = "A title of {}\nWhat's happened\nRain.\nGo deeper\n- Why?\n"
    (folder / "two.txt").write_text(page.format("one") + page.format("another"), encoding="utf-8")
    (folder / "faq.md").write_text(
        "# Rain\n\nWe asked.\n\n## Why?\n\nSo.\n\n## When?\n\nNow.\n", encoding="utf-8"
    )

    said = run(folder / "two.txt", folder / "faq.md")

    assert "3 files: 3 created." in said
    assert "two.txt (2): story:" in said
    assert "faq:" in said
    assert Story.objects.count() == 2
