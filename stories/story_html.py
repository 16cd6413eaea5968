"""Pieces of HTML of which a story has dozens: what a paper says, parts, questions, lines of the contents.

Why this is no template is said in `newsdesk.presentation.fragments`.
"""

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_noop

from newsdesk.presentation.fragments import report_link, time
from newsdesk.presentation.heads import Card
from newsdesk.presentation.html import format_html, format_html_join, format_if, within
from newsdesk.text.spoken import gettext
from stories.documents import MEDIA
from stories.source_reports import Article, PaperCard, Statement
from stories.story_page import InRun, Link, Part, Section

register = template.Library()

# The question stands right above it, as a heading.
_FULL_ANSWER = '<a href="{}">{}</a>'
_LIKE = '<p class="paraphrase">{}</p>\n'
_WANTED = (
    '<li>{} <form class="tell-me" action="{}"><input type="hidden" name="q" value="{}">'
    '<input type="hidden" name="page" value="{}"><button class="report-choose" type="submit">'
    '{}<span class="unseen">: {}</span></button></form></li>\n'
)
_FORECAST = gettext_noop("What may come next, in our judgement. It is not a report.")


@register.simple_tag
def story_part(part: Part, path: str) -> SafeString:
    """Return a part of the analysis; `path` is that of the story."""
    return format_html(
        '<section class="part {}" id="part-{}">{}{}{}<div class="prose">{}</div>{}</section>\n',
        part.kind,
        part.id,
        format_if('<p class="part-label">{}</p>', part.label),
        format_if("<h3>{}</h3>", part.heading),
        format_html('<p class="small">{}</p>', gettext(_FORECAST))
        if part.kind == "forecast"
        else "",
        part.body,
        report_link(path, f"part-{part.id}"),
    )


@register.simple_tag
def follow_up(question: Link, path: str) -> SafeString:
    """Return a follow-up question: its words lead to its answer, or it can be asked of the desk.

    `path` is that of the story. The form leads to where any question is asked: nothing is sent from here,
    so that the page may be kept for everybody.
    """
    if question.path:
        return format_html('<li><a href="{}">{}</a></li>\n', question.path, question.text)
    if not path:
        told = gettext("Not answered yet")
        return format_html('<li>{} <span class="small">{}</span></li>\n', question.text, told)
    words, wanted = question.text, gettext("Not answered yet: tell me")
    return format_html(_WANTED, words, reverse("ask"), words, path, wanted, words)


@register.simple_tag
def in_run(story: InRun) -> SafeString:
    """Return a line of a running story."""
    shown = (
        format_html('<a href="{}">{}</a>', story.path, story.title) if story.path else story.title
    )
    if story.here:
        shown = format_html('<strong aria-current="page">{}</strong>', story.title)
    when = format_html(
        '<span class="small">{}{}</span>', _when(story), _here() if story.here else ""
    )
    return format_html("<li>{} {}</li>\n", shown, when)


def _here() -> str:
    return f" {gettext('You are reading it')}"


def _when(story: InRun) -> SafeString | str:
    return time(story.published_at) if story.published_at else gettext("Not published yet")


@register.simple_tag
def near_story(card: Card) -> SafeString:
    """Return a story near another in one line."""
    when = card.updated_at or card.published_at
    told = format_if('<span class="small">{}</span>', time(when) if when else "")
    return format_html('<li><a href="{}">{}</a> {}</li>\n', card.path, card.title, told)


@register.simple_tag
def asked(card: Card) -> SafeString:
    """Return a question with the beginning of its answer."""
    more: SafeString | str = gettext("Not published yet")
    if card.path:
        more = format_html(_FULL_ANSWER, card.path, gettext("Full answer and sources"))
    return format_html(
        '<details class="asked"{}><summary><h3>{}</h3></summary>{}<p class="asked-more">{}</p></details>\n',
        format_if(' id="question-{}"', card.path.rstrip("/").rpartition("/")[2]),
        card.title,
        format_if("<p>{}</p>", card.summary),
        more,
    )


@register.simple_tag
def section_line(section: Section) -> SafeString:
    """Return a line of the contents."""
    inside = format_html_join("", '<li><a href="#{}">{}</a></li>', section.inside)
    return format_html(
        '<li><a href="#{}">{}</a>{}</li>\n',
        section.anchor,
        section.heading,
        format_if("<ol>{}</ol>", inside),
    )


@register.simple_tag
def paper(card: PaperCard, path: str) -> SafeString:
    """Return the card of a paper, or of our own summary; `path` is that of the story."""
    name = format_html('<a href="{}">{}</a>', card.path, card.name) if card.path else card.name
    return format_html(
        '<article class="paper{}" id="report-{}">\n<h3>{}</h3>\n{}{}{}{}\n{}\n</article>\n',
        " ours" if card.ours else "",
        card.id,
        name or gettext("Our summary"),
        format_if('<p class="small">{}</p>\n', card.owned),
        format_if('<p class="paper-label">{}</p>\n', _whose_words(card)),
        format_html_join("", "{}", ((_article(card, each),) for each in card.articles)),
        _guessed() if card.guessed else "",
        report_link(path, f"report-{card.id}"),
    )


def _whose_words(card: PaperCard) -> str:
    if not card.paraphrased:
        return ""
    return gettext("In our words, across the reports") if card.ours else gettext("In our words")


def _article(card: PaperCard, article: Article) -> SafeString:
    """Return all that an article says, and below it which it is."""
    return format_html(
        "{}{}",
        format_html_join("", "{}", ((_statement(card, each),) for each in article.statements)),
        "" if card.ours else _source(article),
    )


def _statement(card: PaperCard, statement: Statement) -> SafeString | str:
    """Return what is said; the first has the address of its card."""
    said = format_html(
        "{}{}{}",
        format_if('<p class="paraphrase">{}</p>\n', statement.paraphrase),
        _like(statement) if statement.like else "",
        _quotation(statement) if statement.quotation else "",
    )
    if statement.id == card.id:
        return said
    return format_html('<div id="report-{}">\n{}</div>\n', statement.id, said)


def _like(statement: Statement) -> SafeString:
    name = format_html('<a href="#report-{}">{}</a>', statement.like_id, statement.like)
    return format_html(_LIKE, within(gettext("Says the same as %(name)s."), name=name))


@register.simple_tag
def cited_article(article: Article) -> SafeString:
    """Return an article on the page of its outlet: what we say that it says, and which it is."""
    told = ((each.paraphrase,) for each in article.statements if each.paraphrase)
    return format_html("{}{}", format_html_join("", "<p>{}</p>\n", told), _source(article))


def _quotation(statement: Statement) -> SafeString:
    return format_html(
        '<figure class="quotation">\n<blockquote><p>{}</p></blockquote>\n'
        "<figcaption>{}</figcaption>\n</figure>\n",
        statement.quotation,
        statement.speaker or gettext("Quoted word for word"),
    )


def _source(article: Article) -> SafeString | str:
    line = format_html_join(
        "\n", "{}", ((each,) for each in (_title(article), _facts(article)) if each)
    )
    return format_html('<p class="source">{}</p>\n', line) if line else ""


def _title(article: Article) -> SafeString | str:
    if article.href:
        return format_html(
            '<a href="{}">{}</a>', article.href, article.headline or gettext("The report")
        )
    return format_html("<cite>{}</cite>", article.headline) if article.headline else ""


def _facts(article: Article) -> SafeString | str:
    """Return what is known of an article on one line."""
    published, read_on = article.published, article.read_on
    facts: list[SafeString | str] = []
    if article.by:
        facts.append(gettext("By %(names)s") % {"names": article.by})
    if published:
        facts.append(format_html("{} {}", gettext("Published"), time(published)))
    if read_on:
        facts.append(format_html("{} {}", gettext("Read on"), time(read_on)))
    if article.wire:
        facts.append(gettext("Text from %(name)s") % {"name": article.wire})
    if article.paywalled:
        facts.append(gettext("Needs a subscription"))
    if article.medium in MEDIA:
        facts.append(gettext(MEDIA[article.medium]))
    line = format_html_join(" · ", "{}", ((fact,) for fact in facts))
    return format_html('<span class="small">{}</span>', line) if line else ""


def _guessed() -> SafeString:
    return format_html(
        '<p class="small guessed">{}</p>',
        gettext("Attribution inferred from the sentence before it."),
    )
