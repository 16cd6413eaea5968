"""The five deeds that are killed: what each needs, does, and leaves when it is whole."""

from typing import Any

from django.contrib import admin

from entities.models.draft import Entity
from faqs.duplicate_review import merges
from faqs.duplicate_review.merges import Plan
from faqs.models.draft import Faq
from faqs.models.merge import FaqMerge
from faqs.workflow import FAQ
from newsdesk.catalogue.models import Page, Reference
from newsdesk.catalogue.write import rebuild
from newsdesk.desk.bulk import batches
from newsdesk.desk.bulk.actions import actions_of
from newsdesk.desk.bulk.models import BulkRow
from newsdesk.images import uploads
from newsdesk.importing.models import ImportRecord
from newsdesk.intake.decode import clean
from newsdesk.merging.taken import everything
from newsdesk.pages.documents import as_data
from stories.documents import Image
from stories.importing.drafts import create_drafts, known_names
from stories.importing.parser import parse
from stories.models.draft import Story
from stories.workflow import STORY
from tests import pages, release
from tests.importing.pages import VOLCANO
from tests.kill import wholeness

NOTHING, ALL, PART = "nothing", "all", "part"


def _share(found: int, whole: int) -> str:
    return {0: NOTHING, whole: ALL}.get(found, PART)


class Deed:
    """A deed on pages laid down for one round.

    `do` is what is killed, and what is done again afterwards; `state` tells how much of it is to be seen:
    nothing, all or part. `partly` is a deed of several transactions, of which a part may be seen;
    `after_commit` one that works on after its commit; `mends` one that begins with a damaged catalogue.
    """

    name = ""
    partly = False
    after_commit = False
    mends = False

    def __init__(self, actor: Any, number: int) -> None:
        self.actor, self.number = actor, number

    def do(self) -> object:
        raise NotImplementedError

    def state(self) -> str:
        raise NotImplementedError


class Publish(Deed):
    """A story with a picture, and with it the drafts of a question and a topic."""

    name = "publish"
    after_commit = True

    def __init__(self, actor: Any, number: int) -> None:
        super().__init__(actor, number)
        self.topic = pages.entity(actor, f"Harbour Trust {number}")
        self.asked = pages.faq(actor, f"Why do ferries lean {number}?")
        keys = {"entities": (self.topic.key,), "faqs": (self.asked.key,)}
        stored = uploads.store(pages.picture(size=(700, 400)))
        image = Image(
            name=stored.name, width=stored.width, height=stored.height, alt="A ferry at its pier"
        )
        story = pages.story(actor, f"The ferry turns {number}", image=image, **keys)
        self.story = release.approve(story, actor=actor)
        self.together: list[Faq | Entity] = [self.asked, self.topic]
        self.accepted = release.accepted(story)
        self.accepted["confirmed_with"] = {
            page.key: release.accepted(page)["confirmed"] for page in self.together
        }

    def do(self) -> object:
        return STORY.publish(self.story, actor=self.actor, together=self.together, **self.accepted)

    def state(self) -> str:
        keys = (self.story.key, self.asked.key, self.topic.key)
        published: tuple[Any, ...] = (self.story, self.asked, self.topic)
        frozen = sum(item.editions.count() for item in published)
        shown = Page.objects.visible().filter(key__in=keys).count()
        told = sum(item.events.filter(verb="publish").count() for item in published)
        return _share(frozen + shown + told, 9)


class Merge(Deed):
    """Two published questions become one with a third, taking all their answers along."""

    name = "merge"

    def __init__(self, actor: Any, number: int) -> None:
        super().__init__(actor, number)
        self.faqs = [self._question(part) for part in ("first", "second", "third")]
        survivor, *losers = (as_data(FAQ.document_of(faq)) for faq in self.faqs)
        taken = [everything(survivor, loser) for loser in losers]
        kept, *lost = (faq.pk for faq in self.faqs)
        self.plan = Plan(survivor=kept, taken=dict(zip(lost, taken, strict=True)))

    def _question(self, part: str) -> Faq:
        answer = pages.Answer(
            id=f"{part}-{self.number}", question=f"{part}?", text=f"<p>{part}</p>"
        )
        name = f"What is the {part} of {self.number}?"
        faq = pages.faq(self.actor, name, answers=(answer,))
        release.publish(faq, actor=self.actor)
        return Faq.objects.get(pk=faq.pk)

    def do(self) -> object:
        return merges.merge(self.plan, actor=self.actor, reason="The same.")

    def state(self) -> str:
        kept, *lost = self.faqs
        records = FaqMerge.objects.active().filter(survivor=kept)
        found = records.count() + Faq.objects.filter(merged_into=kept).count()
        found += Faq.objects.get(pk=kept.pk).editions.count() - 1
        return _share(found, 3 * len(lost))


class Import(Deed):
    """A page of text becomes a story, its questions and its topics."""

    name = "import"

    def __init__(self, actor: Any, number: int) -> None:
        super().__init__(actor, number)
        self.text = clean(VOLCANO.replace("Skarfell", f"Skarfell{number}"))
        self.explainer = parse(self.text, known=known_names())

    def do(self) -> object:
        name = f"{self.number}.txt"
        return create_drafts(self.explainer, text=self.text, source_name=name, actor=self.actor)

    def state(self) -> str:
        found = ImportRecord.objects.filter(source_name=f"{self.number}.txt").count()
        found += Story.objects.filter(headline=self.explainer.story.headline).count()
        # What a page asks twice is one FAQ, and what other pages ask too is theirs.
        questions = {faq.document.question for faq in self.explainer.faqs}
        own = {question for question in questions if str(self.number) in question}
        return _share(found + Faq.objects.filter(question__in=own).count(), 2 + len(own))


class Bulk(Deed):
    """Twelve stories get a tag, four in a transaction."""

    name = "bulk"
    partly = True
    BATCH = 4  # As `killed.rounds` sets it.

    def __init__(self, actor: Any, number: int) -> None:
        super().__init__(actor, number)
        self.stories = [pages.story(actor, f"Tale {number} {n}") for n in range(12)]
        self.action = actions_of(admin.site.get_model_admin(Story))["tag"]  # type: ignore[arg-type]
        self.deed = batches.plan(self.action, self.stories, actor=actor)
        batches.fill_in(self.deed, {"value": "Boats", "words": "Boats"})
        batches.begin(self.deed, self.action, actor=actor)

    def do(self) -> object:
        batches.go_on(self.deed, self.action, actor=self.actor)
        return self.deed

    def state(self) -> str:
        done = self.deed.rows.filter(state=BulkRow.State.DONE).count()
        tagged = Story.objects.filter(
            pk__in=[s.pk for s in self.stories], tags__name="Boats"
        ).count()
        torn = done != tagged or done % self.BATCH
        return f"torn: {done} rows done, {tagged} stories tagged" if torn else _share(done, 12)


class Rebuild(Deed):
    """The catalogue is written again, and has something to mend."""

    name = "rebuild"
    mends = True

    def __init__(self, actor: Any, number: int) -> None:
        super().__init__(actor, number)
        if not Page.objects.filter(kind="story").count() >= 8:
            for n in range(8):
                topic = pages.entity(actor, f"Pier {number} {n}")
                release.publish(topic, actor=actor)
                story = pages.story(actor, f"Rebuilt {number} {n}", entities=(topic.key,))
                release.publish(story, actor=actor)
        # By hand, as no verb would: a rebuild mends it, or has not been.
        Page.objects.update(title="Damaged")
        Reference.objects.all().delete()
        self.damaged = wholeness.written_catalogue()

    def do(self) -> object:
        return rebuild()

    def state(self) -> str:
        now = wholeness.written_catalogue()
        if now == self.damaged:
            return NOTHING
        wrong = Page.objects.filter(title="Damaged").exists() or not Reference.objects.exists()
        return PART if wrong else ALL


DEEDS: tuple[type[Deed], ...] = (Publish, Merge, Import, Bulk, Rebuild)
