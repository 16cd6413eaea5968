"""“What the papers say” -> source reports: one for each outlet behind each sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from newsdesk.text.sentences import quotations, split
from stories.documents import SourceReport
from stories.importing.attribution import Attribution, Voice
from stories.importing.decode import Unreadable
from stories.importing.explainer import INFORMATION, WARNING, Level, Line, Note, Placement
from stories.importing.markup import Ids, bullet
from stories.importing.outlets import Outlets, urls
from stories.importing.pieces import Piece, cut, hide
from stories.importing.quotations import Quotation, longest, speaker

MAX_REPORTS = 500
_LONGEST_SENTENCE = 5_000  # characters; what is longer is no sentence, and nobody's in particular


@dataclass
class Papers:
    """The reports of a section, where its lines went, and what to check."""

    reports: list[SourceReport] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read(
    lines: Sequence[Line],
    outlets: Outlets,
    ids: Ids,
    *,
    subjects: Iterable[str] = (),
    elsewhere: Iterable[str] = (),
) -> Papers:
    """Read the section. For `subjects` and `elsewhere` see Attribution."""
    reader = _Reader(outlets, ids, Attribution(outlets, subjects=subjects, elsewhere=elsewhere))
    for line in lines:
        for sentence in split(bullet(line.text) or line.text):
            reader.take(sentence, line.number)
            if len(reader.papers.reports) > MAX_REPORTS:
                message = f"Line {line.number}: no page gathers more than {MAX_REPORTS} reports."
                raise Unreadable(message)
    return reader.papers


class _Reader:
    def __init__(self, outlets: Outlets, ids: Ids, attribution: Attribution) -> None:
        self.papers = Papers()
        self._outlets = outlets
        self._ids = ids
        self._attribution = attribution
        self._announced: set[str] = set()

    def take(self, sentence: str, line: int) -> None:
        """Turn one sentence into its reports."""
        spans = quotations(sentence)
        links = urls(sentence)
        told = hide(sentence, spans) if len(sentence) <= _LONGEST_SENTENCE else ""
        pieces = cut(told, self._outlets)
        voices = self._attribution.voices(pieces) or self._at_address(links)
        quotation = longest(sentence, spans)
        said_by = speaker(pieces, quotation, self._who) if quotation else ""
        if said_by:
            self._attribution.heard(said_by)
        quoting = _quoting(voices, quotation) if quotation else []
        for voice in voices or [Voice("")]:
            quotes = quotation is not None and (voice in quoting or not voices)
            self._add(
                SourceReport(
                    id=self._ids.make("reports", f"{sentence}\n{voice.outlet}"),
                    outlet=voice.outlet,
                    reporters=voice.reporters,
                    url=self._link(links, voice),
                    paraphrase=sentence,
                    quotation=quotation.text if quotation and quotes else "",
                    speaker=said_by if quotes else "",
                    attribution_guessed=voice.guessed,
                ),
                line,
                others=quotation.others if quotation and quotes else 0,
            )

    def _who(self, piece: Piece) -> str | None:
        if piece.outlet or self._outlets.named(piece.text):
            return None
        return self._attribution.people.full_name(piece.text) or piece.text

    def _at_address(self, links: list[str]) -> list[Voice]:
        names = (self._outlets.at(link) for link in links)
        return [Voice(name) for name in dict.fromkeys(names) if name]

    def _link(self, links: list[str], voice: Voice) -> str:
        own = [link for link in links if self._outlets.at(link) in {voice.outlet, None}]
        return own[0] if own else ""

    def _is_news(self, outlet: str) -> bool:
        """Tell whether an outlet is unknown and the editor has not been told yet."""
        news = outlet in self._outlets.new and outlet not in self._announced
        self._announced.add(outlet)
        return news

    def _add(self, report: SourceReport, line: int, *, others: int) -> None:
        target = f"story.reports:{report.id}"
        self.papers.reports.append(report)
        self.papers.placements.append(Placement(line, target))
        for code, level, field_name, message in _findings(
            report, others, self._is_news(report.outlet)
        ):
            self.papers.notes.append(
                Note(
                    code=code,
                    level=level,
                    line=line,
                    message=message,
                    target=f"{target}.{field_name}",
                )
            )


def _quoting(voices: list[Voice], quotation: Quotation) -> list[Voice]:
    """Return the voices that a quotation belongs to: those named together, nearest before it."""
    if not voices:
        return []
    before = [voice for voice in voices if voice.end <= quotation.start]
    nearest = max(before, key=lambda voice: voice.end) if before else voices[0]
    return [voice for voice in voices if voice.group == nearest.group]


def _findings(
    report: SourceReport, others: int, new: bool
) -> Iterable[tuple[str, Level, str, str]]:
    if not report.outlet and report.reporters:
        who = " and ".join(report.reporters)
        yield "outlet-missing", WARNING, "outlet", f"It is not said which paper {who} writes for."
    elif not report.outlet:
        message = "The sentence names no paper: it stays as the desk's own summary."
        yield "outlet-missing", WARNING, "outlet", message
    elif report.attribution_guessed:
        message = (
            f"“{report.outlet}” is carried over from an earlier sentence: check the attribution."
        )
        yield "attribution-guessed", WARNING, "outlet", message
    if new:
        message = f"“{report.outlet}” is not among the known outlets and will be added."
        yield "outlet-new", INFORMATION, "outlet", message
    if others:
        message = "The sentence quotes more than once; only the longest quotation was set apart."
        yield "quotations", INFORMATION, "quotation", message
    if report.quotation and not report.speaker and len(report.quotation.split()) > 3:
        yield "speaker-missing", INFORMATION, "speaker", "It is not clear who is quoted here."
