"""What every answer of the API keeps to: methods, errors, caches, origins, how often, its description."""

from dataclasses import replace

import pytest
from django.test import Client

from stories.workflow import STORY
from stories.working_copy import document_of
from tests import release
from tests.public import desk

LIST = "/api/v1/stories/"
PROBLEM = "application/problem+json"


@pytest.mark.parametrize("path", [LIST, "/api/v1/", "/api/v1/openapi.json", "/api/v1/outlets/"])
def test_head_is_answered_as_get_without_a_body(chief, client, path):
    desk.story(chief)
    whole, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == whole["ETag"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(db, client, method):
    response = getattr(client, method)(LIST, content_type="application/json")
    assert (response.status_code, response["Content-Type"]) == (405, PROBLEM)
    assert response.json()["detail"].startswith("This API is for reading")


@pytest.mark.parametrize(
    "path", ["/api/v1/nothing/", "/api/v2/stories/", "/api/v1/stories/x/", "/api/v1/stories/%F0/"]
)
def test_what_is_not_there_is_told_as_a_problem(db, client, path):
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (404, PROBLEM)
    assert response.json()["status"] == 404


def test_a_failure_is_told_as_a_problem_and_keeps_its_number(db, monkeypatch):
    monkeypatch.setattr("newsdesk.api.page_operations.narrowed", None)
    response = Client(raise_request_exception=False).get(LIST)
    assert (response.status_code, response["Content-Type"]) == (500, PROBLEM)
    assert response["X-Request-ID"]
    assert "no-store" in response["Cache-Control"]


def test_who_has_an_answer_is_told_that_it_has_not_changed(chief, client):
    item = desk.story(chief)
    tag = client.get(LIST)["ETag"]
    assert client.get(LIST, headers={"If-None-Match": tag}).status_code == 304
    STORY.revise(item, replace(document_of(item), standfirst="Later."), actor=chief)
    assert client.get(LIST, headers={"If-None-Match": tag}).status_code == 304
    release.publish(item, actor=chief, kind="update", note="More.")
    assert client.get(LIST, headers={"If-None-Match": tag}).status_code == 200
    assert client.get(LIST)["Last-Modified"]


@pytest.mark.django_db(transaction=True)
def test_a_kept_answer_ends_with_a_withdrawal(transactional_db, client, id_of):
    from tests.people import person

    chief = person("Desk chief")
    item = desk.story(chief)
    uid = id_of("/stories/the-ferry-turns/")
    kept = [client.get(f"/api/v1/stories/{uid}/") for _ in range(2)]
    assert kept[0].content == kept[1].content
    STORY.withdraw(item, actor=chief, note="It was wrong.")
    assert client.get(f"/api/v1/stories/{uid}/").status_code == 410
    assert client.get(LIST).json()["items"] == []


def test_only_sites_that_are_named_may_read_it_in_a_browser(chief, client, settings):
    desk.story(chief)
    mine, other = "https://www.example.org", "https://www.example.org.evil.example"
    assert "Access-Control-Allow-Origin" not in client.get(LIST, headers={"Origin": mine})
    settings.API_ORIGINS = frozenset({mine})
    allowed = client.get(LIST, headers={"Origin": mine})
    refused = client.get(LIST, headers={"Origin": other})
    assert allowed["Access-Control-Allow-Origin"] == mine
    assert "Access-Control-Allow-Origin" not in refused
    assert "Origin" in allowed["Vary"]
    assert "Origin" in refused["Vary"]
    asked = client.options(LIST, headers={"Origin": mine, "Access-Control-Request-Method": "GET"})
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    assert "Access-Control-Allow-Credentials" not in allowed
    assert "Access-Control-Allow-Origin" not in client.get("/", headers={"Origin": mine})


def test_who_asks_too_often_is_told_when_to_come_back(chief, client, settings):
    settings.API_PER_MINUTE = 2
    desk.story(chief)
    answers = [client.get(LIST) for _ in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert (answers[2]["Content-Type"], answers[2]["Cache-Control"]) == (
        PROBLEM,
        "no-store, private",
    )
    assert 1 <= int(answers[2]["Retry-After"]) <= 60
    assert answers[2].json()["detail"].startswith("Too many requests: 2 a minute are answered.")
    assert client.get("/stories/").status_code == 200
    assert client.get(LIST, REMOTE_ADDR="192.0.2.9").status_code == 200


def test_kept_answers_are_counted_too(transactional_db, client, settings):
    settings.API_PER_MINUTE = 2
    codes = [client.get("/api/v1/").status_code for _ in range(3)]
    assert codes == [200, 200, 429]


def test_without_a_cache_nobody_is_shut_out(db, client, settings, monkeypatch):
    settings.API_PER_MINUTE = 1
    monkeypatch.setattr("newsdesk.accounts.rate.cache", None)
    assert [client.get("/api/v1/").status_code for _ in range(2)] == [200, 200]


def test_the_openapi_document_tells_every_address(db, client):
    from newsdesk.api.urls import urlpatterns

    told = client.get("/api/v1/openapi.json").json()
    assert told["openapi"].startswith("3.")
    served = {
        "/api/" + str(pattern.pattern).replace("<path:name>", "{name}").replace("<uid>", "{uid}")
        for pattern in urlpatterns
        if pattern.name not in ("api-docs", "api-schema")
    }
    assert set(told["paths"]) == served
    for operations in told["paths"].values():
        assert set(operations) == {"get"}


def test_an_answer_is_of_the_shape_that_the_description_tells(chief, client, ask, id_of):
    desk.full_story(chief)
    told = client.get("/api/v1/openapi.json").json()["components"]["schemas"]
    found = ask(f"stories/{id_of('/stories/the-ferry-turns/')}/")
    assert set(found) == set(told["Story"]["properties"])
    assert set(ask("stories/")["items"][0]) == set(told["Card"]["properties"])


def test_the_page_for_people_names_every_address_and_runs_nothing_of_others(db, client):
    page = client.get("/api/docs/")
    told = client.get("/api/v1/openapi.json").json()
    text = page.content.decode()
    for path in told["paths"]:
        assert f"GET {path}" in text
    for name in told["components"]["schemas"]:
        assert f'id="shape-{name}"' in text
    assert "cdn" not in text
    assert "nonce" not in page["Content-Security-Policy"]


def test_answers_are_kept_from_search_engines(chief, client):
    assert client.get(LIST)["X-Robots-Tag"] == "noindex"
