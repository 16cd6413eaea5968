"""The lines of a drawn graph as HTML, of which a topic has dozens: see `newsdesk.presentation.fragments`."""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from entities.graphs import Graph

register = template.Library()

_LINE = '<line class="edge{}" x1="{}%" y1="{}%" x2="{}%" y2="{}%" stroke-width="{}" />'


@register.simple_tag
def edges(graph: Graph) -> SafeString:
    lines = (
        (" faint" if edge.faint else "", edge.x1, edge.y1, edge.x2, edge.y2, edge.width)
        for edge in graph.edges
    )
    return format_html_join("\n", _LINE, lines)
