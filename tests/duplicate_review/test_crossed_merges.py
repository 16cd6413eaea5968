"""Two moderators merge the same two pages at the same moment, each the other way round."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from faqs.duplicate_review import merges
from faqs.models.draft import Faq
from faqs.models.merge import FaqMerge
from newsdesk.merging.engine import AlreadyMerged
from tests.duplicate_review.desk import plan, question
from tests.people import person

ROUNDS = 6


def run(together, *deeds):
    """Do all deeds at one moment, each with a connection of its own; return what each raised, or None."""

    def one(deed):
        try:
            together.wait(timeout=20)
            deed()
        except Exception as problem:
            return problem
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))


@pytest.mark.django_db(transaction=True)
def test_crossed_merges_end_in_one_merge_and_no_circle():
    first, second = person("Moderator"), person("Moderator", "second-moderator")
    for number in range(ROUNDS):
        one = question(first, f"Why do ferries lean {number}?", slug=f"one{number}")
        two = question(first, f"Why does a ferry lean {number}?", slug=f"two{number}")
        outcome = run(
            Barrier(2),
            lambda a=one, b=two: merges.merge(plan(a, b), actor=first),
            lambda a=one, b=two: merges.merge(plan(b, a), actor=second),
        )
        assert sorted(type(problem).__name__ for problem in outcome) == [
            "AlreadyMerged",
            "NoneType",
        ], outcome
        assert any(isinstance(problem, AlreadyMerged) for problem in outcome)
        pointers = {
            faq.pk: faq.merged_into_id for faq in Faq.objects.filter(pk__in=(one.pk, two.pk))
        }
        assert sorted(pointers.values(), key=str) == sorted(
            [None, next(value for value in pointers.values() if value)], key=str
        )
    assert FaqMerge.objects.count() == ROUNDS


@pytest.mark.django_db(transaction=True)
def test_a_double_click_merges_once():
    moderator = person("Moderator")
    one, two = question(moderator, "Why do ferries lean?"), question(moderator, "Why lean ferries?")
    outcome = run(
        Barrier(3), *[lambda: merges.merge(plan(one, two), actor=moderator) for _ in range(3)]
    )
    assert sum(problem is None for problem in outcome) == 1
    assert FaqMerge.objects.count() == 1
