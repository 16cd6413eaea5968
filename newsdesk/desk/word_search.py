"""The search box and the autocomplete of an admin, over folded words."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from newsdesk.pages.findable import holding


class WordSearch(admin.ModelAdmin):
    """Finds rows of a Findable model by words that may be unfinished, in any writing."""

    # Says that there is a search box; what is searched is said by the model.
    search_fields = ["folded"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        return holding(search_term, queryset), False
