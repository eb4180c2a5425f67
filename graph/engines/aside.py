"""Writing beside readers of the same process: they see what was saved before until everything is saved at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from dutygraph.graph.engine import Engine
from dutygraph.graph.engines.embedded import MEMORY, EmbeddedEngine


@contextmanager
def aside(engine: Engine) -> Iterator[Engine]:
    """An engine to write with while `engine` is read.

    Of a file the readers see the last save until the block has ended, then all of it; nothing of a block that fails.
    `engine` must not have written itself. A server, and a graph in memory, show each write as it is made: there the
    mark of the load tells readers that it is under way. Raises StoreLocked where another process writes to the file.
    """
    if not isinstance(engine, EmbeddedEngine) or engine.address == MEMORY:
        yield engine
        return
    with closing(_Draft(engine.address, writing=True)) as draft:
        yield draft
        draft.publish()


class _Draft(EmbeddedEngine):
    """A writer whose saves wait for the end."""

    _wanted = False

    def save(self) -> None:
        """Note that there is something to save."""
        self._wanted = True

    def publish(self) -> None:
        """Save, where anything wanted to be saved."""
        if self._wanted:
            super().save()
