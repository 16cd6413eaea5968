"""Tables taken in row by row: questions, topics, outlets, authors, old addresses.

What the desk has already stays as it is, so that a second run changes nothing: a question is known by its
words, a topic by its names, an outlet by its names and domains, an author by the address.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from html import escape
from pathlib import Path

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from entities import outlets
from entities.documents import KINDS, EntityDocument
from entities.labels import ENTITY_FIELDS
from entities.models.draft import Entity
from entities.models.outlet import Outlet
from entities.outlets import OutletDocument, known_outlets
from entities.workflow import ENTITY
from faqs.documents import Answer, FaqDocument
from faqs.labels import FAQ_FIELDS
from faqs.models.draft import Faq
from faqs.workflow import FAQ
from newsdesk.comparison.three_way_merge import Data
from newsdesk.exchange.row_result import CHECKED, CREATED, REFUSED, SKIPPED, UNCHANGED, RowTold
from newsdesk.intake.lines import Unreadable
from newsdesk.intake.tables import Row, columns_of, rows_of
from newsdesk.pages.documents import MalformedDocument, as_data, from_data
from newsdesk.pages.findable import called
from newsdesk.pages.lines import to_lines
from newsdesk.pages.rich_text import sanitise
from newsdesk.pages.slugs import free_slug
from newsdesk.redirects import rules
from newsdesk.text.names_and_words import words
from newsdesk.text.slugs import slug_of
from newsdesk.workflow.storable import storable
from newsdesk.workflow.transitions import Refused, log, require
from stories import authors
from stories.importing.markup import Ids
from stories.models.author import Author

NOTE = "Imported from a table."


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a row would do: `known` says what it is already, `why` why it does nothing."""

    name: str
    known: str = ""
    target: str = ""
    why: str = ""


class Table(ABC):
    """One kind of table. `needed` are columns that it has to have, `others` some that tell it from others."""

    label: str
    needed: frozenset[str]
    others: frozenset[str] = frozenset()

    def __init__(self, path: Path, *, actor: User, dry: bool) -> None:
        self._path, self._actor, self._dry = path, actor, dry
        self._seen: dict[object, int] = {}

    @classmethod
    def fits(cls, columns: frozenset[str]) -> bool:
        return cls.needed <= columns and (not cls.others or bool(cls.others & columns))

    def total(self) -> int:
        return sum(1 for _ in rows_of(self._path))

    def rows(self) -> Iterator[RowTold]:
        """Take in row by row, each by itself, and yield what became of it."""
        for number, row in rows_of(self._path):
            yield self._row(number, row)

    def _row(self, number: int, row: Row) -> RowTold:
        name = text(row, *self.needed)[:300]
        if not name:
            message = f"The row has no {' or '.join(sorted(self.needed))}."
            return RowTold(number=number, result=REFUSED, message=message)
        form = self.form(row)
        if first := self._seen.get(form):
            message = f"“{name}” is in row {first} already."
            return RowTold(number=number, result=SKIPPED, name=name, message=message)
        self._seen[form] = number
        try:
            if target := self.known(row):
                message = f"“{name}” is on this desk already, and stays as it is."
                return RowTold(
                    number=number, result=UNCHANGED, name=name, message=message, target=target
                )
            if self._dry:
                self.check(row)
                message = f"“{name}” would be made: {self.label}."
                return RowTold(number=number, result=CHECKED, name=name, message=message)
            with transaction.atomic():
                target = self.make(row)
        except (Refused, PermissionDenied, Unreadable, MalformedDocument) as error:
            return RowTold(number=number, result=REFUSED, name=name, message=str(error))
        except ValidationError as error:
            why = " ".join(error.messages)
            return RowTold(number=number, result=REFUSED, name=name, message=why)
        return RowTold(
            number=number,
            result=CREATED,
            name=name,
            message=f"“{name}” was made: {self.label}.",
            target=target,
        )

    @abstractmethod
    def form(self, row: Row) -> object:
        """Return what two rows that mean one thing have in common."""

    @abstractmethod
    def known(self, row: Row) -> str:
        """Return the key of what the desk has already, "" where it has nothing."""

    @abstractmethod
    def check(self, row: Row) -> None:
        """Raise what `make` would raise, as far as that can be told without writing."""

    @abstractmethod
    def make(self, row: Row) -> str:
        """Write it, and return its key. Raises Refused, PermissionDenied or ValidationError."""


def text(row: Row, *columns: str) -> str:
    """Return the first of these cells that says something."""
    found = (row.get(column) for column in columns)
    return next((each for each in found if isinstance(each, str) and each), "")


def words_in(row: Row, column: str) -> tuple[str, ...]:
    """Return the names in a cell, parted by semicolons or lines, each once; or in a list."""
    value = row.get(column)
    if isinstance(value, list):
        names = [str(each) for each in value]
    else:
        names = str(value or "").replace("\n", ";").split(";")
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))


def paragraphs(value: object) -> str:
    """Return plain text as paragraphs; HTML as far as a page may hold it."""
    said = str(value or "").strip()
    if said.startswith("<"):
        return sanitise(said)
    pieces = [" ".join(piece.split()) for piece in said.split("\n\n")]
    return "".join(f"<p>{escape(piece, quote=False)}</p>" for piece in pieces if piece)


class FaqTable(Table):
    """question, intro, answers ("question | answer", one a line), topics, tags, slug."""

    label = "a FAQ, as a draft"
    needed = frozenset(("question",))

    def __init__(self, path: Path, *, actor: User, dry: bool) -> None:
        super().__init__(path, actor=actor, dry=dry)
        asked = Faq.objects.filter(discarded=False).values_list("question", "pk")
        self._asked = {_words(question): f"faq:{pk}" for question, pk in asked.iterator()}

    def form(self, row: Row) -> object:
        return _words(text(row, "question"))

    def known(self, row: Row) -> str:
        return self._asked.get(_words(text(row, "question")), "")

    def check(self, row: Row) -> None:
        require(self._actor, FAQ.permission("add"))
        storable(self._document(row), Faq, FAQ_FIELDS)

    def make(self, row: Row) -> str:
        topics = tuple(topic_keys(words_in(row, "topics"), actor=self._actor))
        slug = free_slug(text(row, "slug", "question"), Faq.objects.all())
        document = self._document(row)
        faq = FAQ.create(
            FaqDocument(
                question=document.question,
                slug=slug,
                intro=document.intro,
                answers=document.answers,
                entities=topics,
                tags=document.tags,
            ),
            actor=self._actor,
            note=NOTE,
        )
        self._asked[_words(document.question)] = faq.key
        return faq.key

    def _document(self, row: Row) -> FaqDocument:
        ids = Ids()
        pairs = list(_pairs(row.get("answers")))
        if single := text(row, "answer"):
            intro = paragraphs(text(row, "intro") or single)
            pairs = [*pairs, *([("", single)] if text(row, "intro") else [])]
        else:
            intro = paragraphs(row.get("intro"))
        return FaqDocument(
            question=text(row, "question"),
            intro=intro,
            answers=tuple(
                Answer(
                    id=ids.make("answers", f"{asked} {said}"), question=asked, text=paragraphs(said)
                )
                for asked, said in pairs
            ),
            tags=tuple(sorted(words_in(row, "tags"))),
        )


def _words(question: str) -> tuple[str, ...]:
    return tuple(words(question))


def _pairs(value: object) -> Iterator[tuple[str, str]]:
    """Yield questions with answers. Raises Unreadable for a line that is none of these."""
    if isinstance(value, list):
        for pair in value:
            if not isinstance(pair, dict):
                raise Unreadable("An answer is no pair of question and answer.")
            yield str(pair.get("question", "")), str(pair.get("answer") or pair.get("text") or "")
        return
    for line in str(value or "").split("\n"):
        asked, bar, said = line.partition("|")
        if line.strip():
            yield (asked.strip(), said.strip()) if bar else ("", line.strip())


def topic_keys(names: Sequence[str], *, actor: User) -> Iterator[str]:
    """Yield the key of the topic of each name, making drafts of those that the desk has not."""
    if not names:
        return
    rows = Entity.objects.filter(discarded=False).order_by("merged_into", "pk")
    found = called(names, rows)
    for name in names:
        if found[name]:
            row = found[name][0]
            yield f"entity:{row.merged_into_id or row.pk}"
            continue
        document = EntityDocument(name=name, slug=free_slug(name, Entity.objects.all()))
        yield ENTITY.propose([(document, False)], actor=actor, note=NOTE)[0].key


class TopicTable(Table):
    """name, kind, aliases, description, its source and licence, wikidata, official_site, body, slug."""

    label = "a topic, as a draft"
    needed = frozenset(("name",))
    others = frozenset(("kind", "description", "wikidata", "official_site"))

    def form(self, row: Row) -> object:
        return text(row, "name").casefold()

    def known(self, row: Row) -> str:
        name = text(row, "name")
        found = called([name], Entity.objects.filter(discarded=False).order_by("pk"))[name]
        return found[0].key if found else ""

    def check(self, row: Row) -> None:
        require(self._actor, ENTITY.permission("add"))
        storable(self._document(row), Entity, ENTITY_FIELDS)

    def make(self, row: Row) -> str:
        return ENTITY.propose([(self._document(row), False)], actor=self._actor, note=NOTE)[0].key

    def _document(self, row: Row) -> EntityDocument:
        kind = text(row, "kind").casefold().replace(" ", "-") or "other"
        if kind not in KINDS:
            raise Unreadable(f"There is no kind of topic “{kind}”: {', '.join(KINDS)}.")
        return EntityDocument(
            kind=kind,
            name=text(row, "name"),
            slug=free_slug(text(row, "slug", "name"), Entity.objects.all()),
            aliases=words_in(row, "aliases"),
            description_licence=text(row, "description_licence"),
            wikidata=text(row, "wikidata"),
            body=paragraphs(row.get("body")),
            description=text(row, "description"),
            description_source=text(row, "description_source"),
            description_source_url=text(row, "description_source_url"),
            official_site=text(row, "official_site"),
        )


class OutletTable(Table):
    """name, aliases, domains, owner, and what else the desk keeps of an outlet."""

    label = "an outlet"
    needed = frozenset(("name",))
    others = frozenset(("domains", "owner"))

    def form(self, row: Row) -> object:
        return text(row, "name").casefold()

    def known(self, row: Row) -> str:
        name = text(row, "name")
        if outlet := known_outlets([name]).get(name):
            return f"outlet:{outlet.pk}"
        for domain in words_in(row, "domains"):
            for outlet in Outlet.objects.filter(domains__contains=domain):
                if domain in to_lines(outlet.domains):
                    return f"outlet:{outlet.pk}"
        return ""

    def check(self, row: Row) -> None:
        require(self._actor, "entities.add_outlet")
        outlet = Outlet(name=text(row, "name"))
        outlets.refuse_taken(outlet)

    def make(self, row: Row) -> str:
        require(self._actor, "entities.add_outlet")
        told: Data = {
            field.name: list(words_in(row, field.name))
            if field.default == ()
            else text(row, field.name)
            for field in fields(OutletDocument)
            if row.get(field.name)
        }
        outlet = Outlet()
        document = from_data(OutletDocument, as_data(OutletDocument()) | told)
        outlets.write(document, outlet, actor=self._actor)
        log(outlet, "create", actor=self._actor, note=NOTE)
        return f"outlet:{outlet.pk}"


class AuthorTable(Table):
    """name, slug, role."""

    label = "an author"
    needed = frozenset(("name",))
    others = frozenset(("role", "slug", "byline"))

    def form(self, row: Row) -> object:
        return self._slug(row)

    def known(self, row: Row) -> str:
        found = authors.known_authors([self._slug(row)])
        return next((f"author:{author.slug}" for author in found.values()), "")

    def check(self, row: Row) -> None:
        require(self._actor, "stories.add_author")
        self._author(row).full_clean(exclude=["uid"])

    def make(self, row: Row) -> str:
        author = self._author(row)
        author.full_clean(exclude=["uid"])
        return f"author:{authors.save(author, actor=self._actor).slug}"

    def _author(self, row: Row) -> Author:
        return Author(name=text(row, "name"), slug=self._slug(row), role=text(row, "role"))

    def _slug(self, row: Row) -> str:
        return slug_of(text(row, "slug", "name"))


class RedirectTable(Table):
    """old, new: addresses of the site that was here before, and where they lead."""

    label = "an old address"
    needed = frozenset(("old", "new"))
    _RESULTS = {
        rules.ADDED: CREATED,
        rules.CHANGED: CREATED,
        rules.SAME: UNCHANGED,
        rules.REFUSED: REFUSED,
    }

    def rows(self) -> Iterator[RowTold]:
        """Take all in together: they lead to each other."""
        pairs = [(n, text(row, "old"), text(row, "new")) for n, row in rows_of(self._path)]
        told = rules.plan(pairs) if self._dry else rules.add(pairs, actor=self._actor)
        for each in told:
            result = self._RESULTS[each.result]
            result = CHECKED if self._dry and result == CREATED else result
            yield RowTold(
                number=each.number, result=result, name=each.old[:300], message=each.message
            )

    def form(self, row: Row) -> object:
        return text(row, "old")

    def known(self, row: Row) -> str:
        return ""

    def check(self, row: Row) -> None:
        """The plan of all says it."""

    def make(self, row: Row) -> str:
        raise NotImplementedError


TABLES: dict[str, type[Table]] = {
    "redirects": RedirectTable,
    "faqs": FaqTable,
    "outlets": OutletTable,
    "topics": TopicTable,
    "authors": AuthorTable,
}


def table_of(path: Path, kind: str = "") -> type[Table]:
    """Return what a table is of, by its columns or as told. Raises Unreadable."""
    columns = columns_of(path)
    if kind:
        if missing := TABLES[kind].needed - columns:
            raise Unreadable(f"The table has no column {', '.join(sorted(missing))}.")
        return TABLES[kind]
    for table in TABLES.values():
        if table.fits(columns):
            return table
    raise Unreadable(
        "The columns of the table do not say what it is of: questions have “question”, topics “name” and "
        "“kind”, outlets “name” and “domains”, authors “name” and “role”, old addresses “old” and “new”."
    )
