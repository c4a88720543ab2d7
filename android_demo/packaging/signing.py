"""Aligning and signing APKs with a debug key."""

from __future__ import annotations

import os
from pathlib import Path

from android_demo.packaging.layout import BUILD, TOOLS
from android_demo.packaging.program import run

ALIAS, PASSWORD = "androiddebugkey", "android"
KEY = BUILD / "debug.p12"
"""Made on first use and kept, so that a new build installs over an old one. It protects nothing."""


def make_key() -> None:
    """Make the debug key, if there is none.

    Raises:
        BuildError: If keytool fails.
    """
    if KEY.is_file():
        return
    KEY.parent.mkdir(parents=True, exist_ok=True)
    run(
        [
            *("keytool", "-genkeypair", "-keystore", KEY, "-storetype", "PKCS12", "-alias", ALIAS),
            *("-storepass", PASSWORD, "-keyalg", "RSA", "-keysize", "2048", "-validity", "10950"),
            *("-dname", "CN=Debug, O=edge-deepfake"),
        ],
        "making a debug key",
    )


def sign(unsigned: Path, target: Path, min_sdk: str) -> None:
    """Align native libraries to 16 KB pages, sign, and verify the signature.

    Raises:
        BuildError: If it cannot be signed, or does not verify.
    """
    partial = target.with_suffix(".partial")
    source = Path(__file__).with_name("Sign.java")
    run(
        [
            *("java", "-cp", TOOLS / "apksig.jar", source),
            *(unsigned, partial, KEY, ALIAS, PASSWORD, min_sdk),
        ],
        f"signing {target.name}",
    )
    os.replace(partial, target)
