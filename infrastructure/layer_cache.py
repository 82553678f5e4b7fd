"""The dependencies' layer, zipped once for all apps with the same dependencies.

Chalice finds a zip that it needs by the hash in its name, so bringing one too many does no harm.
"""

import io
import os
import shutil
import tempfile
from pathlib import Path

from chalice.deploy.packager import DependencyBuilder, LayerDeploymentPackager
from chalice.utils import UI, OSUtils

_LAYERS = "managed-layer-*.zip"


class LayerCache:
    """Keeps Chalice's layer zips beside the folder of dependencies that they are made of."""

    def __init__(self, vendor: Path, deployments: Path) -> None:
        self._cache = vendor.with_name(f"{vendor.name}.layers")
        self._deployments = deployments

    def bring(self) -> None:
        """Give the app the layers that were zipped before."""
        self._deployments.mkdir(parents=True, exist_ok=True)
        for zipped in self._cache.glob(_LAYERS):
            target = self._deployments / zipped.name
            if not target.exists():
                shutil.copy2(zipped, target)

    def keep(self) -> None:
        """Keep the layers that the app's deployment has zipped."""
        self._cache.mkdir(parents=True, exist_ok=True)
        for zipped in self._deployments.glob(_LAYERS):
            if not (self._cache / zipped.name).exists():
                handle, scratch = tempfile.mkstemp(dir=self._cache)
                os.close(handle)
                shutil.copy2(zipped, scratch)
                Path(scratch).rename(self._cache / zipped.name)


def zip_layer(vendor: Path, python: str) -> None:
    """Let Chalice zip the layer now, so that no deployment has to; nothing if that was done."""
    with tempfile.TemporaryDirectory() as scratch:
        app = Path(scratch)
        # As in the app that is deployed: the hash in the zip's name is of both.
        (app / "requirements.txt").write_text("")
        (app / "vendor").symlink_to(vendor.resolve(), target_is_directory=True)
        layers = LayerCache(vendor, app / ".chalice" / "deployments")
        layers.bring()
        unheard = UI(io.StringIO(), io.StringIO())
        files = OSUtils()
        packager = LayerDeploymentPackager(files, DependencyBuilder(files), unheard)
        packager.create_deployment_package(scratch, f"python{python}")
        layers.keep()
