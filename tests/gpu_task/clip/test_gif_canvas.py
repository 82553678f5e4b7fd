import numpy as np

from gpu_task.clip import Frame
from gpu_task.clip.dither import ExactQuantiser
from gpu_task.clip.gif_canvas import Effort, GifCanvas


def test_what_is_drawn_first_is_drawn_in_its_own_colour_however_close_to_black() -> None:
    palette = np.array([(0, 200, 0), (3, 3, 3)], np.uint8)
    frame = Frame(palette[np.arange(64).reshape(8, 8) % 2])
    patch = GifCanvas(8, 8).plan(frame, None, ExactQuantiser(palette), Effort(6))
    assert np.array_equal(patch.shown, frame.rgb)


def test_what_a_hole_uncovers_is_drawn_in_the_colours_of_its_own_scene() -> None:
    canvas = GifCanvas(8, 8)
    left = np.zeros((8, 8), np.bool_)
    left[:, :4] = True
    bright, dimmer = (np.full((1, 3), level, np.uint8) for level in (253, 250))
    first = Frame(np.broadcast_to(bright[0], (8, 8, 3)))
    canvas.draw(canvas.plan(first, left, ExactQuantiser(bright), Effort(0)))
    second = Frame(np.broadcast_to(dimmer[0], (8, 8, 3)))
    patch = canvas.plan(second, None, ExactQuantiser(dimmer), Effort(6))
    assert (patch.shown[:, 4:] == dimmer[0]).all()
