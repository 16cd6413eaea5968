"""What an article weighs, of the usual length and of fifty parts, in words that do not repeat."""

import gzip
import random
import re

import pytest

from newsdesk.site.template_loader import trimmed
from stories.documents import AnalysisPart, SourceReport, TimelineEvent
from tests.house.rules import ROOT
from tests.public import desk

# In bytes. Raw for the usual length, compressed for the long one.
USUAL, HTML, CSS, SCRIPTS = 60_000, 60_000, 25_000, 12_000
# White space that only the writers of templates need, as a share of the page.
SPACE = 0.01
# Markup of the long one beyond words, data and addresses, for each of its 250 things, in bytes.
EACH = 320


def words(dice, number):
    """Return as many made-up words: text of one sentence over and over would compress to nothing."""
    letters = "etaoinshrdlucmfw"
    made = ("".join(dice.choices(letters, k=dice.randint(2, 9))) for _ in range(number))
    return " ".join(made).capitalize() + "."


def published(chief, parts):
    """Publish a story of `parts` parts with about 90 words each, and as much of everything else."""
    dice = random.Random(parts)
    return desk.full_story(
        chief,
        "The ferry turns",
        parts=parts,
        image=desk.image(),
        summary=f"<p>{words(dice, 80)}</p>",
        background=f"<p>{words(dice, 80)}</p>",
        analysis=tuple(
            AnalysisPart(id=f"an{n:06}", heading=words(dice, 6), body=f"<p>{words(dice, 90)}</p>")
            for n in range(parts)
        ),
        reports=tuple(
            SourceReport(
                id=f"re{n:06}",
                outlet=words(dice, 2),
                headline=words(dice, 8),
                url=f"https://paper.example/{dice.random()}",
                paraphrase=words(dice, 25),
            )
            for n in range(parts)
        ),
        timeline=tuple(
            TimelineEvent(id=f"ev{n:06}", date=str(1970 + n), text=words(dice, 12))
            for n in range(parts)
        ),
    )


def packed(data):
    return len(gzip.compress(data, 6))


def asked_for(html, pattern):
    """Return the files of ours that a page asks for; at least one."""
    names = set(re.findall(pattern, html))
    assert names
    return b"".join((ROOT / "static" / name).read_bytes() for name in sorted(names))


def has_everything(html, item, parts):
    """Tell whether the page is whole: a page of errors would weigh little too."""
    (count,) = {
        html.count(f'class="{name}"') for name in ("part analysis", "paper", "asked", "topic-card")
    }
    last = item.latest_edition().document
    return count == parts == html.count('id="event-') and last["analysis"][-1]["body"] in html


def test_an_article_of_the_usual_length_is_light(chief, client):
    item = published(chief, 5)
    html = client.get(item.public_path).content.decode()
    assert has_everything(html, item, 5)
    assert 15_000 < len(html.encode()) <= USUAL


@pytest.mark.parametrize("parts", [5, 50])
def test_an_article_with_all_that_it_asks_for_is_light_compressed(chief, client, parts):
    item = published(chief, parts)
    html = client.get(item.public_path).content.decode()
    assert has_everything(html, item, parts)
    css = packed(asked_for(html, r'rel="stylesheet" href="/static/([^"]+)"'))
    scripts = packed(asked_for(html, r'<script[^>]+src="/static/([^"]+)"'))
    page = packed(html.encode())
    print(f"{parts} parts: {len(html):,} raw, {page:,} + {css:,} + {scripts:,} compressed")
    assert page <= HTML
    assert css <= CSS
    assert scripts <= SCRIPTS
    assert page + css + scripts <= HTML


def test_a_long_article_is_words_rather_than_markup(chief, client):
    html = client.get(published(chief, 50).public_path).content.decode()
    space = sum(len(found) - 1 for found in re.findall(r"\s{2,}", html))
    assert space <= SPACE * len(html)
    body = html[html.index("<body") :]
    markup = sum(map(len, re.findall(r"<[^>]+>", body)))
    print(f"markup for each: {markup / 250:.0f}")
    assert markup <= EACH * 250


@pytest.mark.parametrize(
    ("template", "short"),
    [
        ("<p>\n    a  b\n</p>\n", "<p>\na  b\n</p>\n"),
        ("<ul>\n  {% for x in y %}\n    <li>\n  {% endfor %}\n</ul>", None),
        ("a\n{% if b %}\n  c\n{% endif %}\nd", "a\n{% if b %}c\n{% endif %}d"),
        ('a\n{% include "b" %}\nc', 'a\n{% include "b" %}\nc'),
        ("a\n  {# why #}\nb", "a\nb"),
        ("<pre>\n  a\n\n</pre>\n  b", "<pre>\n  a\n\n</pre>\nb"),
        ("<textarea>\n  {{ x }}\n</textarea>", "<textarea>\n  {{ x }}\n</textarea>"),
        ("{{ a }}\n  {{ b }}", "{{ a }}\n{{ b }}"),
    ],
)
def test_trimming_keeps_words_apart(template, short):
    if short is not None:
        assert trimmed(template) == short
    assert trimmed(trimmed(template)) == trimmed(template)
    bare = [re.sub(r"\{[%#].*?[%#]\}", " ", text) for text in (template, trimmed(template))]
    assert bare[0].split() == bare[1].split()


def test_every_template_says_the_same_when_it_is_trimmed():
    """The words and tags of each, in their order, with space between them where there was some."""
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text = path.read_text()
        parts = [re.sub(r"\{#.*?#\}", " ", each).split() for each in (text, trimmed(text))]
        joined = ["".join(part) for part in parts]
        assert joined[0] == joined[1], path
