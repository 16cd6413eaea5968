"""What was understood of a page, with an editor's corrections of its fields: outlets, names, matches."""

from collections.abc import Mapping
from dataclasses import replace

from stories.documents import ANALYSIS_KINDS, AnalysisPart, SourceReport, StoryDocument
from stories.importing.corrections import (
    DOUBT,
    EVENT,
    NEW,
    OUT,
    PART,
    QUESTION,
    REPORT,
    STORY,
    TOPIC,
    YES,
    Corrections,
    by_thing,
    is_page,
)
from stories.importing.explainer import (
    Explainer,
    KnownEntity,
    Note,
    ProposedEntity,
    ProposedFaq,
)
from stories.importing.header import names_in_byline

Values = Mapping[str, str]
NOTHING: Values = {}
# Parts of a story's document by the kind of thing that a correction names.
_LISTS = {"reports": REPORT, "analysis": PART, "timeline": EVENT, "deeper": "deeper"}


def corrected(
    explainer: Explainer, corrections: Corrections, topics: Mapping[str, KnownEntity]
) -> Explainer:
    """Return the explainer as an editor has put it right. `topics` are those of the desk, by key.

    What is left out is in no list any more; notes about what was put right are gone.
    """
    said = by_thing(corrections)
    renamed: dict[str, str] = {}
    entities = []
    for number, entity in enumerate(explainer.entities, start=1):
        values = said.get(thing_of_topic(explainer, entity), NOTHING)
        becomes = _topic(entity, values, number, topics)
        if becomes is not None:
            renamed.setdefault(entity.key, becomes.key)
            entities.append(becomes)
    faqs = [
        _question(faq, values, renamed)
        for faq in explainer.faqs
        if (values := said.get(thing_of_question(explainer, faq), NOTHING)).get("becomes") != OUT
        or explainer.question_page
    ]
    return replace(
        explainer,
        story=_story(explainer.story, said, renamed, {faq.key for faq in faqs}),
        faqs=tuple(faqs),
        entities=tuple(entities),
        notes=tuple(note for note in explainer.notes if not _is_cured(explainer, note, said)),
    )


def confirmed(explainer: Explainer, corrections: Corrections) -> set[str]:
    """Return the keys of the new topics whose name and kind a person has confirmed."""
    said = by_thing(corrections)
    return {
        entity.key
        for entity in explainer.entities
        if not entity.known
        and said.get(thing_of_topic(explainer, entity), NOTHING).get("confirmed") == YES
    }


def settled(explainer: Explainer, corrections: Corrections) -> dict[str, str]:
    """Return why each doubt stays as it is, by `doubt_of`, where a person has said so."""
    return {
        each.of: each.value for each in corrections if each.kind == DOUBT and each.value.strip()
    }


def thing_of_topic(explainer: Explainer, entity: ProposedEntity) -> str:
    return f"{TOPIC}:{_key_at(explainer, entity.line)}"


def thing_of_question(explainer: Explainer, faq: ProposedFaq) -> str:
    return f"{QUESTION}:{_key_at(explainer, faq.line)}"


def _key_at(explainer: Explainer, line: int) -> str:
    return explainer.keys[line - 1] if 0 < line <= len(explainer.keys) else str(line)


def thing_and_field(explainer: Explainer, note: Note) -> tuple[str, str]:
    """Return what a note is about, as corrections name it: ("report:1f0c22ab", "outlet")."""
    return place_of(explainer, note.target, note.line)


def place_of(explainer: Explainer, target: str, line: int | None = None) -> tuple[str, str]:
    """Return the thing and the field that a target names; of a line where it names none."""
    owner, _, field = target.rpartition(".")
    if target.startswith("story."):
        rest = target.removeprefix("story.")
        name, colon, part = rest.partition(":")
        if colon and name in _LISTS:
            identity, _, field = part.partition(".")
            return f"{_LISTS[name]}:{identity}", field
        return STORY, rest
    for entity in explainer.entities:
        if entity.key == owner and line in (None, entity.line):
            return thing_of_topic(explainer, entity), field
    for faq in explainer.faqs:
        if faq.key == owner:
            return thing_of_question(explainer, faq), field
    return (f"line:{_key_at(explainer, line)}" if line else STORY), ""


def doubt_of(explainer: Explainer, note: Note) -> str:
    """Return the key by which a person says that a doubt is none."""
    thing, field = thing_and_field(explainer, note)
    return f"{DOUBT}:{note.code}:{thing}:{field}"


def _is_cured(explainer: Explainer, note: Note, said: Mapping[str, Values]) -> bool:
    """Tell whether what a note is about was put right, or is not taken in."""
    thing, field = thing_and_field(explainer, note)
    values = said.get(thing, NOTHING)
    becomes = values.get("becomes", NEW)
    if becomes != NEW or (field and field in values):
        return True
    if note.code == "name-proposed" and values.get("confirmed") == YES:
        return True
    return field == "outlet" and bool({"attribution", "reporters"} & values.keys())


def _topic(
    entity: ProposedEntity, values: Values, number: int, topics: Mapping[str, KnownEntity]
) -> ProposedEntity | None:
    becomes = values.get("becomes", "")
    if becomes == OUT:
        return None
    if known := topics.get(becomes):
        document = replace(entity.document, kind=known.kind, name=known.name, aliases=known.aliases)
        return replace(
            entity, key=known.key, document=document, known=True, confidence="sure", reason=""
        )
    if entity.known and becomes != NEW:
        return entity
    document = replace(
        entity.document,
        name=values.get("name", entity.document.name),
        kind=values.get("kind", entity.document.kind),
        description=values.get("description", entity.document.description),
    )
    key = f"entity:new-{number}" if entity.known else entity.key
    return replace(entity, key=key, document=document, known=False)


def _question(faq: ProposedFaq, values: Values, renamed: Mapping[str, str]) -> ProposedFaq:
    keys = (renamed.get(key, "") for key in faq.document.entities)
    document = replace(
        faq.document,
        question=values.get("question", faq.document.question),
        entities=tuple(dict.fromkeys(filter(None, keys))),
    )
    becomes = values.get("becomes", "")
    same = becomes if is_page("faq", becomes) else faq.same
    return replace(faq, document=document, same=same, apart=becomes == NEW)


def _story(
    story: StoryDocument,
    said: Mapping[str, Values],
    renamed: Mapping[str, str],
    kept_faqs: set[str],
) -> StoryDocument:
    values = said.get(STORY, NOTHING)
    bylines = story.bylines
    if "bylines" in values:
        bylines = names_in_byline(f"By {values['bylines'].strip()}")
    entities = (renamed.get(key, "") for key in story.entities)
    return replace(
        story,
        headline=values.get("headline", story.headline),
        standfirst=values.get("standfirst", story.standfirst),
        bylines=bylines,
        analysis=tuple(
            _part(part, said.get(f"{PART}:{part.id}", NOTHING)) for part in story.analysis
        ),
        reports=tuple(
            _report(each, said.get(f"{REPORT}:{each.id}", NOTHING)) for each in story.reports
        ),
        timeline=tuple(
            replace(each, date=said.get(f"{EVENT}:{each.id}", NOTHING).get("date", each.date))
            for each in story.timeline
        ),
        faqs=tuple(key for key in story.faqs if key in kept_faqs),
        entities=tuple(dict.fromkeys(filter(None, entities))),
    )


def _part(part: AnalysisPart, values: Values) -> AnalysisPart:
    kind = values.get("kind", part.kind)
    return replace(
        part,
        heading=values.get("heading", part.heading),
        kind=kind if kind in ANALYSIS_KINDS else part.kind,
    )


def _report(report: SourceReport, values: Values) -> SourceReport:
    if not values:
        return report
    names = values.get("reporters", ", ".join(report.reporters)).split(",")
    told = {"outlet", "reporters", "attribution"} & values.keys()
    return replace(
        report,
        outlet=values.get("outlet", report.outlet).strip(),
        reporters=tuple(name for each in names if (name := each.strip())),
        url=values.get("url", report.url).strip(),
        quotation=values.get("quotation", report.quotation).strip(),
        speaker=values.get("speaker", report.speaker).strip(),
        attribution_guessed=report.attribution_guessed and not told,
    )
