"""The bundle that ships, for tests that need its files."""

from __future__ import annotations

from pathlib import Path

from edge_runtime.bundle.bundle import CONTRACT_FILE, default_bundle
from edge_runtime.errors import BundleError
from tests.support.requirement import missing


def sealed_bundle() -> Path:
    """Its folder; without one the test is skipped, or fails where CI=true."""
    try:
        folder = default_bundle()
    except BundleError:
        missing("the default bundle", "a checkout with edge_runtime/bundles")
    if not (folder / CONTRACT_FILE).is_file():
        missing("the default bundle", "a checkout with edge_runtime/bundles")
    return folder
