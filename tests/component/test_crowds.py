"""Crowds of connections that want to keep kube-apiserver out. Each fresh connection of a well-behaved client succeeds."""
import contextlib
import multiprocessing
import os
import resource
import secrets
import socket

import cluster
import pytest
from test_limits import LIMIT, memory
from test_metrics import ask, scrape
from test_server import BODY, post, read_answer, review
from webhook_process import wait_for

FULL = os.environ.get("TOKEN_GUARD_FULL") == "1"
FRESH = 200 if FULL else 60
resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)


def reviewers(port, sources, count, request, there):
    """2,300 clients that behave like kube-apiserver: tests/crowd."""
    there.set()
    found = max((cluster.ROOT / "build").glob("*/tests/bin/crowd"), key=lambda p: p.stat().st_mtime)
    requests = os.memfd_create("request")
    os.write(requests, request)
    os.lseek(requests, 0, os.SEEK_SET)
    os.dup2(requests, 0)
    os.execv(found, [str(found), str(port), str(count), sources[0], str(len(sources))])


def holders(port, sources, count, _, there):
    """10,000 open connections: a third is silent, a third stops within the handshake, a third sends garbage. Opens each
    again that the server has closed, the oldest first."""
    hello = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(60)
    clients, opened = [None] * count, 0
    while True:
        client = socket.socket()
        client.bind((sources[opened % len(sources)], 0))
        with contextlib.suppress(OSError):
            client.settimeout(2)
            client.connect(("127.0.0.1", port))
            if opened % 3:
                client.send(hello if opened % 3 == 1 else secrets.token_bytes(100))
        if clients[opened % count]:
            clients[opened % count].close()
        clients[opened % count] = client
        opened += 1
        if opened == count:
            there.set()


@contextlib.contextmanager
def attack(kind, port, sources, count, request=post(BODY)):
    there = multiprocessing.Event()
    process = multiprocessing.Process(target=kind, args=(port, sources, count, request, there), daemon=True)
    process.start()
    try:
        assert there.wait(120)
        yield
    finally:
        process.kill()
        process.join()


def edit(webhook, path="/validate?timeout=5s"):
    """An edit, as kube-apiserver asks about it on a new connection: the status of its answer, or what became of it."""
    try:
        with webhook.connect() as connection:
            connection.sendall(post(review(), path=path))
            return read_answer(connection.makefile("rb"))[0]
    except (OSError, IndexError) as error:
        return repr(error)


def refused(webhook):
    return scrape(webhook)['token_webhook_connections_refused_total{port="https"}']


MANY = [f"127.0.1.{n}" for n in range(1, 51)]


@pytest.mark.parametrize("kind, sources, count", [
    (reviewers, ["127.0.0.2"], 2300), (reviewers, MANY, 2300), (holders, ["127.0.0.2"], 10000), (holders, MANY, 10000)],
    ids=["2300 reviewers of one address", "2300 reviewers of 50 addresses", "10000 holders of one address",
         "10000 holders of 50 addresses"])
def test_no_crowd_keeps_a_fresh_connection_out(webhook, kind, sources, count):
    with attack(kind, webhook.port, sources, count):
        wait_for("the limit", lambda: refused(webhook) > 1000, 60)
        outcomes = [edit(webhook) for _ in range(FRESH)]
        assert outcomes == [200] * FRESH, f"{FRESH - outcomes.count(200)} of {FRESH} failed: {set(outcomes)}"
        assert ask(webhook, "/readyz") == (200, "ok\n")
    assert memory(webhook) < LIMIT


def test_no_crowd_keeps_a_probe_out(webhook):
    with attack(holders, webhook.ops_port, MANY, 2000):
        assert [ask(webhook, "/healthz") for _ in range(FRESH)] == [(200, "ok\n")] * FRESH


def test_who_has_the_path_key_keeps_its_connection_whatever_its_neighbours_do(start, tmp_path):
    """The crowd has the address of the client with the key, as behind a proxy, and no key."""
    key = secrets.token_hex(16)
    (tmp_path / "key").write_text(key)
    webhook = start("--path-key", str(tmp_path / "key"))
    path = f"/validate/{key}?timeout=5s"
    kept = [webhook.connect() for _ in range(20)]
    files = [connection.makefile("rb") for connection in kept]

    def all_are_served():
        for connection, file in zip(kept, files):
            connection.sendall(post(BODY, path=path))
            assert read_answer(file)[0] == 200
    all_are_served()
    for kind, count in ((holders, 3000), (reviewers, 1000)):
        with attack(kind, webhook.port, ["127.0.0.1"], count):
            all_are_served()
            wait_for("the limit", lambda: refused(webhook) > 1000, 60)
            all_are_served()
    for connection in kept:
        connection.close()
