"""Starts OpenStack Swift with its S3 API on loopback: one device, one copy, its own folder.

Nothing here imitates S3: it is the object store that hosting providers run, in the smallest set-up
that its own manual gives. `make .cache/swift/.ready` installs it.
"""

import contextlib
import getpass
import socket
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.processes import answers_http, free_port, running

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ROOT / ".cache" / "swift" / "bin"
REGION = "us-east-1"
LAYERS = ("account", "container", "object")
PIPELINE = (
    "catch_errors gatekeeper healthcheck listing_formats bulk s3api tempauth copy slo dlo"
    " versioned_writes symlink proxy-server"
)
# Filters of the proxy whose section says nothing but the name of their entry point.
PLAIN_FILTERS = (
    "catch_errors", "gatekeeper", "healthcheck", "listing_formats", "bulk", "copy", "slo", "dlo", "symlink",
)  # fmt: skip


@dataclass(frozen=True)
class S3Server:
    """Where the server answers, and the one account that it knows."""

    endpoint: str
    access_key: str = "network:officer"
    secret_key: str = "invented-for-tests"
    region: str = REGION


def _layer_conf(layer: str, folder: Path, port: int) -> str:
    return f"""[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
user = {getpass.getuser()}
swift_dir = {folder}
devices = {folder}/devices
mount_check = false
disable_fallocate = true
log_level = WARNING
[pipeline:main]
pipeline = {layer}-server
[app:{layer}-server]
use = egg:swift#{layer}
"""


def _proxy_conf(folder: Path, port: int, server: S3Server) -> str:
    account, user = server.access_key.split(":")
    filters = "\n".join(f"[filter:{name}]\nuse = egg:swift#{name}" for name in PLAIN_FILTERS)
    return f"""[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
user = {getpass.getuser()}
swift_dir = {folder}
log_level = WARNING
[pipeline:main]
pipeline = {PIPELINE}
[app:proxy-server]
use = egg:swift#proxy
allow_account_management = true
account_autocreate = true
{filters}
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_object_versioning = true
[filter:s3api]
use = egg:swift#s3api
location = {server.region}
min_segment_size = 1
[filter:tempauth]
use = egg:swift#tempauth
user_{account}_{user} = {server.secret_key} .admin .reseller_admin
"""


def _build_ring(folder: Path, layer: str, port: int) -> None:
    builder = folder / f"{layer}.builder"
    device = f"--region 1 --zone 1 --ip 127.0.0.1 --port {port} --device disk --weight 1"
    for step in ("create 4 1 1", f"add {device}", "rebalance"):
        command = [str(PROGRAMS / "swift-ring-builder"), str(builder), *step.split()]
        subprocess.run(command, check=True, capture_output=True, cwd=folder)


def _accepts(port: int) -> Callable[[], bool]:
    def check() -> bool:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=2).close()
        except OSError:
            return False
        return True

    return check


@contextlib.contextmanager
def s3_server(folder: Path) -> Iterator[S3Server]:
    """A fresh store below `folder`, gone with the block. Raises FileNotFoundError when not installed."""
    if not PROGRAMS.exists():
        raise FileNotFoundError("OpenStack Swift is not installed: make .cache/swift/.ready")
    (folder / "devices" / "disk").mkdir(parents=True)
    (folder / "swift.conf").write_text("[swift-hash]\nswift_hash_path_suffix = invented-for-tests\n")
    with contextlib.ExitStack() as stack:
        for layer in LAYERS:
            port = free_port()
            _build_ring(folder, layer, port)
            _start(stack, layer, _layer_conf(layer, folder, port), folder, port)
        port = free_port()
        server = S3Server(endpoint=f"http://127.0.0.1:{port}")
        _start(stack, "proxy", _proxy_conf(folder, port, server), folder, port)
        yield server


def _start(stack: contextlib.ExitStack, layer: str, conf: str, folder: Path, port: int) -> None:
    path = folder / f"{layer}-server.conf"
    path.write_text(conf)
    check = answers_http(port, "/healthcheck") if layer == "proxy" else _accepts(port)
    command = [str(PROGRAMS / f"swift-{layer}-server"), str(path), "-v"]
    stack.enter_context(running(command, log=folder / f"{layer}.log", ready=check))
