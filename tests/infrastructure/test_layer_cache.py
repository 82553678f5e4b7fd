import zipfile
from pathlib import Path

import boto3
import pytest
from chalice.deploy.packager import DependencyBuilder, LayerDeploymentPackager
from chalice.utils import UI, OSUtils

from infrastructure.chalice_app import REPOSITORY, ChaliceApp, Sources
from infrastructure.layer_cache import LayerCache, zip_layer
from infrastructure.objects import Bucket


@pytest.fixture
def vendor(tmp_path: Path) -> Path:
    folder = tmp_path / "packages"
    folder.mkdir()
    (folder / "easel.py").write_text("LEGS = 3\n")
    return folder


def brought(vendor: Path, app: Path) -> list[Path]:
    LayerCache(vendor, app).bring()
    return list(app.iterdir())


def test_the_layer_holds_the_packages_where_lambda_looks_for_them(
    vendor: Path, tmp_path: Path
) -> None:
    zip_layer(vendor, "3.12")

    (layer,) = brought(vendor, tmp_path / "app")
    with zipfile.ZipFile(layer) as archive:
        assert archive.namelist() == ["python/lib/python3.12/site-packages/easel.py"]


def test_what_was_zipped_is_not_zipped_again(vendor: Path, tmp_path: Path) -> None:
    zip_layer(vendor, "3.12")
    (before,) = brought(vendor, tmp_path / "one")
    zip_layer(vendor, "3.12")

    (after,) = brought(vendor, tmp_path / "other")
    assert after.stat().st_mtime_ns == before.stat().st_mtime_ns


def test_the_layer_is_the_one_that_chalice_looks_for_in_an_app(
    vendor: Path, tmp_path: Path
) -> None:
    nowhere = Bucket(boto3.client("s3", region_name="us-east-1"), "no-such-bucket")
    app = ChaliceApp(tmp_path / "app", "local", nowhere)
    app.write(Sources(REPOSITORY, vendor, config={}, policies={}))
    packager = LayerDeploymentPackager(OSUtils(), DependencyBuilder(OSUtils()), UI())

    zip_layer(vendor, "3.12")

    (layer,) = brought(vendor, tmp_path / "layers")
    wanted = packager.deployment_package_filename(str(app.folder), "python3.12")
    assert layer.name == Path(wanted).name
