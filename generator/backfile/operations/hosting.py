"""Hosts that build and publish an archive when it is pushed, and the configuration files that they need.

The files make the host clone the whole history, and install exactly the versions of the packages that this program
runs with, and of each only the files whose digests `pin` has written. Actions are named by their commits. A host builds
what its owner has pushed, and remembers nothing from one build to the next: the code that the settings name is trusted
there.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from enum import StrEnum

from backfile.operations.requirements_txt import REQUIREMENTS_TXT, installed_packages, requirements


class Host(StrEnum):
    """A host that publishes the site."""

    GITHUB = "github"
    GITLAB = "gitlab"
    NETLIFY = "netlify"
    NONE = "none"


NEXT: Mapping[Host, str] = {
    Host.GITHUB: "To publish: run backfile pin in the archive, commit, and push to GitHub. There, under Settings, "
    "Pages, choose GitHub Actions.",
    Host.GITLAB: "To publish: run backfile pin in the archive, commit, and push to GitLab. The site's address is there "
    "under Deploy, Pages.",
    Host.NETLIFY: "To publish: run backfile pin in the archive, commit, and push to a git host. Add the archive on "
    "Netlify as a new site.",
}
"""What the owner does next."""

_GITHUB = """\
# Builds the archive's site and publishes it on GitHub Pages, when something is pushed to the default branch.
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
    # A tag can have the name of the branch.
    if: github.ref == format('refs/heads/{{0}}', github.event.repository.default_branch)
    runs-on: ubuntu-latest
    timeout-minutes: 60
    steps:
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2
        with:
          fetch-depth: 0
          persist-credentials: false
      - uses: actions/setup-python@a309ff8b426b58ec0e2a45f0f869d46889d02405 # v6.2.0
        with:
          python-version: "{python}"
          cache: pip
      - run: pip install --require-hashes --requirement {pins}
      # The code that mkdocs.yml names may run here: only you push to this branch.
      - run: backfile build --trust
      - uses: actions/upload-pages-artifact@7b1f4a764d45c48632c6b24a0339c27f5614fb0b # v4.0.0
        with:
          path: site

  publish:
    needs: build
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
      pages: write
      id-token: write
    environment:
      name: github-pages
      url: ${{{{ steps.deployment.outputs.page_url }}}}
    steps:
      - id: deployment
        uses: actions/deploy-pages@d6db90164ac5ed86f2b6aed7e0febac5b3c0c03e # v4.0.5
"""

_GITLAB = """\
# Builds the archive's site and publishes it on GitLab Pages, when something is pushed to the default branch.
pages:
  image: python:{python}
  variables:
    GIT_DEPTH: "0"
    PIP_CACHE_DIR: $CI_PROJECT_DIR/.cache/pip
  cache:
    paths:
      - .cache/pip
  script:
    - pip install --require-hashes --requirement {pins}
    # The code that mkdocs.yml names may run here: only you push to this branch.
    - backfile build --trust
    - mv site public
  artifacts:
    paths:
      - public
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
"""

_NETLIFY = """\
# Builds the archive's site and publishes it on Netlify, which installs the packages in {pins} by itself.
# With --trust, the code that mkdocs.yml names may run: let Netlify build no pull requests of strangers.
[build]
command = "(test $(git rev-parse --is-shallow-repository) = false || git fetch --unshallow) && backfile build --trust"
publish = "site"

[build.environment]
PYTHON_VERSION = "{python}"
"""

_FILES = {
    Host.GITHUB: (".github/workflows/publish.yml", _GITHUB),
    Host.GITLAB: (".gitlab-ci.yml", _GITLAB),
    Host.NETLIFY: ("netlify.toml", _NETLIFY),
}


def host_files(host: Host) -> dict[str, str]:
    """Return the files that a host needs, by name: its configuration, and the requirements to install."""
    if host is Host.NONE:
        return {}
    name, text = _FILES[host]
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    pins = requirements(installed_packages(), {}, {})
    return {name: text.format(python=python, pins=REQUIREMENTS_TXT), REQUIREMENTS_TXT: pins}
