"""Search looks at no more than it needs, and what it leaves out is never what readers would miss."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from newsdesk.catalogue import search, search_tables, write
from newsdesk.catalogue.models import Page
from newsdesk.catalogue.search import candidates, engines, meaning
from newsdesk.catalogue.search.query import read
from tests.catalogue.test_search import put
from tests.finding import keys

pytestmark = pytest.mark.django_db
# On both sides of each span by which PostgreSQL looks back, and of SQLite's hours.
AGES = (0.01, 0.06, 1, 13, 15, 90, 180, 370, 730, 4_000, 25_000)


def days_ago(days):
    return timezone.now() - timedelta(days=days)


def put_aged(ages):
    return [
        put(
            n,
            f"Notes {n}",
            "The harbour ferry.",
            published_at=days_ago(age),
            visible_from=days_ago(1),
        )
        for n, age in enumerate(ages)
    ]


def test_pages_that_bear_a_date_to_come_and_can_be_seen_are_found():
    expected = put_aged((-400, -20, -6, 1))
    assert keys("ferry") == expected


def test_pages_of_any_age_are_found_the_newest_first(monkeypatch):
    expected = put_aged(AGES)
    assert keys("ferry") == expected
    for most in (1, 4, 7):
        monkeypatch.setattr(candidates, "MOST", most)
        found = candidates.matches(read("ferry"), {})
        assert found.capped
        pages = Page.objects.in_bulk([row.pk for row in found.candidates])
        assert {page.key for page in pages.values()} == set(expected[: most + 1])


def test_titles_of_any_age_are_found_the_newest_first(monkeypatch):
    monkeypatch.setattr(candidates, "TITLED", 3)
    monkeypatch.setattr(candidates, "NEWEST", 0)
    expected = [put(n, f"Ferry {n}", published_at=days_ago(age)) for n, age in enumerate(AGES)]
    found = candidates.matches(read("ferry"), {}).candidates
    pages = Page.objects.in_bulk([row.pk for row in found])
    assert {page.key for page in pages.values()} == set(expected[:3])


def test_pages_that_wait_use_up_no_bound(monkeypatch):
    for name in ("MOST", "TITLED", "NEWEST"):
        monkeypatch.setattr(candidates, name, 2)
    later = timezone.now() + timedelta(hours=1)
    for n in range(6):
        put(n, f"Ferry {n}", "The ferry.", visible_from=later)
    old = [put(10 + n, f"Ferry {n}", published_at=days_ago(100 + n)) for n in range(2)]
    found = search.search("ferry", {})
    assert ([hit.page.key for hit in found.hits], found.total, found.capped) == (old, 2, False)


def test_a_page_with_another_date_is_found_in_its_new_place_alone():
    for n in range(3):
        put(n, f"Notes {n}", "The ferry.", published_at=days_ago(n + 1))
    moved = put(2, "Notes 2", "The ferry sails.", published_at=days_ago(0.1))
    assert keys("ferry")[0] == moved
    assert len(keys("ferry")) == 3
    with connection.cursor() as cursor:
        for table in search_tables.TABLES[connection.vendor]:
            if table.startswith("catalogue_search") or table == "catalogue_titled":
                cursor.execute(f"SELECT COUNT(*) FROM {table}")
                assert cursor.fetchone() == (3,), table


def test_words_of_pages_that_wait_use_up_no_beginning(monkeypatch):
    monkeypatch.setattr(engines, "ENDINGS", 1)
    put(1, "Waiting", "A ferrule.", visible_from=timezone.now() + timedelta(hours=1))
    right = put(2, "Seen", "They were ferrying them.")
    assert keys("ferr") == [right]


def test_a_beginning_that_is_no_word_of_letters_is_found():
    right = put(1, "Seen", "Bus 39abc leaves.")
    assert keys("bus 39a") == [right]
    assert keys("39ab") == [right]


def test_words_stand_one_after_the_other_in_the_newest_pages():
    together = put(1, "Notes", "A heat shield.", published_at=days_ago(9))
    apart = put(2, "Notes", "The shield took the heat.", published_at=days_ago(2))
    assert keys("heat shield") == [together, apart]


def test_english_words_of_a_question_stay_as_they_are():
    pytest.importorskip("onnxruntime")
    put(1, "Glass and song", "They were bills.")
    right = put(2, "Are phones banned in schools?", "Pupils hand them in.", kind="faq")
    found = search.search("can my son take his mobile to class", {})
    assert (found.meant, found.hits[0].page.key) == ("", right)
    assert search.search("glsas", {}).meant == "glass"
    assert search.search("what is glsas", {}).meant == "what is glass"


def test_an_author_is_found_without_the_apostrophe():
    key = put(1, "Fares rise", authors=("Mei-Lin O'Hara",))
    found = search.search("ohara", {})
    assert [hit.name for hit in found.lists] == ["Mei-Lin O'Hara"]
    assert [hit.page.key for hit in found.hits] == [key]


def test_tables_of_an_older_release_are_made_anew():
    put(1, "Ferries")
    side = search_tables.SIDE[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(
            f"ALTER TABLE {side} RENAME COLUMN {search_tables._NEW[connection.vendor]} TO x"
        )
        search_tables.create_tables(None, "default")
        cursor.execute(f"SELECT COUNT(*) FROM {side}")
        assert cursor.fetchone() == (0,)
    put(1, "Ferries")
    assert keys("ferries")


def test_vectors_come_alone_or_many_at_once_to_the_same():
    numpy = pytest.importorskip("numpy")
    from newsdesk.meaning.vectors import VectorIndex

    drawn = numpy.random.default_rng(1).integers(-127, 128, (5_000, 384), dtype=numpy.int8)
    told = {str(n): drawn[n].tobytes() for n in range(5_000)} | {"zero": bytes(384)}
    one, many = VectorIndex(told.items()), VectorIndex([("7", bytes(384)), ("old", told["3"])])
    many.put_many(told)
    many.remove("old")
    assert len(many) == len(one) == 5_001
    for key in ("7", "4321"):
        assert many.nearest(told[key], 20) == one.nearest(told[key], 20)
        assert many.vector(key) == told[key]


def test_pages_that_are_gone_are_forgotten_and_what_was_missed_is_read(monkeypatch):
    pytest.importorskip("onnxruntime")
    monkeypatch.setattr(meaning, "_memory", meaning._Memory())
    monkeypatch.setattr(meaning, "WHOLE", 0)
    monkeypatch.setattr(meaning, "READ", 2)
    keys_put = [put(n, f"The ferry {n} is on strike") for n in range(5)]
    pages = {page.key: page.pk for page in Page.objects.filter(key__in=keys_put)}
    assert {near.pk for near in meaning.nearest("are boats sailing")} == set(pages.values())
    write.put(keys_put[0], [])
    with connection.cursor() as cursor:
        long_ago = connection.ops.adapt_datetimefield_value(days_ago(3))
        cursor.execute("UPDATE catalogue_vector SET written_at = %s", [long_ago])
    assert pages[keys_put[0]] in {near.pk for near in meaning.nearest("are boats sailing")}
    meaning._memory.loaded -= meaning.RELOAD + 1
    kept = meaning._memory.vectors
    left = set(pages.values()) - {pages[keys_put[0]]}
    assert {near.pk for near in meaning.nearest("are boats sailing")} == left
    assert meaning._memory.vectors is kept
    kept.remove(str(pages[keys_put[1]]))
    meaning._memory.loaded -= meaning.RELOAD + 1
    assert {near.pk for near in meaning.nearest("are boats sailing")} == left
