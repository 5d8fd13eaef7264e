"""Templates are compiled once in a process, and again for an environment that compiles them to something else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
import pytest

from backfile.settings.mkdocs_yml import load
from backfile.site.build import build
from backfile.site.chrome.template_cache import TemplateCache
from tests.conftest import MakeArchive

TEMPLATE = "{{ 'Pier' | change }} {{ x }}"


class Counting(jinja2.Environment):
    """An environment that counts how many templates it compiles."""

    compiled = 0

    def compile(self, *arguments: Any, **options: Any) -> Any:
        Counting.compiled += 1
        return super().compile(*arguments, **options)


def rendered(cache: TemplateCache, change: Callable[[str], str], **options: Any) -> tuple[str, int]:
    """Return the template as a new environment renders it, and how many it compiled."""
    before = Counting.compiled
    environment = Counting(loader=jinja2.DictLoader({"a.html": TEMPLATE}), bytecode_cache=cache, **options)
    environment.filters["change"] = change
    return environment.get_template("a.html").render(x="<3>"), Counting.compiled - before


def test_what_depends_on_the_environment_is_compiled_again() -> None:
    cache = TemplateCache()
    assert rendered(cache, str.upper) == ("PIER <3>", 1)
    assert rendered(cache, str.upper) == ("PIER <3>", 0)
    assert rendered(cache, str.lower) == ("pier <3>", 1), "a filter of a constant is called by the compiler"
    assert rendered(cache, str.lower, autoescape=True) == ("pier &lt;3&gt;", 1)
    assert rendered(cache, str.lower, variable_start_string="[[", variable_end_string="]]") == (TEMPLATE, 1)


def test_a_template_that_changed_is_compiled_again(tmp_path: Path) -> None:
    cache = TemplateCache()
    for text in ("One", "Other", "One"):
        (tmp_path / "a.html").write_text(text)
        environment = jinja2.Environment(loader=jinja2.FileSystemLoader(tmp_path), bytecode_cache=cache)
        assert environment.get_template("a.html").render() == text


def test_a_second_build_compiles_nothing(
    tmp_path: Path, make_archive: MakeArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = load(make_archive(tmp_path, {}))
    build(config, full=True)
    compiled: list[str | None] = []
    compile_template = jinja2.Environment.compile

    def noted(environment: jinja2.Environment, source: Any, name: str | None = None, *more: Any, **options: Any) -> Any:
        compiled.append(name)
        return compile_template(environment, source, name, *more, **options)

    monkeypatch.setattr(jinja2.Environment, "compile", noted)
    build(config, full=True)
    assert compiled == []
