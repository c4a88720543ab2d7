"""Converts the manifest for Gradle to the manifest for aapt2."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

from android_demo.packaging.layout import APPLICATION_ID, NAMESPACE

ANDROID = "http://schemas.android.com/apk/res/android"
TOOLS = "http://schemas.android.com/tools"
NAME = f"{{{ANDROID}}}name"


def write_manifest(
    source: Path, overlay: Path | None, versions: dict[str, str], target: Path
) -> None:
    """Write a complete manifest.

    This adds the package and the minimum and target Android version, replaces the placeholder of
    the application id, leaves native libraries in the APK, and merges the overlay, which changes
    components of the main manifest.

    Args:
        source: The manifest that Gradle uses.
        overlay: Manifest of the build type, if it has one.
        versions: Versions of the catalogue.
        target: File to write.

    Raises:
        ValueError: If the overlay names a component that the main manifest lacks.
    """
    ET.register_namespace("android", ANDROID)
    root = _parse(source)
    root.set("package", NAMESPACE)
    limits = {"minSdkVersion": versions["min-sdk"], "targetSdkVersion": versions["target-sdk"]}
    root.insert(0, ET.Element("uses-sdk", {f"{{{ANDROID}}}{key}": limits[key] for key in limits}))
    _application(root).set(f"{{{ANDROID}}}extractNativeLibs", "false")
    if overlay is not None:
        _merge(_parse(overlay), root)
    for element in root.iter():
        for key in [key for key in element.attrib if key.startswith(f"{{{TOOLS}}}")]:
            del element.attrib[key]
    target.parent.mkdir(parents=True, exist_ok=True)
    ET.ElementTree(root).write(target, encoding="utf-8", xml_declaration=True)


def _parse(path: Path) -> ET.Element:
    return ET.fromstring(path.read_text("utf-8").replace("${applicationId}", APPLICATION_ID))


def _application(root: ET.Element) -> ET.Element:
    application = root.find("application")
    if application is None:
        raise ValueError("the manifest has no application")
    return application


def _merge(overlay: ET.Element, root: ET.Element) -> None:
    """Set the attributes of the overlay's components; append its elements that have no name."""
    application = _application(root)
    components = {child.get(NAME): child for child in application if child.get(NAME)}
    for element in overlay.iterfind("application/*"):
        name = element.get(NAME)
        if name is None:
            application.append(element)
        elif name in components:
            components[name].attrib.update(element.attrib)
        else:
            raise ValueError(f"the manifest has no {name}")
