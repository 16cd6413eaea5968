"""HTML of the clipboard read by the desk's own rules, in the browser that will read it, under its policy."""

import random
import time
from pathlib import Path

import pytest
from csp.utils import build_policy
from django.conf import settings

from newsdesk.pages.rich_text import cleaned, plain
from newsdesk.requests.redirects import unwrapped
from tests.paste.clipboards import CASES

READ = """async ([pastes, headings]) => {
  const { cleaned } = await import("/static/desk/clipboard/clean.js");
  return pastes.map((html) => Object.values(cleaned(html, { headings })));
}"""
PIECES = (
    *"<p> </p> <b> </b> <i> </i> <li> </li> <ul> </ul> <ol> <table> </table> <tr> <td> </td>".split(),
    *"<h1> </h1> <h3>".split(),
    *"<div> </div> <blockquote> </blockquote> <br> <sup> </sup> <a\thref=https://a.org> </a> <q>".split(),
    *"<!--x--> <pre> </pre> <style> </style> & &amp; &nbsp; < > \" ' <svg> </svg> <math> \v •".split(
        " "
    ),
    "<p style='mso-list:l0 level2'>",
    "<span style=font-weight:bold>",
    "</span>",
    " ",
    *("word",) * 20,
)


@pytest.fixture
def page(browser):
    """An empty page under the policy of the site, with the desk's modules; no database stands behind it."""
    wrong = []
    policy = build_policy()
    page = browser.new_page()
    page.on("console", lambda message: wrong.append(message.text))

    def serve(route):
        file = Path(settings.BASE_DIR) / route.request.url.partition("://desk.test/")[2]
        if file.suffix == ".js":
            route.fulfill(body=file.read_text(), content_type="text/javascript")
        else:
            headers = {"Content-Security-Policy": policy}
            route.fulfill(body="<title>x</title>", content_type="text/html", headers=headers)

    page.route("http://desk.test/**", serve)
    page.goto("http://desk.test/empty")
    yield page
    page.close()
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def read(page):
    """Read pastes as a rich text does: HTML, the program it is from, what is lost."""
    return lambda pastes, headings=(): page.evaluate(READ, [list(pastes), list(headings)])


def test_each_program_s_clipboard_is_read_for_what_it_means(read):
    found = read(html for html, _, _ in CASES)
    wrong = [
        f"{html}\n  is   {made!r}, {said!r}\n  not  {right!r}, {lost!r}"
        for (html, right, lost), (made, _, said) in zip(CASES, found, strict=True)
        if (made, said) != (right, lost)
    ]
    assert not wrong, "\n".join(wrong)


def test_of_what_a_paste_leaves_nothing_is_lost_when_it_is_saved(read):
    for headings in ((), (3, 4)):
        for made, _, _ in read((html for html, _, _ in CASES), headings):
            kept = cleaned(made, headings=bool(headings))
            assert kept.losses == ()
            assert kept.html.replace("\u00a0", "&nbsp;") == made


def test_headings_are_those_of_the_field(read):
    html = "".join(f"<h{n}>{n}</h{n}>" for n in range(1, 7))
    ((made, _, said),) = read([html], (3, 4))
    assert made == "<h3>1</h3><h3>2</h3><h3>3</h3><h4>4</h4><h4>5</h4><h4>6</h4>"
    assert said == "4 headings have another size"
    ((bold, _, _),) = read(["<h3 style='font-weight:bold'><b>All bold</b></h3>"], (3, 4))
    assert bold == "<h3>All bold</h3>"


def test_whatever_is_pasted_comes_out_as_tags_that_the_field_offers(read):
    """Many made-up pastes: what is left of each is saved as it is."""
    chance = random.Random(7)
    pastes = ["".join(chance.choices(PIECES, k=chance.randrange(1, 16))) for _ in range(2_000)]
    for paste, (made, _, _) in zip(pastes, read(pastes), strict=True):
        kept = cleaned(made)
        assert kept.losses == (), paste
        assert kept.html.replace("\u00a0", "&nbsp;") == made, paste


def test_no_word_vanishes_or_runs_into_another_at_a_block(read):
    chance = random.Random(7)
    blocks = "p div td th li h1 h3 section pre dt blockquote figcaption".split()
    pastes = []
    for _ in range(500):
        tags = chance.choices(blocks, k=chance.randrange(2, 7))
        pastes.append("".join(f"<{tag}>word{n}</{tag}>" for n, tag in enumerate(tags)))
    for paste, (made, _, _) in zip(pastes, read(pastes), strict=True):
        words = plain(made).replace("|", " ").split()
        assert sorted(words) == [f"word{n}" for n in range(len(words))], paste
        assert len(words) == paste.count("word"), paste


def test_a_long_or_hostile_paste_takes_no_time(read):
    pastes = (
        "<div>" * 20_000 + "a",
        "<a " * 50_000,
        '<a b="' * 50_000,
        "<!--" * 50_000,
        "<style>" * 20_000,
        "<p>word</p>" * 20_000,
        "<ul><li>" * 400 + "x",
        "<p>" + "•" * 50_000 + "</p>",
        "<table><tr><td>" * 300 + "x",
        "<p>" + "<b>x</b><i>y</i>" * 10_000 + "</p>",
        "<p>" + "\u00a0" * 50_000 + "</p>",
        "<p style='" + "a:b;" * 20_000 + "'>x</p>",
    )
    for number, paste in enumerate(pastes):
        started = time.monotonic()
        read([paste])
        assert time.monotonic() - started < 20, number


ADDRESSES = [
    (
        "https://www.google.com/url?q=https://www.google.com/maps&sa=D",
        "https://www.google.com/maps",
    ),
    ("https://www.google.de/url?sa=t&url=https%3A%2F%2Fa.org%2Fx%3Fb%3D1", "https://a.org/x?b=1"),
    (
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.org%2Fx&data=05&reserved=0",
        "https://a.org/x",
    ),
    ("https://l.facebook.com/l.php?u=https%3A%2F%2Fa.org%2F&h=AT0", "https://a.org/"),
    ("https://lm.facebook.com/l.php?u=https%3A%2F%2Fa.org%2F", "https://a.org/"),
    ("https://l.instagram.com/?u=https%3A%2F%2Fa.org%2F&e=1", "https://a.org/"),
    ("https://www.youtube.com/redirect?q=https%3A%2F%2Fa.org&v=1", "https://a.org"),
    ("https://www.linkedin.com/redir/redirect?url=https%3A%2F%2Fa%2Eorg%2Fb", "https://a.org/b"),
    ("https://slack-redir.net/link?url=https%3A%2F%2Fa.org", "https://a.org"),
    ("https://duckduckgo.com/l/?uddg=https%3A%2F%2Fa.org%2F&rut=1", "https://a.org/"),
    ("https://vk.com/away.php?to=https%3A%2F%2Fa.org", "https://a.org"),
    ("https://out.reddit.com/t3_x?url=https%3A%2F%2Fa.org&token=A", "https://a.org"),
    ("https://urldefense.com/v3/__https://a.org/x?y=1__;!!AbC!d$", "https://a.org/x?y=1"),
    ("https://urldefense.proofpoint.com/v2/url?u=https-3A__a.org_x&d=Dw", "https://a.org/x"),
    ("https://secure-web.cisco.com/1abc/https%3A%2F%2Fa.org%2Fx", "https://a.org/x"),
    ("https://www.google.com/amp/s/a.org/x.amp", "https://a.org/x.amp"),
    (
        "https://eu.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.google.com%2Furl%3Fq%3Dhttps%3A%2F%2Fa.org%2Fx",
        "https://a.org/x",
    ),
    ("https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fa.org", None),
    ("https://web.archive.org/web/2020/https://a.org/x", None),
    ("https://a.org/login?next=https://b.org", None),
    ("https://www.google.com/search?q=https://a.org", None),
    ("https://www.google.com/url?q=javascript:alert(1)", None),
    ("https://a.org/x?url=https://b.org", None),
    ("mailto:a@b.org?subject=https://a.org", None),
    ("https://[broken", None),
]


def test_redirects_are_unwrapped_alike_in_the_browser_and_by_the_server(page):
    found = page.evaluate(
        """async (all) => {
          const { unwrapped } = await import("/static/desk/clipboard/addresses.js");
          return all.map(unwrapped);
        }""",
        [each for each, _ in ADDRESSES],
    )
    right = [target or each for each, target in ADDRESSES]
    assert found == right
    assert [unwrapped(each) for each, _ in ADDRESSES] == right
