"""The site page as the desk knows it: what can be done to one, and by what."""

from collections.abc import Collection, Mapping, Sequence

from django.contrib.auth.models import User

from newsdesk.comments.rules import and_queries
from newsdesk.live_checks import results
from newsdesk.pages.documents import digest
from newsdesk.rules.findings import Findings
from newsdesk.site_pages.documents import SitePageDocument
from newsdesk.site_pages.kind import SITE_PAGE_KIND
from newsdesk.site_pages.models.draft import SitePage
from newsdesk.site_pages.models.edition import SitePageEdition
from newsdesk.site_pages.rules import problems
from newsdesk.workflow.standard_transitions import review_verbs, standard_verbs
from newsdesk.workflow.transitions import table
from newsdesk.workflow.workflow import Workflow

FIELDS = ("title", "slug", "standfirst", "body")


class SitePageWorkflow(Workflow[SitePage, SitePageDocument, SitePageEdition]):
    """Site pages on their way from a draft to their readers."""

    kind = SITE_PAGE_KIND
    model = SitePage
    verbs = table(
        *review_verbs("site_pages", "sitepage"), *standard_verbs("site_pages", "sitepage")
    )

    def document_of(self, item: SitePage) -> SitePageDocument:
        return SitePageDocument(**{name: getattr(item, name) for name in FIELDS})

    def write_back(self, document: SitePageDocument, item: SitePage, *, actor: User) -> None:
        for name in FIELDS:
            setattr(item, name, getattr(document, name))
        item.save()
        self.store_digest(item, actor=actor)

    def store_digest(self, item: SitePage, *, actor: User) -> None:
        """Remember what the row says now and that `actor` made it so."""
        item.remember(digest(self.document_now(item)), actor=actor)

    def findings(self, item: SitePage, document: SitePageDocument) -> Findings:
        return self.findings_of_many([(item, document)])[0]

    def findings_of_many(
        self, drafts: Sequence[tuple[SitePage, SitePageDocument]]
    ) -> list[Findings]:
        found = {item.key: problems(document) for item, document in drafts}
        found = and_queries(found, whole="title")
        return [found[item.key] for item, _ in drafts]

    def find(self, documents: Mapping[str, SitePageDocument]) -> Mapping[str, Findings]:
        return {key: problems(document) for key, document in documents.items()}

    def keep(self, item: SitePage, *, passed: Collection[int] = ()) -> None:
        results.keep(self, [item], passed=passed)


SITE_PAGE = SitePageWorkflow()
