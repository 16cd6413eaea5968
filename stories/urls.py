"""Public addresses of stories."""

from django.urls import path

from stories.history import HISTORY

from . import views
from .reporting import views as reporting

urlpatterns = [
    path("stories/", views.stories, name="stories"),
    path("stories/<slug:slug>/", views.story, name="story"),
    path("people/<slug:slug>/", views.person, name="person"),
    path("report/", reporting.report, name="report"),
    path("report/<str:number>/", reporting.reported, name="reported"),
    *HISTORY.routes("stories/<slug:slug>"),
]
