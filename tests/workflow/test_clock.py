"""Times of the desk: one instant each; what the clocks skip or repeat is refused with its readings."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.checks import run_checks
from django.db import connection
from django.utils import timezone

from newsdesk.pages.clock import NotOneInstant, in_words, instant
from stories.workflow import STORY
from tests import pages, release
from tests.desk.screens import do, errors, fresh, signed_in
from tests.people import person


@pytest.mark.django_db
def test_a_clock_that_differs_from_the_databases_is_told():
    def told():
        return [str(each) for each in run_checks(tags=["database"], databases=["default"])]

    assert not any("clock" in each for each in told())
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        warned = [each for each in told() if "3600 seconds ahead" in each]
    assert len(warned) == (connection.vendor == "postgresql")


@pytest.mark.parametrize(
    ("zone", "local", "utc"),
    [
        ("Europe/London", datetime(2026, 7, 1, 6), datetime(2026, 7, 1, 5, tzinfo=UTC)),
        ("Europe/London", datetime(2026, 1, 1, 6), datetime(2026, 1, 1, 6, tzinfo=UTC)),
        ("Pacific/Pago_Pago", datetime(2026, 1, 1, 6), datetime(2026, 1, 1, 17, tzinfo=UTC)),
        ("Pacific/Kiritimati", datetime(2026, 1, 1, 6), datetime(2025, 12, 31, 16, tzinfo=UTC)),
        ("Asia/Kathmandu", datetime(2026, 1, 1, 6), datetime(2026, 1, 1, 0, 15, tzinfo=UTC)),
    ],
)
def test_a_local_time_is_one_instant(settings, zone, local, utc):
    settings.TIME_ZONE = zone
    assert instant(local) == utc


def test_a_time_that_the_clocks_skip_is_refused_with_both_readings(settings):
    settings.TIME_ZONE = "Europe/London"
    with pytest.raises(NotOneInstant, match="does not exist") as refused:
        instant(datetime(2026, 3, 29, 1, 30))
    assert [in_words(each)[-9:] for each in refused.value.readings] == ["00:30 GMT", "02:30 BST"]


def test_a_time_that_the_clocks_repeat_is_refused_with_both_readings(settings):
    settings.TIME_ZONE = "Europe/London"
    with pytest.raises(NotOneInstant, match="happens twice") as refused:
        instant(datetime(2026, 10, 25, 1, 30))
    assert "01:30 BST (UTC+01:00)" in str(refused.value)
    assert "GMT (UTC+00:00)" in str(refused.value)


@pytest.mark.django_db
def test_an_editor_chooses_which_of_two_readings_is_meant(settings):
    settings.TIME_ZONE = "Europe/London"
    with time_machine.travel(datetime(2026, 10, 20, 12, tzinfo=UTC)):
        chief = person("Desk chief")
        story, client = pages.story(chief), signed_in(chief)
        release.approve(story, actor=chief)
        typed = {"at": "2026-10-25T01:30"}
        refused = do(client, story, "schedule", **typed)
        assert refused.status_code == 200
        assert "happens twice" in errors(refused)
        assert b'name="reading"' in refused.content
        later = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
        done = do(client, story, "schedule", **typed, reading=later.isoformat())
        assert done.status_code == 302
        assert fresh(story).waiting_from == later
    assert STORY.verbs["schedule"].name in {e.verb for e in story.events.all()}
