"""What `repatria doctor` says of a store, a mail server, a database or a proxy that does not fit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from obstore.store import S3Store

from repatria.cli.exits import Exit
from repatria.server.console import prepare
from repatria.server.settings import Settings
from tests.patience import PATIENCE_SECONDS
from tests.s3.server import S3Server
from tests.server.mail_server import mail_server_running

NOBODY = "127.0.0.1:1"
AWS = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_REGION": "us-east-1"}
WRONG: dict[str, tuple[dict[str, str], str, str]] = {
    "no store": (
        {"REPATRIA_BLOBS": "s3://bucket/there", "AWS_ENDPOINT": f"http://{NOBODY}", **AWS},
        "object store",
        "",
    ),
    "no mail server": ({"REPATRIA_SMTP": f"smtp://{NOBODY}"}, "mail server", "refused"),
    "no database": ({"REPATRIA_DATABASE": f"postgresql://nobody@{NOBODY}/x"}, "database", "refused"),
    "no proxy believed": ({"REPATRIA_URL": "https://recovery.example"}, "proxy", "REPATRIA_PROXIES"),
}
RIGHT = {"REPATRIA_URL": "https://recovery.example", "REPATRIA_PROXIES": "127.0.0.1"}


def examine(data: Path, extra: dict[str, str]) -> tuple[int, dict[str, str]]:
    """Exit code, and what was seen of each check that failed."""
    prepare(Settings(data=data))
    ran = subprocess.run(
        [sys.executable, "-c", "import repatria.cli; repatria.cli.main()", "doctor", "--json", "--no-online"],
        env={"PATH": os.environ["PATH"], "REPATRIA_DATA": str(data), **extra},
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    return ran.returncode, {row["check"]: row["seen"] for row in json.loads(ran.stdout) if not row["passed"]}


@pytest.mark.parametrize("what", WRONG)
def test_each_mistake_is_named_alone(tmp_path: Path, what: str) -> None:
    extra, check, said = WRONG[what]
    code, failed = examine(tmp_path / "data", extra)
    assert (code, set(failed)) == (Exit.UNEXPECTED, {check}), failed
    assert said in failed[check]


def test_nothing_is_wrong_where_all_answer(tmp_path: Path) -> None:
    with mail_server_running() as mail:
        port = mail.server_address[1]
        extra = RIGHT | {"REPATRIA_SMTP": f"smtp://127.0.0.1:{port}"}
        assert examine(tmp_path / "data", extra) == (Exit.OK, {})


def test_a_store_that_takes_an_object_is_fine(tmp_path: Path, s3: S3Server, s3_store: S3Store) -> None:
    keys = {
        "AWS_ENDPOINT_URL": s3.endpoint,
        "AWS_ACCESS_KEY_ID": s3.access_key,
        "AWS_SECRET_ACCESS_KEY": s3.secret_key,
        "AWS_REGION": s3.region,
    }
    extra = {"REPATRIA_BLOBS": f"s3://{s3_store.config['bucket']}/there", **keys}
    assert examine(tmp_path / "data", extra) == (Exit.OK, {})
