"""What an editor should know about the topics and questions of a page, as notes."""

import re
from collections.abc import Iterator, Sequence

from newsdesk.intake.lines import Line
from newsdesk.text import sentences
from newsdesk.text.names_and_words import fold
from stories.importing.explainer import INFORMATION, WARNING, Level, Note, ProposedEntity
from stories.importing.people import surname
from stories.importing.questions import Questions, promises_answers, twins
from stories.importing.register import Register
from stories.importing.topics import Topics
from stories.importing.usage import Usage

# Descriptions come from a field of 255 bytes: one that fills it has most likely lost its end.
_FULL = range(252, 256)
_ENDS = (".", "!", "?", "…", ".”", '."', ".)", ".’", "!”", "?”")
_ABOUT_A_WORD = re.compile(
    r"\b(?:can|may|might) refer to\b|\btransliteration\b|\bis a term\b", re.I
)


def cut_off(description: str) -> str:
    """Return why a description seems to have lost its end, as half a sentence, or ""."""
    text = description.strip()
    if not text:
        return ""
    if text.endswith(":"):
        return "it ends in a colon"
    last = sentences.split(text.rpartition("\n")[2])[-1]
    if len(last.split()) == 1 and len(text.split()) > 1:
        return f"its last sentence is the one word “{last}”"
    full = len(text.encode()) in _FULL
    if not text.endswith(_ENDS):
        return (
            "it fills its field of 255 bytes and has no full stop"
            if full
            else "it has no full stop"
        )
    return "it fills its field of 255 bytes to the end" if full else ""


def about_topics(topics: Topics, usage: Usage, known: Register) -> Iterator[Note]:
    """Yield what there is to say about each topic."""
    first: dict[str, ProposedEntity] = {}
    for index, entity in enumerate(topics.entities):
        yield from _about_description(entity, topics, index)
        yield from _about_name(entity, topics, index)
        yield from _about_usage(entity, usage)
        yield from _about_known(entity, known)
        mark = entity.key if entity.known else fold(entity.document.name)
        twin = first.setdefault(mark, entity)
        if twin is not entity:
            message = f"“{entity.document.name}” is described on line {twin.line} already."
            yield _note("topic-twice", WARNING, entity, "name", message)


def _about_description(entity: ProposedEntity, topics: Topics, index: int) -> Iterator[Note]:
    name, description = entity.document.name, entity.document.description
    if not description.strip() and not entity.known:
        message = f"“{name}” stands here without a word about it: say what it is."
        yield _note("undescribed", WARNING, entity, "description", message)
    if reason := cut_off(description):
        message = f"The description of “{name}” seems to be cut off: {reason}."
        yield _note("cut-off", WARNING, entity, "description", message)
    naming = topics.namings[index]
    if (naming and naming.generic) or _ABOUT_A_WORD.search(description[:300]):
        message = (
            f"The description explains a word: check that it fits what the page calls “{name}”."
        )
        yield _note("about-a-word", WARNING, entity, "description", message)


def _about_name(entity: ProposedEntity, topics: Topics, index: int) -> Iterator[Note]:
    if entity.known:
        return
    name = entity.document.name
    if topics.namings[index] is None and entity.confidence == "guess":
        message = f"No name could be read from the description; “{name}” is only how it begins."
        yield _note("name-missing", WARNING, entity, "name", message)
    elif entity.confidence != "sure":
        message = f"The name “{name}” was read from the description: {_lowered(entity.reason)}"
        yield _note("name-proposed", INFORMATION, entity, "name", message)
    if entity.document.kind == "other":
        message = f"The description does not tell what kind of thing “{name}” is."
        yield _note("kind-missing", INFORMATION, entity, "kind", message)


def _about_usage(entity: ProposedEntity, usage: Usage) -> Iterator[Note]:
    name = entity.document.name
    if entity.key in usage.alone:
        return
    if found := usage.inside.get(entity.key):
        part, longer = found
        message = f"“{part}” occurs only inside “{longer}”: is the page about “{name}” at all?"
        yield _note("named-inside", WARNING, entity, "name", message)
    else:
        message = f"The page nowhere names “{name}”."
        yield _note("not-named", WARNING, entity, "name", message)


def _about_known(entity: ProposedEntity, known: Register) -> Iterator[Note]:
    page = known.get(entity.key) if entity.known else None
    if page is None:
        return
    message = f"“{page.name}” has a topic page already; it is used as it stands."
    yield _note("topic-known", INFORMATION, entity, "name", message)
    pasted, own = entity.document.description, page.description
    if " ".join(pasted.split()) != " ".join(own.split()):
        message = (
            f"The page of “{page.name}” has another description; it keeps it. Pasted: {pasted}"
        )
        yield _note("description-differs", INFORMATION, entity, "description", message)


def about_questions(questions: Questions) -> Iterator[Note]:
    """Yield what there is to say about each FAQ."""
    same = twins(questions.faqs)
    for faq, lines in zip(questions.faqs, questions.lines, strict=True):
        document = faq.document
        twin = same.get(faq.key)
        if twin and twin.line < faq.line:
            message = (
                f"The same question stands on line {twin.line}: it is linked, not asked twice, and what "
                "stands under it here is left out."
            )
            yield _faq_note("question-twice", WARNING, faq.key, lines, "question", message)
        if not document.question:
            message = "The entry has no line that could be its question."
            yield _faq_note("question-missing", WARNING, faq.key, lines, "question", message)
        elif not document.question.endswith(sentences.QUESTION_MARKS):
            message = f"“{document.question}” does not end in a question mark."
            yield _faq_note("question-mark", INFORMATION, faq.key, lines, "question", message)
        if not document.intro:
            message = f"“{document.question}” has no intro under it."
            yield _faq_note("intro-missing", WARNING, faq.key, lines, "intro", message)
        elif not document.answers and promises_answers(lines[1:]):
            message = f"The intro of “{document.question}” promises answers below, and has none."
            yield _faq_note("answers-missing", WARNING, faq.key, lines, "intro", message)


def _note(code: str, level: Level, entity: ProposedEntity, field: str, message: str) -> Note:
    target = f"{entity.key}.{field}"
    return Note(code=code, level=level, line=entity.line, message=message, target=target)


def _faq_note(
    code: str, level: Level, key: str, lines: Sequence[Line], field: str, message: str
) -> Note:
    line = lines[0] if field == "question" or len(lines) == 1 else lines[1]
    return Note(code=code, level=level, line=line.number, message=message, target=f"{key}.{field}")


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def forms_of(entity: ProposedEntity) -> list[tuple[str, str]]:
    """Return every form in which a page may name an entity, each with its key; a surname is one."""
    document = entity.document
    forms = [document.name, *document.aliases]
    if document.kind == "person":
        forms.append(surname(document.name).title())
    return [(form, entity.key) for form in forms if form]
