"""The desk's settings, with one app more."""

from newsdesk.settings import *  # noqa: F403
from newsdesk.settings import BASE_DIR, DATABASES, INSTALLED_APPS, TEMPLATES
from tests.recipes import APP, FOLDER

INSTALLED_APPS = [*INSTALLED_APPS, APP]
ROOT_URLCONF = "tests.recipes.urls"
TEMPLATES[0]["DIRS"] = [BASE_DIR / "templates", FOLDER / "templates"]
# Beside the database of the tests that start this one.
DATABASES["default"]["TEST"] = {"NAME": "test_recipes"}
