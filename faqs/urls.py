"""Public addresses of faqs."""

from django.urls import path

from . import views

urlpatterns = [
    path("questions/", views.questions, name="questions"),
    path("questions/<slug:slug>/", views.question, name="question"),
]
