"""Tags, outlets and authors of an export, with their addresses and their log."""

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Model
from taggit.models import Tag

from entities.models.outlet import Outlet
from entities.outlets import known_outlets
from newsdesk.comparison.three_way_merge import Data
from newsdesk.exchange.columns import beside, instant, read
from newsdesk.exchange.names import Inward
from newsdesk.exchange.row_result import CREATED, UNCHANGED
from newsdesk.pages.lines import to_lines
from newsdesk.pages.models import events_of
from newsdesk.tags.addresses import owner_of
from newsdesk.tags.models import TagAddress
from newsdesk.workflow.transitions import Refused, log
from stories.authors import known_authors
from stories.models.author import Author, AuthorAddress

NOTE = "Imported from an export."


class RowsBack:
    """Writes what pages name and what is no page; what the desk has already stays as it is.

    `outlets` are the primary keys of outlets by the uid that the file has for them; `picture` keeps the
    picture that the file has for a digest, and returns its name.
    """

    def __init__(
        self,
        names: Inward,
        outlets: dict[str, int],
        picture: Callable[[str], str],
        *,
        actor: User,
        as_it_was: bool,
    ) -> None:
        self._names, self._outlets, self._picture = names, outlets, picture
        self._actor, self._as_it_was = actor, as_it_was
        self._new: set[int] = set()

    def take(self, line: Data) -> tuple[str, str]:
        """Write one line; return the result and a sentence. Raises Refused, ValueError or KeyError."""
        return {"tag": self._tag, "outlet": self._outlet, "author": self._author}[line["kind"]](
            line
        )

    def _tag(self, line: Data) -> tuple[str, str]:
        name, slug = str(line["name"]), str(line["slug"])
        if owner_of(slug) or Tag.objects.filter(name=name).exists():
            return UNCHANGED, f"The tag “{name}” is here already."
        tag = Tag(name=name, slug=slug)
        tag.full_clean()
        tag.save_base(raw=True, force_insert=True)
        for address, public in line["addresses"]:
            if owner_of(address) is None:
                TagAddress.objects.create(tag=tag, slug=address, public=bool(public))
        self.write_log(tag, line)
        return CREATED, f"The tag “{name}”."

    def _outlet(self, line: Data) -> tuple[str, str]:
        uid, state = UUID(line["uid"]), line["state"]
        name = str(state["name"])
        known = Outlet.objects.filter(uid=uid).first()
        known = known or known_outlets([name]).get(name) if not self._as_it_was else known
        known = known or Outlet.objects.filter(name=name).first()
        if known:
            self._outlets[str(uid)] = known.pk
            return UNCHANGED, f"The outlet “{name}” is here already."
        outlet = Outlet(uid=uid, **read(state, beside(Outlet), self._names.person))
        if Outlet.objects.filter(slug=outlet.slug).exists():
            outlet.slug = ""  # Another's here: it is given one of its own.
        outlet.full_clean(exclude=["uid", "slug"])
        others = known_outlets([name, *to_lines(outlet.aliases)]).values()
        if taken := [each for each in others if each.pk not in self._new]:
            raise Refused(f"“{name}” has a name of the outlet “{taken[0]}”, which is here already.")
        outlet.save()
        self._new.add(outlet.pk)
        self._outlets[str(uid)] = outlet.pk
        self.write_log(outlet, line)
        return CREATED, f"The outlet “{name}”."

    def _author(self, line: Data) -> tuple[str, str]:
        uid, state = UUID(line["uid"]), line["state"]
        slug = str(state["slug"])
        if Author.objects.filter(uid=uid).exists() or slug in known_authors([slug]):
            return UNCHANGED, f"The author “{state['name']}” is here already."
        if not self._as_it_was:
            state = state | {"user": None}
        columns = read(state, beside(Author), self._names.person, self._picture)
        author = Author(uid=uid, **columns)
        author.full_clean(exclude=["uid"])
        author.save()
        for address, public in line["addresses"]:
            AuthorAddress.objects.create(author=author, slug=address, public=bool(public))
        self.write_log(author, line)
        return CREATED, f"The author “{author}”."

    def write_log(self, item: Model, line: Data) -> None:
        """Write the lines of a log again, each with its own time, and one of whose deed that is."""
        if not self._as_it_was:
            log(item, "create", actor=self._actor, note=NOTE)
            return
        log(item, "import", actor=self._actor, note=NOTE)
        events = events_of(type(item)).model
        for told in line["log"]:
            events(
                item=item,
                verb=str(told["verb"])[:32],
                actor=self._names.person(told["actor"]),
                at=instant(told["at"]),
                note=str(told["note"]),
                edition=told["edition"],
                detail=dict(told["detail"]),
            ).save_base(raw=True, force_insert=True)
