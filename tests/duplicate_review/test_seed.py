"""The real page, where it lies beside the repository: its true duplicates come first.

How a person judges its thirteen questions: 4 and 8 have one title and are the same. 2, 3, 6 and 10 ask
about one rocket and its mission in other words: worth one look together, and 2 and 6 are the same. 4
and 8 compare the rocket with others and 10 does not: not the same. 1, 7, 11 and 13 ask what is new and
are no question's copy, not even one another's.

The import links what a page asks twice instead of asking it twice, so the twin of 4 is asked here by hand,
as by another page.
"""

import pytest

from faqs.documents import FaqDocument
from faqs.duplicate_review import comparison
from faqs.models.draft import Faq
from faqs.models.duplicate_review import DuplicatePair
from faqs.workflow import FAQ
from newsdesk.intake.decode import clean
from stories.importing import drafts
from stories.importing.parser import parse
from tests.importing.test_seed import SEED
from tests.people import person

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not SEED.exists(), reason="the real page is not here"),
]

SAME = (4, 8)
ONE_MISSION = {2, 3, 6, 10}
ROUND_UPS = {1, 7, 11, 13}


def queue():
    """Import the page, scan, and return its pairs in the order of the queue, by the page's numbers."""
    text, editor = clean(SEED.read_text(encoding="utf-8")), person("Editor")
    explainer = parse(text)
    drafts.create_drafts(explainer, text=text, source_name="seed", actor=editor)
    twin = explainer.faqs[SAME[1] - 1].document
    twin = FAQ.create(FaqDocument(question=twin.question, intro=twin.intro), actor=editor)
    comparison.scan()
    keys = list(Faq.objects.exclude(pk=twin.pk).order_by("pk").values_list("pk", flat=True))
    keys.insert(SAME[1] - 1, twin.pk)
    assert len(keys) == len(explainer.faqs)
    numbers = {key: number for number, key in enumerate(keys, start=1)}
    pairs = DuplicatePair.objects.waiting().by_urgency()
    sides = [sorted((numbers[pair.left_id], numbers[pair.right_id])) for pair in pairs]
    return [((left, right), pair) for (left, right), pair in zip(sides, pairs, strict=True)]


def check(pairs):
    sides, first = pairs[0]
    assert sides == SAME
    assert (first.band, first.signals["proposal"]) == ("likely", "same")
    for (left, right), pair in pairs:
        assert pair.band != "likely" or not {left, right} & ROUND_UPS


def test_by_words_alone_the_same_title_comes_first_and_no_round_up_is_certain():
    check(queue())


def test_by_meaning_the_four_about_one_mission_are_one_cluster(with_model):
    pairs = queue()
    check(pairs)
    mission = next(pair.cluster for sides, pair in pairs if sides == (2, 6))
    assert {n for sides, pair in pairs if pair.cluster == mission for n in sides} == ONE_MISSION
    differing = {sides for sides, pair in pairs if pair.band == "differs"}
    assert {(4, 10), (8, 10)} <= differing
