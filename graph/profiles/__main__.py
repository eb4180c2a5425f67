"""Writes docs/profiles.md: `python -m dutygraph.graph.profiles > docs/profiles.md`."""

from __future__ import annotations

from dutygraph.graph.profiles import as_markdown

if __name__ == "__main__":
    print(as_markdown(), end="")
