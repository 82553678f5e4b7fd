"""Measurements of the painter: `python -m benchmarks`."""
