"""Forms that are opened now and sent later, and what a page says after it."""

from collections.abc import Sequence
from typing import Any

from newsdesk.editing import autosaves
from stories import working_copy
from stories.models.draft import Story
from tests.desk.screens import address, fields, list_address


def opened(client: Any, item: Any, query: str = "", **changes: Any) -> dict[str, Any]:
    """Return the data of a form that is opened now; `analysis__0__heading="x"` types into it."""
    return typed(fields(client.get(address("change", item) + query)), **changes)


def opened_by_all(people: Sequence[Any], client: Any, item: Any) -> list[dict[str, Any]]:
    """Return what each of `people` has who opens the form now: one page, and a token for each."""
    data = opened(client, item)
    return [data | {"form": [autosaves.new_token(user)]} for user in people]


def opened_new(client: Any, model: Any, **changes: Any) -> dict[str, Any]:
    return typed(fields(client.get(list_address(model, "add"))), **changes)


def typed(data: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return (
        data
        | {"_continue": "1"}
        | {name.replace("__", "-"): value for name, value in changes.items()}
    )


def sent(client: Any, item: Any, data: dict[str, Any], *, follow: bool = True) -> Any:
    return client.post(address("change", item), data, follow=follow)


def row(data: dict[str, Any], prefix: str, **values: Any) -> dict[str, Any]:
    """Return `data` with one more row in a list."""
    number = int(data[f"{prefix}-TOTAL_FORMS"][0])
    more = {f"{prefix}-{number}-{name}": value for name, value in values.items()}
    return data | more | {f"{prefix}-TOTAL_FORMS": [str(number + 1)]}


def said(story: Any) -> Any:
    """Return the document of a story as it is stored."""
    return working_copy.document_of(Story.objects.get(pk=story.pk))


def headings(story: Any) -> list[str]:
    return [part.heading for part in said(story).analysis]


def choices(answer: Any, which: str) -> dict[str, Any]:
    """Return the data of a page that asks, with the same answer to every question."""
    data = fields(answer)
    names = [name[5:] for name in data if name.startswith("seen-")]
    return data | {f"choice-{name}": which for name in names}
