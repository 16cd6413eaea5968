"""WSGI entry point."""

import os

import django
from django.core.handlers.wsgi import WSGIHandler

from newsdesk.requests.plain_request import PlainRequest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
django.setup(set_prefix=False)

# It looks at models, which can be read from here on.
from newsdesk.site.door import Door  # noqa: E402
from newsdesk.site.garbage import look_seldom  # noqa: E402


class Handler(WSGIHandler):
    request_class = PlainRequest


application = Door(Handler())
look_seldom()
