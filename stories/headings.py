"""The headings of a story, word for word, on the desk as on the page."""

from django.utils.translation import gettext_noop

HAPPENED = gettext_noop("What's happened")
BEHIND = gettext_noop("What's behind the headline?")
PAPERS = gettext_noop("What the papers say")
BACKGROUND = gettext_noop("How we got here")
DEEPER = gettext_noop("Go deeper")
NEXT = gettext_noop("Where to read next")
QUESTIONS = gettext_noop("Common questions")
TOPICS = gettext_noop("More on these topics")
