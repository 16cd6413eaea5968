"""Error pages and pictures."""

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.template.loader import render_to_string

from newsdesk.site import front_page
from newsdesk.site.error_pages import server_error
from tests.public import desk


@pytest.mark.django_db
def test_a_missing_page_helps_on_in_the_look_of_the_site(client):
    response = client.get("/nope/")
    assert response.status_code == 404
    body = response.content.decode()
    assert "There is no such page" in body
    assert 'action="/search/"' in body


@pytest.mark.django_db
def test_a_failing_page_tells_no_secrets(client, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("the word is Rumpelstiltskin")

    monkeypatch.setattr(front_page, "render", fail)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert "Rumpelstiltskin" not in response.content.decode()
    assert "Something went wrong" in response.content.decode()
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_the_error_page_needs_no_context(rf):
    assert "Something went wrong" in server_error(rf.get("/")).content.decode()
    assert "not open to you" in render_to_string("403.html")


@pytest.mark.django_db
@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_without_its_database_the_site_says_when_to_come_back(client, error):
    def gone(*args):
        raise error("connection to server at db.internal failed")

    client.raise_request_exception = False
    with connection.execute_wrapper(gone):
        answers = [client.get(path) for path in ("/", "/search/?q=ferry", "/feeds/stories.xml")]
        answers.append(client.post("/admin/login/", {"username": "ada", "password": "secret"}))
    for response in answers:
        assert response.status_code == 503
        assert response["Retry-After"] == "30"
        assert response["Cache-Control"].startswith("no-store")
        assert "db.internal" not in response.content.decode()
        assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "nothing was saved" in answers[-1].content.decode()
    assert client.get("/").status_code == 200


def test_a_picture_is_served_sandboxed(chief, client):
    picture = desk.image()
    desk.story(chief, image=picture)
    response = client.get(f"/media/{picture.name}")
    body = b"".join(response)
    assert body[8:12] == b"WEBP"
    assert response["Content-Type"] == "image/webp"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_only_the_desks_own_names_are_served(client):
    names = ["", "pictures/", "pictures/aa/x.webp", "other/aa/" + "a" * 32 + ".webp"]
    names += ["pictures/aa/" + "a" * 32 + ".webp", "pictures/aa/" + "a" * 32 + ".webp%0a"]
    for name in names:
        assert client.get(f"/media/{name}").status_code == 404, name


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/topics/Harbour-Trust/", "/topics/harbour-trust/"),
        ("/Topics/HARBOUR-TRUST/", "/topics/harbour-trust/"),
        ("/Stories/", "/stories/"),
        ("/Stories/?page=2", "/stories/?page=2"),
    ],
)
def test_capitals_lead_to_small_letters(chief, client, path, there):
    desk.topic(chief)
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (301, there)


@pytest.mark.parametrize("path", ["/NOTHING/", "/preview/ABC/", "/report/ABC/", "/media/X.webp"])
def test_capitals_that_mean_something_are_left_alone(client, db, path):
    assert client.get(path).status_code == 404
