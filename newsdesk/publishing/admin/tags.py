"""Tags in the desk: a list to search and rename in. Pages get their tags in their own forms."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from taggit import admin as taggit_admin
from taggit.models import Tag

# taggit's own admin lists every use of a tag as a form of its own: thousands on a used desk.
admin.site.unregister(taggit_admin.Tag)


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    list_display = ["name", "slug"]
    ordering = ["name"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A tag that went away would change stories without a word."""
        return False
