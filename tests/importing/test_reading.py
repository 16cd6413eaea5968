"""What cannot be an explainer is refused in one sentence that says what and where."""

import time

import pytest

from newsdesk.intake.apart import read, read_file
from newsdesk.intake.decode import MAX_BYTES, clean
from newsdesk.intake.lines import Unreadable
from stories.importing.parser import parse, understand
from tests.importing.pages import FERRY

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b" \r\n\t\n", "The file is empty."),
        (b"\xef\xbb\xbf", "The text is empty."),
        (PNG, "This is an image (PNG), not text"),
        (b"\xff\xd8\xff\xe0 JFIF", "This is an image (JPEG)"),
        (b"%PDF-1.7", "The PDF is damaged"),
        (b"PK\x03\x04word/document.xml", "The file is damaged"),
        (b"Go deeper\nab\x00c", "line 2 holds a byte of value zero"),
        (b"Go deeper\nsmall \x1b bell", "line 2 holds a control character (U+001B)"),
        (b"<!DOCTYPE html><title>Go deeper</title>", "No line of the text is a heading"),
        (b"Dear desk,\nthis is a letter.", "No line of the text is a heading of an explainer"),
        (b"Go deeper\n" + b"x" * MAX_BYTES, "longer than 1,000,000 bytes"),
        (("Go deeper\na" + "\u0301\u0323" * 20).encode(), "Line 2 piles more than 30 accents"),
        (
            b"Common questions\n" + b"-\nWhy?\n" * 501,
            "Line 1003: no page has more than 500 entries",
        ),
        (b"What the papers say\n" + b"It is so. " * 501, "no page gathers more than 500 reports"),
    ],
)
def test_bad_input_is_refused_with_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        understand(read(data).documents[0])

    assert sentence in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_twenty_megabytes_are_refused_at_once(tmp_path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"Go deeper\n" * 2_000_000)
    begin = time.perf_counter()

    with pytest.raises(Unreadable, match="larger than 15 MB"):
        read_file(path)

    assert time.perf_counter() - begin < 0.5


def test_a_file_that_is_not_there_is_refused(tmp_path) -> None:
    with pytest.raises(Unreadable, match="No such file"):
        read_file(tmp_path / "nowhere.txt")


def test_a_folder_is_refused(tmp_path) -> None:
    with pytest.raises(Unreadable, match="cannot be read"):
        read_file(tmp_path)


def test_line_breaks_spaces_marks_and_accents_make_no_difference() -> None:
    plain = "Go deeper\nQuand reviendra le café à 5 km ?"
    disguised = (
        "\ufeffGo deeper\r\nQuand\u00a0reviendra le\u200b cafe\u0301 a\u0300 5\u202fkm ?\r\n"
    )

    assert parse(clean(disguised)) == parse(plain)


def test_cleaning_twice_changes_nothing() -> None:
    once = clean("\ufeffGo deeper\r\na\u00a0b\u2028cafe\u0301")

    assert clean(once) == once


def test_a_few_tags_in_prose_are_no_html() -> None:
    story = parse("What's happened\nThe tag <br> broke the site; a < b and <p> did not.").story

    assert "&lt;br&gt;" in story.summary


def test_other_line_breaks_give_the_same_page() -> None:
    assert parse(FERRY.replace("\n", "\r\n")) == parse(FERRY) == parse(FERRY.replace("\n", "\r"))
