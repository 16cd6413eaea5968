"""Pages as Markdown with front matter, which the intake reads back as the same draft.

What an explainer is made of is told by its headings, as in any text that comes in. What no such text holds
(ids of parts, who made a page, past versions, pictures) stands in our JSON alone.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from lxml import html as lxml_html

from entities.documents import EntityDocument
from faqs.documents import FaqDocument
from newsdesk.presentation.dates import day
from newsdesk.presentation.heads import absolute
from newsdesk.site_pages.documents import SitePageDocument
from newsdesk.text.spoken import gettext
from stories.documents import SourceReport, StoryDocument
from stories.headings import BACKGROUND, BEHIND, DEEPER, HAPPENED, PAPERS, QUESTIONS, TOPICS
from stories.source_reports import Article, PaperCard, Statement

_SPECIAL = re.compile(r"([\\`*_\[\]<>~&|])")
_LINE_START = re.compile(r"^(\s*)(#{1,6}(?=\s)|[-+=•](?=\s|$)|-{2,}|={2,}|\d{1,9}(?=[.)]))")
_ENDS = (".", "!", "?", "…", "”", '"')


def story_markdown(
    story: StoryDocument,
    faqs: Sequence[FaqDocument],
    topics: Sequence[EntityDocument],
    *,
    papers: Sequence[PaperCard] | None = None,
) -> str:
    """Return an explainer with its questions and topics as one text; what the papers say as sentences,
    which can be read back, or as readers see it, by outlet, where `papers` are given.
    """
    blocks = [*_front(story.headline, story), f"# {escaped(story.headline)}"]
    blocks += [escaped(story.standfirst)] if story.standfirst else []
    blocks += _section(gettext(HAPPENED), markdown(story.summary))
    if story.analysis:
        blocks.append(f"## {gettext(BEHIND)}")
    for part in story.analysis:
        blocks += _section(part.heading, markdown(part.body), 3)
    sentences = (_sentence(report) for report in story.reports)
    blocks += _section(gettext(PAPERS), sentences if papers is None else _papers(papers))
    events = [f"- {event.date}: {escaped(event.text)}" for event in story.timeline]
    blocks += _section(gettext(BACKGROUND), [*markdown(story.background), *_listed(events)])
    asked = [f"- {escaped(question.text)}" for question in story.deeper]
    blocks += _section(gettext(DEEPER), _listed(asked))
    if faqs:
        blocks.append(f"## {gettext(QUESTIONS)}")
    for faq in faqs:
        blocks += _section(faq.question, [*markdown(faq.intro), *_answers(faq)], 3)
    told = [f"- {escaped(topic.description or topic.name)}" for topic in topics]
    blocks += _section(gettext(TOPICS), _listed(told))
    return "\n\n".join(block for block in blocks if block) + "\n"


def faq_markdown(faq: FaqDocument) -> str:
    """Return a question page as a text."""
    blocks = [*_front(faq.question, faq), f"# {escaped(faq.question)}", *markdown(faq.intro)]
    blocks += _answers(faq, 2)
    return "\n\n".join(block for block in blocks if block) + "\n"


def topic_markdown(topic: EntityDocument) -> str:
    """Return a topic as a text."""
    blocks = [_matter([("title", topic.name), ("slug", topic.slug)]), f"# {escaped(topic.name)}"]
    blocks += [escaped(topic.description), *markdown(topic.body)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def site_page_markdown(page: SitePageDocument) -> str:
    """Return a page of the publication's own as a text."""
    blocks = [_matter([("title", page.title), ("slug", page.slug)]), f"# {escaped(page.title)}"]
    blocks += [escaped(page.standfirst), *markdown(page.body)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _front(title: str, page: StoryDocument | FaqDocument) -> list[str]:
    by = ", ".join(each.name for each in getattr(page, "bylines", ()))
    tags = ", ".join(page.tags)
    return [_matter([("title", title), ("author", by), ("tags", tags), ("slug", page.slug)])]


def _matter(fields: Iterable[tuple[str, str]]) -> str:
    rows = [f"{name}: {_scalar(value)}" for name, value in fields if value]
    return "\n".join(["---", *rows, "---"])


def _scalar(value: str) -> str:
    """Return a value of front matter on one line, in quotation marks where it begins like something else."""
    value = " ".join(value.split())
    return f'"{value}"' if value[:1] in "\"'[{>|#&*!%@`" or value[-1:] in "\"']" else value


def _section(title: str, blocks: Iterable[str], level: int = 2) -> list[str]:
    found = [block for block in blocks if block]
    heading = [f"{'#' * level} {escaped(title)}"] if title else []
    return [*heading, *found] if found else []


def _listed(items: Sequence[str]) -> list[str]:
    return ["\n".join(items)] if items else []


def _answers(faq: FaqDocument, level: int = 4) -> Iterator[str]:
    for answer in faq.answers:
        yield from _section(answer.question, markdown(answer.text), level)


def _papers(cards: Iterable[PaperCard]) -> Iterator[str]:
    """Yield what each paper says: its name, who owns it, what it says and in which articles."""
    for card in cards:
        name = escaped(card.name or gettext("Our summary"))
        yield f"### [{name}](<{absolute(card.path)}>)" if card.path else f"### {name}"
        yield escaped(card.owned)
        for article in card.articles:
            for each in article.statements:
                yield escaped(each.paraphrase)
                yield (
                    escaped(gettext("Says the same as %(name)s.") % {"name": each.like})
                    if each.like
                    else ""
                )
                yield from _quoted(each)
            yield "" if card.ours else article_markdown(article)


def _quoted(statement: Statement) -> Iterator[str]:
    if statement.quotation:
        lines = escaped(statement.quotation).split("\n")
        said = [f"— {escaped(statement.speaker)}"] if statement.speaker else []
        yield "\n".join(f"> {line}" for line in (*lines, *said))


def article_markdown(article: Article) -> str:
    """Return which article it is, as a line with its headline as the link."""
    words = escaped(article.headline or (gettext("The report") if article.href else ""))
    facts = [f"[{words}](<{article.href}>)" if article.href else words]
    facts.append(
        gettext("by %(names)s") % {"names": escaped(article.by, begins=False)} if article.by else ""
    )
    facts.append(day(article.published) if article.published else "")
    return ", ".join(filter(None, facts))


def _sentence(report: SourceReport) -> str:
    """Return what a report says as a sentence of the section, the outlet's name leading to its address."""
    text = report.paraphrase.strip()
    name = report.outlet
    if name and name not in text:
        lead = f"According to {name}, "
        text = f"{lead}{text[:1].lower()}{text[1:]}"
    if report.quotation and report.quotation not in text:
        said = f", {report.speaker} said" if report.speaker else ""
        text = f"{text.rstrip('.')}, with the words “{report.quotation}”{said}."
    if text and not text.endswith(_ENDS):
        text += "."
    if not (name and report.url):
        return escaped(text)
    before, _, after = text.partition(name)
    return f"{escaped(before)}[{escaped(name)}](<{report.url}>){escaped(after, begins=False)}"


def escaped(text: str, *, begins: bool = True) -> str:
    """Return plain text that Markdown reads as what it is."""
    lines = []
    for number, line in enumerate(text.split("\n")):
        said = _SPECIAL.sub(r"\\\1", line)
        if begins or number:
            said = _LINE_START.sub(_parted, said)
        lines.append(said)
    return "\n".join(lines)


def _parted(found: re.Match[str]) -> str:
    sign = found[2]
    return f"{found[1]}{sign}\\" if sign.isdigit() else f"{found[1]}\\{sign}"


# Rich text, which has few tags: the sanitiser lets no others through.


def markdown(source: str) -> list[str]:
    """Return the blocks of rich text."""
    if not source.strip():
        return []
    root = lxml_html.fragment_fromstring(source, create_parent="div")
    return list(_blocks(root))


def _blocks(parent: lxml_html.HtmlElement) -> Iterator[str]:
    if parent.text and parent.text.strip():
        yield escaped(parent.text.strip())
    for element in parent:
        if element.tag in ("ul", "ol"):
            yield "\n".join(_items(element, 0))
        elif element.tag == "blockquote":
            yield "\n>\n".join(f"> {block}".replace("\n", "\n> ") for block in _blocks(element))
        elif element.tag in ("h2", "h3", "h4"):
            yield f"#### {_inline(element)}"
        else:
            yield _inline(element).strip()


def _items(parent: lxml_html.HtmlElement, depth: int) -> Iterator[str]:
    ordered = parent.tag == "ol"
    for number, item in enumerate(parent, start=1):
        mark = f"{number}." if ordered else "-"
        inner = [each for each in item if each.tag in ("ul", "ol")]
        yield f"{'   ' * depth}{mark} {_inline(item, without=inner).strip()}"
        for each in inner:
            yield from _items(each, depth + 1)


_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*"}


def _inline(element: lxml_html.HtmlElement, without: Sequence[object] = ()) -> str:
    text = escaped(element.text or "")
    for child in element:
        if child not in without:
            text += _marked(child)
        text += escaped(child.tail or "", begins=False)
    return text


def _marked(element: lxml_html.HtmlElement) -> str:
    inner = _inline(element)
    if element.tag == "br":
        return "\\\n"
    if element.tag == "a" and element.get("href"):
        return f"[{inner}](<{element.get('href')}>)"
    mark = _MARKS.get(str(element.tag), "")
    return f"{mark}{inner}{mark}" if inner.strip() else inner
