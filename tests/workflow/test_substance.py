"""What may be published as minor and what may not: forty edits, each with its reason."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entities.documents import EntityDocument
from faqs.documents import Answer, FaqDocument
from newsdesk.comparison.significance import Change, changes, text_changes
from newsdesk.comparison.significance.tokens import names_of
from newsdesk.pages.document_image import Image
from newsdesk.pages.documents import as_data
from newsdesk.workflow.guards import NotMinor
from stories.documents import (
    AnalysisPart,
    Byline,
    DeeperQuestion,
    SourceReport,
    StoryDocument,
    TimelineEvent,
)

REFUSED = [
    # (before, after, kind, why)
    ("It carried 19 tonnes.", "It carried 17 tonnes.", "number", "a figure"),
    ("Four members voted for it.", "Five members voted for it.", "number", "a number word"),
    ("It was the second cut.", "It was the third cut.", "number", "an ordinal"),
    ("Prices rose 3.6 per cent.", "Prices rose 36 per cent.", "number", "a lost decimal point"),
    ("It takes 5–7 days.", "It takes 5–9 days.", "number", "the end of a range"),
    ("It cost £2 million.", "It cost £2 billion.", "number", "a magnitude"),
    ("The pier is 20 miles away.", "The pier is 20 km away.", "number", "the unit of a figure"),
    ("Most boats were late.", "All boats were late.", "number", "a word of quantity"),
    ("It opened in March.", "It opened in May.", "date", "a month"),
    ("They met on Tuesday.", "They met on Thursday.", "date", "a weekday"),
    ("The vote was last week.", "The vote was next week.", "date", "a relative date"),
    ("The boat sank in 1958.", "The boat sank in 1985.", "number", "a year"),
    ("The order went to Brimsey.", "The order went to Brimley.", "name", "a name's spelling"),
    ("It was sold to Ellery Ferries.", "It was sold.", "name", "a name taken out"),
    ("Asante praised Krol.", "Krol praised Asante.", "name", "names that change places"),
    ("She called it “a slow start”.", "She called it “a slow stop”.", "quotation", "quoted words"),
    (
        "He said it was over.",
        "He said it was “over”.",
        "quotation",
        "words that become a quotation",
    ),
    ("The crew was in danger.", "The crew was not in danger.", "denial", "a denial"),
    ("The outcome is likely.", "The outcome is unlikely.", "denial", "a denying prefix"),
    ("The pad may reopen.", "The pad will reopen.", "certainty", "how sure it is"),
]

ALLOWED = [
    ("The crew recieved supplies.", "The crew received supplies.", "a slip of spelling"),
    ("It waited in teh harbour.", "It waited in the harbour.", "letters changed over"),
    ("The boat is ready", "The boat is ready.", "a full stop"),
    ("The boats, which are old leak.", "The boats, which are old, leak.", "a comma"),
    ("The  boat is   ready.", "The boat is ready.", "space"),
    ('He called it "a slow start".', "He called it “a slow start”.", "typographic quotes"),
    ("The boat's engine failed.", "The boat’s engine failed.", "a typographic apostrophe"),
    ("It ran - slowly - to port.", "It ran – slowly – to port.", "dashes"),
    ("The Council met.", "The council met.", "a capital too many"),
    ("The order went to brimsey.", "The order went to Brimsey.", "a capital too few"),
    ("Boat was repaired at once.", "The boat was repaired at once.", "an added article"),
    ("It was the a heavy storm.", "It was a heavy storm.", "a doubled article"),
    ("The the boat turned.", "The boat turned.", "a doubled word"),
    ("The boat turned quickly.", "The boat quickly turned.", "an adverb that moved"),
    ("Old and heavy boats leak.", "Heavy and old boats leak.", "words in another order"),
    ("They have mend the pier.", "They have mended the pier.", "an ending"),
    ("The launch pad was dry.", "The launchpad was dry.", "two words as one"),
    ("Four boats leak.", "4 boats leak.", "a number as a figure: the same number"),
    ("It rose by 4 percent.", "It rose by 4 per cent.", "the spelling of a share"),
    ("The crew isn't in danger.", "The crew is not in danger.", "a contraction: the same denial"),
]


def found(before, after):
    return text_changes(before, after, "summary", names_of([before, after]))


@pytest.mark.parametrize(("before", "after", "kind", "why"), REFUSED, ids=[e[3] for e in REFUSED])
def test_is_not_minor(before, after, kind, why):
    """In both directions: undoing such a change is one."""
    assert kind in [change.kind for change in found(before, after)]
    assert kind in [change.kind for change in found(after, before)]


@pytest.mark.parametrize(("before", "after", "why"), ALLOWED, ids=[e[2] for e in ALLOWED])
def test_is_minor(before, after, why):
    assert found(before, after) == []
    assert found(after, before) == []


def test_there_are_twenty_of_each():
    assert (len(REFUSED), len(ALLOWED)) == (20, 20)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("Prices will rise.", "Prices will fall.", "opposite"),
        ("Prices rose.", "Prices fell.", "opposite"),
        ("She denied the theft.", "She admitted the theft.", "opposite"),
        ("It opens at 9 am.", "It opens at 9 pm.", "number"),
        ("It opens at 9 a.m. on Sunday.", "It opens at 9 p.m. on Sunday.", "number"),
        ("The alleged thief fled.", "The thief fled.", "certainty"),
        (
            "The mayor thanked Smith and praised Jones.",
            "The mayor praised Smith and thanked Jones.",
            "order",
        ),
        ("It fell to -5 degrees.", "It fell to 5 degrees.", "number"),
        ("It serves the US well.", "It serves us well.", "name"),
        ("Zak spoke. So did Zak and Berg.", "Zek spoke. So did Zak and Berg.", "name"),
        ("It flew.", "It flew. A small boat went with it to the harbour.", "passage"),
        ("Four wanted a cut, five none.", "Four wanted none, five a cut.", "number"),
        ("The rise came before the vote.", "The rise came after the vote.", "date"),
        ("Nobody was hurt.", "Somebody was hurt.", "denial"),
        ("About 90 boats came.", "Over 90 boats came.", "number"),
        ("It can't fly.", "It can fly.", "denial"),
    ],
)
def test_finer_cases_of_substance(before, after, kind):
    assert kind in [change.kind for change in found(before, after)]


def test_a_rate_is_no_time_of_the_day():
    assert found("It sails 4 times a day.", "It sails 4 times per day.") == []
    assert found("Tickets cost 4 a head.", "Tickets cost 4 per head.") == []


PICTURE = Image(name="a.webp", width=4, height=3, alt="A ferry at the pier.")
STORY = StoryDocument(
    headline="The ferry turns",
    slug="the-ferry-turns",
    bylines=(Byline(name="Ada Morris", slug="ada-morris", role="Editor"),),
    tags=("Boats",),
    image=PICTURE,
    summary='<p>It turned at <a href="https://a.example/">noon</a>.</p>',
    analysis=(
        AnalysisPart(id="a1", heading="The turn", body="<p>It leans.</p>"),
        AnalysisPart(id="a2", heading="The cost", body="<p>Nobody pays.</p>"),
    ),
    reports=(
        SourceReport(
            id="r1",
            outlet="The Pier Post",
            url="https://p.example/1",
            paraphrase="It turned.",
            quotation="We're turning now",
            speaker="Ada Krol, a mate",
        ),
    ),
    timeline=(TimelineEvent(id="t1", date="2014-03", text="It is built."),),
    deeper=(DeeperQuestion(id="d1", text="Why does it lean?", target="faq:1"),),
    faqs=("faq:1",),
    entities=("entity:1", "entity:2"),
)


def of(**values):
    """What the guard finds between the story and the same story with other values."""
    return changes(as_data(STORY), as_data(dataclasses.replace(STORY, **values)))


def part(name, **values):
    (first, *others) = getattr(STORY, name)
    return {name: (dataclasses.replace(first, **values), *others)}


@pytest.mark.parametrize(
    ("values", "field", "kind"),
    [
        ({"analysis": STORY.analysis[:1]}, "analysis:a2", "part"),
        ({"reports": ()}, "reports:r1", "part"),
        ({"entities": ("entity:1",)}, "entities:entity:2", "part"),
        ({"faqs": ("faq:1", "faq:2")}, "faqs:faq:2", "part"),
        ({"timeline": ()}, "timeline:t1", "part"),
        ({"deeper": ()}, "deeper:d1", "part"),
        ({"bylines": ()}, "bylines:ada-morris", "part"),
        ({"slug": "another"}, "slug", "link"),
        ({"image": None}, "image", "detail"),
        ({"image": dataclasses.replace(PICTURE, name="b.webp")}, "image.name", "name"),
        ({"summary": STORY.summary.replace("a.example", "b.example")}, "summary", "link"),
        ({"summary": f"<blockquote>{STORY.summary}</blockquote>"}, "summary", "quotation"),
        (part("reports", url="https://p.example/2"), "reports:r1.url", "link"),
        (part("reports", quotation="We're turning late"), "reports:r1.quotation", "quotation"),
        (part("reports", speaker="Ida Krol, a mate"), "reports:r1.speaker", "name"),
        (part("reports", outlet="The Pier Mail"), "reports:r1.outlet", "name"),
        (part("timeline", date="2014-04"), "timeline:t1.date", "date"),
        (part("deeper", target="faq:2"), "deeper:d1.target", "link"),
        ({"earlier": "story:2"}, "earlier", "link"),
        (part("analysis", kind="forecast"), "analysis:a1.kind", "detail"),
        (part("analysis", body="<p>It never leans.</p>"), "analysis:a1.body", "denial"),
    ],
)
def test_what_touches_the_parts_of_a_story_is_never_minor(values, field, kind):
    (change,) = of(**values)
    assert (change.field, change.kind) == (field, kind)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"analysis": STORY.analysis[::-1]},
        {"entities": STORY.entities[::-1]},
        {"tags": ("Boats", "Harbours")},
        {"summary": STORY.summary.replace("turned", "<strong>turned</strong>")},
        part("reports", quotation="We’re turning now"),
        {"image": dataclasses.replace(PICTURE, alt="A ferry at a pier")},
    ],
)
def test_moving_tagging_and_typography_are_minor(values):
    assert of(**values) == []


def test_a_field_that_the_guard_does_not_know_counts_as_a_whole():
    data = as_data(STORY)
    (change,) = changes(data, data | {"embargo_note": "New."})
    assert (change.field, change.kind) == ("embargo_note", "detail")


def test_faqs_and_entities_are_guarded_alike():
    faq = FaqDocument(
        question="Why?", answers=(Answer(id="a1", question="How?", text="<p>So.</p>"),)
    )
    other = FaqDocument(
        question="Why?", answers=(Answer(id="a1", question="How?", text="<p>Not so.</p>"),)
    )
    (change,) = changes(as_data(faq), as_data(other))
    assert (change.field, change.kind) == ("answers:a1.text", "denial")
    entity = EntityDocument(name="Brimsey", aliases=("Old Brimsey",))
    (change,) = changes(as_data(entity), as_data(dataclasses.replace(entity, aliases=())))
    assert (change.field, change.kind) == ("aliases:Old Brimsey", "part")


def test_each_change_quotes_both_sides_and_the_refusal_tells_them():
    (change,) = of(summary="<p>It turned at <a href='https://a.example/'>midnight</a>.</p>")
    assert (change.before, change.after) == ("It turned at noon", "It turned at midnight")
    told = str(NotMinor([change]))
    assert "“It turned at noon” has become “It turned at midnight”." in told
    assert told.endswith("Call it an update, a clarification or a correction.")


@pytest.mark.parametrize(("count", "more"), [(5, ""), (6, "And 1 more."), (9, "And 4 more.")])
def test_a_refusal_tells_five_changes_and_counts_the_others(count, more):
    found = [Change("summary", "figure", "", f"figure {n}") for n in range(count)]
    refused = NotMinor(found)
    assert refused.changes == tuple(found)
    assert [f"figure {n}”" in str(refused) for n in range(count)] == [n < 5 for n in range(count)]
    assert ("more." in str(refused), more in str(refused)) == (bool(more), True)


WORDS = "the a boat Brimsey 4 four not may “so” leans, quickly. Ada 2014 and all".split()


@given(st.lists(st.sampled_from(WORDS), max_size=30))
@settings(max_examples=60, deadline=None)
def test_a_text_has_nothing_of_substance_against_itself(words):
    text = " ".join(words)
    assert found(text, text) == []
    assert found(text, f"  {text}\u00a0") == []


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=20), st.integers(0, 19))
@settings(max_examples=60, deadline=None)
def test_a_figure_put_anywhere_is_always_found(words, place):
    text = " ".join(words)
    words.insert(place % (len(words) + 1), "77")
    assert found(text, " ".join(words))


def test_a_text_as_long_as_a_field_may_be_is_answered():
    before = "The boat leans in the harbour of Brimsey. " * 2_300
    assert found(before, before.replace("harbour", "haven", 1)) == []
    assert found(before, before[::-1])
