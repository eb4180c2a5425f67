"""Every error a caller can meet.

DutyGraphError
├── InputError          the call is wrong: an unknown name, a bad parameter, a missing path      exit 2, HTTP 404/422
│   ├── FactsError      a facts file or record is not in the facts form
│   ├── UnknownName     nothing has this name: a question, organisation, role, unit or document; the nearest are offered
│   └── AmbiguousName   a name fits several things; `candidates` lists them
├── DocumentError       one document cannot be read; the run goes on                             exit 3
├── EngineError         the store cannot be reached, opened or trusted                           exit 4, HTTP 503/500
│   ├── StoreLocked     another process writes to it
│   ├── StoreDamaged    its file cannot be opened
│   ├── StoreVersion    it was written by another version of the model
│   └── ServerUnreachable   no server answers at the address
└── HouseError          our defect: a query file, a schema or an engine contract is broken       exit 5, HTTP 500

A message says what happened, to which thing, and what to do. Problems in the data are
notices or findings, never errors.
"""

from __future__ import annotations

from collections.abc import Sequence


class DutyGraphError(Exception):
    """Base of all errors of this package. `exit_code` is what the command line ends with."""

    exit_code = 1


class InputError(DutyGraphError):
    """The call is wrong: an unknown question, a missing parameter, a path that does not exist."""

    exit_code = 2


class FactsError(InputError):
    """A record is not in the facts form: unknown owner, cycle in units, bad interval, unknown field."""


class UnknownName(InputError):
    """Nothing has this name: a question, organisation, role, unit or document. The message offers the nearest."""


class AmbiguousName(InputError):
    """A name fits several things. `candidates` holds (id, readable name) of each."""

    def __init__(self, message: str, candidates: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(message)
        self.candidates = tuple(candidates)


class DocumentError(DutyGraphError):
    """This document cannot be read. The run goes on with the others."""

    exit_code = 3


class EngineError(DutyGraphError):
    """The store cannot be reached, opened or trusted."""

    exit_code = 4


class StoreLocked(EngineError):
    """Another process holds the store; the message names the holder where it is known."""


class StoreDamaged(EngineError):
    """The store's file cannot be opened."""


class StoreVersion(EngineError):
    """The store was written by another version of the model."""


class ServerUnreachable(EngineError):
    """No server answers at the address."""


class HouseError(DutyGraphError):
    """A defect of this package, not of the call or the data."""

    exit_code = 5
