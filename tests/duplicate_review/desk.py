"""Questions and pairs as the tests of judging need them, built through the verbs."""

import dataclasses

from faqs import working_copy
from faqs.documents import Answer, Source
from faqs.duplicate_review import comparison, decisions
from faqs.duplicate_review.merges import Plan
from faqs.models.draft import Faq
from faqs.models.duplicate_review import DuplicatePair
from faqs.workflow import FAQ
from newsdesk.merging.taken import MergeChoice
from tests import pages, release

FERRY = "Why do ferries lean in a turn?"
SAME_FERRY = "Why do ferries lean in the turn?"
# In a browser: whether it has so many cards at hand; whether the desk has all that was decided there.
_AHEAD = "number => document.querySelector('desk-queue').hand?.ahead.length >= number"
_SAVED = "() => Object.values(sessionStorage).every(kept => kept === '[]')"


def question(actor, title, *, live=True, slug="", **values):
    """Return a FAQ of its own with one answer and one source, live unless told otherwise."""
    slug = slug or f"q{Faq.objects.count() + 1}"
    mark = slug.replace("-", "")[:8]
    given = {
        "slug": slug,
        "answers": (Answer(id=f"a-{mark}", question="Always?", text="<p>No, in a turn.</p>"),),
        "sources": (
            Source(id=f"s-{mark}", title=f"Paper {slug}", url=f"https://example.org/{slug}"),
        ),
    }
    faq = pages.faq(actor, title, **(given | values))
    if live:
        release.publish(faq, actor=actor)
    return fresh(faq)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def twins(actor, *titles, **values):
    """Return FAQs with these titles, by default two of the same, compared with one another."""
    faqs = [question(actor, title, **values) for title in titles or (FERRY, SAME_FERRY)]
    comparison.catch_up()
    return faqs


def pair_of(one, other):
    left, right = sorted((one.pk, other.pk))
    return DuplicatePair.objects.with_faqs().get(left=left, right=right)


def waiting():
    return list(DuplicatePair.objects.waiting().by_urgency())


def rewrite(faq, actor, **changes):
    """Replace parts of a FAQ's working copy and compare it again."""
    document = dataclasses.replace(working_copy.document_of(fresh(faq)), **changes)
    FAQ.revise(faq, document, actor=actor)
    comparison.compare(faq.pk)


def different(one, other, actor, reason="They ask different things."):
    return decisions.judge(pair_of(one, other), "different", actor=actor, reason=reason)


def plan(survivor, *losers):
    return Plan(survivor=survivor.pk, taken={loser.pk: MergeChoice() for loser in losers})


# Nouns in twos: what pairs of questions are about that have nothing to do with one another.
_NOUNS = (
    "gulls harbours bakers yeast glaciers sand violins resin owls barns comets ice salmon "
    "rivers bees clover cranes steel tailors thread lighthouses oil pianos felt camels "
    "salt whales krill bridges cables kites wind potters clay roses chalk trams rails "
    "foxes hedges clocks springs divers helium mills flax ponies oats volcanoes magma "
    "printers ink badgers setts dancers mirrors farmers rain pilots radar toads ponds "
    "miners lamps weavers looms skaters wax judges juries spiders silk anchors chains "
    "beekeepers smoke opera candles dentists drills nurses gloves tunnels fans"
).split()


def pairs_apart(actor, number, **values):
    """Return `number` pairs that wait, in the order of the queue, no two of which hang together."""
    for about, of in list(zip(_NOUNS[::2], _NOUNS[1::2], strict=True))[:number]:
        for title in (f"Why do {about} need {of}?", f"Why do {about} need the {of}?"):
            question(actor, title, **values)
    while comparison.catch_up():
        pass
    found = waiting()
    assert len(found) == number
    return found


# Milliseconds: forty answers one after the other, each of 300 ms and what a busy machine makes of it.
_PATIENT = 180_000


def wait_for_ahead(page, number):
    """Wait until a queue in a browser has so many cards at hand."""
    page.wait_for_function(_AHEAD, arg=number, timeout=_PATIENT)


def wait_until_saved(page):
    """Wait until the desk has all that was decided in a browser."""
    page.wait_for_function(_SAVED, timeout=_PATIENT)


def slow(page):
    """Let every answer travel for 300 ms."""
    line = page.context.new_cdp_session(page)
    conditions = {
        "offline": False,
        "latency": 300,
        "downloadThroughput": -1,
        "uploadThroughput": -1,
    }
    line.send("Network.emulateNetworkConditions", conditions)


def type_at_once(page, keys):
    """Press keys before any answer can come, however busy the machine is."""
    page.evaluate(
        """keys => {
          for (const key of keys) {
            document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
          }
        }""",
        keys,
    )


def type_keys(page, keys, *, pause=0):
    """Press keys with a pause in milliseconds; return the key of the card that stood there at each."""
    seen = []
    for key in keys:
        seen.append(int(page.locator(".queue-item").get_attribute("data-item", timeout=_PATIENT)))
        page.keyboard.press(key)
        page.wait_for_timeout(pause)
    return seen
