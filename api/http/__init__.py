"""The HTTP face: `create_app(engine)` and the problem details it answers errors with."""

from dutygraph.api.http.app import create_app

__all__ = ["create_app"]
