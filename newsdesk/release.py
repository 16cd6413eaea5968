"""Which release this is."""

import tomllib

from django.conf import settings


def version() -> str:
    """Return the version in pyproject.toml, "" where the code stands without it."""
    try:
        text = (settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8")
    except OSError:
        return ""
    return str(tomllib.loads(text)["project"]["version"])
