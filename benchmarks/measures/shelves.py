"""The rows of a library, table by table: the catalogue's and the desk's. `library.py` says what is in it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, OuterRef, Subquery
from taggit.models import Tag, TaggedItem

from benchmarks.measures.bulk import load
from benchmarks.measures.library import AUTHORS, DAY, PEOPLE, Library, Row, author
from entities import documents as topics
from entities.documents import EntityDocument
from entities.models.draft import Entity
from entities.models.edition import EntityEdition, EntityEvent
from entities.models.merge import EntityMerge
from faqs import documents as questions
from faqs.documents import FaqDocument
from faqs.models.draft import Faq, FaqAnswer, FaqEntity
from faqs.models.duplicate_review import DuplicatePair
from faqs.models.edition import FaqEdition, FaqEvent
from faqs.models.merge import FaqMerge
from faqs.models.reader_question import AskedQuestion
from newsdesk.catalogue import shown
from newsdesk.catalogue.entries import uid_of
from newsdesk.catalogue.models import Merged, Moment, Name, Page, Reference
from newsdesk.live_checks.models import CheckRun, PageCheck
from newsdesk.pages.documents import as_data, digest_of_data
from newsdesk.pages.status import State
from newsdesk.tags.models import TagAddress, TagMerge
from newsdesk.text.slugs import slug_of
from stories import documents as stories
from stories.documents import StoryDocument
from stories.models.author import Author
from stories.models.draft import Story
from stories.models.edition import StoryEdition, StoryEvent
from stories.models.error_report import ErrorReport
from stories.models.parts import AnalysisPart, Byline, StoryEntity, StoryFaq

Values = dict[str, Any]
CARRIED = ("kind", "uid", "published_at", "visible_from", "visible_until")
# A desk has as much in hand as it has people for, whatever it has published: so many stories at most.
IN_HAND = 2_000
STATES = (State.DRAFTING, State.SUBMITTED, State.APPROVED)
ADDRESS = {"story": "stories", "faq": "questions", "entity": "topics"}
TYPES = {"story": Story, "faq": Faq, "entity": Entity}
EDITIONS = {"story": StoryEdition, "faq": FaqEdition, "entity": EntityEdition}
EVENTS = {"story": StoryEvent, "faq": FaqEvent, "entity": EntityEvent}
SCHEMAS = {"story": stories.SCHEMA, "faq": questions.SCHEMA, "entity": topics.SCHEMA}


class Shelves:
    """Where a library is written to. Primary keys count from 1 in each kind's order."""

    tables = (
        *(User, Page, Reference, Moment, Name, Merged, *TYPES.values()),
        *(*EDITIONS.values(), *EVENTS.values(), EntityMerge, FaqMerge, Tag, TaggedItem),
        *(TagAddress, TagMerge, Author, Byline, AnalysisPart, StoryEntity, StoryFaq, FaqEntity),
        *(FaqAnswer, PageCheck, CheckRun, DuplicatePair, AskedQuestion, ErrorReport),
    )

    def __init__(self, library: Library) -> None:
        self.library = library
        self.first_page = {"story": 1, "faq": 1 + library.number["story"], "entity": 0}
        self.first_page["entity"] = self.first_page["faq"] + library.number["faq"]
        self.types = ContentType.objects.get_for_models(Story, Faq)

    def fill(self) -> None:
        """Write everything but the index of search."""
        self._people()
        load(Tag, self._all_tags())
        load(TagAddress, self._addresses())
        for kind in ("entity", "faq", "story"):
            batch: list[tuple[Row, Values]] = []
            for row in self.library.rows(kind):
                batch.append((row, as_data(self._document(kind, row))))
                if len(batch) == 5_000:
                    self._write(kind, batch)
                    batch = []
            self._write(kind, batch)
        self._merge()
        self._queues()

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

    def _all_tags(self) -> Iterator[Values]:
        for n in range(self.library.tags):
            yield {"id": n + 1, "name": self.library.tag(n), "slug": self._tag(n)}

    def _addresses(self) -> Iterator[Values]:
        for n in range(self.library.tags):
            yield {"tag_id": n + 1, "slug": self._tag(n), "public": True}

    def _tag(self, n: int) -> str:
        return slug_of(self.library.tag(n))

    def _document(self, kind: str, row: Row) -> object:
        entities = tuple(f"entity:{n + 1}" for n in row.topics)
        tags = tuple(sorted(self.library.tag(n) for n in row.tags))
        slug, bodies = slug_of(row.title), [f"<p>{text}</p>" for text in row.texts]
        if kind == "entity":
            return EntityDocument(
                kind="organisation",
                name=row.title,
                slug=slug,
                description=row.texts[0][:200],
                body="".join(bodies),
            )
        if kind == "faq":
            answer = questions.Answer(id="aaaaaaaa", question=row.title, text="".join(bodies[1:]))
            return FaqDocument(
                question=row.title,
                slug=slug,
                intro=bodies[0],
                answers=(answer,),
                entities=entities,
                tags=tags,
            )
        name, address = author(row.author)
        return StoryDocument(
            headline=row.title,
            slug=slug,
            standfirst=row.texts[0][:150],
            bylines=(stories.Byline(name=name, slug=address),),
            tags=tags,
            summary=bodies[0],
            analysis=(
                stories.AnalysisPart(id="aaaaaaaa", heading=row.title, body="".join(bodies[1:-1])),
            ),
            background=bodies[-1],
            timeline=tuple(
                stories.TimelineEvent(
                    id=f"eeeeeee{i}",
                    date=(row.at - DAY * 400 * i).date().isoformat(),
                    text=row.texts[i][:120],
                )
                for i in range(2)
            ),
            faqs=tuple(f"faq:{n + 1}" for n in row.questions),
            entities=entities,
        )

    def _write(self, kind: str, batch: list[tuple[Row, Values]]) -> None:
        """Write some pages of a kind, each with the data of its document."""
        digests = [digest_of_data(data) for _, data in batch]
        load(TYPES[kind], map(self._draft, [kind] * len(batch), batch, digests))
        told = list(zip(batch, digests, strict=True))
        load(
            EDITIONS[kind],
            (
                each
                for (row, data), digest in told
                for each in self._editions(kind, row, data, digest)
            ),
        )
        load(EVENTS[kind], (each for row, _ in batch for each in self._events(kind, row)))
        load(Page, (self._page(kind, row, data) for row, data in batch))
        load(Reference, (each for row, data in batch for each in self._references(kind, row, data)))
        load(PageCheck, (each for row, _ in batch for each in self._checks(kind, row)))
        rows = [row for row, _ in batch]
        if kind == "entity":
            load(Name, (self._name(row) for row in rows))
            return
        self._links(kind, rows)
        load(
            TaggedItem,
            (
                {
                    "tag_id": n + 1,
                    "object_id": row.n + 1,
                    "content_type_id": self.types[TYPES[kind]].pk,
                }
                for row in rows
                for n in row.tags
            ),
        )
        if kind == "story":
            load(Moment, (each for row, data in batch for each in self._moments(row, data)))

    def _draft(self, kind: str, told: tuple[Row, Values], digest: str) -> Values:
        row, data = told
        n, now = row.n, self.library.now
        person = n % PEOPLE + 1
        common = {
            "id": n + 1,
            "slug": data["slug"],
            "folded": row.title.lower(),
            "digest": digest,
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

    def _editions(self, kind: str, row: Row, data: Values, digest: str) -> Iterator[Values]:
        first = {
            "id": 2 * row.n + 1,
            "item_id": row.n + 1,
            "number": 1,
            "kind": "first",
            "actor_id": 1,
            "at": min(row.at, self.library.now),
            "visible_from": row.at,
            "schema": SCHEMAS[kind],
            "document": data,
            "digest": digest,
        }
        yield first
        if (second := self._second(kind, row)) is None:
            return
        why, at = second
        yield first | {
            "id": 2 * row.n + 2,
            "number": 2,
            "kind": why,
            "note": "We have taken this page down." if why == "withdrawal" else "A date was wrong.",
            "at": at,
            "visible_from": at,
            "previous": digest,
            "gone_status": 410 if why == "withdrawal" else None,
        }

    def _second(self, kind: str, row: Row) -> tuple[str, datetime] | None:
        """Return of what kind the second edition of a page is and since when, or None."""
        if kind != "entity" and row.withdrawn:
            return "withdrawal", min(row.at + DAY * 30, self.library.now)
        if kind == "story" and row.corrected:
            return "correction", min(row.at + DAY, self.library.now)
        return None

    def _events(self, kind: str, row: Row) -> Iterator[Values]:
        deed = {"item_id": row.n + 1, "actor_id": 1, "at": min(row.at, self.library.now)}
        yield deed | {"verb": "publish", "edition": 1}
        if second := self._second(kind, row):
            verb = "withdraw" if second[0] == "withdrawal" else "correct"
            yield deed | {"verb": verb, "edition": 2, "at": second[1]}
            # One correction in fifty nobody has read.
            if verb == "correct" and row.n % 1_000 != 7:
                yield deed | {"verb": "mark_read", "edition": 2, "actor_id": 2, "at": second[1]}

    def _page(self, kind: str, row: Row, data: Values) -> Values:
        path = f"/{ADDRESS[kind]}/{data['slug']}/"
        second = self._second(kind, row)
        gone = second is not None and second[0] == "withdrawal"
        summary = {"story": row.texts[0][:150], "faq": row.texts[0]}.get(kind, row.texts[0][:200])
        return {
            "id": self.page_key(kind, row.n),
            "kind": kind,
            "key": f"{kind}:{row.n + 1}",
            "uid": uid_of(path),
            "path": path,
            "title": row.title,
            "sort_title": row.title.lower(),
            "summary": summary,
            "text": "\n".join(self._texts(kind, row, data)),
            "also": row.title if kind == "story" and second and not gone else "",
            "card": self._card(kind, row),
            "edition": 2 * row.n + (2 if second else 1),
            "number": 2 if second else 1,
            "published_at": row.at,
            "updated_at": second[1] if second else row.at,
            "visible_from": second[1] if second else row.at,
            "visible_until": second[1] if gone and second else None,
            "gone_reason": "We have taken this page down." if gone else "",
        }

    def _texts(self, kind: str, row: Row, data: Values) -> list[str]:
        """Return the texts of a page as its entry joins them."""
        if kind == "entity":
            return ["\n".join(row.texts)]
        if kind == "faq":
            return [row.title, "\n".join(row.texts[1:])]
        middle, told = "\n".join(row.texts[1:-1]), [each["text"] for each in data["timeline"]]
        return [row.texts[0], row.title, middle, row.texts[-1], *told]

    def page_key(self, kind: str, n: int) -> int:
        """Return the primary key of a page in the catalogue."""
        return self.first_page[kind] + n

    def _card(self, kind: str, row: Row) -> Values:
        if kind == "story":
            return {"image": None, "bylines": [author(row.author)[0]]}
        if kind == "faq":
            return {"also_asked_as": []}
        return {"kind": "Organisation", "image": None, "also_known_as": []}

    def _references(self, kind: str, row: Row, data: Values) -> Iterator[Values]:
        named = [(f"entity:{n + 1}", "") for n in row.topics]
        named += [(f"faq:{n + 1}", "") for n in row.questions]
        named += [(f"tag:{self._tag(n)}", self.library.tag(n)) for n in row.tags]
        if kind == "story":
            name, slug = author(row.author)
            named.append((f"author:{slug}", name))
        page = self._page(kind, row, data)
        carried = {name: page[name] for name in CARRIED}
        for position, (target, label) in enumerate(named):
            yield carried | {
                "page_id": page["id"],
                "target": target,
                "shown": target,
                "label": label,
                "position": position,
            }

    def _checks(self, kind: str, row: Row) -> Iterator[Values]:
        """Yield what a run of the checks has kept of a story: every fifth tells of something to come."""
        if kind != "story":
            return
        n, now = row.n, self.library.now
        broken, ahead = n % 500 == 1, n % 5 == 0
        due = (now + DAY * (30 if n % 50 else -3)).date()
        told = [[due.isoformat(), "summary", "This was to come by then; say what happened."]]
        yield {
            "page_id": self.page_key(kind, n),
            "kind": kind,
            "item": n + 1,
            "broken": int(broken),
            "problems": [["summary", "The story does not say what happened."]] if broken else [],
            "forecasts": told if ahead else [],
            "due_on": due if ahead else None,
            "checked_at": now,
        }

    def _moments(self, row: Row, data: Values) -> Iterator[Values]:
        for position, event in enumerate(data["timeline"]):
            yield {
                "page_id": self.page_key("story", row.n),
                "date": event["date"],
                "text": event["text"],
                "anchor": f"event-{event['id']}",
                "position": position,
            }

    def _name(self, row: Row) -> Values:
        page = self.page_key("entity", row.n)
        return {"page_id": page, "slug": slug_of(row.title), "text": row.title}

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

    def _merge(self) -> None:
        """Merge one question in a hundred, one topic in fifty and one tag in twenty into that before it."""
        now = self.library.now
        record = {"actor_id": 1, "at": now - DAY, "reason": "The same."}
        stones = []
        for kind, model, start, step in (
            ("faq", FaqMerge, 60, 100),
            ("entity", EntityMerge, 30, 50),
        ):
            gone = range(start, self.library.number[kind], step)
            stones += [(f"{kind}:{n + 1}", f"{kind}:{n}", "") for n in gone]
            load(
                model,
                (record | {"loser_id": n + 1, "survivor_id": n, "taken": {}} for n in gone),
            )
            model.loser.field.related_model.objects.filter(pk__in=[n + 1 for n in gone]).update(
                merged_into=F("pk") - 1
            )
            self._show_merged(kind, gone, now - DAY)
        tags = range(20, self.library.tags, 20)
        stones += [
            (f"tag:{self._tag(n)}", f"tag:{self._tag(n - 1)}", self.library.tag(n - 1))
            for n in tags
        ]
        load(TagMerge, (record | {"loser_id": n + 1, "survivor_id": n} for n in tags))
        load(Merged, ({"key": key, "into": into, "title": title} for key, into, title in stones))
        shown.lead()
        of_page = Page.objects.filter(pk=OuterRef("page")).values("visible_until")
        gone = Page.objects.filter(key__in=[key for key, *_ in stones])
        Reference.objects.filter(page__in=gone).update(visible_until=Subquery(of_page))

    def _show_merged(self, kind: str, gone: range, at: datetime) -> None:
        """Let the survivors tell what the others were called, and the others be gone."""
        told = "also_asked_as" if kind == "faq" else "also_known_as"
        wanted = [f"{kind}:{n + i}" for n in gone for i in (0, 1)]
        pages = {page.key: page for page in Page.objects.filter(key__in=wanted).defer("text")}
        for n in gone:
            survivor, loser = pages[f"{kind}:{n}"], pages[f"{kind}:{n + 1}"]
            survivor.card[told], survivor.also = [loser.title], loser.title
            loser.visible_until = at
        Page.objects.bulk_update(pages.values(), ["card", "also", "visible_until"], batch_size=500)
        if kind == "entity":
            names = ((self.page_key(kind, n - 1), pages[f"{kind}:{n + 1}"].title) for n in gone)
            load(Name, ({"page_id": page, "slug": slug_of(t), "text": t} for page, t in names))

    def _queues(self) -> None:
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
