"""Saving in the desk: any state, logged, with its digest; nothing that the form does not offer."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from entities.models.draft import Entity
from newsdesk.pages.documents import digest
from newsdesk.pages.status import Standing
from stories import working_copy
from stories.documents import AnalysisPart, SourceReport
from stories.models.draft import Story
from tests import pages, release
from tests.desk.screens import (
    address,
    errors,
    fields,
    fresh,
    list_address,
    save,
    signed_in,
    text,
    tree,
)
from tests.people import person
from tests.workflow.test_images import enormous_png

pytestmark = pytest.mark.django_db

PARTS = tuple(
    AnalysisPart(id=f"aaaa000{n}", heading=heading, body=f"<p>{heading} it is.</p>")
    for n, heading in enumerate(("One", "Two", "Three"), start=1)
)


def draft(actor, **values):
    return pages.story(actor, analysis=PARTS, **values)


def order(story):
    return [(row.uid, row.heading) for row in story.analysis.order_by("position")]


def test_a_story_with_nothing_in_it_can_be_saved():
    reporter = person("Reporter")
    client = signed_in(reporter)
    url = list_address(Story, "add")
    answer = client.post(url, fields(client.get(url)) | {"_continue": "1"})
    assert answer.status_code == 302
    story = Story.objects.get()
    assert (story.created_by, story.changed_by, story.standing) == (
        reporter,
        reporter,
        Standing.DRAFT,
    )
    assert [event.verb for event in story.events.all()] == ["create"]
    assert story.digest == digest(working_copy.document_of(story))


def test_saving_stores_the_digest_and_logs_what_was_changed_by_whom():
    story = draft(person("Desk chief"))
    reporter = person("Reporter")
    save(signed_in(reporter), story, headline="A new headline", analysis__0__heading="First")
    story = fresh(story)
    assert story.headline == "A new headline"
    assert story.changed_by == reporter
    assert story.digest == digest(working_copy.document_of(story))
    event = story.events.first()
    assert (event.verb, event.actor) == ("edit", reporter)
    assert event.detail == {"fields": ["headline", "analysis parts"]}


def test_saving_without_a_change_is_no_event():
    chief = person("Desk chief")
    story = draft(chief)
    before = (story.digest, story.changed_by)
    assert save(signed_in(person("Reporter")), story).status_code == 302
    story = fresh(story)
    assert (story.digest, story.changed_by) == before
    assert [event.verb for event in story.events.all()] == ["create"]


def test_saving_a_live_page_changes_nothing_that_readers_see():
    chief = person("Desk chief")
    story = draft(chief)
    edition = release.publish(story, actor=chief)
    save(signed_in(chief), story, headline="Not for readers yet")
    assert fresh(story).has_unpublished_changes
    assert story.latest_edition() == edition


def test_an_empty_slug_is_made_from_the_headline_until_the_page_is_published():
    chief = person("Desk chief")
    story = pages.story(chief, slug="")
    save(signed_in(chief), story)
    assert fresh(story).slug == "the-ferry-turns"
    release.publish(story, actor=chief)
    save(signed_in(chief), story, slug="")
    assert fresh(story).slug == ""


def test_an_address_that_another_page_once_had_is_refused_in_a_sentence():
    chief = person("Desk chief")
    first = pages.story(chief)
    release.publish(first, actor=chief)
    save(signed_in(chief), first, slug="moved")
    release.publish(first, actor=chief, kind="update")
    second = pages.story(chief, "Another", slug="another")
    answer = save(signed_in(chief), second, slug="the-ferry-turns")
    assert "The address /stories/the-ferry-turns/ belongs to another page" in errors(answer)
    assert fresh(second).slug == "another"


@pytest.mark.parametrize("typed", ["", "the-ferry-turns"])
def test_a_first_save_takes_the_next_free_slug_where_the_form_made_it(typed):
    chief = person("Desk chief")
    first = pages.story(chief)
    release.publish(first, actor=chief)
    save(signed_in(chief), first, slug="moved")
    release.publish(first, actor=chief, kind="update")
    pages.story(chief, slug="the-ferry-turns-2")
    client = signed_in(chief)
    add = list_address(Story, "add")
    new = fields(client.get(add)) | {"headline": "The ferry turns", "slug": typed}
    assert client.post(add, new | {"_continue": "1"}).status_code == 302
    assert Story.objects.latest("pk").slug == "the-ferry-turns-3"


def test_a_first_save_is_refused_a_slug_that_somebody_wrote_and_another_page_has():
    chief = person("Desk chief")
    pages.story(chief)
    client = signed_in(chief)
    add = list_address(Story, "add")
    new = fields(client.get(add)) | {"headline": "Another", "slug": "the-ferry-turns"}
    answer = client.post(add, new | {"_continue": "1"})
    assert "Another story has this slug." in errors(answer)


def test_a_slug_that_another_draft_has_is_refused_in_a_sentence():
    chief = person("Desk chief")
    pages.story(chief)
    second = pages.story(chief, "Another", slug="another")
    answer = save(signed_in(chief), second, slug="the-ferry-turns")
    assert "Another story has this slug." in errors(answer)


def test_parts_keep_their_ids_when_they_change_places():
    chief = person("Desk chief")
    story = draft(chief)
    save(
        signed_in(chief),
        story,
        analysis__0__position="3",
        analysis__1__position="1",
        analysis__2__position="2",
    )
    assert order(story) == [("aaaa0002", "Two"), ("aaaa0003", "Three"), ("aaaa0001", "One")]
    assert [row.position for row in story.analysis.order_by("position")] == [1, 2, 3]


def test_a_part_given_the_place_of_another_goes_before_it():
    chief = person("Desk chief")
    story = draft(chief)
    save(signed_in(chief), story, analysis__2__position="1")
    assert [uid for uid, _ in order(story)] == ["aaaa0003", "aaaa0001", "aaaa0002"]


def test_without_javascript_a_new_part_without_a_place_goes_last():
    chief = person("Desk chief")
    story = draft(chief)
    client, url = signed_in(chief), address("change", story) + "?rows=2"
    data = fields(client.get(url))
    assert data["analysis-TOTAL_FORMS"] == ["5"]
    client.post(url, data | {"analysis-3-heading": "Four", "_continue": "1"})
    assert [heading for _, heading in order(story)] == ["One", "Two", "Three", "Four"]


def test_a_removed_part_goes_and_the_others_keep_their_ids():
    chief = person("Desk chief")
    story = draft(chief)
    save(signed_in(chief), story, analysis__1__DELETE="on")
    assert [uid for uid, _ in order(story)] == ["aaaa0001", "aaaa0003"]


FORGED = {
    "discarded": "on",
    "digest": "0" * 64,
    "confirmed": "on",
    "created_by": "1",
    "changed_by": "1",
    "created_at": "2001-01-01",
    "changed_at": "2001-01-01",
    "image_width": "1",
    "latest_kind": "update",
    "id": "999",
    "pk": "999",
    "key": "story:999",
    "is_staff": "on",
}


@pytest.mark.parametrize("build", [pages.story, pages.faq, pages.entity])
def test_fields_that_the_form_does_not_offer_are_ignored(build):
    chief = person("Desk chief")
    item, reporter = build(chief), person("Reporter")
    type(item).objects.update(**({"confirmed": False} if isinstance(item, Entity) else {}))
    before = type(item).objects.filter(pk=item.pk).values().get()
    assert save(signed_in(reporter), item, **FORGED).status_code == 302
    after = type(item).objects.filter(pk=item.pk).values().get()
    assert after == before


def test_a_reporter_cannot_confirm_an_entity_by_making_it():
    reporter = person("Reporter")
    client, url = signed_in(reporter), list_address(Entity, "add")
    data = fields(client.get(url)) | {"name": "Tug", "confirmed": "on", "_continue": "1"}
    assert client.post(url, data).status_code == 302
    assert not Entity.objects.get().confirmed


def test_whoever_may_confirm_has_confirmed_what_they_made_themselves():
    client, url = signed_in(person("Editor")), list_address(Entity, "add")
    client.post(url, fields(client.get(url)) | {"name": "Tug", "_continue": "1"})
    assert Entity.objects.get().confirmed


def test_a_page_taken_out_of_its_row_is_asked_for():
    chief = person("Desk chief")
    asked, topic = pages.faq(chief), pages.entity(chief)
    story = pages.story(chief, faqs=(asked.key,), entities=(topic.key,))
    answering = pages.faq(chief, "Which harbour?", entities=(topic.key,))
    for item, name in (
        (story, "bylines__0__author"),
        (story, "faq_rows__0__faq"),
        (story, "entity_rows__0__entity"),
        (answering, "entity_rows__0__entity"),
    ):
        answer = save(signed_in(chief), item, **{name: ""})
        assert answer.status_code == 200, name
        assert "This field is required." in errors(answer), name


def test_parts_of_another_story_cannot_be_reached_through_forged_ids():
    chief = person("Desk chief")
    mine = draft(chief)
    theirs = pages.story(
        chief, "Theirs", slug="theirs", analysis=(AnalysisPart(id="bbbb0001", heading="Theirs"),)
    )
    foreign = theirs.analysis.get()
    answer = save(
        signed_in(person("Reporter")),
        mine,
        analysis__0__id=str(foreign.pk),
        analysis__0__heading="Mine now",
        analysis__0__item=str(mine.pk),
    )
    assert answer.status_code == 200
    assert errors(answer)
    foreign.refresh_from_db()
    assert (foreign.heading, foreign.item) == ("Theirs", theirs)
    assert [heading for _, heading in order(mine)] == ["One", "Two", "Three"]


def test_a_forged_delete_does_not_reach_parts_of_another_story():
    chief = person("Desk chief")
    mine, theirs = pages.story(chief), pages.story(chief, "Theirs", slug="t", analysis=PARTS)
    foreign = theirs.analysis.first()
    forged = {
        "analysis__TOTAL_FORMS": "1",
        "analysis__INITIAL_FORMS": "1",
        "analysis__0__id": str(foreign.pk),
        "analysis__0__item": str(mine.pk),
        "analysis__0__DELETE": "on",
    }
    save(signed_in(chief), mine, **forged)
    assert theirs.analysis.count() == 3


@pytest.mark.parametrize("count", ["10000", "many", "", "9" * 40])
def test_a_forged_count_of_rows_is_refused(count):
    chief = person("Desk chief")
    story = draft(chief)
    answer = save(signed_in(chief), story, headline="Changed", analysis__TOTAL_FORMS=count)
    assert answer.status_code == 200
    assert errors(answer)
    assert fresh(story).headline == "The ferry turns"


@pytest.mark.parametrize("count", ["-1", "0", "1"])
def test_a_forged_count_of_rows_loses_none(count):
    chief = person("Desk chief")
    story = draft(chief)
    save(signed_in(chief), story, analysis__TOTAL_FORMS=count)
    assert [heading for _, heading in order(story)] == ["One", "Two", "Three"]


def test_a_row_that_somebody_removed_meanwhile_is_said_to_be_gone_and_no_word_is_lost():
    chief = person("Desk chief")
    story = draft(chief)
    url = address("change", story)
    data = fields(signed_in(chief).get(url)) | {"analysis-1-heading": "Typed", "_continue": "1"}
    story.analysis.get(uid="aaaa0002").delete()
    answer = signed_in(chief).post(url, data)
    assert "has been removed since the form was opened" in errors(answer)
    again = fields(answer)
    assert [again[f"analysis-{n}-heading"] for n in range(3)] == [["One"], ["Typed"], ["Three"]]


HOSTILE_LINKS = [
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,x",
    "\\\\evil",
    "ftp://x.example/",
]


def test_a_link_that_is_not_to_the_web_is_refused_with_a_sentence():
    chief = person("Desk chief")
    report = SourceReport(id="cccc0001", paraphrase="It reports.", url="https://paper.example/")
    story = pages.story(chief, reports=(report,))
    client, url = signed_in(chief), address("change", story)
    data = fields(client.get(url)) | {"_continue": "1"}
    for link in HOSTILE_LINKS:
        assert errors(client.post(url, data | {"reports-0-url": link})), link
        assert story.reports.get().url == "https://paper.example/"


def test_rich_text_keeps_the_words_of_hostile_links_and_not_the_links():
    chief = person("Desk chief")
    story, client = pages.story(chief), signed_in(chief)
    links = [*HOSTILE_LINKS, "//evil.example/", "/\\evil", "/\t/evil", " //evil"]
    written = {f"this{n}": link for n, link in enumerate(links)}
    typed = "".join(f'<p>Read <a href="{link}">{word}</a>.</p>' for word, link in written.items())
    answer = save(client, story, summary=typed)
    for word, link in written.items():
        assert f"on “{word}” will become plain words" in errors(answer), link
    save(client, story, summary=typed, told=tree(answer).xpath("//input[@name='told']/@value"))
    summary = fresh(story).summary
    assert all(word in summary for word in written)
    assert "href" not in summary


def test_rich_text_too_long_to_be_checked_is_refused_in_a_sentence():
    chief = person("Desk chief")
    story = pages.story(chief)
    answer = save(signed_in(chief), story, summary="<div>" * 10_001)
    assert "too long" in errors(answer)


PICTURES = {
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture.svg"),
    "html named as a picture": (b"<html><script>alert(1)</script>", "picture.jpg"),
    "gif": (pages.picture("GIF").getvalue(), "picture.png"),
    "cut off": (pages.picture().getvalue()[:90], "picture.jpg"),
    "enormous": (enormous_png().getvalue(), "picture.png"),
    "empty": (b"", "picture.png"),
}


@pytest.mark.parametrize("which", PICTURES)
def test_a_hostile_picture_is_refused_in_a_sentence(which):
    chief = person("Desk chief")
    story = pages.story(chief)
    data, name = PICTURES[which]
    answer = save(signed_in(chief), story, image=SimpleUploadedFile(name, data, "image/png"))
    assert answer.status_code == 200
    assert errors(answer)
    assert not fresh(story).image


@pytest.mark.parametrize("name", ["../../x.png", "x.php.png", f"{'x' * 500}.png", "x\0.png"])
def test_the_name_of_an_upload_is_never_used(name):
    chief = person("Desk chief")
    story = pages.story(chief)
    file = SimpleUploadedFile("x.png", pages.picture("PNG").getvalue(), "image/png")
    file._name = name
    assert save(signed_in(chief), story, image=file).status_code == 302
    story = fresh(story)
    assert story.image.name.startswith("pictures/")
    assert story.image.name.endswith(".webp")
    assert (story.image_width, story.image_height) == (40, 20)


CANARY = "\"'><zq onx=zq></script><script>zq"


def test_what_editors_write_is_shown_as_text_everywhere_in_the_desk():
    chief = person("Desk chief")
    topic = pages.entity(chief, CANARY, slug="topic")
    asked = pages.faq(chief, CANARY, slug="asked")
    story = pages.story(
        chief,
        CANARY,
        slug="story",
        standfirst=CANARY,
        tags=(CANARY,),
        analysis=(AnalysisPart(id="aaaa0001", heading=CANARY),),
        reports=(SourceReport(id="bbbb0001", outlet=CANARY, paraphrase=CANARY),),
        entities=(topic.key,),
        faqs=(asked.key,),
    )
    client = signed_in(chief)
    client.post(address("verb", story, "discard"), {"note": CANARY})
    addresses = [
        "/admin/",
        list_address(Story),
        list_address(Story) + "?standing=zq&tag=%3Czq onx%3E",
    ]
    for item in (story, topic, asked):
        addresses += [address(name, item) for name in ("change", "history", "preview")]
        addresses += [address("verb", item, verb) for verb in ("publish", "discard")]
    for url in addresses:
        answer = client.get(url)
        assert answer.status_code == 200, url
        page = tree(answer)
        assert not page.xpath("//zq | //*[@onx] | //script[not(@type)][contains(., 'zq')]"), url
        assert "zq onx" in text(answer) or "zq onx" in answer.content.decode(), url


def test_a_tag_too_long_for_the_database_is_refused_in_a_sentence():
    chief = person("Desk chief")
    story = pages.story(chief)
    answer = save(signed_in(chief), story, tags="x" * 101)
    assert "A tag is longer than 100 characters" in errors(answer)


def test_a_wikidata_id_is_a_q_and_a_number():
    chief = person("Desk chief")
    item = pages.entity(chief)
    assert "a Q and a number" in errors(save(signed_in(chief), item, wikidata="javascript:1"))
    assert save(signed_in(chief), item, wikidata="Q23548").status_code == 302


@pytest.mark.parametrize("build", [pages.story, pages.faq, pages.entity])
def test_nothing_is_deleted_from_the_desk(build, admin_user):
    item = build(admin_user)
    client = signed_in(admin_user)
    url = address("delete", item)
    assert client.post(url, {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": str(item.pk), "index": "0"}
    client.post(list_address(type(item)), chosen | {"post": "yes"})
    assert fresh(item)


def test_a_form_that_is_refused_links_to_the_fields_of_the_page_and_of_its_parts():
    chief = person("Desk chief")
    story = draft(chief)
    refused = save(signed_in(chief), story, slug="Not a slug!", analysis__1__kind="none")
    page = tree(refused)
    (links,) = page.xpath("//*[@class='errornote']/following-sibling::*[@class='desk-problems']")
    found = {" ".join(link.text_content().split()): link.get("href") for link in links.iter("a")}
    assert found == {"Slug": "#id_slug", "Analysis part: Kind": "#id_analysis-1-kind"}
    for address_of_field in found.values():
        assert page.xpath(f"//*[@id='{address_of_field[1:]}']")
