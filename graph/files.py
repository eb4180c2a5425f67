"""Writing files: the one place where a user's file is replaced, in one step, its former state kept beside it."""

from __future__ import annotations

import filecmp
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

KEPT = ".bak"
"""What the former state of a file is called besides its name."""


@contextmanager
def replacing(path: Path, *, keep: bool = False) -> Iterator[BinaryIO]:
    """A stream whose content takes the place of the file once the block has ended.

    Until then, and where the block fails, the file is as it was; whoever opens it finds the former or the new content
    whole, also after a crash of the machine. With `keep` a former file that says something else stays beside it as
    `<name>.bak`. What a symbolic link points to is replaced, not the link. Raises OSError.
    """
    target = path.resolve() if path.is_symlink() else path
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            shutil.copymode(target, part)
            if keep and not filecmp.cmp(target, part, shallow=False):
                _keep(target, part)
        part.replace(target)
        _flush(target.parent)
    finally:
        part.unlink(missing_ok=True)


def _keep(target: Path, part: Path) -> None:
    """The former state under its other name; a copy, so that the file itself is never missing."""
    copy = part.with_suffix(KEPT)
    try:
        shutil.copy2(target, copy)
        copy.replace(target.with_name(target.name + KEPT))
    finally:
        copy.unlink(missing_ok=True)


def _flush(folder: Path) -> None:
    """Make a new name outlive a crash; where folders cannot be opened the system does so by itself."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
