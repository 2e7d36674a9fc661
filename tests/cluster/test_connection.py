"""Tests which addresses are refused, before anything is connected to."""

from __future__ import annotations

import dask
import pytest
from support.clusters import certificates

from autograder.cluster.connection import ClusterFailed, connected, refuse_open
from autograder.errors import CommandMisused


@pytest.fixture(autouse=True)
def no_certificates(monkeypatch):
    for name in ("CA_FILE", "CLIENT__CERT", "CLIENT__KEY"):
        monkeypatch.delenv(f"DASK_DISTRIBUTED__COMM__TLS__{name}", raising=False)


def refused(address: str) -> str:
    with pytest.raises(CommandMisused) as caught, connected(address):
        pass
    return str(caught.value)


@pytest.mark.parametrize(
    "address", ["host:8786", "tcp://127.0.0.1", "http://127.0.0.1:1", "tls://h:none", ""]
)
def test_what_is_no_address_is_named(address):
    assert f"{address!r} is no address of a scheduler" in refused(address)


@pytest.mark.parametrize("host", ["10.0.0.1", "node7", "[fe80::1]", "127.evil.com"])
def test_plain_tcp_is_for_this_machine_alone(host):
    assert "is not encrypted" in refused(f"tcp://{host}:8786")


def test_tls_needs_certificates():
    assert "DASK_DISTRIBUTED__COMM__TLS__CA_FILE is not set" in refused("tls://127.0.0.1:8786")


def test_certificates_that_are_missing_or_broken_are_named(tmp_path):
    keys = {"ca-file": "ca.pem", "client.cert": "own.pem", "client.key": "own.key"}
    certificates(tmp_path)
    (tmp_path / "own.pem").write_text("no certificate")
    named = {f"distributed.comm.tls.{key}": str(tmp_path / file) for key, file in keys.items()}
    with dask.config.set(named):
        assert "The certificates can't be used" in refused("tls://127.0.0.1:8786")

        (tmp_path / "own.pem").unlink()
        assert "there is no such file" in refused("tls://127.0.0.1:8786")


def test_others_may_reach_what_shows_certificates():
    refuse_open(["tls://10.0.0.1:1", "tcp://127.0.0.1:1", "tcp://[::1]:1"], "tls://10.0.0.1:2")

    with pytest.raises(ClusterFailed, match=r"listens at tcp://10\.0\.0\.2:1 without TLS"):
        refuse_open(["tcp://127.0.0.1:1", "tcp://10.0.0.2:1"], "tcp://127.0.0.1:2")
