"""The field by which pages carry tags: taggit's, with the desk's rule of which names are one tag."""

from collections.abc import Iterable, Mapping

from taggit.managers import TaggableManager, _TaggableManager
from taggit.models import Tag

from newsdesk.tags.addresses import tags_named


class TagManager(_TaggableManager):
    """Finds or makes tags by `tags_named`, whoever sets them: a form, a bulk action, an import, a restore."""

    def _to_tag_model_instances(
        self, tags: Iterable[str | Tag], tag_kwargs: Mapping[str, object]
    ) -> list[Tag]:
        named = tags_named(tag for tag in tags if isinstance(tag, str))
        found = [named[tag] if isinstance(tag, str) else tag for tag in tags]
        instances: list[Tag] = super()._to_tag_model_instances(found, tag_kwargs)
        return instances


def tags_field() -> TaggableManager:
    """Return the field for a model of pages."""
    return TaggableManager(blank=True, manager=TagManager)
