"""Verbs that fetch the pictures of public repositories, and say what is missing."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from model_dev.cli.arguments import Verbs
from model_dev.paths import DATASETS

if TYPE_CHECKING:
    from model_dev.data.repositories.git_clone import GitClone
    from model_dev.data.repositories.picture_source import PictureSource

NAME = "wild"


def add_fetching(verbs: Verbs) -> None:
    """``data fetch`` and ``data check``."""
    data = verbs.add_parser("data", help="fetch the pictures of public repositories")
    steps = data.add_subparsers(required=True, metavar="STEP")
    fetch = _with_root(steps.add_parser("fetch", help="fetch what is missing"))
    fetch.add_argument(
        "--clones", type=Path, help="folder of bare clones OWNER+NAME to read, without the network"
    )
    fetch.add_argument("--source", action="append", default=[], help="name; default: all")
    fetch.set_defaults(run=_fetch)
    check = _with_root(steps.add_parser("check", help="say what is there and what is missing"))
    check.set_defaults(run=_check)


def _with_root(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--root", type=Path, required=True, help="folder of the data sets")
    return parser


def _fetch(arguments: argparse.Namespace) -> int:
    from tqdm import tqdm

    from model_dev.data.repositories.fetch import Fetched, fetch_all
    from model_dev.data.repositories.picture_source import read_sources

    sources = read_sources(DATASETS / f"{NAME}.tsv")
    unknown = set(arguments.source) - {source.name for source in sources}
    if unknown:
        raise ValueError(f"no such source: {', '.join(sorted(unknown))}")
    wanted = [source for source in sources if source.name in (arguments.source or [source.name])]
    clone_of = partial(_clone_of, clones=arguments.clones)
    failed = 0
    for source, found in tqdm(
        fetch_all(wanted, arguments.root / NAME, clone_of), total=len(wanted)
    ):
        if not isinstance(found, Fetched):
            failed += 1
            tqdm.write(f"{source.name}: {found}")
    print(f"{len(wanted) - failed} of {len(wanted)} sources are there")
    return 1 if failed else 0


def _clone_of(source: PictureSource, folder: Path, clones: Path | None) -> GitClone:
    from model_dev.data.repositories.git_clone import CloneError, GitClone

    if clones is None:
        return GitClone.of(source.repository, source.commit, folder)
    own = clones / source.repository.replace("/", "+")
    if not (own / "HEAD").is_file():
        raise CloneError(f"no clone {own}")
    return GitClone(own, fetches=False)


def _check(arguments: argparse.Namespace) -> int:
    from model_dev.data.repositories.fetch import fetched_of
    from model_dev.data.repositories.picture_source import read_sources

    missing = 0
    for source in read_sources(DATASETS / f"{NAME}.tsv"):
        record = fetched_of(arguments.root / NAME / source.name)
        if record is None or not record.is_of(source):
            missing += 1
            state = "missing" if record is None else "fetched by another line of the list"
            print(f"{source.name}: {state} ({source.repository}, {source.pictures} pictures)")
            continue
        left_out = ", ".join(f"{count} {reason}" for reason, count in record.left_out.items())
        told = f"; left out: {left_out}" if left_out else ""
        print(f"{source.name}: {len(record.paths)} of {record.matching} pictures{told}")
    print(f"missing: {missing}")
    return 1 if missing else 0
