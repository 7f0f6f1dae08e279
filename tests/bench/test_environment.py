"""A peer's environment, with a package index that holds nothing."""

from pathlib import Path

import pytest

from bench.figure import PeerUnavailable
from bench.peers import environment

MISSING = "--no-index\nno-such-package==1.0 --hash=sha256:" + "0" * 64


def test_a_package_that_cannot_be_had_makes_the_peer_unavailable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "ENVIRONMENTS", tmp_path / "bench" / ".envs")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    requirements = tmp_path / "missing.txt"
    requirements.write_text(MISSING)
    with pytest.raises(PeerUnavailable, match="no-such-package"):
        environment.ensure_environment("absent", requirements)


def test_an_environment_is_made_once_and_anew_when_its_requirements_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "ENVIRONMENTS", tmp_path / "bench" / ".envs")
    requirements = tmp_path / "nothing.txt"
    requirements.write_text("# nothing\n")
    python = environment.ensure_environment("empty", requirements)
    assert python.exists()
    leftover = python.parent / "leftover"
    leftover.touch()
    assert environment.ensure_environment("empty", requirements) == python
    assert leftover.exists()
    requirements.write_text("# nothing else\n")
    environment.ensure_environment("empty", requirements)
    assert not leftover.exists()
