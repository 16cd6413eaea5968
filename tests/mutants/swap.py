"""Putting a mutant in the place of the code that is loaded already."""

import ast
import inspect
import re
import sys
from contextlib import AbstractContextManager, ContextDecorator, nullcontext
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from tests.mutants.operators import Mutant


class CannotSwap(Exception):
    """The mutant needs a fresh import: it is in a class or most decorators, or has other closures."""


def module_name(path: str) -> str:
    return path.removesuffix(".py").replace("/", ".")


def swap(mutant: Mutant) -> None:
    """Let the function that holds the mutant run the mutant's code, whoever has imported it."""
    module = sys.modules[module_name(mutant.module)]
    code = compile(mutant.tree(), module.__file__ or mutant.module, "exec")
    if mutant.at_import:
        if mutant.operator == "decorator removed":
            _undecorate(module, _statement(mutant))
        else:
            _swap_values(mutant, module, code)
        _forget_cached(module)
        return
    function = _function(module, mutant.function)
    try:
        function.__code__ = _code(code, mutant.function)
    except ValueError as error:  # Another number of free variables: a call of super() more or less.
        raise CannotSwap(mutant.key) from error
    _forget_cached(module)


def _undecorate(module: ModuleType, statement: ast.stmt) -> None:
    """Let the one decorator of a function do nothing, if it is a context manager like `atomic`."""
    if not isinstance(statement, ast.FunctionDef) or len(statement.decorator_list) > 1:
        raise CannotSwap(ast.unparse(statement)[:80])
    decorated = getattr(module, statement.name)
    if not isinstance(decorated, FunctionType):
        raise CannotSwap(statement.name)
    cells = dict(zip(decorated.__code__.co_freevars, decorated.__closure__ or (), strict=True))
    if "self" not in cells or not isinstance(cells["self"].cell_contents, ContextDecorator):
        raise CannotSwap(statement.name)
    cells["self"].cell_contents = _Nothing()


class _Nothing:
    """Stands for a context manager that decorates."""

    def _recreate_cm(self) -> AbstractContextManager[None]:
        return nullcontext()


def _swap_values(mutant: Mutant, module: ModuleType, code: CodeType) -> None:
    """Take over the defaults of functions and the constants of the module that `code` has.

    Who has imported a constant keeps what it had: a test that fails has noticed the mutant, one that does not
    has to see it after a fresh import.
    """
    if mutant.path[0][0] != "body" or isinstance(_statement(mutant), ast.ClassDef):
        raise CannotSwap(mutant.key)
    new = ModuleType(module.__name__)
    new.__file__ = module.__file__
    exec(code, vars(new))  # noqa: S102
    swapped = False
    for name, value in vars(new).items():
        old, value = (_unwrapped(each) for each in (vars(module).get(name), value))
        if isinstance(value, FunctionType) and isinstance(old, FunctionType):
            defaults = (value.__defaults__, value.__kwdefaults__)
            swapped |= (old.__defaults__, old.__kwdefaults__) != defaults
            old.__defaults__, old.__kwdefaults__ = defaults
        elif isinstance(_statement(mutant), ast.Assign | ast.AnnAssign) and _is_plain(value):
            swapped |= old != value
            setattr(module, name, value)
    if not swapped:
        raise CannotSwap(mutant.key)


def _unwrapped(value: Any) -> Any:
    return inspect.unwrap(value) if callable(value) else value


def _statement(mutant: Mutant) -> ast.stmt:
    """Return the statement of the module that the mutant changes, as it is without it."""
    index = mutant.path[0][1]
    return ast.parse(Path(mutant.module).read_text()).body[index or 0]


def _is_plain(value: Any) -> bool:
    """Tell whether a value is of a kind of which any two that are equal may stand for each other."""
    if isinstance(value, dict):
        return all(map(_is_plain, (*value, *value.values())))
    if isinstance(value, tuple | list | set | frozenset):
        return all(map(_is_plain, value))
    return isinstance(value, str | int | float | re.Pattern | None)


def _function(module: ModuleType, name: str) -> FunctionType:
    found: Any = module
    for part in name.split("."):
        found = inspect.getattr_static(found, part)
    if isinstance(found, property):
        found = found.fget
    found = inspect.unwrap(getattr(found, "__func__", found))
    if not isinstance(found, FunctionType):
        raise CannotSwap(name)
    return found


def _code(code: CodeType, name: str) -> CodeType:
    """Return the code of a function by its name in the code of its module."""
    for part in name.split("."):
        code = next(c for c in code.co_consts if isinstance(c, CodeType) and c.co_name == part)
    return code


def _forget_cached(module: ModuleType) -> None:
    for value in vars(module).values():
        if clear := getattr(value, "cache_clear", None):
            clear()
