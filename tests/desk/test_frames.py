"""A preview in frames: only there may a page of the site be framed, and only by the desk's own page."""

import pytest

from tests import pages, release
from tests.desk.screens import address, signed_in, text, tree
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "width"), [("phone", "390"), ("desktop", "1280"), ("print", "673")]
)
def test_a_frame_has_the_width_that_it_says_and_holds_the_page_alone(name, width):
    chief = person("Desk chief")
    story, client = pages.story(chief), signed_in(chief)
    page = client.get(f"{address('preview', story)}?as={name}")
    (frame,) = tree(page).xpath("//iframe")
    assert frame.get("width") == width
    assert frame.get("src") == "?as=page"
    assert "It turned at noon." not in text(page)
    inside = client.get(f"{address('preview', story)}?as=page")
    assert "It turned at noon." in text(inside)
    assert "Preview: not public" not in text(inside)
    assert "preview.css" not in inside.content.decode()


def test_what_stands_in_the_frame_is_what_readers_will_see():
    """All but what follows on a published page alone: ways to share it, to cite it, to report an error."""
    chief = person("Desk chief")
    story, client = pages.story(chief), signed_in(chief)
    inside = tree(client.get(f"{address('preview', story)}?as=page"))
    release.publish(story, actor=chief)
    public = tree(client.get("/stories/the-ferry-turns/"))

    def body(page):
        for link in page.xpath("//footer[@class='report-link']"):
            link.drop_tree()
        parts = page.xpath("//article[contains(@class, 'story')]/section")
        return " ".join(" ".join(part.text_content() for part in parts).split())

    assert body(public).startswith(body(inside))
    assert "The Pier Post reports that the ferry turned." in body(inside)


def test_only_the_two_pages_of_the_frame_may_hold_or_be_held():
    chief = person("Desk chief")
    story, client = pages.story(chief), signed_in(chief)
    release.publish(story, actor=chief)
    plain, url = address("preview", story), address("preview", story)
    held = client.get(f"{url}?as=page")
    assert held["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in held["Content-Security-Policy"]
    holds = client.get(f"{url}?as=phone")
    assert "frame-src 'self'" in holds["Content-Security-Policy"]
    for page in (
        holds,
        client.get(plain),
        client.get(f"{plain}?as=nonsense"),
        client.get(address("change", story)),
        client.get(address("history", story)),
        client.get("/stories/the-ferry-turns/?as=page"),
    ):
        assert page["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    for page in (held, holds):
        assert "noindex" in page["X-Robots-Tag"]
        assert "no-store" in page["Cache-Control"]


def test_an_edition_can_be_looked_at_in_frames_too():
    chief = person("Desk chief")
    story, client = pages.story(chief), signed_in(chief)
    release.publish(story, actor=chief)
    url = address("edition", story, 1)
    assert tree(client.get(f"{url}?as=phone")).xpath("//iframe")
    assert client.get(f"{url}?as=page")["X-Frame-Options"] == "SAMEORIGIN"
