"""Random editors at one story, through the real form: no word that was saved disappears by itself.

A word may go only if somebody who saw it wrote over it, removed its part, or chose another text.
"""

import re

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from stories.models.draft import Story
from tests import pages
from tests.desk.screens import errors, fields, signed_in, tree
from tests.editing.conftest import PARTS
from tests.editing.forms import opened, row, said, sent
from tests.people import person

pytestmark = pytest.mark.django_db

WORD = re.compile(r"word\d+x")
FIELDS = ("headline", "standfirst", "summary", "heading", "body")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["ada", "ben", "cy"]),
        st.sampled_from(
            ["write", "write", "write", "add", "remove", "move", "tag", "save", "save"]
        ),
        st.integers(0, 20),
        st.sampled_from(["mine", "theirs", "both"]),
    ),
    min_size=6,
    max_size=16,
)


def words(text):
    return set(WORD.findall(str(text)))


class Desk:
    """Editors with their open forms, and an account of what was saved and what was given up."""

    def __init__(self, story, clients):
        self.story, self.clients = story, clients
        self.forms, self.begun = {}, {}
        self.saved, self.given_up, self.number = set(), set(), 0

    def form(self, name):
        if name not in self.forms:
            self.begun[name] = self.forms[name] = opened(self.clients[name], self.story)
        return self.forms[name]

    def new_word(self):
        self.number += 1
        return f"word{self.number}x"

    def field(self, form, number):
        name = FIELDS[number % len(FIELDS)]
        rows = int(form["analysis-TOTAL_FORMS"][0])
        if name in ("heading", "body") and rows:
            return f"analysis-{number % rows}-{name}"
        return "standfirst" if name in ("heading", "body") else name

    def write(self, name, number, _):
        form = self.form(name)
        field, word = self.field(form, number), self.new_word()
        rich = field == "summary" or field.endswith("body")
        self.forms[name] = form | {field: [f"<p>{word}</p>" if rich else word]}

    def add(self, name, number, _):
        self.forms[name] = row(self.form(name), "analysis", heading=[self.new_word()])

    def remove(self, name, number, _):
        form = self.form(name)
        if rows := int(form["analysis-INITIAL_FORMS"][0]):
            self.forms[name] = form | {f"analysis-{number % rows}-DELETE": ["on"]}

    def move(self, name, number, _):
        form = self.form(name)
        if rows := int(form["analysis-INITIAL_FORMS"][0]):
            self.forms[name] = form | {f"analysis-{number % rows}-position": [str(number % 3 + 1)]}

    def tag(self, name, number, _):
        form = self.form(name)
        self.forms[name] = form | {"tags": [f"{form.get('tags', [''])[0]}, {self.new_word()}"]}

    def save(self, name, number, answer):
        form = self.forms.pop(name, None)
        if form is None:
            return
        begun = words(self.begun[name])
        gone = {field.removesuffix("DELETE") for field in form if field.endswith("-DELETE")}
        kept = {
            field: value
            for field, value in form.items()
            if not any(field.startswith(each) for each in gone)
        }
        self.saved |= words(kept)
        self.given_up |= begun - words(kept)
        answer_page = sent(self.clients[name], self.story, form)
        if "/clash/" in answer_page.request["PATH_INFO"]:
            answer_page = self.choose(self.clients[name], answer_page, answer)
        assert "/change/" in answer_page.request["PATH_INFO"], errors(answer_page)
        assert not errors(answer_page)

    def choose(self, client, page, answer):
        data = fields(page)
        shown = tree(page)
        for removed in shown.xpath("//del"):
            removed.text = ""
        for clash in shown.xpath("//fieldset[contains(@class, 'clash')]"):
            theirs, mine, base = (
                words(side.text_content()) for side in clash.xpath(".//*[@class='clash-side']")
            )
            (name,) = clash.xpath(".//input[starts-with(@name, 'seen-')]/@name")
            name = name.removeprefix("seen-")
            data[f"choice-{name}"] = answer
            if answer == "both" and f"text-{name}" in data:
                text = " ".join(sorted(theirs | mine))
                data[f"text-{name}"] = (
                    f"<p>{text}</p>" if "<" in str(data[f"text-{name}"]) else text
                )
                self.given_up |= base - theirs - mine
            else:
                data[f"choice-{name}"] = answer = "theirs" if answer == "theirs" else "mine"
                self.given_up |= (theirs | mine | base) - (mine if answer == "mine" else theirs)
        return client.post(page.request["PATH_INFO"], data, follow=True)


@given(steps=STEPS)
@settings(
    max_examples=8,
    phases=[Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_saved_word_disappears_unless_somebody_chose_so(editors, steps):
    story = pages.story(
        editors["actor"], f"A story {Story.objects.count()}", slug="", analysis=PARTS
    )
    desk = Desk(story, editors["clients"])
    for name, deed, number, answer in steps:
        getattr(desk, deed)(name, number, answer)
    for name in ("ada", "ben", "cy"):
        desk.save(name, 0, "both")
    assert desk.saved - desk.given_up <= words(said(story))


@pytest.fixture
def editors(db):
    users = {name: person("Editor", name) for name in ("ada", "ben", "cy")}
    clients = {name: signed_in(user) for name, user in users.items()}
    return {"actor": users["ada"], "clients": clients}
