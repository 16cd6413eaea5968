"""One contract of search, held on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entities.workflow import ENTITY
from faqs.workflow import FAQ
from newsdesk.catalogue import likeness, search, write
from newsdesk.catalogue.entries import Entry, Target
from newsdesk.catalogue.likeness import resembling, sharing_words
from newsdesk.catalogue.search import candidates, meaning
from newsdesk.catalogue.search.spelling import distance
from newsdesk.catalogue.snippets import snippet
from newsdesk.catalogue.tags import tag_target
from newsdesk.text.slugs import slug_of
from stories.workflow import STORY
from tests import pages, release
from tests.finding import found, keys
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
    ("query", "expected"),
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
def test_the_same_words_find_the_same_pages(library, query, expected):
    assert sorted(library[page.key] for page in found(query)) == expected


def test_a_word_in_the_title_counts_for_more_than_one_in_the_text(library):
    chief = person("Editor", "second")
    other = pages.story(chief, "On tides", background="<p>Rockets, eastward.</p>", slug="on-tides")
    release.publish(other, actor=chief)
    first, second = keys("eastward")
    assert library[first] == "asked"
    assert second == other.key


def test_results_can_be_limited_to_a_kind(library):
    assert [library[page.key] for page in found("rocket", kind="faq")] == ["asked"]


def test_withdrawn_pages_are_not_found(library):
    chief = person("Desk chief", "second")
    story = pages.Story.objects.get()
    STORY.withdraw(story, actor=chief, note="Wrong.")
    assert [library[page.key] for page in found("rocket")] == ["asked"]


def test_an_unpublished_change_is_not_found(library):
    chief = person("Desk chief", "second")
    story = pages.Story.objects.get()
    document = STORY.read(story.latest_edition())
    changed = type(document)(headline="Zeppelins", slug=document.slug, summary="<p>Up.</p>")
    STORY.revise(story, changed, actor=chief)
    assert not found("zeppelins")
    assert story.key in keys("rocket")


def test_typing_a_title_suggests_its_page(library):
    assert [library[page.key] for page in search.suggest("cape can")] == ["cape"]


def test_a_search_is_two_queries_and_a_mistyped_one_four(library, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert search.search("rocket", {}).hits
    with django_assert_num_queries(4):
        assert search.search("rokcet", {}).hits


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cnaaveral", "canaveral"),
        ("canavreal cape", "canaveral cape"),
        ("rokets eastwad", "rockets eastward"),
        ("oparator", "operator"),
        ("kcs", "ksc"),
        ("orckets", "rockets"),
        ("hte cape", "the cape"),
        ("pda 39a", "pad 39a"),
        ("east ward", "eastward"),
        ("eastward", ""),
        ("launches", ""),
        ("rocket cape", ""),
        ("submarine", ""),
        ("x" * 200, ""),
        ("", ""),
        ("cnaaveral submarine", "canaveral submarine"),
    ],
)
def test_mistyped_words_are_corrected_alike(library, typed, meant):
    assert search.search(typed, {}).meant == meant


def test_of_two_likely_words_the_one_with_the_same_ends_is_meant(library):
    chief = person("Editor", "second")
    release.publish(pages.story(chief, "A rocket on rock", slug="rock"), actor=chief)
    assert search.search("rockt", {}).meant == "rocket"


def test_a_word_that_no_visible_page_holds_is_never_offered(library):
    chief = person("Desk chief", "second")
    STORY.withdraw(pages.Story.objects.get(), actor=chief, note="Wrong.")
    assert search.search("oparator", {}).meant == ""


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
        assert keys(old)[0] == item.key, old


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(query=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=80))
def test_no_query_is_an_error(db, query):
    search.search(query, {})
    search.search(query, {"kind": "faq", "since": "week", "topic": "cape", "tag": "space"}, 9)
    search.suggest(query)
    list(resembling(query, kind="faq"))


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


def test_the_stop_behind_a_word_that_matched_is_not_marked():
    passage = snippet("Dust from “the Moon”, then rockets: two.", "", "moon rockets")
    assert [fragment.text for fragment in passage if fragment.marked] == ["Moon", "rockets"]
    told = "".join(fragment.text for fragment in passage)
    assert told == "Dust from “the Moon”, then rockets: two."


def test_a_page_that_only_its_name_matches_shows_its_summary():
    passage = snippet("A crew ship, first flown in 1967.", "", "soyuz")
    assert "".join(fragment.text for fragment in passage) == "A crew ship, first flown in 1967."
    assert not any(fragment.marked for fragment in passage)


@pytest.mark.parametrize(
    ("query", "kind", "expected"),
    [
        ("why should rockets launch westwa", "faq", ["asked"]),
        ("rocke", "faq", ["asked"]),
        ("why do", "faq", []),
        ("zebras", "faq", []),
        ("rockets from the Cape", "entity", ["cape"]),
        ("'; \" OR NEAR(", "faq", []),
    ],
)
def test_what_is_half_typed_finds_what_holds_any_of_its_words(library, query, kind, expected):
    assert [library[page.key] for page in resembling(query, kind=kind)] == expected


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
    before = keys(query)
    near = [page.key for page in sharing_words(query, kind="story").order_by("pk")]
    let_wait("Ledger", "ledger", number=20)
    assert keys(query) == before
    assert [page.key for page in sharing_words(query, kind="story").order_by("pk")] == near
    assert len(before) == len(near) == 2


def test_pages_that_wait_keep_no_visible_one_out_of_the_best(db, monkeypatch):
    monkeypatch.setattr(likeness, "MAX_FOUND", 2)
    write.put("story:1", [entry("story:1", "Ferry", "", at=timezone.now())])
    let_wait("Ferry ledger")
    found = sharing_words("ferry ledger", kind="story")
    assert [page.key for page in found] == ["story:1"]


def test_words_of_pages_that_wait_crowd_out_no_correction(library):
    assert search.search("oparator", {}).meant == "operator"
    let_wait("Oparrator opparator oparattor oparaator ooparator oparatoor")
    assert search.search("oparator", {}).meant == "operator"


NOW = timezone.now()


def put(number, title, text="", *, kind="story", **more):
    """Put a page into the catalogue; `tags` and `authors` are names."""
    tags, authors = more.pop("tags", ()), more.pop("authors", ())
    told = replace(
        entry(f"{kind}:{number}", title, text, at=NOW),
        kind=kind,
        references=(
            *(Target(key=tag_target(name), label=name) for name in tags),
            *(Target(key=f"author:{slug_of(name)}", label=name) for name in authors),
        ),
        **more,
    )
    write.put(told.key, [told])
    return told.key


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("AT&T", "AT&T"),
        ("at and t", "AT&T"),
        ("The Who", "The Who"),
        ("who", "The Who"),
        ("It", "It"),
        ("US", "United States"),
        ("U.S.", "United States"),
        ("you tube", "YouTube"),
        ("covid19", "COVID-19"),
        ("obrien", "Anne O'Brien"),
        ("hte who", "The Who"),
        ("C++", "C++"),
        ("chaikovskii", "Чайковский"),
        ("Чайковский", "Чайковский"),
        ("Чаиковскии", "Чайковский"),
    ],
)
def test_a_page_of_just_that_name_comes_first_however_it_is_written(db, typed, first):
    names = (
        "AT&T",
        "The Who",
        "It",
        "YouTube",
        "COVID-19",
        "Anne O'Brien",
        "C++",
        "C",
        "Чайковский",
    )
    for n, name in enumerate(names):
        put(n, name, kind="entity")
    put(50, "United States", also="US\nUSA", kind="entity")
    put(51, "The US and it: who uses YouTube, C++ or AT&T?", "COVID-19, O'Brien, Чайковский")
    assert search.search(typed, {}).hits[0].page.title == first


def test_what_is_in_quotation_marks_stands_there_as_it_is(db):
    right = put(1, "Ferries", "The heat shield held.")
    put(2, "Shields", "The shield took the heat.")
    assert len(keys("heat shield")) == 2
    assert keys('"heat shield"') == [right]
    assert keys("“heat shield” ferries") == [right]
    assert not search.search('"shield heat"', {}).hits


def test_tags_and_authors_are_results_and_find_their_pages(db):
    key = put(1, "Fares rise", tags=("Public transport",), authors=("Lucas Ferrão",))
    found = search.search("public transport", {})
    assert [(hit.kind, hit.name, hit.path) for hit in found.lists] == [
        ("tag", "Public transport", "/tags/public-transport/")
    ]
    assert [hit.page.key for hit in found.hits] == [key]
    (author,) = search.search("ferrao", {}).lists
    assert author == search.ListHit("author", "Lucas Ferrão", "/people/lucas-ferrao/")
    assert not search.search("fares", {}).lists


def test_a_tag_of_pages_that_wait_is_no_result(db):
    later = timezone.now() + timedelta(days=1)
    put(1, "Fares", tags=("Hydrofoils",), authors=("Zoe Zephyr",), visible_from=later)
    for typed in ("hydrofoils", "zoe zephyr", "zephyr", "hydrofoisl"):
        found = search.search(typed, {})
        assert (found.hits, found.lists, found.meant, found.total) == ((), (), "", 0), typed


def test_most_words_are_enough_where_no_page_has_all(db):
    key = put(1, "Bakeries close", "Flour was not delivered.")
    found = search.search("bakeries flour delivered zebras", {})
    assert [hit.page.key for hit in found.hits] == [key]
    assert found.partly
    assert not search.search("bakeries zebras giraffes", {"kind": "faq"}).hits


def test_a_plain_question_is_answered_by_its_meaning(db):
    pytest.importorskip("onnxruntime")
    key = put(1, "Three weeks for an appointment with a family doctor", "Surgeries are full.")
    put(2, "Ferries stay in port", "The crews are on strike.")
    found = search.search("how long must I wait to see my GP", {})
    assert found.hits[0].page.key == key
    assert found.partly
    assert found.hits[0].why


def test_pages_that_wait_have_no_part_in_meaning(db, monkeypatch):
    pytest.importorskip("onnxruntime")
    monkeypatch.setattr(meaning, "NEAREST", 2)
    for n in range(1, 5):
        late = timezone.now() + timedelta(days=1)
        put(n, f"How long is the wait for a doctor {n}?", visible_from=late)
    key = put(9, "Three weeks for an appointment with a family doctor", "Surgeries are full.")
    found = search.search("when will my GP see me", {})
    assert [hit.page.key for hit in found.hits] == [key]
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert len(search.search("when will my GP see me", {}).hits) > 1


def test_without_the_model_words_alone_find_and_that_is_said(db, settings):
    settings.DUPLICATES_MODEL = "/nowhere"
    put(1, "Three weeks for an appointment with a family doctor", "Surgeries are full.")
    found = search.search("how long must I wait to see my GP", {})
    assert not found.hits
    assert "by meaning" in search.notice()


def test_more_matches_than_are_counted_are_said_to_be_more(db, monkeypatch):
    monkeypatch.setattr(candidates, "MOST", 3)
    monkeypatch.setattr(search, "MOST", 3)
    for n in range(6):
        put(n, f"Ferry {n}", published_at=NOW - timedelta(days=n))
    found = search.search("ferry", {})
    assert (found.total, found.capped) == (3, True)
    assert found.hits[0].page.title == "Ferry 0"
    assert search.search("ferry", {"kind": "story"}).capped
    assert not search.search("ferry", {"kind": "faq"}).hits


def test_suggestions_begin_a_name_or_a_later_word_of_it(db):
    for n, title in enumerate(["Harbour Trust", "The harbour at night", "Ferries", "Ha"]):
        put(n, title)
    later = timezone.now() + timedelta(days=1)
    put(9, "Harbinger", visible_from=later)
    titles = [page.title for page in search.suggest("har")]
    assert titles == ["The harbour at night", "Harbour Trust"]
    assert [page.title for page in search.suggest("ferires")] == ["Ferries"]


def test_a_word_whose_stem_happens_to_agree_is_put_right(db):
    put(1, "The organ of the cathedral", "It has new pipes.")
    right = put(2, "Strikers organised", "They met at noon.")
    found = search.search("organize", {})
    assert (found.meant, [hit.page.key for hit in found.hits]) == ("organised", [right])
    assert search.search("organs", {}).meant == ""


def test_a_word_that_exists_is_never_put_right(db):
    kept = put(1, "The fare rises", "Buses cost more.")
    put(2, "The fair opens", "Horses are sold.")
    for typed in ("fare", "fares", "fare rising"):
        found = search.search(typed, {})
        assert (found.meant, found.hits[0].page.key) == ("", kept), typed
