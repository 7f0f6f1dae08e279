"""A witness never signs two histories."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from repatria.demo.founding import DemoKeys, found, serving
from repatria.protocol import envelope, frames
from repatria.sdk import Blocked, Connection, Register, Witness
from repatria.sdk.enrol import enrol, invite
from repatria.sdk.store import MemoryStore
from repatria.server.settings import Settings
from tests.attacks.scenes import note_over
from tests.patience import free_port
from tests.protocol.invented import three_countries


@pytest.fixture
def founded(tmp_path: Path) -> tuple[Settings, DemoKeys]:
    """A network of one statement and one witness, whom clients do not demand yet."""
    data = tmp_path / "data"
    data.mkdir()
    settings = Settings(data=data, port=free_port())
    return settings, found(settings, "Fork", ("KE",), 0)


@contextmanager
def twin(settings: Settings, folder: Path) -> Iterator[Settings]:
    """The same server, log keys and all, copied: what a dishonest operator can do."""
    shutil.copytree(settings.data, folder)
    copied = replace(settings, data=folder, port=free_port())
    with serving(copied):
        yield copied


def somebody_enrols(settings: Settings, keys: DemoKeys, login: str) -> None:
    with keys.inviting(settings.origin) as secretariat:
        made = invite(secretariat, country="KE", office=None, role="bureau", name=login, net=keys.net)
    enrol(settings.origin, made.token, login=login, passphrase="a passphrase", root=keys.net)


@contextmanager
def witness_of(settings: Settings, keys: DemoKeys, folder: Path) -> Iterator[Witness]:
    (witness,) = keys.make_witnesses(settings.origin, folder)
    yield witness
    witness.close()


def test_witness_signs_what_it_recomputed_and_refuses_the_other_branch(
    founded: tuple[Settings, DemoKeys], tmp_path: Path
) -> None:
    settings, keys = founded
    with twin(settings, tmp_path / "fork") as forked, serving(settings):
        somebody_enrols(settings, keys, "on-the-one-branch")
        somebody_enrols(forked, keys, "on-the-other-branch")
        with witness_of(settings, keys, tmp_path / "w") as witness:
            assert witness.once() == 2
            assert witness.once() is None  # signed already
        somebody_enrols(forked, keys, "one-more")
        with witness_of(forked, keys, tmp_path / "w") as witness, pytest.raises(Blocked) as error:
            witness.once()
        assert error.value.code in {"forked", "broken_chain", "bad_checkpoint_signature"}


def test_client_that_saw_one_branch_blocks_on_the_other(
    founded: tuple[Settings, DemoKeys], tmp_path: Path
) -> None:
    settings, keys = founded
    store = MemoryStore()
    with twin(settings, tmp_path / "fork") as forked, serving(settings):
        somebody_enrols(settings, keys, "on-the-one-branch")
        somebody_enrols(forked, keys, "on-the-other-branch")
        with keys.reading(settings.origin) as reader:
            Register(reader, store, keys.net).sync()
        somebody_enrols(forked, keys, "one-more")
        with keys.reading(forked.origin) as reader, pytest.raises(Blocked, match="forked"):
            Register(reader, store, keys.net).sync()


def test_witness_refuses_a_smaller_log_than_it_signed(
    founded: tuple[Settings, DemoKeys], tmp_path: Path
) -> None:
    settings, keys = founded
    with twin(settings, tmp_path / "old") as older, serving(settings):
        somebody_enrols(settings, keys, "later")
        with witness_of(settings, keys, tmp_path / "w") as witness:
            assert witness.once() == 2
        with (
            witness_of(older, keys, tmp_path / "w") as witness,
            pytest.raises(Blocked, match="rolled_back"),
        ):
            witness.once()


def test_witness_does_not_cosign_what_is_dated_long_before_it_last_looked(tmp_path: Path) -> None:
    """An expired officer, the server's help, and a network where nobody else has signed anything since."""
    network = three_countries()
    until = network.time + 3_600
    network.officer("brief", "sn/dakar", until=until)
    holders = [who.keyid for who in network.directory.officers_of("sn/dakar", network.time)]

    def answer(request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/api/v1")
        if path == "/register/checkpoint/pending":
            return httpx.Response(200, text=note_over(network.leaves, network.time))
        if path == "/register/leaves":
            start, end = (int(request.url.params[name]) for name in ("from", "to"))
            return httpx.Response(200, content=frames.join(network.leaves[start:end]))
        return httpx.Response(204)

    def witness() -> Witness:
        client = httpx.Client(transport=httpx.MockTransport(answer))
        return Witness(
            Connection("http://127.0.0.1:1", client=client),
            tmp_path,
            name="w/ke",
            seed=bytes(32),
            net=str(network.directory.net),
            now=lambda: network.time,
        )

    looking = witness()
    assert looking.once() == len(network.leaves)
    network.time = until + 3_600
    assert looking.once() is None  # nothing new; but it has looked
    own = network.office_key("brief", "sn/dakar", officers=holders).value
    late = envelope.sign(
        envelope.STATEMENT, {**own, "time": until - 60}, [network.people["brief"].signing_key]
    )
    network.leaves.append(late.wire())
    with pytest.raises(Blocked, match="bad_time"):
        looking.once()
    looking.close()
