"""The draft as the reading screen shows it: its sections, and a card for each thing that can be put right."""

from collections.abc import Iterable
from dataclasses import replace

from entities.documents import KINDS
from newsdesk.importing.models import OfferedPicture
from newsdesk.pages.rich_text import plain
from stories.documents import ANALYSIS_KINDS, AnalysisPart, SourceReport
from stories.importing.corrected import (
    thing_of_question,
    thing_of_topic,
)
from stories.importing.corrections import (
    ADDRESSES,
    EVENT,
    NEW,
    OUT,
    PART,
    REPORT,
    STORY,
    YES,
)
from stories.importing.explainer import ProposedEntity, ProposedFaq
from stories.importing.screens.card_frame import CardFrame, card_of
from stories.importing.screens.fields import Button, Card, Field, Section
from stories.importing.section_words import TITLES


class DraftView(CardFrame):
    """One page as it is understood, laid out in the sections of a draft."""

    def sections(self) -> list[Section]:
        """Return the sections of the draft, in the order of the page."""
        if self._explainer.question_page:
            return [Section("The FAQ", "draft-faq", [self._question(self._explainer.faqs[0])])]
        story = self._explainer.story
        return [
            Section("The story", "draft-story", [self._head()]),
            Section(TITLES["summary"], "draft-summary", [self._text("summary", TITLES["summary"])]),
            Section(
                TITLES["analysis"], "draft-analysis", [self._part(part) for part in story.analysis]
            ),
            Section(
                TITLES["papers"],
                "draft-reports",
                [self._report(report) for report in story.reports],
                self._addresses() if any(r.outlet and not r.url for r in story.reports) else None,
            ),
            Section(TITLES["background"], "draft-background", list(self._past())),
            Section(TITLES["deeper"], "draft-deeper", list(self._deeper())),
            Section(
                TITLES["questions"],
                "draft-faqs",
                [self._question(faq) for faq in self._explainer.faqs],
            ),
            Section(
                TITLES["topics"],
                "draft-topics",
                [self._topic(entity) for entity in self._explainer.entities],
                buttons=self._confirm_all(),
            ),
        ]

    def _head(self) -> Card:
        story = self._explainer.story
        names = ", ".join(filter(None, (part for b in story.bylines for part in (b.name, b.role))))
        said = self._said.get(STORY, {})
        taken = said.get("picture", "")
        fields = [
            self._field(STORY, "headline", "Headline", story.headline),
            self._field(STORY, "standfirst", "Standfirst", story.standfirst, rows=2),
            self._field(STORY, "bylines", "Byline", names, help="Names with commas between them."),
        ]
        if taken:
            help = "What the image shows, for who cannot see it."
            fields.append(self._field(STORY, "alt", "Alt text", said.get("alt", ""), help=help))
        card = self._card(STORY, story.headline or "No headline", fields=fields)
        return replace(
            card, open=True, pictures=[(each, _take(each, taken)) for each in self._pictures]
        )

    def _text(self, field: str, title: str) -> Card:
        return self._card(STORY, title, field, texts=self._texts_of(f"card-{field}"))

    def _part(self, part: AnalysisPart) -> Card:
        of = f"{PART}:{part.id}"
        return self._card(
            of,
            part.heading or "One part without a heading",
            badge=ANALYSIS_KINDS[part.kind],
            texts=[row for row in self._texts_of(card_of(of)) if row[1] != part.heading],
            fields=[
                self._field(of, "heading", "Heading", part.heading),
                self._field(of, "kind", "Kind", part.kind, choices=list(ANALYSIS_KINDS.items())),
            ],
        )

    def _report(self, report: SourceReport) -> Card:
        of = f"{REPORT}:{report.id}"
        buttons = []
        if report.attribution_guessed:
            buttons.append(Button("The guess is right", f"say:{of}:attribution={YES}"))
        badge = "no address" if report.outlet and not report.url else ""
        return self._card(
            of,
            ", ".join((report.outlet or "Our own summary", *report.reporters)),
            badge="guess" if report.attribution_guessed else badge,
            told=report.paraphrase,
            quote=f"“{report.quotation}” {report.speaker}".strip() if report.quotation else "",
            buttons=buttons,
            fields=[
                self._field(
                    of,
                    "outlet",
                    "Outlet",
                    report.outlet,
                    offers="known-outlets",
                    help="Empty where these are the desk’s own words.",
                ),
                self._field(of, "reporters", "Reporters", ", ".join(report.reporters)),
                self._field(of, "url", "Address", report.url),
                self._field(of, "quotation", "Quotation", report.quotation, rows=2),
                self._field(of, "speaker", "Speaker", report.speaker),
            ],
        )

    def _addresses(self) -> Field:
        return self._field(
            ADDRESSES,
            "list",
            "Addresses of the reports, one a line",
            self._said.get(ADDRESSES, {}).get("list", ""),
            rows=3,
            help="Each goes to the report of its outlet that has none.",
        )

    def _past(self) -> Iterable[Card]:
        story = self._explainer.story
        if story.background:
            yield self._text("background", "The text")
        for event in story.timeline:
            of = f"{EVENT}:{event.id}"
            yield self._card(
                of,
                event.text,
                badge=event.date,
                fields=[
                    self._field(
                        of, "date", "Date", event.date, help="As 2014, 2014-03 or 2014-03-18."
                    )
                ],
            )

    def _deeper(self) -> Iterable[Card]:
        for question in self._explainer.story.deeper:
            badge = "a FAQ of the page" if question.target else ""
            yield self._card(f"deeper:{question.id}", question.text, badge=badge)

    def _question(self, faq: ProposedFaq) -> Card:
        of = thing_of_question(self._explainer, faq)
        intro = plain(faq.document.intro)
        choices = [(NEW, "Make a FAQ of it")]
        if not self._explainer.question_page:
            choices.append((OUT, "Leave it out"))
        if faq.same:
            choices.append((faq.same, f"The same as: {self._title_of(faq.same)}"))
        chosen = faq.same or NEW
        fields = [
            self._field(of, "question", "Question", faq.document.question),
            self._field(of, "becomes", "What becomes of it", chosen, choices=choices),
        ]
        return self._card(
            of,
            faq.document.question or "No question",
            badge="linked" if faq.same else "",
            told=_shortened(intro),
            fields=fields,
            near=of,
        )

    def _title_of(self, key: str) -> str:
        for faq in self._explainer.faqs:
            if faq.key == key:
                return f"{faq.document.question} (line {faq.line})"
        return self._titles.get(key, key)

    def _topic(self, entity: ProposedEntity) -> Card:
        of = thing_of_topic(self._explainer, entity)
        document = entity.document
        fields = [
            self._field(
                of,
                "becomes",
                "What becomes of it",
                entity.key if entity.known else NEW,
                choices=self._meanings(entity),
            )
        ]
        buttons = []
        if not entity.known:
            fields += [
                self._field(of, "name", "Name", document.name),
                self._field(of, "kind", "Kind", document.kind, choices=list(KINDS.items())),
                self._field(of, "description", "Description", document.description, rows=3),
            ]
            if self._may_confirm and entity.key not in self._confirmed:
                buttons.append(Button("Name and kind are right", f"say:{of}:confirmed={YES}"))
        badge = "linked" if entity.known else KINDS.get(document.kind, document.kind)
        return self._card(
            of,
            document.name or "No name was found",
            badge=f"{badge}, confirmed" if entity.key in self._confirmed else badge,
            told=_shortened(document.description) if entity.known else entity.reason,
            fields=fields,
            buttons=buttons,
            find=self._checked(
                Field(
                    of=of,
                    name="find",
                    label="Or link another topic, by its name",
                    longest=200,
                    finds=True,
                )
            ),
        )

    def _meanings(self, entity: ProposedEntity) -> list[tuple[str, str]]:
        """Return what a topic can become: a new page, none, or one of those that go by its name."""
        names = (entity.document.name, *entity.document.aliases)
        known = {each.key: each for name in names for each in self._register.called(name)}
        if entity.known and (own := self._register.get(entity.key)):
            known.setdefault(own.key, own)
        return [
            (NEW, "Make a topic of it"),
            (OUT, "Leave it out"),
            *(
                (key, f"Link “{each.name}” ({KINDS.get(each.kind, each.kind)})")
                for key, each in known.items()
            ),
        ]

    def _confirm_all(self) -> list[Button]:
        new = [e for e in self._explainer.entities if not e.known and e.key not in self._confirmed]
        if not self._may_confirm or not new:
            return []
        word = "topics" if len(new) > 1 else "topic"
        return [Button(f"Names and kinds of {len(new)} {word} are right", "confirm-all")]


def _take(picture: OfferedPicture, taken: str) -> Button:
    if taken == str(picture.number):
        return Button("Leave it out", f"take-back:{STORY}:picture")
    return Button("Take it as the lead image", f"say:{STORY}:picture={picture.number}")


def _shortened(text: str, longest: int = 280) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else text[:longest].rpartition(" ")[0] + " …"
