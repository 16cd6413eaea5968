"""The mutation run itself: it kills what tests notice, and says so of nothing else."""

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutants import outcomes, sample
from tests.mutants.coverage_map import CoverageMap
from tests.mutants.equivalent import EQUIVALENT
from tests.mutants.operators import mutants_of
from tests.mutants.swap import swap

SAMPLE, CHECKS = "tests/mutants/sample.py", "tests/mutants/sample_checks.py"


@pytest.fixture(scope="module")
def tried(tmp_path_factory):
    """The outcomes of all mutants of the sample, by what they change."""
    folder = tmp_path_factory.mktemp("mutants")
    command = [sys.executable, "-m", "tests.mutants", "--only", SAMPLE, "--tests", CHECKS]
    command += ["--patience", "1"]
    done = subprocess.run(
        [*command, "--folder", str(folder)], capture_output=True, text=True, timeout=400
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = outcomes.read(folder / "results.jsonl")
    assert found.keys() == {mutant.key for mutant in mutants_of(SAMPLE)}
    return {mutant.split(" in ")[-1]: outcome for mutant, outcome in _by_text(found)}, done.stdout


def _by_text(found):
    return [(outcome.mutant.partition(" in ")[2], outcome) for outcome in found.values()]


def status(tried, mutant):
    return tried[0][mutant].status


@pytest.mark.parametrize(
    "mutant",
    [
        "is_adult: age >= 18  ->  age > 18",
        "is_adult: age >= 18  ->  age < 18",
        "is_adult: return age >= 18  ->  return None",
        "counted: 0  ->  1",
        "price: 20  ->  21",
    ],
)
def test_a_mutant_that_a_test_notices_is_killed_by_it(tried, mutant):
    outcome = tried[0][mutant]
    assert outcome.status == outcomes.KILLED
    assert outcome.by.startswith(CHECKS)


def test_a_mutant_that_never_ends_is_stopped(tried):
    assert status(tried, "counted: found += 1  ->  pass") == outcomes.TIMED_OUT


@pytest.mark.parametrize(
    "mutant",
    [
        "dead: raise ValueError(age)  ->  pass",  # In no test's way.
        "dead: age < 0  ->  age <= 0",
        "price: cache  ->  (nothing)",  # The same, only slower.
    ],
)
def test_a_mutant_that_nothing_can_notice_survives(tried, mutant):
    assert status(tried, mutant) in outcomes.GONE_THROUGH


def test_a_test_that_fails_anyhow_kills_nothing(tried):
    assert status(tried, "unwatched: return age * 7  ->  return None") == outcomes.SURVIVED
    assert f"Not counted, since they fail without a mutant: {CHECKS}::test_that_always" in tried[1]


def test_what_no_test_runs_is_told_apart(tried):
    assert status(tried, "never_called: age < 18  ->  age <= 18") == outcomes.NO_TEST


@pytest.mark.parametrize(
    ("source", "changes"),
    [
        ("a < b", {"a <= b", "a >= b"}),
        ("a in b", {"a not in b"}),
        ("f(a=1)", {"f()", "f(a=2)", "pass"}),
        ("a and b", {"a or b", "a", "b"}),
        ("not a", {"a"}),
        ("x = y if a else b", {"x = y if not a else b", "x = y", "x = b"}),
        ("x.y = 1", {"x.y = 2", "pass"}),
        ("raise E()", {"pass"}),
        ("q.filter(a)", {"q.exclude(a)", "pass"}),
        ("q.select_for_update()", {"q", "pass"}),
        ("x[:5]", {"x[:6]", "x[:4]", "x[:]"}),
        ("x = {'a': True}", {"x = {}", "x = {'XXa': True}", "x = {'a': False}"}),
        ("x = ('a', b)", {"x = ('a',)", "x = (b,)"}),
        ("x = [a for a in b if a > 1]", {"x = [a for a in b]"}),
        ("x = a | b", {"x = a", "x = b"}),
        ("@atomic\ndef f():\n    g()\n    return 1", {"def f():\n    g()\n    return 1"}),
        ("@dataclass\nclass A:\n    pass", set()),
        ("@dataclass(frozen=True)\nclass A:\n    pass", set()),
        ("def f(a: int = 1):\n    pass", {"def f(a: int=2):\n    pass"}),
        ("try:\n    a()\nexcept E:\n    b()", {"try:\n    a()\nexcept E:\n    raise"}),
        ("with a():\n    b()", {"if True:\n    b()"}),
        ('"""Of a module."""', set()),
        ("raise E('A sentence for people.')", {"pass"}),
        ("x: dict[str, 'A'] = y", set()),
        ("import a", set()),
    ],
)
def test_changes_that_are_made(tmp_path, source, changes):
    module = tmp_path / "module.py"
    module.write_text(source)
    found = {ast.unparse(mutant.tree()) for mutant in mutants_of(str(module))}
    assert found >= changes
    if not changes:
        assert not found


def test_every_mutant_compiles_and_differs_from_the_code(tmp_path):
    for module in (SAMPLE, "newsdesk/workflow/transitions.py", "newsdesk/pages/rich_text.py"):
        code = ast.unparse(ast.parse(Path(module).read_text()))
        for mutant in mutants_of(module):
            compile(mutant.tree(), module, "exec")
            assert ast.unparse(mutant.tree()) != code, str(mutant)


def test_a_mutant_keeps_its_name_when_its_line_moves(tmp_path):
    module = tmp_path / "module.py"
    module.write_text("def f(a):\n    return a < 1\n")
    before = {mutant.key for mutant in mutants_of(str(module))}
    module.write_text('"""Longer now."""\n\ndef f(a):\n    return a < 1\n')
    assert {mutant.key for mutant in mutants_of(str(module))} == before


def test_maps_are_put_together_with_the_newer_right_about_its_tests():
    old = CoverageMap({"a": 1.0, "b": 1.0}, [], {"m": {"1": ["a", "b"], "2": ["a"]}}, {"m": "x"})
    new = CoverageMap({"a": 2.0}, [], {"m": {"2": [], "3": ["a"]}}, {"m": "y"})
    both = old.merged(new)
    assert both.lines == {"m": {"1": ["b"], "2": [], "3": ["a"]}}
    assert (both.seconds, both.sources) == ({"a": 2.0, "b": 1.0}, {"m": "y"})


def test_a_map_follows_lines_that_move(tmp_path):
    module = tmp_path / "module.py"
    module.write_text("new\na\nB\nc\n")
    old = CoverageMap(
        {}, [], {str(module): {"1": ["x"], "2": ["y"], "3": ["z"]}}, {str(module): "a\nb\nc"}
    )
    now = old.up_to_date()
    assert now.lines[str(module)] == {"1": ["x"], "2": ["x"], "3": ["x", "y", "z"], "4": ["z"]}
    assert now.sources[str(module)] == module.read_text()


def test_mutants_of_the_same_words_in_one_function_have_names_of_their_own(tmp_path):
    module = tmp_path / "module.py"
    module.write_text("def f(a):\n    return a < 1, a < 1\nx = 1\n")
    names = [mutant.name for mutant in mutants_of(str(module))]
    assert {"f: a < 1  ->  a <= 1", "f: a < 1  ->  a <= 1 (2)", "module: 1  ->  2"} <= {*names}
    assert len(names) == len({*names})


@pytest.mark.parametrize("module", EQUIVALENT)
def test_what_is_said_to_be_equivalent_is_a_mutant_still_and_says_why(module):
    assert EQUIVALENT[module].keys() <= {mutant.name for mutant in mutants_of(module)}
    assert all(why.endswith(".") for why in EQUIVALENT[module].values())


def test_what_is_equivalent_is_counted_for_itself():
    rows = [outcomes.Outcome("k", outcomes.EQUIVALENT, "m.py:1 in f: a  ->  b")]
    assert outcomes.report(rows).splitlines()[-1].split() == ["all", "1", "0", "0", "1", "0", "0"]


def test_a_constant_that_is_read_by_its_own_module_is_changed_without_a_fresh_import(monkeypatch):
    (mutant,) = (each for each in mutants_of(SAMPLE) if each.name == "price: 20  ->  21")
    price = inspect.unwrap(sample.price)
    monkeypatch.setattr(price, "__kwdefaults__", {"full": 20})
    swap(mutant)
    assert sample.price(30) == 21


def test_tests_that_go_where_few_go_near_a_mutant_are_told_from_the_others(tmp_path):
    module = tmp_path / "module.py"
    module.write_text("def f(a):\n    if a < 1:\n        return 2\n    return 3\n")
    name, seconds = str(module), dict.fromkeys("abcd", 1.0)
    lines = {"2": ["a", "b", "c"], "3": ["b"], "4": ["a", "c"], "9": ["d"]}
    mutant = next(each for each in mutants_of(name) if each.before == "a < 1")
    found = CoverageMap(seconds, [], {name: lines}, {name: ""}).company(mutant)
    assert found == {"a": 2, "b": 1, "c": 2, "d": 4}


@pytest.mark.parametrize(("decorator", "covering"), [("@cache\n", ["a", "b"]), ("", ["a"])])
def test_what_a_cached_function_says_is_run_by_all_tests_of_its_module(
    tmp_path, decorator, covering
):
    module = tmp_path / "module.py"
    module.write_text(f"{decorator}def f(a):\n    return a < 1\n")
    name, line = str(module), str(3 if decorator else 2)
    mutant = next(each for each in mutants_of(name) if each.before == "a < 1")
    lines = {line: ["a"], "9": ["b"]}
    assert CoverageMap({}, [], {name: lines}, {name: ""}).covering(mutant) == covering
