"""Every arrow between the folders has a sample that its linter must reject, and one it must let pass.

The linters run on a copy of the tree with the sample in it, through the configuration that is used.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sys.executable).parent

# contract -> (module to write, what it says): each of these must break that contract.
PYTHON_SAMPLES = {
    "layers": [
        ("sdk.sample", "import repatria.cli"),
        ("sdk.sample", "import repatria.server"),
        ("server.sample", "import repatria.sdk"),
        ("server.sample", "import repatria.demo"),
        ("protocol.sample", "import repatria.server"),
        ("protocol.sample", "import repatria.screening"),
        ("screening.sample", "import repatria.protocol"),
        ("screening.sample", "import repatria.notices"),
        ("protocol.sample", "import repatria.notices"),
        ("notices.sample", "import repatria.sdk"),
        ("notices.sample", "import repatria.server"),
        ("reference.sample", "import repatria.protocol"),
        ("library.sample", "import repatria.server"),
        ("library.sample", "import repatria.notices"),
    ],
    "server-cannot-open": [
        ("server.sample", "import repatria.protocol.opening"),
        ("server.rooms.sample", "def later() -> None:\n    from repatria.protocol import opening"),
        ("server.sample", "import repatria.protocol.between"),
    ],
    "protocol-is-pure": [
        ("protocol.sample", "import os"),
        ("protocol.sample", "import secrets"),
        ("protocol.sample", "from time import time"),
        ("protocol.sample", "import sqlalchemy"),
        ("protocol.sample", "import httpx"),
        ("protocol.sample", "import repatria.reference"),
    ],
    "screening-is-pure": [
        ("screening.sample", "import socket"),
        ("screening.sample", "import sqlalchemy"),
    ],
    "notices-are-pure": [
        ("notices.sample", "from pathlib import Path"),
        ("notices.sample", "import httpx"),
        ("notices.importing.sample", "def later() -> None:\n    import urllib.request"),
    ],
    "library-keeps-to-its-files": [
        ("library.sample", "import socket"),
        ("library.reading.sample", "import subprocess"),
        ("library.sample", "def later() -> None:\n    from time import time"),
    ],
    "frameworks-are-pure": [
        ("frameworks.sample", "from pathlib import Path"),
        ("frameworks.sample", "def later() -> None:\n    import time"),
    ],
    "capabilities-apart": [
        ("server.rooms.sample", "import repatria.server.register"),
        ("server.accounts.sample", "import repatria.server.members"),
    ],
}


@dataclass(frozen=True)
class Sample:
    """A module of its own, so that all of them can stand in one tree."""

    contract: str
    module: str
    text: str

    def write(self, tree: Path) -> None:
        (tree / "src" / f"{self.module.replace('.', '/')}.py").write_text(f"{self.text}\n")


CASES = [(contract, *sample) for contract, samples in PYTHON_SAMPLES.items() for sample in samples]
SAMPLES = [
    Sample(contract, f"repatria.{module}_{number}", text)
    for number, (contract, module, text) in enumerate(CASES)
]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return laid_out(tmp_path)


def laid_out(folder: Path) -> Path:
    """A package of the same folders, empty but for a module that stands between server and opening.

    Empty, so that a sample is refused for its own import and for no other.
    """
    for source in (ROOT / "src" / "repatria").rglob("__init__.py"):
        copy = folder / "src" / source.relative_to(ROOT / "src")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.touch()
    protocol = folder / "src" / "repatria" / "protocol"
    (protocol / "opening.py").touch()
    (protocol / "between.py").write_text("import repatria.protocol.opening\n")
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def lint_imports(tree: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAMS / "lint-imports", "--no-cache"],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree / "src"), "COLUMNS": "500"},
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Which modules break each contract, by its id: from one run over all samples."""
    tree = laid_out(tmp_path_factory.mktemp("samples"))
    for sample in SAMPLES:
        sample.write(tree)
    answer = lint_imports(tree)
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    ids = {entry["name"]: entry["id"] for entry in contracts}
    assert set(ids.values()) == set(PYTHON_SAMPLES), "each contract has its samples"
    found: dict[str, set[str]] = {}
    contract = ""
    for line in answer.stdout.partition("Broken contracts")[2].splitlines():
        contract = ids.get(line.strip(), contract)
        if breaking := re.match(r"\s*-\s+(\S+) -> ", line):
            found.setdefault(contract, set()).add(breaking[1])
    assert found, answer.stdout + answer.stderr
    return found


def test_a_tree_that_breaks_nothing_passes(tree: Path) -> None:
    (tree / "src/repatria/cli/sample.py").write_text("import repatria.sdk\nimport repatria.server\n")
    (tree / "src/repatria/server/sample.py").write_text("import repatria.protocol\nimport os\n")
    answer = lint_imports(tree)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: f"{sample.contract}-{sample.module}")
def test_a_forbidden_import_breaks_its_contract(broken: dict[str, set[str]], sample: Sample) -> None:
    assert sample.module in broken[sample.contract], broken


@pytest.mark.parametrize(
    "line",
    [
        "from cryptography.hazmat.primitives.hpke import Suite",
        "from cryptography.hazmat.primitives import hpke",
        "from cryptography.hazmat.primitives.ciphers.aead import AESGCM",
        "from cryptography.cobblestone import Cobblestone256Decryptor",
    ],
)
@pytest.mark.parametrize(("folder", "refused"), [("server", True), ("sdk", True), ("protocol", False)])
def test_only_the_protocol_names_ciphers(folder: str, line: str, *, refused: bool) -> None:
    name = f"src/repatria/{folder}/sample.py"
    command = f"{PROGRAMS}/ruff check --select TID251 --output-format concise --stdin-filename {name} -"
    answer = subprocess.run(
        command.split(),
        input=f"{line}\n",
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert ("TID251" in answer.stdout) is refused, answer.stdout + answer.stderr


ARROWS = "repatria/arrows"
GLOBALS = "no-restricted-globals"
SYNTAX = "no-restricted-syntax"
# file -> (text, the rule that must refuse it; None: nothing may)
CLIENT_SAMPLES: dict[str, tuple[str, str | None]] = {
    "protocol/imports_session.ts": ("import '../session/target';", ARROWS),
    "protocol/imports_preact.ts": ("import 'preact';", ARROWS),
    "protocol/exports_ui.ts": ("export * from '../ui/target';", ARROWS),
    "protocol/loads_browser.ts": ("export const later = import('../browser/target');", ARROWS),
    "protocol/loads_computed.ts": ("export const load = (name: string) => import(name);", ARROWS),
    "protocol/reads_clock.ts": ("export const at = Date.now();", SYNTAX),
    "protocol/draws_randomness.ts": ("export const it = crypto.getRandomValues(new Uint8Array(1));", SYNTAX),
    "protocol/fetches.ts": ("export const it = fetch('/');", GLOBALS),
    "session/imports_ui.ts": ("import '../ui/target';", ARROWS),
    "session/imports_browser.ts": ("import '../browser/target';", ARROWS),
    "session/imports_preact.ts": ("import 'preact';", ARROWS),
    "session/fetches.ts": ("export const it = fetch('/');", GLOBALS),
    "session/fetches_by_window.ts": ("export const it = window.fetch('/');", SYNTAX),
    "session/opens_database.ts": ("export const it = indexedDB;", GLOBALS),
    "session/asks_passkey.ts": ("export const it = navigator.credentials;", SYNTAX),
    "session/asks_passkey_by_window.ts": ("export const it = window.navigator.credentials;", SYNTAX),
    "session/starts_worker.ts": ("export const it = new Worker('/x.js');", GLOBALS),
    "session/stores.ts": ("localStorage.setItem('a', 'b');", GLOBALS),
    "ui/imports_browser.ts": ("import '../browser/target';", ARROWS),
    "ui/imports_protocol_value.ts": ("import { one } from '../protocol/target';\nexport { one };", ARROWS),
    "ui/fetches.ts": ("export const it = fetch('/');", GLOBALS),
    "ui/writes_markup.ts": ("document.body.innerHTML = '<b>';", SYNTAX),
    "ui/sets_markup.tsx": ("export const It = () => <p dangerouslySetInnerHTML={{ __html: '' }} />;", SYNTAX),
    "browser/imports_ui.ts": ("import '../ui/target';", ARROWS),
    "locales/imports_ui.ts": ("import '../ui/target';", ARROWS),
    "session/imports_reference.ts": ("import 'virtual:reference/offences/en';", ARROWS),
    "session/good.ts": ("import { one } from '../protocol/target';\nexport const it = one;", None),
    "ui/good.ts": ("import type { One } from '../protocol/target';\nimport '../session/target';"
                   "\nexport type It = One;", None),
    "browser/good.ts": ("import '../session/target';\nexport const it = fetch('/');", None),
    "main.ts": ("import './ui/target';\nimport './browser/target';\nimport 'preact';", None),
}  # fmt: skip


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The rules that ESLint reports for each sample, from one run over all of them."""
    web = tmp_path_factory.mktemp("client") / "web"
    web.mkdir()
    for name in ("package.json", "tsconfig.json", "eslint.config.js", "lint"):
        source = ROOT / "web" / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, web / name)
    (web / "node_modules").symlink_to(ROOT / "web" / "node_modules")
    for folder in ("protocol", "session", "browser", "ui", "locales"):
        (web / "src" / folder).mkdir(parents=True)
        (web / "src" / folder / "target.ts").write_text("export type One = 1;\nexport const one: One = 1;\n")
    for name, (text, _rule) in CLIENT_SAMPLES.items():
        (web / "src" / name).write_text(f"{text}\n")
    answer = subprocess.run(
        ["node", "node_modules/eslint/bin/eslint.js", "--format", "json", "src"],
        cwd=web,
        env={**os.environ, "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"},
        check=False,
        capture_output=True,
        text=True,
    )
    report: list[dict[str, Any]] = json.loads(answer.stdout or answer.stderr)
    return {
        str(Path(entry["filePath"]).relative_to(web / "src")): {m["ruleId"] for m in entry["messages"]}
        for entry in report
    }


@pytest.mark.parametrize(("name", "rule"), [(name, rule) for name, (_text, rule) in CLIENT_SAMPLES.items()])
def test_the_client_sample_meets_its_rule(findings: dict[str, set[str]], name: str, rule: str | None) -> None:
    assert findings[name] == (set() if rule is None else {rule})
