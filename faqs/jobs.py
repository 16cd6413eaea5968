"""Jobs of duplicates."""

from datetime import timedelta

from faqs.duplicate_review import comparison, second_opinion
from newsdesk.jobs.job import PATIENT, USUAL, Terms, job
from newsdesk.jobs.periodic import register


@job(Terms("Comparing saved FAQs with the others"), priority=USUAL)
def compare_saved(keys: list[int]) -> None:
    """Compare FAQs, by their primary keys, with all others; those that are up to date cost nothing."""
    comparison.compare(*keys)
    second_opinion.judge_likely()


@register("scan_duplicates", every=timedelta(days=1))
@job(Terms("Comparing all FAQs with all", tries=2, longest=timedelta(hours=6)), priority=PATIENT)
def compare_all() -> None:
    """Compare all FAQs with all and fill the moderators' queue."""
    comparison.scan()
    second_opinion.judge_likely()
