"""What is read from a question: names whatever their case, quantities, dates, denials, roles."""

import pytest

from faqs.duplicates.conflicts import conflicts
from faqs.duplicates.facts import facts_of
from faqs.duplicates.names import FLAT, SENTENCE, TITLE, Lexicon, style
from newsdesk.text.dates import dates
from newsdesk.text.languages import language_of
from newsdesk.text.numbers import quantities


def names(text, lexicon):
    return [name.text for name in facts_of(text, lexicon, language_of(text)).names]


def kinds(left, right, lexicon):
    return {d.kind for d in conflicts(left, right, lexicon) if not d.harmless}


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("How did Blue Origin recover its booster?", SENTENCE),
        ("How Did Blue Origin Recover Its Booster?", TITLE),
        ("Why Is Mars Red?", TITLE),
        ("why is mars red?", FLAT),
        ("WHY IS MARS SO VERY RED?", FLAT),
        ("Is NASA broke?", SENTENCE),
        ("2025?", FLAT),
    ],
)
def test_use_of_capitals(text, how):
    assert style(text) == how


def test_names_hidden_by_title_case_are_learnt_from_sentences():
    nothing = Lexicon()
    title = "How Much Can Vulcan Centaur Lift to Orbit?"
    assert names(title, nothing) == []
    learnt = Lexicon(texts=["Last week the Vulcan Centaur flew for the third time."])
    assert names(title, learnt) == ["Vulcan Centaur"]


def test_a_name_learnt_later_counts_at_once():
    lexicon = Lexicon()
    left, right = (
        "Why Does Arlen Matter to Voters So Much?",
        "Why Does Norvik Matter to Voters So Much?",
    )
    assert kinds(left, right, lexicon) == {"words without a mate"}
    lexicon.learn("The ministers of Arlen met those of Norvik.")
    assert kinds(left, right, lexicon) == {"name"}


def test_title_case_teaches_no_names():
    lexicon = Lexicon(texts=["How Do Rockets Land on Their Own Tails Today?"])
    assert names("Why Do Rockets Land So Often on Their Tails?", lexicon) == []


def test_aliases_are_one_name(lexicon):
    left = "Who founded Space Exploration Technologies?"
    assert kinds(left, "Who founded SpaceX?", lexicon) == set()
    assert kinds(left, "Who founded Blue Origin?", lexicon) == {"name"}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Why did Russia leave?", "Why did the Russian side leave?"),
        ("What do Chinese voters want?", "What do voters in China want?"),
        ("Why do American farmers protest?", "Why do farmers in the US protest?"),
        ("What did Musk say?", "What did Elon Musk say?"),
        ("Who visits the ISS?", "Who visits the International Space Station?"),
        ("Is there water on the moon?", "Is there lunar water?"),
    ],
)
def test_spellings_of_one_name_are_no_conflict(left, right):
    assert "name" not in kinds(left, right, Lexicon())


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Where is Austria?", "Where is Australia?"),
        ("What did Iran say?", "What did Iraq say?"),
        ("Is Falcon 9 reusable?", "Is Falcon Heavy reusable?"),
        ("Why go to Mars?", "Why go to the moon?"),
        ("What is Artemis II?", "What is Artemis III?"),
        ("What did the NATO chief say?", "What did the WHO chief say?"),
    ],
)
def test_names_that_look_alike_are_a_conflict(left, right):
    found = conflicts(left, right, Lexicon())
    assert [d.kind for d in found if d.two_sided] == ["name"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("the 28-point plan", [(28, "")]),
        ("twenty-eight points", [(28, "")]),
        ("$3.5 billion", [(3.5e9, "dollar")]),
        ("1,500 km", [(1.5e6, "length")]),
        ("45%", [(45, "share")]),
        ("45 per cent", [(45, "share")]),
        ("the second stage", [(2, "ordinal")]),
        ("the 2nd stage", [(2, "ordinal")]),
        ("ten metres per second", [(10, "length")]),
        ("40 °C", [(40, "Celsius")]),
        ("which one", []),
        ("one year", [(31557600, "time")]),
    ],
)
def test_quantities(text, values):
    assert [(q.value, q.dimension) for q in quantities(text, [])] == values


def test_digits_of_other_scripts_are_no_quantity():
    assert quantities("٣ ferries", []) == []


def test_converted_units_agree():
    assert kinds("Is 62 miles high enough?", "Is 100 km high enough?", Lexicon()) == set()
    assert kinds("Is it 20 miles away?", "Is it 20 km away?", Lexicon()) == {"unit"}
    assert kinds("Is it 28 points?", "Is it twenty-eight points?", Lexicon()) == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on 14 November 2025", [(2025, 11, 14)]),
        ("on November 14, 2025", [(2025, 11, 14)]),
        ("on the 14th of November", [(0, 11, 14)]),
        ("by 2025-11-14", [(2025, 11, 14)]),
        ("in 2025", [(2025, 0, 0)]),
        ("in May", [(0, 5, 0)]),
        ("it may rain", []),
        ("the march on Rome", []),
        ("2000 km", []),
        ("$1999", []),
    ],
)
def test_dates(text, found):
    assert [date[:3] for date in dates(text)] == found


def test_a_date_agrees_with_a_part_of_it():
    assert kinds("What changed on 1 May 2025?", "What changed in May 2025?", Lexicon()) == set()
    assert kinds("What changed on 1 May?", "What changed on 2 May?", Lexicon()) == {"date"}


def test_the_owner_of_a_named_thing_is_shown_and_harmless(lexicon):
    (difference,) = conflicts("Is New Glenn safe?", "Is Blue Origin's New Glenn safe?", lexicon)
    assert difference.harmless
    assert "Blue Origin" in difference.words


def test_two_denials_cancel_out():
    plain = "Can a crew leave with a suit?"
    assert kinds(plain, "Can a crew not leave without a suit?", Lexicon()) == set()
    assert kinds(plain, "Can a crew not leave with a suit?", Lexicon()) == {"negation"}


def test_words_for_the_moderator(lexicon):
    (number,) = conflicts("What is the 20-point plan?", "What is the 28-point plan?", lexicon)
    assert number.words == "number: “20” on the left, “28” on the right"
    (date,) = conflicts("Why are launches late?", "Why are launches late in 2025?", lexicon)
    assert date.words == "date: “2025” only on the right"
