"""Whether addresses on the web still lead where they led: asked from this machine, never by the server.

Polite: HEAD, and GET only where HEAD is not answered well; no body is read; one question at a time to a
host, a few hosts at a time. Gives nothing away but the address itself: no cookies, no names, no
credentials, and addresses that carry some are not asked. What others wrote into a register must not make
this machine talk to its neighbours: a name is looked up once, and where it leads to an address that is not
of the public internet nothing is sent (`inside` allows it).
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Literal
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

import httpx

AT_ONCE = 4
PATIENCE_SECONDS = 15.0
MOST_HOPS = 8
AGENT = "Mozilla/5.0 (compatible; link check)"
_FOR_GOOD = {301, 308}
_ELSEWHERE = {301, 302, 303, 307, 308}
_GONE = {404, 410}
_ERRORS_FROM = 400

State = Literal["ok", "moved", "gone", "refused", "unreachable", "not_asked"]


@dataclass(frozen=True, slots=True)
class LinkState:
    """`moved`: by 301 or 308 to `to`, which answers. `refused`: somebody answers, but with `status`, which
    says nothing about the page. `not_asked`: it carries credentials, or leads into a network.
    """

    url: str
    state: State
    status: int | None = None
    to: str = ""


class _NotAsked(Exception):
    """This address is not one to be asked."""


def check_links(
    urls: Iterable[str], *, inside: bool = False, patience: float = PATIENCE_SECONDS
) -> dict[str, LinkState]:
    """The state of each, by address. `patience` in seconds, for each step of a question."""
    by_host: dict[str, list[str]] = {}
    for url in dict.fromkeys(urls):
        by_host.setdefault(urlsplit(url).netloc.lower(), []).append(url)
    with httpx.HTTPTransport(trust_env=False) as transport, ThreadPoolExecutor(AT_ONCE) as pool:
        ask = _Asker(transport, httpx.Timeout(patience), inside).ask
        found = [one for states in pool.map(partial(_of_host, ask), by_host.values()) for one in states]
    return {one.url: one for one in found}


def _of_host(ask: Callable[[str], LinkState], urls: list[str]) -> list[LinkState]:
    return [ask(url) for url in urls]


@dataclass(frozen=True, slots=True)
class _Asker:
    transport: httpx.HTTPTransport
    timeout: httpx.Timeout
    inside: bool

    def ask(self, url: str) -> LinkState:
        """Follow it to its end; `to` is how far it was moved for good, from its beginning on."""
        here, moved, for_good = url, "", True
        try:
            for _ in range(MOST_HOPS):
                status, target = self._answer(here)
                if status not in _ELSEWHERE or not target:
                    return _state(url, status, moved)
                here = _next(here, target)
                for_good = for_good and status in _FOR_GOOD
                moved = here if for_good else moved
        except _NotAsked:
            return LinkState(url, "not_asked")
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError):
            return LinkState(url, "unreachable")
        return LinkState(url, "unreachable")  # around in a circle

    def _answer(self, url: str) -> tuple[int, str]:
        """Status and `Location`; GET where HEAD is answered with an error, as some answer every HEAD."""
        status, target = self._send("HEAD", url)
        return (status, target) if status < _ERRORS_FROM else self._send("GET", url)

    def _send(self, method: str, url: str) -> tuple[int, str]:
        """To an address that was looked at, not to what its name may mean a moment later."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
            raise _NotAsked
        port = parts.port or (443 if parts.scheme == "https" else 80)
        *others, last = _addresses(parts.hostname, port, inside=self.inside)
        for address in others:
            try:
                return self._send_to(address, method, parts)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return self._send_to(last, method, parts)

    def _send_to(self, address: str, method: str, parts: SplitResult) -> tuple[int, str]:
        literal = f"[{address}]" if ":" in address else address
        port = f":{parts.port}" if parts.port else ""
        request = httpx.Request(
            method,
            urlunsplit((parts.scheme, literal + port, parts.path or "/", parts.query, "")),
            headers={"Host": parts.netloc, "User-Agent": AGENT, "Accept": "*/*"},
            extensions={"sni_hostname": parts.hostname, "timeout": self.timeout.as_dict()},
        )
        answer = self.transport.handle_request(request)
        try:
            return answer.status_code, answer.headers.get("location", "")
        finally:
            answer.close()


def _state(url: str, status: int, moved: str) -> LinkState:
    if status in _GONE:
        return LinkState(url, "gone", status)
    if not 200 <= status < 300:
        return LinkState(url, "refused", status, moved)
    return LinkState(url, "moved" if moved else "ok", status, moved)


def _next(here: str, target: str) -> str:
    """Where it leads to; a place within the page is kept, as browsers do (RFC 9110, 10.2.2)."""
    to = urljoin(here, target)
    place = urlsplit(here).fragment
    return f"{to}#{place}" if place and not urlsplit(to).fragment else to


def _addresses(host: str, port: int, *, inside: bool) -> list[str]:
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    found = list(dict.fromkeys(str(row[4][0]) for row in rows))
    if not inside and not all(ipaddress.ip_address(one.partition("%")[0]).is_global for one in found):
        raise _NotAsked
    return found
