"""What the container installs is pinned with hashes, fits pyproject.toml, and is listed for auditors."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def test_the_lock_fits_the_project(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (root / "requirements.lock").read_text(encoding="utf-8")
    entries = re.findall(r"^([\w.-]+)==([\w.+]+)[^\n]*\\\n((?:    --hash=sha256:[0-9a-f]{64}[^\n]*\n)+)", text, re.M)
    assert len(entries) == len(re.findall(r"^[\w.-]+==", text, re.M)), "every version has its hashes"
    locked = {canonicalize_name(name): version for name, version, _ in entries}
    for each in (*project["dependencies"], *project["optional-dependencies"]["neo4j-fast"]):
        needed = Requirement(each)
        if needed.marker is None or needed.marker.evaluate({"python_version": "3.12"}):
            version = locked.get(canonicalize_name(needed.name))
            assert version and needed.specifier.contains(version), f"{each}: run .ci/lock"


def test_the_list_for_auditors_is_that_of_the_lock(root: Path) -> None:
    text = (root / "requirements.lock").read_text(encoding="utf-8")
    listed = json.loads((root / "sbom.cdx.json").read_text(encoding="utf-8"))
    found = {(canonicalize_name(each["name"]), each["version"]) for each in listed["components"]}
    locked = {
        (canonicalize_name(name), version)
        for name, version, rest in re.findall(r"^([\w.-]+)==([\w.+]+)([^\n]*)", text, re.M)
        if ";" not in rest  # what other systems or Pythons need
    }
    assert locked <= found, "run .ci/lock"
    licences = json.dumps([each.get("licenses", []) for each in listed["components"]])
    assert not re.search(r"\b[AL]?GPL", licences)
