"""The headings of a story, word for word, on the desk as on the page."""

HAPPENED = "What's happened"
BEHIND = "What's behind the headline?"
PAPERS = "What the papers say"
BACKGROUND = "How we got here"
DEEPER = "Go deeper"
QUESTIONS = "Common questions"
TOPICS = "More on these topics"
