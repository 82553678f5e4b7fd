"""What Pillow says of a damaged file, as the refusal that it is."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from gpu_task.errors import InvalidClip


@contextmanager
def damage_refused(sentence: str) -> Iterator[None]:
    """Whatever Pillow stumbles over means that the file is damaged; what it warns of does not.

    Its decoders raise far more than their documentation says: assertions and struct.error, too.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Exception as error:
        raise InvalidClip(f"{sentence} ({error}).") from error
