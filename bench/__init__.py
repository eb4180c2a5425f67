"""Measurements, both sides in one run: `python -m bench [name…] --json`."""
