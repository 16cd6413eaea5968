"""Public addresses of stories."""

from django.urls import path

from stories import views

urlpatterns = [
    path("stories/", views.stories, name="stories"),
    path("stories/<slug:slug>/", views.story, name="story"),
    path("people/", views.people, name="people"),
    path("people/<slug:slug>/", views.person, name="person"),
    *views.HISTORY.routes("stories/<slug:slug>"),
]
