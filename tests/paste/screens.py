"""The screens of an import over HTTP, as a browser without a script goes through them."""

from stories.importing.corrections import FIELDS
from stories.importing.screens.put_right import shown_values

PASTE = "/admin/stories/story/paste/"


def read(client, text):
    """Paste a text and return what is shown then."""
    return client.post(PASTE, {"text": text, "read": ""}, follow=True)


def address_of(response):
    return response.request["PATH_INFO"]


def fields_of(response):
    """Return what the form of the reading screen would send as it stands."""
    return {
        "version": response.context["row"].version,
        **shown_values(response.context["sections"]),
    }


def put_right(client, response, **changes):
    """Send the form with other values, or with a button as `do`; return what is shown then.

    "report:1f0c22ab:outlet" as a key, by `**{...}`, is a field; so are "do", "create" and "reason:cut-off".
    """
    data = fields_of(response)
    for name, value in changes.items():
        start = name.partition(":")[0]
        data[f"set:{name}" if start in FIELDS else name] = value
    return client.post(address_of(response), data, follow=True)


def create(client, response, **changes):
    """Make the drafts, once the changes are kept; return the answer itself."""
    if changes:
        response = put_right(client, response, **changes)
    return client.post(address_of(response), fields_of(response) | {"create": ""})


def thing(response, kind, words):
    """Return how corrections name the report, topic or question whose card shows these words."""
    prefix = f"card-{kind}-"
    (card,) = (
        card
        for section in response.context["sections"]
        for card in section.cards
        if card.id.startswith(prefix) and words in f"{card.title} {card.told}"
    )
    return f"{kind}:{card.id.removeprefix(prefix)}"


def line_key(response, words):
    """Return the key of the line that holds these words."""
    (key,) = (line.key for line in response.context["lines"] if words in line.text)
    return key
