"""A kind of page that the site knows nothing of: an app as somebody would add it."""

from pathlib import Path

APP = "tests.recipes.apps.RecipesConfig"
FOLDER = Path(__file__).parent
