"""The past of the demo desk is laid down today: its jobs have not waited since."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsdesk.jobs.job import hand_in
from newsdesk.site.demo import days
from tests.jobs.sample import note


@pytest.mark.django_db
def test_jobs_of_the_past_wait_from_today_and_others_as_long_as_they_did(settings):
    settings.JOBS_IN_REQUESTS = False
    now = timezone.now()
    with days.on(now - timedelta(days=2)):
        hand_in(note, "here before")
    with days.jobs_of_today(), days.on(now - timedelta(days=60)):
        hand_in(note, "of the past")
    before, laid = DBTaskResult.objects.order_by("enqueued_at")
    assert before.enqueued_at == now - timedelta(days=2)
    assert laid.enqueued_at >= now
