"""Where functions find their layers.

Stock: every worker unpacks all its layers anew, into a folder of its own.
AWS: a layer lies in one place, `/opt`, for all functions. It is made ready when it is published,
and a host that has unpacked it once need not do it again for the next function.
"""

import hashlib
import io
import os
import tempfile
import threading
import zipfile
from pathlib import Path

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

from localcloud.mends.patching import Mend, Untyped, replaces

# The emulator's worker puts the folders of this variable into the search path.
FOLDERS = "_LAMBDA_LAYERS_DIRS"

_lock = threading.Lock()


def apply() -> None:
    """Unpack each layer once, as soon as it is there, into a folder named by its content."""

    @replaces(lambda_runtime.Worker, "_spawn")
    def spawn(stock: Mend, worker: Untyped) -> None:
        config = worker.config
        worker.config = _with_folders(config)
        try:
            stock(worker)
        finally:
            worker.config = config

    @replaces(lambda_svc, "_publish_layer_version")
    def publish(stock: Mend, name: str, data: Untyped) -> Untyped:
        answer = stock(name, data)
        for version in lambda_svc._layers.get(name, {"versions": []})["versions"][-1:]:
            threading.Thread(target=_unpacked, args=(version["_zip_data"],), daemon=True).start()
        return answer


def _with_folders(config: dict[str, Untyped]) -> dict[str, Untyped]:
    """The function's configuration with unpacked layers in the place of attached ones."""
    layers = (lambda_svc._resolve_layer_zip(layer) for layer in config.get("Layers", []))
    folders = [str(_unpacked(layer)) for layer in layers if layer]
    if not folders:
        return config
    variables = config.get("Environment", {}).get("Variables", {})
    variables = {**variables, FOLDERS: os.pathsep.join(folders)}
    return {**config, "Layers": [], "Environment": {"Variables": variables}}


def _unpacked(layer: bytes) -> Path:
    root = Path(os.environ["LOCALCLOUD_SCRATCH"]) / "layers"
    folder = root / hashlib.sha256(layer).hexdigest()
    with _lock:
        if not folder.is_dir():
            root.mkdir(exist_ok=True)
            fresh = tempfile.mkdtemp(dir=root)
            with zipfile.ZipFile(io.BytesIO(layer)) as archive:
                archive.extractall(fresh)
            Path(fresh).rename(folder)
    return folder
