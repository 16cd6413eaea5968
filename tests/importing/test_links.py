"""Whose address a link is: by the words that are linked, by its domain, by being the only one there."""

import pytest

from stories.importing.parser import parse


def reports(words):
    story = parse(
        f"# A headline\n\n## What the papers say\n\n{words}\n\n## Go deeper\n\n- Why?"
    ).story
    return [(report.outlet, report.url, report.paraphrase) for report in story.reports]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (
            "[Vik Times](https://vt.example/a) reports it.",
            [("Vik Times", "https://vt.example/a", "Vik Times reports it.")],
        ),
        (
            "[Ann Lee](https://vt.example/a) at the BBC writes so.",
            [("BBC", "https://vt.example/a", "Ann Lee at the BBC writes so.")],
        ),
        (
            "Reuters says [it fell](https://www.reuters.com/a).",
            [("Reuters", "https://www.reuters.com/a", "Reuters says it fell.")],
        ),
        (
            "According to Dawn (https://www.dawn.com/a), it fell.",
            [("Dawn", "https://www.dawn.com/a", "According to Dawn, it fell.")],
        ),
        (
            "Reuters says so (link: https://www.reuters.com/a).",
            [("Reuters", "https://www.reuters.com/a", "Reuters says so.")],
        ),
        (
            "[Reuters](https://r.example/1) and [the BBC](https://b.example/2) report it.",
            [
                ("Reuters", "https://r.example/1", "Reuters and the BBC report it."),
                ("BBC", "https://b.example/2", "Reuters and the BBC report it."),
            ],
        ),
    ],
)
def test_links_in_a_sentence(words, found):
    assert reports(words) == found


def test_a_listed_source_that_a_report_has_already_is_not_told_as_left_out():
    explainer = parse(
        "# A headline\n\n## What the papers say\n\n[Reuters](https://www.reuters.com/a) reports it.\n\n"
        "## Sources\n\n1. https://www.reuters.com/a\n"
    )
    assert not [note for note in explainer.notes if note.code == "unplaced"]
    assert explainer.unplaced == ()


def test_a_table_of_papers_has_one_in_its_first_column():
    found = reports(
        "| Outlet | It says |\n|---|---|\n| Dawn | It fell |\n| Northlight | It rose |\n"
    )
    assert [outlet for outlet, _, _ in found] == ["", "Dawn", "Northlight"]


def test_an_address_of_nobody_is_told():
    explainer = parse(
        "What the papers say\nReuters and the BBC report it https://x.example/1.\nGo deeper\n- Why?"
    )
    assert [report.url for report in explainer.story.reports] == ["", ""]
    (note,) = [note for note in explainer.notes if note.code == "link-left"]
    assert "https://x.example/1" in note.message


def test_a_link_where_there_is_no_room_is_told():
    explainer = parse("# A [headline](https://x.example/1)\n\n## Go deeper\n\n- Why?")
    assert explainer.story.headline == "A headline"
    assert [note.code for note in explainer.notes if "x.example" in note.message] == ["link-left"]


def test_notes_of_a_faq_are_its_sources():
    explainer = parse(
        "Common questions\nWhy?\nSo.[1]\nWhen?\nSoon.\nSource: NVE, https://n.example/2\n[1] Vik, https://v.example/1"
    )
    sources = [[(s.title, s.url) for s in faq.document.sources] for faq in explainer.faqs]
    assert sources == [[("Vik", "https://v.example/1")], [("NVE", "https://n.example/2")]]
    assert [faq.document.intro for faq in explainer.faqs] == ["<p>So.</p>", "<p>Soon.</p>"]
