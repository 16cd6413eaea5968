"""Differences as HTML: what was removed in <del>, what was added in <ins>, each also said in words.

SECURITY: the markup is built here, tag by tag, round escaped words; none of it comes out of a
document. A link of a document leads somewhere only if its address is one that html.py lets through.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_noop

from newsdesk.comparison.diff.documents import Change, Difference, Item, State
from newsdesk.comparison.diff.paragraphs import Block
from newsdesk.comparison.diff.words import Op, Run
from newsdesk.pages.rich_text import is_link
from newsdesk.text.spoken import gettext

STATES = {
    State.ADDED: gettext_noop("New"),
    State.REMOVED: gettext_noop("Removed"),
    State.MOVED: gettext_noop("Moved"),
    State.CHANGED: gettext_noop("Changed"),
}
# So many paragraphs that stayed are shown on either side of a change; the rest is folded away.
AROUND = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Neighbouring paragraphs, ready to be shown; `folded` where nothing near them changed."""

    folded: bool
    paragraphs: tuple["MarkedParagraph", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedParagraph:
    """A paragraph; `note` says what a change of its kind cannot show."""

    html: SafeString
    kind: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """A field that changed: `html` of a plain text, `stretches` of a rich one, or `entries`."""

    label: str
    note: str
    html: SafeString
    stretches: tuple[Stretch, ...]
    entries: tuple[tuple[str, SafeString], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """A part that changed, or a field of the document itself."""

    path: str
    state: str
    label: str
    title: str
    anchor: str
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    heading: str
    items: tuple[ItemView, ...]


def sections_of(difference: Difference) -> tuple[SectionView, ...]:
    """Return a difference as `comparison/_sections.html` shows it."""
    return tuple(
        SectionView(
            heading=section.heading,
            items=tuple(_item(item, section.heading) for item in section.items),
        )
        for section in difference.sections
    )


def runs_html(runs: Iterable[Run]) -> SafeString:
    """Return words with what was added and removed marked, for the eye and for the ear."""
    return format_html_join(
        "", "{}", ((_marked(op, list(group)),) for op, group in groupby(runs, key=lambda r: r.op))
    )


def _item(item: Item, heading: str) -> ItemView:
    label = gettext(STATES[item.state])
    if item.state is State.MOVED:
        places = {"was": item.was, "now": item.now}
        label = gettext("Moved from place %(was)s to place %(now)s") % places
    return ItemView(
        path=item.path,
        state=item.state,
        label=label,
        title=item.title,
        anchor=item.anchor,
        changes=tuple(_change(change, item, heading) for change in item.changes),
    )


def _change(change: Change, item: Item, heading: str) -> ChangeView:
    # Under the name of a part its text needs no label, as on the page itself.
    obvious = change.label == heading or bool(item.title and change.blocks)
    return ChangeView(
        label="" if obvious else change.label,
        note=change.note,
        html=runs_html(change.runs),
        stretches=tuple(_stretches(change.blocks)),
        entries=tuple(
            (one.op, _entry(one.op, one.text + (f" ({gettext('moved')})" if one.moved else "")))
            for one in change.entries
        ),
    )


def _stretches(blocks: tuple[Block, ...]) -> Iterable[Stretch]:
    changed = [n for n, block in enumerate(blocks) if not block.same or block.kind != block.was]
    near = {n + step for n in changed for step in range(-AROUND, AROUND + 1)}
    for is_near, group in groupby(enumerate(blocks), key=lambda pair: pair[0] in near):
        shown = tuple(_shown(block) for _, block in group)
        yield Stretch(folded=not is_near, paragraphs=shown)


def _shown(block: Block) -> MarkedParagraph:
    note = ""
    if block.op is Op.SAME and block.kind != block.was:
        kinds = {"was": gettext(block.was), "now": gettext(block.kind)}
        note = gettext("Was a %(was)s, is a %(now)s.") % kinds
    return MarkedParagraph(html=runs_html(block.runs), kind=block.kind or block.was, note=note)


def _entry(op: Op, text: str) -> SafeString:
    return runs_html([Run(op, text)])


def _marked(op: Op, runs: list[Run]) -> SafeString:
    words = format_html_join("", "{}", ((_styled(run),) for run in runs))
    if op is Op.SAME:
        return words
    tag, said = ("ins", gettext("added")) if op is Op.ADDED else ("del", gettext("removed"))
    links = dict.fromkeys(href for run in runs for tag, href in run.styles if tag == "a")
    return format_html(
        '<{tag}><span class="diff-said">[{said}: </span>{words}{links}'
        '<span class="diff-said">]</span></{tag}>',
        tag=tag,
        said=said,
        words=words,
        links=format_html_join("", ' <small class="diff-link">({})</small>', ((h,) for h in links)),
    )


def _styled(run: Run) -> SafeString:
    html = format_html("{}", run.text)
    for tag, value in reversed(run.styles):
        if tag == "strong":
            html = format_html("<strong>{}</strong>", html)
        elif tag == "em":
            html = format_html("<em>{}</em>", html)
        elif tag == "a" and is_link(value):
            html = format_html('<a href="{}">{}</a>', value, html)
    return html
