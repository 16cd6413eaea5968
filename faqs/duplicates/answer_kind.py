"""What kind of answer a question asks for: a definition, a reason, a way, an amount, a time, yes or no.

"What is coral bleaching?" and "Does bleaching kill coral?" share their words and no answer. Each question
is given every kind that it may be of, read from its first words; two differ when they have none in common.
A question that cannot be read so (a cry for help, a headline) has no kind and differs from none.
"""

import re

DEFINITION, REASON, WAY, AMOUNT = "what it is", "why", "how", "how much or how many"
TIME, PLACE, PERSON, YES_NO, OPEN = "when", "where", "who", "yes or no", "what"
# In the order in which a moderator reads them.
_ORDER = (DEFINITION, REASON, WAY, AMOUNT, TIME, PLACE, PERSON, YES_NO, OPEN)

Kinds = frozenset[str]
NO_KIND: Kinds = frozenset()

_SHORT = re.compile(r"^(what|who|how|where|when|why)['’](?:s|re)\b")
_BE = r"(?:is|are|was|were|will be|has been|have been)"
_AUXILIARY = (
    r"(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|should|shall|may|might|must"
    r"|(?:is|are|was|were|do|does|did|has|have|had|ca|could|wo|would|should)n['’]?t|cannot)"
)
# "Can you explain why ...?" asks why.
_POLITE = re.compile(
    rf"^(?:please )?(?:{_AUXILIARY} (?:you|anyone|someone|somebody|we|i) (?:please )?)?"
    r"(?:explain|tell|say|know|show|describe|clarify)(?: to)?(?: me| us)?(?: about)? "
    r"(?=(?:what|why|how|when|where|who|which)\b)"
)
_LEAD = re.compile(r"^(?:so|and|but|exactly|then|now|ok|well|in [12]\d{3}),? ")
_WAY_TO = re.compile(rf"^(?:{_AUXILIARY} there (?:a|any|some) (?:\w+ )?(?:ways?|methods?)\b)")
_CHOICE = re.compile(r"\bor\b(?! not\b)")
# "For how many days", "In which year", "By how much".
_PREPOSITION = re.compile(
    r"^(?:for|in|by|to|at|on|from|with|of|about|until|since|under) (?=(?:how|which|what|whom?|whose)\b)"
)

_AMOUNT_WORDS = (
    "much many long old far high big large fast tall deep heavy wide thick often hot cold small strong rich"
    " young quickly frequently late likely common expensive loud bright hard dangerous"
).split()
_HOW_AMOUNT = re.compile(rf"^how (?:very )?(?:{'|'.join(_AMOUNT_WORDS)})\b")
_HOW_SOON = re.compile(r"^(?:how soon|since when|until when|(?:at )?what time)\b")

_UNITS_OF_TIME = "year month week day date time hour century decade season"
_PLACES = "country city place town state region continent planet street building county village"
_PERSONS = (
    "person people man woman team party company group author artist player president minister"
)
_MEASURES = (
    "age number amount price cost size height length width weight speed distance depth population share"
    " percentage rate temperature duration salary budget total average volume mass area limit"
)
_REASONS = "reason cause point purpose motive rationale explanation"
_WAYS = "way method procedure process technique recipe trick"
_PERSON_NOUNS = "owner leader author inventor founder head boss winner maker ceo chief name"
_OPEN_NOUNS = (
    "role job task function effect impact result consequence outcome difference use benefit advantage"
    " risk danger future history story status situation position plan idea problem issue"
)


def _nouns(words: str) -> str:
    return "(?:" + "|".join(_both_numbers(word) for word in words.split()) + ")"


def _both_numbers(word: str) -> str:
    return f"{word[:-1]}(?:y|ies)" if word.endswith("y") else f"{word}s?"


def _is_the(words: str) -> str:
    """Match "what is the reason for", "what is Peru's capital"; not "what is the price cap"."""
    after = r"(?= (?:of|for|in|on|at|to|from|by|behind|between|per|that|why|with)\b|$)"
    return rf"what {_BE} (?:the |a |an |some )?(?:[\w'’-]+ ){{0,2}}{_nouns(words)}{after}"


_ADJECTIVE = r"(?:[\w-]+ )?"
# The first rule that fits is the answer. Each is tried at the beginning of the question.
_RULES: tuple[tuple[re.Pattern[str], Kinds], ...] = tuple(
    (re.compile(rf"^(?:{rule})"), frozenset(kinds))
    for rule, kinds in (
        (r"why\b|how come\b|what(?: \w+)? for$|for what (?:reason|purpose)", {REASON}),
        (rf"what {_BE} (?:the |a )?(?:[\w-]+ )?{_nouns(_REASONS)}\b", {REASON}),
        (r"what (?:is|was|lies) behind\b", {REASON, DEFINITION}),
        (
            rf"what (?:{_AUXILIARY} )?(?:caus|mak|made|led|lead|driv|drove|explain|trigger|turn|push|spark"
            r"|prompt|stop|prevent|keep|kept|kill|help|bring|brought)\w*\b",
            {REASON, WAY, OPEN},
        ),
        (rf"(?:in )?(?:what|which) (?:other )?{_nouns(_WAYS)}\b", {WAY}),
        (_is_the(_WAYS), {WAY}),
        (_HOW_SOON.pattern[1:], {TIME}),
        (_HOW_AMOUNT.pattern[1:], {AMOUNT}),
        (r"how (?:about|is it that)\b", set()),
        (
            r"how (?:safe|good|bad|important|effective|reliable|real|serious|healthy|useful)\b",
            {AMOUNT, YES_NO},
        ),
        (r"how\b", {WAY}),
        (r"when\b", {TIME}),
        (r"where (?:do|does|did|is|are) .+ (?:come|stem|result) from$", {PLACE, WAY, OPEN}),
        (r"where\b", {PLACE}),
        (r"who\b|whom\b|whose\b", {PERSON}),
        (rf"(?:what|which) {_ADJECTIVE}{_nouns(_UNITS_OF_TIME)}\b", {TIME, OPEN}),
        (rf"(?:what|which) {_ADJECTIVE}{_nouns(_PLACES)}\b", {PLACE, OPEN}),
        (rf"(?:what|which) {_ADJECTIVE}{_nouns(_PERSONS)}\b", {PERSON, OPEN}),
        (rf"(?:what|which) {_ADJECTIVE}{_nouns(_MEASURES)}\b", {AMOUNT, OPEN}),
        (_is_the(_MEASURES), {AMOUNT}),
        (_is_the(_UNITS_OF_TIME), {TIME}),
        (_is_the(_PERSON_NOUNS), {PERSON}),
        (_is_the(_PLACES + " location capital"), {PLACE, OPEN}),
        (_is_the(_OPEN_NOUNS), {OPEN}),
        (rf"what {_BE}(?: \w+)? (?:happening|going on|new|next|left|wrong|different)\b", {OPEN}),
        (
            rf"what {_BE} .*\b(?:\w{{2,}}ing|\w+ed|used|made|done|known)"
            r"(?: (?:for|of|from|with|by|about|to|in|at))?$",
            {OPEN, DEFINITION},
        ),
        (
            r"what (?:do|does|did) .+ (?:mean|stand for|refer to)$|what {_BE} meant by\b",
            {DEFINITION},
        ),
        (
            r"what (?:do|does|did) .+ (?:look|feel|sound|taste|cost|weigh)\b",
            {OPEN, AMOUNT, DEFINITION},
        ),
        (rf"what {_BE}\b|what exactly {_BE}\b", {DEFINITION}),
        (r"(?:what|which)\b", {OPEN}),
        (rf"{_AUXILIARY}\b", {YES_NO}),
    )
)


def kinds_asked(text: str) -> Kinds:
    """Return every kind of answer that a question may ask for; none where it cannot be told."""
    asked = " ".join(text.casefold().split()).rstrip("?!. ")
    for prefix in (_LEAD, _POLITE):
        asked = prefix.sub("", asked)
    asked = _SHORT.sub(r"\1 is", asked)
    if _WAY_TO.match(asked):
        return frozenset({WAY, YES_NO})
    asked = _PREPOSITION.sub("", asked)
    found = next((kinds for rule, kinds in _RULES if rule.match(asked)), NO_KIND)
    if YES_NO in found and _CHOICE.search(asked):
        return frozenset({YES_NO, OPEN})  # "Should I rent or buy?" asks which.
    return found


def named(kinds: Kinds) -> str:
    """Return kinds in words, for a moderator: "why", "what it is, or when"."""
    return ", or ".join(kind for kind in _ORDER if kind in kinds)
