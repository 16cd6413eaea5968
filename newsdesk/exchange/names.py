"""Keys of this desk as names that every desk understands, and back."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.db.models import Model

from newsdesk.workflow.register import workflow_named, workflows

_PIECE = 1 << 20
PICTURE = "sha256:"


class UnknownName(LookupError):
    """What is named is not on this desk."""


class Outward:
    """The names of what some lines of an export name: read for a few pages at a time, and forgotten."""

    def __init__(self) -> None:
        self._people = dict(User.objects.values_list("pk", "username"))
        self._pages: dict[str, str] = {}
        self._files: dict[str, str] = {}
        # By its digest: what lies in the database and no storage.
        self.logos: dict[str, bytes] = {}
        self.missing: set[str] = set()
        self._steps: dict[tuple[type[Model], int], str] = {}

    def person(self, pk: int) -> str:
        """Return the username of somebody, read again for who came a moment ago."""
        if pk not in self._people:
            self._people = dict(User.objects.values_list("pk", "username"))
        return self._people[pk]

    def learn(self, keys: Iterable[str]) -> None:
        """Read the uids of these pages, and forget those of others. One query for each kind."""
        self._pages = {}
        wanted: dict[str, set[int]] = {}
        for key in keys:
            kind, _, number = key.partition(":")
            if number.isdecimal():
                wanted.setdefault(kind, set()).add(int(number))
        for workflow in workflows():
            if numbers := wanted.get(workflow.kind.name):
                rows = workflow.model._base_manager.filter(pk__in=numbers)
                for pk, uid in rows.values_list("pk", "uid"):
                    self._pages[f"{workflow.kind.name}:{pk}"] = f"{workflow.kind.name}:{uid}"

    def page(self, key: str) -> str:
        """Return the name of a page that was learned, "" for none."""
        return self._pages.get(key, "")

    def picture(self, name: str) -> str:
        """Return "sha256:3f2a…" of the file of that name; "" where the storage has none."""
        if name not in self._files:
            self._files[name] = self._digest(name)
        return self._files[name]

    def logo(self, png: bytes) -> str:
        """Return "sha256:3f2a…" of a logo or an icon."""
        digest = hashlib.sha256(png).hexdigest()
        self.logos[digest] = png
        return f"{PICTURE}{digest}"

    def _digest(self, name: str) -> str:
        found = hashlib.sha256()
        try:
            with default_storage.open(name) as file:
                while piece := file.read(_PIECE):
                    found.update(piece)
        except FileNotFoundError:
            self.missing.add(name)
            return ""
        return f"{PICTURE}{found.hexdigest()}"

    def pictures(self) -> Iterable[tuple[str, str]]:
        """Yield the digest and the name of each picture that was named so far."""
        for name, digest in sorted(self._files.items()):
            if digest:
                yield digest.removeprefix(PICTURE), name

    def note_steps(self, model: type[Model]) -> None:
        """Read the steps of merging of one kind: each goes by its page and its place among that one's."""
        places: dict[int, int] = {}
        rows = model._base_manager.order_by("pk").values_list("pk", "item_id", "item__uid")
        for pk, item, uid in rows.iterator():
            places[item] = places.get(item, 0) + 1
            self._steps[model, pk] = f"{uid}/{places[item]}"

    def steps(self, model: type[Model], chain: Iterable[int]) -> list[str]:
        return [self._steps[model, pk] for pk in chain]


class Inward:
    """What names mean on this desk. People that it does not know get an account that lets nobody in."""

    def __init__(self) -> None:
        self._people: dict[str, User] = {}
        self._pages: dict[str, str] = {}
        self.steps: dict[tuple[type[Model], str], int] = {}
        self.made_people: list[str] = []

    def person(self, username: str) -> User:
        """Return the account of that name, making one that cannot sign in. Raises ValueError."""
        if username not in self._people:
            known = User.objects.filter(username=username).first()
            self._people[username] = known or self._made(username)
        return self._people[username]

    def _made(self, username: str) -> User:
        person = User(username=username, is_active=False)
        person.set_unusable_password()
        person.clean_fields(exclude=["password"])
        person.save()
        self.made_people.append(username)
        return person

    def learn(self, names: Iterable[str]) -> None:
        """Read the keys of these pages, and forget those of others. One query for each kind."""
        self._pages = {}
        wanted: dict[str, set[UUID]] = {}
        for name in names:
            kind, _, uid = name.partition(":")
            wanted.setdefault(kind, set()).add(UUID(uid))
        for workflow in workflows():
            if uids := wanted.get(workflow.kind.name):
                rows = workflow.model._base_manager.filter(uid__in=uids)
                for pk, uid in rows.values_list("pk", "uid"):
                    self._pages[f"{workflow.kind.name}:{uid}"] = f"{workflow.kind.name}:{pk}"

    def page(self, name: str) -> str:
        """Return the key of a page that was learned, "" for one that is not on this desk."""
        return self._pages.get(name, "")

    def primary_key(self, kind: str, uid: str) -> int:
        """Return the primary key of a page. Raises UnknownName. One query."""
        rows = workflow_named(kind).model._base_manager.filter(uid=UUID(uid))
        pk = rows.values_list("pk", flat=True).first()
        if pk is None:
            raise UnknownName(f"There is no {kind} {uid}")
        return int(pk)
