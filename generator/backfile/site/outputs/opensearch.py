"""The description by which browsers offer the archive's search in their address bar (OpenSearch 1.1)."""

from __future__ import annotations

from urllib.parse import urljoin
from xml.etree import ElementTree as ET

NAME = "opensearch.xml"
TYPE = "application/opensearchdescription+xml"
_SHORT, _LONG = 16, 48
"""How long the names may be."""


def description(site_name: str, site: str, search: str, favicon: str) -> str:
    """Write the description. In: the site's name and address; where its search page and its icon are, from there."""
    root = ET.Element("OpenSearchDescription", xmlns="http://a9.com/-/spec/opensearch/1.1/")
    parts = {
        "ShortName": site_name[:_SHORT].strip(),
        "LongName": site_name[:_LONG].strip(),
        "Description": f"{site_name[:900]}: full text",
        "InputEncoding": "UTF-8",
        "Image": urljoin(site, favicon),
    }
    for name, text in parts.items():
        ET.SubElement(root, name).text = text
    ET.SubElement(root, "Url", type="text/html", template=f"{urljoin(site, search)}?q={{searchTerms}}")
    ET.SubElement(root, "Url", type=TYPE, rel="self", template=urljoin(site, NAME))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'
