"""Sources that are dated ahead or share an address, and pictures that are too small."""

import dataclasses
import datetime

import pytest

from tests.rules.stories import ABOUT, PICTURE, STORY, TODAY, blocking, check, reporting, warnings

TOMORROW = TODAY + datetime.timedelta(days=1)


@pytest.mark.parametrize("field", ["published", "read_on"])
def test_a_source_dated_in_the_future_is_a_finding_and_one_of_today_is_none(field):
    (found,) = check(**reporting(**{field: TOMORROW})).warnings
    assert (found.code, found.field) == ("future-date", f"reports:r0000001.{field}")
    assert "27 November 2026" in str(found)
    assert warnings(**reporting(**{field: TODAY})) == []


def test_two_reports_with_one_address_are_a_finding_at_the_second():
    (report,) = STORY.reports
    twin = dataclasses.replace(report, id="r0000002", url=f"{report.url}/")
    (found,) = check(reports=(report, twin)).warnings
    assert (found.code, found.field) == ("same-address", "reports:r0000002.url")
    other = dataclasses.replace(twin, url="https://pierpost.example/2")
    assert warnings(reports=(report, other)) == []


@pytest.mark.parametrize(
    ("width", "height", "found"),
    [(40, 30, ["small-picture"]), (1200, 300, ["small-picture"]), (600, 315, [])],
)
def test_a_picture_that_would_be_blurred_is_a_finding(width, height, found):
    image = dataclasses.replace(PICTURE, width=width, height=height)
    assert warnings(image=image) == found


def test_a_report_in_print_needs_no_link_and_is_not_asked_for_one():
    values = {"url": "", "headline": "", "published": None}
    assert blocking(**reporting(**values)) == ["source-without-link"]
    assert check(**reporting(medium="print", **values)).blocking == ()


def test_a_topic_may_be_named_by_a_question_of_the_page_alone():
    unnamed = {"entities": ("entity:1", "entity:2")}
    norport = dataclasses.replace(ABOUT.topics["entity:1"], name="Norport")
    topics = {**ABOUT.topics, "entity:2": norport}
    asked = dataclasses.replace(ABOUT.faqs["faq:1"], text="The pier of Norport broke.")
    assert warnings(dataclasses.replace(ABOUT, topics=topics), **unnamed) == ["entity-unnamed"]
    about = dataclasses.replace(ABOUT, topics=topics, faqs={"faq:1": asked})
    assert warnings(about, **unnamed) == []
