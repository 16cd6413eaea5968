"""The pages of webhooks and of the API's documentation in a real browser: how they look and read."""

import pytest

from newsdesk.webhooks import deeds
from newsdesk.webhooks.models import ReceiverEvent
from tests import axe
from tests.public import desk

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.console_error_ok("inline style"),
]


@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_are_accessible_and_fit(open_page, chief, told, partner, work, shots, width):
    partner.answers = [500]
    desk.story(chief)
    work()
    other = deeds.add("https://hooks.example/in/5f0c7a1e4d", ReceiverEvent.values, actor=chief)
    deeds.turn_off(other, actor=chief)
    page = open_page(user=chief, width=width)
    for name, path in {
        "list": "/admin/webhooks/",
        "add": "/admin/webhooks/add/",
        "failing": f"/admin/webhooks/{told.pk}/",
        "off": f"/admin/webhooks/{other.pk}/",
        "docs": "/api/docs/",
    }.items():
        page.goto(path)
        for scheme in axe.schemes(page):
            shots(page, f"webhooks-{name}-{scheme}-{width}")
            assert axe.violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
