"""The Content-Security-Policy of the site: what a page may load and run, even if the gate and all escaping fail.

Owns the directives, the hashes of the few inline scripts of the theme, and the files with which hosts send the policy:
`_headers` for Netlify and Cloudflare Pages, and one for nginx. The hashes are computed from the theme's own partials,
rendered without a page, so nothing in an article can become allowed.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig

PARTIALS = ("base", "palette", "content", "announce", "consent", "has_js")
"""The partials under `partials/javascripts/` that have inline scripts and can be on any page; `has_js` is ours."""


def policy(env: jinja2.Environment, config: MkDocsConfig) -> str:
    """Return the policy for a `<meta>` element, the same for every page of the site.

    `wasm-unsafe-eval` is for Pagefind; `unsafe-inline` styles are for Material and for aligned table cells. Inline
    event handlers (`onclick=`) and all other hosts are forbidden.
    """
    hashes = " ".join(_hash(script) for script in _inline_scripts(env, config))
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'wasm-unsafe-eval' {hashes}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self'",
            "media-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
        )
    )


def headers(content_security_policy: str, *, indexed: bool) -> str:
    """Return the text of `_headers`.

    If `indexed` is false, a header asks search engines to index no file, feeds and images included.
    """
    lines = "".join(f"  {name}: {value}\n" for name, value in _header_fields(content_security_policy, indexed))
    types = (("md", "text/plain; charset=utf-8"), ("link", "application/link-format"))
    return f"/*\n{lines}" + "".join(f"/*.{name}\n  Content-Type: {kind}\n" for name, kind in types)


def nginx(content_security_policy: str, *, indexed: bool) -> str:
    """Return the same headers as a configuration file for nginx, to include where nginx serves the site."""
    fields = _header_fields(content_security_policy, indexed)
    lines = "".join(f'add_header {name} "{value}" always;\n' for name, value in fields)
    types = (("md", "text/plain"), ("link", "application/link-format"))
    locations = "".join(f"location ~ \\.{name}$ {{\n    types {{ {kind} {name}; }}\n}}\n" for name, kind in types)
    return f"{lines}charset utf-8;\n{locations}"


def _header_fields(content_security_policy: str, indexed: bool) -> Iterator[tuple[str, str]]:
    """Yield name and value of each header: the policy, and what a `<meta>` element cannot declare."""
    yield "Content-Security-Policy", f"{content_security_policy}; frame-ancestors 'none'"
    yield "Referrer-Policy", "same-origin"
    yield "X-Content-Type-Options", "nosniff"
    if not indexed:
        yield "X-Robots-Tag", "noindex"


def _inline_scripts(env: jinja2.Environment, config: MkDocsConfig) -> list[str]:
    features = config.theme["features"] or []
    scripts: list[str] = []
    for name in PARTIALS:
        template = env.get_template(f"partials/javascripts/{name}.html")
        html = template.render(config=config, features=features, base_url=".")
        scripts += re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    return scripts


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
