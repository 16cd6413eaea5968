"""Whether two questions have their words in an order that can say the same: who does what to whom.

Given are the words that match, a mate on each side, in the order of the left question.
"""

from itertools import chain, combinations, pairwise, zip_longest

from faqs.duplicates.facts import Facts, Token

_IN_PHRASE = 2  # words before the noun of "on a payment"
_CASES = 3  # articles of who does it, of whom it is done to, others
_ROLES = 3  # words that it takes to say who does what to whom

Pair = tuple[Token, Token]
# Words that follow each other in both questions, as each has them.
Part = tuple[list[Token], list[Token]]


def in_order(left: Facts, right: Facts, pairs: list[Pair]) -> bool:
    """Tell whether the words of two questions follow each other so that they can say the same.

    So they do when one part has moved as a whole, set off by a comma ("In winter, how ..."), and when two
    words that have changed places are side by side in one ("the roof of the house", "the house roof").
    Where one question alone says by whom something was done, it has to be who does it in the other.
    """
    parts = _parts(pairs)
    turned = any(
        _turned(left, right, one, other, moved=len(parts) == 2)
        for one, other in combinations(parts, 2)
        if one[1][0].start > other[1][0].start
    )
    turned = turned or _splits_compound(left, right, parts) or _lead_others(left, right, pairs)
    turned = turned or _loses_head(left, right, pairs) or _loses_head(right, left, _swapped(pairs))
    turned = turned or _changes_case(left, right, pairs) or _changes_number(left, right)
    if left.reading.passive != right.reading.passive:
        return _same_doer(left, right, pairs, turned=turned)
    return not turned


def _same_doer(left: Facts, right: Facts, pairs: list[Pair], *, turned: bool) -> bool:
    """Tell whether by whom something was done in one question is who does it in the other.

    Where that is what is asked for ("By whom was"), the words have to have changed places.
    """
    passive, active = (left, right) if left.reading.passive else (right, left)
    both = [pair if passive is left else (pair[1], pair[0]) for pair in pairs]
    spoken = passive.language
    by = [token.start for token in passive.tokens if spoken.names_doer(token.folded)]
    helped = [token.start for token in passive.tokens if spoken.helps_verb(token.folded)]
    doers = [mate for word, mate in both if by and word.start > by[-1]]
    if not doers or not helped or by[-1] < helped[0]:
        return turned or len(pairs) < _ROLES
    verbs = [m for word, m in both if word.start < by[-1] and spoken.is_participle(word.folded)]
    nouns = [mate for _, mate in both if mate not in verbs]
    return _subject(active, sorted(nouns, key=_place), verbs) in doers


def _subject(active: Facts, nouns: list[Token], verbs: list[Token]) -> Token | None:
    """Return who does it, None where that is not told: the last noun before the verb or, where verbs stand at
    either end, the first that is not asked for ("Which ships ...").
    """
    if active.language.verb_at_ends or not verbs:
        before = [token for token in active.tokens if nouns and token.end <= nouns[0].start]
        helps = active.language.helps_verb
        asked_for = before and not any(t.telling or helps(t.folded) for t in before)
        return None if asked_for or not nouns else nouns[0]
    return next((noun for noun in reversed(nouns) if noun.start < verbs[-1].start), None)


def _place(token: Token) -> int:
    return token.start


def _parts(pairs: list[Pair]) -> list[Part]:
    """Cut the words where they do not follow each other in both questions."""
    places = sorted(range(len(pairs)), key=lambda n: pairs[n][1].start)
    rank = {n: place for place, n in enumerate(places)}
    parts: list[Part] = []
    for n, (one, other) in enumerate(pairs):
        if not n or rank[n] != rank[n - 1] + 1:
            parts.append(([], []))
        parts[-1][0].append(one)
        parts[-1][1].append(other)
    return parts


def _splits_compound(left: Facts, right: Facts, parts: list[Part]) -> bool:
    """Tell whether a compound of one is two nouns in the other: "a loan payment", "a loan on a payment", or
    "How do prison visits work?", "How does prison on a visit work?".
    """
    for mine, theirs in parts:
        for (one, other), (its, others) in zip(pairwise(mine), pairwise(theirs), strict=True):
            gaps = [_between(left, one, other), _between(right, its, others)]
            for gap, side, first in zip(gaps, (left, right), (one, its), strict=True):
                if (
                    _is_owned(side, first)
                    and not gap
                    and any(map(side.language.leads, chain(*gaps)))
                ):
                    return True
                article = len(gap) == _IN_PHRASE and not all(gaps) and side.language.leads(gap[0])
                before = [t for t in side.tokens if t.end <= first.start][-1:]
                if article and before and _opens_noun(side, before[0].folded):
                    return True
    return False


def _opens_noun(facts: Facts, word: str) -> bool:
    """Tell whether the word behind this one is a noun, not a verb: behind an article or an auxiliary."""
    return word in facts.language.articles or facts.language.helps_verb(word)


def _swapped(pairs: list[Pair]) -> list[Pair]:
    return sorted(((other, one) for one, other in pairs), key=lambda pair: pair[0].start)


def _loses_head(whole: Facts, split: Facts, pairs: list[Pair]) -> bool:
    """Tell whether what a compound says of its last noun is said of its first in the other question:
    "How do football transfers work?", "How does football work in transfers?".
    """
    for (first, its_first), (head, its_head), (_, verb) in zip(
        pairs, pairs[1:], pairs[2:], strict=False
    ):
        if its_first.start < verb.start < its_head.start and not _between(whole, first, head):
            before = [token for token in split.tokens if verb.end <= token.start < its_head.start]
            if before and split.language.leads(before[0].folded):
                return True
    return False


def _between(facts: Facts, one: Token, other: Token) -> list[str]:
    return [token.folded for token in _tokens_between(facts, one, other)]


def _tokens_between(facts: Facts, one: Token, other: Token) -> list[Token]:
    return [token for token in facts.tokens if one.end <= token.start < other.start]


def _modifies(facts: Facts, word: Token) -> bool:
    """Tell whether a word between an article and a noun is a noun itself: "the delay results", where the
    other question has "results delayed". "Missing hikers" and "Polish boats" are "hikers missing", "boats
    of Poland".
    """
    before = [token.folded for token in facts.tokens if token.end <= word.start][-1:]
    if not before or before[0] not in facts.language.articles or word.text[0].isupper():
        return False
    return not (_is_form(word.folded) or facts.language.is_participle(word.folded))


def _is_form(word: str) -> bool:
    return word.endswith(("ing", "ed"))


def _lead_others(left: Facts, right: Facts, pairs: list[Pair]) -> bool:
    """Tell whether a preposition of both leads another word in each: "in the storm", "in the repair"."""
    mine = _led(left, [pair[0] for pair in pairs])
    theirs = _led(right, [pair[1] for pair in pairs])
    return any(mine[word].isdisjoint(theirs[word]) for word in mine.keys() & theirs.keys())


def _led(facts: Facts, tokens: list[Token]) -> dict[str, set[int]]:
    """Return which of the words, by their places in `tokens`, each preposition leads alone."""
    place = {id(token): n for n, token in enumerate(tokens)}
    found: dict[str, set[int]] = {}
    last = ""
    for token, following in pairwise((*facts.tokens, None)):
        if token is None or token.telling:
            if token and last and id(token) in place and not (following and following.telling):
                found.setdefault(last, set()).add(place[id(token)])
            last = ""
        elif facts.language.leads(token.folded):
            last = token.folded
    return found


def _turned(left: Facts, right: Facts, one: Part, other: Part, *, moved: bool) -> bool:
    """Tell whether two parts that have changed places are held apart by something in both questions."""
    gaps = [(left, one[0][-1].end, other[0][0].start), (right, other[1][-1].end, one[1][0].start)]
    if moved and any("," in facts.text[start:end] for facts, start, end in gaps):
        return False
    if _asks_other(left, right, (one[0][-1], other[0][0]), (other[1][-1], one[1][0])):
        return True
    if _asks_other(right, left, (other[1][-1], one[1][0]), (one[0][-1], other[0][0])):
        return True
    between = [{t.folded for t in f.tokens if start <= t.start < end} for f, start, end in gaps]
    if between[0] & between[1] & left.language.joins:
        return False
    if any(between):
        return all(between)
    words = list(zip((*one[0], *other[0]), (*one[1], *other[1]), strict=True))
    if len(words) != 2:
        return False
    if any(mine.folded != theirs.folded for mine, theirs in words):
        return _modifies(left, words[0][0]) or _modifies(right, words[1][1])
    return not any(_is_form(mine.folded) and mine.text.islower() for mine, _ in words)


def _asks_other(asked: Facts, doer: Facts, turned: Pair, straight: Pair) -> bool:
    """Tell whether what is asked for has something done to it, and in the other question does it itself:
    "Who does the mayor support?", "Who supports the mayor?"; "the bank that they sued", "that sued them".

    `turned` are noun and verb as they follow each other in `asked`, `straight` verb and noun in `doer`.
    """
    (noun, verb), (its_verb, its_noun) = turned, straight
    spoken = asked.language
    leading = _before(doer, its_verb)
    ahead = {token.folded for token in (*_before(asked, noun), *leading)}
    if spoken.verb_at_ends or ahead.isdisjoint(spoken.askers):
        return False
    gaps = [_tokens_between(asked, noun, verb), _tokens_between(doer, its_verb, its_noun)]
    if any(token.telling for gap in gaps for token in gap):
        return False
    behind = [token.folded for token in asked.tokens if token.start >= verb.end][:1]
    here, there = ([token.folded for token in gap] for gap in gaps)
    # "The price of gas" is "the gas price", but "lost to Wales" is what Wales "lose to".
    joined = any(spoken.leads(word) and word not in behind for word in (*here, *there))
    owned = _is_owned(asked, noun) or _is_owned(doer, its_verb)
    if owned or joined or any(map(spoken.helps_verb, there)):
        return False
    before = [t.folded for t in _before(asked, noun) if t.folded not in spoken.articles][-1:]
    last = [token.folded for token in leading][-1:]
    # "The failing banks" are "the banks failing", "for flying drones" is "for drone flights".
    if any(word in spoken.articles for word in last) or any(map(spoken.leads, before + last)):
        return False
    is_copula = any(map(spoken.is_copula, before))
    return not is_copula or verb.folded.endswith("ing")


def _before(facts: Facts, token: Token) -> list[Token]:
    return [each for each in facts.tokens if each.end <= token.start]


def _is_owned(facts: Facts, token: Token) -> bool:
    return facts.text[token.end : token.end + 2] in {"'s", "’s", "' ", "’ "}


def _changes_case(left: Facts, right: Facts, pairs: list[Pair]) -> bool:
    """Tell whether articles say in one question that somebody does it, in the other that it is done to them:
    "der Mieter", "den Mieter".
    """
    spoken = left.language
    passive = [any(map(spoken.is_copula, _words(facts))) for facts in (left, right)]
    if len(spoken.cases) < _CASES or passive[0] != passive[1]:
        return False
    subject, object_, _ = spoken.cases
    found: set[tuple[str, str]] = set()
    for one, other in pairs:
        mine, theirs = _case(left, one), _case(right, other)
        if mine is not None and theirs is not None:
            found.update(zip_longest(mine, theirs, fillvalue="-"))
    return any(
        mine != theirs
        and (
            (mine in subject and theirs in object_)
            or (mine in object_ and theirs in subject)
            or (theirs, mine) in found
        )
        for mine, theirs in found
    )


def _case(facts: Facts, noun: Token) -> list[str] | None:
    """Return the articles before a noun, the nearest first; None behind a preposition."""
    articles = frozenset().union(*facts.language.cases)
    found: list[str] = []
    for token in reversed(_before(facts, noun)):
        if token.folded not in articles:
            return None if facts.language.leads(token.folded) else found
        found.append(token.folded)
    return found


def _changes_number(left: Facts, right: Facts) -> bool:
    """Tell whether a verb alone differs, by its number, so that what is asked for does it in one question:
    "Was bedroht die Wölfe?", "Was bedrohen die Wölfe?".
    """
    words = _words(left), _words(right)
    spoken = left.language
    differing = [pair for pair in zip(*words, strict=False) if pair[0] != pair[1]]
    if len(words[0]) != len(words[1]) or len(differing) != 1 or spoken.askers.isdisjoint(words[0]):
        return False
    return any(
        one.endswith(end) and other == one.removesuffix(end) + several
        for one, other in (differing[0], differing[0][::-1])
        for end, several in spoken.numbers.items()
    )


def _words(facts: Facts) -> list[str]:
    return [token.folded for token in facts.tokens]
