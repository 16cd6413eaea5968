"""What a reader can see of a story, as plain data. No database here.

Every item carries a stable `id`: eight lower-case letters or digits that survive reordering and
retitling. Public anchors and diffs hang on it.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop

from newsdesk.comparison.three_way_merge import Data
from newsdesk.pages.document_image import Image, with_focus
from newsdesk.pages.documents import StoredDocument, Upgrade, added, from_data, upgraded

SCHEMA = 3
# The prefix of references to authors: "author:mara-lindqvist".
AUTHOR = "author:"

ANALYSIS_KINDS = {
    "analysis": gettext_noop("Analysis"),
    "context": gettext_noop("Context"),
    "forecast": gettext_noop("Forecast"),
}

# Where what is reported can be found that has no address.
MEDIA = {
    "print": gettext_noop("In print"),
    "broadcast": gettext_noop("Broadcast"),
    "interview": gettext_noop("Interview"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """Somebody who wrote the story; `slug` names their page."""

    name: str
    slug: str
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisPart:
    """A part of "What's behind the headline?". `kind` is one of ANALYSIS_KINDS; `body` is HTML.

    The heading may be empty: one part without a heading is the commonest form.
    """

    id: str
    kind: str = "analysis"
    heading: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """What one paper says. Plain text throughout.

    `outlet` is the paper's name, empty where our own summary speaks. `paraphrase` is what it
    reports in the desk's words; `quotation` is exact and `speaker` said it. `attribution_guessed`
    marks an outlet or reporter that was carried over rather than named. `owner` is who owns the paper
    and `wire` the agency whose text it carries; either is empty where nobody has put it on record.
    `paywalled` says that readers have to pay for it. `medium` is one of MEDIA where it has no link because
    it is not on the web, else empty.
    """

    id: str
    outlet: str = ""
    owner: str = added("")
    wire: str = added("")
    reporters: tuple[str, ...] = ()
    headline: str = ""
    url: str = ""
    published: date | None = None
    read_on: date | None = None
    paywalled: bool = added(False)
    medium: str = added("")
    paraphrase: str = ""
    quotation: str = ""
    speaker: str = ""
    attribution_guessed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEvent:
    """A dated step of "How we got here". `date` is ISO 8601: "2014", "2014-03" or "2014-03-18"."""

    id: str
    date: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeeperQuestion:
    """A follow-up question. `target` is the key of a page that answers it ("faq:5"), or empty."""

    id: str
    text: str
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryDocument:
    """An explainer. `summary` and `background` are HTML; `faqs` and `entities` are keys in order; `section`
    is the slug of the section that it is in, or empty; `earlier` the key of the story that it continues
    ("story:5"), or empty.
    """

    headline: str = ""
    slug: str = ""
    standfirst: str = ""
    bylines: tuple[Byline, ...] = ()
    tags: tuple[str, ...] = ()
    image: Image | None = None
    summary: str = ""
    analysis: tuple[AnalysisPart, ...] = ()
    reports: tuple[SourceReport, ...] = ()
    background: str = ""
    timeline: tuple[TimelineEvent, ...] = ()
    deeper: tuple[DeeperQuestion, ...] = ()
    faqs: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    section: str = added("")
    earlier: str = added("")


def _with_owners(data: Data) -> Data:
    """Schema 3 says who owns a paper and whose text it carries: not on record until then."""
    nothing = {"owner": "", "wire": ""}
    return data | {"reports": [nothing | report for report in data.get("reports", ())]}


# From each older schema to the next. Editions are upgraded when read, never rewritten.
UPGRADES: dict[int, Upgrade] = {1: with_focus, 2: _with_owners}


def read(edition: StoredDocument) -> StoryDocument:
    """Return the document of an edition, upgraded to the current schema. Raises MalformedDocument."""
    data = upgraded(edition.document, schema=edition.schema, current=SCHEMA, upgrades=UPGRADES)
    return from_data(StoryDocument, data)
