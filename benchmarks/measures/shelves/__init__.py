"""Where a library is written to, table by table: the catalogue's rows and the desk's. `library.py` says what
is in it.
"""

from django.contrib.auth.models import User
from taggit.models import Tag, TaggedItem

from benchmarks.measures.library import Library
from benchmarks.measures.shelves.catalogue import Catalogue
from benchmarks.measures.shelves.desk import EDITIONS, EVENTS, TYPES, Desk
from benchmarks.measures.shelves.merges import merge
from benchmarks.measures.shelves.written import Written, written
from entities.models.merge import EntityMerge
from entities.models.outlet import Outlet
from faqs.models.draft import FaqAnswer, FaqEntity
from faqs.models.duplicate_review import DuplicatePair
from faqs.models.merge import FaqMerge
from faqs.models.reader_question import AskedQuestion
from newsdesk.catalogue.models import Merged, Moment, Name, Page, Reference
from newsdesk.live_checks.models import CheckRun, PageCheck
from newsdesk.tags.models import TagAddress, TagMerge
from stories.models.author import Author
from stories.models.error_report import ErrorReport
from stories.models.parts import AnalysisPart, Byline, StoryEntity, StoryFaq

TABLES = (
    *(User, Page, Reference, Moment, Name, Merged, *TYPES.values()),
    *(*EDITIONS.values(), *EVENTS.values(), EntityMerge, FaqMerge, Tag, TaggedItem),
    *(TagAddress, TagMerge, Author, Outlet, Byline, AnalysisPart, StoryEntity, StoryFaq, FaqEntity),
    *(FaqAnswer, PageCheck, CheckRun, DuplicatePair, AskedQuestion, ErrorReport),
)
AT_ONCE = 5_000


def fill(library: Library) -> None:
    """Write everything but the index of search."""
    desk, catalogue = Desk(library), Catalogue(library)
    desk.open()

    def put(kind: str, pages: list[Written]) -> None:
        desk.write(kind, pages)
        catalogue.write(kind, pages)

    for kind in TYPES:
        pages = []
        for row in library.rows(kind):
            pages.append(written(library, kind, row))
            if len(pages) == AT_ONCE:
                put(kind, pages)
                pages = []
        put(kind, pages)
    merge(catalogue)
    desk.queues()
