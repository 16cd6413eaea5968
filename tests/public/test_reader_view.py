"""What is left of a page in the reader view of browsers: Mozilla's Readability, pinned in tests/valid."""

import json
import shutil
import subprocess
from dataclasses import replace

import pytest

from stories.workflow import STORY
from stories.working_copy import document_of
from tests import release
from tests.conftest import required
from tests.house.rules import ROOT
from tests.public import desk

SCRIPT = ROOT / "tests/valid/reader_view.mjs"
pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def reader_view(client, tmp_path):
    """Return what is left of the page at a path."""
    node = shutil.which("node") or shutil.which("nodejs")
    if not node or not (SCRIPT.parent / "node_modules/@mozilla/readability").is_dir():
        if "html" in required():
            pytest.fail("No Readability found, and NEWSDESK_TEST_REQUIRE asks for it.")
        pytest.skip("no Readability")

    def read(path):
        response = client.get(path)
        assert response.status_code == 200, path
        file = tmp_path / "page.html"
        file.write_bytes(response.content)
        done = subprocess.run([node, SCRIPT, file], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        (found,) = json.loads(done.stdout).values()
        assert found, f"Nothing is left of {path}"
        return found

    return read


SENTENCE = (
    "The harbour office counted {} turns before noon, and wrote each of them into its book by hand."
)


def story_of_everything(chief):
    """Publish a story with two parts of everything, and correct it twice: at its top, and at its foot."""
    asked = [
        desk.full_question(chief, f"Who counts {n} turns?", intro=f"<p>{SENTENCE.format(n)}</p>")
        for n in (13, 15)
    ]
    item = desk.full_story(
        chief,
        parts=2,
        faqs=tuple(faq.key for faq in asked),
        summary=f"<p>{SENTENCE.format('nine')}</p>",
        background=f"<p>{SENTENCE.format('eleven')}</p>",
    )
    for standfirst, gravity, note in (
        ("A turn that many saw.", "top", "It was the second turn, not the first."),
        ("A turn that some saw.", "foot", "The captain's name has one more letter."),
    ):
        STORY.revise(item, replace(document_of(item), standfirst=standfirst), actor=chief)
        release.publish(
            item, actor=chief, kind="correction", note=note, gravity=gravity, wrong="1", right="2"
        )
    return item


def test_a_story_keeps_all_that_it_says(chief, reader_view):
    story_of_everything(chief)
    found = reader_view("/stories/the-ferry-turns/")
    assert found["title"] == "The ferry turns"
    assert "Ada Reed 1" in found["byline"]
    assert "Ada Reed 2" in found["byline"]
    assert found["published"]
    for words in (
        SENTENCE.format("nine"),
        SENTENCE.format("eleven"),
        "Next 1",
        "Next 2",
        "More.",
        "Ship Review 1",
        "The paper says that it leaned 2 times.",
        "Ferry leans 1",
        "Cy Dahl, a passenger",
        "It sailed.",
        "It was the second turn, not the first.",
        "The captain's name has one more letter.",
        "And then 1?",
        "Who counts 13 turns?",
        SENTENCE.format(15),
    ):
        assert words in found["text"], words
    assert len([each for each in found["quotations"] if "We all held on." in each]) == 2
    assert "https://review.example/1" in found["links"]


def test_a_question_keeps_its_answers_sources_and_corrections(chief, reader_view):
    desk.full_question(chief, intro=f"<p>{SENTENCE.format('nine')}</p>")
    found = reader_view("/questions/why-do-ferries-lean/")
    assert found["title"] == "Why do ferries lean?"
    for words in (
        SENTENCE.format("nine"),
        "Is it dangerous?",
        "Not at that speed.",
        "Outwards.",
        "On the roll of ships",
    ):
        assert words in found["text"], words
    assert "https://library.example/roll" in found["links"]


def test_a_topic_keeps_description_facts_and_body(chief, reader_view):
    topic = desk.topic(chief, body=f"<p>{SENTENCE.format('nine')}</p>")
    desk.full_story(chief, entities=(topic.key,))
    found = reader_view("/topics/harbour-trust/")
    assert found["title"] == "Harbour Trust"
    assert SENTENCE.format("nine") in found["text"]


@pytest.mark.parametrize("kind", ["story", "question", "topic"])
def test_no_control_is_read_out(chief, reader_view, kind):
    topic = desk.topic(chief, body=f"<p>{SENTENCE.format('nine')}</p>")
    desk.full_question(chief, entities=(topic.key,))
    story_of_everything(chief)
    paths = {
        "story": "/stories/the-ferry-turns/",
        "question": "/questions/why-do-ferries-lean/",
        "topic": "/topics/harbour-trust/",
    }
    found = reader_view(paths[kind])
    for words in ("Report an error", "Embed this", "Share by e-mail", "Cite this", "Contents"):
        assert words not in found["text"], words
    assert not found["controls"]
