"""Hosts that build and publish an archive whenever it is pushed, and the files by which they are told to.

Owns what is in these files. They fetch the whole history, and install just the versions that this program runs with.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import Distribution

    from packaging.requirements import Requirement

PINS = "requirements.txt"


class Host(StrEnum):
    """Who publishes the site."""

    GITHUB = "github"
    GITLAB = "gitlab"
    NETLIFY = "netlify"
    NONE = "none"


NEXT: Mapping[Host, str] = {
    Host.GITHUB: "To publish: push the archive to GitHub, and choose GitHub Actions there under Settings, Pages.",
    Host.GITLAB: "To publish: push the archive to GitLab; Deploy, Pages tells the site's address.",
    Host.NETLIFY: "To publish: push the archive to a host of git, and add it on Netlify as a new site.",
}
"""What is left to do for the owner."""

_GITHUB = """\
# Builds the archive's site and publishes it on GitHub Pages, whenever something is pushed to the default branch.
name: Publish

on:
  push:
  workflow_dispatch:

permissions:
  contents: read

concurrency:
  group: pages
  cancel-in-progress: false

jobs:
  build:
    if: github.ref_name == github.event.repository.default_branch
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
          persist-credentials: false
      - uses: actions/setup-python@v5
        with:
          python-version: "{python}"
          cache: pip
      - run: pip install --requirement {pins}
      - run: backfile build
      - uses: actions/upload-pages-artifact@v3
        with:
          path: site

  publish:
    needs: build
    runs-on: ubuntu-latest
    permissions:
      pages: write
      id-token: write
    environment:
      name: github-pages
      url: ${{{{ steps.deployment.outputs.page_url }}}}
    steps:
      - id: deployment
        uses: actions/deploy-pages@v4
"""

_GITLAB = """\
# Builds the archive's site and publishes it on GitLab Pages, whenever something is pushed to the default branch.
pages:
  image: python:{python}
  variables:
    GIT_DEPTH: "0"
    PIP_CACHE_DIR: $CI_PROJECT_DIR/.cache/pip
  cache:
    paths:
      - .cache/pip
  script:
    - pip install --requirement {pins}
    - backfile build
    - mv site public
  artifacts:
    paths:
      - public
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
"""

_NETLIFY = """\
# Builds the archive's site and publishes it on Netlify, which installs what {pins} names by itself.
[build]
command = "(test $(git rev-parse --is-shallow-repository) = false || git fetch --unshallow) && backfile build"
publish = "site"

[build.environment]
PYTHON_VERSION = "{python}"
"""

_FILES = {
    Host.GITHUB: (".github/workflows/publish.yml", _GITHUB),
    Host.GITLAB: (".gitlab-ci.yml", _GITLAB),
    Host.NETLIFY: ("netlify.toml", _NETLIFY),
}


def files(host: Host) -> dict[str, str]:
    """Give the files that a host needs, by name: what to do, and what to install."""
    if host is Host.NONE:
        return {}
    name, text = _FILES[host]
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return {name: text.format(python=python, pins=PINS), PINS: pins()}


def pins() -> str:
    """Name this program and all that it needs, each in the version that is installed here (PEP 508)."""
    from importlib.metadata import PackageNotFoundError, distribution

    from packaging.requirements import Requirement

    found: dict[str, Distribution] = {}
    seen: set[tuple[str, str]] = set()
    waiting = [Requirement("backfile")]
    while waiting:
        wanted = waiting.pop()
        name = _name(wanted.name)
        try:
            found[name] = distribution(wanted.name)
        except PackageNotFoundError:
            continue  # what another system would need
        for extra in {"", *wanted.extras} - {extra for known, extra in seen if known == name}:
            seen.add((name, extra))
            waiting += _needs(found[name], extra)
    ours = found.pop("backfile")
    others = "".join(f"{name}=={package.version}\n" for name, package in sorted(found.items()))
    return f"# What builds the site, in the versions that made the archive.\n{_ours(ours)}\n{others}"


def _needs(package: Distribution, extra: str) -> list[Requirement]:
    """Give what a package needs on this system, for one of its extras or for none."""
    from packaging.requirements import Requirement

    needs = map(Requirement, package.requires or ())
    return [need for need in needs if (need.marker.evaluate({"extra": extra}) if need.marker else not extra)]


def _ours(package: Distribution) -> str:
    """Name this program: its version, or the commit that it was installed from (PEP 610)."""
    source = json.loads(package.read_text("direct_url.json") or "{}")
    if vcs := source.get("vcs_info"):
        return f"backfile @ {vcs['vcs']}+{source['url']}@{vcs['commit_id']}"
    return f"backfile=={package.version}"


def _name(name: str) -> str:
    """Write a package's name as all spell it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
