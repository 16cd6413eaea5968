"""Three-way merge: one-sided changes are taken, clashes are listed, and no word vanishes unseen."""

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from newsdesk.comparison.three_way_merge import three_way
from newsdesk.pages.documents import as_data, from_data
from stories.documents import AnalysisPart, StoryDocument

WORDS = st.text("abc", min_size=1, max_size=4)
PARTS = st.lists(
    st.builds(AnalysisPart, id=st.sampled_from("12345"), heading=WORDS, body=WORDS),
    max_size=4,
    unique_by=lambda part: part.id,
).map(tuple)
DOCUMENTS = st.builds(
    StoryDocument,
    headline=WORDS,
    slug=st.just("s"),
    standfirst=WORDS,
    bylines=st.just(()),
    tags=st.lists(WORDS, max_size=3, unique=True).map(tuple),
    image=st.none(),
    summary=WORDS,
    analysis=PARTS,
    reports=st.just(()),
    background=st.just(""),
    timeline=st.just(()),
    deeper=st.just(()),
    faqs=st.lists(st.sampled_from(["faq:1", "faq:2", "faq:3"]), max_size=3, unique=True).map(tuple),
    entities=st.just(()),
)


def merge(base, ours, theirs):
    merged, clashes = three_way(as_data(base), as_data(ours), as_data(theirs))
    return from_data(StoryDocument, merged), clashes


@given(base=DOCUMENTS, other=DOCUMENTS)
def test_a_change_on_one_side_only_is_taken_whole(base, other):
    assert merge(base, base, other) == (other, [])
    assert merge(base, other, base) == (other, [])
    assert merge(base, other, other) == (other, [])


def texts(document):
    """Return every text of a document with the place that it stands in."""
    yield ("headline", document.headline)
    yield ("standfirst", document.standfirst)
    yield ("summary", document.summary)
    for part in document.analysis:
        yield (f"analysis:{part.id}.heading", part.heading)
        yield (f"analysis:{part.id}.body", part.body)


@given(base=DOCUMENTS, ours=DOCUMENTS, theirs=DOCUMENTS)
def test_what_either_side_wrote_is_in_the_result_or_listed_as_a_clash(base, ours, theirs):
    merged, clashes = merge(base, ours, theirs)
    kept, old = set(texts(merged)), set(texts(base))
    clashing = {
        clash.path.partition(".")[0] if ":" in clash.path else clash.path for clash in clashes
    }
    for side in (ours, theirs):
        for place, text in set(texts(side)) - old - kept:
            assert place.partition(".")[0] in clashing or place in clashing, (place, text)


@given(base=DOCUMENTS, ours=DOCUMENTS, theirs=DOCUMENTS)
def test_ours_and_theirs_clash_in_the_same_places(base, ours, theirs):
    _, one = merge(base, ours, theirs)
    _, other = merge(base, theirs, ours)
    assert {clash.path for clash in one} == {clash.path for clash in other}


def part(id, body):
    return AnalysisPart(id=id, body=body)


def document(*parts, **values):
    return StoryDocument(analysis=parts, **values)


def test_moving_on_one_side_and_writing_on_the_other_go_together():
    base = document(part("1", "a"), part("2", "b"), part("3", "c"))
    moved = document(part("3", "c"), part("1", "a"), part("2", "b"))
    written = document(part("1", "a"), part("2", "B"), part("3", "c"))
    expected = document(part("3", "c"), part("1", "a"), part("2", "B"))
    assert merge(base, moved, written) == (expected, [])
    assert merge(base, written, moved) == (expected, [])


def test_parts_added_on_both_sides_are_both_kept():
    base = document(part("1", "a"))
    merged, clashes = merge(
        base, document(part("1", "a"), part("2", "b")), document(part("3", "c"), part("1", "a"))
    )
    assert [p.id for p in merged.analysis] == ["3", "1", "2"]
    assert not clashes


def test_a_part_removed_here_and_rewritten_there_stays_and_is_listed():
    base = document(part("1", "a"), part("2", "b"))
    merged, (clash,) = merge(
        base, document(part("1", "a")), document(part("1", "a"), part("2", "B"))
    )
    assert merged.analysis[1].body == "B"
    assert (clash.path, clash.ours) == ("analysis:2", None)


def test_both_rewrite_one_field():
    base = document(part("1", "a"), headline="h")
    ours = dataclasses.replace(base, headline="ours", summary="s")
    theirs = dataclasses.replace(base, headline="theirs")
    merged, (clash,) = merge(base, ours, theirs)
    assert (merged.headline, merged.summary) == ("ours", "s")
    assert (clash.path, clash.base, clash.ours, clash.theirs) == ("headline", "h", "ours", "theirs")


def test_a_field_that_only_one_side_writes_down_is_not_lost():
    """What has its default is not written, so that a side may lack the field altogether."""
    plain, told = (
        {"reports": [{"id": "1", "outlet": "Buoy"} | more]} for more in ({}, {"wire": "W"})
    )
    for ours, theirs in ((plain, told), (told, plain)):
        assert three_way(plain, ours, theirs) == (told, [])
    for ours, theirs in ((plain, told), (told, plain)):
        assert three_way(told, ours, theirs) == (plain, [])
    facts = {"name": "x", "facts": [{"id": "1", "label": "Founded"}]}
    assert three_way({"name": "x"}, {"name": "x"}, facts) == (facts, [])
