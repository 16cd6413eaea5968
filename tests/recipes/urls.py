"""The site's addresses, and those of recipes."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from newsdesk.catalogue.models import Page
from newsdesk.catalogue.resolve import resolve
from newsdesk.presentation.heads import Head, cards_of
from newsdesk.presentation.history.pages import History
from tests.recipes.kind import RECIPE_KIND

HISTORY = History(
    name=RECIPE_KIND.address,
    section=RECIPE_KIND.index,
    editions=RECIPE_KIND.edition,
    fields=RECIPE_KIND.labels,
    read=RECIPE_KIND.read,
    public_page=RECIPE_KIND.public_page,
)


def recipe(request: HttpRequest, slug: str) -> HttpResponse:
    page = resolve(request.path)
    document = RECIPE_KIND.read(RECIPE_KIND.editions.get(pk=page.edition))
    shown = RECIPE_KIND.public_page(document=document, page=page)
    return render(request, shown.template, shown.context())


def recipes(request: HttpRequest) -> HttpResponse:
    if "page" in request.GET:
        raise Http404("There is one page of recipes.")
    cards = cards_of(Page.objects.visible().of_kind(RECIPE_KIND.name).latest())
    context = {"head": Head(title=RECIPE_KIND.plural), "section": "recipes", "cards": cards}
    return render(request, "recipes/list.html", context)


urlpatterns = [
    path("recipes/", recipes, name="recipes"),
    path("recipes/<slug:slug>/", recipe, name="recipe"),
    *HISTORY.routes("recipes/<slug:slug>"),
    path("", include("newsdesk.urls")),
]
