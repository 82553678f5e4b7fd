"""The studio: paints the project's own pictures, one in the manner of each style of the catalogue.

`python -m gpu_task.styles.studio` paints all of them. A painting composes a `Sketch` (colour,
direction and region of every point) and has brushes lay strokes over it; a seed fixes all of it.
"""
