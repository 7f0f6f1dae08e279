"""Where the development data comes from: a folder that is there, or the public files, pinned.

Real people's names are in it, so none of it is part of this repository. `REPATRIA_NAMES` names a folder with
the files; else they are looked for in bench/.envs/names, and downloaded into it from fixed commits.
"""

import csv
import gzip
import hashlib
import os
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from bench.figure import PeerUnavailable

DOWNLOADS = Path(__file__).parent.parent / ".envs" / "names"
PATIENCE_SECONDS = 60.0
REPOSITORIES = {
    "opensanctions/yente": (
        "916a474c078bb21c27ed1854f3476a854f1b8ab5",
        "contrib/candidate_generation_benchmark/fixtures",
    ),
    "opensanctions/nomenklatura": ("502208c22543a0ca8f394a2509c8be55738dbb38", "contrib/name_bench"),
    "steveash/NETransliteration-COLING2018": ("5d5f59e561ecea45a6d3602121e1049baa7a76c3", "data"),
}


class NamesUnavailable(PeerUnavailable):
    """The development data is neither here nor to be had: the figure is not measured."""


@dataclass(frozen=True)
class File:
    """A public file: where it lies and what its octets are."""

    repository: str
    path: str
    sha256: str

    @property
    def address(self) -> str:
        commit, folder = REPOSITORIES[self.repository]
        return f"https://raw.githubusercontent.com/{self.repository}/{commit}/{folder}/{self.path}"


YENTE, NOMENKLATURA, COLING = REPOSITORIES
FILES = {
    name: File(repository, path, sha256)
    for name, (repository, path, sha256) in {
        "negatives_global.csv": (
            YENTE,
            "negatives_global.csv",
            "6afc216b7378cef3881cad96cd750cfda94f33150d61cd90d943104acbaec299",
        ),
        "negatives_us.csv": (
            YENTE,
            "negatives_us.csv",
            "d2470d9ed88cdbf10dcc9e85e1daa25751c5dddf01168f7acd0636d95da7a098",
        ),
        "name_bench_cases.csv": (
            NOMENKLATURA,
            "cases.csv",
            "cfec1e99b182337f0a9931191e6bae2a7e88694b4c3da0a2ebff3d7e4a9c84e6",
        ),
        "wd_arabic_20": (
            COLING,
            "wd_arabic_20",
            "e4f569b35b034fe2eca5368d76afa750e83c9a8038ab9c6efd9290aa39f6fc8f",
        ),
        "wd_arabic_80": (
            COLING,
            "wd_arabic_80",
            "297585ee115a4511b6925c90d8a36ef0884f65dce70552f84020830b8fea3783",
        ),
        "wd_chinese_20": (
            COLING,
            "wd_chinese_20",
            "c81441dd92d53e95ce408bdf9cc8ce7598200a554d78de7903eaaa038cb27d20",
        ),
        "wd_chinese_80": (
            COLING,
            "wd_chinese_80",
            "017135e654f9ba4d7a474df08615017720c4b5cb57bb0b7c34a7082c8494136d",
        ),
        "wd_hebrew_20": (
            COLING,
            "wd_hebrew_20",
            "5eb40b57efda91749cd8fe0efacb6ac5981c16998a044d0c7c65c0047e9fa8c9",
        ),
        "wd_hebrew_80": (
            COLING,
            "wd_hebrew_80",
            "841704679210541e9b46b48fc90b751ba8d4988ed742141fdd92855a5d5a1206",
        ),
        "wd_japanese_20": (
            COLING,
            "wd_japanese_20",
            "3e838e5e61c31ac877b744478e7dd91fb90566d2222681f34132c32c42105c8d",
        ),
        "wd_japanese_80": (
            COLING,
            "wd_japanese_80",
            "6154220166b0a87e54186cf36341919b008dc67db5fa995f96ea4c4910865173",
        ),
        "wd_katakana_20": (
            COLING,
            "wd_katakana_20",
            "6af9726f88ca1324976ed3d204373faad3de30d8a9b18b0723543fbc2ac5e8ff",
        ),
        "wd_katakana_80": (
            COLING,
            "wd_katakana_80",
            "c282db57883254ec58e5348f127af3285ac4e9078c1f3eb9e19a276cc2382f1d",
        ),
        "wd_korean_20": (
            COLING,
            "wd_korean_20",
            "3adfc1fad68eba45c96693cf113d91307d55d2a4a49713c28d24d3aedd720037",
        ),
        "wd_korean_80": (
            COLING,
            "wd_korean_80",
            "9668e5de7022260f1cfe43d183472be9cdf7757c8c973134d3c5f4011be252af",
        ),
        "wd_russian_20": (
            COLING,
            "wd_russian_20",
            "0b3f16caf82a6e27e516206c226bd0ae615ae86e4785e750ae4047e38ef8595c",
        ),
        "wd_russian_80": (
            COLING,
            "wd_russian_80",
            "9f6989dcaaf558e50257757ecedf6db6d433f20ba200bfa86a931562bad830c9",
        ),
    }.items()
}


def read_text(name: str) -> str:
    """The file's text, its SHA-256 checked. Raises NamesUnavailable."""
    folder = os.environ.get("REPATRIA_NAMES")
    octets = _found(Path(folder), name) if folder else _found(DOWNLOADS, name)
    if octets is None and folder:
        raise NamesUnavailable(f"not measured: no {name} in the folder that REPATRIA_NAMES names")
    if octets is None:
        octets = _download(name)
    if hashlib.sha256(octets).hexdigest() != FILES[name].sha256:
        raise NamesUnavailable(f"not measured: {name} is not the pinned file (its SHA-256 differs)")
    return octets.decode("utf-8")


def read_table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(read_text(name).splitlines()))


def _found(folder: Path, name: str) -> bytes | None:
    plain, packed = folder / name, folder / f"{name}.gz"
    if plain.exists():
        return plain.read_bytes()
    return gzip.decompress(packed.read_bytes()) if packed.exists() else None


def _download(name: str) -> bytes:
    """Keeps the file only when it is the pinned one, so that a broken line is tried again."""
    file = FILES[name]
    try:
        with urllib.request.urlopen(file.address, timeout=PATIENCE_SECONDS) as answer:
            octets: bytes = answer.read()
    except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
        raise NamesUnavailable(
            f"not measured: {name} is not here (REPATRIA_NAMES) and not to be had from GitHub: {error}"
        ) from error
    if hashlib.sha256(octets).hexdigest() == file.sha256:
        DOWNLOADS.mkdir(parents=True, exist_ok=True)
        (DOWNLOADS / name).write_bytes(octets)
    return octets
