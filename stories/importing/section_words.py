"""By which words a section is known: those that we start with, in four languages, and the desk's.

A strong form is the heading of a section wherever it stands by itself. A weak one is an ordinary word too
("Background", "Quellen"): it counts where nothing stronger names that section.
"""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

SUMMARY = "summary"
ANALYSIS = "analysis"
PAPERS = "papers"
BACKGROUND = "background"
DEEPER = "deeper"
QUESTIONS = "questions"
TOPICS = "topics"
SOURCES = "sources"
# What the desk calls a line that is a heading inside a section, and no section of its own.
NO_SECTION = "heading"

# A section's heading as our own pages print it.
TITLES = {
    SUMMARY: "What's happened",
    ANALYSIS: "What's behind the headline?",
    PAPERS: "What the papers say",
    BACKGROUND: "How we got here",
    DEEPER: "Go deeper",
    QUESTIONS: "Common questions",
    TOPICS: "More on these topics",
}
CALLED = {**TITLES, SOURCES: "Sources (addresses)", NO_SECTION: "A heading inside a section"}

LONGEST_HEADING = 70
LANGUAGES = {"en": "English", "de": "German", "fr": "French", "es": "Spanish"}

# Forms are parted by "/"; those after "|" are weak.
_WORDS = {
    "en": {
        SUMMARY: "what's happened/what has happened/what happened/what just happened/what's happening/"
        "what is happening/what's going on/what is going on/what we know/what we know so far/"
        "what's new/what is new/what's the story/at a glance/in brief/in short/"
        "what you need to know|summary/key points/key takeaways/key facts/overview/the facts/the news/"
        "the latest/highlights/the gist/the basics/main points/tl dr/tldr/the story/the essentials",
        ANALYSIS: "what's behind the headline/what's behind the headlines/what is behind the headline/"
        "what is behind the headlines/what lies behind the headline/what lies behind the headlines/"
        "behind the headline/behind the headlines/behind the news/what's behind the news/"
        "behind the story/what's behind this/what's behind it/the story behind the headline/"
        "why it matters/why this matters/why does it matter/why does this matter/what it means/"
        "what this means/what does it mean/what does this mean/what's at stake/what is at stake/"
        "reading between the lines|analysis/the analysis/our analysis/in depth/the bigger picture/"
        "the big picture/between the lines/explained/the explanation",
        PAPERS: "what the papers say/what the paper says/what the papers are saying/"
        "what the newspapers say/what the newspapers are saying/what newspapers say/what the press says/"
        "what the press is saying/what the media say/what the media says/what the media are saying/"
        "what the media is saying/what the outlets say/what outlets say/what others say/"
        "what others are saying/what other media say/what the reports say/what the sources say/"
        "what reporters say/what the journalists say/how the papers see it/how the media see it/"
        "how it was reported/how the press covered it/how the media covered it/who says what/"
        "in the papers/in the press/around the papers/media coverage/press coverage/press review/"
        "media review/the press review|reports/perspectives/viewpoints/the papers/the press/the media/"
        "coverage/the coverage/reporting/media reports/press reports",
        BACKGROUND: "how we got here/how did we get here/how we got to this point/how it came to this/"
        "how did it come to this/how it all began/how it all started/how it began/how it started/"
        "what came before/what led to this/what led up to this/what led here/the road here/"
        "the road to here/the story so far/the back story|background/the background/history/"
        "the history/backstory/timeline/the timeline/chronology",
        DEEPER: "go deeper/going deeper/dig deeper/digging deeper/dive deeper/look deeper/"
        "go further/explore further/further questions/open questions/questions to explore/"
        "questions that remain/unanswered questions/what we don't know yet/what we don't know"
        "|what's next/what next/learn more/explore/next questions/what to watch",
        QUESTIONS: "common question/common questions/frequent questions/frequently asked question/"
        "frequently asked questions/faq/faqs/the faq/questions and answers/question and answer/"
        "q and a/q a/your questions answered/your questions/readers ask/reader questions/"
        "readers questions/people also ask/questions answered/questions people ask/"
        "questions and answers about this/key questions/main questions/big questions/top questions/"
        "questions you asked/what readers ask/what people ask|questions/answers/the questions",
        TOPICS: "more on these topics/more on these topic/more on this topic/more on this topics/"
        "more about these topics/more about this topic/more on the topics/related topics/"
        "topics in this story/topics in this article/about these topics/who's who/who is who/"
        "who and what/people and places/people and organisations/people and organizations/"
        "people places and organisations/names in this story/key people and places"
        "|topics/the topics/glossary/key terms/terms/key people/key players/the key players/the players/"
        "people/places/organisations/organizations/names",
        SOURCES: "|sources/our sources/source/references/links/notes/footnotes/endnotes/further reading/"
        "sources and further reading/bibliography/works cited/where this comes from/links and sources/"
        "sources and links",
    },
    "de": {
        SUMMARY: "was ist passiert/was passiert ist/was passierte/was ist geschehen/was geschehen ist/"
        "was geschah/das ist passiert/das ist geschehen/worum geht es/worum es geht/darum geht es/"
        "was wir wissen/was ist los/auf einen blick/in kürze/kurz gesagt"
        "|zusammenfassung/überblick/das wichtigste/das wichtigste in kürze/kurzfassung/die fakten",
        ANALYSIS: "was steckt hinter der schlagzeile/was steckt hinter den schlagzeilen/"
        "was hinter der schlagzeile steckt/was hinter den schlagzeilen steckt/was steckt dahinter/"
        "was dahinter steckt/was dahintersteckt/das steckt dahinter/hinter der schlagzeile/"
        "hinter den schlagzeilen/warum das wichtig ist/warum es wichtig ist/warum ist das wichtig/"
        "was das bedeutet/was bedeutet das/worum es wirklich geht|analyse/die analyse/einordnung/"
        "die einordnung/bedeutung",
        PAPERS: "was die zeitungen sagen/was die zeitungen schreiben/was die zeitungen berichten/"
        "was sagen die zeitungen/was schreiben die zeitungen/das sagen die zeitungen/"
        "das schreiben die zeitungen/was die presse sagt/was die presse schreibt/was sagt die presse/"
        "was schreibt die presse/das schreibt die presse/was die medien sagen/was die medien berichten/"
        "was die medien schreiben/was sagen die medien/das sagen die medien/das berichten die medien/"
        "pressestimmen/presseschau/medienschau|medienberichte/berichte/stimmen/die presse/die medien",
        BACKGROUND: "wie es dazu kam/wie kam es dazu/so kam es dazu/wie es so weit kam/"
        "wie konnte es dazu kommen/was bisher geschah/was vorher geschah/die vorgeschichte/vorgeschichte"
        "|hintergrund/hintergründe/der hintergrund/die hintergründe/geschichte/chronik/zeitleiste/"
        "chronologie",
        DEEPER: "mehr erfahren/tiefer gehen/tiefer einsteigen/tiefer graben/weiterführende fragen/"
        "weitere fragen/offene fragen/was wir nicht wissen|wie geht es weiter/wie es weitergeht/vertiefung",
        QUESTIONS: "häufige fragen/häufig gestellte fragen/oft gestellte fragen/fragen und antworten/"
        "die wichtigsten fragen/die wichtigsten fragen und antworten/ihre fragen/leserfragen|fragen",
        TOPICS: "mehr zu diesen themen/mehr zu diesem thema/mehr zum thema/mehr zu den themen/"
        "verwandte themen/themen in diesem artikel/personen und orte/wer ist wer/wer und was"
        "|themen/die themen/glossar/begriffe/personen/orte/beteiligte/die beteiligten",
        SOURCES: "|quellen/quelle/unsere quellen/quellenangaben/einzelnachweise/nachweise/literatur/"
        "fußnoten/anmerkungen/weiterführende links/quellen und links/belege",
    },
    "fr": {
        SUMMARY: "ce qui s'est passé/ce qu'il s'est passé/que s'est il passé/qu'est ce qui s'est passé/"
        "que se passe t il/ce qui se passe/ce que l'on sait/ce qu'on sait/ce que nous savons/"
        "de quoi s'agit il/en bref|résumé/le résumé/l'essentiel/en résumé/les points clés/points clés/"
        "les faits",
        ANALYSIS: "derrière le titre/derrière les titres/ce qui se cache derrière le titre/"
        "ce qui se cache derrière les titres/qu'y a t il derrière le titre/ce qu'il y a derrière le titre/"
        "que cache le titre/derrière les gros titres/pourquoi c'est important/pourquoi est ce important/"
        "pourquoi cela compte/ce que cela signifie/ce que ça change/ce que cela change"
        "|analyse/l'analyse/décryptage/les enjeux/notre analyse",
        PAPERS: "ce que disent les journaux/que disent les journaux/ce que dit la presse/que dit la presse/"
        "ce que disent les médias/que disent les médias/ce qu'en dit la presse/ce qu'écrit la presse/"
        "ce qu'écrivent les journaux/ce que rapportent les médias/revue de presse/la revue de presse/"
        "dans la presse/vu par la presse|la presse/les médias/les journaux",
        BACKGROUND: "comment en est on arrivé là/comment on en est arrivé là/"
        "comment en sommes nous arrivés là/comment nous en sommes arrivés là/comment on en est là/"
        "rappel des faits/ce qui a précédé|contexte/le contexte/historique/l'historique/histoire/"
        "chronologie/la chronologie/les origines",
        DEEPER: "pour aller plus loin/aller plus loin/approfondir/pour approfondir/questions ouvertes/"
        "les questions ouvertes/ce qu'on ne sait pas encore|en savoir plus/et après/et maintenant",
        QUESTIONS: "questions fréquentes/foire aux questions/questions courantes/questions et réponses/"
        "questions réponses/vos questions/les questions fréquentes/les questions que vous vous posez"
        "|questions",
        TOPICS: "plus sur ces sujets/en savoir plus sur ces sujets/plus d'informations sur ces sujets/"
        "sujets liés/thèmes liés/sujets connexes/sur ces sujets/sur les mêmes sujets/qui est qui/"
        "personnes et lieux|sujets/thèmes/glossaire/lexique/les acteurs/personnes/lieux",
        SOURCES: "|sources/nos sources/références/liens/notes/bibliographie/notes et références",
    },
    "es": {
        SUMMARY: "qué ha pasado/qué pasó/lo que ha pasado/lo que pasó/qué ha ocurrido/qué ocurrió/"
        "lo que ha ocurrido/qué ha sucedido/qué sucedió/lo ocurrido/qué está pasando/qué se sabe/"
        "lo que se sabe/lo que sabemos/de qué se trata/en breve"
        "|resumen/el resumen/lo esencial/puntos clave/las claves/claves/los hechos",
        ANALYSIS: "qué hay detrás del titular/qué hay detrás de los titulares/lo que hay detrás del titular/"
        "detrás del titular/detrás de los titulares/qué hay detrás/por qué importa/por qué es importante/"
        "qué significa/qué significa esto|análisis/el análisis/nuestro análisis",
        PAPERS: "qué dicen los periódicos/lo que dicen los periódicos/qué dicen los diarios/"
        "lo que dicen los diarios/qué dice la prensa/lo que dice la prensa/qué dicen los medios/"
        "lo que dicen los medios/revista de prensa/en la prensa|la prensa/los medios/los periódicos",
        BACKGROUND: "cómo hemos llegado hasta aquí/cómo llegamos hasta aquí/cómo llegamos aquí/"
        "cómo se llegó hasta aquí/cómo se ha llegado hasta aquí/cómo empezó todo/qué pasó antes"
        "|antecedentes/los antecedentes/contexto/el contexto/historia/cronología/trasfondo",
        DEEPER: "para profundizar/profundizar/para saber más/más a fondo/ir más allá/preguntas abiertas/"
        "preguntas pendientes/lo que no sabemos|saber más/y ahora qué/qué sigue",
        QUESTIONS: "preguntas frecuentes/preguntas comunes/preguntas habituales/preguntas y respuestas/"
        "sus preguntas/tus preguntas|preguntas",
        TOPICS: "más sobre estos temas/más sobre este tema/más información sobre estos temas/"
        "temas relacionados/sobre estos temas/quién es quién/personas y lugares"
        "|temas/glosario/personas/lugares/protagonistas/los protagonistas",
        SOURCES: "|fuentes/nuestras fuentes/referencias/enlaces/notas/bibliografía",
    },
}  # fmt: skip


class Section(NamedTuple):
    """The section that a heading names, and whether its words name nothing else."""

    name: str
    strong: bool


@lru_cache(maxsize=1)
def _known() -> dict[str, Section]:
    found: dict[str, Section] = {}
    for strong in (True, False):
        for sections in _WORDS.values():
            for name, forms in sections.items():
                part = forms.partition("|")[0 if strong else 2]
                for form in filter(None, part.split("/")):
                    found.setdefault(form_of(form), Section(name, strong))
    return found


def starting_words() -> list[tuple[str, str, str]]:
    """Return the words that we start with: language, section and the forms, for the page in the desk."""
    return [
        (LANGUAGES[language], name, ", ".join(filter(None, forms.replace("|", "/").split("/"))))
        for language, sections in _WORDS.items()
        for name, forms in sections.items()
    ]


@lru_cache(maxsize=4096)
def form_of(text: str) -> str:
    """Return the words of a heading for comparing: "2. WHAT’S HAPPENED?" is "whats happened".

    "" where signs stand between the words that no heading has.
    """
    if len(text) > LONGEST_HEADING or text.startswith(("- ", "– ", "— ", "• ", "* ", "· ")):
        return ""
    text = text.casefold().replace("(s)", "s").replace("&", " and ").replace("ß", "ss")
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    for sign in "’'‘`´\u02bc":
        bare = bare.replace(sign, "")
    start = next((place for place, c in enumerate(bare) if c.isalpha()), len(bare))
    end = next((place for place in range(len(bare), start, -1) if bare[place - 1].isalpha()), start)
    if any(not (c.isalpha() or c in " -‐–/,;·\u200d") for c in bare[start:end]):
        return ""
    if any(c.isdigit() for c in bare[end:]) or not _counts(bare[:start]):
        return ""
    return " ".join("".join(c if c.isalpha() else " " for c in bare[start:end]).split())


def _counts(before: str) -> bool:
    """Tell whether what stands before the words is decoration, or a number that counts ("2.", "IV)")."""
    digits = "".join(c if c.isdigit() else " " for c in before).split()
    return not digits or (len(digits) <= 3 and len(digits[0]) <= 2)


class SectionWords:
    """All words by which sections are known; the desk's own come first. Keys are forms as of `form_of`."""

    def __init__(self, own: Mapping[str, str] | None = None) -> None:
        self._own = dict(own or {})

    def section(self, text: str) -> Section | None:
        """Return the section that a line is the heading of, if it is one."""
        form = form_of(text)
        if not form:
            return None
        if form in self._own:
            name = self._own[form]
            return None if name == NO_SECTION else Section(name, strong=True)
        return _known().get(form)

    def is_settled(self, text: str) -> bool:
        """Tell whether the desk has said that a line is a heading and no section."""
        return self._own.get(form_of(text)) == NO_SECTION


NO_OWN_WORDS = SectionWords()
