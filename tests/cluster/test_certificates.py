"""`token-rotator certs` on a real API server, with the shipped manifests and the account's own rights. Edits of the guarded Secret go
on all the time, four a second; none may fail. The command's clock runs SPEED times as fast, so that its waits are shorter; the mounts
lag by 90 s of that clock."""
import base64
import json
import os
import signal
import subprocess

import pytest

from cluster import ROOT, Pki, at_clock, program, wait_for
from control_plane import ControlPlane
from fault_proxy import FAULTS, KILLS, FaultProxy
from mounted import SERVICES, Mounted
from story import GUARD, Edits, create_namespace, fresh, manifest

FULL = os.environ.get("TOKEN_GUARD_FULL") == "1"
KINDS = ("validatingwebhookconfiguration", "mutatingwebhookconfiguration")
LAG = 90  # Seconds that mounts lag, by the command's clock.
SPEED = 10  # Ten seconds for kube-apiserver to take a registration up (kPropagation) are then one.
READS, WRITES = 5, 10  # Of a renewal: the calls of one observation, and the writes.


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    if os.geteuid() != 0:
        pytest.skip("the Service's port 443 needs root")
    with ControlPlane(tmp_path_factory.mktemp("certificates"), flags=["--service-cluster-ip-range", SERVICES]) as made:
        made.mounted = Mounted(made, tmp_path_factory.mktemp("pods"), LAG / SPEED)
        create_namespace(made, "keptn")
        made.kubectl("create", "-f", "-", input=manifest(fresh()))
        yield made


@pytest.fixture
def edits(cluster):
    with Edits(cluster) as stream:
        yield stream
    assert stream.count > 3 and stream.failed == []


def kubeconfig(cluster, server=None):
    token = cluster.kubectl("create", "token", "token-certificates", "-n", GUARD, secret=True).stdout.strip()
    return cluster.pki.kubeconfig("certificates", server or cluster.server, token=token)


def start(cluster, *arguments, server=None, speed=SPEED):
    """The command as a process whose clock is fast."""
    return subprocess.Popen(
        [*at_clock(f"+0 x{speed}"), program("token-rotator"), "certs", "--kubeconfig", kubeconfig(cluster, server), *map(str, arguments)],
        text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def certs(cluster, *arguments, **options):
    """Exit code and output. No key is in the output."""
    run = start(cluster, *arguments, **options)
    output = run.communicate(timeout=400)[0]
    assert "PRIVATE" not in output and path_key(cluster) not in output
    return run.returncode, output


def hooks(cluster):
    return {hook["name"].split(".")[0]: hook for kind in KINDS for hook in cluster.get(kind, "token-webhook")["webhooks"]}


def bundle(cluster, name="validate"):
    return base64.b64decode(hooks(cluster)[name]["clientConfig"].get("caBundle", "")).decode()


def secret(cluster, name="token-webhook-tls"):
    return {key: base64.b64decode(value).decode() for key, value in cluster.get("secret", name, "-n", GUARD).get("data", {}).items()}


def path_key(cluster):
    return secret(cluster, "token-webhook-path-key").get("path-key", "no key yet")


def in_order(cluster, others=""):
    stored = secret(cluster)
    assert set(stored) == {"tls.crt", "tls.key", "ca.crt"}
    for name, hook in hooks(cluster).items():
        assert base64.b64decode(hook["clientConfig"]["caBundle"]).decode() == others + stored["ca.crt"], name
        assert hook["clientConfig"]["service"]["path"].endswith(f"/{path_key(cluster)}"), name
        operations = ["DELETE"] if name == "delete" else ["CREATE", "UPDATE"]
        assert [rule["operations"] for rule in hook["rules"]] == [operations]
    assert "\n" not in path_key(cluster)
    assert refuses(cluster)


def refuses(cluster):
    return "is refused" in cluster.kubectl("create", "--dry-run=server", "-f", "-", input=manifest("weak"), check=False).stderr


def test_one_command_installs_and_nothing_is_refused_before_the_webhook_can_answer(cluster, edits):
    cluster.kubectl("apply", "-k", ROOT / "manifests/base")
    cluster.mounted.serve_service()
    assert not refuses(cluster)
    code, output = certs(cluster)
    assert code == 0, output
    wait_for("the guard to refuse", lambda: refuses(cluster))
    in_order(cluster)
    before = secret(cluster)
    assert certs(cluster)[0] == 0 and secret(cluster) == before


def test_the_account_may_do_this_and_nothing_else(cluster):
    account = f"system:serviceaccount:{GUARD}:token-certificates"
    for verb, what, allowed in (("get", "secrets/token-webhook-tls", "yes"), ("patch", "secrets/token-webhook-path-key", "yes"),
                                ("list", "secrets", "no"), ("get", "secrets/token-guard-retired", "no"),
                                ("list", "pods", "yes"), ("create", "pods", "no"), ("delete", "secrets/token-webhook-tls", "no")):
        done = cluster.kubectl("auth", "can-i", verb, what, "-n", GUARD, "--as", account, check=False)
        assert done.stdout.strip() == allowed, (verb, what)
    for kind in KINDS:
        for verb, name, allowed in (("patch", "/token-webhook", "yes"), ("patch", "/another", "no"), ("list", "", "no"),
                                    ("create", "", "no"), ("delete", "/token-webhook", "no")):
            done = cluster.kubectl("auth", "can-i", verb, f"{kind}s{name}", "--as", account, check=False)
            assert done.stdout.strip() == allowed, (verb, kind, name)


def reapply_client_side(cluster):
    cluster.kubectl("apply", "-k", ROOT / "manifests/base")


def reapply_server_side(cluster):
    cluster.kubectl("apply", "--server-side", "--force-conflicts", "-k", ROOT / "manifests/base")


@pytest.mark.parametrize("again", [reapply_client_side, reapply_server_side, reapply_client_side])
def test_applying_again_changes_nothing_that_the_run_has_written(cluster, edits, again):
    before = hooks(cluster), secret(cluster), path_key(cluster)
    again(cluster)
    assert (hooks(cluster), secret(cluster), path_key(cluster)) == before
    in_order(cluster)


def put_in_front(cluster, authority):
    """In front of ours in each caBundle; "" removes what stands there."""
    value = base64.b64encode((authority + secret(cluster)["ca.crt"]).encode()).decode()
    for kind in KINDS:
        cluster.kubectl("patch", kind, "token-webhook", "--type=json", "-p", json.dumps([
            {"op": "replace", "path": f"/webhooks/{number}/clientConfig/caBundle", "value": value}
            for number, _ in enumerate(cluster.get(kind, "token-webhook")["webhooks"])]))


def test_two_renewals_at_once_lock_nobody_out_and_keep_a_companys_ca(cluster, edits, tmp_path):
    company = Pki(tmp_path / "company").folder.joinpath("ca.crt").read_text()
    put_in_front(cluster, company)
    before, key = secret(cluster), path_key(cluster)
    runs = [start(cluster, "--renew") for _ in range(2)]
    outputs = [run.communicate(timeout=500)[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], outputs
    assert not set(secret(cluster).values()) & set(before.values()) and path_key(cluster) != key
    in_order(cluster, company)
    put_in_front(cluster, "")


class EachCallFails(FaultProxy):
    """Fails every call of a renewal once in one way: each write, and each read between two writes. `skip` leaves others out."""

    def __init__(self, cluster, fault, skip=0):
        self.failed, self.written, self.every, self.seen = [], 0, skip + 1, set()
        self.first = [*FAULTS, *KILLS].index(fault) % self.every
        super().__init__(cluster.server, cluster.pki)
        self.fault = fault

    def count(self, method, path):
        with self.lock:
            self.calls.append(f"{method} {path}")
            place = (self.written, method, path)
            fails = self.fault and place not in self.seen and len(self.seen) % self.every == self.first
            self.seen.add(place)
            self.failed += [place] if fails else []
            acts = not fails or "the call has acted" in {**FAULTS, **KILLS}[self.fault]
            self.written += method == "PATCH" and acts
            return self.fault if fails else None, None, None


def renew(cluster, fault, skip=0, speed=SPEED):
    """A renewal whose calls fail, repeated while it is killed or out of time. The calls that failed."""
    before, key = secret(cluster), path_key(cluster)
    proxy = EachCallFails(cluster, fault, skip)
    try:
        for number in range(2 * (READS + 1) * (WRITES + 1)):
            wanted = ["--renew"] if proxy.written < 4 else []  # Until the pair is pending, trusted, and the key is there.
            run = start(cluster, *wanted, f"--request-timeout={2 * speed}", server=proxy.server, speed=speed)
            proxy.victim = lambda run=run: run.send_signal(signal.SIGKILL)
            output = run.communicate(timeout=900)[0]
            if run.returncode == 0:
                break
            # Each of 60 calls that times out uses up its part of the deadline.
            assert run.returncode == (4 if fault in FAULTS else -signal.SIGKILL), (fault, output)
        # A write that has acted without an answer is made again, and refused as a conflict.
        assert run.returncode == 0 and proxy.written >= WRITES, (fault, number, proxy.written, output)
    finally:
        proxy.close()
    in_order(cluster)
    assert not set(secret(cluster).values()) & set(before.values()) and path_key(cluster) != key
    return proxy.failed


# In the default run, one call in five fails in two ways. In full, each call in each way, and once with the real clock.
@pytest.mark.parametrize("fault", [*FAULTS, *KILLS] if FULL else ["500 after", "kill after"])
def test_no_edit_fails_in_a_renewal_whose_calls_fail(cluster, edits, say, fault):
    failed = renew(cluster, fault, 0 if FULL else 4)
    say(f"renewal, {fault}: {len(failed)} calls failed, {edits.count} edits")
    assert edits.failed == []
    if FULL:
        assert sum(method == "PATCH" for _, method, _ in failed) >= WRITES and len(failed) > READS * 7 + WRITES


@pytest.mark.skipif(not FULL, reason="takes three minutes")
def test_no_edit_fails_in_a_renewal_with_mounts_that_lag_by_ninety_seconds(cluster, edits, say):
    cluster.mounted.lag = LAG
    try:
        failed = renew(cluster, "kill after", 9, speed=1)
        say(f"renewal with the real clock: {len(failed)} calls failed, {edits.count} edits")
    finally:
        cluster.mounted.lag = LAG / SPEED


def test_a_pair_that_the_registrations_do_not_trust_is_not_taken_up(cluster, edits, tmp_path):
    """A person has replaced the pair by hand."""
    pki = Pki(tmp_path / "own")
    pki.issue("own", "/CN=token-webhook", f"DNS:token-webhook.{GUARD}.svc")

    def replace(certificate, key):
        cluster.kubectl("patch", "secret", "token-webhook-tls", "-n", GUARD, "-p",
                        json.dumps({"stringData": {"tls.crt": certificate, "tls.key": key}}))
    ours = secret(cluster)
    replace(*(pki.folder.joinpath(f"own.{part}").read_text() for part in ("crt", "key")))
    try:
        for folder, _, _ in cluster.mounted.pods.values():
            wait_for("the pod to say why", lambda: "is not signed by the CA in" in (folder / "log").read_text())
        seen = edits.count
        wait_for("edits", lambda: edits.count > seen + 8)
        assert edits.failed == [] and refuses(cluster)
    finally:
        replace(ours["tls.crt"], ours["tls.key"])


def test_a_certificate_of_others_is_left_alone(cluster, edits, tmp_path):
    """`kubectl create secret tls` makes no ca.crt. Without a word about the CA, the caBundle stays; with it, the CA is added."""
    pki = Pki(tmp_path / "own")
    pki.issue("own", "/CN=token-webhook", f"DNS:token-webhook.{GUARD}.svc")
    ours = bundle(cluster)
    code, output = certs(cluster, "--mode=existing", "--ca-file", pki.path("ca.crt"))  # The pods serve ours: both are trusted.
    assert code == 0, output
    both = bundle(cluster)
    assert both.startswith(ours) and both != ours
    wait_for("each API server", lambda: edits.count > 20)
    cluster.kubectl("delete", "secret", "token-webhook-tls", "-n", GUARD)
    cluster.kubectl("create", "secret", "tls", "token-webhook-tls", "-n", GUARD, "--cert", pki.path("own.crt"), "--key",
                    pki.path("own.key"))
    code, output = certs(cluster)
    assert code == 3 and "run with --mode=existing" in output
    assert certs(cluster, "--mode=existing")[0] == 0
    assert bundle(cluster) == both and refuses(cluster)
    assert set(secret(cluster)) == {"tls.crt", "tls.key"}
