"""`{% translate "Search" %}`, which readers' templates have by the dozen: Django's tag, only quicker."""

from django import template
from django.template.base import FilterExpression, Parser, Token
from django.template.context import Context

from newsdesk.presentation.html import escaped
from newsdesk.text.spoken import gettext

register = template.Library()


class PhraseNode(template.Node):
    """A constant of the template, which is HTML, or a value that a catalogue knows, which is escaped."""

    def __init__(self, message: FilterExpression) -> None:
        self.message = message
        constant = message.var if isinstance(message.var, str) else message.var.literal
        self.constant = constant if isinstance(constant, str) else None

    def render(self, context: Context) -> str:
        if self.constant is not None:
            return gettext(self.constant)
        return escaped(gettext(str(self.message.resolve(context))))


@register.tag
def translate(parser: Parser, token: Token) -> PhraseNode:
    _, *said = token.split_contents()
    if len(said) != 1:
        raise template.TemplateSyntaxError("{% translate %} takes one text and no more.")
    return PhraseNode(parser.compile_filter(said[0]))
