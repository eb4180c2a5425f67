"""Run benches and print one line a figure: `python -m bench [name…] [--json]`."""

from __future__ import annotations

import argparse
import json
import pkgutil
from importlib import import_module

import bench


def main() -> None:
    """Run the benches named, all by default."""
    modules = {
        each.name: import_module(f"bench.{each.name}")
        for each in pkgutil.iter_modules(bench.__path__)
        if each.name != "__main__"
    }
    benches = {
        name: module.figures for name, module in sorted(modules.items()) if callable(getattr(module, "figures", None))
    }
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure both sides of each figure in turn.")
    parser.add_argument("names", nargs="*", metavar="name", help=f"which to run, of {', '.join(benches)}")
    parser.add_argument("--json", action="store_true", help="print one JSON line a figure")
    asked = parser.parse_args()
    if unknown := set(asked.names) - benches.keys():
        parser.error(f"there is no bench {min(unknown)}; there are {', '.join(benches)}")
    for name in asked.names or benches:
        for each in benches[name]():
            if asked.json:
                print(json.dumps(each, ensure_ascii=False), flush=True)
            else:
                print(
                    "{figure}: {ours} to {other}, ratio {ratio} ({better} is better): {what}".format(**each), flush=True
                )


if __name__ == "__main__":
    main()
