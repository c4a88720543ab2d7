"""Writes Robolectric's configuration, as the Android Gradle plugin does."""

from __future__ import annotations

from pathlib import Path

from android_demo.packaging.layout import APP, APPLICATION_ID, BUILD, bundle_folder

TARGET = BUILD / "robolectric" / "com" / "android" / "tools" / "test_config.properties"


def write_test_config(linked: Path, manifest: Path) -> None:
    """Write the file with the paths of manifest, resources and assets for the tests of the app.

    Args:
        linked: APK with the linked resources.
        manifest: Merged manifest.
    """
    entries = {
        "android_merged_manifest": manifest,
        "android_merged_resources": APP / "src" / "main" / "res",
        "android_merged_assets": bundle_folder(),
        "android_resource_apk": linked,
        "android_custom_package": APPLICATION_ID,
    }
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(f"{key}={value}\n" for key, value in entries.items())
    TARGET.write_text(text, encoding="utf-8")
