"""What the first web process loads, so that those that come from it share it in memory.

Django reads addresses and templates when somebody first asks for a page, and so once in each process: 250
modules and as many templates, some 15 MB for each of them (benchmarks/web_memory.py).
"""

from collections.abc import Iterator
from pathlib import Path

from django.template import Engine, engines
from django.template.backends.django import DjangoTemplates
from django.template.loader import get_template
from django.urls import get_resolver


def engine() -> Engine:
    """Return the engine of the desk's own templates. Raises LookupError where settings name none."""
    for backend in engines.all():
        if isinstance(backend, DjangoTemplates):
            return backend.engine
    raise LookupError("TEMPLATES names no Django templates.")


def load_pages() -> None:
    """Load the views of all addresses and compile the desk's own templates. It asks no database."""
    # The addresses by name, too: each template that links needs them.
    get_resolver().reverse_dict  # noqa: B018
    engine().template_context_processors  # noqa: B018
    for name in template_names():
        get_template(name)


def template_names() -> Iterator[str]:
    """Yield the names of all templates in the folders that settings name."""
    for folder in engine().dirs:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                yield path.relative_to(folder).as_posix()
