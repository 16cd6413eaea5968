"""Public addresses of entities."""

from django.urls import path

from entities import views

urlpatterns = [
    path("topics/", views.topics, name="topics"),
    path("topics/called/<slug:slug>/", views.called, name="topic-called"),
    path("topics/<slug:slug>/", views.topic, name="topic"),
    *views.HISTORY.routes("topics/<slug:slug>"),
]
