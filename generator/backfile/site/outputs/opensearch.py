"""The description with which browsers offer the archive's search in their address bar (OpenSearch 1.1).

The search page itself belongs to `site/search/page.py`.
"""

from __future__ import annotations

from urllib.parse import urljoin
from xml.etree import ElementTree as ET

NAME = "opensearch.xml"
TYPE = "application/opensearchdescription+xml"
_SHORT_NAME_MAX, _LONG_NAME_MAX = 16, 48
"""The most characters that OpenSearch permits in the names."""


def description(site_name: str, site: str, search: str, favicon: str) -> str:
    """Return the description as XML.

    In: name and URL of the site; the URLs of its search page and its icon, relative to that of the site.
    """
    root = ET.Element("OpenSearchDescription", xmlns="http://a9.com/-/spec/opensearch/1.1/")
    parts = {
        "ShortName": site_name[:_SHORT_NAME_MAX].strip(),
        "LongName": site_name[:_LONG_NAME_MAX].strip(),
        "Description": f"{site_name[:900]}: full text",
        "InputEncoding": "UTF-8",
        "Image": urljoin(site, favicon),
    }
    for name, text in parts.items():
        ET.SubElement(root, name).text = text
    ET.SubElement(root, "Url", type="text/html", template=f"{urljoin(site, search)}?q={{searchTerms}}")
    ET.SubElement(root, "Url", type=TYPE, rel="self", template=urljoin(site, NAME))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'
