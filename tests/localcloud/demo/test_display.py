"""What a person sees of a job on its way."""

import io

from rich.console import Console

from localcloud.demo.display import display_for
from localcloud.moment import Moment


def moments() -> list[Moment]:
    painting = [
        Moment("PaintClip", "painting", frame, 40, "painting", 40.0 - frame) for frame in range(41)
    ]
    return [Moment("upload", "uploading"), Moment("CheckUpload", "uploaded"), *painting]


def shown(console: Console) -> None:
    with display_for(console) as show:
        for moment in moments():
            show(moment)


def test_where_the_output_is_no_terminal_there_is_a_line_for_each_state_and_each_tenth() -> None:
    output = io.StringIO()
    shown(Console(file=output, width=100))
    lines = output.getvalue().splitlines()
    assert lines[:2] == ["  upload: uploading", "  CheckUpload: uploaded"]
    assert lines[2] == "  PaintClip: painting, frame 0 of 40, about 40 s left"
    assert lines[-1] == "  PaintClip: painting, frame 40 of 40, about 0 s left"
    assert len(lines) == 2 + 11


def test_in_a_terminal_one_line_changes_in_place() -> None:
    output = io.StringIO()
    shown(Console(file=output, force_terminal=True, width=100))
    assert "frame 40 of 40" in output.getvalue()
    assert "\x1b[" in output.getvalue()
