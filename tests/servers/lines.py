"""The lines of Neo4j that are tested, and what each needs."""

from __future__ import annotations

from dataclasses import dataclass


class Unavailable(Exception):
    """This way of getting a server is closed here; the message says why."""


@dataclass(frozen=True)
class Line:
    """One line of releases, pinned to the release that is tested."""

    name: str
    version: str
    main_class: str
    java: range
    """Major versions of Java that run it."""

    @property
    def variable(self) -> str:
        """The environment variable with the address of a server that is already there."""
        return f"DUTYGRAPH_{self.name.upper()}"

    @property
    def image(self) -> str:
        """The container image."""
        return f"neo4j:{self.version}"


LINES = {
    line.name: line
    for line in (
        Line("neo4j5", "5.26.30", "org.neo4j.server.CommunityEntryPoint", range(17, 22)),
        Line("neo4j2026", "2026.08.1", "org.neo4j.server.Neo4jCommunity", range(21, 100)),
    )
}
