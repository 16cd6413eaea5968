"""What other systems write out: WordPress (WXR), Ghost, digests in the form of Kagi, and our own JSON."""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from lxml import etree

from newsdesk.intake import web
from newsdesk.intake.archive import xml
from newsdesk.intake.builder import address, finished
from newsdesk.intake.counts import counted
from newsdesk.intake.decode import composed, decoded
from newsdesk.intake.ends import closed, noted
from newsdesk.intake.lines import Document, FileContents, Line, Role, Span, Unreadable, numbered

MOST_TEXTS = 2_000
_MOST_DEPTH = 60
_BLOCK = re.compile(r"<(?:p|h[1-6]|ul|ol|table|blockquote|div|figure)\b", re.IGNORECASE)
_SHORTCODE = re.compile(
    r"\[/?(?:caption|gallery|embed|audio|video|playlist|su_\w{1,30}|vc_\w{1,30}|et_pb_\w{1,30})\b[^\[\]]{0,1000}\]"
)
_CAPTION = re.compile(r"\[caption\b[^\[\]]{0,1000}\](.{0,3000}?)\[/caption\]", re.DOTALL)
_BLOCK_COMMENT = re.compile(r"<!-- ?/?wp:.{0,3000}?-->", re.DOTALL)
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"


# WordPress


def is_wordpress(data: bytes) -> bool:
    return b"wordpress.org/export/" in data[:5000] or b"wxr_version" in data[:20_000]


def wordpress(data: bytes, name: str = "") -> FileContents:
    """Return the posts and pages of a WordPress export; all else in it is counted."""
    root = xml(data)
    authors = dict(_authors(root))
    documents: list[Document] = []
    others: dict[str, int] = {}
    for item in root.iter("item"):
        kind = _wp(item, "post_type") or "post"
        comments = sum(1 for child in item if etree.QName(child).localname == "comment")
        others["comment"] = others.get("comment", 0) + comments
        if kind not in ("post", "page") or not (item.findtext(_CONTENT) or "").strip():
            others[kind] = others.get(kind, 0) + 1
            continue
        documents.append(wordpress_post(item, authors))
        if len(documents) > MOST_TEXTS:
            raise Unreadable(
                f"The export holds more than {MOST_TEXTS:,} texts: write it out in parts."
            )
    if not documents:
        raise Unreadable("The WordPress export holds no post and no page with words.")
    left = [f"{count:,} × {kind}" for kind, count in others.items() if count]
    return FileContents(
        tuple(documents), (f"Left out of the WordPress export: {', '.join(left)}.",) if left else ()
    )


def _authors(root: etree._Element) -> Iterator[tuple[str, str]]:
    for author in root.iter():
        if (
            isinstance(author.tag, str)
            and etree.QName(author).localname == "author"
            and len(author)
        ):
            yield from wordpress_author(author)


def wordpress_author(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the login of an author with the name that stands over their posts."""
    yield _wp(element, "author_login"), _wp(element, "author_display_name")


def wordpress_facts(item: etree._Element) -> dict[str, str]:
    """Return what an item says of itself beside its text; `id` is the same in every export of its site."""
    published = _wp(item, "post_date_gmt")
    return {
        "title": (item.findtext("title") or "").strip(),
        "kind": _wp(item, "post_type") or "post",
        "id": (item.findtext("guid") or "").strip() or f"{_site(item)}/?p={_wp(item, 'post_id')}",
        "slug": _wp(item, "post_name"),
        "status": _wp(item, "status") or "publish",
        "published": "" if published.startswith("0000") or not published else f"{published}+00:00",
    }


def _site(item: etree._Element) -> str:
    return re.sub(r"^(https?://[^/]{1,300}).*", r"\1", (item.findtext("link") or "").strip())


def _wp(element: etree._Element, field: str) -> str:
    found = (
        child.text
        for child in element
        if isinstance(child.tag, str) and etree.QName(child).localname == field
    )
    return (next(found, "") or "").strip()


def wordpress_post(item: etree._Element, authors: dict[str, str]) -> Document:
    """Return the document of a post or page. Raises Unreadable."""
    link = (item.findtext("link") or "").strip()
    login = (item.findtext(_CREATOR) or "").strip()
    source = item.findtext(_CONTENT) or ""
    captions = len(_CAPTION.findall(source))
    source = _SHORTCODE.sub("", _CAPTION.sub("", _BLOCK_COMMENT.sub("", source)))
    facts = {
        "title": (item.findtext("title") or "").strip(),
        "byline": authors.get(login) or login,
        "date": (_wp(item, "post_date_gmt") or _wp(item, "post_date"))[:10],
        "tags": ", ".join(each.text.strip() for each in item.iter("category") if each.text),
        "path": re.sub(r"^https?://[^/]{1,300}", "", link),
    }
    told = [f"{counted(captions, 'image')} with caption not taken."] if captions else []
    return _from_html(facts["title"], "WordPress", _with_paragraphs(source), facts, told)


def _with_paragraphs(source: str) -> str:
    """Return classic posts, whose paragraphs are blank lines, as HTML."""
    if len(_BLOCK.findall(source)) > 1 and re.search(r"<p\b", source):
        return source
    pieces = re.split(r"\n[ \t]*\n", source.replace("\r\n", "\n"))
    return "".join(
        piece if _BLOCK.match(piece.strip()) else f"<p>{piece.strip().replace(chr(10), '<br>')}</p>"
        for piece in pieces
        if piece.strip()
    )


def _from_html(
    name: str, form: str, source: str, facts: dict[str, str], told: Iterable[str] = ()
) -> Document:
    lines = web.lines_of(source)
    facts = {field: value for field, value in facts.items() if value}
    return Document(name, form, numbered(closed(noted(lines))), facts, tuple(told))


# JSON


def parsed(data: bytes) -> Any:
    """Return what a JSON file holds. Raises Unreadable, also where it is nested as no export is."""
    text, _ = decoded(data)
    depth = deepest = 0
    for sign in re.finditer(r'"(?:[^"\\]|\\.)*+"|[\[{]|[\]}]', text):
        if sign[0] in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif sign[0] in "]}":
            depth -= 1
    if deepest > _MOST_DEPTH:
        raise Unreadable("The JSON file is nested too deeply to be read.")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise Unreadable(f"The JSON file is damaged on line {line}.") from error


def from_json(data: bytes, name: str = "") -> FileContents:
    """Return the texts of a JSON file. Raises Unreadable, naming the forms that are known."""
    whole = parsed(data)
    if isinstance(whole, dict):
        try:
            if isinstance(whole.get("clusters"), list):
                return _digest(whole["clusters"])
            if isinstance(whole.get("db"), list) and whole["db"]:
                return _ghost(whole["db"][0]["data"])
            if isinstance(whole.get("data"), dict) and isinstance(whole["data"].get("posts"), list):
                return _ghost(whole["data"])
            if isinstance(whole.get("story"), dict):
                return FileContents((Document(name, "Newsdesk", (), data=whole),))
            if isinstance(whole.get("files"), list):
                pages = [
                    each for each in whole["files"] if isinstance(each, dict) and "story" in each
                ]
                if pages:
                    return FileContents(
                        tuple(Document(name, "Newsdesk", (), data=page) for page in pages)
                    )
            if "title" in whole and ("short_summary" in whole or "talking_points" in whole):
                return _digest([whole])
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            if isinstance(error, Unreadable):
                raise
            raise Unreadable("The JSON file has not the shape that its kind has.") from error
    raise Unreadable(
        "This JSON file is of no known kind: explainers of Newsdesk, Ghost exports and Kagi digests are read."
    )


def _ghost(data: dict[str, Any]) -> FileContents:
    """Return the posts of a Ghost export."""
    names = _GhostNames(data)
    posts = data["posts"]
    found = (document for post in posts if (document := names.document(post)))
    documents = tuple(islice(found, MOST_TEXTS + 1))
    if not documents:
        raise Unreadable("The Ghost export holds no post with words.")
    if len(documents) > MOST_TEXTS:
        raise Unreadable(f"The export holds more than {MOST_TEXTS:,} texts: write it out in parts.")
    left = len(posts) - len(documents)
    told = (f"{counted(left, 'post')} without words left out.",) if left > 0 else ()
    return FileContents(documents, told)


def ghost_posts(data: bytes) -> Iterator[tuple[dict[str, Any], Document | None, str]]:
    """Yield each post of a Ghost export as it is, its document, or why it has none. Raises Unreadable."""
    whole = parsed(data)
    try:
        inner = whole["db"][0]["data"] if whole.get("db") else whole["data"]
        names = _GhostNames(inner)
        for post in inner["posts"]:
            try:
                document = names.document(post)
            except Unreadable as error:
                yield post, None, str(error)
                continue
            yield post, document, "" if document else "It holds no words."
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise Unreadable("The JSON file has not the shape that its kind has.") from error


class _GhostNames:
    """The tags and authors of the posts of a Ghost export, joined by their ids."""

    def __init__(self, data: dict[str, Any]) -> None:
        tags = {
            tag["id"]: str(tag["name"])
            for tag in data.get("tags", [])
            if not str(tag["name"]).startswith("#")
        }
        users = {user["id"]: str(user["name"]) for user in data.get("users", [])}
        self._tags_of = _joined(data.get("posts_tags", []), "tag_id", tags)
        self._authors_of = _joined(data.get("posts_authors", []), "author_id", users)

    def document(self, post: dict[str, Any]) -> Document | None:
        """Return the document of a post, None for one without words. Raises Unreadable."""
        source = post.get("html") or ""
        if not source.strip():
            return None
        facts = {
            "title": str(post.get("title") or ""),
            "standfirst": str(post.get("custom_excerpt") or ""),
            "byline": " and ".join(self._authors_of.get(post["id"], [])),
            "date": str(post.get("published_at") or "")[:10],
            "tags": ", ".join(self._tags_of.get(post["id"], [])),
            "path": f"/{post.get('slug') or ''}/",
            "uid": str(post.get("uuid") or ""),
        }
        return _from_html(facts["title"], "Ghost", source, facts)


def _joined(rows: list[Any], column: str, names: dict[Any, str]) -> dict[Any, list[str]]:
    found: dict[Any, list[str]] = {}
    for row in rows:
        if row[column] in names:
            found.setdefault(row["post_id"], []).append(names[row[column]])
    return found


# Digests of the news, in the form that Kagi gives them. Their sections have the names of ours.

_SAID = "What's happened"
_BEHIND = "What's behind the headline?"
_PAPERS = "What the papers say"
_PAST = "How we got here"
_ASKED = "Common questions"
_USED = frozenset(
    "title short_summary talking_points perspectives timeline suggested_qna historical_background articles "
    "cluster_number unique_domains number_of_titles category emoji".split()
)


def _digest(clusters: list[Any]) -> FileContents:
    documents = [
        _cluster(cluster)
        for cluster in clusters[:MOST_TEXTS]
        if isinstance(cluster, dict) and cluster.get("title")
    ]
    if not documents:
        raise Unreadable("The digest holds no story.")
    return FileContents(tuple(documents))


class _Lines:
    def __init__(self) -> None:
        self.lines: list[Line] = []

    def add(
        self,
        text: object,
        role: Role = "paragraph",
        level: int = 0,
        at: str = "",
        spans: tuple[Span, ...] = (),
    ) -> None:
        text = composed(text) if isinstance(text, str) else ""
        for row in text.split("\n"):
            if row.strip():
                self.lines.append(
                    finished(Line(0, row, role, level, spans if row == text else (), at))
                )

    def heading(self, text: object, level: int) -> None:
        self.add(text, "heading", level)


def _cluster(cluster: dict[str, Any]) -> Document:
    page = _Lines()
    page.heading(cluster["title"], 1)
    page.heading(_SAID, 2)
    page.add(cluster.get("short_summary"), at="short_summary")
    points = _listed(cluster.get("talking_points"))
    if points:
        page.heading(_BEHIND, 2)
    for point in points:
        title, _, body = str(point).partition(": ")
        if body and len(title) < 80:
            page.heading(title, 3)
        page.add(body or title, at="talking_points")
    _perspectives(page, _listed(cluster.get("perspectives")))
    events = _listed(cluster.get("timeline"))
    if events or cluster.get("historical_background"):
        page.heading(_PAST, 2)
    page.add(cluster.get("historical_background"), at="historical_background")
    for event in events:
        words = (
            f"{event.get('date', '')}: {event.get('content', '')}"
            if isinstance(event, dict)
            else str(event).replace("::", ": ", 1)
        )
        page.add(words, "item", 1, "timeline")
    asked = _listed(cluster.get("suggested_qna"))
    if asked:
        page.heading(_ASKED, 2)
    for pair in asked:
        page.heading(pair.get("question"), 3)
        page.add(pair.get("answer"), at="suggested_qna")
    left = sorted(
        field
        for field, value in cluster.items()
        if value and field not in _USED and not isinstance(value, int | float)
    )
    told = (f"Left out of the digest: {', '.join(left)}.",) if left else ()
    return Document(str(cluster["title"]), "Kagi", numbered(page.lines), told=told)


def _perspectives(page: _Lines, perspectives: list[Any]) -> None:
    """Write what each view says as what the paper that it comes from reports."""
    if perspectives:
        page.heading(_PAPERS, 2)
    for view in perspectives:
        said = " ".join(str(view.get("text", "")).split())
        sources = [
            source
            for source in _listed(view.get("sources"))
            if isinstance(source, dict) and source.get("name")
        ]
        for source in sources:
            outlet = composed(str(source["name"])).strip()
            begin = "According to "
            text = f"{begin}{outlet}, {_lowered(said).rstrip('.')}."
            link = Span(
                len(begin), len(begin) + len(outlet), "link", address(str(source.get("url", "")))
            )
            page.add(text, at="perspectives", spans=(link,) if link.target else ())
        if not sources:
            page.add(said, at="perspectives")


def _lowered(text: str) -> str:
    """Return a sentence as it goes on after a comma: "The crew" becomes "the crew", a name stays."""
    first = text.split(" ", 1)[0]
    return (
        text[:1].lower() + text[1:]
        if first.casefold() in ("the", "a", "an", "it", "they", "this", "he", "she")
        else text
    )


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
