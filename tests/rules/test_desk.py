"""The gate in the desk: gathered from the database, printed by the command, shown in the form."""

import dataclasses
import io

import pytest
from django.core.management import CommandError, call_command
from django.http import QueryDict

from entities.merging import topics as entity_merging
from newsdesk.desk.findings import grouped
from newsdesk.desk.warnings_form import WarningsForm
from newsdesk.rules.acknowledgements import Confirmation, looked_at, refusal
from newsdesk.rules.findings import Findings, Problem
from newsdesk.site.live_checks.rules import live
from newsdesk.workflow.transitions import log
from stories.admin import StoryAdmin
from stories.documents import AnalysisPart
from stories.rules import rule_inputs
from stories.rules.about import Query
from stories.working_copy import document_of
from tests import pages, release
from tests.desk.screens import address, fields, signed_in, text
from tests.people import person

pytestmark = pytest.mark.django_db

NOW = AnalysisPart(id="a0000001", heading="The turn", body="<p>The pier is now closed.</p>")


@pytest.fixture
def chief():
    return person("Desk chief")


def codes(findings):
    return [problem.code for problem in findings]


def test_topics_and_faqs_are_read_from_the_database(chief):
    topic = pages.ENTITY.create(pages.EntityDocument(name="Tug", slug="tug"), actor=chief)
    asked = pages.faq(chief, "How do vaccines work?")
    story = pages.story(chief, entities=(topic.key,), faqs=(asked.key,))
    found = rule_inputs.findings_of(story)
    assert codes(found.blocking) == ["unconfirmed-entity"]
    assert {"entity-unnamed", "faq-unrelated"} <= set(codes(found.warnings))


def test_a_public_topic_that_is_used_and_not_listed_is_known(chief):
    release.publish(pages.entity(chief, "Northern Ferries", aliases=("NF Lines",)), actor=chief)
    body = "<p>All boats of NF Lines stayed. The NF Lines said why.</p>"
    story = pages.story(chief, analysis=(dataclasses.replace(NOW, body=body),))
    (found,) = rule_inputs.findings_of(story).warnings
    assert found.code == "name-unlisted"
    assert "“NF Lines”" in str(found)


def test_a_merged_topic_brings_its_names_to_its_survivor(chief):
    old, new = pages.entity(chief, "Norport Line"), pages.entity(chief, "Northern Ferries")
    for each in (old, new):
        release.publish(each, actor=chief)
    entity_merging.merge(old, new, actor=chief, reason="One company")
    body = "<p>Norport Line has a boat.</p>"
    story = pages.story(chief, analysis=(dataclasses.replace(NOW, body=body),), entities=(old.key,))
    assert rule_inputs.findings_of(story) == Findings()


def test_open_queries_are_handed_in(chief):
    story = pages.story(chief)
    query = Query(part="summary", text="Who says so?", blocking=True)
    assert codes(rule_inputs.findings_of(story, queries=[query])) == ["blocking-query"]


@pytest.mark.parametrize("count", [1, 20])
def test_any_number_of_stories_takes_the_same_queries(chief, count, django_assert_num_queries):
    topics = [pages.entity(chief, f"Harbour Trust {n}") for n in range(count)]
    faqs = [pages.faq(chief, f"Why {n}?", entities=(topics[n].key,)) for n in range(count)]
    stories = [
        pages.story(chief, f"Story {n}", entities=(topics[n].key,), faqs=(faqs[n].key,))
        for n in range(count)
    ]
    documents = {story.key: document_of(story) for story in stories}
    with django_assert_num_queries(8):
        assert len(rule_inputs.findings(documents)) == count


def test_live_pages_are_checked_as_readers_see_them(chief):
    story, asked, topic = pages.story(chief), pages.faq(chief), pages.entity(chief)
    release.publish(story, actor=chief)
    release.publish(asked, actor=chief)
    release.publish(topic, actor=chief)
    empty = dataclasses.replace(document_of(story), summary="")
    pages.STORY.revise(story, empty, actor=chief)
    found = {checked.key: checked.findings for checked in live()}
    assert set(found) == {story.key, asked.key, topic.key}
    assert found[story.key].blocking == ()
    assert [checked.key for checked in live("faq")] == [asked.key]


@pytest.mark.parametrize("count", [1, 12])
def test_any_number_of_live_pages_takes_the_same_queries(chief, count, django_assert_num_queries):
    topic, asked = pages.entity(chief), pages.faq(chief)
    for n in range(count):
        story = pages.story(chief, f"Story {n}", entities=(topic.key,), faqs=(asked.key,))
        release.publish(story, actor=chief)
    with django_assert_num_queries(11):
        assert len(list(live("story"))) == count


def run(*arguments):
    out, status = io.StringIO(), 0
    try:
        call_command("gate", *arguments, stdout=out)
    except SystemExit as ended:
        status = ended.code
    return status, out.getvalue()


def test_the_command_prints_findings_with_their_fields_and_fails_where_something_blocks(chief):
    whole = pages.story(chief, analysis=(NOW,))
    broken = pages.story(chief, "Without words", summary="")
    status, printed = run(whole.key)
    assert status == 0
    assert "warns   analysis:a0000001.body  “now” will mean another day" in printed
    status, printed = run(whole.key, broken.key)
    assert status == 1
    assert "blocks  summary  The story does not say what has happened" in printed
    assert "2 checked: 1 blocked, 1 warnings in all." in printed


def test_the_command_checks_all_live_pages(chief):
    release.publish(pages.story(chief, analysis=(NOW,)), actor=chief)
    release.publish(pages.faq(chief), actor=chief)
    assert "2 checked: 0 blocked" in run("--live")[1]
    assert "1 checked: 0 blocked" in run("--live", "--kind", "faq", "--blocking")[1]


@pytest.mark.parametrize("key", ["story:999", "boat:1", "story:x", "story"])
def test_the_command_says_which_key_leads_nowhere(key):
    with pytest.raises(CommandError, match=key):
        run(key)


def test_the_command_asks_what_to_check():
    with pytest.raises(CommandError, match="--live"):
        run()


def test_the_form_shows_what_blocks_and_what_warns_with_links_to_their_places(chief):
    story = pages.story(chief, analysis=(NOW,), bylines=())
    page = signed_in(chief).get(address("change", story))
    assert "The story has no byline" in text(page)
    assert "“now” will mean another day" in text(page)
    html = page.content.decode()
    for anchor in ("bylines-group", "a0000001-body"):
        assert f'href="#{anchor}"' in html
        assert f'id="{anchor}"' in html


WARNING = Problem("analysis:a1.body", "“now” will mean another day.", "undated", "It is now shut.")
OTHER = Problem("entities:entity:5", "Not named.", "entity-unnamed", "Tug")
FOUND = Findings((Problem("bylines", "No byline.", "no-byline"),), (WARNING, OTHER))


def form(*, shown=(WARNING, OTHER), accepted=(), looked=(), **reasons):
    sent = QueryDict(mutable=True)
    sent.setlist("confirmed", [each.identity for each in shown])
    sent.setlist("accepted", list(accepted))
    sent.update({f"reason-{name}": reason for name, reason in reasons.items()})
    return WarningsForm(sent, findings=FOUND, looked=looked)


def test_a_warning_whose_subject_nobody_accepts_refuses_publishing_in_a_sentence():
    asked = form(accepted=["dates"], dates="It is a quotation.")
    assert not asked.is_valid()
    assert "look at this first" in str(asked.errors["accepted"])
    assert "Not named." in str(asked.errors["accepted"])


def test_each_subject_needs_a_reason_of_its_own():
    both = ["dates", "listed"]
    assert set(form(accepted=both, dates="A quotation.", listed=" . ").errors) == {"reason-listed"}
    asked = form(accepted=both, dates="A quotation.", listed="Background.")
    assert asked.is_valid()
    assert asked.reasons() == {"dates": "A quotation.", "listed": "Background."}


def test_a_warning_that_came_up_since_is_in_no_tick():
    asked = form(shown=[WARNING], accepted=["dates", "listed"], dates="So.", listed="Background.")
    assert "Not named." in str(asked.errors["accepted"])


def test_a_ticked_warning_whose_words_have_changed_is_asked_again():
    old = Problem("analysis:a1.body", "“now” ...", "undated", "It was shut.")
    asked = form(shown=[old, WARNING, OTHER], accepted=["dates", "listed"], dates="Right.")
    assert "Look at it again" in str(asked.errors["accepted"])


def test_what_was_confirmed_before_in_these_words_is_not_asked_again():
    looked = {WARNING.identity}
    assert form(shown=[OTHER], accepted=["listed"], listed="Right.", looked=looked).is_valid()
    nothing = form(shown=[], looked={WARNING.identity, OTHER.identity})
    assert nothing.is_valid()
    assert nothing.subjects() == []


def test_the_log_remembers_a_reason_for_each_subject(chief):
    story = pages.story(chief)
    reasons = {"dates": "A quotation.", "listed": "Background."}
    log(story, "publish", actor=chief, detail=Confirmation((WARNING, OTHER), reasons).detail)
    kept = looked_at(story)
    assert kept[WARNING.identity].reason == "A quotation."
    assert kept[OTHER.identity].reason == "Background."


def test_the_log_remembers_who_looked_at_what(chief):
    story = pages.story(chief)
    log(story, "publish", actor=chief, detail=Confirmation((WARNING,), "A quotation.").detail)
    log(story, "edit", actor=chief, detail={"fields": ["headline"]})
    (looked,) = looked_at(story).values()
    assert (looked.by, looked.reason) == (chief.get_username(), "A quotation.")
    assert FOUND.unconfirmed(looked_at(story)) == (OTHER,)


def test_the_refusal_counts_what_is_left():
    assert refusal([]) == ""
    assert "2 warnings" in refusal(FOUND.warnings)


def test_findings_stand_under_the_headings_of_the_form():
    groups = grouped(FOUND, StoryAdmin.sections, form="/desk/5/")
    assert [group.title for group in groups] == [
        "Headline and byline",
        "What's behind the headline?",
        "More on these topics",
    ]
    assert [group.rows[0].link for group in groups] == [
        "/desk/5/#bylines-group",
        "/desk/5/#a1-body",
        "/desk/5/#entity_rows-group",
    ]


def test_the_publish_page_keeps_what_was_ticked_and_written(chief, client):
    story = pages.story(chief, background="<p>It is shut now.</p>")
    pages.STORY.submit(story, actor=chief)
    pages.STORY.approve(story, actor=person("Desk chief", "second"))
    client.force_login(chief)
    url = address("verb", story, "publish")
    asked = client.get(url)
    sent = fields(asked) | {"accepted": ["dates"], "reason-dates": "-"}
    page = client.post(url, sent).content.decode()
    assert 'value="dates" id="accept-dates" checked' in page
    assert "Say in a few words why this stays as it is." in page
