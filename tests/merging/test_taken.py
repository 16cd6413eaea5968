"""What a survivor takes over, as plain data: no desk and no database."""

import pytest

from newsdesk.comparison.three_way_merge import Clash
from newsdesk.merging.taken import NOTHING, MergeChoice, everything, kept_apart, known_part, take


def rows(*ids, text=""):
    return [{"id": each, "text": text or each} for each in ids]


OURS = {"title": "Ours", "intro": "Old", "answers": rows("a", "b"), "tags": ["sea", "tide"]}
THEIRS = {
    "title": "Theirs",
    "note": "New",
    "answers": rows("b", "c", text="theirs"),
    "tags": ["sky"],
}


def taken_from(**choice):
    return take(MergeChoice(**choice), survivor=OURS, loser=THEIRS)


def test_nothing_chosen_is_nothing_taken():
    assert take(NOTHING, survivor=OURS, loser=THEIRS) == OURS
    assert NOTHING.as_data() == {"fields": [], "values": {}, "items": {}, "dropped": {}}


def test_a_choice_can_be_kept_as_data():
    choice = MergeChoice(("title",), {"intro": "x"}, {"answers": ["c"]}, {"answers": ["a"]})
    assert MergeChoice.from_data(choice.as_data()) == choice
    assert choice.on(OURS, THEIRS) == take(choice, survivor=OURS, loser=THEIRS)


def test_fields_are_the_losers_and_those_that_it_has_not_are_as_if_never_written():
    assert taken_from(fields=("title", "note")) == OURS | {"title": "Theirs", "note": "New"}
    without = {name: value for name, value in OURS.items() if name != "intro"}
    assert taken_from(fields=("intro",)) == without
    assert taken_from(fields=("neither",)) == OURS


def test_what_was_written_anew_wins_over_what_is_taken():
    assert taken_from(fields=("title",), values={"title": "Both"})["title"] == "Both"


def test_items_are_added_behind_the_survivors_own_each_once_and_in_the_losers_order():
    found = taken_from(items={"answers": ["c", "b", "gone"], "tags": ["sky", "sea"]})
    assert found["answers"] == [*OURS["answers"], THEIRS["answers"][1]]
    assert found["tags"] == ["sea", "tide", "sky"]
    assert taken_from(items={"facts": ["f"]})["facts"] == []
    both = take(MergeChoice(items={"more": ["m"]}), survivor={}, loser={"more": rows("m", "n")})
    assert both == {"more": rows("m")}


def test_dropped_are_the_survivors_own_and_the_losers_may_take_their_place():
    assert taken_from(dropped={"answers": ["b", "c"]})["answers"] == rows("a")
    assert taken_from(dropped={"facts": ["f"]})["facts"] == []
    swapped = taken_from(dropped={"answers": ["b"]}, items={"answers": ["b"]})
    assert swapped["answers"] == [*rows("a"), *rows("b", text="theirs")]


def test_everything_is_every_item_of_every_list_and_no_field():
    found = everything(OURS, THEIRS | {"facts": [], "sources": [{"id": 7}]})
    assert found == MergeChoice(items={"answers": ["b", "c"], "tags": ["sky"], "sources": ["7"]})


KNOWN = [
    {"intro": "One.", "answers": rows("a"), "tags": ["sea"], "on": True},
    {"intro": "Two.", "blank": " "},
]


@pytest.mark.parametrize(
    "value",
    [
        {"intro": ""},
        {"intro": " "},
        {"intro": None},
        {"answers": []},
        {"intro": "One."},
        {"intro": "Two. ; One."},
        {"intro": "One.Two.One."},
        {"answers": rows("a")},
        {"facts": [*rows("a"), "sea"]},  # known from another list
        {"facts": ["One."]},  # and from another field
        {"on": True},
    ],
)
def test_words_that_readers_know_go_before_them_at_once(value):
    choice = MergeChoice(
        values=value, dropped={"answers": ["a"]}, fields=("x",), items={"tags": ["sky"]}
    )
    assert known_part(choice, KNOWN) is choice


@pytest.mark.parametrize(
    "value",
    [
        {"intro": "Three."},
        {"intro": "One. Three."},
        {"intro": "One. X"},
        {"title": "One."},  # known, but not from there
        {"answers": rows("a", "new")},
        {"answers": rows("a", text="changed")},
        {"on": False},
        {"number": 5},
        {"blank": "x"},
        {"intro": "One.", "title": "New"},  # all of it waits together
    ],
)
def test_what_was_written_anew_waits_and_nothing_is_dropped_meanwhile(value):
    choice = MergeChoice(
        values=value, dropped={"answers": ["a"]}, fields=("x",), items={"tags": ["sky"]}
    )
    assert known_part(choice, KNOWN) == MergeChoice(fields=("x",), items={"tags": ["sky"]})


def test_a_longer_word_that_is_known_is_no_remainder_of_a_shorter_one():
    known = [{"intro": "tide"}, {"intro": "tides turn"}]
    assert known_part(MergeChoice(values={"intro": "tides turn"}), known).values
    assert known_part(MergeChoice(values={"intro": "tides turn tide"}), known).values
    assert not known_part(MergeChoice(values={"intro": "tides"}), known).values
    word = "abcdefgh"
    known = [{"intro": word[-n:]} for n in range(1, 9)]
    for n in range(1, 9):
        values = {"intro": f"{word[-n:]}; {word}"}
        assert known_part(MergeChoice(values=values), known).values == values


def test_a_text_that_says_something_else_than_readers_see_keeps_its_words_and_clashes():
    base = {"title": "Seen", "intro": "Seen", "answers": rows("a", "b", "c")}
    own = {"title": "Mine", "answers": [*rows("a"), *rows("b", text="mine"), *rows("d")]}
    choice = MergeChoice(
        fields=("title", "note"),
        values={"intro": "Both", "end": "End"},
        items={"answers": ["x"]},
        dropped={"answers": ["a", "b", "c", "d"]},
    )
    narrowed, clashes = kept_apart(choice, base, own)
    assert narrowed == MergeChoice(
        fields=("note",),
        values={"end": "End"},
        items={"answers": ["x"]},
        dropped={"answers": ["a", "c"]},
    )
    assert clashes == (
        Clash("intro", "Seen", None, "Both"),
        Clash("title", "Seen", "Mine", None),
        Clash("answers:b", rows("b")[0], rows("b", text="mine")[0], None),
        Clash("answers:d", None, rows("d")[0], None),
    )


def test_clashes_are_told_in_the_order_of_their_names():
    names = [f"field {n}" for n in range(9)]
    mine = dict.fromkeys(names, "Mine")
    _, clashes = kept_apart(MergeChoice(fields=tuple(reversed(names))), {}, mine)
    assert [clash.path for clash in clashes] == names


def test_a_text_that_says_what_readers_see_takes_all_of_it():
    choice = MergeChoice(
        ("title",), {"intro": "x"}, {"answers": ["c"]}, {"answers": ["a"], "facts": ["f"]}
    )
    assert kept_apart(choice, OURS, OURS) == (choice, ())
