"""One contract of search, held on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entities.workflow import ENTITY
from faqs.workflow import FAQ
from newsdesk.catalogue import likeness, search, write
from newsdesk.catalogue.entries import Entry
from newsdesk.catalogue.likeness import sharing_words
from newsdesk.catalogue.snippets import snippet
from newsdesk.catalogue.spelling import distance
from stories.workflow import STORY
from tests import pages, release
from tests.people import person
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def laid_library():
    chief = person("Desk chief")
    cape = pages.entity(
        chief, "Cape Cañaveral", kind="place", aliases=("The Cape", "KSC"), slug="cape"
    )
    release.publish(cape, actor=chief)
    asked = pages.faq(chief, "Why do rockets launch eastward?", intro="<p>The Earth turns.</p>")
    release.publish(asked, actor=chief)
    told = pages.story(
        chief,
        "Launching from the coast",
        standfirst="Three rockets in a week.",
        background="<p>The operator’s pad 39A opened in 1967.</p>",
    )
    release.publish(told, actor=chief)
    return {cape.key: "cape", asked.key: "asked", told.key: "told"}


@pytest.fixture
def library():
    return laid_library()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("canaveral", ["cape"]),
        ("CAÑAVERAL", ["cape"]),
        ("ksc", ["cape"]),
        ("cape canav", ["cape"]),
        ("rocket", ["asked", "told"]),
        ("rockets launching", ["asked", "told"]),
        ("launches", ["asked", "told"]),
        ("why do rockets launch eastward?", ["asked"]),
        ("the operator's pad", ["told"]),
        ("39a", ["told"]),
        ("east", ["asked"]),
        ("rocket cape", []),
        ("submarine", []),
        ("the of and", []),
        ("", []),
        ('" OR 1=1 *', []),
        ("NEAR(rocket", []),
        ("rocket AND NOT x:*", []),
        ("it's", []),
        ("'':* & | !", []),
    ],
)
def test_the_same_words_find_the_same_pages(library, query, found):
    assert sorted(library[page.key] for page in search.find(query)) == found


def test_a_word_in_the_title_counts_for_more_than_one_in_the_text(library):
    chief = person("Editor", "second")
    other = pages.story(chief, "On tides", background="<p>Rockets, eastward.</p>", slug="on-tides")
    release.publish(other, actor=chief)
    keys = [page.key for page in search.find("eastward")]
    assert library[keys[0]] == "asked"
    assert keys[1] == other.key


def test_results_can_be_limited_to_a_kind(library):
    assert [library[page.key] for page in search.find("rocket", kinds=("faq",))] == ["asked"]


def test_withdrawn_pages_are_not_found(library):
    chief = person("Desk chief", "second")
    story = pages.Story.objects.get()
    STORY.withdraw(story, actor=chief, note="Wrong.")
    assert [library[page.key] for page in search.find("rocket")] == ["asked"]


def test_an_unpublished_change_is_not_found(library):
    chief = person("Desk chief", "second")
    story = pages.Story.objects.get()
    document = STORY.read(story.latest_edition())
    changed = type(document)(headline="Zeppelins", slug=document.slug, summary="<p>Up.</p>")
    STORY.revise(story, changed, actor=chief)
    assert not search.find("zeppelins").exists()
    assert search.find("rocket").filter(key=story.key).exists()


def test_typing_a_title_suggests_its_page(library):
    assert [library[page.key] for page in search.suggest("cape can")] == ["cape"]


def test_a_search_is_one_query(library, django_assert_num_queries):
    with django_assert_num_queries(1):
        list(search.find("rocket"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cnaaveral", "canaveral"),
        ("canavreal cape", "canaveral cape"),
        ("rokets eastwad", "rockets eastward"),
        ("oparator", "operator"),
        ("eastward", ""),
        ("rocket cape", ""),
        ("submarine", ""),
        ("kcs", ""),
        ("x" * 200, ""),
        ("", ""),
        ("cnaaveral submarine", ""),
    ],
)
def test_mistyped_words_are_corrected_alike(library, typed, meant):
    assert search.corrected(typed) == meant


def test_of_two_likely_words_the_one_with_the_same_ends_is_meant(library):
    chief = person("Editor", "second")
    release.publish(pages.story(chief, "A rocket on rock", slug="rock"), actor=chief)
    assert search.corrected("rockt") == "rocket"


def test_a_word_that_no_visible_page_holds_is_never_offered(library):
    chief = person("Desk chief", "second")
    STORY.withdraw(pages.Story.objects.get(), actor=chief, note="Wrong.")
    assert search.corrected("oparator") == ""


def test_a_page_is_found_by_its_old_title(library):
    chief = person("Desk chief", "second")
    for kind, workflow, title in (
        (pages.Story, STORY, "headline"),
        (pages.Faq, FAQ, "question"),
        (pages.Entity, ENTITY, "name"),
    ):
        item = kind.objects.get()
        document = workflow.read(item.latest_edition())
        workflow.revise(item, replace(document, **{title: "Zeppelins"}), actor=chief)
        release.publish(item, actor=chief, kind="update")
        old = getattr(document, title)
        assert [page.key for page in search.find(old)] == [item.key], old


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(query=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=80))
def test_no_query_is_an_error(db, query):
    list(search.find(query))
    search.corrected(query)
    search.suggest(query)


@pytest.mark.parametrize(
    ("typed", "word", "apart"),
    [("abc", "abc", 0), ("abc", "acb", 1), ("abc", "ab", 1), ("abc", "abxd", 2), ("a", "abcd", 3)],
)
def test_a_swap_is_one_mistake(typed, word, apart):
    assert distance(typed, word, 2) == apart


def test_the_passage_shows_the_words_that_matched():
    passage = snippet("A summary.", "x " * 300 + "the rockets rise " + "y " * 300, "rocket")
    assert [fragment.text for fragment in passage if fragment.marked] == ["rockets"]
    assert sum(len(fragment.text) for fragment in passage) < 300


def test_a_page_that_only_its_name_matches_shows_its_summary():
    passage = snippet("A crew ship, first flown in 1967.", "", "soyuz")
    assert "".join(fragment.text for fragment in passage) == "A crew ship, first flown in 1967."
    assert not any(fragment.marked for fragment in passage)


@pytest.mark.parametrize(
    ("query", "kinds", "found"),
    [
        ("why should rockets launch westwa", ("faq",), ["asked"]),
        ("rocke", ("faq",), ["asked"]),
        ("why do", ("faq",), []),
        ("zebras", ("faq",), []),
        ("rockets from the Cape", ("faq", "story", "entity"), None),
        ("'; \" OR NEAR(", ("faq",), []),
    ],
)
def test_what_is_half_typed_finds_what_holds_any_of_its_words(library, query, kinds, found):
    got = [library[page.key] for page in search.resembling(query, kinds=kinds)]
    assert sorted(got) == (sorted(library.values()) if found is None else found)


def entry(key, title, text, *, at):
    return Entry(
        kind="story",
        key=key,
        path=f"/stories/{key.replace(':', '-')}/",
        title=title,
        summary="",
        text=text,
        edition=int(key.partition(":")[2]),
        number=1,
        published_at=at,
        updated_at=at,
        visible_from=at,
    )


def let_wait(title, text="", *, number=3):
    """Put pages into the catalogue that appear in a day."""
    later = timezone.now() + timedelta(days=1)
    for n in range(number):
        write.put(f"story:{100 + n}", [entry(f"story:{100 + n}", title, text, at=later)])


@pytest.mark.parametrize("query", ["ferry ledger", "ledger ferry"])
def test_pages_that_wait_have_no_part_in_the_order(db, query):
    """Words that many pages hold count for less with FTS5's own rank: it counts those that wait, too."""
    now = timezone.now()
    for n, (title, text) in enumerate(
        [("Ferry", "ledger"), ("Ledger", "ferry"), ("Pier", "ferry")]
    ):
        write.put(f"story:{n}", [entry(f"story:{n}", title, text, at=now)])
    before = [page.key for page in search.find(query)]
    near = [page.key for page in sharing_words(query, kind="story").order_by("pk")]
    let_wait("Ledger", "ledger", number=20)
    assert [page.key for page in search.find(query)] == before
    assert [page.key for page in sharing_words(query, kind="story").order_by("pk")] == near
    assert len(before) == len(near) == 2


def test_pages_that_wait_keep_no_visible_one_out_of_the_best(db, monkeypatch):
    monkeypatch.setattr(likeness, "MAX_FOUND", 2)
    write.put("story:1", [entry("story:1", "Ferry", "", at=timezone.now())])
    let_wait("Ferry ledger")
    found = sharing_words("ferry ledger", kind="story")
    assert [page.key for page in found] == ["story:1"]


def test_words_of_pages_that_wait_crowd_out_no_correction(library):
    assert search.corrected("oparator") == "operator"
    let_wait("Oparrator opparator oparattor oparaator ooparator oparatoor")
    assert search.corrected("oparator") == "operator"
