"""The headline of a page and the name of its paper: which of the page's titles is which, and what is both."""

import re
from dataclasses import dataclass

from newsdesk.intake.news import printed
from newsdesk.intake.news.found import DATA, DESCRIPTION, HEADING, NOTHING, TITLE, FoundText
from newsdesk.intake.news.printed import Block
from newsdesk.intake.news.statements import Statements, first, line
from newsdesk.text.normalise import fold

LONGEST_HEADLINE = 300
_SEPARATOR = re.compile(r"\s+[|·•»«–—-]\s+|:\s+")
_OPINION = re.compile(
    r"^(?:opinion|analysis|comment|editorial|meinung|tribune|opinión)\s*[|:]\s*", re.I
)
_LETTERS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Titles:
    """All that a page has of titles. `window` is that of the browser's window."""

    said: Statements
    blocks: list[Block]
    window: str

    def found(self) -> tuple[FoundText, FoundText]:
        """Return the headline and the outlet."""
        stated = self._stated_outlet()
        headline = self._headline(stated.text)
        outlet = stated or self._titled_outlet(headline.text)
        return _without_outlet(headline, outlet.text), outlet

    def _headline(self, outlet: str) -> FoundText:
        data = line(next((first(each) for each in self.said.of_articles("headline")), ""))
        data = data or next(iter(self.said.properties.get("headline", [])), "")
        described = self.said.first_meta(
            "og:title", "twitter:title", "hdl", "dc.title", "parsely-title"
        )
        stated = [text for text in (data, described, self.window) if text]
        best = max(
            printed.headings(self.blocks, "h1")[:5],
            default="",
            key=lambda h: _shared(h, stated, outlet),
        )
        if best and _shared(best, stated, outlet) >= 0.5:
            return FoundText(best[:LONGEST_HEADLINE], HEADING)
        if data or described:
            where = DATA if data else DESCRIPTION
            return FoundText((data or _OPINION.sub("", described))[:LONGEST_HEADLINE], where)
        return self._printed_headline(outlet)

    def _printed_headline(self, outlet: str) -> FoundText:
        """Return the headline of a page that states none: a part of its title, or its first heading."""
        shown = {fold(block.flat) for block in self.blocks}
        parts = [part for part in _SEPARATOR.split(self.window) if fold(part) != fold(outlet)]
        for part in sorted([self.window, *parts], key=len, reverse=True):
            if fold(part) in shown and len(part.split()) > 2:
                return FoundText(part[:LONGEST_HEADLINE], TITLE)
        heading = next(
            (b.flat for b in self.blocks if b.tag in ("h1", "h2", "h3") and not b.around), ""
        )
        if heading:
            return FoundText(heading[:LONGEST_HEADLINE], HEADING, guess=True)
        longest = max(parts, key=len, default="")
        return FoundText(longest[:LONGEST_HEADLINE], TITLE, guess=True) if longest else NOTHING

    def _stated_outlet(self) -> FoundText:
        for publisher in self.said.of_articles("publisher"):
            if names := [name for name in self.said.texts(publisher) if not _is_host(name)]:
                return FoundText(names[0], DATA)
        for key in ("publisher.name", "sourceorganization.name"):
            if names := self.said.properties.get(key, []):
                return FoundText(names[0], DATA)
        for name in (
            "og:site_name",
            "application-name",
            "dc.publisher",
            "apple-mobile-web-app-title",
        ):
            named = self.said.first_meta(name)
            if named and not _is_host(named):
                return FoundText(named, DESCRIPTION)
        return NOTHING

    def _titled_outlet(self, headline: str) -> FoundText:
        """Return what stands in the title beside the headline: the name of the site, last or first."""
        place = fold(self.window).find(fold(headline)) if headline else -1
        if place < 0 or len(fold(self.window)) != len(self.window):
            parts = [part for part in _SEPARATOR.split(self.window) if part]
            matching = [n for n, part in enumerate(parts) if fold(part) in fold(headline)]
            rest = [part for n, part in enumerate(parts) if n not in matching] if matching else []
        else:
            around = (self.window[:place], self.window[place + len(headline) :])
            rest = [part.strip(" |·•»«–—-:") for side in around for part in _SEPARATOR.split(side)]
        named = [part for part in rest if part and len(part) <= 60]
        return FoundText(named[-1], TITLE) if named else NOTHING


def _without_outlet(headline: FoundText, outlet: str) -> FoundText:
    """Cut the name of the outlet off a headline, and what says that it is opinion."""
    parts = _SEPARATOR.split(headline.text)
    kept = headline.text
    if outlet and len(parts) > 1 and headline.where != HEADING:
        if fold(parts[-1]) == fold(outlet):
            kept = headline.text[: headline.text.rindex(parts[-1])].rstrip(" |·•»«–—-:")
        elif fold(parts[0]) == fold(outlet):
            kept = headline.text[len(parts[0]) :].lstrip(" |·•»«–—-:")
    return FoundText(kept, headline.where, headline.guess)


def _shared(heading: str, stated: list[str], outlet: str) -> float:
    """Return which part of a heading's words one of the texts holds that the page states; 0 for its name."""
    words = set(_LETTERS.findall(fold(heading)))
    if not words or (outlet and words <= set(_LETTERS.findall(fold(outlet)))):
        return 0.0
    if len(words) == 1:
        return 0.0 if stated else 0.1
    # Among headings that are stated whole, the longest is the headline; its kicker is the shorter.
    whole = max(
        (len(words & set(_LETTERS.findall(fold(text)))) / len(words) for text in stated),
        default=0.5,
    )
    return whole + min(len(words), 90) / 1_000


def _is_host(name: str) -> bool:
    return (
        re.fullmatch(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}/?", name.lower()) is not None
        and " " not in name
    )
