"""The publication's logo where it leaves the site: on social cards and in mails."""

import io

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from lxml import html
from PIL import Image

from newsdesk.images import cards
from newsdesk.mail.content import Content, as_mail
from newsdesk.mail.models import Message
from newsdesk.site.publication import pictures
from tests.public import desk
from tests.publication.conftest import drawing

pytestmark = pytest.mark.django_db


def card(client, path="/cards/list/home.jpg"):
    answer = client.get(path)
    assert answer.status_code == 200
    return Image.open(io.BytesIO(answer.content)).convert("RGB")


def foot(picture):
    """Return the colours of the strip in which the name or the logo stands."""
    top = cards.SIZE[1] - cards.FOOT + 4
    strip = picture.crop((cards.MARGIN, top, cards.SIZE[0] - cards.MARGIN, cards.SIZE[1] - 8))
    return {colour for _, colour in strip.getcolors(1_000_000)}


def green(colours):
    return any(g > r + 20 and g < 90 for r, g, b in colours)


def written(**values):
    user = User(username="ada", email="ada@lantern.example", is_staff=True)
    mail = as_mail(Message(user=user, kind="x"), Content(subject="Hello", **values))
    ((page, kind),) = mail.alternatives
    assert kind == "text/html"
    return mail.body, html.fromstring(page)


def test_cards_show_the_logo_in_place_of_the_name(chief, client, publish, marks):
    desk.story(chief)
    publish(logo="")
    assert not green(foot(card(client)))
    publish(logo=marks["logo"])
    assert green(foot(card(client)))
    story = client.get("/stories/the-ferry-turns/").content.decode()
    (path,) = html.fromstring(story).xpath("//meta[@property='og:image']/@content")
    assert green(foot(card(client, path.removeprefix(settings.SITE_URL))))


def test_a_logo_keeps_to_its_strip_however_wide_or_tall_it_is(publish, marks):
    for size in ((960, 16), (16, 240)):
        name = pictures.keep_logo(drawing(*size, "#12312b"))
        drawn = cards.draw(cards.Face(title="A", kicker="", site="S", logo=name))
        rule = cards.SIZE[1] - cards.FOOT
        edge = drawn.crop((0, rule - 40, cards.SIZE[0], rule - 4))
        assert len(edge.getcolors()) == 1
        assert green(foot(drawn))


def test_a_logo_that_is_gone_leaves_the_name(publish):
    drawn = cards.draw(cards.Face(title="A", kicker="", site="Lantern", logo=f"{'0' * 32}-96x24"))
    plain = cards.draw(cards.Face(title="A", kicker="", site="Lantern"))
    assert drawn.tobytes() == plain.tobytes()


def test_mails_show_the_logo_by_its_whole_address_and_the_plain_part_is_as_before(publish, marks):
    publish(logo="", logo_dark="")
    before, page = written()
    assert page.xpath("string(//h1)") == "The Lantern"
    publish(**marks)
    plain, page = written()
    assert plain == before
    (logo,) = page.xpath("//h1//img")
    assert logo.get("src") == f"{settings.SITE_URL}/publication/{marks['logo']}.png"
    assert logo.get("alt") == "The Lantern"
    assert (logo.get("width"), logo.get("height")) == ("213", "40")
    (dark,) = page.xpath("//h1//source")
    assert dark.get("srcset") == f"{settings.SITE_URL}/publication/{marks['logo_dark']}.png"


def test_without_a_logo_for_dark_mails_it_stands_on_white_there(publish, marks):
    publish(logo=marks["logo"])
    _, page = written()
    assert ".name img { background: #ffffff" in page.xpath("string(//style)")
    publish(logo=marks["logo"], logo_dark=marks["logo_dark"])
    _, page = written()
    assert ".name img { background" not in page.xpath("string(//style)")
