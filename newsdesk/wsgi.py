"""WSGI entry point."""

import os

import django

from newsdesk.requests.whole_requests import WholeRequests

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
django.setup(set_prefix=False)

# It looks at models, which can be read from here on.
from newsdesk.site.door import Door  # noqa: E402
from newsdesk.site.garbage import look_seldom  # noqa: E402

application = Door(WholeRequests())
look_seldom()
