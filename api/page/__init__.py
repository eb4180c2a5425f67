"""The live page: what `dutygraph serve` shows at `/`. `add(app, workspace)` mounts it."""

from __future__ import annotations

from dutygraph.api.page.routes import add

__all__ = ["add"]
