"""The application: every verb of every capability, the client's files, and the guard around them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, compile_path

from repatria.server import (
    accounts,
    alarms,
    blobs,
    documents,
    files,
    members,
    news,
    operation,
    register,
    rooms,
    screening,
    search,
)
from repatria.server.answers import Receive, Send, answer_json, answer_refusal
from repatria.server.client import Client
from repatria.server.endpoint import Endpoint
from repatria.server.guard import Guard
from repatria.server.installation import Installation
from repatria.server.openapi import describe
from repatria.server.refusals import Refusal
from repatria.server.settings import Settings
from repatria.server.verbs import Verb

CAPABILITIES = (
    rooms,
    register,
    accounts,
    members,
    blobs,
    documents,
    files,
    screening,
    search,
    news,
    alarms,
    operation,
)


def all_verbs() -> tuple[Verb, ...]:
    """Every verb, hot ones first: routes are tried in order."""
    verbs = [verb for capability in CAPABILITIES for verb in capability.verbs()]
    return tuple(sorted(verbs, key=lambda verb: not verb.hot))


def create_app(settings: Settings, house: Installation | None = None) -> Any:
    """The ASGI application. Opens database and register at start-up, closes them at the end."""
    house = house or Installation(settings)
    for capability in CAPABILITIES:
        capability.install(house)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await house.start()
        yield
        await house.stop()

    verbs = all_verbs()
    routes = [Route(verb.full_path, Endpoint(verb), methods=[verb.method]) for verb in verbs]
    if settings.api_docs:
        routes.append(_document_route(verbs))
    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        exception_handlers={HTTPException: _refuse},  # type: ignore[dict-item]
    )
    app.state.house = house
    app.router.redirect_slashes = False
    app.router.default = _Otherwise(Client(settings.client))
    return Guard(_Straight(app, verbs), settings)


class _Straight:
    """Hot verbs go to their endpoint past the framework; everything else takes the usual way."""

    def __init__(self, app: Starlette, verbs: tuple[Verb, ...]) -> None:
        self._app = app
        hot = [verb for verb in verbs if verb.hot]
        self._ways = [(verb.method, compile_path(verb.full_path)[0], Endpoint(verb)) for verb in hot]

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            for method, path, endpoint in self._ways:
                if scope["method"] == method and (found := path.match(scope["path"])):
                    scope["app"], scope["path_params"] = self._app, found.groupdict()
                    await endpoint(scope, receive, send)
                    return
        await self._app(scope, receive, send)


class _Otherwise:
    """What no route took: a file of the client, or a refusal in our form."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if scope["path"].startswith(("/api/", "/log/")):
            await answer_refusal(Refusal("not_found")).send(send)
        else:
            await self._client(scope, receive, send)


async def _refuse(request: Request, error: HTTPException) -> Response:
    """Starlette's own refusals (405) in our form."""
    code = "method_not_allowed" if error.status_code == 405 else "bad_request"
    allow = (error.headers or {}).get("Allow")
    answer = answer_refusal(Refusal(code, **({"allow": allow} if allow else {})))
    return Response(
        answer.body,
        answer.status,
        {name.decode(): value.decode() for name, value in answer.headers},
        "application/json",
    )


def _document_route(verbs: tuple[Verb, ...]) -> Route:
    document = answer_json(describe(verbs))

    class Document:
        async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
            await document.send(send)

    return Route("/api/v1/openapi.json", Document(), methods=["GET"])
