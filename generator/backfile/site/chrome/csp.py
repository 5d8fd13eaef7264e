"""The Content-Security-Policy of the site: what a page may run and load, should everything before it have failed.

Owns the policy's words, the hashes of the few inline scripts that Material has, and the files by which hosts send it:
`_headers` for those that read one (Netlify, Cloudflare Pages), and one for nginx. The hashes are taken from Material's
own partials, rendered without any page: what an article says can never become allowed.
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

PARTIALS = ("base", "palette", "content", "announce", "consent")
"""The partials under `partials/javascripts/` that hold inline scripts and may stand on any page."""


def policy(env: jinja2.Environment, config: MkDocsConfig) -> str:
    """Give the policy for a `<meta>` element, the same for every page of the site.

    `wasm-unsafe-eval` is for Pagefind, `unsafe-inline` styles for Material and for aligned table cells. Inline handlers
    (`onclick=`) stay forbidden, and so does every other host.
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
    """Give the text of `_headers`. With `indexed` false search engines are told to leave out whatever they are given,
    feeds and images too.
    """
    sent = "".join(f"  {name}: {value}\n" for name, value in _sent(content_security_policy, indexed))
    return f"/*\n{sent}/*.md\n  Content-Type: text/plain; charset=utf-8\n"


def nginx(content_security_policy: str, *, indexed: bool) -> str:
    """Give the same for nginx, as a file to include where it serves the site."""
    sent = "".join(f'add_header {name} "{value}" always;\n' for name, value in _sent(content_security_policy, indexed))
    return f"{sent}charset utf-8;\nlocation ~ \\.md$ {{\n    types {{ text/plain md; }}\n}}\n"


def _sent(content_security_policy: str, indexed: bool) -> Iterator[tuple[str, str]]:
    """Give the headers: the policy, and what a `<meta>` element cannot say."""
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
