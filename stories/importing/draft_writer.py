"""One page of text being written into drafts: which proposal became which page, and what was written."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from django.contrib.auth.models import User

import faqs.working_copy
from entities.models.draft import Entity
from entities.workflow import ENTITY
from faqs.documents import FaqDocument
from faqs.models.draft import Faq
from faqs.workflow import FAQ
from newsdesk.comparison.three_way_merge import Clash, three_way
from newsdesk.importing import records
from newsdesk.importing.models import ImportRecord
from newsdesk.pages.documents import Data, as_data, from_data
from newsdesk.pages.keys import numbers
from newsdesk.pages.models import WorkingCopy
from newsdesk.pages.slugs import free_slugs
from newsdesk.rules import import_doubts
from newsdesk.rules.acknowledgements import Confirmation
from newsdesk.rules.findings import Problem
from newsdesk.text.names_and_words import words
from newsdesk.workflow.transitions import log
from stories import working_copy
from stories.documents import StoryDocument
from stories.importing.corrected import doubt_of, settled
from stories.importing.corrections import Corrections, data_of, is_page
from stories.importing.doubts import doubts_of
from stories.importing.explainer import INFORMATION, WARNING, Explainer, Level, Note, ProposedFaq
from stories.importing.parser import VERSION
from stories.importing.same_questions import linked
from stories.models.draft import Story
from stories.workflow import STORY

NOTE = "Imported."
_MODELS: Mapping[str, type[WorkingCopy]] = {"story": Story, "faq": Faq, "entity": Entity}
# The field of each kind of page that stands for the whole of it.
_WHOLE = {"story": "headline", "faq": "question", "entity": "name"}
# What a text never gives: only editors set these, so an update leaves them alone.
_NOT_IN_TEXT = ("slug", "tags", "image", "sources")


class DraftWriter:
    """The drafts of one page of text, in the order in which they are made or updated.

    `written` is what the last import of the page wrote, by key; it is renewed as the new one writes.
    """

    def __init__(
        self,
        actor: User,
        confirmed: Set[str],
        parsed: Explainer,
        *,
        written: Mapping[str, Data] | None = None,
    ) -> None:
        self._actor = actor
        self._confirmed = confirmed
        self.parsed = parsed
        self._parsed_faqs = {faq.key: faq for faq in parsed.faqs}
        self._keys: dict[str, str] = {}
        self._before = written or {}
        self.documents: dict[str, Data] = {}
        self._unmatched = [key for key in self._before if key.startswith("faq:")]
        self.written: dict[str, Data] = {}
        self.notes: list[Note] = []

    def note(self, code: str, level: Level, target: str, message: str) -> None:
        self.notes.append(Note(code=code, level=level, line=None, message=message, target=target))

    def key_of(self, proposal: str) -> str:
        """Return the key of the page that a proposal has become."""
        return self._keys[proposal]

    def make_entities(self, explainer: Explainer) -> None:
        """Make a draft of each topic that has no page yet."""
        self._keys |= {entity.key: entity.key for entity in explainer.entities if entity.known}
        new = [entity for entity in explainer.entities if not entity.known]
        slugs = free_slugs((each.document.name for each in new), Entity.objects.all())
        documents = [
            replace(each.document, slug=slug) for each, slug in zip(new, slugs, strict=True)
        ]
        made = ENTITY.propose(
            [
                (document, each.key in self._confirmed)
                for each, document in zip(new, documents, strict=True)
            ],
            actor=self._actor,
            note=NOTE,
        )
        for each, document, row in zip(new, documents, made, strict=True):
            self._keys[each.key] = row.key
            self.written[row.key] = self.documents[row.key] = as_data(document)

    def make_faqs(self, proposed: Sequence[ProposedFaq]) -> None:
        """Make a draft of each question that nobody asks yet; what asks the same is linked in its place.

        Whoever wants a page of its own all the same has said so (`apart`).
        """
        proposed = linked(proposed)
        new = [each for each in proposed if not each.same]
        wanted = (each.document.slug or each.document.question for each in new)
        slugs = free_slugs(wanted, Faq.objects.all())
        documents = [
            replace(self._faq_document(each), slug=slug)
            for each, slug in zip(new, slugs, strict=True)
        ]
        made = FAQ.create_many(documents, actor=self._actor, note=NOTE)
        for each, document, row in zip(new, documents, made, strict=True):
            self._keys[each.key] = row.key
            self.written[row.key] = self._read_faq(each)
            self.documents[row.key] = as_data(document)
        for each in proposed:
            if each.same:
                self._link_faq(each)

    def _link_faq(self, faq: ProposedFaq) -> None:
        """Let a question be the page that asks the same, and say so."""
        self._keys[faq.key] = self._keys.get(faq.same, faq.same)
        where = "a FAQ of the desk" if is_page("faq", faq.same) else ""
        where = where or "asked further up on the page"
        message = (
            f"“{faq.document.question}” is {where} already: it is linked, not made again. Its answer "
            "stays as it is."
        )
        note = Note(
            code="question-known",
            level=INFORMATION,
            line=faq.line,
            message=message,
            target=f"{faq.key}.question",
        )
        self.notes.append(note)

    def _read_faq(self, faq: ProposedFaq) -> Data:
        """Return the data of a question as the parser read it."""
        return as_data(self._faq_document(self._parsed_faqs.get(faq.key, faq)))

    def update_faqs(self, proposed: Sequence[ProposedFaq]) -> None:
        """Merge each question into the draft that the last import made of it; make or link the others."""
        new = [faq for faq in proposed if not self._update_faq(faq)]
        self.make_faqs(new)

    def _update_faq(self, faq: ProposedFaq) -> bool:
        """Merge a question into the draft that the last import made of it; tell whether there is one."""
        read = self._read_faq(faq)
        key = self._match(read["question"])
        found = Faq.objects.filter(pk__in=numbers("faq", [key])).first() if key else None
        if found is None:
            return False
        self._keys[faq.key] = key
        ours = as_data(faqs.working_copy.document_of(found))
        merged = self._merged(key, ours, as_data(self._faq_document(faq)), read)
        self.documents[key] = merged
        if merged != ours:
            FAQ.revise(found, from_data(FaqDocument, merged), actor=self._actor, note=NOTE)
        return True

    def _match(self, question: str) -> str:
        """Return the key of the FAQ that the last import made of this question, each one once."""
        asked = words(question)
        for key in self._unmatched:
            if words(self._before[key].get("question", "")) == asked:
                self._unmatched.remove(key)
                return key
        return ""

    def _faq_document(self, faq: ProposedFaq) -> FaqDocument:
        return replace(faq.document, entities=self._known_keys(faq.document.entities))

    def update_story(self, story: Story, document: StoryDocument) -> Story:
        """Merge the text's version of the story into its draft; return the draft as it is then."""
        ours = as_data(working_copy.document_of(Story.objects.get(pk=story.pk)))
        for key in self._unmatched:
            question = self._before[key].get("question", "")
            message = f"The text no longer asks “{question}”; the draft of that question stays."
            self.note("question-gone", INFORMATION, key, message)
        read = as_data(self.resolved(self.parsed.story))
        merged = self._merged(story.key, ours, as_data(document), read)
        self.documents[story.key] = merged
        if merged == ours:
            return story
        revised = from_data(StoryDocument, merged)
        return STORY.revise(story, revised, actor=self._actor, note=NOTE)

    def _merged(
        self,
        key: str,
        ours: Data,
        theirs: Data,
        read: Data,
    ) -> Data:
        """Return the data of a draft with the text's changes in it; note where both have changed.

        `theirs` is the text's version with the corrections of this time, `read` without them.
        """
        base = self._before.get(key, {})
        theirs = {**theirs, **{name: base.get(name) for name in _NOT_IN_TEXT if name in theirs}}
        merged, clashes = three_way(base, ours, theirs)
        for clash in clashes:
            self.note("text-differs", WARNING, _target(key, clash), _what_differs(clash))
        self.written[key] = read
        return merged

    def resolved(self, story: StoryDocument) -> StoryDocument:
        """Return the story with the keys of real pages; what was left out is left out here too."""
        return replace(
            story,
            faqs=self._known_keys(story.faqs),
            entities=self._known_keys(story.entities),
            deeper=tuple(
                replace(question, target=self._keys.get(question.target, ""))
                for question in story.deeper
            ),
        )

    def _known_keys(self, keys: Iterable[str]) -> tuple[str, ...]:
        found = (self._keys[key] for key in keys if key in self._keys)
        return tuple(dict.fromkeys(found))

    def remember(
        self,
        page: Story | Faq,
        explainer: Explainer,
        *,
        text: str,
        source_name: str,
        corrections: Corrections = (),
    ) -> ImportRecord:
        """Write the record of the import of a page, and what it was not sure of."""
        notes = (*self.notes, *explainer.notes)
        self._keep_doubts(page, explainer, notes, settled(explainer, corrections))
        return records.remember(
            text,
            target=page.key,
            source_name=source_name,
            actor=self._actor,
            parser_version=VERSION,
            digest=page.digest,
            written={**self._before, **self.written},
            notes=[self._note_data(note) for note in notes],
            corrections=data_of(corrections),
        )

    def _keep_doubts(
        self,
        page: Story | Faq,
        explainer: Explainer,
        notes: Iterable[Note],
        reasons: Mapping[str, str],
    ) -> None:
        """Keep the doubts, each with its page; of those that somebody has settled, who and why."""
        found = list(doubts_of(explainer, notes, self._keys, self.documents, page.key))
        import_doubts.keep([doubt for _, doubt in found], self.documents.keys())
        accepted: defaultdict[tuple[str, str], list[Problem]] = defaultdict(list)
        for note, doubt in found:
            if reason := reasons.get(doubt_of(explainer, note)):
                problem = import_doubts.problem_of(doubt, _WHOLE[doubt.page.partition(":")[0]])
                accepted[doubt.page, reason].append(problem)
        for (key, reason), problems in accepted.items():
            model = _MODELS[key.partition(":")[0]]
            row = model._default_manager.get(pk=int(key.partition(":")[2]))
            detail = Confirmation(tuple(problems), reason).detail
            log(row, "accept", actor=self._actor, note=NOTE, detail=detail)

    def _note_data(self, note: Note) -> Data:
        """Return a note as data, its target naming the page that was made."""
        proposal, dot, field = note.target.rpartition(".")
        target = f"{self._keys.get(proposal, proposal)}{dot}{field}"
        return {**as_data(note), "target": target}


def _target(key: str, clash: Clash) -> str:
    return f"story.{clash.path}" if key.startswith("story:") else f"{key}.{clash.path}"


def _what_differs(clash: Clash) -> str:
    if clash.theirs is None:
        return "The text no longer has what an editor has changed here; it stays."
    return f"An editor has changed this, and it stays; the text now says: {_shown(clash.theirs)}"


def _shown(value: object) -> str:
    """Return a field's value for a note: plain words, and the words of a part."""
    if isinstance(value, dict):
        return " · ".join(
            str(v) for k, v in value.items() if k != "id" and isinstance(v, str) and v
        )
    return str(value)
