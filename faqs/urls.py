"""Public addresses of faqs."""

from django.urls import path

from faqs.history import HISTORY

from . import views

urlpatterns = [
    path("questions/", views.questions, name="questions"),
    path("questions/<slug:slug>/", views.question, name="question"),
    *HISTORY.routes("questions/<slug:slug>"),
]
