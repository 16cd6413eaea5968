"""What a mutant is, and which there are of a module: one small change of its syntax tree each.

Not changed are docstrings, annotations, imports, what a dataclass is told (`frozen`, `slots`: code that
would break them is not there), and *wording*: the sentences that people read, which are told from keys
and names by their spaces, and what f-strings are made of. A test that holds a sentence letter by letter
would hold its mistakes too.
"""

import ast
import copy
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Path_ = tuple[tuple[str, int | None], ...]

COMPARISONS: dict[type, tuple[type, ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
ARITHMETIC: dict[type, type] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.BitAnd: ast.BitOr,
}
OPPOSITES = {"filter": "exclude", "first": "last", "any": "all", "min": "max"}
OPPOSITES |= {other: one for one, other in OPPOSITES.items()}
# Calls without which a chain still stands: `a.strip()` becomes `a`.
DROPPED = ("select_for_update", "strip", "lower", "casefold", "distinct", "order_by", "exclude")
# Taken away, these leave a class that is none: no test could pass.
KEPT_DECORATORS = ("dataclass", "property", "classmethod", "staticmethod")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one module.

    `function` is the qualified name of the outermost function that holds it, "" outside of any; with
    `at_import` the change is in what runs when the module is imported, such as a decorator or a default.
    a function that is `cached` runs for the first test that needs it, and counts for all. `lines` are the
    first and the last line; `key` names it across runs, whatever lines move; `nth` tells
    it from earlier ones of the same words in one function.
    """

    module: str
    function: str
    at_import: bool
    operator: str
    before: str
    after: str
    lines: tuple[int, int]
    path: Path_
    replacement: Any
    key: str
    nth: int = 1
    cached: bool = False

    @property
    def name(self) -> str:
        """Return what it is called in its module, without a line: "f: a < b  ->  a > b"."""
        again = f" ({self.nth})" if self.nth > 1 else ""
        return f"{self.function or 'module'}: {self.before}  ->  {self.after}{again}"

    def __str__(self) -> str:
        where = f" in {self.function}" if self.function else ""
        return f"{self.module}:{self.lines[0]}{where}: {self.before}  ->  {self.after}"

    def tree(self) -> ast.Module:
        """Return the syntax tree of the module with the change."""
        tree = ast.parse(Path(self.module).read_text())
        parent: Any = tree
        for field, index in self.path[:-1]:
            value = getattr(parent, field)
            parent = value if index is None else value[index]
        field, index = self.path[-1]
        new = copy.deepcopy(self.replacement)
        if index is None:
            setattr(parent, field, new)
        elif new is None:
            del getattr(parent, field)[index]
        else:
            getattr(parent, field)[index] = new
        return ast.fix_missing_locations(tree)


def mutants_of(module: str) -> list[Mutant]:
    """Return all mutants of the file `module`, from top to bottom."""
    found = []
    seen: Counter[tuple[str, ...]] = Counter()
    named: Counter[tuple[str, ...]] = Counter()
    tree = ast.parse(Path(module).read_text())
    cached = {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and "cache" in map(_name, node.decorator_list)
    }
    for path, node, function, at_import, operator, replacement, lines in _walk(tree, (), ""):
        before = _shown(node) if operator != "empty function" else "(its statements)"
        after = "(nothing)" if replacement is None else _shown(replacement)
        same = (module, function, operator, before, after)
        seen[same] += 1
        key = hashlib.sha256(repr((*same, seen[same])).encode()).hexdigest()[:12]
        what = (operator, before, after, lines, path, replacement, key)
        nth = named[function, before, after] = named[function, before, after] + 1
        found.append(Mutant(module, function, at_import, *what, nth, function in cached))
    return found


def _shown(replacement: Any) -> str:
    nodes = replacement if isinstance(replacement, list) else [replacement]
    return " ".join("; ".join(ast.unparse(node) for node in nodes).split())[:160]


Change = tuple[Path_, ast.AST, str, bool, str, Any, tuple[int, int]]


def _walk(node: ast.AST, path: Path_, function: str, inside: str = "") -> Iterator[Change]:
    """Yield the changes of what stands below `node`. `inside` is the dotted name of the classes and
    functions around it.
    """
    for field, index, child in _children(node):
        here = (*path, (field, index))
        named = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        name = f"{inside}.{child.name}".lstrip(".") if named else inside  # type: ignore[attr-defined]
        for operator, replacement in _variants(child, node, field):
            yield here, child, function, not function, operator, replacement, _lines(child, child)
        if isinstance(child, ast.FunctionDef) and not function:
            yield from _walk_function(child, here, name)
        else:
            yield from _walk(child, here, function, name)


def _walk_function(child: ast.FunctionDef, here: Path_, name: str) -> Iterator[Change]:
    """Of a function, what runs when it is called belongs to it, decorators and defaults do not."""
    span = _lines(child.body[0], child.body[-1])
    for change in _walk(child, here, name, name):
        in_body = change[0][len(here)][0] == "body"
        yield change if in_body else (*change[:3], True, *change[4:6], span)
    start = 1 if ast.get_docstring(child) is not None else 0
    if len(child.body) > start + 1:
        empty = [ast.Return(value=ast.Constant(None))]
        yield (*here, ("body", None)), child, name, False, "empty function", empty, span


def _lines(first: ast.AST, last: ast.AST) -> tuple[int, int]:
    start = getattr(first, "lineno", 0)
    return start, getattr(last, "end_lineno", start) or start


def _children(node: ast.AST) -> Iterator[tuple[str, int | None, ast.AST]]:
    """Yield field, index and child of what may be changed."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "type_params") or isinstance(node, ast.JoinedStr):
            continue
        if isinstance(node, ast.Call) and field == "args" and _name(node.func) == "cast":
            value = [None, *value[1:]]
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST) and not _skipped(child):
                yield field, index, child


def _skipped(node: ast.AST) -> bool:
    docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    dataclass_ = isinstance(node, ast.Call) and _name(node.func) == "dataclass"
    ignored = ast.Import | ast.ImportFrom | ast.expr_context
    return docstring or dataclass_ or isinstance(node, ignored)


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _variants(node: ast.AST, parent: ast.AST, field: str) -> Iterator[tuple[str, Any]]:
    """Yield each change of `node` itself: the name of the operator, and what stands there instead."""
    if field == "decorator_list":
        target = node.func if isinstance(node, ast.Call) else node
        if _name(target) not in KEPT_DECORATORS:
            yield "decorator removed", None
        return
    if field == "test" and isinstance(node, ast.expr) and not _turns_by_itself(node):
        yield "condition negated", ast.UnaryOp(ast.Not(), node)
    if field == "ifs":
        yield "condition removed", None
    if isinstance(node, ast.keyword):
        if node.arg is not None:
            yield "keyword argument removed", None
    elif isinstance(node, ast.stmt | ast.ExceptHandler):
        yield from _of_statement(node)
    elif field == "elts" and isinstance(getattr(parent, "ctx", ast.Load()), ast.Load):
        yield "element removed", None
        if isinstance(node, ast.expr) and not isinstance(node, ast.Constant):
            yield from _of_expression(node)
    elif isinstance(node, ast.expr):
        yield from _of_expression(node)


def _turns_by_itself(node: ast.expr) -> bool:
    """Tell whether the negation of a condition is among its own variants."""
    return isinstance(node, ast.Compare | ast.UnaryOp)


def _of_statement(node: ast.stmt | ast.ExceptHandler) -> Iterator[tuple[str, Any]]:
    match node:
        case (
            ast.Expr() | ast.Raise() | ast.AugAssign() | ast.Delete() | ast.Continue() | ast.Break()
        ):
            yield "statement removed", ast.Pass()
        case ast.Assign(targets=targets) if all(_is_kept_elsewhere(each) for each in targets):
            yield "statement removed", ast.Pass()
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            yield "None returned", ast.Return(value=ast.Constant(None))
        case ast.Return(value=None):
            yield "statement removed", ast.Pass()
        case ast.With(body=body):
            yield "with removed", ast.If(test=ast.Constant(True), body=body, orelse=[])
        case ast.ExceptHandler(body=body) if not isinstance(body[0], ast.Raise):
            handler = copy.copy(node)
            handler.body = [ast.Raise()]
            yield "exception let through", handler


def _is_kept_elsewhere(target: ast.expr) -> bool:
    """Tell whether an assignment changes something that is not a local name."""
    if isinstance(target, ast.Tuple):
        return all(_is_kept_elsewhere(each) for each in target.elts)
    return isinstance(target, ast.Attribute | ast.Subscript)


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _of_expression(node: ast.expr) -> Iterator[tuple[str, Any]]:
    match node:
        case ast.Compare(ops=[op]):
            for other in COMPARISONS[type(op)]:
                yield "comparison", ast.Compare(node.left, [other()], node.comparators)
        case ast.BoolOp(op=op, values=values):
            turned: ast.boolop = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield "and, or", ast.BoolOp(turned, values)
            for left_out in range(len(values)):
                kept = [each for n, each in enumerate(values) if n != left_out]
                yield "operand removed", kept[0] if len(kept) == 1 else ast.BoolOp(op, kept)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "not removed", operand
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            yield "operand removed", left
            yield "operand removed", right
        case ast.BinOp(left=left, op=op, right=right) if type(op) in ARITHMETIC:
            yield "arithmetic", ast.BinOp(left, ARITHMETIC[type(op)](), right)
        case ast.IfExp(body=body, orelse=orelse):
            yield "branch", body
            yield "branch", orelse
        case ast.Call():
            yield from _of_call(node)
        case ast.Constant():
            yield from (("constant", ast.Constant(value)) for value in _other_values(node.value))
        case ast.Slice(lower=lower, upper=upper):
            if lower is not None:
                yield "slice", ast.Slice(None, upper, node.step)
            if upper is not None:
                yield "slice", ast.Slice(lower, None, node.step)
        case ast.Dict(keys=keys, values=values):
            for n in range(len(keys)):
                yield (
                    "element removed",
                    ast.Dict(keys[:n] + keys[n + 1 :], values[:n] + values[n + 1 :]),
                )


def _of_call(node: ast.Call) -> Iterator[tuple[str, Any]]:
    name = _name(node.func)
    if name in OPPOSITES:
        function = copy.copy(node.func)
        if isinstance(function, ast.Attribute):
            function.attr = OPPOSITES[name]
        elif isinstance(function, ast.Name):
            function.id = OPPOSITES[name]
        yield "opposite", ast.Call(function, node.args, node.keywords)
    if isinstance(node.func, ast.Attribute) and name in DROPPED:
        yield "call removed", node.func.value
    if name == "sorted" and node.args:
        yield "call removed", ast.Call(ast.Name("list", ast.Load()), node.args[:1], [])


def _other_values(value: Any) -> Iterator[Any]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1
        if value > 1:
            yield value - 1
    elif isinstance(value, str) and not _is_wording(value):
        yield f"XX{value}" if value else "XX"


def _is_wording(text: str) -> bool:
    return " " in text.strip()
