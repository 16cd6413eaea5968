"""One small explainer in many wrappings: each is read as the plain text is. All words are made up."""

import json
import re
from dataclasses import asdict
from pathlib import Path

import pytest

from newsdesk.intake.apart import read_file
from newsdesk.intake.lines import Unreadable
from stories.importing.explainer import NOTHING_KNOWN
from stories.importing.sections import NoSections
from stories.importing.source import pages_of

CASES = Path(__file__).parent / "cases"
ADDRESSES = {
    "Reuters": "https://www.reuters.com/world/halden-ferry-1",
    "Aftenposten": "https://www.aftenposten.no/a/123",
    "The Guardian": "https://www.theguardian.com/world/2026/mar/04/halden",
}
STRESSED = "<strong>one</strong>"


def explainers(name):
    return [page.explainer for page in pages_of(read_file(CASES / name), name, NOTHING_KNOWN)]


def explainer(name):
    (found,) = explainers(name)
    return found


def bare(page):
    """Return what a page says, without ids, addresses and stress, and without its byline."""
    story = re.sub(r"</?strong>", "", repr([_plain(asdict(page.story))]))
    return (
        story,
        [_plain(asdict(faq.document)) for faq in page.faqs],
        [
            (entity.document.name, entity.document.kind, entity.document.description)
            for entity in page.entities
        ],
    )


def _plain(value):
    if isinstance(value, dict):
        return {
            k: _plain(v) for k, v in value.items() if k not in ("id", "url", "bylines", "sources")
        }
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def urls(page):
    return {report.outlet: report.url for report in page.story.reports if report.url}


def codes(page):
    return {note.code for note in page.notes}


@pytest.fixture(scope="module")
def base():
    return explainer("00-base.txt")


def test_the_text_itself(base):
    story = base.story
    assert story.headline == "Ferry hits the only fuel pier at Halden"
    assert [part.kind for part in story.analysis] == ["analysis", "forecast"]
    assert [(r.outlet, r.reporters, r.speaker) for r in story.reports] == [
        ("Reuters", (), ""),
        ("Aftenposten", ("Ingrid Lie",), ""),
        ("The Guardian", (), "Kari Holm"),
    ]
    assert (len(story.deeper), len(base.faqs), len(base.entities)) == (2, 2, 2)
    assert base.unplaced == ()


LINKED = [
    "01-base.docx",
    "02-base.odt",
    "04-page.html",
    "05-google-docs-clipboard.html",
    "06-word-clipboard.html",
    "07-front-matter.md",
    "08-mail.eml",
    "33-ghost.json",
]


@pytest.mark.parametrize("name", LINKED)
def test_every_format_with_links_gives_the_same_page_with_addresses_and_stress(base, name):
    page = explainer(name)
    assert bare(page) == bare(base)
    assert urls(page) == ADDRESSES
    assert page.story.background.count("<strong>") == 1
    assert STRESSED in page.story.background


@pytest.mark.parametrize(
    "name",
    [
        "09-utf16le.txt",
        "10-utf16le-no-bom.txt",
        "11-windows1252.txt",
        "15-faq-numbered.txt",
        "16-hard-wrapped.txt",
        "17-mail-quoted.txt",
        "19-bullets-arrow.txt",
        "21-trailing-footer.txt",
        "03-base.pdf",
        "import-01-markdown-hash.md",
        "import-02-markdown-bold.md",
        "import-08-emoji-headings.txt",
        "import-09-numbered-headings.txt",
        "import-10-other-words-1.txt",
        "import-12-near-words.txt",
        "import-13-bullets-num.txt",
        "import-13-bullets-square.txt",
        "import-30-faq-qa-prefix.txt",
        "import-31-faq-blank-lines.txt",
        "import-32-faq-no-separators.txt",
        "import-35-faq-bold.txt",
    ],
)
def test_other_layouts_and_encodings_give_the_same_page(base, name):
    assert bare(explainer(name)) == bare(base)


@pytest.mark.parametrize(
    "name", ["14-footnotes.txt", "18-sources-section.txt", "22-footnotes-tracked.docx"]
)
def test_footnotes_and_a_list_of_sources_become_addresses_and_leave_the_text(base, name):
    page = explainer(name)
    assert bare(page) == bare(base)
    assert urls(page) == {
        outlet: url for outlet, url in ADDRESSES.items() if outlet != "The Guardian"
    }
    assert page.unplaced == ()


def test_addresses_by_themselves_go_to_their_reports(base):
    page = explainer("import-05-url-list-under-papers.txt")
    assert bare(page) == bare(base)
    assert urls(page) == ADDRESSES


def test_which_encoding_was_taken_is_said():
    said = {
        name: " ".join(note.message for note in explainer(name).notes if note.code == "file")
        for name in ("09-utf16le.txt", "10-utf16le-no-bom.txt", "11-windows1252.txt")
    }
    assert "UTF-16" in said["09-utf16le.txt"]
    assert "UTF-16" in said["10-utf16le-no-bom.txt"]
    assert "Windows-1252" in said["11-windows1252.txt"]


def test_changes_tracked_in_word_are_counted():
    (told,) = [
        note.message for note in explainer("22-footnotes-tracked.docx").notes if note.code == "file"
    ]
    assert told == "1 insertion taken; 1 deletion left out; 1 struck word left out."


def test_what_stands_around_a_page_is_left_out_and_counted():
    page = explainer("04-page.html")
    assert "Most read" not in page.text
    assert any("11 words" in note.message for note in page.notes)


def test_a_pdf_says_that_it_gave_no_addresses():
    assert any("no addresses" in note.message for note in explainer("03-base.pdf").notes)


def test_the_foot_of_a_page_and_a_signature_are_shown_as_left_out():
    assert [line.text for line in explainer("21-trailing-footer.txt").unplaced] == [
        "© 2026 Halden News. All rights reserved.",
        "Share on X | Share on Facebook",
        "Subscribe to our newsletter",
    ]
    assert [line.text for line in explainer("08-mail.eml").unplaced][1] == "Nora Vik"


def test_front_matter_gives_a_byline_and_is_told():
    page = explainer("07-front-matter.md")
    assert [byline.name for byline in page.story.bylines] == ["Nora Vik"]
    (told,) = [note.message for note in page.notes if note.code == "file"]
    assert "2026-03-04" in told
    assert "ports, norway" in told


def test_two_explainers_in_a_text_are_two():
    first, second = explainers("13-two-explainers.txt")
    assert bare(first) == bare(explainer("00-base.txt"))
    assert second.story.headline == "Tanker hits the only fuel pier at Moss"


def test_questions_and_answers_without_sections_are_one_faq():
    page = explainer("12-answers-page.txt")
    assert page.question_page
    (faq,) = page.faqs
    assert faq.document.question == "Fuel on the islands"
    assert faq.document.intro.count("<p>") == 1
    assert [answer.question for answer in faq.document.answers] == [
        "Is fuel rationed on the islands?",
        "Was the ferry checked before it sailed?",
    ]


@pytest.mark.parametrize("name", ["20-headings-run-in.txt"])
def test_headings_in_one_line_with_their_text(name):
    page = explainer(name)
    assert page.story.summary.startswith("<p>The port of Halden")
    assert page.story.analysis[0].body.startswith("<p>The pier feeds")
    assert [report.outlet for report in page.story.reports] == ["Reuters", "Aftenposten"]
    assert page.unplaced == ()


def test_a_digest_of_the_news():
    page = explainer("30-kagi.json")
    assert page.story.headline == "Ferry hits pier"
    assert [part.heading for part in page.story.analysis] == ["Pier"]
    assert urls(page) == {"Reuters": ADDRESSES["Reuters"]}
    assert [(event.date, event.text) for event in page.story.timeline] == [("2026-03-03", "Impact")]
    assert len(page.faqs) == 1


def test_an_export_of_wordpress(base):
    page = explainer("32-wordpress.xml")
    assert bare(page) == bare(base)
    assert urls(page) == ADDRESSES
    told = " ".join(note.message for note in page.notes if note.code == "file")
    assert "1 × comment, 1 × attachment" in told
    assert "“Old post without blocks” was left out" in told
    assert "/2026/03/halden-ferry/" in told


def test_links_in_markdown_stay_links():
    page = explainer("import-03-markdown-links.md")
    assert '<a href="https://halden.example/history">since 1974</a>' in page.story.background


def test_addresses_in_a_sentence_leave_it(base):
    page = explainer("import-04-inline-urls.txt")
    assert urls(page)["Reuters"] == ADDRESSES["Reuters"]
    assert [r.paraphrase for r in page.story.reports] == [r.paraphrase for r in base.story.reports]


def test_dates_of_a_timeline():
    page = explainer("import-29-timeline-dates.txt")
    dates = [event.date for event in page.story.timeline]
    assert dates == ["1974", "2019-06-12", "2025-11-20", "2026-03-03", "2026-03-03", "2026-03-04"]
    assert "date-doubtful" in codes(page)


@pytest.mark.parametrize(
    "name", ["import-36-topics-name-colon.txt", "import-37-topics-name-line.txt"]
)
def test_names_before_descriptions(name):
    page = explainer(name)
    assert [(e.document.name, e.document.kind) for e in page.entities] == [
        ("Halden", "place"),
        ("Aftenposten", "organisation"),
    ]


@pytest.mark.parametrize(
    "name", ["import-41-papers-bullets.txt", "import-43-papers-outlet-headings.txt"]
)
def test_outlets_that_the_layout_names(name):
    outlets = [report.outlet for report in explainer(name).story.reports]
    assert outlets[:2] == ["Reuters", "Aftenposten"]


def test_a_table_becomes_lines_and_is_told():
    page = explainer("import-50-table.txt")
    assert "<p>2023 | 410</p>" in page.story.background
    assert "table" in codes(page)


def test_lists_in_lists():
    page = explainer("import-53-nested-bullets-analysis.txt")
    assert page.story.analysis[0].body == (
        "<ul><li>The pier feeds every ship.<ul><li>Even the mail boat.</li><li>And the fire boat."
        "</li></ul></li><li>Fuel comes by lorry.</li></ul>"
    )


def test_sections_in_german():
    story = explainer("import-21-german.txt").story
    assert story.headline == "Fähre rammt Anleger"
    assert story.summary == "<p>Der Hafen wurde geschlossen.</p>"
    assert len(story.reports) == 2


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("90-bomb.docx", "would unpack to more than"),
        ("91-external-entity.docx", "has definitions of its own"),
        ("92-deep-tables.docx", "nested too deeply"),
        ("93-deep.html", "nested too deeply"),
        ("94-many-attributes.html", "thousands of attributes"),
        ("95-brackets.md", "brackets"),
    ],
)
def test_hostile_files_are_refused_in_a_sentence(name, sentence):
    with pytest.raises(Unreadable, match=sentence) as refusal:
        read_file(CASES / name)
    assert "\n" not in str(refusal.value)


def test_headings_that_nobody_knows_are_asked_about(tmp_path):
    path = tmp_path / "x.md"
    path.write_text(
        "# Ferry\n\n## Hva skjedde\n\nHavna er stengt.\n\n## Hva avisene sier\n\nReuters melder.\n"
    )
    with pytest.raises(NoSections) as refusal:
        explainers_at(path)
    assert [line.text for line in refusal.value.candidates] == ["Hva skjedde", "Hva avisene sier"]


def explainers_at(path):
    return [page.explainer for page in pages_of(read_file(path), path.name, NOTHING_KNOWN)]


def test_our_own_json_gives_back_what_it_was_made_of(base, tmp_path):
    from stories.importing.intake import value_as_data

    path = tmp_path / "x.txt"
    data = {name: value_as_data(getattr(base, name)) for name in ("story", "faqs", "entities")}
    path.write_text(json.dumps({"files": [data]}), encoding="utf-8")
    (again,) = explainers_at(path)
    assert again.story == base.story
    assert [faq.document.question for faq in again.faqs] == [f.document.question for f in base.faqs]
    assert bare(again) == bare(base)


def test_our_own_json_is_sanitised_and_its_shape_is_checked(tmp_path):
    path = tmp_path / "x.txt"
    path.write_text(
        '{"story": {"headline": "x", "summary": "<p onclick=a>x</p><script>y</script>"}}'
    )
    assert explainers_at(path)[0].story.summary == "<p>x</p>"
    path.write_text('{"story": {"headline": 5}}')
    with pytest.raises(Unreadable, match="has not the shape"):
        explainers_at(path)


# The rows of the other table, each as it says.


@pytest.fixture(scope="module")
def other_base():
    """The text of that table: one of its topics is a newspaper."""
    return explainer("import-51-rtl-marks-nbsp.txt")


@pytest.mark.parametrize(
    "name",
    [
        "import-07-allcaps-headings.txt",
        "import-13-bullets-arrow.txt",
        "import-13-bullets-dot.txt",
        "import-13-bullets-endash.txt",
        "import-13-bullets-star.txt",
        "import-14-email-quoted.txt",
        "import-15-pdf-hardwrap.txt",
        "import-16-windows1252.txt",
        "import-33-faq-numbered.txt",
        "import-49-trailing-footer.txt",
    ],
)
def test_the_other_layouts_give_the_same_page_too(base, name):
    assert bare(explainer(name)) == bare(base)


@pytest.mark.parametrize("name", ["import-17-utf16le-bom.txt", "import-17-utf16le-nobom.txt"])
def test_both_kinds_of_utf_16_give_the_same_page(other_base, name):
    assert bare(explainer(name)) == bare(other_base)


def test_marks_of_direction_and_hard_blanks_are_no_words(base, other_base):
    assert other_base.story.headline == base.story.headline
    assert [r.outlet for r in other_base.story.reports] == [r.outlet for r in base.story.reports]
    assert not set("\u200e\u200f\u00a0") & set(other_base.text)


@pytest.mark.parametrize("name", ["import-06-sources-section.txt", "import-46-footnotes.txt"])
def test_sources_and_notes_give_their_addresses_and_are_in_no_topic(base, name):
    page = explainer(name)
    assert bare(page) == bare(base)
    assert urls(page)["Reuters"] == ADDRESSES["Reuters"]
    assert not any("http" in entity.document.description for entity in page.entities)


def test_headings_in_capitals_become_sentences():
    page = explainer("import-07-allcaps-headings.txt")
    assert [part.heading for part in page.story.analysis] == ["Why the pier matters", "Forecast"]


@pytest.mark.parametrize(
    "name", ["import-18-two-explainers.txt", "import-18-two-explainers-rule.txt"]
)
def test_two_explainers_with_and_without_a_rule_are_two(base, name):
    first, second = explainers(name)
    assert bare(first) == bare(base)
    assert second.story.headline == "Tanker hits the only fuel pier at Moss"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("import-19-url-only.txt", "This is an address"),
        ("import-24-faqs.csv", r"a table \(CSV\)"),
        ("import-20-arabic.txt", "No line of the text is a heading"),
    ],
)
def test_what_is_no_text_is_named(name, said):
    with pytest.raises(Unreadable, match=said):
        explainers(name)


def test_questions_in_arabic_end_in_a_question_mark():
    page = explainer("import-20-arabic-english-headings.txt")
    assert len(page.faqs) == 1
    assert "question-mark" not in codes(page)


def test_the_digest_and_the_export_of_the_other_table():
    kagi, wordpress = explainer("import-23-json-kagi.json"), explainer("import-25-wxr.xml")
    assert kagi.story.headline == wordpress.story.headline == "Ferry hits pier"
    assert urls(kagi) == {"Reuters": ADDRESSES["Reuters"]}
    assert explainer("import-52-json-export.json").story.headline == "x"


@pytest.mark.parametrize("name", ["import-26-page.html", "import-27-google-docs-clipboard.html"])
def test_pages_and_clipboards_are_read(name):
    page = explainer(name)
    assert [report.outlet for report in page.story.reports] == ["Reuters"]
    assert "<p>" in page.story.summary
    assert page.story.headline


def test_every_text_of_a_folder_is_read(other_base):
    pages = explainers("import-28-folder.zip")
    assert [bare(page) for page in pages] == [bare(other_base)] * 2


def test_bare_names_are_topics_and_asked_about():
    page = explainer("import-38-topics-bare-list.txt")
    assert [e.document.name for e in page.entities] == ["Halden", "Aftenposten", "Kari Holm"]
    assert [note.code for note in page.notes if note.level == "warning"] == ["undescribed"] * 3
    assert [(r.outlet, r.speaker) for r in page.story.reports] == [
        ("Reuters", ""),
        ("Aftenposten", ""),
        ("The Guardian", "Kari Holm"),
    ]


def test_emphasis_in_markdown_is_emphasis(base):
    page = explainer("import-40-markdown-emphasis.md")
    assert bare(page)[1:] == bare(base)[1:]
    assert "*" not in page.story.summary
    assert re.search("<strong>|<em>", page.story.summary + page.story.background)


def test_headings_with_a_colon_and_their_text():
    page = explainer("import-44-headings-colon-runin.txt")
    assert [report.outlet for report in page.story.reports] == ["Reuters", "Aftenposten"]
    assert page.story.background.startswith("<p>")
    assert page.unplaced == ()


def test_a_page_of_answers_is_one_faq():
    page = explainer("import-45-answers-page.txt")
    assert page.question_page
    assert [(f.document.question, len(f.document.answers)) for f in page.faqs] == [
        ("Fuel on the islands", 2)
    ]


def test_front_matter_is_no_text(base):
    page = explainer("import-47-front-matter.md")
    assert page.story.headline == base.story.headline
    assert "---" not in page.text


def test_the_foot_and_who_wrote_the_mail_are_left_out_and_shown():
    left = [line.text for line in explainer("import-14-email-quoted.txt").unplaced]
    assert [text[:3] for text in left] == ["On "]
    assert len(explainer("import-49-trailing-footer.txt").unplaced) == 3
