"""What kind of thing a description is about, from the noun that its definition ends on."""

from collections.abc import Sequence

from newsdesk.text.mentions import Word

_NOUNS = {
    "person": """activist actor actress admiral adviser advisor advocate analyst architect artist
        astronaut astronomer athlete author aviator banker biologist broadcaster businessman
        businessperson businesswoman chemist coach comedian commander commentator composer
        cosmonaut cricketer criminologist dancer designer diplomat director doctor driver economist
        editor engineer entrepreneur epidemiologist explorer filmmaker financier footballer general
        geologist golfer guitarist historian industrialist inventor investor journalist judge jurist
        king lawyer leader linguist magnate mathematician mayor minister model monarch musician
        naturalist novelist nurse officer oceanographer painter philanthropist philosopher
        photographer physician physicist pilot player playwright poet policeman politician pope
        presenter president priest prince princess producer professor programmer psychologist
        publisher queen racer rapper researcher sailor scientist sculptor seismologist senator singer
        socialite sociologist soldier spy statesman statistician surgeon swimmer teacher theologian
        virologist volcanologist writer zoologist""",
    "organisation": """academy administration agency airline alliance army association authority bank
        bloc board brand broadcaster bureau business carrier charity church club coalition college
        commission committee company conglomerate consortium contractor cooperative corporation
        council court department directorate enterprise federation firm force foundation fund
        government group hospital institute institution laboratory league magazine manufacturer
        ministry movement museum navy network newspaper observatory operator organisation
        organization parliament partnership party platform police provider publisher regulator
        retailer school secretariat service society startup studio subsidiary syndicate team
        thinktank tribunal trust union university utility venture website maker builder developer
        shipyard airforce insurer watchdog""",
    "place": """airport archipelago area atoll bay beach borough bridge building canal canton cape
        capital castle cathedral city coast community continent country county dam desert district
        emirate facility fjord forest glacier gulf harbour harbor headland hill island islands isle
        lagoon lake launchpad locality loch metropolis monarchy mosque mountain municipality nation
        neighbourhood neighborhood ocean palace parish park peninsula plateau port prefecture
        province reef region republic reservoir resort river road ruin sea settlement site spaceport
        square state strait street stratovolcano suburb territory theatre town township valley
        village volcano waterway cosmodrome isthmus caldera kingdom plain stadium arena reserve station""",
    "spacecraft": """capsule lander orbiter probe rover satellite spacecraft spaceplane starship
        shuttle module telescope""",
    "rocket": "booster launcher missile rocket",
    "mission": "expedition flight flyby mission spaceflight voyage",
    "celestial-body": """asteroid comet constellation exoplanet galaxy meteor meteorite moon nebula
        planet planetoid quasar star protoplanet""",
    "programme": "campaign curriculum initiative program programme project scheme strategy",
    "event": """accident attack battle blackout ceremony championship conference conflict contest
        coup crash crisis cup cyclone disaster drought earthquake eclipse election epidemic eruption
        exhibition explosion famine festival fire flood hurricane invasion massacre olympics outbreak
        pandemic protest race referendum revolution riot shooting storm strike summit tournament
        tsunami typhoon war""",
}
_KINDS = {noun: kind for kind, nouns in _NOUNS.items() for noun in nouns.split()}

# Two words that mean something else than the second alone.
_PAIRS = {
    "launch vehicle": "rocket",
    "lift vehicle": "rocket",
    "space station": "spacecraft",
    "space telescope": "spacecraft",
    "space shuttle": "spacecraft",
    "space probe": "spacecraft",
    "space vehicle": "spacecraft",
    "head of": "person",
    "member of": "person",
    "natural satellite": "celestial-body",
    "dwarf planet": "celestial-body",
    "think tank": "organisation",
    "air force": "organisation",
    "launch site": "place",
    "launch complex": "place",
    "news agency": "organisation",
    "political party": "organisation",
    "world cup": "event",
    "radio station": "organisation",
    "television station": "organisation",
    "ferry line": "organisation",
    "shipping line": "organisation",
    "cruise line": "organisation",
    "film star": "person",
    "pop star": "person",
    "rock star": "person",
    "research project": "programme",
}
_SUFFIXES = {
    "ologist": "person",
    "volcano": "place",
    "naut": "person",
    "quake": "event",
    "woman": "person",
    "maker": "organisation",
}
# The noun phrase of a definition ends before these: what follows tells more, not what it is.
_ENDS = frozenset(
    """of for in by that which who whom whose where to from with on at based headquartered located
    operated designed developed used led run owned made built founded established formed created
    responsible serving known launched consisting comprising situated under near between within
    dedicated intended belonging written published produced managed being about against along when
    during since whether concerned currently aboard around across through""".split()
)
_LONGEST_PHRASE = 24  # words


def kind_of(definition: Sequence[Word], gaps: Sequence[str]) -> str:
    """Return the kind that a definition names, one of KINDS; "other" where its noun tells nothing.

    `definition` are the words after "is a"; `gaps[n]` is what stands between word n and the next.
    The last known noun before the phrase ends decides: "spacecraft launch service provider" is an
    organisation. In an enumeration ("entrepreneur, industrialist") the first part decides.
    """
    found = "other"
    for index, word in enumerate(definition[:_LONGEST_PHRASE]):
        before = definition[index - 1].folded if index else ""
        found = _PAIRS.get(f"{before} {word.folded}") or _kind_of_noun(word.folded) or found
        if word.folded in _ENDS:
            break
        if "," in gaps[index] and found != "other":
            break
        if any(stop in gaps[index] for stop in ".;:("):
            break
    return found


def _kind_of_noun(noun: str) -> str | None:
    for form in (noun, noun.removesuffix("s")):
        if form in _KINDS:
            return _KINDS[form]
    return next((kind for suffix, kind in _SUFFIXES.items() if noun.endswith(suffix)), None)
