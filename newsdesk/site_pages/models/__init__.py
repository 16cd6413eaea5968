"""Site pages: working copy and editions. Import the module that you mean, not this package."""

from newsdesk.site_pages.models.draft import SitePage
from newsdesk.site_pages.models.edition import (
    SitePageEdition,
    SitePageEvent,
    SitePageRecall,
    SitePageRevision,
)

__all__ = ["SitePage", "SitePageEdition", "SitePageEvent", "SitePageRecall", "SitePageRevision"]
