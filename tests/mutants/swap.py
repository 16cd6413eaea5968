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
            _undecorate(mutant, module)
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


def _undecorate(mutant: Mutant, module: ModuleType) -> None:
    """Let the one decorator of a function do nothing, if it is a context manager like `atomic`."""
    statement: Any = ast.parse(Path(mutant.module).read_text())
    for field, index in mutant.path[:-1]:
        statement = getattr(statement, field)[index]
    decorated: Any = module
    for part in mutant.function.split("."):
        decorated = inspect.getattr_static(decorated, part)
    if len(statement.decorator_list) > 1 or not isinstance(decorated, FunctionType):
        raise CannotSwap(mutant.key)
    cells = dict(zip(decorated.__code__.co_freevars, decorated.__closure__ or (), strict=True))
    if "self" not in cells or not isinstance(cells["self"].cell_contents, ContextDecorator):
        raise CannotSwap(mutant.key)
    cells["self"].cell_contents = _Nothing()


class _Nothing:
    """Stands for a context manager that decorates."""

    def _recreate_cm(self) -> AbstractContextManager[None]:
        return nullcontext()


def _swap_values(mutant: Mutant, module: ModuleType, code: CodeType) -> None:
    """Take over the defaults of the mutant's function, or the constants of the module, that `code` has.

    Who has imported a constant keeps what it had: a test that fails has noticed the mutant, one that does not
    has to see it after a fresh import.
    """
    new = ModuleType(module.__name__)
    new.__file__ = module.__file__
    exec(code, vars(new))  # noqa: S102
    if mutant.function:
        old, told = _function(module, mutant.function), _function(new, mutant.function)
        old.__defaults__, old.__kwdefaults__ = told.__defaults__, told.__kwdefaults__
        return
    values = {name: value for name, value in vars(new).items() if _is_plain(value)}
    if all(vars(module).get(name) == value for name, value in values.items()):
        raise CannotSwap(mutant.key)
    for name, value in values.items():
        setattr(module, name, value)


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
