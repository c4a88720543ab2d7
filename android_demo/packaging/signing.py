"""Aligns APKs and signs them with a debug key."""

from __future__ import annotations

import os
from pathlib import Path

from android_demo.packaging.layout import BUILD, TOOLS
from android_demo.packaging.program import run

ALIAS, PASSWORD = "androiddebugkey", "android"
KEY = BUILD / "debug.p12"
"""Created once and kept, so that a new build can replace an installed one. It is not secret."""


def make_key() -> None:
    """Create the debug key if it does not exist.

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
    """Align native libraries to 16 KB pages, sign the APK, and verify the signature.

    Raises:
        BuildError: If the APK cannot be signed, or its signature is invalid.
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
