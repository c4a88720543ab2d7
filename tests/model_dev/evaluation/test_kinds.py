from __future__ import annotations

import pandas as pd

from model_dev.evaluation.kinds import kinds_of, labelled
from model_dev.evaluation.scanned_pictures import SeenPicture
from tests.support.made_pictures import region


def table(*parts: tuple[int, str, str, int]) -> pd.DataFrame:
    rows = [
        {"label": label, "origin": origin, "topic": topic, "sha256": f"{origin}{i}", "group": "g"}
        for label, origin, topic, count in parts
        for i in range(count)
    ]
    return pd.DataFrame(rows)


def sizes(frame: pd.DataFrame, least: int) -> dict[tuple[int, str], int]:
    kinds = frame.assign(kind=kinds_of(frame, least))
    return {key: int(n) for key, n in kinds.groupby(["label", "kind"]).size().items()}


def test_small_origins_are_joined_by_topic_and_small_topics_with_one_another() -> None:
    frame = table(
        (0, "large", "food", 10),
        (0, "a", "portrait", 6),
        (0, "b", "portrait", 4),
        (0, "c", "food", 5),
        (0, "d", "outdoor", 2),
    )
    assert sizes(frame, 10) == {
        (0, "large"): 10,
        (0, "others: portrait"): 10,
        (0, "others"): 7,
    }


def test_classes_are_counted_apart() -> None:
    """One origin may hold both classes, as a data set of face swaps does."""
    topic = "portrait"
    frame = table((0, "swaps", topic, 10), (1, "swaps", topic, 9), (1, "more", topic, 1))
    assert sizes(frame, 10) == {(0, "swaps"): 10, (1, "others: portrait"): 10}


def test_no_picture_is_lost() -> None:
    frame = table((0, "a", "food", 3), (1, "b", "portrait", 2))
    assert sizes(frame, 100) == {(0, "others"): 3, (1, "others"): 2}
    assert sizes(frame, 1) == {(0, "a"): 3, (1, "b"): 2}


def test_pictures_have_what_was_seen_of_them_in_each_tier() -> None:
    frame = table((0, "a", "food", 1), (1, "b", "portrait", 1))
    seen = [SeenPicture((region(float(i)),), 0) for i in range(4)]
    found = list(labelled(frame, 1, [{"stored": seen[0], "web": seen[1]}, {"stored": seen[2]}]))
    assert [(p.sha256, p.label, p.kind, p.tier) for p in found] == [
        ("a0", 0, "a", "stored"),
        ("a0", 0, "a", "web"),
        ("b0", 1, "b", "stored"),
    ]
    assert [p.seen for p in found] == seen[:3]
