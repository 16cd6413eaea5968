"""The words of a comment are found again after a text was reworded, and never in the wrong place."""

import random

import pytest

from newsdesk.comments.quotes import Quote, SearchedText

SENTENCES = (
    "The harbour board met on Tuesday evening and agreed to widen the eastern pier by eleven metres. "
    "Nobody from the fishing fleet had been asked, although its boats unload there every morning. "
    "Engineers measured the sea bed twice in spring; their report names soft clay below the old stones. "
    "A ferry needs calm water to turn, and the wider pier would leave it less room than it has today. "
    "The board answers that tugs can help on windy days, which are about forty in a year. "
    "What the work would cost is not known yet, since only one of three builders has sent an offer."
)
OTHERS = (
    "yesterday perhaps never green council letter twelve slowly beyond winter glass opened".split()
)


def found(text, quote):
    place = SearchedText(text).find(quote)
    return place and text[place.start : place.end]


def quoted(words, text=SENTENCES):
    start = text.index(words)
    return SearchedText(text).quote(start, start + len(words))


def test_words_that_stand_as_they_were_are_found_as_they_are():
    quote = quoted("soft clay below the old stones")
    place = SearchedText("An hour later. " + SENTENCES).find(quote)
    assert place.as_they_were
    assert found("An hour later. " + SENTENCES, quote) == "soft clay below the old stones"


def test_of_several_places_the_one_with_the_same_words_round_it_is_found():
    text = "The pier is old. The boat is new. The pier is long."
    second = SearchedText(text).quote(text.rindex("The pier"), text.rindex("The pier") + 8)
    place = SearchedText("Today: " + text).find(second)
    assert place.start == len("Today: ") + text.rindex("The pier")


def test_white_space_counts_for_nothing():
    quote = Quote(exact="soft\n clay below  the old", before="names ", after=" stones")
    assert found(SENTENCES, quote) == "soft clay below the old"


def test_a_reworded_passage_is_found_between_what_stands_round_it():
    quote = quoted("soft clay below the old stones")
    now = SENTENCES.replace("soft clay below the old stones", "mud under the foundations")
    place = SearchedText(now).find(quote)
    assert not place.as_they_were
    assert now[place.start : place.end] == "mud under the foundations"


def test_words_whose_surroundings_changed_too_are_found_by_most_of_them():
    quote = quoted("the wider pier would leave it less room than it has today")
    now = SENTENCES.replace(
        "and the wider pier would leave it less room than it has today. The board",
        "so a wider pier would leave less room than today. They",
    )
    assert found(now, quote) == "a wider pier would leave less room than today"


@pytest.mark.parametrize("words", ["soft clay below the old stones", "Tuesday"])
def test_words_that_are_gone_are_said_to_be_gone(words):
    quote = quoted(words)
    assert (
        SearchedText("Something else altogether stands here now, of other things.").find(quote)
        is None
    )
    assert SearchedText("").find(quote) is None
    assert (
        SearchedText(SENTENCES.replace(f"{words} ", "").replace(f" {words}", "")).find(quote)
        is None
    )


def test_a_quote_is_whole_words():
    start = SENTENCES.index("rbour boa")
    quote = SearchedText(SENTENCES).quote(start, start + len("rbour boa"))
    assert quote.exact == "harbour board"


def test_a_short_word_inside_another_is_not_it():
    assert (
        SearchedText("nothing is known").find(Quote(exact="not", before="it is ", after=" so"))
        is None
    )


def reworded(words, chance, dice):
    """Return the words with some replaced, removed or joined by others, and which of the old each one is."""
    now = []
    for number, word in enumerate(words):
        if dice.random() > chance:
            now.append((word, number))
            continue
        deed = dice.choice(["replace", "remove", "add"])
        if deed == "add":
            now.append((word, number))
        if deed != "remove":
            now.append((dice.choice(OTHERS), None))
    return now


@pytest.mark.parametrize(("chance", "lost"), [(0.02, 0.01), (0.05, 0.01), (0.1, 0.03), (0.2, 0.12)])
def test_random_rewordings_keep_comments_at_their_words(chance, lost):
    """Of 400 comments on two to nine words few are given up, and hardly one is put anywhere else."""
    dice = random.Random(20261130 + int(chance * 100))
    words = SENTENCES.split()
    starts = [len(" ".join(words[:number])) + (number > 0) for number in range(len(words))]
    searched = SearchedText(SENTENCES)
    gone = wrong = 0
    for _ in range(400):
        first = dice.randrange(len(words) - 9)
        last = first + dice.randint(2, 9)
        quote = searched.quote(starts[first], starts[last - 1] + len(words[last - 1]))
        now = reworded(words, chance, dice)
        own = [place for place, (_, number) in enumerate(now) if number in range(first, last)]
        text = " ".join(word for word, _ in now)
        ends = [len(" ".join(word for word, _ in now[: place + 1])) for place in range(len(now))]
        place = SearchedText(text).find(quote)
        if place is None:
            gone += bool(own)
            continue
        before = [p for p, (_, n) in enumerate(now) if n is not None and n < first]
        after = [p for p, (_, n) in enumerate(now) if n is not None and n >= last]
        left = ends[before[-1]] if before else 0
        right = ends[after[0]] - len(now[after[0]][0]) if after else len(text)
        wrong += place.end <= left or place.start >= right
    assert wrong <= 4
    assert gone <= lost * 400
