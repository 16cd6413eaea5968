"""Broken values of whatever the pages of the desk read, sent by who may open all of them: no server error."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import get_resolver

from entities.models.outlet import Outlet
from newsdesk.workflow.roles import sync_roles
from tests import pages, release
from tests.broken import WORST, Crawl, Watch, share
from tests.desk import waiting
from tests.desk.test_addresses import admin_addresses
from tests.people import person

pytestmark = pytest.mark.django_db

# What the queue shows of a pair of questions.
SIGNALS = {"label": "", "proposal": "", "method": "words", "likeness": 0.9, "blocked": False} | {
    name: []
    for name in ("badges", "left_title", "right_title", "sum", "differences", "contradictions")
}
# Parts of addresses that are no number of a page.
PARTS = {"verb": "publish", "deed": "settle", "day": "2026-12-01", "number": "1"}
# Addresses that are read elsewhere, or that answer nothing of their own.
APART = ("account_", "mfa_", "login", "logout")


@pytest.fixture
def things():
    """One thing of each kind, and which number stands for it in the addresses of its app and model."""
    chief = person("Desk chief", "the-owner")
    one, other = pages.faq(chief), pages.faq(chief, "Do ferries lean much?")
    made = {
        "stories/story": pages.story(chief, "A story of somebody"),
        "faqs/faq": one,
        "entities/entity": pages.entity(chief),
    }
    for item in made.values():
        release.publish(item, actor=chief)
    made |= {
        "another faq": other,
        "faqs/duplicatepair": waiting.pair(one, other, signals=SIGNALS),
        "faqs/askedquestion": waiting.question("Do ferries lean?"),
        "entities/outlet": Outlet.objects.create(name="The Tide"),
    }
    return {kind: str(item.pk) for kind, item in made.items()}


@pytest.fixture
def crawl(monkeypatch):
    sync_roles()
    watch = Watch()
    watch.start(monkeypatch)
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser("root"))
    return Crawl(client, watch)


def addresses(things):
    """Return every address of the desk, its parts filled in."""
    for _, path in patterns(things):
        yield path


def patterns(things):
    """Return every address of the desk, as it is written in the URLconf and with its parts filled in."""
    for name, path in admin_addresses(get_resolver()):
        if name is None or name.startswith(APART):
            continue
        if name == "app_list":
            path = "admin/stories/"
        kind, written = "/".join(path.split("/")[1:3]), path
        while "<" in path:
            before, _, rest = path.partition("<")
            part, _, after = rest.partition(">")
            part = part.rpartition(":")[2]
            path = before + PARTS.get(part, things.get(kind, "1")) + after
        yield written, f"/{path}"


def merging(things):
    """Return the addresses that read all of their parameters only where two questions are named."""
    both = f"faq={things['faqs/faq']}&faq={things['another faq']}"
    return [
        f"/admin/faqs/duplicatepair/{name}?{both}"
        for name in ("merge/", "merge/preview/", "cluster/")
    ]


def test_every_parameter_of_the_desk(crawl, things):
    for turn, path in enumerate(addresses(things)):
        crawl.query(path, together=share(WORST, turn, 3))
    for path in merging(things):
        crawl.query(path, alone=WORST)
    crawl.check()
    seen = crawl.seen
    assert {"p", "o", "q", "_popup", "_to_field"} <= seen["GET /admin/stories/story/"]
    assert (
        "_changelist_filters" in seen[f"GET /admin/stories/story/{things['stories/story']}/change/"]
    )
    assert "from" in seen[f"GET /admin/stories/story/{things['stories/story']}/compare/"]
    assert {"term", "app_label", "model_name", "field_name"} <= seen["GET /admin/autocomplete/"]
    *merges, cluster = merging(things)
    for path in merges:
        assert {"faq", "out", "stays"} <= seen[f"GET {path}"]
    assert {"faq", "q", "reason"} <= seen[f"GET {cluster}"]


def test_every_field_of_the_desk(crawl, things):
    for turn, path in enumerate((*addresses(things), *merging(things))):
        # A third of the values for each form, in turn: the fields of one form are like those of the others.
        crawl.post(path, together=share(WORST, turn, 3))
    crawl.check()
    assert "headline" in crawl.seen[f"POST /admin/stories/story/{things['stories/story']}/change/"]
    assert len(WORST) * 30 < crawl.sent


def test_every_part_of_an_address(crawl, things):
    """What is read as a number or a name; a fixed part that is broken is an address that there is not."""
    read = 0
    for written, path in patterns(things):
        places = [n for n, part in enumerate(written.strip("/").split("/")) if "<" in part]
        crawl.parts(path, places=places)
        read += len(places)
    assert read > 40
    crawl.parts("/admin/stories/story/add/")
    crawl.check()
