"""Open queries as the publish gate's findings."""

from newsdesk.comments.threads import open_queries
from newsdesk.rules.findings import Findings, Problem, findings
from newsdesk.text.quote import quoted


def and_queries(found: Findings, key: str, *, whole: str) -> Findings:
    """Return findings with the open queries of a page behind them. One query.

    `whole` is the field to jump to where a query is about the whole page.
    """
    blocking, warnings = list(found.blocking), list(found.warnings)
    for part, text, blocks in open_queries(key):
        what, code = (
            ("A query that blocks", "blocking-query") if blocks else ("A query", "open-query")
        )
        problem = Problem(part or whole, f"{what} is open: {quoted(text)}", code, text)
        (blocking if blocks else warnings).append(problem)
    return findings(blocking, warnings)
