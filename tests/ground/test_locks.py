"""What is installed is what was reviewed: exact versions, each with a hash, no more packages than said."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXACT = re.compile(r"^[A-Za-z0-9_.-]+(\[[a-z,]+\])?==[0-9][^,;*\s]*$")
HASHED_REQUIREMENTS = ["gate/uv-requirements.txt", "tests/s3/requirements.txt"]
LIMITS: dict[str, int] = json.loads((ROOT / "gate" / "shape.json").read_text())


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def uv_packages() -> dict[str, dict[str, Any]]:
    lock = tomllib.loads((ROOT / "uv.lock").read_text())
    return {package["name"]: package for package in lock["package"] if package["name"] != "repatria"}


def npm_packages() -> dict[str, dict[str, Any]]:
    lock: dict[str, dict[str, Any]] = json.loads((ROOT / "web/package-lock.json").read_text())["packages"]
    return {name: package for name, package in lock.items() if name}


def test_python_requirements_name_one_version() -> None:
    groups = project()["dependency-groups"].values()
    wanted = [*project()["project"]["dependencies"], *(line for group in groups for line in group)]
    assert [line for line in wanted if not EXACT.match(line)] == []


def test_client_requirements_name_one_version() -> None:
    package = json.loads((ROOT / "web/package.json").read_text())
    wanted = {**package["dependencies"], **package["devDependencies"]}
    assert {
        name: version for name, version in wanted.items() if not re.fullmatch(r"\d+(\.\d+)+", version)
    } == {}


def test_every_locked_python_package_comes_from_pypi_by_hash() -> None:
    for name, package in uv_packages().items():
        assert package["source"] == {"registry": "https://pypi.org/simple"}, name
        files = [*package.get("wheels", ()), *filter(None, [package.get("sdist")])]
        assert files, name
        assert all(file["hash"].startswith("sha256:") for file in files), name


def test_every_locked_client_package_has_a_strong_hash() -> None:
    weak = [name for name, found in npm_packages().items() if not found["integrity"].startswith("sha512-")]
    assert weak == []


@pytest.mark.parametrize("name", HASHED_REQUIREMENTS)
def test_environments_of_their_own_are_pinned_by_hash(name: str) -> None:
    logical = (ROOT / name).read_text().replace("\\\n", " ").splitlines()
    wanted = [line for line in logical if line and not line.lstrip().startswith("#")]
    assert wanted
    assert [line for line in wanted if "==" not in line or "--hash=sha256:" not in line] == []


def runtime_closure() -> set[str]:
    """The Python packages that an installed server needs on Linux."""
    packages = uv_packages()
    lock = tomllib.loads((ROOT / "uv.lock").read_text())["package"]
    todo = next(package for package in lock if package["name"] == "repatria")["dependencies"]
    found: set[str] = set()
    while todo:
        wanted = todo.pop()
        if "win32" in wanted.get("marker", ""):
            continue
        package = packages[wanted["name"]]
        if wanted["name"] not in found:
            found.add(wanted["name"])
            todo.extend(package.get("dependencies", ()))
        for extra in wanted.get("extra", ()):
            todo.extend(package["optional-dependencies"][extra])
    return found


def test_no_more_packages_run_on_the_server_than_said() -> None:
    assert len(runtime_closure()) <= LIMITS["python_runtime_packages"], sorted(runtime_closure())


def test_no_more_packages_run_in_the_browser_than_said() -> None:
    found = [name for name, package in npm_packages().items() if not package.get("dev")]
    shipped = [name for name in found if not npm_packages()[name].get("optional")]
    assert len(shipped) <= LIMITS["client_runtime_packages"], shipped
