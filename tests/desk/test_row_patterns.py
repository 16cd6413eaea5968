"""Rows that are drawn without forms are what their forms draw, for whoever looks at them."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from entities.documents import Fact
from faqs.documents import Answer, Source
from newsdesk.desk import rows
from newsdesk.desk.form_sections import Rows
from newsdesk.desk.forms import OrderedFormSet
from newsdesk.desk.row_lines import FIRST_WORDS, first_words
from stories.documents import AnalysisPart, DeeperQuestion, SourceReport, StoryDocument
from stories.documents import TimelineEvent as Event
from stories.workflow import STORY
from tests import pages
from tests.desk.screens import address, signed_in, tree
from tests.people import person

pytestmark = pytest.mark.django_db

# What may be taken for markup, for a place in a pattern, or for the prefix of a row.
HOSTILE = "100 % \"'><script>&amp; %(value)s %% __prefix__ row-prefix-here \ue0003\ue001 €"


@pytest.fixture
def chief(db):
    return person("Desk chief")


@pytest.fixture
def story(chief):
    document = StoryDocument(
        headline=HOSTILE,
        slug="hostile",
        analysis=(
            AnalysisPart(id="aaaa0001", heading=HOSTILE, body=f"<p>{HOSTILE[:5]}</p>"),
            AnalysisPart(id="aaaa0002"),
        ),
        reports=(
            SourceReport(
                id="bbbb0001",
                outlet=HOSTILE[:40],
                wire="An agency",
                reporters=(HOSTILE[:30],),
                paraphrase=f"\n{HOSTILE}\n",
                quotation=HOSTILE,
                speaker=HOSTILE[:30],
                url="https://pier.example/?a=1&b=%20",
                published="2026-11-29",
                paywalled=True,
                attribution_guessed=True,
            ),
            SourceReport(id="bbbb0002", paraphrase="Only this.", medium="print"),
        ),
        timeline=(Event(id="cccc0001", date="2015", text=HOSTILE),),
        deeper=(
            DeeperQuestion(id="dddd0001", text=HOSTILE, target=pages.faq(chief).key),
            DeeperQuestion(id="dddd0002", text="Who pays?"),
        ),
        entities=(pages.entity(chief, HOSTILE[:40], slug="other").key,),
    )
    return STORY.create(document, actor=chief)


def drawn(client, path):
    html = client.get(path).content.decode()
    html = re.sub(r'nonce="[^"]*"|name="(?:csrfmiddlewaretoken|form)" value="[^"]*"', "", html)
    return re.sub(r">\s+<", "><", html)


def paths(story, chief):
    faq = pages.faq(
        chief,
        "What leans?",
        answers=(Answer(id="eeee0001", question=HOSTILE, text="<p>So.</p>"),),
        sources=(Source(id="ffff0001", title=HOSTILE, url="https://pier.example/"),),
    )
    topic = pages.entity(chief, "A pier", facts=(Fact(id="99990001", label=HOSTILE, value="3"),))
    yield from (address("change", item) for item in (story, faq, topic))
    yield f"{address('change', story)}?rows=2"
    yield from (reverse(f"admin:{kind}_add") for kind in ("stories_story", "faqs_faq"))


def test_rows_without_forms_are_to_the_letter_what_forms_draw(chief, story, monkeypatch):
    client = signed_in(chief)
    shown = {path: drawn(client, path) for path in paths(story, chief)}
    monkeypatch.setattr(Rows, "takes_no_forms", False)
    for path, html in shown.items():
        assert html == drawn(client, path)


def test_no_form_is_made_of_a_row_that_is_only_shown(chief, story, monkeypatch):
    made = []
    construct = OrderedFormSet._construct_form

    def counted(self, i, **kwargs):
        made.append(i)
        return construct(self, i, **kwargs)

    monkeypatch.setattr(OrderedFormSet, "_construct_form", counted)
    assert signed_in(chief).get(address("change", story)).status_code == 200
    assert not made


def test_each_sees_the_links_that_are_his_own_to_follow(chief, story):
    editor = person("Editor")
    editor.groups.clear()
    names = ("view_story", "change_story", "view_outlet")
    editor.user_permissions.set(Permission.objects.filter(codename__in=names))

    def links(user):
        form = tree(signed_in(user).get(address("change", story)))
        return [
            each.get("id").partition("_")[0]
            for each in form.xpath("//*[@id='reports-0']//a[@data-popup]")
        ]

    for _ in range(2):  # Each after the other: what is kept for one is not shown to the other.
        assert links(chief) == ["change", "add", "add"]
        assert links(editor) == ["view"]


def test_what_is_kept_of_a_list_holds_no_request(chief, story):
    signed_in(chief).get(address("change", story))
    assert rows._formsets
    for formset in rows._formsets.values():
        assert formset.form._meta.formfield_callback is None
        assert not hasattr(formset.form.Meta, "formfield_callback")


def test_who_may_only_look_is_shown_no_empty_rows(chief, story):
    reader = person("Moderator")
    shown = tree(signed_in(reader).get(f"{address('change', story)}?rows=2"))
    assert not shown.xpath("//*[@id='reports-2']")
    assert shown.xpath("//*[@id='reports-1']")


@pytest.mark.parametrize("letter", ["a", "é", "e\u0301", "😀"])
@pytest.mark.parametrize("length", [1, FIRST_WORDS - 1, FIRST_WORDS, FIRST_WORDS + 1, 400])
def test_first_words_are_cut_between_letters(letter, length):
    from unicodedata import normalize

    from django.utils.text import Truncator

    text = letter * length
    assert first_words(text) == Truncator(normalize("NFC", text[: FIRST_WORDS * 3])).chars(
        FIRST_WORDS
    )
