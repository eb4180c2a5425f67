"""Office Open XML packages, read under limits: a zip archive of XML parts that may be damaged or hostile."""

from __future__ import annotations

import posixpath
import zipfile
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from dutygraph.graph.errors import DocumentError

_MANY_PARTS = 20_000
_EXPANDED_MB = 1_000
_RATIO = 300
"""Expanded to packed size beyond which a large part is a zip bomb; XML of tables packs up to 60 times."""

_RATIO_FROM = 30_000_000
TREE_MB = 40
"""Largest XML part that is read as a tree, which takes about ten times its size in memory."""

_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
)  # fmt: skip
_STRICT_SIGN = b"http://purl.oclc.org/ooxml/"
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Relation(NamedTuple):
    """Where a part points: the last word of the relationship's type, and the part."""

    type: str
    part: str


class Package:
    """A package's parts by name. Every method raises DocumentError that names the file."""

    def __init__(self, data: bytes, path: Path) -> None:
        self.path = path
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
            entries = self._archive.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise DocumentError(f"{path} is a damaged Office file ({error}). Get it again.") from error
        expanded = sum(entry.file_size for entry in entries)
        bombs = [e for e in entries if e.file_size > _RATIO_FROM and e.file_size > _RATIO * max(e.compress_size, 1)]
        if len(entries) > _MANY_PARTS or expanded > _EXPANDED_MB * 1_000_000 or bombs:
            raise DocumentError(
                f"{path} would unpack to {expanded // 1_000_000} MB in {len(entries)} parts, far more than a document "
                "needs: it is made to exhaust a machine, or damaged. It was not read."
            )
        self._names = {entry.filename.replace("\\", "/").lstrip("/").lower(): entry for entry in entries}

    def read(self, part: str, limit_mb: int = TREE_MB) -> bytes | None:
        """A part's bytes, None where there is no such part."""
        entry = self._names.get(part.lower())
        if entry is None:
            return None
        limit = limit_mb * 1_000_000
        try:
            with self._archive.open(entry) as stream:
                data = stream.read(limit + 1)
        except RuntimeError as error:  # zipfile's word for an encrypted entry
            raise DocumentError(f"{self.path} is encrypted with a password. Save it without one.") from error
        except Exception as error:  # the packing libraries have errors of their own
            raise self.damaged(part, error) from error
        if len(data) > limit:
            raise DocumentError(f"{self.path} has a part of more than {limit_mb} MB ({part}). Split the document.")
        return data

    def usual(self, part: str, limit_mb: int = TREE_MB) -> bytes | None:
        """A part's bytes with the names of the strict form of the format as the usual ones."""
        data = self.read(part, limit_mb)
        if data is not None and _STRICT_SIGN in data[:4096]:
            for strict, usual in _STRICT:
                data = data.replace(strict, usual)
        return data

    def tree(self, part: str) -> etree._Element | None:
        """A part as an XML tree, None where there is no such part."""
        data = self.usual(part)
        if data is None:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self.damaged(part, error) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise DocumentError(f"{self.path} declares XML entities in {part}, which no Office program does. Not read.")
        return root

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part (`""` = the package) points to inside the package, by relationship id."""
        folder, name = posixpath.split(part)
        root = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for relation in root.iter(_RELATIONSHIPS) if root is not None else ():
            if relation.get("TargetMode") != "External":
                target = relation.get("Target", "")
                target = (
                    target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                )
                found[relation.get("Id", "")] = Relation(relation.get("Type", "").rpartition("/")[2], target)
        return found

    def main_part(self, usual: str) -> str:
        """The part that is the document itself."""
        return next((r.part for r in self.relations("").values() if r.type == "officeDocument"), usual)

    def title(self) -> str | None:
        """The title among the document's properties; often that of the template it was made from."""
        root = self.tree("docProps/core.xml")
        titles = root.iter("{http://purl.org/dc/elements/1.1/}title") if root is not None else ()
        return next((t.text.strip() for t in titles if t.text and t.text.strip()), None)

    def damaged(self, part: str, error: Exception) -> DocumentError:
        """The error for a part that cannot be read."""
        return DocumentError(f"{self.path} is damaged: its part {part} cannot be read ({error}). Get it again.")
