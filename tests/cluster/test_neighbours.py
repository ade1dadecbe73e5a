"""The guard beside real tools of other people: Gatekeeper's policies and mutations, Flux's server-side apply.

docs/neighbours.md tells what an operator sees beside each kind of tool.
"""
import concurrent.futures
import json
import pathlib

import pytest
import yaml

from cluster import HERE, ROOT, program, wait_for
from neighbours import Gatekeeper, added_metadata, added_to, flux_apply, required_label
from story import GUARD, GUARDED, TOKENS, encoded, fresh, install_keptn, manifest, patiently, pods, search

STAMP = "token-guard.keptn.sh/rotation"


@pytest.fixture(scope="module")
def keptn(control_plane, webhook):
    """Keptn and the rotator's accounts and state."""
    control_plane.kubectl("delete", "secret", *GUARDED, "--ignore-not-found")
    install_keptn(control_plane, fresh())
    yield control_plane


@pytest.fixture(scope="module")
def rotator(keptn):
    """Runs token-rotator as its service account. The output; the exit code has to be the one expected."""
    account = keptn.rotator_token(GUARD)
    kubeconfig = keptn.pki.kubeconfig("neighbours-rotator", keptn.server, token=account)

    def run(*arguments, code=0):
        done = keptn.run(program("token-rotator"), arguments[0], "--kubeconfig", kubeconfig, "--lock-timeout", "3",
                         "--deadline", "20", *arguments[1:], check=False)
        TOKENS.append(keptn.token())
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr
    return run


@pytest.fixture(scope="module")
def gatekeeper(keptn, tmp_path_factory):
    with Gatekeeper(keptn, pathlib.Path(tmp_path_factory.mktemp("gatekeeper")), "keptn", GUARD) as running:
        yield running


def dry_edit(cluster, kind, name, **patch):
    """A dry run of an edit: the object as it would be stored, or {} if it is refused."""
    patch = patch or {"metadata": {"annotations": {"tried": "yes"}}}
    namespace = GUARD if name in ("token-guard-retired", "token-rotator-record") else "keptn"
    done = cluster.kubectl("patch", kind, name, "-n", namespace, "--dry-run=server", "-o", "json", "--type=merge", "-p",
                           json.dumps(patch), check=False, secret=True)
    return json.loads(done.stdout) if done.returncode == 0 else {}


def refuses(cluster, kind, name):
    return lambda: not dry_edit(cluster, kind, name)


def adds(cluster, kind, name, field, key):
    """Whether a label or an annotation comes back that is taken out."""
    return lambda: key in dry_edit(cluster, kind, name, metadata={field: {key: None}})["metadata"].get(field, {})


def world(cluster):
    """What a rotation changes."""
    templates = {name: cluster.get("deployment", name, "-n", "keptn")["spec"]["template"] for name in ("api-service", "bridge")}
    return cluster.token(), pods(cluster), templates


# Policy engines.

def test_gatekeeper_and_the_guard_refuse_side_by_side(keptn, gatekeeper):
    with gatekeeper.policy(required_label("Secret", "team", "keptn-api-token"), refuses(keptn, "secret", "keptn-api-token")):
        strong = keptn.kubectl("patch", "secret", *GUARDED, "-p", json.dumps({"stringData": {"keptn-api-token": fresh()}}), check=False)
        assert "the label team is required" in strong.stderr and "is refused" not in strong.stderr
        labelled = {"metadata": {"labels": {"team": "x"}}}
        weak = keptn.kubectl("patch", "secret", *GUARDED, "--dry-run=server", "-p",
                             json.dumps({**labelled, "stringData": {"keptn-api-token": "weak"}}), check=False)
        assert weak.returncode != 0 and "is refused" in weak.stderr
        keptn.kubectl("patch", "secret", *GUARDED, "--dry-run=server", "-p",
                      json.dumps({**labelled, "stringData": {"keptn-api-token": fresh()}}))


def test_a_mutation_of_the_secret_and_the_guards_own_do_not_fight(keptn, gatekeeper, rotator):
    with gatekeeper.policy(added_metadata("Secret", "metadata.labels.team", "x"), adds(keptn, "secret", "keptn-api-token", "labels", "team")):
        rotator("rotate")
        metadata = keptn.get("secret", *GUARDED)["metadata"]
        assert metadata["labels"]["team"] == "x"
        assert metadata["annotations"]["token-guard.keptn.sh/changed-by"] == "system:serviceaccount:token-guard:token-rotator"


@pytest.mark.parametrize("field", ["annotations", "labels"])
def test_a_mutation_of_a_deployments_metadata_does_not_stop_a_rotation(keptn, gatekeeper, rotator, field):
    with gatekeeper.policy(added_metadata("Deployment", f"metadata.{field}.team", "x"), adds(keptn, "deployment", "bridge", field, "team")):
        old = keptn.token()
        rotator("rotate")
        assert keptn.token() != old


def test_a_mutation_of_a_pod_template_is_named_before_anything_changes(keptn, gatekeeper, rotator):
    def takes_effect():
        return "team" in dry_edit(keptn, "deployment", "bridge")["spec"]["template"]["metadata"].get("annotations", {})
    with gatekeeper.policy(added_to("Deployment", "spec.template.metadata.annotations.team", "x"), takes_effect):
        before = world(keptn)
        for arguments in (("rotate", "--dry-run"), ("rotate",)):
            output = rotator(*arguments, code=3)
            assert "changes the pod template of Deployment api-service too, at metadata.annotations.team" in output
        assert world(keptn) == before


def test_a_sidecar_that_a_webhook_adds_to_a_deployment_is_named_before_anything_changes(keptn, gatekeeper, rotator):
    sidecar = {"name": "agent", "image": "agent", "command": ["agent"]}

    def takes_effect():
        return len(dry_edit(keptn, "deployment", "bridge")["spec"]["template"]["spec"]["containers"]) == 2
    with gatekeeper.policy(added_to("Deployment", "spec.template.spec.containers[name: agent]", sidecar), takes_effect):
        before = world(keptn)
        output = rotator("rotate", code=3)
        assert "changes the pod template of Deployment api-service too, at spec.containers[agent]" in output
        assert "nothing was changed" in output and world(keptn) == before


def test_the_fence_refuses_what_a_webhook_adds_to_a_restart(keptn, gatekeeper):
    """A webhook that arrives in mid-rotation, played by a write under the rotator's name."""
    def takes_effect():
        return "team" in dry_edit(keptn, "deployment", "bridge")["spec"]["template"]["metadata"].get("annotations", {})
    stamp = json.dumps({"spec": {"template": {"metadata": {"annotations": {STAMP: "x"}}}}})
    account = ("--as", f"system:serviceaccount:{GUARD}:token-rotator", "--as-group", "system:masters")
    with gatekeeper.policy(added_to("Deployment", "spec.template.metadata.annotations.team", "x"), takes_effect):
        before = world(keptn)
        done = keptn.kubectl("patch", "deployment", "bridge", "-n", "keptn", "-p", stamp, *account, check=False)
        assert done.returncode != 0 and "token-rotator-restarts-only" in done.stderr
        assert world(keptn) == before


@pytest.mark.parametrize("consumer", ["api-service", "bridge"])
def test_a_policy_that_refuses_a_deployment_is_named_before_anything_changes(keptn, gatekeeper, rotator, consumer):
    with gatekeeper.policy(required_label("Deployment", "owner", consumer), refuses(keptn, "deployment", consumer)):
        before = world(keptn)
        for arguments in (("rotate", "--dry-run"), ("rotate",)):
            output = rotator(*arguments, code=3)
            assert "the label owner is required" in output and consumer in output
        assert world(keptn) == before
    rotator("rotate")


@pytest.mark.parametrize("name", ["token-guard-retired", "token-rotator-record"])
def test_a_policy_that_refuses_the_guards_own_secrets_is_named_before_anything_changes(keptn, gatekeeper, rotator, name):
    with gatekeeper.policy(required_label("Secret", "owner", name), refuses(keptn, "secret", name)):
        before = world(keptn)
        output = rotator("rotate", code=3)
        assert "the label owner is required" in output
        assert world(keptn) == before
    rotator("rotate")


# GitOps.

def installation(cluster):
    """What `kubectl apply -k manifests/base` applies, without what this ring has no kubelet for."""
    rendered = cluster.kubectl("kustomize", ROOT / "manifests/base").stdout
    return [d for d in yaml.safe_load_all(rendered) if d["kind"] in ("ServiceAccount", "Role", "RoleBinding", "Secret", "CronJob",
                                                                  "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding")]


def keptns_deployments():
    return list(yaml.safe_load_all((HERE / "keptn.yaml").read_text()))


def test_flux_applies_the_guard_and_leaves_what_rotations_write(keptn, rotator):
    assert flux_apply(keptn, *installation(keptn)).returncode == 0
    rotator("rotate")
    record, retired = (keptn.get("secret", name, "-n", GUARD)["data"] for name in ("token-rotator-record", "token-guard-retired"))
    again = flux_apply(keptn, *installation(keptn))
    assert again.returncode == 0, again.stderr
    assert all(line.endswith("unchanged") for line in again.stdout.splitlines()), again.stdout
    assert keptn.get("secret", "token-rotator-record", "-n", GUARD)["data"] == record
    assert keptn.get("secret", "token-guard-retired", "-n", GUARD)["data"] == retired
    keptn.kubectl("delete", "cronjob", "token-rotator", "-n", GUARD)


def test_flux_that_applies_keptn_keeps_the_stamp_of_a_rotation(keptn, rotator):
    assert flux_apply(keptn, *keptns_deployments()).returncode == 0
    rotator("rotate")
    before = world(keptn)
    again = flux_apply(keptn, *keptns_deployments())
    assert again.stdout.count("unchanged") == 2, again.stdout + again.stderr
    assert world(keptn) == before and STAMP in before[2]["api-service"]["metadata"]["annotations"]


@pytest.fixture
def in_git(keptn):
    """A Secret as a Git repository holds it; afterwards Keptn's is nobody's again."""
    yield lambda token, **metadata: {**json.loads(manifest(token)), "metadata": {"name": "keptn-api-token", "namespace": "keptn", **metadata}}
    keptn.kubectl("delete", "secret", *GUARDED)
    keptn.kubectl("create", "-f", "-", input=manifest(fresh()))
    keptn.kubectl("rollout", "restart", "deployment/api-service", "deployment/bridge", "-n", "keptn")
    for name in ("api-service", "bridge"):
        keptn.kubectl("rollout", "status", f"deployment/{name}", "-n", "keptn", "--timeout=120s")


def test_flux_is_told_why_a_weak_token_in_git_is_refused(keptn, in_git):
    before = keptn.token()
    done = flux_apply(keptn, in_git("hunter2hunter2"))
    assert done.returncode != 0 and "keptn/keptn-api-token is refused" in done.stderr
    assert encoded("hunter2hunter2") not in done.stderr
    assert keptn.token() == before


def test_a_rotation_that_flux_would_undo_stops_before_anything_changes(keptn, rotator, in_git):
    token = fresh()
    assert flux_apply(keptn, in_git(token)).returncode == 0
    before = world(keptn)
    assert "Flux" in rotator("rotate", code=3)
    assert world(keptn) == before


def test_flux_leaves_a_rotated_token_if_the_secret_is_applied_once_only(keptn, rotator, in_git):
    token = fresh()
    source = in_git(token, annotations={"kustomize.toolkit.fluxcd.io/ssa": "IfNotPresent"})
    keptn.kubectl("delete", "secret", *GUARDED)
    assert flux_apply(keptn, source).returncode == 0
    rotator("rotate")
    rotated = keptn.token()
    assert rotated != token
    assert "skipped" in flux_apply(keptn, source).stdout
    assert keptn.token() == rotated


# Autoscalers and meshes.

def scale(cluster, replicas):
    cluster.kubectl("scale", "deployment", "api-service", "-n", "keptn", f"--replicas={replicas}")
    cluster.kubectl("rollout", "status", "deployment/api-service", "-n", "keptn", "--timeout=60s")


@pytest.mark.parametrize("before, during", [(1, 3), (3, 1)], ids=["up", "down"])
def test_a_rotation_ends_well_while_api_service_is_scaled(keptn, rotator, before, during):
    """As an autoscaler does, right after the new token was set: the stamp is not there yet."""
    old = keptn.token()
    scale(keptn, before)
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        rotation = pool.submit(rotator, "rotate")
        wait_for("the new token", lambda: keptn.token() != old or rotation.done(), 30, 0.02)
        keptn.kubectl("scale", "deployment", "api-service", "-n", "keptn", f"--replicas={during}")
        rotation.result()
    keptn.kubectl("rollout", "status", "deployment/api-service", "-n", "keptn", "--timeout=60s")
    wait_for("the pods", lambda: len(pods(keptn)) == during)
    assert {patiently(keptn, address, keptn.token()) for address in pods(keptn).values()} == {200}
    scale(keptn, 1)


def test_a_sidecar_that_is_injected_into_pods_does_not_stop_a_rotation(keptn, gatekeeper, rotator):
    """A mesh's webhook adds a container to each Pod at its creation; the Deployment stays as it is."""
    def injected():
        pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "probe", "namespace": "keptn"},
               "spec": {"containers": [{"name": "c", "image": "x"}]}}
        made = keptn.kubectl("create", "--dry-run=server", "-o", "json", "-f", "-", input=json.dumps(pod)).stdout
        return "proxy" in [container["name"] for container in json.loads(made)["spec"]["containers"]]
    with gatekeeper.policy(added_to("Pod", "spec.containers[name:proxy].image", "x"), injected):
        rotator("rotate")
        (name,) = pods(keptn)
        assert "proxy" in [c["name"] for c in keptn.get("pod", name, "-n", "keptn")["spec"]["containers"]]


def test_no_output_holds_a_token(keptn, webhook):
    places = {path.name: path.read_text(errors="replace")
              for path in [*pathlib.Path(keptn.logs).glob("*.log"), webhook.audit_path, webhook.log_path]}
    places["kubectl, rotator and Flux"] = "\n".join(keptn.transcript)
    assert len(TOKENS) > 10
    assert search(TOKENS, places) == []
