"""The job of an import that somebody has handed in on the desk."""

from datetime import timedelta

from newsdesk.exchange import uploads
from newsdesk.exchange.models import ImportRun
from newsdesk.exchange.run import perform
from newsdesk.jobs.job import PATIENT, Terms, job


@job(Terms("Import of a site", tries=3, longest=timedelta(hours=6)), priority=PATIENT)
def take_in(number: int) -> None:
    """Do a run. One that was cut off with its worker goes on: what it has done is found again."""
    run = ImportRun.objects.select_related("actor").get(pk=number)
    if run.state in (run.State.DONE, run.State.FAILED) or not run.kept_as:
        return
    with uploads.on_disk(run.kept_as) as path:
        perform(run, path)
    if not run.options.get("dry"):
        uploads.forget(run)
