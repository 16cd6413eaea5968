"""What readers find of questions that turned out to be one: by every wording that was public, and by no
other.
"""

import dataclasses
import re

import pytest
from django.core.management import call_command

from faqs import working_copy
from faqs.duplicate_review import merges
from faqs.workflow import FAQ
from newsdesk.catalogue.models import Page
from tests import pages, release
from tests.duplicate_review.desk import fresh, plan, question
from tests.finding import found
from tests.people import person

pytestmark = pytest.mark.django_db


def renamed(faq, actor, title, *, slug="", publish=True):
    """Give a FAQ another question and address, for readers unless told otherwise."""
    document = working_copy.document_of(fresh(faq))
    FAQ.revise(
        faq, dataclasses.replace(document, question=title, slug=slug or document.slug), actor=actor
    )
    if publish:
        release.publish(faq, actor=actor, kind="update")
    return fresh(faq)


def _without_nonces(text):
    return re.sub(r'(nonce|data-edition)="[^"]*"|Edition \d+: (what changed|history)', "", text)


def hops(client, path):
    """Return the addresses that a path leads to, one after the other, down to a page."""
    trail = []
    while (answer := client.get(path)).status_code in (301, 302, 307, 308):
        path = answer["Location"]
        trail.append(path)
    assert answer.status_code == 200
    return trail


@pytest.fixture
def pier(moderator):
    return question(moderator, "Why do ferries lean?", slug="pier")


@pytest.fixture
def quay(moderator):
    """Return a question that readers have known by three wordings, the last of which is not public."""
    faq = question(moderator, "Why do steamers heel?", slug="quay-first")
    faq = renamed(faq, moderator, "Why do liners tilt?", slug="quay")
    return renamed(faq, moderator, "Why do catamarans wobble?", publish=False)


def test_every_old_address_leads_on_in_one_hop_whatever_was_merged_into_what(
    moderator, pier, quay, client
):
    last = question(moderator, "Why do boats roll?", slug="last")
    merges.merge(plan(pier, quay), actor=moderator)
    merges.merge(plan(last, pier), actor=moderator)
    for path in ("/questions/quay-first/", "/questions/quay/", "/questions/pier/"):
        assert hops(client, path) == ["/questions/last/"]
    renamed(last, moderator, "Why do boats roll?", slug="at-last")
    for path in ("/questions/quay-first/", "/questions/quay/", "/questions/last/"):
        assert hops(client, path) == ["/questions/at-last/"]


def test_search_finds_every_wording_that_was_public_and_no_other(moderator, pier, quay):
    last = question(moderator, "Why do boats roll?", slug="last")
    merges.merge(plan(pier, quay), actor=moderator)
    merges.merge(plan(last, pier), actor=moderator)
    for words in ("steamers heel", "liners tilt", "ferries lean", "boats roll"):
        assert [page.key for page in found(words)] == [last.key], words
    assert not list(found("catamarans wobble"))
    call_command("rebuild_catalogue", verbosity=0)
    assert [page.key for page in found("steamers heel")] == [last.key]


def test_also_asked_as_names_what_was_public_when_it_was_merged(moderator, pier, quay, client):
    draft = question(moderator, "Why do punts capsize?", live=False, slug="punt")
    merges.merge(plan(pier, quay, draft), actor=moderator)
    body = client.get("/questions/pier/").content.decode()
    assert "Why do liners tilt?" in body
    for words in ("steamers", "catamarans", "punts"):
        assert words not in body


def test_what_was_withdrawn_before_is_no_wording(moderator, pier):
    gone = question(moderator, "Why do skiffs sink?", slug="skiff")
    FAQ.withdraw(gone, actor=moderator, note="Wrong.")
    back = renamed(gone, moderator, "Why do dinghies drift?", slug="dinghy")
    merges.merge(plan(pier, back), actor=moderator)
    assert [page.key for page in found("dinghies drift")] == [pier.key]
    assert not list(found("skiffs sink"))


# Whatever could still tell readers of a merge: lists in their order, search, suggestions, feeds, sitemaps.
TELLING = (
    "/questions/",
    "/",
    "/search/?q=lean",
    "/search/?q=steamers+heel",
    "/search/suggest/?q=liners",
    "/feeds/stories.xml",
    "/feeds/stories.atom",
    "/feeds/stories.json",
    "/feeds/tags/sea.atom",
    "/feeds/corrections.xml",
    "/tags/sea/",
    "/archive/",
    "/sitemap.xml",
    "/questions/pier/",
    "/stories/the-ferry-turns/",
)


def test_after_an_undo_each_wording_leads_to_its_own_page_again(moderator, pier, quay, client):
    chief = person("Desk chief")
    story = pages.story(chief, faqs=(pier.key, quay.key), tags=("Sea",))
    release.publish(story, actor=chief)

    def shown():
        rows = Page.objects.visible().latest().values_list("key", "title", "also", "updated_at")
        answers = {path: client.get(path) for path in TELLING}
        assert {answer.status_code for answer in answers.values()} == {200}
        said = {path: _without_nonces(answer.content.decode()) for path, answer in answers.items()}
        return list(rows), said

    before = shown()
    batch = merges.merge(plan(pier, quay), actor=moderator)
    assert shown() != before
    merges.undo(batch.records.all(), actor=moderator)
    assert shown() == before
    assert [page.key for page in found("steamers heel")] == [quay.key]
    assert hops(client, "/questions/quay-first/") == ["/questions/quay/"]
