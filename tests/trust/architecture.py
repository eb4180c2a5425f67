"""The picture of docs/architecture.md, made from the imports: `python -m tests.trust.architecture` writes it anew."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import networkx as nx

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "architecture.md"
ROOMS = ("public", "api", "loaders", "graph", "cypher")
BLOCK = re.compile(r"(?<=<!-- made from the imports -->\n).*?(?=<!-- end -->)", re.S)


def part_of(module: str) -> str:
    """The folder a module stands in, `api.cli` say; modules beside the folders belong to their room."""
    names = module.split(".")[1:]
    while names and not (ROOT / Path(*names)).is_dir():
        names.pop()
    return ".".join(names[:2])


def imports() -> Iterator[tuple[str, str]]:
    """Each pair of folders of which one imports from the other."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            own = part_of(".".join(("dutygraph", *parts))) if room != "public" else "public"
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom) and node.module:
                    names = [f"{node.module}.{each.name}" for each in node.names]
                for name in names:
                    if name.startswith("dutygraph."):
                        yield own, part_of(name)


def picture() -> str:
    """Folders as boxes, by room; an arrow where one imports from another, left out where longer ways say it already.
    Folders that import from each other stand in one box."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edges_from((own, other) for own, other in imports() if own != other and other)
    whole = nx.condensation(graph)
    boxes = {number: sorted(whole.nodes[number]["members"]) for number in whole}
    reduced = nx.transitive_reduction(whole)
    names = {number: "_".join(members[0].split(".")) for number, members in boxes.items()}
    lines = ["```mermaid", "flowchart TD"]
    for room in ROOMS:
        own = sorted(number for number in boxes if boxes[number][0].split(".")[0] == room)
        if not own:
            continue
        lines.append(f"  subgraph {room}_room[{room}/]")
        for number in sorted(own, key=lambda each: boxes[each]):
            lines.append(f'    {names[number]}["{"<br>".join(boxes[number])}"]')
        lines.append("  end")
    lines += sorted(f"  {names[low]} --> {names[high]}" for low, high in reduced.edges)
    return "\n".join([*lines, "```", ""])


def main() -> None:
    """Write the picture into the page."""
    PAGE.write_text(BLOCK.sub(picture(), PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
