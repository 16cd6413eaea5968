"""Public addresses of faqs."""

from django.urls import path

from faqs import views
from faqs.reader_questions import views as asking

urlpatterns = [
    path("questions/", views.questions, name="questions"),
    path("questions/<slug:slug>/", views.question, name="question"),
    path("ask/", asking.ask, name="ask"),
    path("ask/nearest/", asking.nearest_answers, name="ask-nearest"),
    path("ask/<str:number>/", asking.asked, name="asked"),
    *views.HISTORY.routes("questions/<slug:slug>"),
]
