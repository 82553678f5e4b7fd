"""What a deployment uploads."""

import io
import json

from PIL import Image

from gpu_task.styles import load_catalogue
from gpu_task.styles.deployable import THUMBNAIL_WIDTH, deployable_catalogue

STYLES = load_catalogue(local=None)


def test_only_offered_styles_are_deployed() -> None:
    deployable = deployable_catalogue(STYLES)
    listed = [entry["id"] for entry in json.loads(deployable.catalogue_json)["styles"]]
    assert listed == [deployed.style.id for deployed in deployable.styles]
    assert "guernica" not in listed
    assert len(listed) == 5


def test_the_catalogue_that_is_deployed_has_the_fields_of_the_projects_own() -> None:
    (entry, *_) = json.loads(deployable_catalogue(STYLES).catalogue_json)["styles"]
    assert entry["title"] == "The Scream"
    assert entry["stand_in"] is True
    assert "path" not in entry


def test_every_deployed_style_has_its_picture_and_a_small_jpeg() -> None:
    for deployed in deployable_catalogue(STYLES).styles:
        assert deployed.picture.is_file()
        with Image.open(io.BytesIO(deployed.thumbnail)) as image:
            assert image.format == "JPEG"
            assert image.width == THUMBNAIL_WIDTH
        assert len(deployed.thumbnail) < 120 * 1024
