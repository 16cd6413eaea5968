"""The job of search."""

from django.conf import settings

from newsdesk.catalogue.search import meaning
from newsdesk.jobs.job import PATIENT, Terms, job


@job(Terms("Meaning of published pages"), priority=PATIENT)
def encode_pages() -> None:
    """Work out the meaning of the pages that wait for it, where there is a model. Inside of a request that
    is some of them: the others are left to the next, or to the command.
    """
    while meaning.encode_waiting() and not settings.JOBS_IN_REQUESTS:
        pass
