"""Rules run on every engine that questions run on."""

from __future__ import annotations

from tests.conformance.conftest import engine

__all__ = ["engine"]
