"""Made-up explainers in the layout that the desk pastes, and generated ones for property tests."""

from hypothesis import strategies as st

VOLCANO = """\
Skarfell wakes after ninety years
Two villages are empty and the island's only airport is shut.
By Edda Lund and Tomas Rey, Science editor

What's happened
On 3 March the Skarfell volcano on Brimsey opened a fissure two kilometres long. The North \
Atlantic Volcano Watch moved the alert to red, and the ferries of Brimsey Line took 1,400 \
people to the mainland. Nobody has been hurt.
What's behind the headline?
An old mountain, badly watched
Half of the instruments on Skarfell were switched off in 2019 to save money. NAVW had asked \
for them back twice.
Money for the airport
The island lives on visitors, and the runway lies under the ash.
- Summer bookings have stopped.
- Insurers will not say what they cover.
Forecast
Geologists expect the fissure to stay open for weeks. The harbour will probably stay usable.
What the papers say
The Brimsey Courier reports that the council had been warned in January. According to Ingrid \
Moe at Reuters, the fissure opened within two hours, faster than any model allowed for. Moe \
also notes that the nearest village was already empty. The Guardian highlights the cuts of \
2019, quoting Pia Holm describing them as "a bet against the mountain" that was lost. \
Meanwhile the runway was covered by nightfall, as detailed by Ingrid Moe and the \
Independent, and no flight is planned before April. The Brimsey Courier and NYT both ask who \
will pay. Nobody knows how long the ash will fall.
How we got here
Skarfell last erupted in 1934, when the island had no harbour.
1934: The last eruption ends after five weeks.
May 2019 – Half of the instruments are switched off.
Work on a second harbour began in 2021 and stopped a year later.
Go deeper
- When can the villagers go home?
- Who pays for the instruments?
- What makes Skarfell different?
Common questions
-
What makes Skarfell different?
Most volcanoes of the region grow slowly. Skarfell does not. Below, you'll find what is \
known about its plumbing.
-
Is it safe to visit Brimsey?
Not now. The harbour is open to islanders only, and Brimsey Line sells no other tickets.
-
What makes Skarfell different?
It sits where two faults cross, and its lava is thin.
More on these topics
-
Skarfell is an active stratovolcano on the island of Brimsey. It is the highest point of the \
archipelago.
-
The North Atlantic Volcano Watch is an agency that observes volcanoes in five countries.
It is funded by:
-
Brimsey Line Holding, Ltd. is a ferry company headquartered in Vik. It was founded in 1951.
-
Pia Sofie Holm (born 4 May 1961) is a Norwegian volcanologist and writer.
-
A fissure, rift, or eruptive crack is a long opening through which lava reaches the surface.
-
Olaf Hansson Vik was a Norwegian painter. He painted the harbour of Brimsey four times.
"""

FERRY = """\
WHAT’S HAPPENED?
The car ferry Ternen lost power off Holm and drifted for three hours. A tug brought her in.

GO DEEPER:
Why did the tug take so long?

What’s behind the headlines
Harbour Ferries runs four ships with two crews too few.

COMMON QUESTION
What is the Ternen?
A car ferry built in 1998.

Who runs the Ternen?
Harbour Ferries, since 2011.

More on this topic
Harbour Ferries is a ferry operator based in Holm.

Holm is a town on the coast of Norland."""

_WORDS = st.text(alphabet="abcdefghijklmnoprstuvwyzåéñ", min_size=1, max_size=9)
_SENTENCE = st.builds(
    lambda words, end: " ".join(words).capitalize() + end,
    st.lists(_WORDS, min_size=2, max_size=14),
    st.sampled_from([".", "!", "?", "", "…", ":"]),
)
_TRICKY = st.sampled_from(
    [
        "-",
        "- a listed point",
        "• another point",
        "The Harbour Gazette reports that “all is well”.",
        "According to Ann Lee at Reuters, it rains. Lee also notes the wind.",
        "They highlight the cost. Both sources agree.",
        'Mr. J. R. Poe of St. Ives said "no. Never." in the U.S. on Jan. 5.',
        "Skarfell is a volcano & <b>not</b> a hill.",
        "The Brimsey Line, commonly known as Brim, is a ferry company.",
        "2014: the harbour opened.",
        "By Ann Lee",
        "Forecast",
        "Where is it?",
        "Cañaveral e\u0301 fête",
        "https://www.reuters.com/world/1",
    ]
)
_HEADINGS = st.sampled_from(
    [
        "What's happened",
        "WHAT’S HAPPENED?",
        "What's behind the headline?",
        "What the papers say",
        "How we got here:",
        "Go deeper",
        "Common question",
        "Common questions",
        "More on these topics",
    ]
)
_LINES = st.lists(st.one_of(_SENTENCE, _TRICKY, st.just("")), max_size=8)


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Draw a page: any sections in any order, repeated or missing, with any lines under them."""
    lines = draw(_LINES)
    for heading in draw(st.lists(_HEADINGS, min_size=1, max_size=9)):
        lines += [heading, *draw(_LINES)]
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    return newline.join(lines) + draw(st.sampled_from(["", newline]))
