"""Notices: told to one person, seen by nobody else, put away by their reader alone."""

import pytest
from django.urls import reverse

from newsdesk.notifications.inbox import put_all_away, put_away, tell
from newsdesk.notifications.models import Notice
from tests import pages
from tests.desk.screens import signed_in, text, tree
from tests.people import outsider, person

pytestmark = pytest.mark.django_db
INBOX = "/admin/notices/notice/"


def number_in_the_header(client):
    found = tree(client.get("/admin/")).xpath("//*[@class='desk-notices-number']/text()")
    return found[0] if found else ""


def test_a_notice_is_counted_on_every_page_and_leads_to_what_it_is_about():
    ada, story = person("Editor", "ada"), pages.story(person("Desk chief"))
    tell(ada, kind="returned", key=story.key, text="“The ferry turns” has come back to you.")
    tell(ada, kind="mention", text="The office is shut on Monday.")
    client = signed_in(ada)
    assert number_in_the_header(client) == "2"
    links = tree(client.get(INBOX)).xpath("//*[@class='desk-notice']/a/@href")
    assert links == [reverse("admin:stories_story_change", args=[story.pk])]


def test_a_notice_can_lead_to_another_screen_and_to_a_place_on_it():
    ada, story = person("Editor"), pages.story(person("Desk chief"))
    where = {"screen": "history", "fragment": "events-title"}
    tell(ada, kind="answered", key=story.key, text="Look.", data=where)
    tell(ada, kind="answered", key="story:nowhere", text="Look here.")
    tell(ada, kind="answered", key="ship:5", text="Look there.")
    links = tree(signed_in(ada).get(INBOX)).xpath("//*[@class='desk-notice']/a/@href")
    assert links == [f"/admin/stories/story/{story.pk}/history/#events-title"]


def test_nobody_sees_or_puts_away_the_notices_of_another():
    ada, bo = person("Editor", "ada"), person("Desk chief", "bo")
    notice = tell(ada, kind="mention", text="For Ada alone.")
    client = signed_in(bo)
    assert number_in_the_header(client) == ""
    assert "For Ada alone" not in text(client.get(INBOX))
    client.post(INBOX, {"done": notice.pk})
    client.post(INBOX, {"until": "2999-01-01T00:00:00+00:00"})
    assert not put_away(notice.pk, actor=bo)
    assert Notice.objects.of(ada).waiting().count() == 1


def test_what_is_done_is_put_away_and_can_still_be_read():
    ada = person("Editor")
    notice = tell(ada, kind="mention", text="Look at this.")
    client = signed_in(ada)
    client.post(INBOX, {"done": notice.pk})
    assert number_in_the_header(client) == ""
    assert "Archived Look at this." in text(client.get(INBOX))


def test_putting_all_away_leaves_what_came_after_the_screen_was_drawn():
    ada = person("Editor")
    tell(ada, kind="mention", text="Before.")
    client = signed_in(ada)
    (until,) = tree(client.get(INBOX)).xpath("//input[@name='until']/@value")
    tell(ada, kind="mention", text="After.")
    assert "One notification is archived." in text(
        client.post(INBOX, {"until": until}, follow=True)
    )
    assert [str(each) for each in Notice.objects.of(ada).waiting()] == ["After."]


def test_the_same_words_are_not_told_twice_while_they_wait():
    ada = person("Editor")
    first = tell(ada, kind="void", key="story:1", text="Your approval is void.")
    tell(ada, kind="mention", text="Something else.")
    again = tell(ada, kind="void", key="story:1", text="Your approval is void.")
    assert again.pk == first.pk
    assert [each.kind for each in Notice.objects.of(ada)] == ["void", "mention"]
    put_all_away(actor=ada, until=again.made_at)
    assert tell(ada, kind="void", key="story:1", text="Your approval is void.").pk != first.pk


def test_nobody_is_told_of_their_own_deed_and_no_one_who_cannot_come():
    ada, gone = person("Editor"), outsider()
    gone.is_active = False
    for user, actor in ((ada, ada), (None, ada), (gone, ada)):
        assert tell(user, actor=actor, kind="mention", text="Look.") is None
    assert not Notice.objects.exists()


def test_a_long_notice_is_cut_and_not_refused():
    notice = tell(person("Editor"), kind="mention", text="word " * 500)
    assert len(notice.text) <= 600
    assert notice.text.endswith("…")


@pytest.mark.parametrize(
    "data", [{}, {"done": "x"}, {"done": "9" * 40}, {"until": "soon"}, {"until": "2026-02-30"}]
)
def test_nonsense_puts_nothing_away(data):
    ada = person("Editor")
    tell(ada, kind="mention", text="Look.")
    assert signed_in(ada).post(INBOX, data).status_code == 302
    assert Notice.objects.of(ada).waiting().count() == 1


def test_the_inbox_costs_the_same_for_one_notice_and_for_twenty(django_assert_num_queries):
    ada, story = person("Editor"), pages.story(person("Desk chief"))
    client = signed_in(ada)
    for number in range(20):
        tell(ada, kind="mention", key=story.key, text=f"Notice {number}.")
        if number in (0, 19):
            # Session, user, two of permissions, number in the header, waiting, put away.
            with django_assert_num_queries(7):
                client.get(INBOX)
