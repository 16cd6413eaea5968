"""The search box and the autocomplete of an admin, over folded words."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from newsdesk.pages.findable import are_common, holding


class WordSearch(admin.ModelAdmin):
    """Finds rows of a Findable model by words that may be unfinished, in any writing."""

    # Says that there is a search box; what is searched is said by the model.
    search_fields = ["folded"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        return holding(search_term, queryset), False

    def first_found(self, request: HttpRequest, queryset: QuerySet, words: str) -> QuerySet:
        """Return what `get_search_results` finds, for whoever shows the first of it in the order of an index.
        One query more.
        """
        if are_common(words, self.model):
            return holding(words, queryset, indexed=False)
        return self.get_search_results(request, queryset, words)[0]
