"""Connects to a scheduler, and refuses one whose network others could read or take over.

Dask has no passwords: everybody who reaches it runs code on all workers. So every connection
is encrypted, and both sides show a certificate of one authority; on loopback, plain TCP will do.
Certificates are named as Dask names them, in its configuration or its environment variables.
Source: https://distributed.dask.org/en/stable/tls.html
"""

from __future__ import annotations

import contextlib
import ipaddress
import logging
import ssl
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from distributed import Client, Security
from distributed.versions import VersionMismatchWarning

from autograder.cluster import on_worker
from autograder.cluster.site import kit
from autograder.errors import AutograderError, CommandMisused

CONNECT_SECONDS = 15
CLOSE_SECONDS = 0.5
CERTIFICATES = {
    "tls_ca_file": "DASK_DISTRIBUTED__COMM__TLS__CA_FILE",
    "tls_client_cert": "DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT",
    "tls_client_key": "DASK_DISTRIBUTED__COMM__TLS__CLIENT__KEY",
}


class ClusterFailed(AutograderError):
    """The cluster can't grade, or can't go on. It costs nobody points: what is graded is kept."""


@contextlib.contextmanager
def connected(address: str) -> Iterator[Client]:
    """A client of the scheduler. Raises `CommandMisused` or `ClusterFailed`."""
    security = _security(address)
    # We say it in sentences; `distributed.client` has a level of its own.
    for name in ("distributed", "distributed.client", "tornado.application"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    # Versions are compared by us: of Python, Dask only warns.
    warnings.filterwarnings("ignore", category=VersionMismatchWarning)
    try:
        client = Client(address, security=security, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, ImportError, RuntimeError) as error:  # as Dask has them
        raise ClusterFailed(
            f"No scheduler answers at {address} ({_reason(error)}). Start one, or correct the "
            "address; with TLS, its certificate and ours must be of the same authority."
        ) from None
    try:
        refuse_open(client.scheduler_info()["address"], address)
        _refuse_other_scheduler(client, address)
        yield client
    finally:
        client.close(timeout=CLOSE_SECONDS)


def is_closed_to_others(address: str) -> bool:
    """Whether an address of Dask is reached from this machine alone, or with a certificate."""
    return urlsplit(address).scheme == "tls" or _is_loopback(address)


def refuse_open(found: str | Iterable[str], named: str) -> None:
    """Raise `ClusterFailed` if others could reach what the scheduler named `named` leads to."""
    for each in (found,) if isinstance(found, str) else found:
        if not is_closed_to_others(each):
            raise ClusterFailed(
                f"The cluster at {named} listens at {each} without TLS: everybody who reaches it "
                "could run code there and read the hidden checks. Start it with --host 127.0.0.1, "
                "or with TLS (docs/clusters.md)."
            )


def _security(address: str) -> Security:
    try:
        scheme, port = urlsplit(address).scheme, urlsplit(address).port
    except ValueError:
        scheme, port = "", None
    if scheme not in ("tls", "tcp") or not port:
        raise CommandMisused(
            f"{address!r} is no address of a scheduler: it should be like tls://HOST:8786."
        )
    if not is_closed_to_others(address):
        raise CommandMisused(
            f"{address} is not encrypted: everybody who reaches it could run code on the cluster "
            "and read the hidden checks. Use tls://, with certificates (docs/clusters.md); tcp:// "
            "is for 127.0.0.1 alone."
        )
    if scheme == "tcp":
        return Security()
    security = Security(require_encryption=True)
    for attribute, variable in CERTIFICATES.items():
        value = getattr(security, attribute)
        if not value:
            raise CommandMisused(
                f"{address} needs certificates on both sides: {', '.join(CERTIFICATES.values())} "
                f"name the files, and {variable} is not set."
            )
        if "\n" not in value and not Path(value).is_file():
            raise CommandMisused(f"{variable} names {value}, and there is no such file.")
    try:
        security.get_connection_args("client")
    except (ssl.SSLError, OSError) as error:
        raise CommandMisused(
            f"The certificates can't be used ({_reason(error)}): {', '.join(CERTIFICATES.values())}"
        ) from None
    return security


def _refuse_other_scheduler(client: Client, address: str) -> None:
    advice = "Install the same kit on the scheduler: it reads what it hands to workers."
    try:
        its = client.run_on_scheduler(on_worker.kit_of_scheduler)
    except Exception as error:  # noqa: BLE001 - of any type: what its Python says of missing code
        raise ClusterFailed(
            f"The scheduler at {address} does not know this kit ({_reason(error)}). {advice}"
        ) from None
    if its != kit():
        raise ClusterFailed(
            f"The scheduler at {address} has another version of the kit (its code is {its}, and "
            f"{kit()} here). {advice}"
        )


def _is_loopback(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _reason(error: BaseException) -> str:
    words = str(error).strip().splitlines()
    return f"{type(error).__name__}: {words[0]}"[:200] if words else type(error).__name__
