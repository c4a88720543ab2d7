"""The Jinja2 templates of the HTML report, in the folder ``templates``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from edge_runtime.files.inputs import printable
from edge_runtime.result.plain_words import (
    QUALITY,
    describe_possible_faces,
    describe_regions,
    reasons_in_words,
)
from edge_runtime.types import Box


def template(name: str) -> Template:
    """A template; every value is escaped unless it is `Markup`, so that names stay text."""
    return _environment().get_template(name)


def render(name: str, **values: Any) -> str:
    """HTML of a template with its values.

    Raises:
        jinja2.UndefinedError: If the template uses a value that is not given.
    """
    return template(name).render(**values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        breakable=_breakable,
        describe_possible_faces=describe_possible_faces,
        describe_regions=describe_regions,
        file_name=lambda source: printable(Path(source).name),
        folder=_folder,
        percent=_percent,
        printable=printable,
        quality_text=lambda flag: QUALITY.get(flag, flag),
        reasons_in_words=reasons_in_words,
        side=_side,
    )
    return environment


def _breakable(name: str) -> Markup:
    """Lets a browser break a long file name after an underscore."""
    return escape(name).replace("_", Markup("_<wbr>"))


def _folder(source: str) -> str:
    folder = str(Path(source).parent)
    return "" if folder == "." else printable(folder)


def _percent(share: float) -> str:
    """Rounded, but never 0 % or 100 %: nothing is certain."""
    if share < 0.001:
        return "< 0.1 %"
    return "> 99.9 %" if share > 0.999 else f"{share * 100:.3g} %"


def _side(box: Box) -> str:
    """The longer side, such as "212 px"."""
    return f"{max(box.width, box.height):.0f} px"
