"""The folder that the demo leaves behind."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from gpu_task.clip import read_clip, write_comparison, write_contact_sheet
from localcloud.inbox import Mail
from localcloud.job import FORMS, Job

COMPARISON, SHEET, TIMELINE, MAILS = (
    "comparison.gif",
    "contact-sheet.png",
    "timeline.json",
    "mails",
)
_NAMES = {
    "gif": "painted.gif",
    "mp4": "painted.mp4",
    "webp": "painted.webp",
    "poster": "poster.png",
}


def empty_folder(folder: Path) -> None:
    """Removes what the last demo left, and nothing else: it may not be taken for a new result."""
    for name in (*_NAMES.values(), COMPARISON, SHEET, TIMELINE):
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(folder / MAILS, ignore_errors=True)
    (folder / MAILS).mkdir(parents=True)


def keep_painting(job: Job, source: Path, folder: Path) -> list[Path]:
    """The painted clip in every form, beside its source, and as a contact sheet."""
    files = []
    for form in FORMS:
        target = folder / _NAMES[form]
        target.write_bytes(job.painting(form))
        files.append(target)
    comparison, sheet = folder / COMPARISON, folder / SHEET
    with read_clip(source) as before, read_clip(files[0]) as after:
        write_comparison(comparison, before.info, before.frames, after.frames)
        write_contact_sheet(sheet, before.frames, after.frames)
    return [*files, comparison, sheet]


def keep_mails(mails: Iterable[Mail], folder: Path) -> list[Path]:
    """Every mail as it was sent, in the order it was sent."""
    files = []
    for number, mail in enumerate(mails, 1):
        words = "".join(c if c.isalnum() else " " for c in mail.subject.lower()).split()
        target = folder / MAILS / f"{number}-{'-'.join(words[:6])}.eml"
        target.write_bytes(mail.as_eml())
        files.append(target)
    return files
