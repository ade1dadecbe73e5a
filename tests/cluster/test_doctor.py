"""`token-rotator doctor` against a real API server: nothing wrong where all is well, and a line for each thing that is broken."""
import contextlib
import json
import os
import pty
import subprocess
import time

import pytest
import yaml

from cluster import ROOT, program, wait_for
from control_plane import ControlPlane
from doctored import CONFIGURATIONS, RIGHTS, Doctored, findings, run_doctor
from story import GUARD, GUARDED, TOKENS, fresh, search


@pytest.fixture(scope="module")
def guard(tmp_path_factory):
    with ControlPlane(tmp_path_factory.mktemp("doctor-cluster")) as cluster:
        guard = Doctored(cluster, tmp_path_factory.mktemp("doctor"))
        yield guard
        guard.close()


@pytest.fixture
def doctor(guard):
    def run(*arguments):
        return run_doctor(guard.cluster, guard.cluster.kubeconfig, "-o", "json", *arguments)
    return run


@contextlib.contextmanager
def broken(guard, what, mend):
    """The doctor sees the fault once kube-apiserver does."""
    what()
    try:
        yield
    finally:
        mend()
        guard.settle()


def test_a_healthy_installation_is_ok_in_every_line_and_nothing_changes(guard, doctor):
    def versions():
        kinds = "secrets,deployments,pods,events,serviceaccounts," + ",".join(CONFIGURATIONS)
        return {item["metadata"]["uid"]: item["metadata"]["resourceVersion"]
                for namespace in ("keptn", GUARD) for item in guard.cluster.get(kinds, "-n", namespace)["items"]}
    before = versions()
    done = doctor()
    assert (findings(done, "failure"), findings(done, "warning")) == ({}, {})
    assert (done.returncode, done.stderr) == (0, "")
    assert len(findings(done, "ok")) == 16
    assert versions() == before
    text = run_doctor(guard.cluster, guard.cluster.kubeconfig)
    assert "\033" not in text.stdout and text.stdout.endswith(" ok, 0 warnings, 0 failures\n")


def test_colour_is_for_terminals(guard):
    ours, terminal = pty.openpty()
    subprocess.run([program("token-rotator"), "doctor", "--kubeconfig", guard.cluster.kubeconfig], stdout=terminal, check=True)
    assert os.read(ours, 65536).decode().startswith("\033[32mok       \033[0mapi-server")
    os.close(ours)
    os.close(terminal)


def test_the_rotators_account_needs_the_rights_of_the_manifest_and_no_more(guard):
    token = guard.cluster.rotator_token(GUARD)
    kubeconfig = guard.cluster.pki.kubeconfig("rotator", guard.cluster.server, token=token)
    bare = run_doctor(guard.cluster, kubeconfig, "-o", "json")
    assert bare.returncode == 0 and "may not read" in findings(bare, "warning")["registration"]
    guard.cluster.kubectl("apply", "-f", RIGHTS)
    done = wait_for("the rights to take effect", lambda: (
        seen := run_doctor(guard.cluster, kubeconfig, "-o", "json")) and not findings(seen, "warning") and seen)
    assert done.returncode == 0 and findings(done, "failure") == {}


def test_a_registration_that_is_gone(guard, doctor):
    with broken(guard, lambda: guard.cluster.kubectl("delete", CONFIGURATIONS[0], "token-webhook"), guard.register):
        wait_for("the guard to be off", lambda: not guard.refuses())
        done = doctor()
        failures = findings(done, "failure")
    assert done.returncode == 1 and set(failures) == {"registration", "trial-weak"}
    assert failures["registration"] == "ValidatingWebhookConfiguration token-webhook does not exist"
    assert failures["trial-weak"] == "a weak token was accepted: the Secret is not guarded"


def test_a_ca_bundle_that_does_not_trust_the_pods(guard, doctor):
    other = guard.cluster.pki.encoded("ca.crt")
    with broken(guard, lambda: guard.patch_hook([{"op": "replace", "path": "/webhooks/0/clientConfig/caBundle",
                                                  "value": other}]), guard.register):
        wait_for("the CA to take effect", lambda: not guard.refuses())
        done = doctor()
        failures = findings(done, "failure")
    assert done.returncode == 1 and set(failures) == {"ca-bundle", "trial-weak", "trial-strong"}
    assert failures["ca-bundle"].count("does not trust what pod token-webhook-") == 2
    assert "x509: certificate signed by unknown authority" in failures["trial-strong"]
    assert guard.key not in done.stdout and "/validate/…" in failures["trial-weak"]


def test_a_serving_certificate_that_has_expired(guard, doctor):
    def expire():
        guard.stop()
        guard.issue_expired("expired")
        guard.serve("expired")
        wait_for("the webhook", lambda: "has expired" in guard.cluster.kubectl(
            "label", "secret", *GUARDED, "x=y", "--dry-run=server", check=False).stderr)

    def mend():
        guard.stop()
        guard.serve()
    with broken(guard, expire, mend):
        done = doctor()
        failures = findings(done, "failure")
    assert done.returncode == 1 and set(failures) == {"certificate", "ca-bundle", "trial-weak", "trial-strong"}
    assert failures["certificate"].startswith("serving certificate token-webhook expired on 20")


def test_a_webhook_that_is_down_and_the_wait_for_its_return(guard, doctor):
    with broken(guard, guard.stop, lambda: None if guard.processes else guard.serve()):
        done = doctor()
        failures = findings(done, "failure")
        assert done.returncode == 1 and set(failures) == {"trial-weak", "trial-strong"}
        assert "connection refused" in failures["trial-weak"]
        assert "what these pods serve was not seen: token-webhook-" in findings(done, "warning")["ca-bundle"]
        began = time.monotonic()
        waiting = subprocess.Popen([program("token-rotator"), "doctor", "--wait", "2m", "--kubeconfig",
                                    guard.cluster.kubeconfig], stdout=subprocess.PIPE, text=True)
        guard.serve()
        assert waiting.wait(120) == 0 and time.monotonic() - began < 110
        assert waiting.stdout.read().endswith(" ok, 0 warnings, 0 failures\n")


def test_a_selector_that_misses_the_namespace(guard, doctor):
    with broken(guard, lambda: guard.patch_hook([{"op": "replace", "path": "/webhooks/0/namespaceSelector",
                                                  "value": {"matchLabels": {"team": "a"}}}]), guard.register):
        wait_for("the guard to be off", lambda: not guard.refuses())
        done = doctor()
        failures = findings(done, "failure")
    assert done.returncode == 1 and set(failures) == {"registration", "trial-weak"}
    assert "its namespaceSelector does not match namespace keptn" in failures["registration"]


def test_a_registration_that_is_not_active_yet(guard, doctor):
    with broken(guard, lambda: guard.patch_hook([{"op": "remove", "path": f"/webhooks/{number}/rules"} for number in (0, 1)]),
                guard.register):
        wait_for("the guard to be off", lambda: not guard.refuses())
        done = doctor()
        failures = findings(done, "failure")
    assert done.returncode == 1 and set(failures) == {"registration", "trial-weak"}
    assert failures["registration"] == "ValidatingWebhookConfiguration token-webhook has no rules yet: kube-apiserver calls no webhook"


def test_an_account_that_lacks_a_permission(guard, doctor):
    saved = guard.cluster.get("rolebinding", "token-rotator", "-n", "keptn")
    saved["metadata"] = {"name": "token-rotator", "namespace": "keptn"}
    guard.cluster.kubectl("delete", "rolebinding", "token-rotator", "-n", "keptn")
    done = wait_for("the permissions to go", lambda: (seen := doctor()) and findings(seen, "failure") and seen)
    guard.cluster.kubectl("create", "-f", "-", input=json.dumps(saved))
    wait_for("the permissions to be back", lambda: not findings(doctor(), "failure"))
    assert done.returncode == 1
    assert "may not get secrets/keptn-api-token in keptn" in findings(done, "failure")["permissions"]


def test_a_rotation_that_is_stuck_and_a_record_that_is_broken(guard, doctor):
    guard.write_record({"version": 1, "guards": "keptn-api-token/keptn-api-token", "phase": "forward", "strategy": "rollout",
                        "id": "0123456789ab", "started": "2026-01-01T00:00:00.000Z", "pending": TOKENS[0],
                        "previous": fresh()})
    stuck = doctor()
    guard.write_record({"phase": "sideways"})
    unusable = doctor()
    guard.write_record(None)
    assert stuck.returncode == unusable.returncode == 1
    assert "rotation 0123456789ab began at 2026-01-01" in findings(stuck, "failure")["record"]
    assert "the record in Secret token-rotator-record" in findings(unusable, "failure")["record"]


def test_an_owner_that_would_undo_a_rotation(guard, doctor):
    guard.cluster.kubectl("label", "secret", *GUARDED, "kustomize.toolkit.fluxcd.io/name=apps")
    done = doctor()
    guard.cluster.kubectl("label", "secret", *GUARDED, "kustomize.toolkit.fluxcd.io/name-")
    assert findings(done, "failure") == {"owner": "Flux owns the Secret and would revert a rotation"}


def test_a_secret_that_is_missing_or_weak(guard, doctor):
    saved = guard.cluster.get("secret", *GUARDED)
    guard.cluster.kubectl("delete", "secret", *GUARDED)
    done = doctor()
    saved["metadata"] = {"name": "keptn-api-token", "namespace": "keptn"}
    guard.cluster.kubectl("create", "-f", "-", input=json.dumps(saved))
    assert findings(done, "failure") == {"secret": "Secret keptn/keptn-api-token does not exist"}
    assert "there is no Secret to write to" in findings(done, "warning")["trial-weak"]


def test_without_a_cluster_one_sentence_says_why(guard, tmp_path):
    cluster = guard.cluster
    (tmp_path / "bad").write_text("{}")
    bad = run_doctor(cluster, tmp_path / "bad")
    assert (bad.returncode, bad.stdout) == (2, "")
    assert "it has no current-context: set --context NAME" in bad.stderr
    dead = run_doctor(cluster, cluster.pki.kubeconfig("admin", "https://127.0.0.1:1"), "--wait", "3s")
    cluster.pki.kubeconfig("admin", cluster.server)
    assert (dead.returncode, dead.stdout) == (4, "")
    assert "the API server https://127.0.0.1:1 does not answer" in dead.stderr and len(dead.stderr.splitlines()) == 1
    stranger = run_doctor(cluster, cluster.pki.kubeconfig("stranger", cluster.server, token="nobody"))
    assert (stranger.returncode, stranger.stdout) == (3, "")
    assert "the API server refuses these credentials" in stranger.stderr


def test_the_job_and_the_monitoring_are_objects_that_kustomize_makes(guard):
    guard.cluster.kubectl("apply", "--dry-run=server", "-k", ROOT / "manifests/doctor")
    made = list(yaml.safe_load_all(guard.cluster.kubectl("kustomize", ROOT / "manifests/monitoring").stdout))
    assert sorted((item["kind"], item["metadata"]["namespace"]) for item in made) == [
        ("ConfigMap", GUARD), ("PodMonitor", GUARD), ("PrometheusRule", GUARD)]
    dashboard = next(item for item in made if item["kind"] == "ConfigMap")
    assert dashboard["metadata"]["labels"] == {"grafana_dashboard": "1"}
    assert json.loads(dashboard["data"]["dashboard.json"])["uid"] == "token-guard"


def test_no_output_shows_a_token_or_a_key(guard):
    outputs = {str(number): text for number, text in enumerate(guard.cluster.transcript)}
    assert search(TOKENS, outputs) == []
    assert [name for name, text in outputs.items() if guard.key in text and "doctor" in text] == []
