"""ASGI entry point."""

import os

import django
from django.core.handlers.asgi import ASGIHandler

from newsdesk.requests.plain_request import PlainAsyncRequest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
django.setup(set_prefix=False)

from newsdesk.site.garbage import look_seldom  # noqa: E402


class Handler(ASGIHandler):
    request_class = PlainAsyncRequest


application = Handler()
look_seldom()
