"""A graph file kept as one file, and brought back: a zip of the store and of what it should be (docs/backup.md)."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Final

from dutygraph.graph.engine import Engine
from dutygraph.graph.engines import open_engine
from dutygraph.graph.engines.embedded import MEMORY
from dutygraph.graph.engines.server import is_server
from dutygraph.graph.errors import EngineError, InputError, StoreDamaged, StoreVersion
from dutygraph.graph.files import KEPT, replacing
from dutygraph.graph.store import READY, documents, state

FORM: Final = "dutygraph.backup/1"
_MANIFEST, _STORE = "manifest.json", "graph.kgl"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup says of itself: `documents` is how many, `bytes` and `sha256` those of the store's file."""

    schema_version: int
    run_id: str
    as_of: str
    documents: int
    bytes: int
    sha256: str


def backup(address: str, file: Path) -> Backup:
    """Keep a graph file, as it was last saved, in one file that is whole or not there; loads may go on meanwhile.

    The copy is opened and verified before it gets its name. The same store gives the same bytes. Raises InputError for
    a graph on a server or in memory and where the file cannot be written, StoreDamaged, StoreVersion, EngineError.
    """
    graph = _file_of(address)
    if not graph.is_file():
        raise InputError(f"there is no graph {address}.")
    if file.resolve() == graph.resolve():
        raise InputError(f"{file} is the graph itself: give the backup another name.")
    with _beside(file) as copy:
        shutil.copyfile(graph, copy)  # a save replaces the file, so what was opened stays as it is to the end
        made = _look(copy, address)
        with replacing(file) as stream:
            _pack(copy, made, stream)
    return made


def restore(file: Path, address: str, *, force: bool = False) -> tuple[Backup, Path | None]:
    """Bring a backup back as a graph file, which is replaced in one step; a graph that stands there is only replaced
    with `force`, while nobody writes to it, and is kept as `<name>.bak`, which is returned.

    Raises InputError where the graph is there already, is on a server, or the file is no backup; StoreDamaged where the
    backup is not what it was, StoreLocked while another process writes to the graph, StoreVersion, EngineError.
    """
    graph = _file_of(address)
    if graph.exists() and not force:
        raise InputError(f"the graph {address} is there already: give --force to replace it, or another --graph.")
    if not file.is_file():
        raise InputError(f"there is no file {file}.")
    with _beside(graph) as copy:
        made = _unpack(file, copy)
        if _look(copy, str(file)) != made:
            raise StoreDamaged(f"{file} is not what it says of itself. Use another backup.")
        kept = graph.with_name(graph.name + KEPT) if graph.exists() else None
        with _nobody_writes(graph), copy.open("rb") as source, replacing(graph, keep=True) as stream:
            shutil.copyfileobj(source, stream, _CHUNK)
    return made, kept


def _file_of(address: str) -> Path:
    if is_server(address):
        raise InputError(
            f"{address} is a server, which has backups of its own (neo4j-admin database dump); `dutygraph export "
            "facts` writes what a graph anywhere can be built from."
        )
    if address == MEMORY:
        raise InputError("a graph in memory has no file to keep: `dutygraph export facts` writes it.")
    return Path(address)


def _look(copy: Path, called: str) -> Backup:
    """Open a store, which verifies it, and say what it holds."""
    with closing(open_engine(str(copy))) as engine:
        found = state(engine)
        if found.state != READY:
            raise StoreDamaged(f"{called} holds a load that was stopped. Load again, then keep it.")
        count = len(documents(engine))
    size, digest = _digest(copy)
    return Backup(found.schema_version, found.run_id, found.as_of or "", count, size, digest)


def _digest(path: Path) -> tuple[int, str]:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_CHUNK):
            digest.update(block)
    return path.stat().st_size, digest.hexdigest()


def _pack(copy: Path, made: Backup, stream: BinaryIO) -> None:
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as packed:
        manifest = json.dumps({"schema": FORM, **asdict(made)}, indent=1) + "\n"
        packed.writestr(zipfile.ZipInfo(_MANIFEST), manifest)  # without a time: same store, same bytes
        with packed.open(zipfile.ZipInfo(_STORE), "w", force_zip64=True) as entry, copy.open("rb") as source:
            shutil.copyfileobj(source, entry, _CHUNK)


def _unpack(file: Path, copy: Path) -> Backup:
    """The store's file into `copy`, its size and hash compared with the manifest.

    Raises InputError, StoreDamaged.
    """
    try:
        with zipfile.ZipFile(file) as packed:
            content = json.loads(packed.read(_MANIFEST))
            if content.pop("schema") != FORM:
                raise KeyError(_MANIFEST)
            made = Backup(**content)
            if packed.getinfo(_STORE).file_size != made.bytes:
                raise zipfile.BadZipFile("the store has another size than it says")
            with packed.open(_STORE) as source, copy.open("wb") as stream:
                shutil.copyfileobj(source, stream, _CHUNK)
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{file} is no backup of dutygraph.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise StoreDamaged(f"the backup {file} is damaged ({error}). Use another one.") from error
    if _digest(copy) != (made.bytes, made.sha256):
        raise StoreDamaged(f"the backup {file} is damaged: its hash is not the one it says. Use another one.")
    return made


@contextmanager
def _nobody_writes(graph: Path) -> Iterator[None]:
    """Hold the graph that stands there, so that no load is lost; one that cannot be opened nobody can write to."""
    held: Engine | None = None
    if graph.exists():
        with suppress(StoreDamaged, StoreVersion):
            held = open_engine(str(graph), writing=True)
    try:
        yield
    finally:
        if held is not None:
            held.close()


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """A place for a copy of a graph on the disk of the file that is to be written, and our errors for the system's."""
    if not file.parent.is_dir():
        raise InputError(f"there is no folder {file.parent} for {file.name}.")
    try:
        with tempfile.TemporaryDirectory(prefix=f".{file.name}.", dir=file.parent) as folder:
            yield Path(folder) / _STORE
    except OSError as error:
        raise EngineError(f"{file} cannot be written: {error.strerror or error}.") from error
