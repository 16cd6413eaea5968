"""Cards that other sites show in a frame, and oEmbed: what they hold, and that nothing else may be framed."""

from dataclasses import replace
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.urls import reverse
from lxml import etree, html

from faqs.workflow import FAQ
from faqs.working_copy import document_of
from newsdesk.presentation.heads import embed_path
from tests import pages, release
from tests.people import person
from tests.public import desk
from tests.workflow.situations import soon

pytestmark = pytest.mark.usefixtures("today")

QUESTION = "/questions/why-do-ferries-lean/"


def card(client, path):
    response = client.get(embed_path(path))
    assert response.status_code == 200, path
    return " ".join(html.fromstring(response.content.decode()).text_content().split())


def told(client, url, **values):
    return client.get(reverse("oembed"), {"url": url, **values})


def test_a_card_says_the_answer_and_what_was_corrected(chief, client):
    item = desk.full_question(chief)
    assert "They lean because they turn." in card(client, QUESTION)
    FAQ.revise(
        item, replace(document_of(item), intro="<p>They lean because of the wind.</p>"), actor=chief
    )
    release.publish(
        item, actor=chief, kind="correction", note="It is the wind.", wrong="turn", right="wind"
    )
    shown = card(client, QUESTION)
    assert "They lean because of the wind." in shown
    assert "It is the wind." in shown


def test_a_topic_and_a_timeline_have_cards(chief, client):
    desk.topic(chief)
    desk.full_story(chief)
    assert "Harbour Trust" in card(client, "/topics/harbour-trust/")
    assert "It sailed." in card(client, "/stories/the-ferry-turns/")


def test_a_card_of_what_was_withdrawn_says_so_in_the_frame(chief, client):
    item = desk.full_question(chief)
    FAQ.withdraw(item, actor=chief, note="It was wrong.")
    response = client.get(embed_path(QUESTION))
    assert response.status_code == 410
    assert "It was wrong." in response.content.decode()
    assert "lean because" not in response.content.decode()
    assert "X-Frame-Options" not in response


def test_cards_alone_may_be_framed(chief, client):
    desk.full_question(chief)
    framed = client.get(embed_path(QUESTION))
    assert "frame-ancestors *" in framed["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed
    for path in (QUESTION, "/", "/oembed/", "/admin/login/"):
        response = client.get(path)
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"], path
        assert response["X-Frame-Options"] == "DENY", path


@pytest.mark.parametrize("path", ["/questions/", "/", "/stories/nothing/", "/admin/", "/embed/"])
def test_there_is_no_card_of_what_is_no_page(client, db, path):
    assert client.get(f"/embed{path}").status_code == 404


def test_what_waits_has_neither_card_nor_description(chief, client):
    item = pages.faq(chief, "Why do ferries wait?")
    release.schedule(item, actor=chief, at=soon())
    path = f"/questions/{item.slug}/"
    assert client.get(embed_path(path)).status_code == 404
    assert told(client, settings.SITE_URL + path).status_code == 404


def test_oembed_describes_the_card(chief, client):
    desk.full_story(chief)
    url = f"{settings.SITE_URL}/stories/the-ferry-turns/"
    data = told(client, url, maxwidth="400").json()
    assert data["version"] == "1.0"
    assert data["type"] == "rich"
    assert (data["title"], data["author_name"]) == ("The ferry turns", "Ada Reed 1")
    assert data["width"] == 400
    (frame,) = html.fragments_fromstring(data["html"])
    assert frame.get("src") == f"{settings.SITE_URL}/embed/stories/the-ferry-turns/"
    assert frame.get("width") == "400"
    assert client.get(data["thumbnail_url"].removeprefix(settings.SITE_URL)).status_code == 200


def test_a_page_says_where_it_is_described(chief, client, read):
    desk.full_question(chief)
    (address,) = read(QUESTION).xpath('//link[@type="application/json+oembed"]/@href')
    assert client.get(address.removeprefix(settings.SITE_URL)).json()["title"].startswith("Why")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x",
        "https://elsewhere.example/questions/why-do-ferries-lean/",
        f"{settings.SITE_URL}.elsewhere.example{QUESTION}",
        f"{settings.SITE_URL}/questions/",
        f"{settings.SITE_URL}/admin/",
        "http://[::1",
        "\0",
        "x" * 3_000,
    ],
)
def test_oembed_knows_no_other_address(chief, client, url):
    desk.full_question(chief)
    assert told(client, url).status_code == 404


def test_oembed_says_the_same_in_xml(chief, client):
    desk.full_question(chief)
    said = told(client, settings.SITE_URL + QUESTION).json()
    answer = told(client, settings.SITE_URL + QUESTION, format="xml")
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    root = etree.fromstring(answer.getvalue())
    assert root.tag == "oembed"
    assert {element.tag: element.text for element in root} == {
        name: str(value) for name, value in said.items()
    }


def test_oembed_knows_no_other_form(chief, client):
    desk.full_question(chief)
    assert told(client, settings.SITE_URL + QUESTION, format="yaml").status_code == 400


def test_a_card_moves_with_its_page(chief, client):
    item = desk.full_question(chief)
    FAQ.revise(item, replace(document_of(item), slug="lean"), actor=chief)
    release.publish(item, actor=chief, kind="update")
    response = client.get(embed_path(QUESTION))
    assert (response.status_code, response["Location"]) == (301, "/embed/questions/lean/")
    url = f"{settings.SITE_URL}{QUESTION}"
    assert "/embed/questions/lean/" in told(client, url).json()["html"]


def test_nobody_has_to_be_known_for_a_card(chief, client):
    desk.full_question(chief)
    client.force_login(person("Editor"))
    assert not client.get(embed_path(QUESTION)).cookies
    assert urlencode({"page": QUESTION}) not in card(client, QUESTION)
