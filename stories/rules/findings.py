"""The gate's one question: what stands between a story and its readers? The same answer everywhere.

Blocking findings must be mended. Warnings may be right all the same: somebody looks at each, says why
it stays, and that is logged. The rules, one module each: `required`, `quotations`, `listed_pages`,
`unsourced_claims`, `dates`, `headings`; what all kinds of page share is in `newsdesk.rules.wording`.
"""

from collections.abc import Iterable

from newsdesk.rules import sources, wording
from newsdesk.rules.findings import Findings, Problem, findings
from newsdesk.text.quote import quoted
from stories.documents import StoryDocument
from stories.rules import dates, headings, listed_pages, quotations, required, unsourced_claims
from stories.rules.about import About, Query
from stories.rules.document_passages import StoryPassages, read


def problems(document: StoryDocument, about: About) -> Findings:
    """Return what blocks and what warns, each in the order of the page. Pure, and the same every time."""
    reading = read(document)
    return findings(
        [*_blocking(document, reading, about), *_queries(document, about.queries, blocking=True)],
        _in_order(
            reading,
            [
                *unsourced_claims.unsourced(document, reading),
                *dates.undated(document, reading),
                *dates.two_dates(document, reading),
                *dates.past_forecasts(reading, about.today),
                *headings.generic(document),
                *wording.long_sentences(s for p in reading.asserted for s in p.sentences),
                *quotations.unchecked(document, reading, about),
                *listed_pages.deeper(document, reading),
                *listed_pages.faqs(document, about),
                *listed_pages.unnamed(document, reading, about),
                *listed_pages.unlisted(document, reading, about),
                *required.guessed(document),
                *required.proposed(document, about),
                *required.unlinked(document),
                *sources.dated_ahead("reports", document.reports, about.today),
                *sources.with_one_address("reports", document.reports),
                *sources.small_picture(document.image),
                *_queries(document, about.queries, blocking=False),
            ],
        ),
    )


def blocking(document: StoryDocument, about: About) -> Findings:
    """Return what of a document itself blocks, without its warnings and its queries."""
    return findings(_blocking(document, read(document), about))


def _blocking(document: StoryDocument, reading: StoryPassages, about: About) -> Iterable[Problem]:
    yield from required.missing(document)
    yield from required.sources(document)
    yield from required.topics(document, about)
    yield from quotations.unstored(document, reading, about)


def _in_order(reading: StoryPassages, found: list[Problem]) -> list[Problem]:
    """Order findings as their fields stand on the page; of one field, as the rules gave them."""
    order = {passage.field: place for place, passage in enumerate(reading.passages)}
    return sorted(found, key=lambda problem: order.get(problem.field, len(order)))


def _queries(
    document: StoryDocument, queries: Iterable[Query], *, blocking: bool
) -> Iterable[Problem]:
    places = {
        part.id: f"{name}:{part.id}.{field}"
        for name, field in (
            ("analysis", "body"),
            ("reports", "paraphrase"),
            ("timeline", "text"),
            ("deeper", "text"),
        )
        for part in getattr(document, name)
    }
    for query in queries:
        if query.blocking is blocking:
            field = places.get(query.part) or query.part or "headline"
            what = "A comment that must be resolved" if blocking else "A comment"
            code = "blocking-query" if blocking else "open-query"
            yield Problem(field, f"{what} is open: {quoted(query.text)}", code, query.text)
