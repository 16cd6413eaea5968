"""A fourth kind of page is one registration: an app of its own, from a draft to its readers.

In a process of its own, because which apps are installed is settled when Django starts.
"""

import os
import subprocess
import sys

from django.conf import settings


def test_a_kind_of_page_is_one_registration():
    found = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            *("--ds", "tests.recipes.settings", "tests/recipes/journey.py"),
        ],
        cwd=settings.BASE_DIR,
        env={**os.environ, "NEWSDESK_RUN": "beside"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr
    assert "6 passed" in found.stdout
