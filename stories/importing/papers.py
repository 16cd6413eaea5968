"""“What the papers say” -> source reports: one for each outlet behind each sentence, with its address."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from newsdesk.intake.lines import Line, Span, Unreadable, cut, without
from newsdesk.requests.addresses import host_of
from newsdesk.text.capitals import FUNCTION_WORDS
from newsdesk.text.mentions import words as words_of
from newsdesk.text.names_and_words import fold
from newsdesk.text.sentences import Span as Stretch
from newsdesk.text.sentences import quotations, split
from stories.documents import SourceReport
from stories.importing.attribution import Attribution, Voice
from stories.importing.explainer import (
    INFORMATION,
    WARNING,
    Level,
    Note,
    Placement,
    ProposedOutlet,
)
from stories.importing.markup import Ids
from stories.importing.name_words import (
    is_foreign_word,
    is_ordinary_word,
    looks_like_outlet,
    may_be_outlet_word,
    without_article,
)
from stories.importing.outlet_directory import bearers, bears, is_foreign
from stories.importing.outlets import Outlets, needs_cue
from stories.importing.people import looks_like_person
from stories.importing.pieces import Piece, hide
from stories.importing.pieces import cut as pieces_of
from stories.importing.quotations import Quotation, longest, speaker
from stories.importing.references import Reference, References, is_address, is_full_address, is_of
from stories.importing.shared_names import SharedNames

MAX_REPORTS = 500
_LONGEST_SENTENCE = 5_000  # characters; what is longer is no sentence, and nobody's in particular
_LONGEST_NAME = 6  # words
_FEW_WORDS = 2  # What the publishing checks take for no quotation by itself.
_SMALL = frozenset("of the and for de la le der die das il el los & on in".split())
_LEAD_OF_ADDRESS = re.compile(
    r"[(\[<]\s*(?:(?:link|source|see|via|here|quelle)\b)?\s*:?\s*$", re.IGNORECASE
)
_NAME = re.compile(r"[^\W\d_a-zß-ÿ][\w&'’-]*(?: (?:of |the |and )?[^\W\d_a-zß-ÿ][\w&'’-]*){0,4}")
_MOST_LINKS = 20
# "Ann Lee at ...", "Ann Lee, the ..."
_OF_PERSON = re.compile(r"\s+(?:at|of|for|from|in|with)\b|,\s", re.IGNORECASE)
# "Reuters: the ferry ...", "Aftenposten (Ingrid Lie): the pilot ..."
_LEAD = re.compile(
    r"(?P<name>[^\W_][^:–—().!?|]{0,60}?)\s?(?:\([^()]{1,60}\)\s?)?(?::|\s[–—|])\s+(?=\S)"
)
# What stands over the first column of a table of papers.
_HEADS_OF_TABLES = frozenset(
    "outlet outlets paper papers newspaper source sources medium zeitung".split()
)
_ARTICLE_BEFORE = re.compile(
    r"\b(the|der|die|das|dem|den|des|im|vom|beim|le|la|el)\s(?P<what>[^\W\d_]+(?:e|en|er)\s)?$",
    re.IGNORECASE,
)
_AND_BEFORE = re.compile(r"\s(und|sowie|et|y|and)\s$")
_TITLE_BEFORE = re.compile(r"\b(wie|laut|zufolge)\s(?P<what>)$", re.IGNORECASE)
_PLAIN = re.compile(
    r"[\W_]*(?:(?:links?|source|sources|read more|more|via|see)\b[\W_]*)*", re.IGNORECASE
)


@dataclass
class Papers:
    """The reports of a section, where its lines went, and what to check."""

    reports: list[SourceReport] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    unplaced: list[Line] = field(default_factory=list)
    proposed: list[ProposedOutlet] = field(default_factory=list)


def read(
    lines: Sequence[Line],
    outlets: Outlets,
    ids: Ids,
    *,
    references: References | None = None,
    subjects: Iterable[str] = (),
    elsewhere: Iterable[str] = (),
    around: str = "",
) -> Papers:
    """Read the section. For `subjects` and `elsewhere` see Attribution; `around` is the rest of the page."""
    attribution = Attribution(outlets, subjects=subjects, elsewhere=elsewhere)
    shared = SharedNames(outlets, "\n".join((*(line.text for line in lines), around)))
    reader = _Reader(outlets, ids, attribution, references or References((), ()), shared)
    reader.meet_all(lines)
    for index, line in enumerate(lines):
        reader.take_line(line, lines[index + 1] if index + 1 < len(lines) else None)
        if len(reader.papers.reports) > MAX_REPORTS:
            message = f"Line {line.number}: no page gathers more than {MAX_REPORTS} reports."
            raise Unreadable(message)
    reader.settle()
    return reader.papers


def _apart(line: Line) -> Line:
    """Return a line without the addresses that stand in it as words; a mark stands in the place of each."""
    gaps: list[tuple[int, int]] = []
    marks: list[Span] = []
    for link in line.links:
        if not is_address(line.text[link.start : link.end]):
            continue
        start, end = link.start, link.end
        lead = _LEAD_OF_ADDRESS.search(line.text[max(0, start - 20) : start])
        if lead and line.text[end : end + 1] in (")", "]", ">"):
            start, end = start - len(lead[0]), end + 1
        while start and line.text[start - 1] == " ":
            start -= 1
        gaps.append((start, end))
        marks.append(Span(start, start, "mark", link.target))
    return without(replace(line, spans=(*line.spans, *marks)), gaps) if gaps else line


def _is_title(line: Line) -> bool:
    """Tell whether a line is as short as a name, and no sentence."""
    few = 0 < len(words_of(line.text)) <= _LONGEST_NAME
    return few and not line.text.endswith((".", "?", "!"))


def _is_capitalised(text: str) -> bool:
    """Tell whether each word but the small ones has a capital, and none is an English word of grammar."""
    parts = words_of(text)
    return all(part.text[0].isupper() or part.folded in _SMALL for part in parts) and not any(
        part.folded in FUNCTION_WORDS - _SMALL for part in parts
    )


def _sentences(line: Line) -> Iterable[Line]:
    place = 0
    for sentence in split(line.text):
        start = line.text.find(sentence, place)
        if start < 0:
            yield replace(line, text=sentence, spans=())
            continue
        place = start + len(sentence)
        yield cut(line, start, place)


class _Reader:
    def __init__(
        self,
        outlets: Outlets,
        ids: Ids,
        attribution: Attribution,
        references: References,
        shared: SharedNames,
    ) -> None:
        self.papers = Papers()
        self._shared = shared
        self._outlets = outlets
        self._ids = ids
        self._attribution = attribution
        self._references = references
        self._announced: set[str] = set()
        self._of_line: defaultdict[int, set[str]] = defaultdict(set)
        self._alone: list[tuple[Line, str]] = []
        self._under = ""
        self._headed = False

    def meet_all(self, lines: Sequence[Line]) -> None:
        """Take up the names of outlets that the layout gives: linked words, what stands before each item."""
        for line in lines:
            self.meet(line)
            self.meet_at_domains(line)
            for span in line.spans:
                if span.kind == "italic":
                    self._outlets.emphasise(line.text[span.start : span.end])
        leads = [lead for line in lines if (lead := _LEAD.match(line.text)) and len(lines) > 1]
        if any(self._outlets.named(lead["name"]) for lead in leads) and len(leads) * 2 > len(lines):
            for lead in leads:
                name = lead["name"]
                if not (
                    self._outlets.named(name) or bearers(name) or fold(name) in _HEADS_OF_TABLES
                ):
                    self._outlets.add_new(name)
        self._headed = any(
            self._outlets.named(line.text.rstrip(" :")) for line in lines[:-1] if not line.listed
        )

    def meet_at_domains(self, line: Line) -> None:
        """Take up names whose words are those of a domain in the same line: "Dawn" beside dawn.com."""
        for link in line.links[:_MOST_LINKS]:
            if self._outlets.at(link.target) is None:
                for found in _NAME.finditer(line.text[:_LONGEST_SENTENCE]):
                    if not self._outlets.named(found[0]) and is_of(
                        link.target, found[0], self._outlets
                    ):
                        self._outlets.add_new(found[0])

    def meet(self, line: Line) -> None:
        """Take up the linked words of a line as names of outlets, where they are names at all."""
        for link in line.links:
            name = line.text[link.start : link.end].strip(" .,:;“”\"'()")
            alone = (
                not _OF_PERSON.match(line.text, link.end) and line.text[: link.start][-3:] != "by "
            )
            if not self._outlets.named(name) and self._is_outlet(name, link.target, alone=alone):
                self._outlets.add_new(name)

    def _is_outlet(self, name: str, url: str, *, alone: bool) -> bool:
        """Tell whether linked words are an outlet's name; not `alone` where "at X" makes them a person's."""
        parts = words_of(without_article(name))
        if not parts or len(parts) > _LONGEST_NAME or is_address(name) or not host_of(url):
            return False
        if not all(
            part.text[0].isupper() or part.text[0].isdigit() or part.folded in _SMALL
            for part in parts
        ):
            return False
        if not parts[0].text[0].isupper() and not parts[0].text[0].isdigit():
            return False
        if looks_like_person(name) and not any(may_be_outlet_word(part.folded) for part in parts):
            return is_of(url, name, self._outlets) or (alone and self._outlets.at(url) is None)
        known = self._outlets.at(url)
        return (
            known is None or known == name or fold(known) in fold(name) or fold(name) in fold(known)
        )

    def take_line(self, line: Line, after: Line | None) -> None:
        """Read a line: the name of an outlet by itself, addresses by themselves, or sentences."""
        for link in line.links:
            if not is_full_address(link.target):
                self._left(link.target, line.number, "")
        if self._heads(line, after):
            name = line.text.rstrip(" :")
            self._under = self._outlets.named(name) or self._outlets.add_new(name)
            self.papers.placements.append(Placement(line.number, "heading"))
            if line.links and is_full_address(line.links[0].target):
                self._alone.append((line, line.links[0].target))
            return
        if line.role == "heading" and after is not None and _is_title(line):
            self._under = ""
            self.papers.unplaced.append(line)
            return
        bare = _apart(line)
        if line.links and _PLAIN.fullmatch(bare.text):
            self._alone += [
                (line, link.target) for link in line.links if is_full_address(link.target)
            ]
            if not any(is_full_address(link.target) for link in line.links):
                self.papers.unplaced.append(line)
            return
        for sentence in _sentences(bare):
            self.take(sentence, line.number)

    def _heads(self, line: Line, after: Line | None) -> bool:
        """Tell whether a line is the name of an outlet over what it reports."""
        if after is None or line.listed:
            return False
        if self._outlets.named(line.text.rstrip(" :")):
            return True
        if not _is_title(line) or not _is_capitalised(line.text):
            return False
        if line.role == "heading":
            return after.role != "heading" and self._may_be_outlet(line.text.rstrip(" :"))
        return self._headed and len(after.text) > len(line.text)

    def _may_be_outlet(self, name: str) -> bool:
        """Tell whether a heading may name an outlet: others here do, or it is not made of ordinary words."""
        likely = self._outlets.is_likely(name, article=False)
        ordinary = all(is_ordinary_word(part.folded) for part in words_of(name))
        if self._outlets.is_none(name) or (ordinary and " " not in name):
            return likely
        return likely or self._headed or not ordinary

    def take(self, line: Line, number: int) -> None:
        """Turn one sentence into its reports."""
        sentence = line.text
        links = self._links(line)
        if len(sentence) <= _LONGEST_SENTENCE:
            spans, told, quoted = self._without_quoted_names(sentence)
            told = hide(told, spans)
        else:
            spans, told, quoted = quotations(sentence), "", frozenset()
        pieces = self._shared.told_apart(
            [
                _sure(piece, quoted, english=self._shared.tongue == "")
                for piece in pieces_of(told, self._outlets)
            ],
            self._attribution.named_before,
        )
        voices = self._attribution.voices(pieces)
        if self._under and (not voices or all(voice.guessed for voice in voices)):
            voices = [Voice(self._under)]
        voices = [self._by_address(voice, links) for voice in voices] or self._at_address(links)
        quotation = longest(sentence, spans)
        if not voices and quotation and len(quotation.text.split()) <= _FEW_WORDS:
            quotation = None  # A term in quotation marks: the desk's own words need no source.
        said_by = speaker(pieces, quotation, self._who) if quotation else ""
        if said_by:
            self._attribution.heard(said_by)
        quoting = _quoting(voices, quotation) if quotation else []
        given: set[str] = set()
        for voice in voices or [Voice("")]:
            quotes = quotation is not None and (voice in quoting or not voices)
            report = SourceReport(
                id=self._ids.make("reports", f"{sentence}\n{voice.outlet}"),
                outlet=voice.outlet,
                reporters=voice.reporters,
                url=self._link(links, voice, alone=len(voices) < 2),
                paraphrase=sentence,
                quotation=quotation.text if quotation and quotes else "",
                speaker=said_by if quotes else "",
                attribution_guessed=voice.guessed,
            )
            given.add(report.url)
            self._add(report, number, others=quotation.others if quotation and quotes else 0)
        self._use(links, given, number)

    def _without_quoted_names(self, sentence: str) -> tuple[list[Stretch], str, frozenset[int]]:
        """Return the quotations of a sentence, the sentence without marks round names, der „Spiegel“, and
        where these names begin. It keeps its length.
        """
        spans: list[Stretch] = []
        names: set[int] = set()
        for start, end in quotations(sentence):
            name = sentence[start + 1 : end - 1].strip()
            article = _ARTICLE_BEFORE.search(sentence[:start])
            if article and article["what"] and not self._outlets.named(name):
                article = None  # "Die Zürcher „WOZ“", but not "die neue „Ordnung“".
            listed = article or _AND_BEFORE.search(sentence[:start])  # NDR und „Spiegel“
            if _TITLE_BEFORE.search(sentence[:start]) and _is_capitalised(name):
                self._outlets.emphasise(name)  # Wie „Kontext“ berichtet
                listed = article = _TITLE_BEFORE.search(sentence[:start])
            if self._is_quoted_name(name, listed[1] if listed else ""):
                lead = " " if article and article["what"] else ""  # No part of the name.
                names.add(start + len(lead))
                shown = f"{lead}{name}".ljust(end - start)
                sentence = f"{sentence[:start]}{shown}{sentence[end:]}"
            else:
                spans.append((start, end))
        return spans, sentence, frozenset(names)

    def _is_quoted_name(self, name: str, article: str) -> bool:
        lower = not name[:1].isupper() and not (article and self._outlets.named(name))  # Die „taz“.
        if lower or len(name.split()) > _LONGEST_NAME:
            return False
        if article and self._outlets.named(f"{article} {name}"):
            return True
        known = bool(self._outlets.named(name)) or looks_like_outlet(name)
        known = known or self._outlets.is_title(name)
        return known and (bool(article) or not needs_cue(name, article=False))

    def _links(self, line: Line) -> list[tuple[str, Reference]]:
        """Return the addresses of a sentence: linked words, addresses written out, and notes."""
        found = [
            (line.text[link.start : link.end], Reference(Line(0, ""), link.target, ""))
            for link in line.links
            if is_full_address(link.target)
        ]
        for mark in line.marks:
            found += [(each.words, each) for each in self._references.of_mark(mark.target)]
        return found

    def _who(self, piece: Piece) -> str | None:
        if piece.outlet or self._outlets.named(piece.text):
            return None
        return self._attribution.people.full_name(piece.text) or piece.text

    def _at_address(self, links: list[tuple[str, Reference]]) -> list[Voice]:
        names = (self._outlets.at(each.url) for _, each in links)
        return [Voice(name) for name in dict.fromkeys(names) if name]

    def _by_address(self, voice: Voice, links: list[tuple[str, Reference]]) -> Voice:
        """Return the voice of the outlet that an address is of, where several bear the name that is said."""
        for _, each in links:
            outlet = self._outlets.at(each.url)
            if outlet and outlet != voice.outlet and bears(outlet, voice.outlet):
                return replace(voice, outlet=outlet)
        return voice

    def _link(self, links: list[tuple[str, Reference]], voice: Voice, *, alone: bool) -> str:
        """Return the address of a voice: where its name is linked, on its domain, or the only one."""
        own = [
            each.url for words, each in links if voice.outlet and self._names(words, voice.outlet)
        ]
        own += [
            each.url
            for _, each in links
            if voice.outlet and is_of(each.url, voice.outlet, self._outlets)
        ]
        if not own and alone:
            own = [
                each.url for _, each in links if self._outlets.at(each.url) in {voice.outlet, None}
            ]
        return own[0] if own else ""

    def _names(self, words: str, outlet: str) -> bool:
        name = fold(without_article(outlet))
        known = self._outlets.named(words.strip(" .,:;“”\"'()"))
        return known == outlet or (
            not is_address(words) and f" {name} " in f" {fold(words)} ".replace(",", " ")
        )

    def _use(self, links: list[tuple[str, Reference]], given: set[str], number: int) -> None:
        """Mark the notes whose address was taken; name the addresses that no report of the sentence took."""
        target = f"story.reports:{self.papers.reports[-1].id}.url"
        for _, each in links:
            if each.url in given:
                self._references.use(each, target)
            elif not each.line.number:
                self._left(each.url, number, target)

    def _left(self, url: str, number: int, target: str) -> None:
        message = f"The address {url} was left out: it is not clear which report it belongs to."
        self._note("link-left", WARNING, number, target, message)

    def settle(self) -> None:
        """Give the addresses that stand by themselves, and those of the list of sources, to their reports."""
        placed = {placement.line for placement in self.papers.placements}
        left: dict[int, Line] = {}
        for line, url in self._alone:
            report = self._owner(url, line.number)
            if report is None:
                self._left(url, line.number, "")
                left[line.number] = line
                continue
            where = self._give(report, url)
            if line.number not in placed:
                self.papers.placements.append(Placement(line.number, where))
                placed.add(line.number)
        self.papers.unplaced += [line for line in left.values() if line.number not in placed]
        for report in self.papers.reports:
            self._references.give_again(report.url, f"story.reports:{report.id}.url")
        for index, report in enumerate(self.papers.reports):
            if report.url or not report.outlet:
                continue
            if report.attribution_guessed and (url := self._carried_link(index)):
                self.papers.reports[index] = replace(report, url=url)
            elif reference := self._references.of_outlet(report.outlet, self._outlets):
                url = self._references.use(reference, f"story.reports:{report.id}.url")
                self.papers.reports[index] = replace(report, url=url)

    def _carried_link(self, index: int) -> str:
        """Return the address of the report that one is carried over from: the last of the same outlet."""
        outlet = self.papers.reports[index].outlet
        before = (each for each in reversed(self.papers.reports[:index]) if each.outlet == outlet)
        return next((each.url for each in before), "")

    def _owner(self, url: str, number: int) -> SourceReport | None:
        free = [report for report in self.papers.reports if not report.url]
        for report in free:
            if report.outlet and is_of(url, report.outlet, self._outlets):
                return report
        above = [report for report in free if report.id in self._of_line.get(number - 1, ())]
        return above[0] if len(above) == 1 and self._outlets.at(url) is None else None

    def _give(self, report: SourceReport, url: str) -> str:
        index = self.papers.reports.index(report)
        self.papers.reports[index] = replace(report, url=url)
        return f"story.reports:{report.id}.url"

    def _is_news(self, outlet: str) -> bool:
        """Tell whether the editor has not been told of an outlet yet."""
        news = outlet not in self._announced
        self._announced.add(outlet)
        return news

    def _add(self, report: SourceReport, line: int, *, others: int) -> None:
        target = f"story.reports:{report.id}"
        self.papers.reports.append(report)
        self.papers.placements.append(Placement(line, target))
        self._of_line[line].add(report.id)
        news = self._is_news(report.outlet)
        several = self._shared.others(report.outlet) if news else ()
        new = news and report.outlet in self._outlets.proposed
        if new:
            self.papers.proposed.append(ProposedOutlet(name=report.outlet, line=line))
        for code, level, field_name, message in _findings(report, others, new, several):
            self._note(code, level, line, f"{target}.{field_name}", message)

    def _note(self, code: str, level: Level, line: int, target: str, message: str) -> None:
        note = Note(code=code, level=level, line=line, message=message, target=target)
        self.papers.notes.append(note)


def _sure(piece: Piece, quoted: frozenset[int], *, english: bool) -> Piece:
    """Return a name that stands in quotation marks as one with an article: it is no ordinary word.

    Nor is a word of another language in an English text: "Libération".
    """
    foreign = english and is_foreign(piece.outlet) and is_foreign_word(piece.text)
    if piece.outlet and not piece.article and (foreign or piece.start in quoted):
        return piece._replace(article="the")
    return piece


def _quoting(voices: list[Voice], quotation: Quotation) -> list[Voice]:
    """Return the voices that a quotation belongs to: those named together, nearest before it."""
    if not voices:
        return []
    before = [voice for voice in voices if voice.end <= quotation.start]
    nearest = max(before, key=lambda voice: voice.end) if before else voices[0]
    return [voice for voice in voices if voice.group == nearest.group]


def _findings(
    report: SourceReport, others: int, new: bool, several: Sequence[str]
) -> Iterable[tuple[str, Level, str, str]]:
    if not report.outlet and report.quotation:
        message = (
            "The sentence quotes somebody and names no paper: say in which one the words stand, or take the "
            "quotation marks away."
        )
        yield "outlet-missing", WARNING, "outlet", message
    elif not report.outlet and report.reporters:
        who = " and ".join(report.reporters)
        yield "outlet-missing", WARNING, "outlet", f"It is not said which paper {who} writes for."
    elif not report.outlet and report.url:
        message = "The sentence has a link and names no paper: say whose report it is, or take the link out."
        yield "outlet-missing", WARNING, "outlet", message
    elif not report.outlet:
        message = "The sentence names no paper: it stays as our own summary."
        yield "outlet-missing", INFORMATION, "outlet", message
    elif report.attribution_guessed:
        message = (
            f"“{report.outlet}” is carried over from an earlier sentence: check the attribution."
        )
        yield "attribution-guessed", WARNING, "outlet", message
    if several and report.outlet in several:
        yield "outlet-shared", WARNING, "outlet", _is_it_meant(report.outlet, several)
    elif several:
        message = f"Several outlets are called “{report.outlet}”: {', '.join(several)}. Say which one it is."
        yield "outlet-guessed", WARNING, "outlet", message
    elif new:
        message = (
            f"“{report.outlet}” is taken for an outlet, as a guess: nobody has said that it is one."
        )
        yield "outlet-guessed", WARNING, "outlet", message
    if others:
        message = "The sentence quotes more than once; only the longest quotation was set apart."
        yield "quotations", INFORMATION, "quotation", message
    if report.quotation and not report.speaker and len(report.quotation.split()) > 3:
        yield "speaker-missing", INFORMATION, "speaker", "It is not clear who is quoted here."


def _is_it_meant(outlet: str, several: Sequence[str]) -> str:
    """Return what is asked of an outlet that only a hint tells from others of its name."""
    others = [each for each in several if each != outlet]
    listed = " and ".join(filter(None, (", ".join(others[:-1]), others[-1])))
    goes = "go" if len(others) > 1 else "goes"
    return f"“{outlet}” is meant, as far as the page tells; {listed} {goes} by the same name."
