"""Tables of topics, known by their names, and of outlets, known by their names and domains."""

from collections.abc import Iterator, Sequence
from dataclasses import fields

from django.contrib.auth.models import User

from entities import outlets
from entities.documents import KINDS, EntityDocument
from entities.labels import ENTITY_FIELDS
from entities.models.draft import Entity
from entities.models.outlet import Outlet
from entities.outlets import OutletDocument, known_outlets
from entities.workflow import ENTITY
from newsdesk.comparison.three_way_merge import Data
from newsdesk.exchange.table import NOTE, Table, paragraphs, text, words_in
from newsdesk.intake.lines import Unreadable
from newsdesk.intake.tables import Row
from newsdesk.pages.documents import as_data, from_data
from newsdesk.pages.findable import called
from newsdesk.pages.lines import to_lines
from newsdesk.pages.slugs import free_slug
from newsdesk.workflow.storable import storable
from newsdesk.workflow.transitions import log, require


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
