"""A page of news, read for its source: by what it states, then by what it prints, and where that was."""

from pathlib import Path

import pytest

from benchmarks.sources import BARS, PAGES, answers, shares
from newsdesk.intake import apart
from newsdesk.intake.lines import Unreadable
from newsdesk.intake.news.found import NewsPage
from newsdesk.intake.news.page import read
from tests.house.rules import ROOT

CASES = ROOT / "tests/intake/cases"


def case(number: int, address: str = "") -> NewsPage:
    (path,) = CASES.glob(f"{number}-*.html")
    return read(path.read_bytes(), address)


def page(
    body: str, *, head: str = "", address: str = "https://paper.example/a", lang: str = "en"
) -> NewsPage:
    head = f'<meta charset="utf-8">{head}'
    source = f'<!doctype html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'
    return read(source.encode(), address)


def test_structured_data_is_followed_to_who_and_what_it_names():
    found = case(40)
    assert found.outlet.text == "Harbour Post"
    assert found.headline.text == "Ferry lost steering before impact"
    assert found.names == ["Ingrid Lie", "Tom Okafor"]
    assert found.day.text == "2026-03-03"  # Its own day, which was the next one in Greenwich.
    assert found.address.text == "https://harbourpost.example/2026/03/03/ferry-steering"
    assert found.paywall.text == "yes"
    assert not any(each.guess for each in found.all().values())


def test_descriptions_are_read_where_there_is_no_data():
    found = case(41)
    assert found.outlet.text == "The Fjord Times"
    assert found.names == ["Kari Ness"]
    assert found.day.text == "2026-03-04"
    assert found.address.text == "https://fjordtimes.example/mayor"


def test_an_agency_signs_before_the_first_sentence_and_an_address_is_no_author():
    found = case(42, "https://dailyquay.example/news/42?utm_source=x")
    assert found.outlet.text == "Daily Quay"
    assert found.names == []
    assert (found.agency.text, found.agency.where) == ("Associated Press", "the first sentence")
    assert found.day.text == "2026-03-03"
    assert found.address.text == "https://dailyquay.example/news/42"


def test_what_only_stands_there_is_a_guess():
    found = case(43)
    assert (found.headline.text, found.headline.guess) == ("Ferry hits pier", True)
    assert (found.reporters.text, found.reporters.guess) == ("Ola Moe", True)
    assert (found.day.text, found.day.guess) == ("2026-03-03", True)
    assert not found.outlet


@pytest.mark.parametrize("folder", ["held_back", "fresh", "fresh_second"])
def test_the_held_back_pages_are_read_as_well_as_the_bars_ask(folder):
    for column, (right, count) in shares(list(answers(PAGES / folder))).items():
        assert right / count >= BARS.get(column, 0.85), column


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("By Ann Carr and Ben Ode", ["Ann Carr", "Ben Ode"]),
        ("By ANN McCARR, BEN ODE and CHO MIN-JI", ["Ann McCarr", "Ben Ode", "Cho Min-Ji"]),
        ("By Ann Carr, Health correspondent", ["Ann Carr"]),
        ("By Ann Carr in Halden and Ben Ode in London", ["Ann Carr", "Ben Ode"]),
        ("By Ann Carr/AP", ["Ann Carr"]),
        (
            "By Ludwig van der Berg and María del Carmen Ruiz",
            ["Ludwig van der Berg", "María del Carmen Ruiz"],
        ),
        ("By Conor O’Brien | 3 March 2026", ["Conor O’Brien"]),
        ("By Ann Carr 3 March 2026, updated 4 March 2026", ["Ann Carr"]),
        ("By Ann Carr. Photographs by Ben Ode", ["Ann Carr"]),
        ("By The Harbour Post staff", []),
        ("By the time the ferry came, nobody was there", []),
        ("Par Camille Roux et Hugo Perrin", ["Camille Roux", "Hugo Perrin"]),
        ("Von Lena Brandt und Änne Groß, Kiel", ["Lena Brandt", "Änne Groß"]),
        ("Por Marta Iglesias y José Ruiz", ["Marta Iglesias", "José Ruiz"]),
        ("Di Marco Bellini e Anna Conti", ["Marco Bellini", "Anna Conti"]),
        ("Door Pieter de Vries en Anke Bos", ["Pieter de Vries", "Anke Bos"]),
        ("Door onze redacteur Marc de Vries", ["Marc de Vries"]),
        ("Par notre correspondante Anne Dupont", ["Anne Dupont"]),
        ("Perspective by Kari Ness", ["Kari Ness"]),
    ],
)
def test_printed_bylines_are_read_in_the_language_of_the_page(printed, names):
    lang = {"Par": "fr", "Von": "de", "Por": "es", "Di": "it", "Door": "nl"}.get(
        printed.split()[0], "en"
    )
    found = page(f"<h1>Ferry hits pier in Halden</h1><p>{printed}</p>", lang=lang)
    assert found.names == names


@pytest.mark.parametrize(
    ("printed", "lang", "day"),
    [
        ("3 March 2026", "en", "2026-03-03"),
        ("March 3rd, 2026", "en", "2026-03-03"),
        ("Mar. 3, 2026 9:40 PM", "en", "2026-03-03"),
        ("Tuesday 3 March 2026 | Updated 5 March 2026", "en", "2026-03-03"),
        ("Updated 5 March 2026. Published 3 March 2026", "en", "2026-03-03"),
        ("3. März 2026", "de", "2026-03-03"),
        ("1er mars 2026", "fr", "2026-03-01"),
        ("3 de marzo de 2026", "es", "2026-03-03"),
        ("03/02/2026", "en-GB", "2026-02-03"),
        ("02/03/2026", "en-US", "2026-02-03"),
        ("17.2.2026", "de", "2026-02-17"),
        ("31 February 2026", "en", ""),
        ("Chapter 3 of 2026", "en", ""),
    ],
)
def test_printed_days_are_read_and_those_of_changes_are_not(printed, lang, day):
    found = page(f"<h1>Ferry hits pier in Halden</h1><p>{printed}</p>", lang=lang)
    assert found.day.text == day


def test_what_a_page_says_of_other_pages_is_not_taken_for_its_own():
    related = """{"@type": "ItemList", "itemListElement": [{"item": {"@type": "NewsArticle",
        "headline": "Another one", "author": {"name": "Greta Voss"}, "datePublished": "2020-01-01"}}]}"""
    found = page(
        "<h1>Ferry hits pier in Halden</h1><p>By Ann Carr</p><aside><p>By Greta Voss</p></aside>",
        head=f'<script type="application/ld+json">{related}</script>',
    )
    assert found.names == ["Ann Carr"]
    assert not found.day


@pytest.mark.parametrize(
    "canonical",
    [
        "https://elsewhere.example/a",
        "/",
        "https://paper.example/",
        "javascript:alert(1)",
        "http://[",
        "//",
    ],
)
def test_an_address_that_is_none_of_the_page_is_not_taken_for_it(canonical):
    found = page("<h1>Ferry hits pier</h1>", head=f'<link rel="canonical" href="{canonical}">')
    assert found.address.text == "https://paper.example/a"


def test_an_address_is_taken_out_of_what_wraps_it_and_without_what_counts_readers():
    wrapped = "https://www.google.com/url?q=https://paper.example/a&sa=D"
    assert (
        page("<h1>Ferry hits pier</h1>", address=wrapped).address.text == "https://paper.example/a"
    )
    counted = "https://paper.example/a?id=7&utm_source=mail&fbclid=x#top"
    assert (
        page("<h1>Ferry hits pier</h1>", address=counted).address.text
        == "https://paper.example/a?id=7"
    )


def test_a_saved_page_says_where_it_was_saved_from():
    saved = b"<!-- saved from url=(0029)https://paper.example/ferry -->\n"
    assert (
        read(saved + b"<html><h1>Ferry hits pier in Halden</h1>").address.text
        == "https://paper.example/ferry"
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7",
        b"PK\x03\x04" + b"\x00" * 100,
        b"just words",
        b"<html>" + b"<div>" * 20_000,
        b'<html><script type="application/ld+json">' + b"[" * 100_000 + b"</script><p>x</p>",
        b'<html><script type="application/ld+json">{"@type":"NewsArticle","headline":'
        + b"9" * 10_000
        + b"}</script><p>x</p>",
        b"<html><body>" + b"<p>By Ann Carr and " * 40_000,
        b"<html><body><h1>By " + b"A" * 500_000 + b"</h1>",
        b"<html><body><p>By " + b"Ann Carr, " * 50_000 + b"</p>",
        b"<html><title>" + b" - a" * 100_000 + b"</title><h1>a</h1>",
        b"<html><body><p>" + b"1/" * 300_000,
        b"<html><body><p>" + b"(" * 300_000,
    ],
    ids=lambda data: repr(data[:24]),
)
def test_hostile_pages_are_read_or_refused_with_one_sentence(data):
    found, refusal = None, ""
    try:
        found = apart.read_news(data, "https://paper.example/a")
    except Unreadable as error:
        refusal = str(error)
    if found is None:
        assert refusal.endswith(".")
        assert "takes too long" not in refusal
    else:
        assert len(found.headline.text) <= 300
        assert len(found.names) <= 12


def test_the_lists_of_words_have_no_empty_cell_and_no_name_twice():
    for name in ("byline_words", "months", "agencies"):
        lines = (
            Path(ROOT, f"newsdesk/intake/news/{name}.tsv").read_text(encoding="utf-8").splitlines()
        )
        assert all(line.split("\t")[-1].strip() or name == "agencies" for line in lines)
        keys = (
            [line.split("\t")[0] for line in lines]
            if name == "agencies"
            else [tuple(line.split("\t")[:2]) for line in lines]
        )
        assert len(keys) == len(set(keys)), name


@pytest.mark.parametrize(
    ("lang", "block", "day"),
    [
        ("en", "Jane Smith in Lisbon", "Wed 4 Mar 2026 09.15 GMT"),
        ("es", "Lucía Gómez", "Vigo - 04 mar 2026 - 06:15 CET"),
    ],
)
def test_a_name_between_headline_and_day_is_a_guess_at_the_reporter(lang, block, day):
    body = f"<h1>Harbour wall to be rebuilt</h1><p>{block}</p><p>{day}</p><p>{'The wall leans. ' * 20}</p>"
    found = page(body, lang=lang)
    assert (found.names, found.reporters.guess) == ([block.removesuffix(" in Lisbon")], True)
    assert found.day.text == "2026-03-04"


def test_words_between_headline_and_day_that_are_no_name_are_no_reporter():
    body = "<h1>Harbour wall to be rebuilt</h1><p>{}</p><p>4 March 2026</p><p>The wall leans.</p>"
    for words in ("4 min read", "Share this story", "World News", "Listen to article"):
        assert page(body.format(words)).names == []


def test_the_day_of_a_change_is_taken_where_no_other_is_printed():
    changed = "<div>Updated 10:02 AM EST, March 4, 2026</div>"
    body = f"<h1>Harbor wall falls</h1>{changed}<p>{'The wall leans. ' * 20}</p>"
    assert page(body).day.text == "2026-03-04"
    assert page(f"<h1>Harbor wall falls</h1><p>March 3, 2026</p>{changed}").day.text == "2026-03-03"


def test_a_wall_that_is_told_to_readers_alone_is_a_guess():
    body = "<h1>The pumps nobody bought</h1><p>By Ann Carr</p><div>{}</div>"
    told = page(body.format("This article is for subscribers only"))
    assert (told.paywall.text, told.paywall.guess) == ("yes", True)
    assert told.paywall.where == "what it tells its readers"

    free = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "The pumps nobody bought", '
        '"isAccessibleForFree": true}</script>'
    )
    assert not page(body.format("This article is for subscribers only"), head=free).paywall
    elsewhere = "<aside><p>For subscribers only: another story</p></aside>"
    assert not page(body.format("Water is short.") + elsewhere).paywall


def test_a_byline_that_goes_on_behind_what_the_page_states_is_taken_whole():
    head = '<meta name="author" content="Ann Carr">'
    found = page("<h1>The pumps nobody bought</h1><p>By Ann Carr and Ben Ode</p>", head=head)
    assert found.names == ["Ann Carr", "Ben Ode"]

    other = page("<h1>The pumps nobody bought</h1><p>By Cho Min-Ji and Ben Ode</p>", head=head)
    assert other.names == ["Ann Carr"]


def test_the_printed_day_is_that_of_the_place_where_the_moment_is_stated_in_utc():
    head = '<meta property="article:published_time" content="{}">'
    body = "<h1>The pumps nobody bought</h1><p>Published 2 March 2026</p>"
    assert page(body, head=head.format("2026-03-01T19:31:02Z")).day.text == "2026-03-02"
    assert page(body, head=head.format("2026-03-03T02:10:00Z")).day.text == "2026-03-02"
    assert page(body, head=head.format("2026-03-01T02:10:00Z")).day.text == "2026-03-01"
    assert page(body, head=head.format("2026-03-09T19:31:02Z")).day.text == "2026-03-09"


@pytest.mark.parametrize(
    ("credit", "agency"),
    [
        ("Quelle: ntv.de, hny/dpa", "Deutsche Presse-Agentur"),
        ("Source : AFP", "Agence France-Presse"),
        ("Fuente: EFE", "Agencia EFE"),
    ],
)
def test_an_agency_is_named_in_the_line_that_credits_it(credit, agency):
    found = page(f"<h1>The pumps nobody bought</h1><p>Water is short.</p><p>{credit}</p>")
    assert found.agency.where == "the printed credit"
    assert found.agency.text == agency


def test_a_name_in_two_parts_and_a_post_before_a_name_are_read():
    data = (
        '{"@type": "NewsArticle", "headline": "The pumps", '
        '"author": {"@type": "Person", "givenName": "Ann", "familyName": "Carr"}}'
    )
    assert page("", head=f'<script type="application/ld+json">{data}</script>').names == [
        "Ann Carr"
    ]
    assert page("<h1>The pumps stand</h1><p>By Europe correspondent Ann Carr</p>").names == [
        "Ann Carr"
    ]
