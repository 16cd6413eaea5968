"""Nobody's save is overwritten unseen: a form that is older than the page is asked about first."""

import pytest

from stories.models.draft import Story
from tests import pages
from tests.desk.screens import address, fields, save, signed_in, text
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return pages.story(person("Editor", "ada"))


@pytest.fixture
def ada(story):
    return signed_in(story.created_by)


@pytest.fixture
def ben(story):
    return signed_in(person("Editor", "ben"))


def opened(client, story, **changes):
    """Return the data of a form that was opened now and will be sent later."""
    return fields(client.get(address("change", story))) | {"_continue": "1"} | changes


def test_a_save_over_a_newer_one_is_refused_with_everything_typed(ada, ben, story):
    typed = opened(ada, story, standfirst="What Ada typed.")
    save(ben, story, standfirst="What Ben saved.")
    answer = ada.post(address("change", story), typed)
    assert "ben saved this page" in text(answer)
    assert fields(answer)["standfirst"] == ["What Ada typed."]
    assert Story.objects.get().standfirst == "What Ben saved."


def test_saving_again_is_a_choice_that_is_carried_out(ada, ben, story):
    typed = opened(ada, story, standfirst="What Ada typed.")
    save(ben, story, standfirst="What Ben saved.")
    refused = ada.post(address("change", story), typed)
    answer = ada.post(address("change", story), fields(refused) | {"_continue": "1"})
    assert answer.status_code == 302
    assert Story.objects.get().standfirst == "What Ada typed."


def test_a_change_of_a_part_counts_as_well(ada, ben, story):
    typed = opened(ada, story, standfirst="What Ada typed.")
    save(ben, story, tags="Sea")
    assert "ben saved this page" in text(ada.post(address("change", story), typed))


def test_a_save_without_a_change_is_in_nobodys_way(ada, ben, story):
    typed = opened(ada, story, standfirst="What Ada typed.")
    save(ben, story)
    assert ada.post(address("change", story), typed).status_code == 302


def test_a_form_without_its_mark_is_asked_about(ada, story):
    typed = opened(ada, story, standfirst="Forged.")
    typed.pop("loaded")
    assert "saved this page" in text(ada.post(address("change", story), typed))


def test_saving_twice_in_a_row_is_no_clash_with_oneself(ada, story):
    assert save(ada, story, standfirst="One.").status_code == 302
    assert save(ada, story, standfirst="Two.").status_code == 302
