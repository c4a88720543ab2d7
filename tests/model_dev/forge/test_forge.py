"""Forgeries from the sample portraits: where they differ, and how they are stored."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pandas as pd
import pytest
from PIL import Image

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.faces.detector import FaceDetector
from edge_runtime.picture.decode import read_rgb
from edge_runtime.picture.geometry import cut_crop, plan_crop
from edge_runtime.picture.overview import Overview
from model_dev.cli import main
from model_dev.data.crop_store import CropStore, failure_counts
from model_dev.data.sample_by_hash import random_of
from model_dev.forge.blend import alpha_blend, poisson_blend, soft_mask
from model_dev.forge.choice import Choice, Chosen, choose
from model_dev.forge.colour_match import match_colours
from model_dev.forge.contact_sheet import AMPLIFIED, GAP, contact_sheet
from model_dev.forge.deform import bent, best_affine, moved_points, small_affine
from model_dev.forge.donors import upright
from model_dev.forge.face_parts import FACES, PARTS, eye_distance, fault_of, hull_mask
from model_dev.forge.forged_store import forge_all, write_store
from model_dev.forge.forgery import Forge, Reals
from model_dev.forge.kinds import KINDS
from model_dev.forge.landmarks import COUNT, LandmarkCache, Landmarker
from model_dev.forge.part_swap import part_swap
from model_dev.forge.self_blend import TRACE, self_blend, trace_of

SAMPLES = Path(__file__).parents[3] / "edge_runtime" / "samples"
SIZE = 224
FACES_KINDS = [name for name, kind in KINDS.items() if kind.landmarks]


def portrait(detector: FaceDetector, name: str, margin: float) -> np.ndarray:
    rgb = read_rgb(SAMPLES / f"{name}.jpg").rgb
    found = detector.find(Overview.of(rgb, SIZE))
    return cut_crop(rgb, plan_crop(found.faces[0].box, margin, 0.08), SIZE)


def row(name: str, group: str, split: str = "train", label: int = 0) -> dict[str, Any]:
    return {
        "id": name,
        "sha256": hashlib.sha256(name.encode()).hexdigest(),
        "label": label,
        "source": name.split("/")[0],
        "generator": "camera",
        "group": group,
        "split": split,
        "tier": "original",
        "kind": "face",
        "face_score": 0.9,
    }


@pytest.fixture(scope="module")
def crops() -> list[np.ndarray]:
    """Two people, each twice."""
    contract = Bundle.open(None).contract
    detector = FaceDetector(contract.faces, Bundle.open(None).read, min_face_side=24)
    names = ("real_collins", "real_hopper")
    return [portrait(detector, name, margin) for name in names for margin in (0.09, 0.22)]


@pytest.fixture(scope="module")
def store(crops: list[np.ndarray], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The portraits, a picture without a face, a fake, and a picture of another split."""
    folder = tmp_path_factory.mktemp("stores") / "portraits"
    folder.mkdir()
    people = [
        ("nasa/a", "collins"),
        ("nasa/b", "collins"),
        ("navy/a", "hopper"),
        ("navy/b", "hopper"),
    ]
    rows = [row(name, group) for name, group in people]
    rows += [row("navy/none", "sea"), row("nasa/fake", "x", label=1), row("nasa/test", "y", "test")]
    flat = np.full((SIZE, SIZE, 3), 90, np.uint8)
    np.save(folder / "crops.npy", np.stack([*crops, flat, crops[0], crops[0]]))
    pd.DataFrame(rows).to_parquet(folder / "rows.parquet")
    return folder


@pytest.fixture(scope="module")
def chosen(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Chosen:
    with Landmarker() as landmarker:
        cache = LandmarkCache(tmp_path_factory.mktemp("cache") / "landmarks.npz", landmarker)
        return choose([CropStore.open(store)], choice(), KINDS["part-swap"], cache)


def choice(count: int = 8, seed: int = 0) -> Choice:
    return Choice("train", {"nasa": 1.0, "navy": 1.0}, count, SIZE, seed)


def opened(kind: str, chosen: Chosen, seed: int = 3) -> Forge:
    return KINDS[kind].open(chosen.reals, seed)


def test_only_real_faces_of_the_split_are_chosen(chosen: Chosen) -> None:
    assert sorted(chosen.reals.ids) == ["nasa/a", "nasa/b", "navy/a", "navy/b"]
    assert [(item["id"], item["failure"]) for item in chosen.skipped] == [
        ("navy/none", "no_landmarks")
    ]
    for one, own in zip(chosen.reals.ids, chosen.rows, strict=True):
        assert own["id"] == one
    assert all(points.shape == (COUNT, 2) for points in chosen.reals.points)


def test_sources_get_their_share(store: Path) -> None:
    shares = Choice("train", {"nasa": 1.0, "navy": 3.0}, 4, SIZE, 0)
    found = choose([CropStore.open(store)], shares, KINDS["reconstruction"], None)
    sources = [own["source"] for own in found.rows]
    assert (sources.count("nasa"), sources.count("navy")) == (1, 3)


@pytest.mark.parametrize(("count", "split"), [(0, "train"), (3, "validation")])
def test_nothing_to_forge_from_is_an_error(store: Path, count: int, split: str) -> None:
    nothing = Choice(split, {"nasa": 1.0}, count, SIZE, 0)
    with pytest.raises(ValueError, match=r"no real crops|--count"):
        choose([CropStore.open(store)], nothing, KINDS["reconstruction"], None)


def test_landmarks_are_found_once(tmp_path: Path, crops: list[np.ndarray]) -> None:
    class Counting(Landmarker):
        def __init__(self) -> None:
            self.asked: list[int] = []

        def find(self, crop: np.ndarray) -> np.ndarray | None:
            self.asked.append(len(self.asked))
            return None if crop.max() == 0 else np.full((COUNT, 2), crop[0, 0, 0], np.float32)

    counting, path = Counting(), tmp_path / "new" / "landmarks.npz"
    cache = LandmarkCache(path, counting)
    first = cache.find("a", crops[0])
    assert cache.find("black", np.zeros((8, 8, 3), np.uint8)) is None
    cache.write()
    again = LandmarkCache(path, counting)
    np.testing.assert_array_equal(again.find("a", crops[0]), first)
    assert again.find("black", crops[0]) is None
    assert len(counting.asked) == 2
    assert [own.name for own in path.parent.iterdir()] == ["landmarks.npz"]


@pytest.mark.parametrize("kind", FACES_KINDS)
@pytest.mark.parametrize("seed", range(6))
def test_a_forgery_differs_inside_its_mask_and_nowhere_else(
    kind: str, seed: int, chosen: Chosen
) -> None:
    for forgery in opened(kind, chosen, seed)(range(4)):
        outside, inside = forgery.mask == 0, forgery.mask >= forgery.mask.max() / 2
        np.testing.assert_array_equal(forgery.real[outside], forgery.forged[outside])
        difference = np.abs(forgery.real.astype(int) - forgery.forged)
        assert difference[inside].mean() > 0.9 * TRACE
        assert forgery.mask.dtype == np.float32
        assert 0 < forgery.mask.max() <= 1
        assert not forgery.mask[[0, -1]].any()
        assert forgery.generator.startswith(kind)


@pytest.mark.parametrize("kind", FACES_KINDS)
def test_the_seed_decides_and_company_does_not(kind: str, chosen: Chosen) -> None:
    alone, among = opened(kind, chosen)([2])[0], opened(kind, chosen)(range(4))[2]
    other = opened(kind, chosen, seed=4)([2])[0]
    np.testing.assert_array_equal(alone.forged, among.forged)
    assert (alone.forged != other.forged).any()


def test_the_mask_has_no_hard_edge(chosen: Chosen) -> None:
    for kind in FACES_KINDS:
        for forgery in opened(kind, chosen)(range(4)):
            steps = np.abs(np.diff(forgery.mask, axis=0)).max()
            assert steps < 0.34 * forgery.mask.max()


def test_the_crop_itself_is_never_changed(chosen: Chosen) -> None:
    before = [np.array(crop) for crop in chosen.reals.crops]
    for kind in FACES_KINDS:
        opened(kind, chosen)(range(4))
    for crop, kept in zip(chosen.reals.crops, before, strict=True):
        np.testing.assert_array_equal(crop, kept)


def test_a_part_swap_leaves_the_crop_and_a_self_blend_changes_either_side(chosen: Chosen) -> None:
    swaps = opened("part-swap", chosen)(range(4))
    assert all((s.real == c).all() for s, c in zip(swaps, chosen.reals.crops, strict=True))
    crop, points = chosen.reals.crops[0], chosen.reals.points[0]
    kept = [(self_blend(crop, points, random_of(n, "x")).real == crop).all() for n in range(16)]
    assert 3 < sum(kept) < 13


def test_what_leaves_no_trace_is_drawn_again(chosen: Chosen) -> None:
    crop, points = chosen.reals.crops[0], chosen.reals.points[0]
    assert all(trace_of(self_blend(crop, points, random_of(n, "t"))) >= TRACE for n in range(24))
    flat = np.zeros_like(crop)
    assert self_blend(flat, points, random_of(0, "flat")).forged.shape == crop.shape


@pytest.mark.parametrize("part", PARTS)
def test_a_part_comes_from_the_donor_and_lies_on_the_part(part: str, chosen: Chosen) -> None:
    reals = chosen.reals
    host, donor = reals.groups.index("collins"), reals.groups.index("hopper")
    faces = [(reals.crops[i], reals.points[i]) for i in (host, donor)]
    made = part_swap(faces[0], faces[1:], random_of(1, "part"), [part])
    assert made.generator.split("-")[2] == part
    centre = reals.points[host][list(PARTS[part])].mean(axis=0)
    y, x = np.argwhere(made.mask > 0.5).mean(axis=0)
    assert np.hypot(x - centre[0], y - centre[1]) < 0.2 * eye_distance(reals.points[host])


def test_one_person_alone_cannot_be_swapped(chosen: Chosen) -> None:
    same = ["one"] * len(chosen.reals.ids)
    alone = Reals(chosen.reals.ids, same, chosen.reals.crops, chosen.reals.points)
    with pytest.raises(ValueError, match="one group"):
        KINDS["part-swap"].open(alone, 0)


def test_parts_lie_where_they_belong(chosen: Chosen) -> None:
    points = chosen.reals.points[0]
    heights = [np.argwhere(hull_mask(points, PARTS[p], SIZE))[:, 0].mean() for p in PARTS]
    assert heights[0] < heights[1] < heights[2]
    areas = {name: hull_mask(points, part, SIZE).sum() for name, part in FACES.items()}
    assert areas["features"] < areas["brows_to_chin"] < areas["face"]
    assert hull_mask(points, PARTS["nose"], SIZE, 5).sum() > areas["face"] * 0.02


def test_faces_that_cannot_be_forged_are_known(chosen: Chosen) -> None:
    points = chosen.reals.points[0]
    assert fault_of(points, SIZE) is None
    assert fault_of(points - points.max(axis=0) / 2, SIZE) == "face_cut_off"
    turned = np.array(points)
    turned[263] = points[168] + 2
    assert fault_of(turned, SIZE) == "face_turned_away"


def test_upright_forgets_place_size_and_roll(chosen: Chosen) -> None:
    points = chosen.reals.points[0].astype(np.float64)
    angle = np.radians(20)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    np.testing.assert_allclose(upright(points @ turn * 1.7 + 9), upright(points), atol=1e-5)


def test_the_best_affine_is_found_again(chosen: Chosen) -> None:
    points = chosen.reals.points[0]
    affine = small_affine(points.mean(axis=0), 80.0, 0.05, 0.05, random_of(0, "affine"))
    found = best_affine(points, moved_points(points, affine))
    np.testing.assert_allclose(found, affine, atol=1e-3)


def test_poisson_leaves_a_picture_alone_that_is_blended_into_itself(chosen: Chosen) -> None:
    crop, points = chosen.reals.crops[0], chosen.reals.points[0]
    mask = soft_mask(hull_mask(points, PARTS["nose"], SIZE), 4.0, inward=False)
    cloned = poisson_blend(np.asarray(crop), np.asarray(crop), mask)
    assert np.abs(cloned.astype(int) - crop).max() <= 2


def test_alpha_is_a_weight() -> None:
    black, white = np.zeros((2, 2, 3), np.uint8), np.full((2, 2, 3), 255, np.uint8)
    mask = np.array([[0, 0.2], [0.6, 1]], np.float32)
    np.testing.assert_array_equal(alpha_blend(white, black, mask)[..., 0], [[0, 51], [153, 255]])


def test_an_inward_edge_stays_inside() -> None:
    region = np.zeros((64, 64), np.float32)
    region[20:44, 20:44] = 1
    inward, centred = (soft_mask(region, 3.0, choice) for choice in (True, False))
    assert not inward[region == 0].max() > 0.2
    assert centred[region == 0].max() > 0.3
    assert inward[32, 32] > 0.99


def test_a_bent_mask_keeps_its_size_roughly() -> None:
    region = np.zeros((64, 64), np.float32)
    cv2.circle(region, (32, 32), 18, 1.0, -1)
    made = bent(region, 4.0, 6, random_of(0, "bend"))
    assert (made != region).any()
    assert 0.7 < made.sum() / region.sum() < 1.3


def test_matched_colours_have_the_other_mean() -> None:
    rng = np.random.default_rng(0)
    one = rng.integers(60, 120, (32, 32, 3), np.uint8)
    other = rng.integers(100, 160, (32, 32, 3), np.uint8)
    mask = np.ones((32, 32), np.float32)
    made = match_colours(one, other, mask)
    np.testing.assert_allclose(made.mean(axis=(0, 1)), other.mean(axis=(0, 1)), atol=2.5)


def test_a_sheet_shows_four_pictures_an_example(chosen: Chosen) -> None:
    forgeries = opened("self-blended", chosen)(range(3))
    sheet = contact_sheet(forgeries)
    cell = SIZE + GAP
    assert sheet.shape == (2 * cell, 8 * cell, 3)
    np.testing.assert_array_equal(sheet[:SIZE, :SIZE], forgeries[0].real)
    np.testing.assert_array_equal(sheet[:SIZE, 2 * cell : 2 * cell + SIZE], forgeries[0].forged)
    difference = np.abs(forgeries[0].forged.astype(int) - forgeries[0].real)
    shown = sheet[:SIZE, 3 * cell : 3 * cell + SIZE]
    np.testing.assert_array_equal(shown, np.minimum(difference * AMPLIFIED, 255))
    assert not sheet[cell:, 4 * cell :].any()


def test_a_store_holds_each_real_beside_its_forgery(chosen: Chosen, tmp_path: Path) -> None:
    forge = opened("self-blended", chosen)
    write_store(chosen, forge_all(forge, 3), 3, "self-blended", tmp_path / "made")
    store = CropStore.open(tmp_path / "made")
    for i, forgery in enumerate(forge(range(3))):
        np.testing.assert_array_equal(store.crops[2 * i], forgery.real)
        np.testing.assert_array_equal(store.crops[2 * i + 1], forgery.forged)
        own, pair = chosen.rows[i], store.rows.iloc[2 * i : 2 * i + 2]
        assert pair["label"].tolist() == [0, 1]
        assert pair["generator"].tolist() == ["camera", "self-blended"]
        for column, value in (("group", own["group"]), ("split", own["split"])):
            assert set(pair[column]) == {value}
        assert set(pair["original"]) == {own["id"]}
        assert set(pair["made_from"]) == {own["source"]}
        assert set(pair["source"]) == {"self-blended"}
    assert store.rows["id"].is_unique
    assert failure_counts(tmp_path / "made") == {"no_landmarks": 1}


def test_training_draws_each_forgery_with_its_own_real(chosen: Chosen, tmp_path: Path) -> None:
    from model_dev.data.crop_pool import CropPool
    from model_dev.training.config import Mixture
    from model_dev.training.pairs import pairs_of

    write_store(chosen, forge_all(opened("part-swap", chosen), 4), 4, "part-swap", tmp_path / "s")
    pool = CropPool([tmp_path])
    part = pairs_of(pool, Mixture(("part-swap",), ("part-swap",), 1.0, paired=True))
    for draw in range(8):
        real, fake = part.draw(np.random.default_rng(draw))
        assert pool.rows["original"].iat[real] == pool.rows["original"].iat[fake]
        assert (pool.rows["label"].iat[real], pool.rows["label"].iat[fake]) == (0, 1)


def test_an_interrupted_store_does_not_look_finished(chosen: Chosen, tmp_path: Path) -> None:
    def broken() -> Any:
        yield from opened("self-blended", chosen)([0])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_store(chosen, broken(), 3, "self-blended", tmp_path / "made")
    assert not list((tmp_path / "made").iterdir())


def test_the_command_writes_a_store_and_a_sheet(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, made = tmp_path / "look", tmp_path / "made"
    words = ["forge", "--stores", str(store), "--kind", "part-swap", "--count", "3"]
    words += ["--sources", "nasa=1", "navy=1", "--out", str(out), "--store", str(made)]
    assert main(words) == 0
    assert "part-swap: 3 pairs" in capsys.readouterr().out
    assert len(CropStore.open(made).rows) == 6
    assert Image.open(out / "part-swap.png").size == (8 * (SIZE + GAP), 2 * (SIZE + GAP))
    with np.load(made / "landmarks.npz") as stored:
        assert len(stored["ids"]) == 5
    assert main(words) == 1
    assert "finished" in capsys.readouterr().err


def test_the_command_reduces_pictures_first(store: Path, tmp_path: Path) -> None:
    words = ["forge", "--stores", str(store), "--kind", "self-blended", "--count", "2"]
    assert main([*words, "--size", "160", "--store", str(tmp_path / "made")]) == 0
    made = CropStore.open(tmp_path / "made").crops
    assert made.shape == (4, 160, 160, 3)
    assert (made[0] != made[1]).any()


def test_the_command_wants_somewhere_to_write(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["forge", "--stores", str(store), "--kind", "part-swap", "--count", "3"]) == 1
    assert "--out, --store" in capsys.readouterr().err


@pytest.mark.parametrize("share", ["nasa=0", "nasa=x", "nasa=-1"])
def test_a_share_is_a_number_above_nought(share: str) -> None:
    words = ["--stores", ".", "--kind", "part-swap", "--count", "3", "--out", "o"]
    with pytest.raises(SystemExit) as error:
        main(["forge", *words, "--sources", share])
    assert error.value.code == 2
