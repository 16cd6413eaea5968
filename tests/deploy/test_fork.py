"""What the first web process loads, those that come from it have not to load."""

import subprocess
import sys

from django.template.loader import get_template

from newsdesk.site import fork
from tests.house.rules import ROOT
from tests.programs.process import bare_environment

# The first pages that a process gives, and which modules of the desk they had to load.
FIRST_PAGES = """
import sys
from newsdesk.wsgi import application
from newsdesk.site.fork import load_pages
load_pages()
before = set(sys.modules)
from django.test import Client
for path in ("/healthz", "/report/", "/admin/login/"):
    Client(headers={"host": "127.0.0.1"}, raise_request_exception=False).get(path)
own = ("newsdesk.", "stories.", "faqs.", "entities.", "allauth.", "ninja.")
print(*sorted(name for name in set(sys.modules) - before if name.startswith(own)))
"""


def test_no_page_has_to_load_code_of_its_own(tmp_path):
    settings = {"NEWSDESK_VAR": str(tmp_path), "NEWSDESK_DEBUG": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAGES],
        cwd=ROOT,
        env=bare_environment() | settings,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == []


def test_all_templates_are_compiled_without_a_database():
    names = list(fork.template_names())
    assert {"base.html", "sitemap.xml"} <= {*names}
    assert len(names) > 200
    fork.load_pages()
    assert get_template("base.html").template is get_template("base.html").template
