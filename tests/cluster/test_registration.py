"""How the API server calls the webhook by the shipped registrations: for which edits, and for how long it waits."""
import contextlib
import json
import re
import socket
import time
import urllib.request

import pytest

from cluster import wait_for
from story import GUARDED, encoded, fresh, manifest

KINDS = ("validatingwebhookconfiguration", "mutatingwebhookconfiguration")
COPY = "kubectl.kubernetes.io/last-applied-configuration"


@pytest.fixture
def mutations(webhook):
    """How often /mutate has been called."""
    started = next(json.loads(line) for line in webhook.log_path.read_text().splitlines() if '"listening"' in line)

    def count():
        with urllib.request.urlopen(f"http://{started['ops']}/metrics", timeout=10) as answer:
            return sum(float(value) for value in re.findall(r"^token_webhook_mutations_total\{.*\} (\S+)$", answer.read().decode(), re.M))
    return count


def annotate(*annotations):
    return ("annotate", "--overwrite", "secret", *GUARDED, *annotations)


def new_token():
    return ("patch", "secret", *GUARDED, "-p", json.dumps({"data": {"keptn-api-token": encoded(fresh())}}))


def test_mutate_is_called_for_what_it_notes_and_for_nothing_else(present, mutations):
    ways = [
        (new_token(), True),
        (("patch", "secret", *GUARDED, "-p", json.dumps({"stringData": {"keptn-api-token": fresh()}})), True),
        (annotate("token-guard.keptn.sh/changed-by=forged"), True),
        (annotate("token-guard.keptn.sh/fingerprint-"), True),
        (("patch", "secret", *GUARDED, "--type=merge", "-p", '{"metadata":{"annotations":null}}'), True),
        (annotate(f"{COPY}=x"), True),
        (annotate("other=x"), False),
        (annotate("token-guard.keptn.sh/another=x"), False),
        (("label", "secret", *GUARDED, "other=x"), False),
        (("patch", "secret", *GUARDED, "-p", '{"data":{"other":"eA=="}}'), False),
        (("patch", "secret", *GUARDED, "-p", '{"data":{"other":"eQ=="},"metadata":{"labels":{"other":null}}}'), False),
        (new_token(), True),
        (("patch", "secret", *GUARDED, "--dry-run=server", "-p", '{"data":{"keptn-api-token":null}}'), True),
    ]
    for command, called in ways:
        before = mutations()
        present.kubectl(*command, check=False)
        assert mutations() - before == called, command[:-1]
    before = mutations()
    present.kubectl("delete", "secret", *GUARDED)
    assert mutations() == before
    present.kubectl("create", "-f", "-", input=manifest(fresh()))
    assert mutations() == before + 1


@contextlib.contextmanager
def blocked_port():
    """A port that drops what arrives, as a firewall does: its queue of connections is full."""
    with socket.socket() as listener, contextlib.ExitStack() as clients:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            client = clients.enter_context(socket.socket())
            client.setblocking(False)
            client.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]


@contextlib.contextmanager
def registered_at(cluster, port):
    """Every registration calls that port."""
    saved = []
    for kind in KINDS:
        document = cluster.get(kind, "token-webhook")
        document["metadata"] = {key: document["metadata"].get(key) for key in ("name", "labels")}
        saved.append(json.dumps(document))
        for hook in document["webhooks"]:
            hook["clientConfig"]["url"] = re.sub(r":\d+/", f":{port}/", hook["clientConfig"]["url"])
        cluster.kubectl("apply", "-f", "-", input=json.dumps(document))
    try:
        yield
    finally:
        for text in saved:
            cluster.kubectl("apply", "-f", "-", input=text)
        wait_for("the guard to be back", lambda: "is refused" in cluster.kubectl(
            "create", "--dry-run=server", "-f", "-", input=manifest("weak"), check=False).stderr)


def test_behind_a_blocked_port_a_change_is_refused_with_the_cause_and_a_deletion_goes_through(present, say):
    hooks = [hook for kind in KINDS for hook in present.get(kind, "token-webhook")["webhooks"]]
    waits = {hook["name"].split(".")[0]: hook["timeoutSeconds"] for hook in hooks}
    assert waits == {"validate": 5, "delete": 5, "mutate": 1}
    with blocked_port() as port, registered_at(present, port):
        done = wait_for("the blocked port to take effect", lambda: (d := present.kubectl(*new_token(), check=False)).returncode and d)
        assert "context deadline exceeded" in done.stderr and "timeout=5s" in done.stderr
        began = time.monotonic()
        assert present.kubectl(*new_token(), check=False).returncode != 0
        say(f"a change behind a blocked port is refused after {time.monotonic() - began:.1f} s")
        present.kubectl("delete", "secret", *GUARDED)
        assert present.kubectl("get", "secret", *GUARDED, check=False).returncode != 0
