"""What a build reads of git's history: the revisions of articles and their former paths."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

from backfile.archive.identity_sites import make_sites
from backfile.archive.revisions.history import History, read_history
from backfile.archive.revisions.trails import read_trails
from backfile.problems import GitError, SettingsError
from backfile.site.chrome.navigation import ARTICLES
from backfile.site.history.former_addresses import FormerPaths, paths_in_git

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

log = get_plugin_logger("backfile")


def read_all(config: MkDocsConfig, files: Files, *, enabled: bool) -> tuple[History, FormerPaths, str]:
    """Return the history of all articles, their former paths, and the path of docs/ in the archive's folder.

    Raises PluginError for an identity.yml that is not valid.
    """
    root, docs = Path(config.config_file_path).parent, Path(config.docs_dir)
    if not docs.is_relative_to(root):
        return History(), FormerPaths(), ""
    folder = docs.relative_to(root).as_posix()
    try:
        trails = read_trails(root, f"{folder}/{ARTICLES}")
        former = paths_in_git(root, folder, trails, files)
        if not enabled:
            return History(), former, folder
        sites = make_sites(tuple(map(tuple, config.plugins["backfile"].config["same_sites"])))
        return read_history(root, f"{folder}/{ARTICLES}", trails=trails, sites=sites), former, folder
    except SettingsError as error:
        raise PluginError(str(error)) from error
    except GitError as error:
        what = "The site shows no history of articles, and their former" if enabled else "Former"
        log.warning(f"{what} addresses {'' if enabled else 'of articles '}lead nowhere: {error}")
        return History(), FormerPaths(), folder
