"""What stands around every answer: trusted hosts, same origin, and the security headers.

Pure ASGI, outermost. Refuses requests for other host names and changes asked for by other sites.
"""

from __future__ import annotations

from typing import Any

from repatria.server.answers import Receive, Send, answer_refusal
from repatria.server.refusals import Refusal
from repatria.server.settings import Settings

CSP = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
    "img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
SAFE_METHODS = frozenset({"GET", "HEAD"})
HEADERS = (
    (b"content-security-policy", CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-embedder-policy", b"require-corp"),
    (
        b"permissions-policy",
        b"camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
        b"publickey-credentials-get=(self), publickey-credentials-create=(self)",
    ),
)
HSTS = (b"strict-transport-security", b"max-age=63072000; includeSubDomains")
NO_STORE = (b"cache-control", b"no-store")


def host_name(host: str) -> str:
    """The name in a Host header, without port and brackets."""
    if host.startswith("["):
        return host[1:].split("]", 1)[0]
    return host.rsplit(":", 1)[0] if ":" in host else host


class Guard:
    def __init__(self, app: Any, settings: Settings) -> None:
        self._app = app
        self._hosts = settings.trusted_hosts
        self._scheme = "https" if settings.secure else "http"
        self._headers = (*HEADERS, HSTS) if settings.secure else HEADERS

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sealed = self._sealed(send)
        refusal = self._check(scope)
        if refusal is not None:
            await answer_refusal(refusal).send(sealed)
        else:
            await self._app(scope, receive, sealed)

    def _sealed(self, send: Send) -> Send:
        async def sending(message: Any) -> None:
            if message["type"] == "http.response.start":
                own = message.get("headers", ())
                kept = () if b"cache-control" in dict(own) else (NO_STORE,)
                message = message | {"headers": (*own, *self._headers, *kept)}
            await send(message)

        return sending

    def _check(self, scope: Any) -> Refusal | None:
        headers = dict(scope["headers"])
        host = headers.get(b"host", b"").decode("latin-1")
        if host_name(host) not in self._hosts:
            return Refusal("bad_host")
        site = headers.get(b"sec-fetch-site", b"")
        origin = headers.get(b"origin")
        if scope["method"] in SAFE_METHODS:
            # A link from elsewhere may open the first page; nobody else may read the API.
            elsewhere = site in (b"cross-site", b"same-site")
            return Refusal("bad_origin") if elsewhere and _is_api(scope["path"]) else None
        if site not in (b"", b"same-origin"):
            return Refusal("bad_origin")
        if origin is not None and origin.decode("latin-1") != f"{self._scheme}://{host}":
            return Refusal("bad_origin")
        return None


def _is_api(path: str) -> bool:
    return path.startswith(("/api/", "/log/"))
