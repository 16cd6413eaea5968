"""What findings are about, in a handful of subjects: warnings are accepted by subject, for one reason."""

from dataclasses import dataclass

from newsdesk.rules.findings import Problem
from newsdesk.rules.import_doubts import CURES


@dataclass(frozen=True, slots=True)
class Subject:
    """Some kinds of finding that one decision settles. `reasons` are proposals for why they stay."""

    name: str
    title: str
    accept: str
    reasons: tuple[str, ...] = ()


DATES = Subject(
    "dates",
    "Dates and forecasts",
    "The dates are right as they are",
    ("The day is given in the sentence before.", "Still expected; no new date is known."),
)
CLAIMS = Subject(
    "claims",
    "Claims and wording",
    "The wording is right as it is",
    ("The source is named in the same part.", "Common knowledge; the reports agree."),
)
SOURCES = Subject(
    "sources",
    "Sources",
    "The sources are right as they are",
    ("Checked against the reports.", "The sources are those of the story."),
)
PICTURE = Subject("picture", "Lead image", "The image is right as it is", ("No other one exists.",))
LISTED = Subject(
    "listed",
    "Topics and questions on the page",
    "The topics and questions are right as they are",
    ("Background for readers.", "They belong to the subject, not to the text."),
)
SAME = Subject(
    "same",
    "Pages that look the same",
    "They are different pages",
    ("Compared: they ask other things.",),
)
COMMENTS = Subject(
    "comments", "Open comments", "They can stay open", ("To be answered in an update.",)
)
IMPORTED = Subject(
    "import",
    "What the import was not sure of",
    "It is right as it stands",
    ("Compared with the text that was imported.", "To be completed in an update."),
)
OTHERS = Subject("others", "Other findings", "They are right as they are")

SUBJECTS = (SOURCES, DATES, CLAIMS, PICTURE, LISTED, SAME, COMMENTS, IMPORTED, OTHERS)

_CODES = {
    DATES: "undated two-dates forecast-past",
    CLAIMS: "superlative-without-source figure-without-source unsourced generic-heading long-sentence "
    "short-quotation",
    SOURCES: "no-source link-elsewhere guessed-attribution guessed-outlet future-date same-address",
    PICTURE: "small-picture",
    LISTED: "entity-unnamed name-unlisted faq-unrelated deeper-unrelated unconfirmed-entity",
    SAME: "same-question same-question-shown likely-duplicate same-name",
    COMMENTS: "open-query",
}
_SUBJECT_OF = {code: subject for subject, codes in _CODES.items() for code in codes.split()}


def subject_of(problem: Problem) -> Subject:
    """Return the subject of a finding, by the code of its rule."""
    known = _SUBJECT_OF.get(problem.code)
    return known or (IMPORTED if problem.code in CURES else OTHERS)


_HEADINGS = {
    "about-a-word": "A word’s other meaning",
    "answers-missing": "Answers that are promised and missing",
    "cut-off": "Descriptions that end in mid-sentence",
    "deeper-unrelated": "Questions that the story does not touch",
    "entity-unnamed": "Topics that the text does not name",
    "faq-unrelated": "FAQs that share no topic",
    "figure-without-source": "Figures without a source",
    "forecast-past": "Forecasts whose day has passed",
    "future-date": "Dates in the future",
    "generic-heading": "Headings that say nothing",
    "guessed-attribution": "Attribution unconfirmed",
    "guessed-outlet": "Outlets that the import guessed",
    "headline-proposed": "The headline that the import proposed",
    "likely-duplicate": "Possible duplicates",
    "link-elsewhere": "Reports without a link of their own",
    "long-sentence": "Long sentences",
    "name-unlisted": "Names that are no topic of the page",
    "no-source": "No source named",
    "open-query": "Open comments",
    "outlet-shared": "Names that several outlets bear",
    "same-address": "Reports with one address",
    "same-name": "Topics of one name",
    "same-question": "The same question",
    "same-question-shown": "The same question",
    "short-quotation": "Short quotations",
    "small-picture": "Images that are too small",
    "source-without-link": "Reports without a link",
    "superlative-without-source": "Superlatives without a source",
    "two-dates": "Two dates for one thing",
    "unconfirmed-entity": "Topics to check",
    "undated": "Words that need a date",
}


def heading_of(code: str) -> str:
    """Return what findings of a rule are called together; its subject where it has no name of its own."""
    return _HEADINGS.get(code) or subject_of(Problem("", "", code)).title
