"""From a public address to the working copy behind it, for the desk's search."""

from typing import Any

from newsdesk.catalogue.models import Page, PastPath
from newsdesk.publishing.admin.workflow_admin import WorkflowAdmin


class KnowsAddresses(WorkflowAdmin):
    """The admin of pages that the catalogue knows: it finds a page by any address it has or had."""

    def page_at(self, path: str) -> Any:
        """Return the page that has this address, or had it, or will have it; None for none."""
        if item := super().page_at(path):
            return item
        for rows in (PastPath.objects, Page.objects):
            keys = rows.filter(path=path, key__startswith=f"{self.model.key_prefix}:")
            if key := keys.values_list("key", flat=True).first():
                return self.model._default_manager.filter(pk=key.partition(":")[2]).first()
        return None
