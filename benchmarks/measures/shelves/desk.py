"""The desk's side of a library: people, tags, working copies, editions, the log, and what waits in queues."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from taggit.models import Tag, TaggedItem

from benchmarks.measures.bulk import load
from benchmarks.measures.library import AUTHORS, DAY, OUTLETS, PEOPLE, Library, Row, author, outlet
from benchmarks.measures.shelves.written import SCHEMAS, Values, Written, tag_slug
from entities.models.draft import Entity
from entities.models.edition import EntityEdition, EntityEvent
from entities.models.outlet import Outlet
from faqs.models.draft import Faq, FaqAnswer, FaqEntity
from faqs.models.duplicate_review import DuplicatePair
from faqs.models.edition import FaqEdition, FaqEvent
from faqs.models.reader_question import AskedQuestion
from newsdesk.live_checks.models import CheckRun
from newsdesk.pages.status import State
from newsdesk.tags.models import TagAddress
from stories.models.author import Author
from stories.models.draft import Story
from stories.models.edition import StoryEdition, StoryEvent
from stories.models.error_report import ErrorReport
from stories.models.parts import Byline, StoryEntity, StoryFaq

# A desk has as much in hand as it has people for, whatever it has published: so many stories at most.
IN_HAND = 2_000
STATES = (State.DRAFTING, State.SUBMITTED, State.APPROVED)
TYPES = {"story": Story, "faq": Faq, "entity": Entity}
EDITIONS = {"story": StoryEdition, "faq": FaqEdition, "entity": EntityEdition}
EVENTS = {"story": StoryEvent, "faq": FaqEvent, "entity": EntityEvent}


class Desk:
    """Writes the rows of which readers see nothing. Primary keys count from 1 in each kind's order."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.types = ContentType.objects.get_for_models(Story, Faq)

    def open(self) -> None:
        """Write what there is before any page."""
        self._people()
        load(Tag, self._all_tags())
        load(TagAddress, self._addresses())

    def write(self, kind: str, pages: list[Written]) -> None:
        """Write pages of a kind: what editors change, what was published of it, and the log."""
        load(TYPES[kind], map(self._draft, pages))
        load(EDITIONS[kind], (each for page in pages for each in self._editions(page)))
        load(EVENTS[kind], (each for page in pages for each in self._events(page)))
        if kind == "entity":
            return
        rows = [page.row for page in pages]
        self._links(kind, rows)
        load(TaggedItem, self._tagged(kind, rows))

    def _tagged(self, kind: str, rows: Iterable[Row]) -> Iterator[Values]:
        of_kind = self.types[TYPES[kind]].pk
        for row in rows:
            for n in row.tags:
                yield {"tag_id": n + 1, "object_id": row.n + 1, "content_type_id": of_kind}

    def _people(self) -> None:
        chief = User.objects.create_superuser("chief", password="x")
        assert chief.pk == 1
        load(
            User,
            (
                {"id": n + 1, "username": f"editor-{n}", "is_staff": True, "is_active": True}
                for n in range(1, PEOPLE)
            ),
        )
        load(
            Author,
            (
                {"id": n + 1, "name": name, "slug": slug, "folded": name.lower()}
                for n in range(AUTHORS)
                for name, slug in [author(n)]
            ),
        )
        load(
            Outlet,
            (
                {"id": n + 1, "name": name, "slug": slug, "folded": name.lower(), "country": "GB"}
                for n in range(OUTLETS)
                for name, slug in [outlet(n)]
            ),
        )

    def _all_tags(self) -> Iterator[Values]:
        for n in range(self.library.tags):
            yield {"id": n + 1, "name": self.library.tag(n), "slug": tag_slug(self.library, n)}

    def _addresses(self) -> Iterator[Values]:
        for n in range(self.library.tags):
            yield {"tag_id": n + 1, "slug": tag_slug(self.library, n), "public": True}

    def _draft(self, page: Written) -> Values:
        kind, row, data = page.kind, page.row, page.data
        n, now = row.n, self.library.now
        person = n % PEOPLE + 1
        common = {
            "id": n + 1,
            "slug": data["slug"],
            "folded": row.title.lower(),
            "digest": page.digest,
            "state": State.SETTLED.value,
            "created_at": row.at - DAY,
            "changed_at": min(row.at, now),
            "created_by_id": person,
            "changed_by_id": person,
            "submitted_by_id": 1,
        }
        if kind == "entity":
            return common | {
                "name": row.title,
                "kind": "organisation",
                "description": data["description"],
                "body": data["body"],
                "confirmed": True,
                "image": "",
            }
        if kind == "faq":
            return common | {"question": row.title, "intro": data["intro"]}
        in_work = n % 10 == 0 and n >= self.library.number["story"] - IN_HAND
        return common | {
            "headline": row.title,
            "standfirst": data["standfirst"],
            "summary": data["summary"],
            "background": data["background"],
            "state": (STATES[n // 10 % 3] if in_work else State.SETTLED).value,
            "due_at": now + DAY * (n % 20) if in_work else None,
            "review_on": (now + DAY * (n % 400 + 1)).date() if n % 7 == 0 else None,
            "owner_id": person,
            "image": "",
        }

    def _editions(self, page: Written) -> Iterator[Values]:
        row = page.row
        first = {
            "id": 2 * row.n + 1,
            "item_id": row.n + 1,
            "number": 1,
            "kind": "first",
            "actor_id": 1,
            "at": min(row.at, self.library.now),
            "visible_from": row.at,
            "schema": SCHEMAS[page.kind],
            "document": page.json,
            "digest": page.digest,
        }
        yield first
        if (second := page.second) is None:
            return
        why, at = second
        yield first | {
            "id": 2 * row.n + 2,
            "number": 2,
            "kind": why,
            "note": "We have taken this page down." if why == "withdrawal" else "A date was wrong.",
            "at": at,
            "visible_from": at,
            "previous": page.digest,
            "gone_status": 410 if why == "withdrawal" else None,
        }

    def _events(self, page: Written) -> Iterator[Values]:
        row = page.row
        deed = {"item_id": row.n + 1, "actor_id": 1, "at": min(row.at, self.library.now)}
        yield deed | {"verb": "publish", "edition": 1}
        if second := page.second:
            verb = "withdraw" if second[0] == "withdrawal" else "correct"
            yield deed | {"verb": verb, "edition": 2, "at": second[1]}
            # One correction in fifty nobody has read.
            if verb == "correct" and row.n % 1_000 != 7:
                yield deed | {"verb": "mark_read", "edition": 2, "actor_id": 2, "at": second[1]}

    def _links(self, kind: str, rows: list[Row]) -> None:
        """Write what the working copies of pages lead to, and the first of their parts."""
        model = StoryEntity if kind == "story" else FaqEntity
        load(
            model,
            (
                {"item_id": row.n + 1, "entity_id": n + 1, "position": i}
                for row in rows
                for i, n in enumerate(row.topics, start=1)
            ),
        )
        if kind == "faq":
            load(
                FaqAnswer,
                (
                    {
                        "item_id": row.n + 1,
                        "uid": "aaaaaaaa",
                        "position": 1,
                        "question": row.title,
                        "text": "".join(f"<p>{text}</p>" for text in row.texts[1:]),
                    }
                    for row in rows
                ),
            )
            return
        load(
            StoryFaq,
            (
                {"item_id": row.n + 1, "faq_id": n + 1, "position": i}
                for row in rows
                for i, n in enumerate(row.questions, start=1)
            ),
        )
        load(
            Byline,
            ({"item_id": row.n + 1, "author_id": row.author + 1, "position": 1} for row in rows),
        )

    def queues(self) -> None:
        """Write pairs that nobody has judged, letters that nobody has answered, and a run of the checks."""
        now, number = self.library.now, self.library.number
        load(
            DuplicatePair,
            (
                {
                    "left_id": n + 1,
                    "right_id": n + 2,
                    "score": 0.9,
                    "band": "likely",
                    "urgency": n % 4,
                    "contradicts": n % 4 == 0,
                    "cluster": n + 1,
                }
                for n in range(0, min(number["faq"] - 1, IN_HAND), 25)
            ),
        )
        some = range(0, min(number["story"], IN_HAND), 20)
        load(
            AskedQuestion,
            ({"text": f"Who is {n}?", "fingerprint": str(n), "last_asked_at": now} for n in some),
        )
        load(
            ErrorReport,
            (
                {
                    "wrong": f"Not {n}.",
                    "mark": str(n),
                    "edition": 2 * n + 1,
                    "page": f"story:{n + 1}",
                }
                for n in some
            ),
        )
        begun = now - timedelta(minutes=9)
        load(CheckRun, [{"started_at": begun, "finished_at": now, "pages": number["story"]}])
