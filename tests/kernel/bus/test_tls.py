"""TLS, ended by a proxy in front of the server: the embedded Valkey is built without it."""

import asyncio
import contextlib
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kernel.bus.harness import Server
from nautilus.kernel.bus import BusClient, BusRefusedError, parse_address


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate of 127.0.0.1, with its key in the file beside it."""
    folder = tmp_path_factory.mktemp("tls")
    openssl = shutil.which("openssl")
    assert openssl, "install openssl: these tests make a certificate with it"
    command = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-days", "2", "-subj", "/CN=bus", "-addext", "subjectAltName=IP:127.0.0.1"]
    command += ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "certificate.pem"


@pytest.fixture
async def tls_port(volatile_server: Server, certificate: Path) -> AsyncIterator[int]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    writers: list[asyncio.StreamWriter] = []

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        with contextlib.suppress(OSError, asyncio.CancelledError):
            while data := await reader.read(65_536):
                writer.write(data)
                await writer.drain()
        writer.close()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner = await asyncio.open_connection("127.0.0.1", volatile_server.port)
        await asyncio.gather(pump(reader, inner[1]), pump(inner[0], writer))

    proxy = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=context)
    yield proxy.sockets[0].getsockname()[1]
    proxy.close()
    for writer in writers:
        writer.close()
    await proxy.wait_closed()


async def test_a_verified_certificate_is_accepted(
    tls_port: int, certificate: Path, client_class: type[BusClient]
) -> None:
    address = parse_address(f"rediss://127.0.0.1:{tls_port}?ssl_ca_certs={certificate}")
    client = client_class(address, "test")
    await client.add(b"s", [(b"k", b"v" * 300_000)])
    (entries,) = (await client.read({b"s": b"0"}, 1, 10)).values()
    assert len(entries[0][1][1]) == 300_000
    await client.close()


async def test_an_unknown_certificate_is_refused_at_once(tls_port: int, client_class: type[BusClient]) -> None:
    client = client_class(parse_address(f"rediss://127.0.0.1:{tls_port}"), "test", patience_s=60)
    with pytest.raises(BusRefusedError, match="certificate"):
        await client.ping()
    await client.close()
