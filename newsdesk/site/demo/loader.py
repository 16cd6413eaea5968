"""Reads the demo desk's TOML files into documents. No database here.

The files name pages by slug. The documents made here name them by reference, "entity:nasa" or
"faq:what-is-new-glenn"; `references.resolved` puts keys such as "entity:5" in their place once pages exist.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from entities.documents import KINDS, EntityDocument, Fact
from faqs.documents import Answer, FaqDocument, Source
from newsdesk.site.demo.deeds import VERBS, DemoQuery, DemoVerb
from newsdesk.site.demo.desk import (
    Author,
    DemoDuplicate,
    DemoEntity,
    DemoFaq,
    DemoSection,
    DemoStory,
    Desk,
    Login,
    Outlet,
    Picture,
)
from newsdesk.site.demo.files import (
    BrokenContent,
    File,
    Table,
    UnknownReference,
    html,
    one_of,
    part_id,
    plain,
)
from newsdesk.site.demo.references import check
from newsdesk.text.slugs import slug_of
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
DECISIONS = (
    "",
    *"merge undone same different variant doubted confirmed skip asked answered".split(),
)
# The kinds of page that stand in places of the front page, where that is no story.
PINNED = {"questions": "faq", "topics": "entity"}
_STAGE = ("draft", "review", "days_ago", "hours_ahead")


def load(folder: Path = CONTENT) -> Desk:
    """Read the desk in `folder`. Raises BrokenContent, UnknownReference for a name that leads nowhere."""
    people = File.read(folder / "people.toml")
    authors = tuple(_author(table, where) for table, where in people.tables("author"))
    outlets = tuple(
        plain(Outlet, table, where)
        for table, where in File.read(folder / "outlets.toml").tables("outlet")
    )
    owners = {outlet.name: outlet.owner for outlet in outlets}
    sections = File.read(folder / "sections.toml")
    desk = Desk(
        outlets=outlets,
        authors=authors,
        logins=tuple(plain(Login, table, where) for table, where in people.tables("login")),
        entities=tuple(_entities(File.read(folder / "entities.toml"))),
        faqs=tuple(
            _faq(table, where)
            for path in sorted(folder.glob("faqs-*.toml"))
            for table, where in File.read(path).tables("faq")
        ),
        stories=tuple(
            _stories(folder / "stories", {author.name: author for author in authors}, owners)
        ),
        sections=tuple(
            plain(DemoSection, table, where) for table, where in sections.tables("section")
        ),
        front=tuple(
            (place, f"{PINNED.get(place, 'story')}:{slug}")
            for place, slugs in sections.data.get("front", {}).items()
            for slug in slugs
        ),
        asked_twice=tuple(_asked_twice(File.read(folder / "questions-asked-twice.toml"))),
    )
    check(desk)
    return desk


def _asked_twice(file: File) -> Iterator[DemoDuplicate]:
    for table, where in file.tables("question"):
        one_of(table.get("decision", ""), DECISIONS, where)
        yield plain(DemoDuplicate, table, where)


def _picture(table: Table | None, where: str) -> Picture | None:
    if not table:
        return None
    picture: Picture = plain(Picture, table, f"{where}, picture")
    if not picture.path.is_file():
        raise UnknownReference(f"{where}, picture: there is no file “{picture.file}”.")
    return picture


def _entities(file: File) -> Iterator[DemoEntity]:
    defaults = {name: value for name, value in file.data.items() if name != "entity"}
    for table, where in file.tables("entity"):
        picture = _picture(table.pop("picture", None), where)
        draft = table.pop("draft", False)
        table["body"] = html(table.get("body", ""))
        table["facts"] = [
            plain(Fact, row | {"id": part_id(table.get("slug", ""), "fact", n)}, where)
            for n, row in enumerate(table.get("facts", ()), start=1)
        ]
        one_of(table.get("kind", ""), KINDS, where)
        document = plain(EntityDocument, defaults | table, where)
        yield DemoEntity(document=document, picture=picture, draft=draft)


def _faq(table: Table, where: str) -> DemoFaq:
    slug = table.get("slug", "")
    draft = table.pop("draft", False)
    table["intro"] = html(table.get("intro", ""))
    table["entities"] = [f"entity:{name}" for name in table.get("entities", ())]
    table["tags"] = sorted(table.get("tags", ()))
    table["answers"] = [
        plain(
            Answer,
            {**row, "id": part_id(slug, "answer", n), "text": html(row.get("text", ""))},
            f"{where}, answer {n}",
        )
        for n, row in enumerate(table.get("answers", ()), start=1)
    ]
    table["sources"] = [
        plain(Source, {**row, "id": part_id(slug, "source", n)}, f"{where}, source {n}")
        for n, row in enumerate(table.get("sources", ()), start=1)
    ]
    return DemoFaq(document=plain(FaqDocument, table, where), draft=draft)


def _stories(
    folder: Path, authors: Mapping[str, Author], owners: Mapping[str, str]
) -> Iterator[DemoStory]:
    files = [File.read(path) for path in sorted(folder.glob("*.toml"))]
    for file in sorted(files, key=lambda file: (file.data.get("position", 0), file.name)):
        yield _story(dict(file.data), file.name, authors, owners)


def _story(
    table: Table, where: str, authors: Mapping[str, Author], owners: Mapping[str, str]
) -> DemoStory:
    slug = table.get("slug", "")
    table.pop("position", None)
    stage = {name: table.pop(name) for name in _STAGE if name in table}
    deeds = tuple(_deeds(table.pop("then", ()), slug, owners, where))
    queries = tuple(plain(DemoQuery, row, f"{where}, query") for row in table.pop("query", ()))
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
        "earlier": f"story:{before}" if (before := table.pop("earlier", "")) else "",
    }
    if history:
        raise BrokenContent(f"{where}, history: unknown {', '.join(history)}.")
    return DemoStory(
        **stage,
        document=plain(StoryDocument, table | fields, where),
        picture=picture,
        deeds=deeds,
        queries=queries,
        change={name: html(text) if name == "summary" else text for name, text in change.items()},
        change_note=note,
    )


def _deeds(
    rows: Iterable[Table], slug: str, owners: Mapping[str, str], where: str
) -> Iterator[DemoVerb]:
    for n, row in enumerate(rows, start=1):
        place = f"{where}, deed {n}"
        one_of(row.get("verb", ""), VERBS, place)
        added = {
            "reports": list(_reports(row.pop("report", ()), (slug, "report", n), owners, place)),
            "timeline": list(_timeline(row.pop("timeline", ()), (slug, "event", n), place)),
        }
        yield plain(DemoVerb, row | added, place)


def _reports(
    rows: Iterable[Table], seeds: tuple[object, ...], owners: Mapping[str, str], where: str
) -> Iterator[SourceReport]:
    for n, row in enumerate(rows, start=1):
        own = {"id": part_id(*seeds, n), "owner": owners.get(row.get("outlet", ""), "")}
        yield plain(SourceReport, row | own, where)


def _timeline(
    rows: Iterable[Table], seeds: tuple[object, ...], where: str
) -> Iterator[TimelineEvent]:
    for n, row in enumerate(rows, start=1):
        yield plain(TimelineEvent, row | {"id": part_id(*seeds, n)}, where)


def _author(table: Table, where: str) -> Author:
    portrait = _picture(table.pop("portrait", None), where)
    return plain(Author, table | {"portrait": portrait}, where)


def _byline(name: str, authors: Mapping[str, Author], where: str) -> Byline:
    if name not in authors:
        raise UnknownReference(f"{where}: no author is called “{name}”.")
    return Byline(name=name, slug=slug_of(name), role=authors[name].role)


def _analysis(rows: Iterable[Table], slug: str, where: str) -> Iterator[AnalysisPart]:
    for n, row in enumerate(rows, start=1):
        one_of(row.get("kind", "analysis"), ANALYSIS_KINDS, where)
        fields = {**row, "id": part_id(slug, "analysis", n), "body": html(row.get("body", ""))}
        yield plain(AnalysisPart, fields, f"{where}, analysis {n}")


def _deeper(rows: Iterable[Table], slug: str, where: str) -> Iterator[DeeperQuestion]:
    for n, row in enumerate(rows, start=1):
        targets = [f"{kind}:{row.pop(kind)}" for kind in ("faq", "story") if kind in row]
        if len(targets) > 1:
            raise BrokenContent(f"{where}, question {n} leads to two pages.")
        fields = {**row, "id": part_id(slug, "deeper", n), "target": "".join(targets)}
        yield plain(DeeperQuestion, fields, f"{where}, question {n}")
