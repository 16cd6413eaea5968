"""Sentences that the gate takes up, and honest ones that it lets pass. Both kinds are made up here."""

import pytest

from newsdesk.text.timewords import relative_words
from tests.rules.stories import blocking, check, saying, warnings

UNDATED = [
    "The pier is now closed.",
    "Prices rose recently.",
    "The latest figures are worse.",
    "It sank last month.",
    "The council meets next Tuesday.",
    "The vote is on Friday.",
    "Yesterday the crew went home.",
    "The current government has said nothing.",
    "Two years ago the pier was new.",
    "In recent weeks the ice grew.",
    "A new bridge will soon be built.",
    "Nobody has been hurt so far.",
    "It has been quiet over the past year.",
    "This year the ice came early.",
    "Friday’s storm tore the roof off.",
]
DATED = [
    "The pier is now closed, as it was in March 2025.",
    "The council meets next Tuesday, 3 March 2026.",
    "The next day the crew went home.",
    "Now that the ice has gone, boats can sail.",
    "The lava flowed millions of years ago.",
    "The boat sails on Mondays and waits for nobody.",
    "As soon as the ice melts, the boats go out.",
    "The road goes so far as the lake.",
    "It is to date the wreck that divers went down.",
    "The last week of the trial was the longest.",
    "They sat in the electric current of the river.",
    "It must be paid by the end of June at the latest.",
    "“It is closed now, for good,” the sign might as well have said in 2024.",
    "The ferry of today dates from 1989.",
]
UNSOURCED = [
    ("Brimsey has the largest pier in the north.", "superlative-without-source"),
    ("It was the first ferry to run on batteries.", "superlative-without-source"),
    ("It is the only way to the island.", "superlative-without-source"),
    ("The cost of the pier was unprecedented.", "superlative-without-source"),
    (
        "Nobody had ever seen such ice; the like had never happened before.",
        "superlative-without-source",
    ),
    ("The new pier cost £9.4 million.", "figure-without-source"),
    ("About 84 per cent of the boats were lost.", "figure-without-source"),
    ("Some 11,000 people live there.", "figure-without-source"),
    ("The beam weighs 17 tonnes.", "figure-without-source"),
]
SOURCED = [
    "According to the harbour office, Brimsey has the largest pier in the north.",
    "The pier cost £9.4 million, the council said.",
    'The pier <a href="https://council.example/">cost £9.4 million</a>.',
    "Ruth Okonjo counted 11,000 people.",
    "The harbour office said so. The pier cost £9.4 million.",
    "On the boat stood 340 people.",
    "Three boats came back, and two left again.",
    "The vote was on 17 and 19 May 2026.",
    "Falcon 9 flew twice, and CRS-34 went with it to Site 31.",
    "The first stage fell into the sea, the second burned on.",
    "It was the first launch there since 2019.",
    "For almost nine years nobody came.",
]
UNSTORED = [
    "He said: “We should never have built it here at all.”",
    "The foreman called it “a very big mistake” that day.",
    'They wrote "the ice will not come back".',
    "“We took the pad apart from above, like a watch,” he said.",
    "“It was cold and it was late,” she said of the night.",
    "<blockquote><p>Nobody has ever seen so much ice.</p></blockquote>",
    "“It was late … and it was cold,” he said.",
]
STORED = [
    "“We took the pad apart from below,” he said.",
    '"we took the pad apart from below, like a watch".',
    "They took it apart “from below, like a watch”.",
    "“We took the pad apart … like a watch,” he said.",
    "“We took [it] apart from below,” he said.",
    "“It was cold … and it was late,” he said.",
    "“We took the pad apart from below, like a watch. It was cold ...”",
    "<blockquote><p>We took the pad apart from below, like a watch.</p></blockquote>",
    "The booster is named “Never Tell Me the Odds”.",
    "It is a so-called “roll-on, roll-off” ship.",
    "Islanders call the wind “black”.",
    "The boat is known as “the grey lady of Brimsey”.",
    "He wrote “Why the pier broke” on the wall.",
    "The boats’ owners and the crews’ wives waited.",
    "In the ’90s the boats’ engines ran on oil.",
    "The word “Союз” means union.",
    "Der „Küstenbote“ hat mit Fischern gesprochen und mit den Leuten im Dorf.",
    "The report “Brimsey sails” was read by many.",
]


@pytest.mark.parametrize("sentence", UNDATED)
def test_words_that_mean_another_day_later_need_a_date(sentence):
    assert "undated" in warnings(**saying(sentence))


@pytest.mark.parametrize("sentence", DATED)
def test_time_that_is_told_needs_no_date(sentence):
    assert "undated" not in warnings(**saying(sentence))


@pytest.mark.parametrize(("sentence", "code"), UNSOURCED)
def test_a_claim_needs_somebody_who_stands_for_it(sentence, code):
    assert code in warnings(**saying(sentence))


@pytest.mark.parametrize("sentence", SOURCED)
def test_a_claim_with_a_source_and_a_plain_count_are_left_alone(sentence):
    codes = warnings(**saying(sentence))
    assert not {"superlative-without-source", "figure-without-source"} & set(codes)


@pytest.mark.parametrize("sentence", UNSTORED)
def test_quoted_words_that_no_report_has_block(sentence):
    assert blocking(**saying(sentence)) == ["unstored-quotation"]


@pytest.mark.parametrize("sentence", STORED)
def test_stored_words_titles_terms_and_apostrophes_do_not_block(sentence):
    assert blocking(**saying(sentence)) == []


def test_a_short_quotation_with_a_speaker_is_a_warning_only():
    found = check(**saying("The mayor called it “reckless”."))
    assert found.blocking == ()
    assert [problem.code for problem in found.warnings] == ["short-quotation"]
    assert "“reckless”" in str(found.warnings[0])


FORECASTS = [
    ("They aim to mend the pad by February 2026.", True),
    ("The boat will sail in March 2025.", True),
    ("The bridge is due in 2024.", True),
    ("They aim to mend the pad by February 2027.", False),
    ("The boat will sail in November 2026.", False),
    ("The report will tell what was lost in 2024.", False),
    ("In March 2025 they said that the boat will sail.", False),
    ("The pier was built in 1994.", False),
]


@pytest.mark.parametrize(("sentence", "is_over"), FORECASTS)
def test_a_forecast_whose_date_has_passed_is_found(sentence, is_over):
    assert ("forecast-past" in warnings(**saying(sentence))) is is_over


DATES = [
    ("The ferry sank off the pier in 1958. The ferry sank off the pier in 1985.", True),
    ("The boats come back on 4 March 2026.", True),  # The timeline has 3 March.
    ("The ferry sank off the pier in March 1958. The ferry sank off the pier in 1958.", False),
    (
        "The first ferry sank off the pier in 1958. The second ferry sank off the pier in 1985.",
        False,
    ),
    ("Soyuz 4 left the pad at noon in 1969. Soyuz 5 left the pad at noon in 1970.", False),
    ("The ferry sank in 1958. The pier was mended in 1985.", False),
]


@pytest.mark.parametrize(("text", "disagrees"), DATES)
def test_two_dates_for_one_thing_are_found(text, disagrees):
    assert ("two-dates" in warnings(**saying(text))) is disagrees


@pytest.mark.parametrize(("count", "is_long"), [(40, False), (41, True)])
def test_a_sentence_of_more_than_forty_words_is_long(count, is_long):
    sentence = " ".join(["boats"] * count) + "."
    assert ("long-sentence" in warnings(**saying(sentence))) is is_long


def test_quoted_words_do_not_make_a_sentence_long():
    quotation = " ".join(["late"] * 50)
    assert "long-sentence" not in warnings(**saying(f"He said “{quotation}”."))


def test_relative_words_are_given_as_they_stand():
    assert relative_words("Now, in  recent years, and last month.") == [
        "Now",
        "recent",
        "last month",
    ]
