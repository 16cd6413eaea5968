"""Public addresses of entities."""

from django.urls import path

from entities import views
from entities.history import HISTORY

urlpatterns = [
    path("topics/", views.topics, name="topics"),
    path("topics/called/<slug:slug>/", views.called, name="topic-called"),
    path("topics/<slug:slug>/", views.topic, name="topic"),
    *HISTORY.routes("topics/<slug:slug>"),
]
