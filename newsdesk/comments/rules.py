"""Open queries as the publish gate's findings."""

from collections.abc import Iterable, Mapping

from newsdesk.comments.threads import open_queries
from newsdesk.rules.findings import Findings, Problem, findings
from newsdesk.text.quote import quoted

# The rules by which open comments are findings.
BLOCKING, OPEN = "blocking-query", "open-query"


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
            ("A comment that must be resolved", BLOCKING) if blocks else ("A comment", OPEN)
        )
        problem = Problem(part or whole, f"{what} is open: {quoted(text)}", code, text)
        (blocking if blocks else warnings).append(problem)
    return findings(blocking, warnings)
