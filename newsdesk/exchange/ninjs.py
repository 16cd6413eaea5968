"""Public pages in ninjs 3.0, the IPTC's form of news in JSON, for partners.

The schema: https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json. It allows no names of its own.
"""

from collections.abc import Iterator
from html import escape
from typing import Any

from newsdesk.catalogue.models import Page
from newsdesk.catalogue.publication import publication
from newsdesk.comparison.three_way_merge import Data
from newsdesk.exchange.columns import moment
from newsdesk.exchange.public_lines import documents_of, live_pages
from newsdesk.images.ladder import address
from newsdesk.kinds.kind import Kind
from newsdesk.kinds.register import kinds
from newsdesk.pages.rich_text import plain
from newsdesk.presentation.heads import absolute
from newsdesk.presentation.structured_data import publisher, without_empty

SCHEMA = "https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json"


def items() -> Iterator[tuple[str, Data]]:
    """Yield the address and the item of each live page that stands by its date or answers a question."""
    for kind in kinds():
        if kind.dated or kind.answers:
            for some in live_pages(kind):
                documents = dict(documents_of(kind, some))
                for page in some:
                    yield page.path, item(kind, page, documents[page.key])


def item(kind: Kind[Any, Any], page: Page, document: Data) -> Data:
    """Return one page as an item of ninjs."""
    house = publisher()
    body = "".join(_bodies(document))
    return without_empty(
        {
            "uri": absolute(page.path),
            "standard": {"name": "ninjs", "version": "3.0", "schema": SCHEMA},
            "type": "text",
            "representationType": "full",
            "pubStatus": "usable",
            "version": str(page.number),
            "firstCreated": moment(page.published_at),
            "versionCreated": moment(page.updated_at),
            "language": publication().locale,
            "copyrightHolder": house["name"],
            "by": ", ".join(each["name"] for each in document.get("bylines", ())),
            "headlines": [{"role": "main", "value": page.title}],
            "descriptions": [{"role": "summary", "value": page.summary}] if page.summary else [],
            "bodies": [
                {
                    "role": "main",
                    "contentType": "text/html",
                    "wordCount": len(plain(body).split()),
                    "value": body,
                }
            ]
            if body
            else [],
            "subjects": [{"name": tag, "rel": "about"} for tag in document.get("tags", ())],
            "infoSources": _sources(document),
            "genres": [{"name": kind.label}],
            "associations": _pictures(document),
        }
    )


def _bodies(document: Data) -> Iterator[str]:
    """Yield the texts of a page as HTML, in its order."""
    yield document.get("summary") or document.get("intro") or ""
    for part in document.get("analysis", ()):
        yield _headed(part["heading"], part["body"])
    for answer in document.get("answers", ()):
        yield _headed(answer["question"], answer["text"])
    yield document.get("background") or ""


def _headed(heading: str, text: str) -> str:
    return f"<h2>{escape(heading, quote=False)}</h2>{text}" if heading else text


def _sources(document: Data) -> list[Data]:
    found: dict[str, Data] = {}
    for report in (*document.get("reports", ()), *document.get("sources", ())):
        if name := report.get("outlet"):
            told = {"name": name, "uri": report.get("url", "")}
            found.setdefault(name, without_empty(told))
    return list(found.values())


def _pictures(document: Data) -> list[Data]:
    image = document.get("image")
    if not image:
        return []
    where = absolute(address(image["name"]))
    return [
        without_empty(
            {
                "name": "main image",
                "uri": where,
                "type": "picture",
                "descriptions": [{"role": "caption", "value": image["caption"]}]
                if image["caption"]
                else [],
                "by": image["credit"],
                "renditions": [
                    {
                        "name": "main",
                        "href": where,
                        "contentType": "image/webp",
                        "width": image["width"],
                        "height": image["height"],
                    }
                ],
            }
        )
    ]
