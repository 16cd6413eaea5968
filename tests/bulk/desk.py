"""The pages of bulk changes over HTTP: choose in a list, fill in, read the preview, do, undo."""

from typing import Any

from newsdesk.desk.bulk.models import BulkDeed, BulkRow
from tests.desk.screens import list_address, tree


def choose(client: Any, action: str, *pages: Any, model: Any = None, **more: Any) -> Any:
    """Choose `pages` in the list of their kind; return the answer."""
    url = list_address(model or type(pages[0]), "bulk")
    return client.post(url, {"action": action, "page": [page.key for page in pages], **more})


def planned(client: Any, action: str, *pages: Any, value: str | None = None, **more: Any) -> str:
    """Choose, fill in what the action asks, and return the address of the preview."""
    answer = choose(client, action, *pages, **more)
    assert answer.status_code == 302, answer.status_code
    if value is not None:
        assert client.post(answer["Location"], {"step": "ask", "value": value}).status_code == 302
    return str(answer["Location"])


def done(client: Any, action: str, *pages: Any, value: str | None = None) -> str:
    """Do it, and return the address of the bulk change."""
    url = planned(client, action, *pages, value=value)
    assert client.post(url, {"step": "do"}).status_code == 302
    return url


def told(client: Any, url: str) -> dict[str, tuple[str, str]]:
    """Return what a preview or a result says of each page: the badge and the sentence."""
    found = {}
    for row in tree(client.get(url)).xpath("//ul[@class='desk-bulk-rows']/li"):
        label = row.xpath("string(*[contains(@class, 'desk-badge')])")
        found[row.xpath("string(a)")] = (label, row.xpath("string(p)"))
    return found


def states(deed: BulkDeed | None = None) -> list[str]:
    rows = BulkRow.objects.filter(deed=deed) if deed else BulkRow.objects.all()
    return [str(row.state) for row in rows]
