"""Open queries as the publish gate's findings."""

from collections.abc import Iterable, Mapping

from newsdesk.comments.threads import open_queries
from newsdesk.rules.findings import Findings, Problem, findings
from newsdesk.text.quote import quoted


def and_queries(found: Mapping[str, Findings], *, whole: str) -> dict[str, Findings]:
    """Return the findings of pages, by their keys, with the open queries of each behind them. One query.

    `whole` is the field to jump to where a query is about the whole page.
    """
    asked = open_queries(found)
    return {key: _with(each, asked[key], whole) for key, each in found.items()}


def _with(found: Findings, asked: Iterable[tuple[str, str, bool]], whole: str) -> Findings:
    blocking, warnings = list(found.blocking), list(found.warnings)
    for part, text, blocks in asked:
        what, code = (
            ("A query that blocks", "blocking-query") if blocks else ("A query", "open-query")
        )
        problem = Problem(part or whole, f"{what} is open: {quoted(text)}", code, text)
        (blocking if blocks else warnings).append(problem)
    return findings(blocking, warnings)
