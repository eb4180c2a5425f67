"""The bench of the audit gives both sides the same rows, at a size at which its figure means nothing."""

from __future__ import annotations

import pytest

from bench import audit


def test_an_audit_beside_a_bare_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("ROLES", 60), ("DOCUMENTS", 2), ("DUTIES", 2)):
        monkeypatch.setattr(audit, name, value)
    [found] = audit.figures()
    assert list(found) == ["figure", "ours", "other", "ratio", "better", "what"]
    assert found["ours"] > found["other"] > 0
