"""Reads the demo desk's TOML files into documents. Pure: no database and no pictures here.

The files name pages by slug. The documents made here name them by reference, "entity:nasa" or
"faq:what-is-new-glenn"; `resolved` puts keys such as "entity:5" in their place once pages exist.
"""

import dataclasses
import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.utils.text import slugify

from entities.documents import KINDS, EntityDocument, Fact
from faqs.documents import Answer, FaqDocument, Source
from stories.demo.deeds import VERBS, Asked, Deed, NotOnce
from stories.demo.desk import (
    Author,
    DemoEntity,
    DemoFaq,
    DemoPage,
    DemoStory,
    Desk,
    Login,
    Outlet,
    Picture,
)
from stories.documents import (
    ANALYSIS_KINDS,
    AnalysisPart,
    Byline,
    DeeperQuestion,
    SourceReport,
    StoryDocument,
    TimelineEvent,
)

CONTENT = Path(__file__).parent / "content"
_STAGE = ("draft", "review", "days_ago", "hours_ahead")

Table = dict[str, Any]
Page = TypeVar("Page", EntityDocument, FaqDocument, StoryDocument)


class BrokenContent(ValueError):
    """A file of the demo desk does not say what it should; the message names file and place."""


class UnknownReference(BrokenContent):
    """A file names a page, an author or an outlet that no file describes."""


def load(folder: Path = CONTENT) -> Desk:
    """Read the desk in `folder`. Raises BrokenContent, UnknownReference for a name that leads nowhere."""
    people = _File.read(folder / "people.toml")
    authors = tuple(_plain(Author, table, where) for table, where in people.tables("author"))
    outlets = tuple(
        _plain(Outlet, table, where)
        for table, where in _File.read(folder / "outlets.toml").tables("outlet")
    )
    owners = {outlet.name: outlet.owner for outlet in outlets}
    desk = Desk(
        outlets=outlets,
        authors=authors,
        logins=tuple(_plain(Login, table, where) for table, where in people.tables("login")),
        entities=tuple(_entities(_File.read(folder / "entities.toml"))),
        faqs=tuple(
            _faq(table, where)
            for path in sorted(folder.glob("faqs-*.toml"))
            for table, where in _File.read(path).tables("faq")
        ),
        stories=tuple(
            _stories(folder / "stories", {author.name: author for author in authors}, owners)
        ),
    )
    _check_once(desk)
    _check_references(desk)
    return desk


def resolved(document: Page, keys: Mapping[str, str]) -> Page:
    """Return `document` with each reference replaced by its key. Raises UnknownReference."""

    def key(reference: str) -> str:
        if reference not in keys:
            raise UnknownReference(f"“{document.slug}” names “{reference}”, which is not there.")
        return keys[reference]

    changes: dict[str, Any] = {}
    if isinstance(document, (FaqDocument, StoryDocument)):
        changes["entities"] = tuple(key(reference) for reference in document.entities)
    if isinstance(document, StoryDocument):
        changes["faqs"] = tuple(key(reference) for reference in document.faqs)
        changes["deeper"] = tuple(
            dataclasses.replace(question, target=key(question.target))
            if question.target
            else question
            for question in document.deeper
        )
    return dataclasses.replace(document, **changes)


def html(text: str) -> str:
    """Return rich text for what a file says: blocks apart by a blank line, each a paragraph.

    A block that starts with a tag is kept as it is.
    """
    blocks = (" ".join(block.split()) for block in text.strip().split("\n\n"))
    return "".join(
        block
        if block.startswith(("<h3", "<ul", "<ol", "<blockquote", "<p>"))
        else f"<p>{block}</p>"
        for block in blocks
        if block
    )


def part_id(*place: object) -> str:
    """Return the id of a part, the same in every run: eight hexadecimal digits."""
    return hashlib.sha256("/".join(map(str, place)).encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    data: Table

    @classmethod
    def read(cls, path: Path) -> "_File":
        try:
            with path.open("rb") as file:
                return cls(path.name, tomllib.load(file))
        except (OSError, ValueError) as error:
            raise BrokenContent(f"{path.name} cannot be read: {error}") from error

    def tables(self, name: str) -> Iterator[tuple[Table, str]]:
        """Yield each `[[name]]` with the words that say where it stands."""
        for number, table in enumerate(self.data.get(name, ()), start=1):
            label = next((table[k] for k in ("slug", "username", "name") if k in table), number)
            yield dict(table), f"{self.name}, {name} “{label}”"


def _plain(cls: type[Any], table: Table, where: str) -> Any:
    """Build a dataclass from a table; lists become tuples."""
    values = {
        name: tuple(value) if isinstance(value, list) else value for name, value in table.items()
    }
    try:
        return cls(**values)
    except TypeError as error:
        raise BrokenContent(f"{where}: {str(error).split('__init__() ')[-1]}.") from error


def _picture(table: Table | None, where: str) -> Picture | None:
    return _plain(Picture, table, f"{where}, picture") if table else None


def _one_of(value: str, allowed: Iterable[str], where: str) -> str:
    if value not in allowed:
        raise BrokenContent(f"{where}: “{value}” is none of {', '.join(allowed)}.")
    return value


def _entities(file: _File) -> Iterator[DemoEntity]:
    defaults = {name: value for name, value in file.data.items() if name != "entity"}
    for table, where in file.tables("entity"):
        picture = _picture(table.pop("picture", None), where)
        draft = table.pop("draft", False)
        table["body"] = html(table.get("body", ""))
        table["facts"] = [
            _plain(Fact, row | {"id": part_id(table.get("slug", ""), "fact", n)}, where)
            for n, row in enumerate(table.get("facts", ()), start=1)
        ]
        _one_of(table.get("kind", ""), KINDS, where)
        document = _plain(EntityDocument, defaults | table, where)
        yield DemoEntity(document=document, picture=picture, draft=draft)


def _faq(table: Table, where: str) -> DemoFaq:
    slug = table.get("slug", "")
    draft = table.pop("draft", False)
    table["intro"] = html(table.get("intro", ""))
    table["entities"] = [f"entity:{name}" for name in table.get("entities", ())]
    table["tags"] = sorted(table.get("tags", ()))
    table["answers"] = [
        _plain(
            Answer,
            {**row, "id": part_id(slug, "answer", n), "text": html(row.get("text", ""))},
            f"{where}, answer {n}",
        )
        for n, row in enumerate(table.get("answers", ()), start=1)
    ]
    table["sources"] = [
        _plain(Source, {**row, "id": part_id(slug, "source", n)}, f"{where}, source {n}")
        for n, row in enumerate(table.get("sources", ()), start=1)
    ]
    return DemoFaq(document=_plain(FaqDocument, table, where), draft=draft)


def _stories(
    folder: Path, authors: Mapping[str, Author], owners: Mapping[str, str]
) -> Iterator[DemoStory]:
    files = [_File.read(path) for path in sorted(folder.glob("*.toml"))]
    for file in sorted(files, key=lambda file: (file.data.get("position", 0), file.name)):
        yield _story(dict(file.data), file.name, authors, owners)


def _story(
    table: Table, where: str, authors: Mapping[str, Author], owners: Mapping[str, str]
) -> DemoStory:
    slug = table.get("slug", "")
    table.pop("position", None)
    stage = {name: table.pop(name) for name in _STAGE if name in table}
    deeds = tuple(_deeds(table.pop("then", ()), slug, owners, where))
    queries = tuple(_plain(Asked, row, f"{where}, query") for row in table.pop("query", ()))
    picture = _picture(table.pop("image", None), where)
    change = table.pop("unpublished_change", {})
    note = change.pop("note", "")
    history = table.pop("history", {})
    fields: Table = {
        "bylines": [_byline(name, authors, where) for name in table.pop("bylines", ())],
        "tags": sorted(table.pop("tags", ())),
        "summary": html(table.pop("summary", "")),
        "background": html(history.pop("background", "")),
        "entities": [f"entity:{name}" for name in table.pop("entities", ())],
        "faqs": [f"faq:{name}" for name in table.pop("faqs", ())],
        "analysis": list(_analysis(table.pop("analysis", ()), slug, where)),
        "reports": list(_reports(table.pop("report", ()), (slug, "report"), owners, where)),
        "timeline": list(_timeline(history.pop("timeline", ()), (slug, "event"), where)),
        "deeper": list(_deeper(table.pop("deeper", ()), slug, where)),
    }
    if history:
        raise BrokenContent(f"{where}, history: unknown {', '.join(history)}.")
    return DemoStory(
        **stage,
        document=_plain(StoryDocument, table | fields, where),
        picture=picture,
        deeds=deeds,
        queries=queries,
        change={name: html(text) if name == "summary" else text for name, text in change.items()},
        change_note=note,
    )


def _deeds(
    rows: Iterable[Table], slug: str, owners: Mapping[str, str], where: str
) -> Iterator[Deed]:
    for n, row in enumerate(rows, start=1):
        place = f"{where}, deed {n}"
        _one_of(row.get("verb", ""), VERBS, place)
        added = {
            "reports": list(_reports(row.pop("report", ()), (slug, "report", n), owners, place)),
            "timeline": list(_timeline(row.pop("timeline", ()), (slug, "event", n), place)),
        }
        yield _plain(Deed, row | added, place)


def _reports(
    rows: Iterable[Table], seeds: tuple[Any, ...], owners: Mapping[str, str], where: str
) -> Iterator[SourceReport]:
    for n, row in enumerate(rows, start=1):
        own = {"id": part_id(*seeds, n), "owner": owners.get(row.get("outlet", ""), "")}
        yield _plain(SourceReport, _lists(row) | own, where)


def _timeline(rows: Iterable[Table], seeds: tuple[Any, ...], where: str) -> Iterator[TimelineEvent]:
    for n, row in enumerate(rows, start=1):
        yield _plain(TimelineEvent, row | {"id": part_id(*seeds, n)}, where)


def _lists(row: Table) -> Table:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}


def _byline(name: str, authors: Mapping[str, Author], where: str) -> Byline:
    if name not in authors:
        raise UnknownReference(f"{where}: no author is called “{name}”.")
    return Byline(name=name, slug=slugify(name), role=authors[name].role)


def _analysis(rows: Iterable[Table], slug: str, where: str) -> Iterator[AnalysisPart]:
    for n, row in enumerate(rows, start=1):
        _one_of(row.get("kind", "analysis"), ANALYSIS_KINDS, where)
        fields = {**row, "id": part_id(slug, "analysis", n), "body": html(row.get("body", ""))}
        yield _plain(AnalysisPart, fields, f"{where}, analysis {n}")


def _deeper(rows: Iterable[Table], slug: str, where: str) -> Iterator[DeeperQuestion]:
    for n, row in enumerate(rows, start=1):
        targets = [f"{kind}:{row.pop(kind)}" for kind in ("faq", "story") if kind in row]
        if len(targets) > 1:
            raise BrokenContent(f"{where}, question {n} leads to two pages.")
        fields = {**row, "id": part_id(slug, "deeper", n), "target": "".join(targets)}
        yield _plain(DeeperQuestion, fields, f"{where}, question {n}")


def _check_once(desk: Desk) -> None:
    seen: set[str] = set()
    pages: tuple[DemoPage, ...] = (*desk.entities, *desk.faqs, *desk.stories)
    for page in pages:
        if not page.document.slug:
            raise BrokenContent(f"A page has no slug: {page.document}.")
        if page.reference in seen:
            raise BrokenContent(f"“{page.reference}” is described twice.")
        seen.add(page.reference)


def _check_references(desk: Desk) -> None:
    """Follow every name in the order of laying down: a story may name only stories before it."""
    named: tuple[DemoPage, ...] = (*desk.entities, *desk.faqs)
    keys = {page.reference: page.reference for page in named}
    for faq in desk.faqs:
        resolved(faq.document, keys)
    outlets = {outlet.name for outlet in desk.outlets}
    for story in desk.stories:
        _check_deeds(story)
        resolved(story.document, keys)
        keys[story.reference] = story.reference
        for report in story.standing_document.reports:
            if report.outlet not in outlets:
                raise UnknownReference(f"“{story.reference}” quotes “{report.outlet}”, no outlet.")


def _check_deeds(story: DemoStory) -> None:
    try:
        _ = story.standing_document
    except NotOnce as error:
        raise BrokenContent(str(error)) from error
