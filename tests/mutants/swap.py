"""Putting a mutant in the place of the code that is loaded already."""

import inspect
import sys
from types import CodeType, FunctionType, ModuleType
from typing import Any

from tests.mutants.operators import Mutant


class CannotSwap(Exception):
    """The mutant needs a fresh import: it is not inside a function, or has other closures."""


def module_name(path: str) -> str:
    return path.removesuffix(".py").replace("/", ".")


def swap(mutant: Mutant) -> None:
    """Let the function that holds the mutant run the mutant's code, whoever has imported it."""
    if mutant.at_import:
        raise CannotSwap(mutant.key)
    module = sys.modules[module_name(mutant.module)]
    code = compile(mutant.tree(), module.__file__ or mutant.module, "exec")
    function = _function(module, mutant.function)
    try:
        function.__code__ = _code(code, mutant.function)
    except ValueError as error:  # Another number of free variables: a call of super() more or less.
        raise CannotSwap(mutant.key) from error
    _forget_cached(module)


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
