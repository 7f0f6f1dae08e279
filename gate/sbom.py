"""Write what runs, with versions and hashes, as CycloneDX: from the lock files, byte for byte the same again.

`uv` and `npm` make the lists from their own locks. What differs from run to run (a random serial number,
the time) is taken out or made from the content, and the parts are put in order.
"""

import hashlib
import json
import os
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PYTHON_NAME, CLIENT_NAME = "repatria-python.cdx.json", "repatria-client.cdx.json"
NAMESPACE = uuid.UUID("f3a6c0de-5d0b-5a58-9d2c-7265706174d1")


def output_of(command: list[str], folder: Path) -> dict[str, Any]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path}
    ran = subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def python_packages() -> dict[str, Any]:
    bootstrap = [sys.executable, str(ROOT / "gate" / "bootstrap.py")]
    uv = subprocess.run(bootstrap, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    export = [uv, "export", "--quiet", "--frozen", "--no-default-groups", "--no-emit-project"]
    return output_of([*export, "--preview-features", "sbom-export", "--format", "cyclonedx1.5"], ROOT)


def client_packages() -> dict[str, Any]:
    options = ["--sbom-format", "cyclonedx", "--omit", "dev", "--package-lock-only", "--loglevel", "error"]
    return output_of(["npm", "sbom", *options], ROOT / "web")


def settled(found: dict[str, Any]) -> bytes:
    """The same list always gives the same octets."""
    found["metadata"].pop("timestamp", None)
    found.pop("serialNumber", None)
    found["components"] = sorted(found["components"], key=lambda component: component["purl"])
    found["dependencies"] = sorted(found["dependencies"], key=lambda each: each["ref"])
    content = hashlib.sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()
    found["serialNumber"] = f"urn:uuid:{uuid.uuid5(NAMESPACE, content)}"
    return json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False).encode() + b"\n"


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist" / "sbom"
    target.mkdir(parents=True, exist_ok=True)
    for name, found in ((PYTHON_NAME, python_packages()), (CLIENT_NAME, client_packages())):
        (target / name).write_bytes(settled(found))
        print(f"{len(found['components']):4} components  {target / name}")


if __name__ == "__main__":
    main()
