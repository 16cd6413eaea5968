"""Every public page is valid HTML, said by html-validate; its version is pinned in tests/valid.

tests/valid/.htmlvalidate.json switches one rule off, a matter of taste: no-trailing-whitespace, for
template tags leave blanks at the ends of lines that no reader sees and compression takes away.
"""

import json
import subprocess
from dataclasses import replace

import pytest
from django.template.loader import render_to_string

from faqs.workflow import FAQ
from stories.workflow import STORY
from stories.working_copy import document_of
from tests import release
from tests.conftest import html_validator, required
from tests.house.rules import ROOT
from tests.public import desk
from tests.public.test_looks import TYPES
from tests.submissions.readers import ask, form_at, report

CONFIG = ROOT / "tests/valid/.htmlvalidate.json"
STORY_PATH = "/stories/the-ferry-turns/"
pytestmark = pytest.mark.usefixtures("today")

MORE = {
    "topics-of-a-kind": "/topics/?kind=organisation",
    "chooser": "/topics/called/soyuz/",
    "topic-history": "/topics/harbour-trust/history/",
    "topic-edition": "/topics/harbour-trust/history/1/",
    "question-history": "/questions/why-do-ferries-lean/history/",
    "question-edition": "/questions/why-do-ferries-lean/history/1/",
    "old-edition": f"{STORY_PATH}history/2/",
    "edition-of-everything": "/stories/everything/history/1/",
    "everything": "/stories/everything/",
    "search-empty": "/search/",
    "search-filtered": "/search/?q=ferry&kind=story&sort=new",
    "archive-year": f"/archive/{desk.TODAY:%Y}/",
    "archive-month": f"/archive/{desk.TODAY:%Y/%m}/",
    "archive-day": f"/archive/{desk.TODAY:%Y/%m/%d}/",
    "questions-of-a-topic": "/questions/?topic=harbour-trust",
    "report-part": "/report/?page=/stories/everything/&part=part-ana00001&text=it+turned",
}
GONE = {
    "404": "/nothing/here/",
    "no-such-name": "/topics/called/nobody/",
    "410": "/stories/wrong/",
    "410-history": "/stories/wrong/history/",
    "410-question": "/questions/wrong-question/",
}


@pytest.fixture
def validate():
    """Run html-validate over a folder; return what it finds as file, line, rule and words."""
    command = html_validator()
    if not command:
        if "html" in required():
            pytest.fail("No html-validate found, and NEWSDESK_TEST_REQUIRE asks for it.")
        pytest.skip("no html-validate")

    def run(folder):
        # The configuration is named, for the pages stand outside the repository; the answer goes into
        # a file, for the validator leaves before a pipe has taken all of a long one.
        told = folder / "found.json"
        options = ["--config", CONFIG, "--formatter", f"json={told}", "--ext", "html"]
        done = subprocess.run(
            [*command, *options, folder], capture_output=True, text=True, check=False
        )
        assert done.returncode in (0, 1), done.stderr or done.stdout
        return [
            f"{result['filePath'].rpartition('/')[2]}:{message['line']}: "
            f"{message['ruleId']}: {message['message']} ({message.get('selector')})"
            for result in json.loads(told.read_text())
            for message in result["messages"]
        ]

    return run


@pytest.fixture
def everything(chief, client, monkeypatch):
    """A desk with a page of every type; return the addresses of all that readers can open, by name."""
    monkeypatch.setattr("newsdesk.submissions.signed_token.SHORTEST", 0)
    topic = desk.topic(chief, aliases=("HT",), body="<h3>Long</h3><p>Since 1990.</p>")
    desk.topic(chief, "Soyuz", kind="spacecraft")
    desk.topic(chief, "Soyuz rocket", kind="rocket", aliases=("Soyuz",))
    desk.full_question(chief, entities=(topic.key,))
    desk.full_story(chief, "Everything", parts=3, slug="everything")
    turned = desk.full_story(chief, parts=2)
    for kind, changes in (
        ("update", {"standfirst": "More is known."}),
        ("correction", {"background": ""}),
        ("clarification", {"standfirst": "More was known."}),
    ):
        STORY.revise(turned, replace(document_of(turned), **changes), actor=chief)
        release.publish(
            turned, actor=chief, kind=kind, note="It was not so.", wrong="1989", right="1999"
        )
    wrong = desk.story(chief, "Wrong")
    STORY.withdraw(wrong, actor=chief, note="The source took it back.")
    question = desk.question(chief, "Wrong question?", slug="wrong-question")
    FAQ.withdraw(question, actor=chief, note="The source took it back.")
    sent = {"asked": ask(client, "Who paints the buoys?"), "reported": report(client)}
    return TYPES | MORE | {name: answer["Location"] for name, answer in sent.items()}


def test_every_public_page_is_valid_html(validate, everything, client, tmp_path):
    pages = {name: client.get(path) for name, path in (everything | GONE).items()}
    for name, answer in pages.items():
        expected = 200 if name in everything else int(name[:3]) if name[:3].isdigit() else 404
        assert answer.status_code == expected, name
    pages["report-refused"] = client.post(
        "/report/", form_at(client, f"/report/?page={STORY_PATH}")
    )
    for name, answer in pages.items():
        (tmp_path / f"{name}.html").write_bytes(answer.content)
    for name in ("400", "403", "500"):
        (tmp_path / f"{name}.html").write_text(render_to_string(f"{name}.html"))
    found = validate(tmp_path)
    assert not found, "\n".join(found)


def test_a_fault_would_be_found_and_told_with_its_place(validate, tmp_path):
    (tmp_path / "bad.html").write_text("<!DOCTYPE html>\n<p id='a'>\n<div id='a'></p></div>\n")
    found = validate(tmp_path)
    assert any(line.startswith("bad.html:3: no-dup-id: ") for line in found), found
