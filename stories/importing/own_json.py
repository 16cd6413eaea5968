"""Our own JSON, as `import_explainer --dry-run --format json` writes it: documents as they are."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from entities.documents import EntityDocument
from faqs.documents import FaqDocument
from newsdesk.intake.lines import Document, Line, Unreadable, numbered
from newsdesk.pages.documents import MalformedDocument, as_data, from_data
from newsdesk.pages.rich_text import plain, sanitise
from stories.documents import StoryDocument
from stories.importing.explainer import Explainer, Note, Placement, ProposedEntity, ProposedFaq

_MOST = 500
_NOT_OURS = "The JSON file says that it is an explainer of Newsdesk, and has not the shape of one"


def explainer(document: Document, told: list[Note]) -> Explainer:
    """Return the explainer that a file of ours holds. Raises Unreadable."""
    data = document.data or {}
    try:
        story = _story(data)
        faqs = tuple(
            _faq(each, number) for number, each in enumerate(_listed(data, "faqs"), start=1)
        )
        entities = tuple(
            _entity(each, number) for number, each in enumerate(_listed(data, "entities"), start=1)
        )
    except (MalformedDocument, KeyError, TypeError, AttributeError, ValueError) as error:
        raise Unreadable(f"{_NOT_OURS}: {error}.".replace("\n", " ")) from error
    keys = {
        str(each.get("key", faq.key)): faq.key
        for each, faq in zip(_listed(data, "faqs"), faqs, strict=True)
    } | {
        str(each.get("key", entity.key)): entity.key
        for each, entity in zip(_listed(data, "entities"), entities, strict=True)
    }
    faqs = tuple(
        replace(
            faq,
            document=replace(
                faq.document,
                entities=tuple(keys[key] for key in faq.document.entities if key in keys),
            ),
        )
        for faq in faqs
    )
    story = replace(
        story,
        slug="",
        image=None,
        earlier="",
        faqs=tuple(keys[key] for key in story.faqs if key in keys),
        entities=tuple(keys[key] for key in story.entities if key in keys),
        deeper=tuple(replace(each, target=keys.get(each.target, "")) for each in story.deeper),
    )
    placed = list(_words(story, faqs, entities))
    return Explainer(
        story=story,
        faqs=faqs,
        entities=entities,
        notes=tuple(told),
        placements=tuple(
            Placement(number, where) for number, (where, _) in enumerate(placed, start=1)
        ),
        lines=numbered(Line(0, text) for _, text in placed),
    )


def _listed(data: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    found = data.get(name) or []
    if not isinstance(found, list) or len(found) > _MOST:
        raise ValueError(f"{name} is no list of at most {_MOST}")
    return found


def _story(data: Mapping[str, object]) -> StoryDocument:
    story = data["story"]
    if not isinstance(story, dict):
        raise TypeError("story is no object")
    document = from_data(StoryDocument, {**as_data(StoryDocument()), **story})
    return replace(
        document,
        summary=sanitise(document.summary),
        background=sanitise(document.background),
        analysis=tuple(replace(part, body=sanitise(part.body)) for part in document.analysis),
    )


def _faq(data: Mapping[str, object], number: int) -> ProposedFaq:
    fields = data.get("document", data)
    if not isinstance(fields, dict):
        raise TypeError("a FAQ is no object")
    document = from_data(FaqDocument, {**as_data(FaqDocument()), **fields})
    document = replace(
        document,
        slug="",
        intro=sanitise(document.intro),
        answers=tuple(replace(each, text=sanitise(each.text)) for each in document.answers),
    )
    return ProposedFaq(key=f"faq:new-{number}", document=document, line=1)


def _entity(data: Mapping[str, object], number: int) -> ProposedEntity:
    fields = data.get("document", data)
    if not isinstance(fields, dict):
        raise TypeError("a topic is no object")
    document = from_data(EntityDocument, {**as_data(EntityDocument()), **fields})
    document = replace(document, slug="", image=None, body=sanitise(document.body, headings=True))
    return ProposedEntity(
        key=f"entity:new-{number}",
        document=document,
        line=1,
        confidence="sure",
        reason="The file says so.",
    )


def _words(
    story: StoryDocument, faqs: tuple[ProposedFaq, ...], entities: tuple[ProposedEntity, ...]
) -> Iterator[tuple[str, str]]:
    """Yield the texts of the documents with the field of each, as lines to be shown."""
    fields = [("story.headline", story.headline), ("story.standfirst", story.standfirst)]
    fields.append(("story.summary", plain(story.summary)))
    for part in story.analysis:
        fields += [
            (f"story.analysis:{part.id}", part.heading),
            (f"story.analysis:{part.id}", plain(part.body)),
        ]
    fields += [(f"story.reports:{each.id}", each.paraphrase) for each in story.reports]
    fields.append(("story.background", plain(story.background)))
    fields += [
        (f"story.timeline:{each.id}", f"{each.date}: {each.text}") for each in story.timeline
    ]
    fields += [(f"story.deeper:{each.id}", each.text) for each in story.deeper]
    for faq in faqs:
        fields += [
            (f"{faq.key}.question", faq.document.question),
            (f"{faq.key}.intro", plain(faq.document.intro)),
        ]
    for entity in entities:
        words = f"{entity.document.name}: {entity.document.description}"
        fields.append((f"{entity.key}.description", words))
    for where, text in fields:
        for row in text.split("\n"):
            if row.strip():
                yield where, row.strip()
