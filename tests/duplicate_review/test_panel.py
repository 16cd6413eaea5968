"""What the FAQ's own form and history show of judging."""

import pytest
from django.template.loader import render_to_string

from faqs.duplicate_review import decisions, merges
from faqs.duplicate_review.panel import merges_of, panel
from tests.duplicate_review.desk import FERRY, different, fresh, pair_of, plan, question, twins
from tests.people import person

pytestmark = pytest.mark.django_db

PANEL = "admin/faqs/duplicate_review/_panel.html"
MERGES = "admin/faqs/duplicate_review/_merges_of.html"


def shown(rf, user, faq):
    request = rf.get("/")
    request.user = user
    return render_to_string(PANEL, {"judging": panel(request, faq)})


def test_both_forms_show_contradicting_twins_each_from_its_own_side(rf, moderator):
    two = question(moderator, "How many moons has Mars?", intro="<p>Mars has two moons.</p>")
    three = twins(
        moderator, "How many moons does Mars have?", intro="<p>Mars has three moons.</p>"
    )[0]
    for mine, other, here, there in ((two, three, "two", "three"), (three, two, "three", "two")):
        text = shown(rf, moderator, mine)
        assert "Contradicting answers" in text
        assert str(other) in text
        assert f"Here: <q>Mars has {here} moons.</q>" in text
        assert f"There: <q>Mars has {there} moons.</q>" in text


def test_only_moderators_are_offered_to_judge(rf, moderator):
    one, _ = twins(moderator)
    assert ">Decide<" in shown(rf, moderator, one)
    text = shown(rf, person("Editor"), one)
    assert "Questions like this one" in text
    assert ">Decide<" not in text


def test_variants_stay_in_sight_and_what_is_different_goes(rf, moderator):
    one, two = twins(moderator)
    decisions.judge(pair_of(one, two), "variant", actor=moderator)
    assert "Variants" in shown(rf, moderator, one)
    decisions.take_back(pair_of(one, two), actor=moderator)
    different(one, two, moderator)
    assert shown(rf, moderator, one).strip() == ""


def test_the_history_of_both_pages_tells_the_merge_and_its_undo(moderator):
    one, two = twins(moderator)
    batch = merges.merge(plan(one, two), actor=moderator, reason="Same.")
    for faq in (one, two):
        text = render_to_string(MERGES, {"merges": merges_of(faq), "may_undo": True})
        assert "moderator merged" in text
        assert "Undo …" in text
        assert "Undo …" not in render_to_string(MERGES, {"merges": merges_of(faq)})
    merges.undo(batch.records.all(), actor=moderator, reason="Not so.")
    text = render_to_string(MERGES, {"merges": merges_of(fresh(one)), "may_undo": True})
    assert "Undone by moderator" in text
    assert "Undo …" not in text


def test_a_hostile_question_is_text_on_every_page(client, moderator):
    canary = "\"'><zq onx=zq></script><script>zq why do ferries lean?"
    one, two = twins(moderator, canary, canary.replace("do ferries", "do the ferries"))
    different(one, two, moderator, canary)
    decisions.take_back(pair_of(one, two), actor=moderator)
    client.force_login(moderator)
    keys = f"faq={one.pk}&faq={two.pk}"
    record = merges.merge(plan(one, two), actor=moderator, reason=canary).records.get()
    desk = "/admin/faqs/duplicatepair/"
    undoing = f"{desk}merges/{record.pk}/undo/"
    texts = [client.get(where).content.decode() for where in (f"{desk}merges/", undoing)]
    client.post(undoing, {"reason": canary})
    texts += [client.get(f"{desk}{where}").content.decode() for where in ("", f"merge/?{keys}")]
    for text in texts:
        assert "zq" in text
        assert "<zq" not in text
        assert "<script>zq" not in text
    assert FERRY not in texts[0]
