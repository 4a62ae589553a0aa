"""Measurements: `python -m benchmarks` for speed, `python -m benchmarks.search` for the quality of search."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
