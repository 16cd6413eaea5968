"""The desk over HTTP, as a browser without JavaScript would use it."""

from typing import Any

from django.test import Client
from django.urls import reverse
from lxml import html

from newsdesk.rules.subjects import SUBJECTS


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(name: str, item: Any, *args: Any) -> str:
    """Return the address of a page of `item`'s admin: "change", "verb" ..."""
    meta = item._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{name}", args=[item.pk, *args])


def list_address(model: Any, name: str = "changelist") -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}")


def tree(response: Any) -> Any:
    return html.fromstring(response.content.decode())


def text(response: Any) -> str:
    """Return the words on the page, spaces folded."""
    return " ".join(tree(response).text_content().split())


def fields(response: Any) -> dict[str, Any]:
    """Return what the page's main form would send if it were sent as it is."""
    form = next(
        form
        for form in tree(response).forms
        if form.get("id") != "logout-form" and form.get("role") != "search"
    )
    data: dict[str, Any] = {}
    for name, value in form.form_values():
        # A textarea's first line break is not part of its text.
        data.setdefault(name, []).append(value.removeprefix("\n"))
    data.pop("csrfmiddlewaretoken", None)
    return data


def save(client: Client, item: Any, **changes: Any) -> Any:
    """Open the form of `item`, change some of its fields, save, and return the answer."""
    url = address("change", item)
    data = fields(client.get(url)) | {"_continue": "1"}
    return client.post(
        url, data | {name.replace("__", "-"): value for name, value in changes.items()}
    )


def do(client: Client, item: Any, verb: str, **values: Any) -> Any:
    """Do a verb by its confirmation page; `values` are added to what the page asked with."""
    url = address("verb", item, verb)
    asked = client.get(url)
    data = fields(asked) if asked.status_code == 200 and b"desk-ask" in asked.content else {}
    return client.post(url, data | looked_at(asked) | values)


def looked_at(asked: Any) -> dict[str, Any]:
    """Return what accepts every warning that a publish page shows."""
    if not asked.content:
        return {}
    names = ("confirmed", "confirmed_with", "accepted")
    boxes = {name: tree(asked).xpath(f"//input[@name='{name}']/@value") for name in names}
    sent = {name: values for name, values in boxes.items() if values}
    reasons = {f"reason-{each}": "All of it was looked at." for each in sent.get("accepted", ())}
    return sent | reasons


def accepting(reason: str) -> dict[str, Any]:
    """Return what a publish form sends to accept every subject for one reason."""
    reasons = {f"reason-{subject.name}": reason for subject in SUBJECTS}
    return {"accepted": [subject.name for subject in SUBJECTS], **reasons}


def errors(response: Any) -> str:
    """Return the complaints of a form that was shown again."""
    found = tree(response).xpath("//*[contains(@class, 'errorlist') or @class='errornote']")
    return " ".join(" ".join(each.text_content().split()) for each in found)


def fresh(item: Any) -> Any:
    return type(item).objects.with_standing().get(pk=item.pk)
