"""The desk has a page of its own for jobs: the library's stock list would show arguments and tracebacks."""

from django.contrib import admin
from django_tasks_db.models import DBTaskResult

admin.site.unregister(DBTaskResult)
