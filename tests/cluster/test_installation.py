"""The chart and the overlays on the real API server: admitted, moved, applied again, without a webhook, removed."""
import contextlib
import itertools
import json

import pytest
import yaml

from api import Api
from cluster import HERE, NEWEST, ROOT, wait_for
from control_plane import ControlPlane
from lanes import FULL
from neighbours import flux_apply
from rendering import CHART, SETS, documents, helm_binary, hooks, kustomize, template
from story import GUARD, GUARDED, HostWebhook, active, as_list, encoded, fresh, manifest, permissions

OVERLAYS = [p.parent.name for p in sorted((ROOT / "manifests").glob("*/kustomization.yaml"))]
KINDS = ("validatingwebhookconfiguration", "mutatingwebhookconfiguration")
CA = encoded((ROOT / "tests/cluster/test_installation.py").read_text()[:300])
RESTRICTED = {f"pod-security.kubernetes.io/{mode}": "restricted" for mode in ("enforce", "warn")}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A cluster that has never seen the guard. Keptn may be in either of two namespaces."""
    with ControlPlane(tmp_path_factory.mktemp("installation")) as made:
        prepare(made)
        made.helm = lambda *arguments, **options: made.run(helm_binary(), *arguments, **options)
        yield made


# Of the Prometheus Operator and of cert-manager. Their schemas are not tried here.
FOREIGN = ["podmonitors.monitoring.coreos.com/v1/PodMonitor", "prometheusrules.monitoring.coreos.com/v1/PrometheusRule",
           "certificates.cert-manager.io/v1/Certificate", "issuers.cert-manager.io/v1/Issuer"]


def prepare(cluster):
    """Makes the namespaces, and the kinds that values ask for."""
    for name, version, kind in (entry.split("/") for entry in FOREIGN):
        plural, group = name.split(".", 1)
        cluster.kubectl("create", "-f", "-", input=json.dumps({
            "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": name}, "spec": {
                "group": group, "scope": "Namespaced", "names": {"plural": plural, "kind": kind}, "versions": [{
                    "name": version, "served": True, "storage": True, "schema": {"openAPIV3Schema": {
                        "type": "object", "x-kubernetes-preserve-unknown-fields": True}}}]}}))
    cluster.kubectl("wait", "crd", "--all", "--for=condition=Established", "--timeout=60s")
    for name in ("keptn", "keptn-prod", "keptn-clients", "guard"):
        cluster.kubectl("create", "-f", "-", input=json.dumps(
            {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": RESTRICTED}}))


@contextlib.contextmanager
def namespace(cluster, name=GUARD):
    cluster.kubectl("create", "--save-config", "-f", "-", input=json.dumps(
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": RESTRICTED}}))
    yield
    cluster.kubectl("delete", "namespace", name)


# Admission.

def admitted(cluster, found):
    """Every object is accepted without a warning, and every pod where the restricted standard is enforced."""
    done = cluster.kubectl("apply", "--dry-run=server", "-f", "-", input=as_list(list(found.values())))
    assert "Warning" not in done.stderr, done.stderr
    for pod in pods(found):
        cluster.kubectl("create", "--dry-run=server", "-f", "-", input=json.dumps(pod))


def admit_hooks(cluster, rendered):
    for event in ("test", "pre-delete"):
        for hook in hooks(rendered, event):
            cluster.kubectl("create", "--dry-run=server", "-f", "-", input=json.dumps(
                {**hook, "spec": {**hook["spec"], "serviceAccountName": "default"}} if hook["kind"] == "Pod" else hook))


def pods(found):
    """A pod of each workload."""
    for (kind, ns, name), document in found.items():
        if kind in ("Deployment", "CronJob", "Job"):
            pod = document["spec"].get("jobTemplate", document)["spec"]["template"]
            yield {"apiVersion": "v1", "kind": "Pod", "metadata": {**pod["metadata"], "name": name, "namespace": ns},
                   "spec": {**pod["spec"], "serviceAccountName": "default"}}


@pytest.mark.parametrize("name", SETS)
def test_the_api_server_admits_the_chart(cluster, name):
    rendered = template(*SETS[name]).stdout
    with namespace(cluster):
        admitted(cluster, documents(rendered))
        admit_hooks(cluster, rendered)


@pytest.mark.parametrize("folder", OVERLAYS)
def test_the_api_server_admits_an_overlay(cluster, folder):
    with namespace(cluster):
        admitted(cluster, documents(kustomize(folder)))


@pytest.mark.skipif(not FULL, reason="builds another Kubernetes")
def test_the_newest_kubernetes_admits_the_chart_and_every_overlay(tmp_path):
    with ControlPlane(tmp_path, NEWEST) as newest:
        prepare(newest)
        for rendered in [*(template(*arguments).stdout for arguments in SETS.values()), *map(kustomize, OVERLAYS)]:
            with namespace(newest):
                admitted(newest, documents(rendered))
                admit_hooks(newest, rendered)
        newest.kubectl("apply", "-k", ROOT / "manifests/base")
        expected = [line for line in (HERE / "can-i.txt").read_text().splitlines() if f" of {GUARD} " in line]
        assert permissions(newest) == expected


def test_limits_by_value_fit_a_quota_on_cpu(cluster):
    with namespace(cluster):
        wait_for("the account", lambda: cluster.kubectl("get", "serviceaccount", "default", "-n", GUARD, check=False).returncode == 0)
        cluster.kubectl("create", "quota", "cpu", "-n", GUARD, "--hard=limits.cpu=4")
        wait_for("the quota", lambda: cluster.get("quota", "cpu", "-n", GUARD).get("status", {}).get("hard"))
        for name, code in (("quota", 0), ("default", 1)):
            for pod in pods(documents(template(*SETS[name]).stdout)):
                done = cluster.kubectl("create", "--dry-run=server", "-f", "-", input=json.dumps(pod), check=False)
                assert done.returncode == code and (code == 0 or "must specify limits.cpu" in done.stderr), done.stderr


# Keptn in another namespace.

@pytest.mark.parametrize("form", ["chart", "kustomize"])
def test_one_setting_moves_the_guard_to_keptn_in_another_namespace(cluster, tmp_path, form):
    if form == "chart":
        found = documents(template(values={"profile": {"namespace": "keptn-prod"}}).stdout)
        (tmp_path / "profiles.json").write_text(found["ConfigMap", GUARD, "token-guard-profiles"]["data"]["profiles.json"])
        arguments = ["--profile-file", tmp_path / "profiles.json"]
    else:
        found = documents(kustomize("another-namespace"))
        environment = found["Deployment", GUARD, "token-webhook"]["spec"]["template"]["spec"]["containers"][0]["env"]
        assert [e["name"] for e in environment] == ["TOKEN_GUARD_NAMESPACE"]
        arguments = ["--namespace", environment[0]["value"]]
    registrations = active([d for key, d in found.items() if key[0].endswith("WebhookConfiguration")])
    with HostWebhook(cluster, tmp_path / "webhook", registrations, "keptn-prod", arguments):
        weak = cluster.kubectl("create", "-f", "-", input=manifest("weak", namespace="keptn-prod"), check=False)
        assert "keptn-prod/keptn-api-token is refused" in weak.stderr
        cluster.kubectl("create", "-f", "-", input=manifest(fresh(), namespace="keptn-prod"))
        cluster.kubectl("create", "--dry-run=server", "-f", "-", input=manifest("weak"))
        cluster.kubectl("delete", "secret", "keptn-api-token", "-n", "keptn-prod")
    cluster.kubectl("delete", "-f", "-", input=as_list(registrations))
    cluster.kubectl("delete", "namespace", GUARD)  # With the state that the webhook's key is from.


# Applying again.

def fill_in(cluster):
    """What runs of the guard's own programs write: the CA, the paths, the rules, and data of every Secret."""
    for kind in KINDS:
        hooks = active([cluster.get(kind, "token-webhook")])[0]["webhooks"]
        patch = [{"op": "add", "path": f"/webhooks/{number}/{field}", "value": value} for number, hook in enumerate(hooks)
                 for field, value in (("clientConfig/caBundle", CA), ("clientConfig/service/path", "/validate/key"), ("rules", hook["rules"]))]
        cluster.kubectl("patch", kind, "token-webhook", "--type=json", "-p", json.dumps(patch), "--field-manager=token-guard")
    for secret in cluster.get("secrets", "-n", GUARD)["items"]:
        if not secret["type"].startswith("helm.sh/"):
            cluster.kubectl("patch", "secret", secret["metadata"]["name"], "-n", GUARD, "-p",
                            json.dumps({"data": {"filled": encoded("in")}}))


def precious(cluster):
    """What no installer may change."""
    filled = {kind: [(hook["clientConfig"], hook["rules"]) for hook in cluster.get(kind, "token-webhook")["webhooks"]] for kind in KINDS}
    secrets = {s["metadata"]["name"]: s.get("data") for s in cluster.get("secrets", "-n", GUARD)["items"]
               if not s["type"].startswith("helm.sh/")}
    assert len(secrets) >= 4 and all(data and "filled" in data for data in secrets.values())
    assert all(client["caBundle"] and client["service"]["path"] and rules for hooks in filled.values() for client, rules in hooks)
    return filled, secrets, cluster.get("secret", *GUARDED)["data"]


@pytest.fixture
def installed(cluster):
    """By Helm, with everything filled in."""
    cluster.kubectl("create", "-f", "-", input=manifest(fresh()))
    notes = cluster.helm("install", "token-guard", CHART, "-n", GUARD, "--create-namespace").stdout
    assert "kubectl create secret generic keptn-api-token -n keptn --from-literal=keptn-api-token=weak --dry-run=server" in notes
    fill_in(cluster)
    yield cluster
    cluster.helm("uninstall", "token-guard", "-n", GUARD, "--ignore-not-found")
    cluster.kubectl("delete", "namespace", GUARD)
    cluster.kubectl("delete", "secret", *GUARDED)


def test_helm_upgrades_and_rolls_back_without_touching_what_was_filled_in(installed):
    before = precious(installed)
    installed.helm("upgrade", "token-guard", CHART, "-n", GUARD, "--set", "webhook.replicas=3", "--set", "failurePolicy=Ignore",
                   "--set", "extraLabels.team=platform")
    assert installed.get("deployment", "token-webhook", "-n", GUARD)["spec"]["replicas"] == 3
    assert installed.get(KINDS[0], "token-webhook")["webhooks"][0]["failurePolicy"] == "Ignore"
    assert precious(installed) == before
    installed.helm("upgrade", "token-guard", CHART, "-n", GUARD)
    assert precious(installed) == before
    installed.helm("rollback", "token-guard", "2", "-n", GUARD)
    assert installed.get("deployment", "token-webhook", "-n", GUARD)["spec"]["replicas"] == 3
    assert precious(installed) == before
    for mode in ("existing", "builtin"):  # Helm keeps the pair that is no longer in the chart, and takes it back.
        installed.helm("upgrade", "token-guard", CHART, "-n", GUARD, "--set", f"certificates.mode={mode}")
        assert precious(installed) == before


def test_kubectl_argo_cd_and_flux_apply_again_without_touching_what_was_filled_in(cluster):
    cluster.kubectl("create", "-f", "-", input=manifest(fresh()))
    base = ROOT / "manifests/base"
    cluster.kubectl("apply", "-k", base)
    try:
        fill_in(cluster)
        before = precious(cluster)
        cluster.kubectl("apply", "-k", base)  # As Argo CD applies, client-side.
        assert precious(cluster) == before
        flux = flux_apply(cluster, *yaml.safe_load_all(kustomize("base")))
        assert flux.returncode == 0, flux.stderr
        assert precious(cluster) == before
        again = flux_apply(cluster, *yaml.safe_load_all(kustomize("base")))
        assert all(line.endswith("unchanged") for line in again.stdout.splitlines()), again.stdout
        cluster.kubectl("apply", "--server-side", "--force-conflicts", "-k", base)
        assert precious(cluster) == before
    finally:
        cluster.kubectl("delete", "-k", base)
        cluster.kubectl("delete", "secret", *GUARDED)


# Without a webhook: the control plane's pods of the guard are played, nothing answers behind its Service.

def refused(cluster, *arguments, **options):
    done = cluster.kubectl(*arguments, check=False, **options)
    assert done.returncode != 0
    return done.stderr


def test_without_a_webhook_only_changes_of_the_token_are_refused(installed, tmp_path):
    cluster = installed
    assert "failed calling webhook" in refused(cluster, "label", "secret", *GUARDED, "a=b")
    cluster.kubectl("create", "-f", "-", input=manifest("weak", name="another"))
    cluster.kubectl("label", "secret", "another", "-n", "keptn", "a=b")
    cluster.kubectl("delete", "secret", "another", "-n", "keptn")
    cluster.kubectl("create", "configmap", "another", "-n", "keptn")
    cluster.helm("create", tmp_path / "unrelated")
    for command in ("install", "upgrade"):  # Helm keeps its releases in Secrets of the namespace.
        cluster.helm(command, "unrelated", tmp_path / "unrelated", "-n", "keptn")
    cluster.helm("uninstall", "unrelated", "-n", "keptn")
    # A node that starts anew: it registers, renews its lease, reports pods and reads the Secret for them.
    node = {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "node1"}}
    cluster.pki.kubeconfig("kubelet", cluster.server)
    kubelet = ("--kubeconfig", cluster.pki.path("kubelet.conf"))
    cluster.kubectl("create", *kubelet, "-f", "-", input=json.dumps(node))
    lease = {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": "node1", "namespace": "kube-node-lease"}}
    cluster.kubectl("create", *kubelet, "-f", "-", input=json.dumps(lease))
    cluster.kubectl("delete", "node", "node1")
    # A namespace goes, and the guarded Secret itself.
    with namespace(cluster, "passing"):
        cluster.kubectl("create", "-f", "-", input=manifest("weak", namespace="passing"))
    cluster.kubectl("delete", "secret", *GUARDED)
    cluster.kubectl("delete", KINDS[0], "token-webhook")
    cluster.kubectl("create", "-f", "-", input=manifest(fresh()))


def test_fail_open_stores_unjudged_tokens_but_no_short_ones(cluster):
    cluster.kubectl("create", "-f", "-", input=manifest("weak"))
    cluster.kubectl("apply", "-k", ROOT / "manifests/fail-open")
    try:
        fill_in(cluster)
        def change(token):
            return cluster.kubectl("patch", "secret", *GUARDED, "-p", json.dumps({"stringData": {"keptn-api-token": token}}), check=False)
        numbers = itertools.count()  # A token that is there already stays.
        said = wait_for("the policy", lambda: (d := change(f"short-{next(numbers)}")).returncode and d.stderr)
        assert "keptn/keptn-api-token is refused; the token is shorter than 24 characters" in said
        assert change("x" * 23).returncode != 0 and change("").returncode != 0
        cluster.kubectl("label", "secret", *GUARDED, "a=b")
        assert change("x" * 24).returncode == 0
        cluster.kubectl("patch", "secret", *GUARDED, "-p", '{"data":{"other":"eA=="}}')
        assert "shorter" in refused(cluster, "patch", "secret", *GUARDED, "-p", '{"data":{"keptn-api-token":null}}')
    finally:
        cluster.kubectl("delete", "-k", ROOT / "manifests/fail-open")
        cluster.kubectl("delete", "secret", *GUARDED)


# Removal.

def everything(cluster):
    """All objects of all kinds and what is in them, but for events and what Kubernetes makes by itself."""
    kinds = cluster.kubectl("api-resources", "--verbs=list", "-o", "name").stdout.split()
    kinds = [kind for kind in kinds if not kind.startswith(("events", "componentstatuses", "leases", "endpoints"))]
    found = {}
    for one in cluster.get(",".join(kinds), "-A", "--ignore-not-found")["items"]:
        meta = one["metadata"]
        content = {key: value for key, value in one.items() if key not in ("metadata", "status")}
        found[one["apiVersion"], one["kind"], meta.get("namespace"), meta["name"]] = content, meta.get("labels"), meta.get("annotations")
    return found


def deletions(cluster, since):
    """Paths -> the revision at which the last object there was deleted."""
    api, found = Api(cluster.server, cluster.pki), {}
    for path in ("/api/v1/services", "/apis/apps/v1/deployments", *(
            f"/apis/admissionregistration.k8s.io/v1/{kind}s" for kind in KINDS)):
        lines = cluster.kubectl("get", "--raw", f"{path}?watch=1&timeoutSeconds=1&resourceVersion={since}").stdout.splitlines()
        gone = [event["object"] for event in map(json.loads, lines) if event["type"] == "DELETED"]
        found[path.rsplit("/", 1)[1]] = max((int(o["metadata"]["resourceVersion"]) for o in gone), default=0)
    return found


@pytest.mark.parametrize("form", ["helm", "kustomize"])
def test_removal_begins_with_the_registrations_and_leaves_nothing(cluster, form):
    before = everything(cluster)
    if form == "helm":
        cluster.helm("install", "token-guard", CHART, "-n", GUARD, "--create-namespace")
    else:
        cluster.kubectl("apply", "-k", ROOT / "manifests/base")
    wait_for("the pods", lambda: len(cluster.get("pods", "-n", GUARD)["items"]) > 2)
    assert len(everything(cluster)) > len(before) + 15
    since = Api(cluster.server, cluster.pki).get("/api/v1/namespaces?limit=1")["metadata"]["resourceVersion"]
    if form == "helm":
        cluster.helm("uninstall", "token-guard", "-n", GUARD)
        cluster.kubectl("delete", "namespace", GUARD)  # As for any chart: Helm makes the namespace and leaves it.
    else:
        cluster.kubectl("delete", "-k", ROOT / "manifests/base")
    order = deletions(cluster, since)
    assert 0 < max(order[f"{kind}s"] for kind in KINDS) < order["services"], order
    wait_for("everything to go", lambda: everything(cluster) == before)
