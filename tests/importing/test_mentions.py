"""Names are found in text as people write them, and not inside other words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsdesk.text.capitals import in_title_case
from newsdesk.text.mentions import Names, enclosing, words

NAMES = Names(
    [
        ("Mars", "entity:1"),
        ("Mars Express", "entity:2"),
        ("New Glenn", "entity:3"),
        ("Glenn", "entity:4"),
        ("WHO", "entity:5"),
        ("Cañaveral", "entity:6"),
        ("Kud-Sverchkov", "entity:7"),
        ("St. Petersburg", "entity:8"),
        ("Johnson & Johnson", "entity:9"),
        ("McDonald's", "entity:10"),
        ("lava tube", "entity:11"),
        ("Phoenix", "entity:12"),
        ("Phoenix", "entity:13"),
    ]
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mars is red.", ["Mars"]),
        ("The march to mars.", []),
        ("Marsh and Marseille", []),
        ("Mars's moons, Mars’ moons", ["Mars", "Mars"]),
        ("Mars Express flies", ["Mars Express"]),
        ("Mars. Express trains", ["Mars"]),
        ("New\nGlenn and NEW GLENN", ["New\nGlenn", "NEW GLENN"]),
        ("Who asked the WHO?", ["WHO"]),
        ("Canaveral, CAÑAVERAL, Can\u0303averal", ["Canaveral", "CAÑAVERAL", "Can\u0303averal"]),
        ("Kud Sverchkov", ["Kud Sverchkov"]),
        ("St Petersburg, St. Petersburg", ["St Petersburg", "St. Petersburg"]),
        ("Johnson and Johnson", ["Johnson and Johnson"]),
        ("at McDonald’s", ["McDonald’s"]),
        ("McDonald said", []),
        ("A Lava Tube, a lava tube", ["Lava Tube", "lava tube"]),
        ("", []),
    ],
)
def test_names_are_found_as_written(text: str, found: list[str]) -> None:
    mentions = NAMES.find(text)

    assert [mention.text for mention in mentions] == found
    assert all(text[m.start : m.end] == m.text for m in mentions)


def test_a_shared_name_has_both_keys() -> None:
    assert NAMES.find("Phoenix")[0].keys == ("entity:12", "entity:13")
    assert NAMES.keys_of("phoenix") == ("entity:12", "entity:13")
    assert NAMES.keys_of("Phoenix Mars") == ()


def test_overlapping_names_can_be_asked_for() -> None:
    assert [m.text for m in NAMES.overlapping("New Glenn")] == ["New Glenn", "Glenn"]


@pytest.mark.parametrize(
    ("text", "longer"),
    [
        ("Glenn MS-28 flew", "Glenn MS-28"),
        ("the Big Glenn", "Big Glenn"),
        ("The Glenn rocket", ""),
        ("NASA's Glenn rocket", ""),
        ("Glenn, Texas", ""),
        ("Will Glenn fly?", ""),
    ],
)
def test_a_longer_name_around_a_mention_is_seen(text: str, longer: str) -> None:
    (mention,) = NAMES.find(text)

    assert enclosing(text, mention) == longer


def test_a_line_in_title_case_is_known() -> None:
    assert in_title_case("What Will New Glenn Rocket Carry Into Orbit Tomorrow?")
    assert not in_title_case("What will the New Glenn rocket carry into orbit tomorrow?")


PIECES = (
    "Mars mars Express express New Glenn who WHO and And & a_Mars Mars_ _Mars é M&M AT St . ' - x1"
)
WRITTEN = st.lists(st.sampled_from([*PIECES.split(), " ", "\n", ""]), max_size=14)


@settings(max_examples=200, deadline=None)
@given(texts=WRITTEN, names=WRITTEN)
def test_few_names_are_found_as_many_are(texts, names):
    index = Names((name, name) for name in [*names, "Mars Express", "& Co", "And then"])
    for text in ("".join(texts), " ".join(texts)):
        # By the words of the text nothing is sought, each word is looked up.
        assert index.find(text) == index.find(text, words(text))


def test_a_name_that_is_added_later_is_found_too():
    index = Names([("Mars", "entity:1")])
    assert [mention.text for mention in index.find("Mars and Venus")] == ["Mars"]
    index.add("Venus", "entity:2")
    assert [mention.text for mention in index.find("Mars and Venus")] == ["Mars", "Venus"]
