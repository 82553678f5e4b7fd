"""Clips that come with the project, and the programs that make them."""
