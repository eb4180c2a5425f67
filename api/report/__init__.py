"""What `audit` writes for people: report.html and org_chart.svg, both from one `AuditView`."""

from __future__ import annotations

from dutygraph.api.report.chart import as_file as org_chart
from dutygraph.api.report.html import page
from dutygraph.api.report.sources import read_texts

__all__ = ["org_chart", "page", "read_texts"]
