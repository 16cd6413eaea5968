"""A reader without JavaScript: opens a form, fills it in, sends it."""

from urllib.parse import quote

from tests.desk.screens import tree

STORY_PATH = "/stories/the-ferry-turns/"


def form_at(client, url):
    """Return what the letter's form at `url` would send if nothing were typed."""
    response = client.get(url)
    assert response.status_code == 200, url
    (form,) = (form for form in tree(response).forms if form.method == "POST")
    fields = {name: value.removeprefix("\n") for name, value in form.form_values()}
    fields.pop("csrfmiddlewaretoken")
    return fields


def ask(client, question, *, page="", **typed):
    fields = form_at(client, f"/ask/?q={quote(question)}&page={page}")
    return client.post("/ask/", fields | typed)


def report(client, *, page=STORY_PATH, part="", text="", **typed):
    fields = form_at(client, f"/report/?page={page}&part={part}&text={quote(text)}")
    return client.post("/report/", fields | {"wrong": "It was eleven, not noon."} | typed)


def number_in(response):
    """Return the number that an accepted letter was given."""
    assert response.status_code == 302, response.content.decode()[:3000]
    return response.url.split("/")[2]


def words(response):
    (main,) = tree(response).xpath("//main")
    return " ".join(main.text_content().split())
