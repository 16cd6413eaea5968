"""The field by which pages carry tags: taggit's, with the desk's rule of which names are one tag."""

from typing import Any

from taggit.managers import TaggableManager, _TaggableManager

from newsdesk.tags.addresses import tags_named


class TagManager(_TaggableManager):
    """Finds or makes tags by `tags_named`, whoever sets them: a form, a bulk action, an import, a restore."""

    def _to_tag_model_instances(self, tags: Any, tag_kwargs: Any) -> Any:
        named = tags_named(tag for tag in tags if isinstance(tag, str))
        found = [named[tag] if isinstance(tag, str) else tag for tag in tags]
        return super()._to_tag_model_instances(found, tag_kwargs)


def tags_field() -> TaggableManager:
    """Return the field for a model of pages."""
    return TaggableManager(blank=True, manager=TagManager)
