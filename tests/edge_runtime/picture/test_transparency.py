"""What is judged over white is told, and a picture of which nothing is seen is refused."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from edge_runtime.errors import ImageError
from edge_runtime.picture.decode import read_rgb
from edge_runtime.picture.srgb import TOLD_TRANSPARENCY
from tests.support.encoded_pictures import HEIGHT, WIDTH, encoded, sample


def see_through(columns: int, alpha: int = 0) -> Image.Image:
    """The sample with that many columns of that opacity."""
    mask = np.full((HEIGHT, WIDTH), 255, np.uint8)
    mask[:, :columns] = alpha
    return Image.fromarray(np.dstack([sample(), mask]))


@pytest.mark.parametrize(
    ("columns", "alpha", "note"),
    [
        (WIDTH // 2, 0, ("50 % transparent, judged over white",)),
        (WIDTH, 204, ("20 % transparent, judged over white",)),
        (WIDTH - 1, 0, ("98 % transparent, judged over white",)),
        (1, 0, ()),
        (0, 0, ()),
    ],
)
@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_more_than_a_little_transparency_is_told(
    kind: str, columns: int, alpha: int, note: tuple[str, ...]
) -> None:
    assert columns > 1 or columns / WIDTH < TOLD_TRANSPARENCY
    options = {"lossless": True} if kind == "WEBP" else {}
    assert read_rgb(encoded(see_through(columns, alpha), kind, **options)).notes == note


def test_a_transparent_colour_of_a_palette_is_told() -> None:
    image = Image.fromarray(np.repeat([[0, 1, 1, 1]], 4, axis=0).astype(np.uint8), "P")
    image.putpalette([10, 20, 30, 200, 100, 50])
    picture = read_rgb(encoded(image, "GIF", transparency=0))
    assert picture.notes == ("25 % transparent, judged over white",)


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_a_picture_that_is_fully_transparent_is_unsupported(mode: str) -> None:
    image = see_through(WIDTH).convert(mode)
    with pytest.raises(ImageError, match="nothing can be seen") as caught:
        read_rgb(encoded(image, "PNG"))
    assert caught.value.code == "unsupported"


def test_one_pixel_of_a_large_picture_can_be_seen() -> None:
    image = Image.new("RGBA", (2600, 2100))
    image.putpixel((2599, 2099), (10, 20, 30, 255))
    picture = read_rgb(image)
    assert tuple(picture.rgb[-1, -1]) == (10, 20, 30)
    assert picture.notes == ("99 % transparent, judged over white",)
