"""No page type breaks a rule of axe: WCAG 2.2 AA and best practice, light and dark, narrow and wide."""

from tests import axe
from tests.public.test_looks import TYPES, published

__all__ = ["published"]  # The same desk as there.


def test_axe_finds_nothing(published, page):
    found = []
    for name, path in TYPES.items():
        page.goto(path)
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in axe.schemes(page):
                found += [f"{name}, {width}, {scheme}: {each}" for each in axe.violations(page)]
    assert not found, "\n".join(found)


def test_what_only_dark_screens_get_is_found(page):
    page.set_content(
        """<!doctype html><html lang="en"><title>Dim</title><style>
        p { transition: color 60s }
        @media (prefers-color-scheme: dark) { p { color: #eee } }
        </style><main><h1>Dim</h1><p>A word.</p></main>"""
    )
    found = {scheme: axe.violations(page) for scheme in axe.schemes(page)}
    assert found == {"light": [], "dark": ["color-contrast: <p>A word.</p>"]}
