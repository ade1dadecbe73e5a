"""Who attacks the guard, played on a real node with the shipped manifests: first installed in Keptn's own namespace, then moved into
its own. Each attacker has the rights of the role and no more."""
import json
import os
import threading

import pytest

from cluster import HERE, ROOT, wait_for
from node import Node
from story import GUARD, GUARDED, encoded, install_guard, manifest, new_token, tenant_role

STATE = ("token-rotator-record", "token-guard-retired")
KEYS = ("token-webhook-tls", "token-webhook-path-key")


def tenant(node, *command, **options):
    return node.kubectl(*command, "--as", "tenant", check=False, **options)


def account_token(namespace):
    """A Secret that asks for a token of the rotator's account."""
    return json.dumps({"apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/service-account-token", "metadata": {
        "name": "stolen", "namespace": namespace, "annotations": {"kubernetes.io/service-account.name": "token-rotator"}}})


def rotate(node, namespace, name):
    """A run of the CronJob's Job that rotates in any case. Its log."""
    job = json.loads(node.kubectl("create", "job", name, "--from=cronjob/token-rotator", "-n", namespace, "--dry-run=client", "-o",
                                  "json").stdout)
    container = job["spec"]["template"]["spec"]["containers"][0]
    container["args"] = [word.replace("--max-age=30d", "--max-age=0s") for word in container["args"]]
    node.kubectl("create", "-f", "-", input=json.dumps(job))
    done = node.kubectl("wait", f"job/{name}", "-n", namespace, "--for=condition=complete", "--timeout=120s", check=False)
    log = node.kubectl("logs", f"job/{name}", "-n", namespace, check=False).stdout
    assert done.returncode == 0, log
    return log


def state(node, namespace):
    return {name: node.get("secret", name, "-n", namespace).get("data") for name in STATE}


@pytest.fixture(scope="module")
def node(tmp_path_factory):
    if os.geteuid() != 0:
        pytest.skip("needs root")
    with Node(tmp_path_factory.mktemp("attacked")) as cluster:
        cluster.kubectl("create", "namespace", "keptn")
        cluster.kubectl("create", "-f", "-", input=manifest(new_token()))
        cluster.kubectl("apply", "-f", HERE / "keptn.yaml")
        cluster.kubectl("apply", "-f", "-", input=tenant_role("keptn", "secrets"))
        install_guard(cluster, "one-namespace", "keptn")
        for name in ("api-service", "bridge"):
            cluster.kubectl("rollout", "status", f"deployment/{name}", "-n", "keptn", "--timeout=120s")
        yield cluster


@pytest.mark.parametrize("name", [*STATE, *KEYS])
def test_in_one_namespace_a_tenant_cannot_write_what_the_guard_keeps(node, name):
    before = node.get("secret", name, "-n", "keptn")
    record = encoded(json.dumps({"version": 1, "phase": "forward", "pending": "weak"}))
    for command in (["patch", "secret", name, "-n", "keptn", "-p", json.dumps({"data": {"record.json": record}})],
                    ["patch", "secret", name, "-n", "keptn", "-p", '{"metadata":{"labels":{"a":"b"}}}'],
                    ["delete", "secret", name, "-n", "keptn"]):
        done = tenant(node, *command)
        assert done.returncode != 0 and "token-guard-state" in done.stderr, command
    assert node.get("secret", name, "-n", "keptn") == before


def test_in_one_namespace_a_tenant_cannot_make_a_token_of_the_rotator(node):
    done = tenant(node, "create", "-f", "-", input=account_token("keptn"))
    assert done.returncode != 0 and "nobody makes a token for the guard's accounts" in done.stderr
    assert tenant(node, "create", "secret", "generic", "mine", "-n", "keptn").returncode == 0  # Their own Secrets are theirs.


def test_in_one_namespace_a_rotation_completes(node):
    before = node.token()
    assert '"message":"rotated' in rotate(node, "keptn", "first")
    assert node.token() != before
    assert all(state(node, "keptn").values())


def test_moving_keeps_the_state_and_lets_no_weak_token_through(node):
    before, stored, stop = state(node, "keptn"), [], threading.Event()
    tried = [0]

    def write_weak():
        while not stop.is_set():
            if node.kubectl("create", "--dry-run=server", "-f", "-", input=manifest("weak"), check=False).returncode == 0:
                stored.append(tried[0])
            tried[0] += 1
    thread = threading.Thread(target=write_weak)
    thread.start()
    try:
        node.run("bash", ROOT / "manifests/move.sh")
    finally:
        stop.set()
        thread.join()
    assert tried[0] > 5 and stored == []
    assert state(node, GUARD) == before
    left = node.kubectl("get", "deployments,services,cronjobs,serviceaccounts,secrets,poddisruptionbudgets", "-n", "keptn", "-o", "name")
    assert not [line for line in left.stdout.split() if "token-webhook" in line or "token-rotator" in line or "retired" in line]
    wait_for("the guard to refuse", lambda: "is refused" in node.kubectl(
        "create", "--dry-run=server", "-f", "-", input=manifest("weak"), check=False).stderr)


def test_a_tenant_reaches_nothing_of_the_guard(node):
    for name in (*STATE, *KEYS):
        for verb in ("get", "create", "update", "patch", "delete"):
            assert tenant(node, "auth", "can-i", verb, f"secrets/{name}", "-n", GUARD).stdout.strip() == "no"
    done = tenant(node, "create", "-f", "-", input=account_token(GUARD))
    assert done.returncode != 0 and "forbidden" in done.stderr


def test_a_tenants_token_of_the_rotator_is_never_filled(node):
    """The account is in another namespace, so Kubernetes deletes the Secret."""
    assert tenant(node, "create", "-f", "-", input=account_token("keptn")).returncode == 0
    wait_for("the Secret to go", lambda: node.kubectl("get", "secret", "stolen", "-n", "keptn", check=False).returncode != 0)


def test_a_tenant_stores_no_weak_token(node):
    for patch in ({"data": {GUARDED[0]: encoded("weak")}}, {"stringData": {GUARDED[0]: ""}}, {"data": None}):
        for who in ("tenant", "system:serviceaccount:keptn:token-rotator"):
            done = node.kubectl("patch", "secret", *GUARDED, "-p", json.dumps(patch), "--as", who, check=False)
            assert done.returncode != 0, (patch, who)


def test_a_record_beside_keptn_is_not_read(node):
    """As a tenant could have written the record before the move."""
    record = json.dumps({"version": 1, "guards": "keptn-api-token/keptn-api-token", "phase": "forward", "id": "0" * 16,
                         "pending": "weak", "previous": ""})
    for name, key in zip(STATE, ("record.json", "retired.json")):
        assert tenant(node, "create", "secret", "generic", name, "-n", "keptn", f"--from-literal={key}={record}").returncode == 0
    before = node.token()
    assert '"message":"rotated' in rotate(node, GUARD, "second")
    assert node.token() not in (before, "weak")


def test_a_pod_beside_keptn_cannot_run_as_the_rotator(node):
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "impostor", "namespace": "keptn"}, "spec": {
        "serviceAccountName": "token-rotator", "containers": [{"name": "x", "image": "localhost/api-service:dev"}]}}
    done = node.kubectl("create", "-f", "-", input=json.dumps(pod), check=False)
    assert done.returncode != 0 and 'serviceaccount "token-rotator" not found' in done.stderr


def test_a_pod_without_the_path_key_is_told_nothing(node):
    address = node.get("service", "token-webhook", "-n", GUARD)["spec"]["clusterIP"]
    review = '{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"stranger"}}'
    for path in ("/validate", "/mutate", "/validate/" + "0" * 32, "/", "/metrics"):
        done = node.run("curl", "-sk", "-o", os.devnull, "-w", "%{http_code}", "-H", "content-type: application/json", "-d", review,
                        f"https://{address}{path}")
        assert done.stdout == "404", path
    for pod in node.get("pods", "-n", GUARD, "-l", "app.kubernetes.io/name=token-webhook")["items"]:
        assert "stranger" not in node.kubectl("logs", pod["metadata"]["name"], "-n", GUARD).stdout


def test_a_namespace_is_deleted_while_no_webhook_pod_answers(node):
    node.kubectl("scale", "deployment/token-webhook", "-n", GUARD, "--replicas=0")
    node.kubectl("wait", "pod", "-n", GUARD, "-l", "app.kubernetes.io/name=token-webhook", "--for=delete", "--timeout=90s")
    done = node.kubectl("patch", "secret", *GUARDED, "-p", json.dumps({"data": {GUARDED[0]: encoded("weak")}}), check=False)
    assert done.returncode != 0 and "failed calling webhook" in done.stderr
    node.kubectl("delete", "namespace", "keptn", "--timeout=120s")
