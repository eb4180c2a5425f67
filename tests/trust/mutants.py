"""Mutation testing of the measures: `python -m tests.trust.mutants [MODULE ...] [--sample N]`.

Each mutant is one small change of one module: a comparison, an operator, a constant, a condition turned round. Its
tests must fail. Prints what survived, with the line, and ends with an error where fewer than 80 % were killed. The
libraries are imported once; each mutant is a fork of this process, so POSIX only.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import io
import os
import random
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEAST = 0.8
"""Share of mutants that must be killed."""

TESTS = {
    "graph/measures/span.py": ["tests/measures"],
    "graph/measures/escalation.py": ["tests/measures", "tests/conformance/test_questions.py"],
    "graph/measures/paths.py": ["tests/measures", "tests/bands", "tests/conformance/test_questions.py"],
    "graph/measures/approvals.py": ["tests/bands", "tests/conformance/test_questions.py"],
    "graph/text/limits.py": ["tests/limits"],
}
SKIP = "not neo4j and not py2neo"
LIBRARIES = ("networkx", "hypothesis", "numpy", "kglite", "msgspec", "opencc", "fastapi.testclient")

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}  # fmt: skip


def places(tree: ast.AST) -> list[tuple[ast.AST, str]]:
    """Every node that can be changed, with the kind of change, in order of the source."""
    found: list[tuple[ast.AST, str]] = []
    docs = {id(node.body[0]) for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and isinstance(node.body[0], ast.Expr)}  # fmt: skip
    hints = {id(part) for node in ast.walk(tree) for hint in _hints(node) for part in ast.walk(hint)}
    for node in ast.walk(tree):
        if id(node) in docs or id(node) in hints:
            continue
        if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARED:
            found.append((node, "compare"))
        elif isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in _COMPUTED:
            found.append((node, "compute"))
        elif isinstance(node, ast.BoolOp):
            found.append((node, "and/or"))
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            found.append((node, "not"))
        elif isinstance(node, ast.Constant) and type(node.value) in (int, bool):
            found.append((node, "constant"))
        elif isinstance(node, ast.If | ast.IfExp | ast.While):
            found.append((node, "turn round"))
        elif isinstance(node, ast.Continue | ast.Break):
            found.append((node, "continue/break"))
    return sorted(found, key=lambda each: (each[0].lineno, each[0].col_offset, each[1]))  # type: ignore[attr-defined]


def _hints(node: ast.AST) -> Iterator[ast.AST]:
    for name in ("annotation", "returns"):
        if isinstance(hint := getattr(node, name, None), ast.AST):
            yield hint
    if isinstance(node, ast.Assign) and ast.unparse(node.value).split("[")[0] in ("Callable", "Mapping", "Literal"):
        yield node.value


def changed(source: str, number: int) -> tuple[str, str]:
    """The source with its place of that number changed, and what was done, with the line before and after."""
    tree = ast.parse(source)
    node, kind = places(tree)[number]
    line = node.lineno  # type: ignore[attr-defined]
    before = ast.unparse(node).splitlines()[0]
    match node:
        case ast.Compare():
            node.ops[0] = _COMPARED[type(node.ops[0])]()
        case ast.BinOp() | ast.AugAssign():
            node.op = _COMPUTED[type(node.op)]()
        case ast.BoolOp():
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case ast.UnaryOp():
            node.op = ast.UAdd()  # `+x` of a truth value is the value itself, as 0 or 1
            node.operand = ast.Call(ast.Name("bool", ast.Load()), [node.operand], [])
        case ast.Constant():
            node.value = not node.value if isinstance(node.value, bool) else node.value + 1  # type: ignore[operator]
        case ast.If() | ast.IfExp() | ast.While():
            node.test = ast.UnaryOp(ast.Not(), node.test)
        case ast.Continue() | ast.Break():
            other = ast.Break() if isinstance(node, ast.Continue) else ast.Continue()
            tree = _Replace(node, other).visit(tree)
            return ast.unparse(ast.fix_missing_locations(tree)), f"{line}: {kind}: {before}"
    after = ast.unparse(ast.fix_missing_locations(node)).splitlines()[0]
    return ast.unparse(ast.fix_missing_locations(tree)), f"{line}: {kind}: {before}  →  {after}"


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return ast.copy_location(self.new, node) if node is self.old else super().generic_visit(node)


class _Mutated(MetaPathFinder, Loader):
    """Gives one module from a text, whoever imports it first."""

    def __init__(self, module: str, source: str) -> None:
        self.module, self.source = module, source

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        return ModuleSpec(name, self) if name == self.module else None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.source, self.module, "exec"), module.__dict__)


def outcome(module: str, source: str, tests: Sequence[str], seconds: int) -> bool:
    """Whether the tests pass with this source; too long is a failure."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status) == 0
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(seconds)
    sys.meta_path.insert(0, _Mutated(module, source))
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        code = pytest.main([*tests, "-x", "-q", "-k", SKIP, "-p", "no:cacheprovider", "--no-header"])
    os._exit(0 if code == 0 else 1)


def judged(path: str, sample: int) -> tuple[int, int]:
    """How many mutants of a module were made and how many killed."""
    source = (ROOT / path).read_text(encoding="utf-8")
    module = "dutygraph." + path.removesuffix(".py").replace("/", ".")
    start = time.monotonic()
    if not outcome(module, ast.unparse(ast.parse(source)), TESTS[path], 600):
        raise SystemExit(f"{path}: its tests fail without any change")
    seconds = int(3 * (time.monotonic() - start)) + 5
    numbers = list(range(len(places(ast.parse(source)))))
    if sample and sample < len(numbers):
        numbers = sorted(random.Random(path).sample(numbers, sample))
    killed = 0
    for number in numbers:
        mutant, said = changed(source, number)
        if outcome(module, mutant, TESTS[path], seconds):
            print(f"  survived {path}:{said}", flush=True)
        else:
            killed += 1
    print(f"{path}: {killed} of {len(numbers)} killed ({killed / len(numbers):.0%})", flush=True)
    return len(numbers), killed


def main() -> None:
    """All modules, or those named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", default=list(TESTS))
    parser.add_argument("--sample", type=int, default=0, help="mutants of each module; 0 = all")
    given = parser.parse_args()
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    for name in LIBRARIES:
        importlib.import_module(name)
    figures = [judged(path, given.sample) for path in given.modules]
    made, killed = (sum(column) for column in zip(*figures, strict=True))
    print(f"{killed} of {made} mutants killed ({killed / made:.0%})")
    sys.exit(0 if killed >= LEAST * made else f"fewer than {LEAST:.0%} were killed")


if __name__ == "__main__":
    main()
