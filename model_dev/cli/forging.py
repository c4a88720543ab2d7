"""The verb that makes forgeries from real pictures."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from model_dev.cli.arguments import Verbs
from model_dev.forge.kinds import KINDS

if TYPE_CHECKING:
    from model_dev.data.crop_store import CropStore
    from model_dev.forge.choice import Choice, Chosen
    from model_dev.forge.kinds import Kind
    from model_dev.forge.landmarks import LandmarkCache


def add_forging(verbs: Verbs) -> None:
    """``forge``."""
    forge = verbs.add_parser("forge", help="make forgeries from real pictures, to train on")
    forge.add_argument("--stores", type=Path, nargs="+", required=True, help="crop stores")
    forge.add_argument("--kind", choices=KINDS, required=True)
    forge.add_argument("--count", type=int, required=True, help="real pictures to forge from")
    forge.add_argument("--out", type=Path, help="folder of a contact sheet to look at")
    forge.add_argument("--store", type=Path, help="crop store of pairs to write, to train on")
    forge.add_argument(
        "--sources",
        nargs="+",
        type=_share,
        metavar="NAME[=SHARE]",
        help="sources of the real pictures (default: all, alike)",
    )
    forge.add_argument("--split", default="train", help="of the pictures (default: %(default)s)")
    forge.add_argument(
        "--size",
        type=int,
        help="side in pixels that crops are reduced to before they are forged (default: as stored)",
    )
    forge.add_argument("--seed", type=int, default=0, help="(default: %(default)s)")
    forge.set_defaults(run=_forge)


def _share(text: str) -> tuple[str, float]:
    name, _, share = text.partition("=")
    number = float(share or 1)
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(f"{text}: a share is above 0")
    return name, number


def _forge(arguments: argparse.Namespace) -> int:
    from model_dev.data.crop_store import find_stores, open_stores
    from model_dev.forge.choice import choose
    from model_dev.forge.forged_store import refuse_finished
    from model_dev.forge.reduced import reduced

    if not (arguments.out or arguments.store):
        raise ValueError("forge needs --out, --store or both")
    if arguments.store:
        refuse_finished(arguments.store)
    stores = open_stores(find_stores(arguments.stores))
    kind = KINDS[arguments.kind]
    with _landmarks(kind, arguments.store or arguments.out) as cache:
        chosen = choose(stores, _choice(arguments, stores, kind), kind, cache)
    if arguments.size is not None:
        chosen = replace(chosen, reals=reduced(chosen.reals, arguments.size))
    _make(arguments, kind, chosen)
    _print_facts(arguments, chosen)
    return 0


def _choice(arguments: argparse.Namespace, stores: Sequence[CropStore], kind: Kind) -> Choice:
    from model_dev.forge.choice import Choice, real_sources

    sources = arguments.sources or [(name, 1.0) for name in real_sources(stores, arguments.split)]
    count = max(arguments.count, kind.pool) if arguments.count > 0 else arguments.count
    size = max(store.crops.shape[1] for store in stores)
    return Choice(arguments.split, dict(sources), count, size, arguments.seed)


@contextmanager
def _landmarks(kind: Kind, folder: Path) -> Iterator[LandmarkCache | None]:
    """Landmarks, kept in the output's folder; written even if choosing is interrupted."""
    from model_dev.forge.landmarks import LandmarkCache, Landmarker

    if not kind.landmarks:
        yield None
        return
    with Landmarker() as landmarker:
        cache = LandmarkCache(folder / "landmarks.npz", landmarker)
        try:
            yield cache
        finally:
            cache.write()


def _make(arguments: argparse.Namespace, kind: Kind, chosen: Chosen) -> None:
    from tqdm import tqdm

    from model_dev.forge.contact_sheet import EXAMPLES, write_contact_sheet
    from model_dev.forge.forged_store import forge_all, write_store

    forge = kind.open(chosen.reals, arguments.seed)
    count = min(arguments.count, len(chosen.rows))
    if arguments.out:
        shown = forge(range(min(count, EXAMPLES)))
        write_contact_sheet(shown, arguments.out / f"{arguments.kind}.png")
    if arguments.store:
        forgeries = tqdm(forge_all(forge, count), f"forge {arguments.kind}", count)
        write_store(chosen, forgeries, count, arguments.kind, arguments.store)


def _print_facts(arguments: argparse.Namespace, chosen: Chosen) -> None:
    from model_dev.forge.choice import counts
    from model_dev.leakage.manifest_report import counts_text

    made = chosen.rows[: arguments.count]
    what = "pairs" if arguments.store else "pictures to show from"
    print(f"{arguments.kind}: {len(made)} {what}: {counts_text(counts(made, 'source'))}")
    print(f"skipped: {counts_text(counts(chosen.skipped, 'failure'))}")
