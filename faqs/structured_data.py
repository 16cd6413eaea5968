"""Question pages as schema.org data."""

from collections.abc import Sequence

from entities.structured_data import mention
from faqs.documents import FaqDocument, Source
from newsdesk.catalogue.publication import publication
from newsdesk.pages.rich_text import plain
from newsdesk.presentation.dates import iso
from newsdesk.presentation.heads import Card, Head, absolute, image_or_card, web_link
from newsdesk.presentation.structured_data import Thing, licence, publisher, without_empty


def question_page(document: FaqDocument, *, head: Head, topics: Sequence[Card] = ()) -> Thing:
    """Return a QAPage for one question, a FAQPage for a question with others below it."""
    pairs = [(document.question, plain(document.intro), "")] if document.intro else []
    pairs += [(a.question, plain(a.text), f"answer-{a.id}") for a in document.answers]
    questions = [_question(*pair, head=head) for pair in pairs]
    several = len(questions) > 1
    return without_empty(
        {
            "@type": "FAQPage" if several else "QAPage",
            "@id": head.canonical and f"{head.canonical}#question",
            "url": head.canonical,
            "name": document.question,
            "datePublished": iso(head.published_at),
            "dateModified": iso(head.updated_at),
            "inLanguage": publication().locale,
            **licence(),
            "publisher": publisher(),
            "image": image_or_card(head),
            "citation": [_citation(source) for source in document.sources],
            "about": [
                mention(name=card.title, label=card.label, url=absolute(card.path), same_as=())
                for card in topics
                if card.path
            ],
            "mainEntity": questions if several else next(iter(questions), None),
        }
    )


def _citation(source: Source) -> Thing:
    outlet = {"@type": "Organization", "name": source.outlet} if source.outlet else None
    return without_empty(
        {
            "@type": "CreativeWork",
            "name": source.title,
            "url": web_link(source.url),
            "publisher": outlet,
            "datePublished": iso(source.published),
        }
    )


def _question(question: str, answer: str, anchor: str, *, head: Head) -> Thing:
    url = f"{head.canonical}#{anchor}" if head.canonical and anchor else head.canonical
    return {
        "@type": "Question",
        "name": question,
        "answerCount": 1,
        "acceptedAnswer": without_empty({"@type": "Answer", "text": answer, "url": url}),
    }
