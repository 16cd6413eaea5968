"""Words quoted in a message."""


def quoted(text: str, limit: int = 90) -> str:
    """Return words for a message: in quotation marks, and cut between words where they are many."""
    text = " ".join(text.split())
    if len(text) > limit:
        text = text[:limit].rsplit(" ", 1)[0] + " …"
    return f"“{text}”"
