"""A drawn graph as HTML, and the same in words: its pieces, of which a topic has dozens, see
`newsdesk.presentation.fragments`.
"""

from django import template
from django.utils.safestring import SafeString

from entities.graphs import Graph, Node
from newsdesk.presentation.html import format_html, format_html_join, format_if
from newsdesk.text.spoken import gettext, ngettext

register = template.Library()

_LINE = '<line class="edge{}" x1="{}%" y1="{}%" x2="{}%" y2="{}%" stroke-width="{}" />'
_NAME = '<text class="node-name" y="{}" text-anchor="middle">{}</text>'
_WORDS = '<li><a href="{}">{}</a> <span class="small">{} · {}{}</span></li>\n'


@register.simple_tag
def edges(graph: Graph) -> SafeString:
    lines = (
        (" faint" if edge.faint else "", edge.x1, edge.y1, edge.x2, edge.y2, edge.width)
        for edge in graph.edges
    )
    return format_html_join("\n", _LINE, lines)


@register.simple_tag
def nodes(graph: Graph) -> SafeString:
    """Return the topic, then its neighbours as links that no key leads to: the words have them too."""
    near = ((node.card.path, _node(node)) for node in graph.nodes)
    return format_html(
        "{}\n{}",
        _node(graph.centre),
        format_html_join("", '<a href="{}" tabindex="-1">{}</a>\n', near),
    )


def _node(node: Node) -> SafeString:
    card = node.card
    return format_html(
        '<svg class="node" x="{}%" y="{}%" overflow="visible"><circle class="tone-{}" r="{}" />'
        '<text class="node-initials" y="6" text-anchor="middle">{}</text>{}</svg>\n',
        node.x,
        node.y,
        card.tone,
        node.radius,
        card.initials,
        format_html_join("", _NAME, ((y, line) for line, y in node.lines)),
    )


@register.simple_tag
def near_words(graph: Graph) -> SafeString:
    """Return what the graph shows as items of a list."""
    rows = (
        (card.path, card.title, card.label, _shared(number), _also(others))
        for card, number, others in graph.words
    )
    return format_html_join("", _WORDS, rows)


def _also(others: tuple[str, ...]) -> SafeString | str:
    return format_if(
        "; {}", others and gettext("also with %(names)s") % {"names": ", ".join(others)}
    )


def _shared(number: int) -> str:
    told = ngettext("on %(number)d page with it", "on %(number)d pages with it", number)
    return told % {"number": number}
