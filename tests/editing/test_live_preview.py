"""The page beside the form: what stands in it now, as readers would see it, and nothing is written."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml.html import fromstring as fragment

from entities.models.draft import Entity
from faqs.documents import Answer, Source
from faqs.models.draft import Faq
from newsdesk.editing.models import Scratch
from newsdesk.pages.limits import PAGE_LENGTH
from stories.models.draft import Story
from tests import pages
from tests.desk.screens import address, save, signed_in
from tests.editing.forms import opened, opened_new, row, said, typed
from tests.people import person

pytestmark = pytest.mark.django_db

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


@pytest.fixture
def faq(ada_user):
    return pages.faq(
        ada_user,
        answers=(Answer(id="qqqq0001", question="How fast?", text="<p>Slowly.</p>"),),
        sources=(Source(id="ssss0001", title="Log", url="https://log.example/1"),),
        tags=("Sea",),
    )


@pytest.fixture
def topic(ada_user):
    return pages.entity(ada_user)


def shown(client, item, data, **more):
    return client.post(address("as_typed", item), data, **more)


def html_of(answer):
    assert answer.status_code == 200, answer.content
    return answer.json()["html"]


@pytest.mark.parametrize("kind", ["story", "faq", "topic"])
def test_a_form_that_says_what_is_saved_is_shown_as_the_preview_is(kind, ada, request):
    item = request.getfixturevalue(kind)
    preview = ada.get(address("preview", item) + "?as=page").content.decode()
    html = html_of(shown(ada, item, opened(ada, item)))
    drawn = [line for line in html.split("\n") if "nonce" not in line and "ld+json" not in line]
    for line in drawn:
        assert line in preview


def test_what_stands_in_the_form_is_shown_and_nothing_is_written(story, ada):
    data = opened(
        ada,
        story,
        headline="The ferry sinks",
        analysis__1__heading="Second thoughts",
        analysis__2__position="1",
        analysis__0__DELETE="on",
        tags="Harbour, Sea",
    )
    data = row(data, "timeline", date="2020", text="It sank.", position="2")
    before = (said(story), story.events.count(), story.editions.count(), Scratch.objects.count())
    with CaptureQueriesContext(
        connection,
    ) as asked:
        html = html_of(shown(ada, story, data))
    assert not [q["sql"] for q in asked if q["sql"].lstrip().upper().startswith(WRITES)]
    assert (
        said(story),
        story.events.count(),
        story.editions.count(),
        Scratch.objects.count(),
    ) == before
    words = " ".join(fragment(html).text_content().split())
    assert all(each in words for each in ("The ferry sinks", "It sank.", "Harbour"))
    assert "One it is." not in words
    assert words.index("Three") < words.index("Second thoughts")


def test_a_new_part_stands_where_saving_will_put_it_under_the_same_id(story, ada):
    data = row(opened(ada, story), "analysis", heading="Four", body="<p>New.</p>", kind="analysis")
    answer = shown(ada, story, data)
    place = answer.json()["places"]["analysis-3"]
    assert place in html_of(answer)
    ada.post(address("change", story), data)
    assert story.analysis.get(heading="Four").uid == place


def test_a_page_that_is_not_saved_yet_is_shown(ada):
    data = opened_new(ada, Story, headline="Brand new", tags="Sea", standfirst="Nobody knows.")
    data = row(data, "analysis", heading="Why", body="<p>Because.</p>", kind="analysis")
    html = html_of(ada.post(reverse("admin:stories_story_as_typed_new"), data))
    assert all(each in html for each in ("Brand new", "Nobody knows.", "Because.", "Sea"))
    assert not Story.objects.exists()


@pytest.mark.parametrize(("model", "field"), [(Faq, "question"), (Entity, "name")])
def test_new_faqs_and_topics_are_shown_too(ada, model, field):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_as_typed_new"
    data = opened_new(ada, model, **{field: "Why so slow"})
    assert "Why so slow" in html_of(ada.post(reverse(name), data))
    assert not model.objects.exists()


def test_faqs_and_topics_are_shown_as_they_are_typed(ada, faq, topic):
    html = html_of(shown(ada, faq, opened(ada, faq, answers__0__question="How slow?")))
    assert "How slow?" in html
    assert "How fast?" not in html
    data = row(opened(ada, topic, name="New name"), "facts", label="Length", value="9 m")
    html = html_of(shown(ada, topic, data))
    assert all(each in html for each in ("New name", "Length", "9 m"))


def test_words_that_look_like_html_are_shown_as_words_or_not_at_all(story, ada):
    data = opened(ada, story, headline="<script>alert(1)</script>")
    html = html_of(shown(ada, story, data))
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html
    answer = shown(ada, story, opened(ada, story, summary="<p>x<svg/onload=alert(2)></p>"))
    assert "onload=" not in answer.json().get("html", "")


def test_what_cannot_be_saved_is_named_instead_of_shown(story, ada):
    data = opened(ada, story, slug="Not a slug", timeline__0__date="long ago")
    answer = shown(ada, story, data)
    assert answer.status_code == 422
    wrong = {each["id"]: each["label"] for each in answer.json()["wrong"]}
    assert wrong == {"id_slug": "Slug", "id_timeline-0-date": "Timeline event 1, date"}


def test_a_page_longer_than_a_page_may_be_is_refused(story, ada):
    body = "<p>" + "long words " * (PAGE_LENGTH // 20) + "</p>"
    data = opened(ada, story)
    for number in range(3):
        data = row(data, "analysis", heading=f"{number}", body=body, kind="analysis")
    answer = shown(ada, story, data)
    assert answer.status_code == 422


def test_a_row_that_somebody_else_has_removed_is_shown_all_the_same(story, ada, ben):
    data = opened(ada, story, analysis__1__heading="Still here")
    save(ben, story, analysis__1__DELETE="on")
    assert "Still here" in html_of(shown(ada, story, data))


def test_only_who_may_change_the_page_is_shown_it(story, ada, client):
    data = opened(ada, story)
    moderator = signed_in(person("Moderator", "mo"))
    assert shown(moderator, story, data).status_code == 403
    assert shown(client, story, data).status_code == 302
    assert ada.get(address("as_typed", story)).status_code == 405
    assert ada.post("/admin/stories/story/999999/typed/", data).status_code == 404


def test_the_answer_is_for_nobody_else_and_kept_nowhere(story, ada):
    answer = shown(ada, story, opened(ada, story))
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    html = html_of(answer)
    assert "noindex" in html
    assert "ld+json" not in html


def test_rows_that_nobody_changed_cost_no_query(story, ada):
    def asked():
        data = typed(opened(ada, story), headline="Other")
        with CaptureQueriesContext(connection) as queries:
            html_of(shown(ada, story, data))
        return len(queries)

    first = asked()
    data = opened(ada, story)
    for number in range(9):
        data = row(data, "timeline", date=f"20{number:02}", text="More.")
    ada.post(address("change", story), data)
    assert story.timeline.count() == 10
    assert asked() <= first
