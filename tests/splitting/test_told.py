"""A draft that names what has been merged or split meanwhile: its editor is told, and can save it."""

import pytest

from entities import splitting
from entities.merging import outlets, topics
from faqs import merging as faq_merging
from stories.models.draft import Story
from tests.desk.screens import fields
from tests.entity_merging import desk

pytestmark = pytest.mark.django_db


def where(item):
    return f"/admin/stories/story/{item.pk}/change/"


def test_merged_questions_topics_and_outlets_are_told_and_the_draft_is_saved(client, chief):
    gone, stays = desk.topic(chief, "Harbor Trust"), desk.topic(chief, "Harbour Trust")
    asked, again = desk.faq(chief, "Why do ferries lean?"), desk.faq(chief, "Why do ships lean?")
    item = desk.story(
        chief,
        "The ferry turns",
        live=False,
        entities=(gone.key,),
        faqs=(asked.key,),
        reports=(desk.report("NY Post"),),
    )
    paper = desk.outlet("New York Post")
    client.force_login(chief)
    page = client.get(where(item))
    assert "has been merged into" not in page.content.decode()
    data = fields(page)

    topics.merge(gone, stays, actor=chief)
    faq_merging.merge(asked, again, actor=chief)
    outlets.merge(paper._meta.model.objects.get(name="NY Post"), paper, actor=chief)
    saved = client.post(where(item), data | {"headline": "The ferry turns twice", "_continue": "1"})
    assert saved.status_code == 302
    assert Story.objects.get(pk=item.pk).headline == "The ferry turns twice"
    said = client.get(where(item)).content.decode()
    for name in ("Harbour Trust", "Why do ships lean?", "New York Post"):
        assert f'/change/">“{name}”</a>, which readers of this page see' in said, name


def test_a_split_is_told_on_the_pages_that_it_concerns_and_on_no_other(client, chief):
    planet, metal = desk.topic(chief, "Mercury"), desk.topic(chief, "Mercury metal")
    moved, kept = (
        desk.story(chief, f"Story {n}", live=False, entities=(planet.key,)) for n in range(2)
    )
    splitting.split(planet, metal, moves={moved.key: metal}, actor=chief)
    client.force_login(chief)
    assert "since the topic was split" in client.get(where(moved)).content.decode()
    assert "since the topic was split" not in client.get(where(kept)).content.decode()
