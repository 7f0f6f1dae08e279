"""The Python client as a victim: its own protocol code, fed one scene."""

from collections.abc import Callable

from repatria.protocol.directory import Directory
from repatria.protocol.errors import ProtocolError
from tests.attacks.table import Scene


def fold_register(scene: Scene) -> Directory:
    directory = Directory()
    for index, leaf in enumerate(scene["leaves"]):
        directory.apply_leaf(index, bytes.fromhex(leaf), scene["now"])
    return directory


def register(scene: Scene) -> None:
    directory = fold_register(scene)
    if "client_version" in scene:
        directory.check_client(scene["client_version"])


PLAYS: dict[str, Callable[[Scene], None]] = {"register": register}


class PythonClient:
    def play(self, scene: Scene) -> str:
        try:
            PLAYS[scene["play"]](scene)
        except ProtocolError as error:
            return error.code
        return "ok"
