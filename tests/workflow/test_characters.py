"""Characters that separate lines unseen are line breaks or spaces, and no two words run together."""

import json
import unicodedata

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from newsdesk.pages.rich_text import plain, sanitise
from newsdesk.site.feeds.formats import xml
from newsdesk.text.stored_characters import as_line, as_lines
from stories.models.draft import Story
from tests import pages
from tests.desk.screens import fresh, save, signed_in
from tests.people import person
from tests.release import publish

SEPARATORS = ["\u2028", "\u2029", "\v", "\f", "\x85", "\x1c", "\x1d", "\x1e", "\r", "\r\n"]
CONTROLS = ["\x00", "\x01", "\x08", "\x1b", "\x1f", "\x7f", "\x80", "\x9f", "\ufffe", "\uffff"]
NAMES = [f"{ord(each[0]):04x}" for each in (*SEPARATORS, *CONTROLS)]


@pytest.mark.parametrize("character", [*SEPARATORS, *CONTROLS], ids=NAMES)
def test_two_words_never_run_together(character):
    text = f"line{character}the"
    assert as_lines(text) in ("line\nthe", "line the")
    assert as_line(text) == "line the"
    assert plain(sanitise(f"<p>{text}</p>")).split() == ["line", "the"]
    assert xml(text).split() == ["line", "the"] or character in ("\x7f", "\x80", "\x9f")


@given(text=st.text())
def test_cleaning_twice_changes_nothing_and_makes_nothing_longer(text):
    once = as_lines(text)
    assert as_lines(once) == once
    assert len(once) <= len(text)
    once.encode()


@given(text=st.text(alphabet="aé e\u0301o\u0308\u0958\U0001d15e\u2028<&"))
def test_rich_text_is_the_same_after_cleaning_twice(text):
    once = sanitise(text)
    assert sanitise(once) == once


def test_accents_are_composed():
    assert as_line("cafe\u0301") == "caf\u00e9"
    assert unicodedata.is_normalized("NFC", sanitise("<p>cafe\u0301</p>"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "character", ["\u2028", "\u2029", "\v", "\f", "\x85"], ids="28 29 b c 85".split()
)
def test_page_feed_search_and_structured_data_say_the_same_of_what_was_typed(character):
    chief = person("Desk chief")
    story = pages.story(chief)
    words = f"line{character}the"
    answer = save(
        signed_in(chief),
        story,
        headline=f"Head{character}line",
        standfirst=f"Stand{character}first",
        summary=f"<p>A {words} end.</p>",
        reports__0__paraphrase=f"The Pier Post says{character}so.",
    )
    assert answer.status_code == 302
    story = fresh(story)
    assert story.headline == "Head line"
    assert story.standfirst == "Stand\nfirst"
    assert story.summary == "<p>A line<br>the end.</p>"
    assert story.reports.get().paraphrase == "The Pier Post says\nso."
    publish(story, actor=chief)
    reader = Client()
    for path in (story.public_path, "/feeds/stories.xml", "/feeds/stories.json"):
        body = reader.get(path).content.decode()
        assert character not in body
        assert "linethe" not in body
    assert story.public_path in reader.get("/search/?q=line+the+end").content.decode()
    data = reader.get(story.public_path).content.decode().partition("ld+json")[2]
    assert "Headline" not in json.dumps(data)


@pytest.mark.django_db
def test_what_a_verb_is_given_is_cleaned_as_well():
    chief = person("Desk chief")
    story = pages.story(
        chief, "Head\u2028line", slug="head-line", summary="<p>line\vthe</p>", tags=("a\u2028b",)
    )
    story = Story.objects.get(pk=story.pk)
    assert (story.headline, story.summary) == ("Head line", "<p>line<br>the</p>")
    assert [tag.name for tag in story.tags.all()] == ["a b"]
    faq = pages.faq(chief, "Why\u2029so?", slug="why-so", intro="<p>line\x85the</p>")
    assert (faq.question, faq.intro) == ("Why so?", "<p>line<br>the</p>")
