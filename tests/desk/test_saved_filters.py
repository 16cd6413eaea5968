"""Filters of a list that somebody saves under a name."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from faqs.models.draft import Faq
from newsdesk.desk import saved_filters
from newsdesk.desk.models import MOST_SAVED, SavedFilter
from stories.models.draft import Story
from tests import pages
from tests.desk.screens import list_address, signed_in, text, tree
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return person("Editor", "ada")


def post(client, model=Story, **data):
    return client.post(list_address(model, "filters"), data, follow=True)


def saved_links(response):
    links = tree(response).xpath("//nav[@aria-label='Saved filters']//li/a")
    return {link.text_content(): link.get("href") for link in links}


def test_the_present_filter_is_saved_and_stands_above_its_list(ada):
    pages.story(ada, "Mine")
    client = signed_in(ada)
    listed = client.get(list_address(Story), {"state": "drafting", "q": "mine", "p": "1"})
    (query,) = tree(listed).xpath("//nav[@class='desk-saved']//input[@name='query']/@value")
    assert query == "q=mine&state=drafting"
    shown = post(client, action="save", name="  My   drafts ", query=query)
    assert "Filter saved as “My drafts”." in text(shown)
    assert saved_links(shown) == {"My drafts": "?q=mine&state=drafting"}
    current = tree(shown).xpath("//nav[@class='desk-saved']//a[@aria-current='page']")
    assert [each.text_content() for each in current] == ["My drafts"]
    assert "Save this filter" not in text(shown)
    assert saved_links(client.get(list_address(Story))) == saved_links(shown)
    assert saved_links(client.get(list_address(Faq))) == {}


def test_a_list_without_a_filter_offers_nothing_to_save(ada):
    shown = signed_in(ada).get(list_address(Story))
    assert not tree(shown).xpath("//nav[@class='desk-saved']")


def test_a_filter_is_renamed_and_deleted(ada):
    client = signed_in(ada)
    post(client, action="save", name="One", query="state=drafting")
    post(client, action="save", name="Two", query="state=approved")
    one = SavedFilter.objects.get(name="One")
    assert "Another filter of yours" in text(
        post(client, action="rename", filter=one.pk, name="Two")
    )
    shown = post(client, action="rename", filter=one.pk, name="First")
    assert set(saved_links(shown)) == {"First", "Two"}
    shown = post(client, action="delete", filter=one.pk)
    assert set(saved_links(shown)) == {"Two"}
    assert "no longer there" in text(post(client, action="delete", filter=one.pk))


def test_a_filter_saved_under_a_name_that_is_there_takes_its_place(ada):
    client = signed_in(ada)
    for state in ("drafting", "approved"):
        post(client, action="save", name="One", query=f"state={state}")
    assert SavedFilter.objects.get().query == "state=approved"


def test_filters_are_seen_and_changed_by_nobody_else(ada):
    post(signed_in(ada), action="save", name="Hers", query="state=drafting")
    hers, grace = SavedFilter.objects.get(), person("Desk chief", "grace")
    client = signed_in(grace)
    assert saved_links(client.get(list_address(Story))) == {}
    for action in ("rename", "delete"):
        assert "no longer there" in text(post(client, action=action, filter=hers.pk, name="X"))
    with pytest.raises(PermissionDenied):
        saved_filters.rename(hers, "X", actor=grace)
    with pytest.raises(PermissionDenied):
        saved_filters.delete(hers, actor=grace)
    hers.refresh_from_db()
    assert hers.name == "Hers"
    hers.person.delete()
    assert not SavedFilter.objects.exists()


def test_only_filters_of_the_list_are_saved(ada):
    query = "state=drafting&changed_by__password__startswith=p&_popup=1"
    post(signed_in(ada), action="save", name="One", query=query)
    assert SavedFilter.objects.get().query == "state=drafting"


@pytest.mark.parametrize(
    ("name", "query", "said"),
    [
        ("", "state=drafting", "Give the filter a name"),
        ("x" * 61, "state=drafting", "Give the filter a name"),
        ("One", "", "There is no filter to save"),
        ("One", f"q={'x' * 2001}", "too long"),
    ],
)
def test_what_cannot_be_saved_is_refused_in_words(ada, name, query, said):
    assert said in text(post(signed_in(ada), action="save", name=name, query=query))
    assert not SavedFilter.objects.exists()


def test_there_is_an_end_to_the_filters_of_a_list(ada):
    client = signed_in(ada)
    for n in range(MOST_SAVED):
        saved_filters.save(ada, Story, f"Number {n}", f"q={n}")
    assert "delete one first" in text(post(client, action="save", name="More", query="q=more"))
    assert SavedFilter.objects.count() == MOST_SAVED


def test_who_may_not_see_the_list_saves_no_filter_of_it():
    nobody = person("Reporter", "nobody")
    nobody.groups.clear()
    client = signed_in(User.objects.get(pk=nobody.pk))
    answer = client.post(list_address(Story, "filters"), {"action": "save", "name": "x"})
    assert answer.status_code == 403
    assert signed_in(person("Editor")).get(list_address(Story, "filters")).status_code == 405
