"""What a page states of itself for programs: JSON-LD, <meta>, microdata, links. Nothing is judged here."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any, TypeGuard

from lxml import html as lxml_html

from newsdesk.intake.decode import composed
from newsdesk.intake.lines import Unreadable

_LONGEST_SCRIPT = 500_000
_MOST_NODES = 2_000
_DEEPEST = 6
_MOST_OF_A_LIST = 200
_FENCES = re.compile(r"\A\s*(?://\s*)?(?:<!\[CDATA\[|<!--)|(?://\s*)?(?:\]\]>|-->)\s*\Z|;\s*\Z")
# In these lie the articles of a page; in others, such as an ItemList, those of other pages.
_INSIDE = ("@graph", "mainEntity", "mainEntityOfPage")
_ARTICLES = frozenset(
    """Article NewsArticle AnalysisNewsArticle AskPublicNewsArticle BackgroundNewsArticle OpinionNewsArticle
    ReportageNewsArticle ReviewNewsArticle AdvertiserContentArticle SatiricalArticle Report BlogPosting
    LiveBlogPosting SocialMediaPosting TechArticle ScholarlyArticle""".split()
)
_LESSER = frozenset("WebPage VideoObject AudioObject PodcastEpisode".split())

# A node of JSON-LD, as far as anybody can know.
Node = dict[str, Any]


@dataclass(slots=True)
class Statements:
    """`articles` are the nodes of JSON-LD that speak of this page, the likeliest first; `meta` by its name in
    lower case; `properties` the texts of microdata and RDFa by their name.
    """

    articles: list[Node] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    meta: dict[str, list[str]] = field(default_factory=dict)
    properties: dict[str, list[str]] = field(default_factory=dict)
    canonical: str = ""
    language: str = ""

    def first_meta(self, *names: str) -> str:
        """Return what the first of these says that says anything."""
        return next((self.meta[name][0] for name in names if self.meta.get(name)), "")

    def of_articles(self, key: str) -> Iterator[object]:
        """Yield what the articles say under a key, the likeliest article first."""
        yield from (article[key] for article in self.articles if article.get(key))

    def texts(self, value: object) -> list[str]:
        """Return the names, or the texts, of a value of JSON-LD: of nodes by their @id, too, and of lists."""
        wholes = map(self._whole, listed(value))
        named = [_name_of(whole) if is_node(whole) else whole for whole in wholes]
        return [text for names in named for each in listed(names) if (text := line(each))]

    def people(self, value: object) -> tuple[list[str], list[str]]:
        """Return the names in a value that are of persons, and those of what else wrote the page."""
        persons: list[str] = []
        others: list[str] = []
        for node in map(self._whole, listed(value)):
            names = self.texts(node)
            (
                others
                if is_node(node) and _types(node) and "Person" not in _types(node)
                else persons
            ).extend(names)
        return persons, others

    def _whole(self, node: object) -> object:
        """Return a node for one that only says which it is."""
        if is_node(node) and "name" not in node and node.get("@id"):
            return next(
                (n for n in self.nodes if n.get("@id") == node["@id"] and "name" in n), node
            )
        return node


def statements(root: lxml_html.HtmlElement) -> Statements:
    """Return what a page states. Scripts that are no JSON are passed over: many sites print them so."""
    found = Statements(
        language=root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    )
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if name and (content := line(element.get("content"))):
            found.meta.setdefault(name.strip().lower(), []).append(content)
    found.nodes = list(_nodes(root))
    found.articles = sorted(filter(_is_article, found.nodes), key=_rank)
    for element in root.xpath("//*[@itemprop or @property]"):
        if element.tag != "meta" or element.get("itemprop"):
            _take_property(element, found)
    links = root.xpath("//link[contains(concat(' ', @rel, ' '), ' canonical ')]/@href")
    found.canonical = str(links[0]).strip() if links else ""
    return found


def line(text: object) -> str:
    """Return a text of a page as one line: entities that were escaped twice are read, spaces are plain."""
    if not isinstance(text, str | int) or isinstance(text, bool):
        return ""
    try:
        words = composed(unescape(unescape(str(text)[:5_000])))
    except Unreadable:
        return ""
    return " ".join(words.split())


def _name_of(node: Node) -> object:
    """Return the name of a node, that of a person put together where it is given in two parts."""
    parts = [line(node.get(key)) for key in ("givenName", "familyName")]
    return node.get("name") or (" ".join(parts) if all(parts) else None)


def first(value: object) -> object:
    """Return a value, or the first of a list."""
    while isinstance(value, list):
        value = value[0] if value else None
    return value


def is_node(value: object) -> TypeGuard[Node]:
    return isinstance(value, dict)


def listed(value: object) -> list[object]:
    """Return a value as a list of at most a hundred."""
    return (value if isinstance(value, list) else [value])[:100]


def _nodes(root: lxml_html.HtmlElement) -> Iterator[Node]:
    count = 0
    for script in root.iter("script"):
        kind = (script.get("type") or "").split(";")[0].strip().lower()
        text = script.text or ""
        if kind != "application/ld+json" or len(text) > _LONGEST_SCRIPT:
            continue
        try:
            data = json.loads(_FENCES.sub("", _FENCES.sub("", text)), strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _within(data, 0):
            count += 1
            if count > _MOST_NODES:
                return
            yield node


def _within(value: object, depth: int) -> Iterator[Node]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for each in value[:_MOST_OF_A_LIST]:
            yield from _within(each, depth + 1)
    elif is_node(value):
        yield value
        for key in _INSIDE:
            if isinstance(value.get(key), dict | list):
                yield from _within(value[key], depth + 1)


def _types(node: Node) -> set[str]:
    return {
        str(each).rpartition("/")[2].rpartition(":")[2]
        for each in listed(node.get("@type"))
        if each
    }


def _is_article(node: Node) -> bool:
    said = node.get("headline") or node.get("datePublished") or node.get("author")
    return bool(said) and bool(_types(node) & (_ARTICLES | _LESSER))


def _rank(article: Node) -> tuple[bool, bool, bool]:
    return (not _types(article) & _ARTICLES, not article.get("headline"), not article.get("author"))


def _take_property(element: lxml_html.HtmlElement, found: Statements) -> None:
    text = element.get("content") or element.get("datetime") or ""
    if not text and not element.get("itemscope"):
        text = "".join(element.itertext())[:500]
    names = (element.get("itemprop") or element.get("property") or "").lower().split()
    for name in names:
        owner = next(
            (
                up.get("itemprop")
                for up in element.iterancestors()
                if up.get("itemscope") is not None and up.get("itemprop")
            ),
            None,
        )
        key = f"{owner.lower()}.{name}" if owner and name == "name" else name
        if said := line(text):
            found.properties.setdefault(key, []).append(said)
