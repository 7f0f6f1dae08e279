"""No reader ever misses an entry beside eight concurrent writers, and nothing comes twice.

The writers are processes of their own on one database, as several servers would be.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from repatria.protocol.frames import SyncItem, decode_sync
from repatria.server.database.engine import Database
from repatria.server.database.migrate import migrate
from repatria.server.database.transaction import Transaction
from repatria.server.database.writer import Change
from repatria.server.rooms.feed import OCTETS_BESIDE, Remembered, list_feed, read_page
from repatria.server.sessions import Told, hash_token, open_session
from repatria.server.settings import Settings
from tests.patience import PATIENCE_SECONDS
from tests.server.conftest import ENGINES
from tests.server.migrated import make_database

WRITERS = 8
EACH = 60
# What one server process does with its writer: take cursors under the group's lock and insert.
WRITER = """
import sys
from pathlib import Path
from repatria.server.database.engine import Database
from repatria.server.database.writer import Change
from repatria.server.ledger.group import Group
from repatria.server.ledger.log_keys import LogKeys
from repatria.server.ledger.register import Register
from repatria.server.settings import Settings

data, url, number, each = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
database = Database(Settings(data=data, database=url))
group = Group(Register(LogKeys(bytes(32), bytes(32))), lambda: 0, notify=database.postgres)
database.hot.hooks = group
database.start()

def append(seq):
    def act(tx):
        cursor = group.take_cursors(1)
        tx.do(
            "INSERT INTO entry (id, room, seq, hash, frame) VALUES (:id, :room, :seq, '', :frame)",
            id=cursor, room=number, seq=seq, frame=b"",
        )
        tx.do(
            "INSERT INTO feed (member, cursor, entry, room) VALUES (1, :id, :id, :room)",
            id=cursor, room=number,
        )
    return Change(act)

sys.stdin.readline()
for seq in range(each):
    database.hot.run_blocking(append(seq))
database.stop()
"""


@pytest.fixture(params=ENGINES)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    url = ""
    if request.param == "postgres":
        url = make_database(request.getfixturevalue("postgres_server"))
    made = Settings(data=tmp_path, database=url)
    migrate(made)
    return made


def start_writers(settings: Settings) -> list[subprocess.Popen[str]]:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(settings.data), settings.database, str(number), str(EACH)],
            stdin=subprocess.PIPE,
            text=True,
        )
        for number in range(WRITERS)
    ]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.close()
    return writers


def seat_reader(settings: Settings) -> str:
    """Member 1 sits in every room that the writers fill, and has a session; its token's hash."""
    database = Database(settings)
    database.start()

    def act(tx: Transaction) -> str:
        for room in range(WRITERS):
            tx.do(
                "INSERT INTO room (id, hash, seq, head, state) VALUES (:id, :hash, 0, '', '')",
                id=room,
                hash=f"{room:064x}",
            )
            tx.do("INSERT INTO seat (room, member, since) VALUES (:room, 1, 0)", room=room)
        return hash_token(open_session(tx, "aa" * 32, "anna", Told("", ""), 0).token)

    token: str = database.hot.run_blocking(Change(act))
    database.stop()
    return token


def test_a_reader_beside_eight_writers_misses_nothing(settings: Settings) -> None:
    token = seat_reader(settings)
    database = Database(settings)
    writers = start_writers(settings)
    remembered = Remembered(4 * OCTETS_BESIDE)  # so that entries come from memory and from disk
    seen: list[SyncItem] = []

    def read(tx: Transaction) -> tuple[SyncItem, ...]:
        """As /sync does: the page after the last entry that was seen."""
        listed = list_feed(tx, token, (1, 1), seen[-1].cursor if seen else 0, 7)
        return decode_sync(read_page(tx, remembered, listed, 2**20)).items

    deadline = time.monotonic() + PATIENCE_SECONDS
    while len(seen) < WRITERS * EACH and time.monotonic() < deadline:
        page = database.look_blocking(read)
        seen += page
        if not page and all(writer.poll() is not None for writer in writers):
            seen += database.look_blocking(read)
            break
    assert [writer.wait() for writer in writers] == [0] * WRITERS
    database.stop()
    expected = {(f"{room:064x}", seq) for room in range(WRITERS) for seq in range(EACH)}
    assert {(item.room, item.seq) for item in seen} == expected
    assert len(seen) == len(expected)
    assert [item.cursor for item in seen] == sorted(item.cursor for item in seen)
