"""Names that tags had: texts that were stored at different times call one tag by different ones."""

from collections.abc import Iterable

from taggit.models import Tag

from newsdesk.comparison.three_way_merge import Data
from newsdesk.tags.models import TagEvent


def spelled(data: Data, like: Data) -> Data:
    """Return data under "tags" with each tag by the name that `like` has for it, where it was renamed in
    between. Two queries where each has a tag that the other has not, none otherwise.
    """
    those, others = data.get("tags", []), like.get("tags", [])
    strange, known = set(those) - set(others), set(others) - set(those)
    if not strange or not known:
        return data
    means = _means(strange | known)
    names = {means[name]: name for name in sorted(known) if name in means}
    now = [names.get(means.get(name, 0), name) if name in strange else name for name in those]
    return data | {"tags": list(dict.fromkeys(now))}


def _means(names: Iterable[str]) -> dict[str, int]:
    """Return the key of the tag that has each of `names`, or had it last."""
    wanted = set(names)
    renamed = TagEvent.objects.filter(verb="rename", detail__was__name__in=wanted).order_by("pk")
    found = dict(renamed.values_list("detail__was__name", "item"))
    return found | dict(Tag.objects.filter(name__in=wanted).values_list("name", "pk"))
