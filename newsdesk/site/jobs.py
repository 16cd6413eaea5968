"""The periodic jobs of the whole desk."""

from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from newsdesk.accounts.browsers import forget_old
from newsdesk.editing.models import prune
from newsdesk.importing.models import UnfinishedImport
from newsdesk.jobs.job import PATIENT, Terms, job
from newsdesk.jobs.periodic import register
from newsdesk.site.image_inventory import complete_all
from newsdesk.site.letters import forget_settled
from newsdesk.site.live_checks.links import check_links
from newsdesk.site.live_checks.sweep import sweep

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# A live page is asked about again after this time, changed or not.
CHECKED_AGAIN_AFTER = 20 * HOUR
# How long jobs that are over are kept, for the page that lists them.
KEPT, FAILED_KEPT = 2 * DAY, 30 * DAY


class PicturesLost(Exception):
    """Published pictures are not in the store, or cannot be read."""


@register("check_live_pages", every=HOUR)
@job(Terms("Publishing checks of published pages", tries=2), priority=PATIENT)
def check_live_pages() -> None:
    """Ask the publishing checks of published pages, for the lists of the front page."""
    sweep(timezone.now() - CHECKED_AGAIN_AFTER)


@register("check_links", every=HOUR)
@job(Terms("Links of published pages", tries=1, longest=45 * MINUTE), priority=PATIENT)
def check_links_of_pages() -> None:
    """Ask whether what published pages lead to is still there. One run is over before the next begins."""
    if settings.LINK_CHECKS:
        check_links()


@register("make_renditions", every=HOUR)
@job(Terms("Missing sizes of images", tries=2, longest=4 * HOUR), priority=PATIENT)
def make_missing_sizes() -> None:
    """Make what publishing has not made. Raises PicturesLost when it has made all others."""
    if lost := complete_all().lost:
        raise PicturesLost("; ".join(lost))


@register("forget_reports", every=DAY)
@job(Terms("Forgetting settled letters of readers"), priority=PATIENT)
def forget_settled_letters() -> None:
    """Forget what readers wrote in letters that were settled long ago."""
    forget_settled(settings.FORGET_LETTERS_AFTER)


@register("prune_drafting", every=DAY)
@job(Terms("Deleting unsaved text past use, and logins that are over"), priority=PATIENT)
def prune_what_is_over() -> None:
    """Delete unsaved text and presence past use, texts that nobody imported, logins and jobs of long ago."""
    prune()
    UnfinishedImport.objects.outdated().delete()
    call_command("clearsessions")
    forget_old()
    now, over = timezone.now(), DBTaskResult.objects.all()
    over.filter(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - KEPT).delete()
    over.filter(status=TaskResultStatus.FAILED, finished_at__lt=now - FAILED_KEPT).delete()
