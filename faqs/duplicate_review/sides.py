"""FAQs side by side, as the desk's templates show them. Reads; decides nothing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse

from entities.models.draft import Entity
from entities.readings import entity_steps
from faqs import working_copy
from faqs.documents import FaqDocument
from faqs.duplicate_review.answer_pairs import aligned
from faqs.duplicate_review.impact import inbound
from faqs.duplicate_review.quality import Facts, PageMerits, ranked
from faqs.merge_rule import as_meant
from faqs.models.draft import Faq
from faqs.models.edition import FaqEdition
from faqs.workflow import FAQ
from newsdesk.comparison.three_way_merge import Data
from newsdesk.merging.live import live_data
from newsdesk.merging.readings import moved, readings
from newsdesk.merging.screens.comparison import Row, compared, listed
from newsdesk.pages.documents import as_data, from_data
from newsdesk.pages.keys import numbers
from newsdesk.pages.rich_text import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One FAQ. `document` is its working copy; `brings` the data of what it would bring into a merge;
    `means` what it means by topics that were split.
    """

    faq: Faq
    document: FaqDocument
    brings: Data
    means: Mapping[str, str]
    standing: PageMerits
    first_seen: datetime
    users: tuple[str, ...]

    @property
    def edit(self) -> str:
        return reverse("admin:faqs_faq_change", args=[self.faq.pk])

    @property
    def preview(self) -> str:
        return reverse("admin:faqs_faq_preview", args=[self.faq.pk])

    @property
    def public(self) -> str:
        return self.faq.public_path if self.faq.standing == "live" else ""

    @property
    def brought(self) -> FaqDocument:
        document: FaqDocument = from_data(FaqDocument, self.brings)
        return document

    @property
    def topics(self) -> tuple[str, ...]:
        """The keys of what it means by the topics that it names."""
        return tuple(dict.fromkeys(self.means.get(key, key) for key in self.document.entities))


def sides_of(keys: Iterable[int]) -> list[Side]:
    """Return FAQs in the order of `keys`, with their merits against one another. Sixteen queries however
    many, and three for each page whose published version says something else than its draft.
    """
    wanted = list(dict.fromkeys(keys))
    sides = _read(wanted)
    return _weighed([sides[key] for key in wanted if key in sides])


def sides_of_pairs(pairs: Collection[tuple[int, int]]) -> list[tuple[Side, Side]]:
    """Return both sides of each pair, with their merits against one another. Queries as in `sides_of`."""
    sides = _read({key for pair in pairs for key in pair})
    both = (_weighed([sides[left], sides[right]]) for left, right in pairs)
    return [(left, right) for left, right in both]


def _read(keys: Iterable[int]) -> dict[int, Side]:
    """Return FAQs as sides that are weighed against nothing yet."""
    rows = Faq.objects.with_standing().select_related("created_by", "changed_by", "merged_into")
    faqs = list(rows.filter(pk__in=set(keys)))
    used = inbound(faq.pk for faq in faqs)
    seen = dict(FaqEdition.objects.filter(item__in=faqs, number=1).values_list("item", "at"))
    steps = entity_steps()
    means, brought = readings(steps), moved(steps)
    return {
        faq.pk: Side(
            faq=faq,
            document=document,
            brings=as_meant(_brings(faq, document), brought.get(faq.key, {})),
            means=means.get(faq.key, {}),
            standing=PageMerits(key=faq.pk, merits=()),
            first_seen=seen.get(faq.pk, faq.created_at),
            users=tuple(sorted(used[faq.pk].values())),
        )
        for faq, document in zip(faqs, working_copy.documents_of(faqs), strict=True)
    }


def _weighed(sides: Sequence[Side]) -> list[Side]:
    """Return the sides with their merits against one another."""
    found = (
        {standing.key: standing for standing in ranked([_facts(s) for s in sides])} if sides else {}
    )
    return [replace(side, standing=found[side.faq.pk]) for side in sides]


def best_of(sides: Sequence[Side]) -> Side:
    """Return the page that should stay."""
    return min(sides, key=lambda side: (-side.standing.points, side.faq.pk))


def rows_of(left: Side, right: Side, names: Mapping[str, str] | None = None) -> list[Row]:
    """Return the comparison of two pages, line by line; `names` are those of their topics where known."""
    names = topic_names((left, right)) if names is None else names
    mine, theirs = left.document, right.document
    rows = [compared("Direct answer", plain(mine.intro), plain(theirs.intro))]
    for one, other in aligned(mine.answers, theirs.answers):
        asked = one or other
        texts = [plain(each.text) if each else "" for each in (one, other)]
        heading = asked.question if asked else ""
        rows.append(compared("Answer", texts[0], texts[1], heading=heading))
    rows += [
        listed("Sources", *(_sources(each) for each in (mine, theirs))),
        listed("Topics", *([names.get(k, k) for k in each.topics] for each in (left, right))),
        listed("Tags", list(mine.tags), list(theirs.tags)),
        listed("Used in", list(left.users), list(right.users)),
        listed("Slug", *([each.slug] if each.slug else [] for each in (mine, theirs))),
    ]
    return [row for row in rows if row]


def topic_names(sides: Iterable[Side]) -> dict[str, str]:
    """Return the names of the entities that FAQs name or bring, by key. One query."""
    keys = {key for side in sides for key in (*side.topics, *side.brought.entities)}
    rows = Entity.objects.filter(pk__in=numbers("entity", keys))
    return {entity.key: str(entity) for entity in rows}


def _sources(document: FaqDocument) -> list[str]:
    return [
        ", ".join(
            filter(None, [source.title or source.url, source.outlet, str(source.published or "")])
        )
        for source in document.sources
    ]


def _brings(faq: Faq, document: FaqDocument) -> Data:
    """Return what readers see of a live page with unpublished changes, else its working copy."""
    return live_data(FAQ, faq) if faq.has_unpublished_changes else as_data(document)


def _facts(side: Side) -> Facts:
    document = side.document
    said = [plain(document.intro), *(plain(answer.text) for answer in document.answers)]
    return Facts(
        key=side.faq.pk,
        live=side.faq.standing == "live",
        inbound=len(side.users),
        sources=len(document.sources),
        words=sum(len(text.split()) for text in said),
        answers=sum(1 for answer in document.answers if answer.text),
        changed=side.faq.changed_at,
        first=side.first_seen,
    )
