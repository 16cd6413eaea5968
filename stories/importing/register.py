"""The topics that have pages already, to be found by any of their names."""

from collections.abc import Iterable, Iterator

from newsdesk.text.mentions import Names
from stories.importing.explainer import KnownEntity
from stories.importing.name_words import without_article
from stories.importing.people import without_title


class Register:
    """An index of known topics. To read many pages, make one and add to it as pages are made."""

    def __init__(self, known: Iterable[KnownEntity] = ()) -> None:
        self._known: dict[str, KnownEntity] = {}
        self._names = Names()
        for entity in known:
            self.add(entity)

    @classmethod
    def of(cls, known: Iterable[KnownEntity]) -> "Register":
        """Return `known` itself if it is a register, else a new one."""
        return known if isinstance(known, Register) else cls(known)

    def __iter__(self) -> Iterator[KnownEntity]:
        return iter(self._known.values())

    def add(self, entity: KnownEntity) -> None:
        self._known[entity.key] = entity
        for name in (entity.name, *entity.aliases):
            self._names.add(without_article(name), entity.key)

    def get(self, key: str) -> KnownEntity | None:
        return self._known.get(key)

    def called(self, name: str) -> list[KnownEntity]:
        """Return all topics that go by a name, whatever their kind."""
        keys = self._names.keys_of(without_article(without_title(name)))
        return [self._known[key] for key in keys]

    def match(self, forms: Iterable[str], *, kind: str) -> KnownEntity | None:
        """Return the topic that goes by one of `forms`, the first form first.

        A person and a thing may share a name; they are never the same.
        """
        for form in forms:
            for key in self._names.keys_of(without_article(without_title(form))):
                known = self._known[key]
                kinds = {known.kind, kind}
                if len(kinds) == 1 or "person" not in kinds or "other" in kinds:
                    return known
        return None
