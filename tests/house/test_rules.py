"""House rules about single lines. Each carries good and bad lines, so that it cannot rot unseen."""

import ast
import re

import pytest

from tests.house import stylesheets, words
from tests.house.rules import (
    HOUSE,
    OUR_CODE,
    ROOT,
    TEMPLATES,
    Offences,
    Rule,
    our_files,
    pattern,
    text_of,
)

OUR_APPS = {"newsdesk", "stories", "faqs", "entities"}
BANNED_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "base",
    "manager",
    "managers",
    "misc",
}


def imports_inside_functions(source: str) -> Offences:
    """Imports of our own apps that hide in a function.

    `AppConfig.ready` may: apps are not loaded yet when its module is.
    """
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if function.name == "ready":
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.ImportFrom):
                ours = node.level > 0 or (node.module or "").split(".")[0] in OUR_APPS
            elif isinstance(node, ast.Import):
                ours = any(alias.name.split(".")[0] in OUR_APPS for alias in node.names)
            else:
                continue
            if ours:
                yield node.lineno, ast.unparse(node)


def careless_any(source: str) -> Offences:
    """`Any` anywhere but for arguments that are handed on as they came."""
    tree = ast.parse(source)
    functions = (each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef))
    handed_on = {
        id(arg.annotation)
        for function in functions
        for arg in (function.args.vararg, function.args.kwarg)
        if arg is not None
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == "Any" and id(node) not in handed_on:
            yield node.lineno, source.splitlines()[node.lineno - 1].strip()


def inline_code(template: str) -> Offences:
    """Styles, scripts and handlers that stand in the page instead of in a file."""
    # The editor's library writes its rules into this one tag, which is why it carries a nonce.
    tiptap = r'<style nonce="\{\{[^"]*\}\}" data-tiptap-style(="")?>\s*</style>'
    template = re.sub(tiptap, "", template)
    # Pages for errors must not need a file; their policy allows these lines by their digest.
    template = template.replace("<style>{{ style }}</style>", "")
    # JSON in a script tag is data: no browser runs it.
    template = re.sub(r'<script[^>]*type="application/(ld\+)?json"[^>]*>', "<data>", template)
    yield from pattern(
        r"""\sstyle\s*=\s*["'{]|<style\b|<script\b[^>]*>(?!\s*</script>)[^\n]*"""
        r"""|\son[a-z]+\s*=\s*["'{]|=\s*["']\s*javascript:""",
        re.IGNORECASE,
    )(template)


RULES = [
    Rule(
        name="only html.py marks HTML as safe",
        instead="return a SafeString from newsdesk/pages/rich_text.py, or use format_html",
        files=(*OUR_CODE, *TEMPLATES),
        # Rich text, and what Django's format_html does.
        exempt=(
            "newsdesk/pages/rich_text.py",
            "newsdesk/presentation/html.py",
            # Files of ours, read without HTML.
            "newsdesk/handbook/page_html.py",
            "newsdesk/desk/form_html.py",
        ),
        find=pattern(
            r"\|\s*safe(seq)?\b|\bmark_safe\b|\bSafe(String|Text)\(|\bhtml_safe\b"
            r"|{%\s*autoescape off"
        ),
        good=("{{ text }}", 'format_html("<b>{}</b>", text)', "{{ safe }}", "body: SafeString"),
        bad=(
            "{{ text|safe }}",
            "{{ text | safe }}",
            "{{ parts|safeseq|join:', ' }}",
            "return mark_safe(text)",
            "from django.utils.safestring import mark_safe",
            "return SafeString(text)",
            "{% autoescape off %}",
        ),
    ),
    Rule(
        name="Any only where a library forces it",
        instead="say what it is: a class, a type variable, a Protocol, a TypedDict or object",
        files=OUR_CODE,
        exempt=(
            # Django's stubs: what a field's `to_python` returns, what columns an abstract row has, contexts.
            "newsdesk/desk/image_field.py",
            "newsdesk/requests/fields.py",
            "newsdesk/desk/workflow_admin.py",
            "newsdesk/editing/conflicts.py",
            "newsdesk/submissions/form.py",
            "newsdesk/site/feeds/formats.py",
            "newsdesk/merging/engine.py",
            "newsdesk/kinds/lineage.py",
            # A kind of page, whichever: a class is not generic in what its type variables stand for.
            "newsdesk/kinds/register.py",
            "newsdesk/workflow/register.py",
            "newsdesk/workflow/publish_many.py",
            "newsdesk/merging/page_merging.py",
            "entities/merging/screens.py",
            "newsdesk/exchange/import_lines.py",
            "newsdesk/exchange/page_files.py",
            "newsdesk/exchange/pages_back.py",
            "newsdesk/exchange/ninjs.py",
            "newsdesk/exchange/public_lines.py",
            "newsdesk/exchange/merge_lines.py",
            "newsdesk/exchange/site_lines.py",
            # JSON and TOML.
            "newsdesk/api/description.py",
            "newsdesk/intake/exports.py",
            "newsdesk/intake/lines.py",
            "newsdesk/intake/sites.py",
            "newsdesk/intake/news/statements.py",
            "newsdesk/pages/documents.py",
            "newsdesk/site/demo/files.py",
        ),
        find=careless_any,
        good=(
            "def save(self, *args: Any, **kwargs: Any) -> None: ...",
            "from typing import Any",
            "def shown(item: WorkingCopy, context: dict[str, object]) -> None: ...",
        ),
        bad=(
            "def shown(item: Any) -> None: ...",
            "def shown(*args: Any, item: Any) -> None: ...",
            "def shown(**kwargs: list[Any]) -> None: ...",
            "rows: dict[str, Any] = {}",
            "class Kind(Generic[Any]): ...",
        ),
    ),
    Rule(
        name="a class is named by a noun",
        instead="say what it is, not what was done with it: KnownPair, not Known; DraftWriter, not Drafting",
        files=OUR_CODE,
        # A model's name is that of its table.
        exempt=("newsdesk/catalogue/models.py",),
        find=pattern(
            r"(?m)^class (Asked|Carried|Checked|Cited|Cleaned|Closed|Compiled|Described|Faced|Fetched|Found|"
            r"Given|Judged|Known|Late|Listed|Looked|Measured|Merged|Named|Near|Noted|Numbered|Opened|Outdated|"
            r"Pinned|Raised|Ranked|Registered|Rendered|Said|Saved|Searched|Seen|Served|Shown|Spelled|Stored|"
            r"Tagged|Taken|Tidied|Together|Told|Typed|Unsaved|Waiting|Warned|Written|"
            r"(Arriv|Bring|Choos|Correct|Draft|Fail|Fill|Happen|Merg|Nam|Publish|Read|Restor|Review|Runn|Shar|"
            r"Tell)ing)\b",
        ),
        good=(
            "class KnownPair:",
            "class Moved:",
            "class Heading:",
            "class DraftTransitions(Workflow):",
        ),
        bad=("class Known:", "class Told(Protocol):", "class Drafting(ModelAdmin):"),
    ),
    Rule(
        name="no inline style, script or handler in a template",
        instead="use a class or a custom element in static/; browsers are told to refuse this",
        files=TEMPLATES,
        find=inline_code,
        good=(
            '<p class="style">',
            '<script type="module" src="{% static \'desk.js\' %}"></script>',
            '<style nonce="{{ request.csp_nonce }}" data-tiptap-style></style>',
            "<style>{{ style }}</style>",
            '<script type="application/ld+json">{{ json }}</script>',
            '<link rel="stylesheet" href="{% static "site.css" %}">',
        ),
        bad=(
            '<p style="color: red">',
            "<p style='color: red'>",
            '<td style="{{ css }}">',
            "<style>p { color: red }</style>",
            "<style>{{ style }} p { color: red }</style>",
            '<style nonce="{{ request.csp_nonce }}">p { color: red }</style>',
            "<script>alert(1)</script>",
            '<script type="module">import "./x.js";</script>',
            '<script nonce="{{ request.csp_nonce }}">alert(1)</script>',
            '<button onclick="go()">',
            '<a href="javascript:go()">',
        ),
    ),
    Rule(
        name="addresses and JSON that somebody sent are read in one place",
        instead="call newsdesk.requests.addresses or use its SentJSON: these raise for broken input",
        files=OUR_CODE,
        # The leak scan and a restore read what we have written; files are read in a process of their own.
        exempt=(
            "newsdesk/requests/",
            "newsdesk/site/public_answers.py",
            "newsdesk/backup/",
            # What deeds of ours have stored.
            "newsdesk/publication/document.py",
            "newsdesk/publication/kept_copy.py",
            "newsdesk/exchange/site_file.py",  # Line by line, with an answer for each that is none.
            "newsdesk/intake/",
            # It says Forbidden for what cannot be read, and of what can whether it may be asked for.
            "newsdesk/outside/public_address.py",
        ),
        find=pattern(
            r"\b(?:urlsplit|urlparse|parse_qsl?|url_has_allowed_host_and_scheme|json\.loads|forms\.JSONField)"
            r"\((?!settings\.)"
        ),
        good=("urlsplit(settings.SITE_URL).hostname", "seen = SentJSON()", "models.JSONField()"),
        bad=("urlsplit(asked).path", "json.loads(request.body)", "seen = forms.JSONField()"),
    ),
    Rule(
        name="colours stand in the tokens",
        instead="name the colour in static/desk/tokens.css or in the layer of tokens of static/site/site.css",
        files=("static/**/*.css",),
        exempt=("static/desk/tokens.css",),
        find=stylesheets.colours,
        good=(
            "a { color: var(--desk-link); }",
            "#id_name { color: inherit; }",
            "/* #fff */ p { margin: 0 }",
            "@layer tokens { :root { --ink: #1d1a16; @media print { --ink: #000; } } } p { margin: 0; }",
        ),
        bad=(
            "a { color: #fff; }",
            "a { color: #FFF }",
            "p { box-shadow: 0 1px rgb(0 0 0 / 10%); }",
            "p { --own: light-dark(#fff, #000); }",
            "@layer tokens { :root { --ink: #1d1a16; } } p { color: #1d1a16; }",
        ),
    ),
    Rule(
        name="the desk's templates use the words of the glossary",
        instead="look the word up in docs/glossary.md",
        files=("templates/admin/**/*.html",),
        find=words.in_template,
        good=(
            "<a href=\"{% url 'admin:entities_entity_add' %}\">New topic</a>",
            "{% comment %}What the gate finds.{% endcomment %}<p>{{ edition.number }}</p>",
            '<li data-edition="1" class="desk-verb">Version 1</li>',
        ),
        bad=(
            "<h2>Entities</h2>",
            '<p aria-label="Edition 1"></p>',
            "<p>What the one that stays will say</p>",
            "<th>Verb</th>",
            '{{ number|pluralize:"entity,entities" }}',
        ),
    ),
    Rule(
        name="the desk's stylesheets use the words of the glossary",
        instead="look the word up in docs/glossary.md",
        files=("static/desk/*.css",),
        find=words.in_stylesheet,
        good=('a::before { content: "Version "; }', ".desk-editions { color: inherit }"),
        bad=('a::before { content: "Edition "; }',),
    ),
    Rule(
        name="sentences and labels of the desk use the words of the glossary",
        instead="look the word up in docs/glossary.md",
        files=OUR_CODE,
        exempt=(
            "newsdesk/pages/triggers.py",  # What the database says of its own rows.
            "newsdesk/presentation/",  # Readers are told of editions.
            "stories/citation.py",
            "newsdesk/workflow/ways.py",  # A table for who reads the code.
            "stories/importing/kinds.py",  # Words that texts hold.
            "stories/importing/people.py",
            "stories/importing/verbs.py",
            "newsdesk/rules/wording.py",
            "newsdesk/site/demo/",  # Its files have a table of that name.
            "entities/migrations/",  # As it was.
            "stories/migrations/",
        ),
        find=words.in_code,
        good=(
            'raise Refused("The topic has no name.")',
            '"""Every verb of an entity."""',
            'path = "entities.entity"',
            'help = "story:5, faq:12, entity:3"',
            'name = f"published version {edition.number}"',
        ),
        bad=(
            'raise Refused("The entity has no name.")',
            'description = field(label="Standing")',
            'text = f"Edition {number} is scheduled."',
            'raise Http404("There is no such picture.")',
        ),
    ),
    Rule(
        name="documents for whoever runs a desk use the words of the glossary",
        instead="look the word up in docs/glossary.md",
        files=("README.md", "docs/*.md", "docs/handbook/*.md"),
        find=words.in_document,
        good=("Images lie in `var/pictures` ([all](docs/pictures/all.md)).",),
        bad=("Pictures lie in `var`.", "Each person sets up their own second factor."),
    ),
    Rule(
        name="no !important in our CSS",
        instead="put the rule into a later @layer",
        files=("static/**/*.css",),
        find=pattern(r"!\s*important", re.IGNORECASE),
        good=("p { color: red; }", "/* This is important! */"),
        bad=("p { color: red !important; }", "p { color: red ! IMPORTANT }"),
    ),
    Rule(
        name="imports of ES modules end with a semicolon",
        instead="end the line with ; or Django's hashing of static files skips it without a word",
        files=("static/**/*.js", "static/**/*.mjs"),
        find=pattern(
            r"""^[ \t]*(?:import|export)\b[^;"'()=]*?(["'])[^"'\n]+\1(?![ \t]*;)""", re.MULTILINE
        ),
        good=(
            'import { a } from "./a.js";',
            'import "./a.js";',
            'import {\n    a,\n    b,\n} from "./a.js";',
            'export { a } from "./a.js";',
            'const a = await import("./a.js");',
            'export const name = "a"\n',
        ),
        bad=(
            'import { a } from "./a.js"',
            "import './a.js'",
            'import {\n    a,\n    b,\n} from "./a.js"\n',
            'export * from "./a.js"',
        ),
    ),
    Rule(
        name="our own apps are imported at the top of a module",
        instead="move the import up; if that makes a circle, one of the two is in the wrong layer",
        files=OUR_CODE,
        find=imports_inside_functions,
        good=(
            "from stories import views\n\ndef f():\n    import json",
            "class StoriesConfig:\n    def ready(self):\n        from . import checks",
            "if True:\n    from stories import views",
        ),
        bad=(
            "def f():\n    from stories import views",
            "def f():\n    import newsdesk.catalogue.models",
            "async def f():\n    from .models import Story",
            "class A:\n    def f(self):\n        if self:\n            from . import models",
        ),
    ),
    Rule(
        name="partial templates are included with only",
        instead="name what the partial needs: {% include '_card.html' with page=page only %}",
        files=TEMPLATES,
        find=pattern(
            r"""{%\s*include\s+["'](?:[^"']*/)?_[^"'/]+["'](?:(?!\bonly\s*%})[^%]|%(?!}))*%}"""
        ),
        good=(
            '{% include "_card.html" with page=page only %}',
            '{% include "stories/_card.html" only %}',
            '{% include "admin/includes/fieldset.html" %}',
        ),
        bad=(
            '{% include "_card.html" %}',
            '{% include "stories/_card.html" with page=page %}',
            "{% include 'stories/_card.html' with only=page %}",
        ),
    ),
    Rule(
        name="no path of one machine and no package index in a file",
        instead="build paths from BASE_DIR or tempfile; leave the index to pip's settings",
        files=("**/*",),
        exempt=(HOUSE,),
        find=pattern(
            r"(?<![\w.}/>*-])/(?:work|tmp|root)/[\w.]"
            r"|\bpypi\.[\w.]+|\bpythonhosted\.org|\bregistry\.npmjs|--(?:extra-)?index-url"
        ),
        good=(
            'BASE_DIR / "tmp"',
            "https://example.org/work/tmp/page",
            "href='{{ base }}/work/list'",
            "var/tmp/x",
        ),
        bad=(
            'open("/tmp/x")',
            "cd /work/main",
            "/root/.cache",
            "pip install --index-url https://example.org/simple",
            "https://pypi.org/simple",
            "https://files.pythonhosted.org/packages",
        ),
    ),
]

by_name = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


@by_name
def test_rule_is_kept(rule):
    broken = rule.broken_in_tree()
    assert not broken, f"{rule.name}: {rule.instead}\n" + "\n".join(broken)


@by_name
def test_rule_finds_its_bad_lines_and_passes_its_good_ones(rule):
    missed = [line for line in rule.bad if not list(rule.find(line))]
    blamed = [line for line in rule.good if list(rule.find(line))]
    assert (missed, blamed) == ([], [])


@by_name
def test_every_exempt_file_exists(rule):
    """An exemption for a file that has moved would let the next file of that name through."""
    gone = [path for path in rule.exempt if not (ROOT / path).exists()]
    assert gone == []


def badly_named(paths):
    """Modules and folders whose name says nothing about what lives there."""
    return [
        path
        for path in paths
        if path.endswith((".py", ".js"))
        and BANNED_NAMES.intersection(path.rsplit(".", 1)[0].lstrip("_").split("/"))
    ]


def test_no_module_is_named_after_nothing():
    assert badly_named(our_files()) == []


def test_badly_named_modules_are_found():
    bad = ["stories/utils.py", "newsdesk/common/__init__.py", "static/helpers.js", "faqs/base.py"]
    good = ["templates/base.html", "stories/database.py", "static/base.css", "manage.py"]
    assert badly_named(bad + good) == bad


def test_every_class_and_id_of_a_stylesheet_is_used():
    unused = [
        f"{path}:{line}: {name}"
        for path in our_files()
        if path.endswith(".css") and path.startswith("static/")
        for line, name in stylesheets.names_in(text_of(path))
        if name not in stylesheets.names_in_use() and not stylesheets.MADE_UP.match(name)
    ]
    assert not unused, "delete the rules:\n" + "\n".join(unused)


def test_classes_are_found_where_selectors_name_them():
    css = """.one > #two:is(.three, a) { color: var(--four); margin: .5rem; }
    @media (width > 1.5rem) { .five { inset: 0 } } /* .six { } */"""
    assert [name for _, name in stylesheets.names_in(css)] == ["one", "two", "three", "five"]
    assert "desk-card" in stylesheets.names_in_use()
    assert "no-such-class" not in stylesheets.names_in_use()
