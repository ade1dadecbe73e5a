"""The guard as it is installed, on a whole node: image, manifests, Service, CronJob, restart and proof with real pods."""
import base64
import json
import pathlib
import time

import pytest
import yaml

from cluster import HERE, ROOT, program, wait_for
from lanes import FULL, NodeLane, matrix
from neighbours import Gatekeeper, at_work, flux_apply, required_label
from prometheus_server import DASHBOARD, alert_expressions
from story import GUARD, GUARDED, Edits, install_guard, install_keptn, manifest, new_token, patiently, pods, search
from tampering import UNPROVEN, Log
from upgrading import earlier, hooks, kept, rolled_out, upgrade
from watching import Watch

TOKENS = []


def jobs(cluster):
    """Those that the rotator's CronJob made."""
    return [job for job in cluster.get("jobs", "-n", GUARD)["items"] if job["metadata"]["name"].startswith("token-rotator-")]


def succeeded(cluster):
    return sum(job["status"].get("succeeded", 0) for job in jobs(cluster))


@pytest.fixture(scope="module")
def installed(node):
    """In the order of docs/operations.md: Keptn is there, then the guard."""
    TOKENS.append(new_token())
    node.kubectl("create", "namespace", "keptn")
    install_keptn(node, TOKENS[0])
    install_guard(node)
    node.watch = Watch(node) if FULL else None
    return node


def collect(cluster, places):
    """Adds the logs of all pods as they are now: those of replaced pods are gone later."""
    for pod in cluster.get("pods", "-A")["items"]:
        name, namespace = pod["metadata"]["name"], pod["metadata"]["namespace"]
        places[name] = cluster.kubectl("logs", name, "-n", namespace, check=False, secret=True).stdout
    return places


def test_the_webhook_guards_through_its_service(installed):
    done = installed.kubectl("patch", "secret", *GUARDED, "-p", '{"stringData":{"keptn-api-token":"hunter2"}}',
                             check=False)
    assert done.returncode != 0 and "keptn/keptn-api-token is refused" in done.stderr


def test_the_doctor_finds_nothing_wrong_from_outside_and_in_a_pod(installed):
    done = installed.run(program("token-rotator"), "doctor", "--wait", "2m", "--kubeconfig", installed.kubeconfig, check=False)
    assert done.returncode == 0 and done.stdout.endswith(" ok, 0 warnings, 0 failures\n"), done.stdout + done.stderr
    installed.kubectl("apply", "-k", ROOT / "manifests/doctor")
    installed.kubectl("wait", "job/token-guard-doctor", "-n", GUARD, "--for=condition=complete", "--timeout=150s")
    seen = installed.kubectl("logs", "job/token-guard-doctor", "-n", GUARD).stdout
    assert seen.endswith(" ok, 0 warnings, 0 failures\n"), seen
    installed.kubectl("delete", "-k", ROOT / "manifests/doctor")


def by_hand(cluster, name, cronjob, *arguments):
    """A CronJob's Job, made now, with arguments of its own."""
    made = cluster.kubectl("create", "job", name, f"--from=cronjob/{cronjob}", "-n", GUARD, "--dry-run=client", "-o", "json").stdout
    job = json.loads(made)
    job["spec"]["template"]["spec"]["containers"][0]["args"] = arguments
    cluster.kubectl("create", "-f", "-", input=json.dumps(job))


def certificate(cluster):
    """The serving certificate; None while a renewal is under way."""
    pair, key = (cluster.get("secret", name, "-n", GUARD)["data"] for name in ("token-webhook-tls", "token-webhook-path-key"))
    ends = "/" + base64.b64decode(key["path-key"]).decode().strip()  # With two keys, no path.
    clients = [hook["clientConfig"] for hook in hooks(cluster)]
    trusted = all(client.get("caBundle") == pair["ca.crt"] and client["service"]["path"].endswith(ends) for client in clients)
    return pair["tls.crt"] if trusted and set(pair) == {"ca.crt", "tls.crt", "tls.key"} else None


@pytest.mark.skipif(not FULL, reason="for test_each_alert_and_panel_says_what_happened")
def test_a_renewal_begins(installed):
    """It proves both pods for two minutes; renewal_ends() waits for its end."""
    installed.first_certificate = wait_for("the first run to end", lambda: certificate(installed))
    by_hand(installed, "renewed", "token-certificates", "certs", "--renew")


def renewal_ends(installed):
    """Not by its Job, which the next upgrade deletes with the other Jobs of the certificates."""
    if FULL:
        wait_for("the renewal to end", lambda: certificate(installed) not in (None, installed.first_certificate), 300, 1)


def test_the_pods_meet_the_restricted_standard(installed):
    done = installed.kubectl("label", "namespace", GUARD, "pod-security.kubernetes.io/enforce=restricted",
                             "--dry-run=server")
    assert "Warning" not in done.stdout + done.stderr


def test_the_webhook_has_no_account_token_and_the_image_no_root(installed):
    pod = next(iter(pods(installed, "token-webhook", GUARD)))
    spec = installed.get("pod", pod, "-n", GUARD)["spec"]
    assert not [v for v in spec["volumes"] if "projected" in v]
    container = spec["containers"][0]["securityContext"]
    assert container["readOnlyRootFilesystem"] and spec["securityContext"]["runAsNonRoot"]


@pytest.fixture(scope="module")
def every_minute(installed):
    """The CronJob starts a rotation every minute."""
    installed.kubectl("patch", "cronjob", "token-rotator", "-n", GUARD, "--type=json", "-p", json.dumps([
        {"op": "replace", "path": "/spec/schedule", "value": "* * * * *"},
        {"op": "replace", "path": "/spec/jobTemplate/spec/template/spec/containers/0/args", "value": ["rotate"]}]))
    return installed


@pytest.fixture(scope="module")
def gatekeeper(every_minute):
    """Starts while the CronJob waits for its minute."""
    with Gatekeeper(every_minute, every_minute.folder / "gatekeeper", "keptn", GUARD) as running:
        yield running


def assert_rotated(cluster, old, old_pods):
    """Every pod of api-service is new and accepts the live token alone."""
    new, new_pods = cluster.token(), pods(cluster)
    TOKENS.append(new)
    assert new != old and not set(old_pods) & set(new_pods)
    for address in new_pods.values():
        assert patiently(cluster, address, new) == 200
        assert patiently(cluster, address, old) == 401


def test_the_cronjob_rotates_by_itself(every_minute, gatekeeper):
    wait_for("a rotation", lambda: succeeded(every_minute) >= 1, 150, 0.5)
    every_minute.kubectl("patch", "cronjob", "token-rotator", "-n", GUARD, "-p", '{"spec":{"suspend":true}}')
    wait_for("the CronJob's last job to end", lambda: all(not job["status"].get("active") for job in jobs(every_minute)), 90)
    assert_rotated(every_minute, TOKENS[0], {})


def container(cluster, pod):
    """(id, ready) of the webhook's container in this pod."""
    status, = cluster.get("pod", pod, "-n", GUARD)["status"]["containerStatuses"]
    return status.get("containerID", "").removeprefix("containerd://"), status["ready"]


def stop(cluster, pod, signal):
    """Of the webhook's container, which the kubelet starts anew. Returns its id."""
    old, _ = container(cluster, pod)
    cluster.run("ctr", "-a", "/run/containerd.sock", "-n", "k8s.io", "tasks", "kill", "-s", signal, old)
    return old


def started(cluster, pod, old):
    wait_for(f"{pod} to serve again", lambda: (now := container(cluster, pod)) and now[1] and now[0] != old, 60, 0.2)


def edit(cluster):
    """Twice: allowed and denied. kube-apiserver keeps its connection, so that one pod decides about all."""
    for change in ({"metadata": {"annotations": {"edit": str(time.monotonic())}}}, {"stringData": {"keptn-api-token": "weak"}}):
        cluster.kubectl("patch", "secret", *GUARDED, "-p", json.dumps(change), check=False)


@pytest.fixture(scope="module")
def replicas(installed):
    """Both pods, each with a new process. The first one has decided about edits and has just been told to stop; its container."""
    wait_for("the CronJob's last job to end", lambda: all(not job["status"].get("active") for job in jobs(installed)), 90)
    both = list(pods(installed, "token-webhook", GUARD))
    for pod, old in [(pod, stop(installed, pod, "SIGKILL")) for pod in both]:
        started(installed, pod, old)

    def busy():
        edit(installed)
        return [pod for pod in both if installed.kubectl("logs", pod, "-n", GUARD).stdout.count('"type":"decision"') > 2]
    first = wait_for("decisions", busy, 60, 0.1)[0]
    return first, next(pod for pod in both if pod != first), stop(installed, first, "SIGTERM")


def test_the_cronjobs_job_rotates_beside_gatekeeper_and_flux_on_a_real_node(installed, gatekeeper, replicas):
    """Gatekeeper demands a label of every Deployment; Flux applies Keptn's again and again; api-service is Go's net/http."""
    deployments = list(yaml.safe_load_all((HERE / "keptn.yaml").read_text()))
    for document in deployments:
        document["metadata"]["labels"]["team"] = "keptn"

    def sync():
        done = flux_apply(installed, *deployments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def unlabelled():
        done = installed.kubectl("label", "deployment", "bridge", "team-", "-n", "keptn", "--dry-run=server", check=False)
        return "the label team is required" in done.stderr
    assert "configured" in sync()
    old, old_pods = installed.token(), pods(installed)
    assert [patiently(installed, address, "control\x01byte") for address in old_pods.values()] == [400]
    with gatekeeper.policy(required_label("Deployment", "team"), unlabelled):
        with at_work(sync, 1):
            installed.kubectl("create", "job", "--from=cronjob/token-rotator", "by-hand", "-n", GUARD)
            installed.kubectl("wait", "job/by-hand", "-n", GUARD, "--for=condition=complete", "--timeout=180s")
        assert unlabelled() and sync().count("unchanged") == 2
    gatekeeper.close()
    assert_rotated(installed, old, old_pods)
    log = installed.kubectl("logs", "job/by-hand", "-n", GUARD).stdout
    assert '"message":"rotated"' in log and '"message":"pod proven"' in log


def test_every_change_of_the_audit_log_is_found_or_known_to_be_hidden(installed, replicas, tmp_path):
    """Of two replicas, of which one was restarted, and of a rotation; with the API server's own log as the witness."""
    first, second, stopped = replicas
    started(installed, first, stopped)
    edit(installed)
    text = "".join(installed.kubectl("logs", *what, "-n", GUARD, "--prefix").stdout for what in (
        [first, "--previous"], [first], [second], ["job/by-hand"]))
    lines = [line.split(" ", 1)[1] for line in text.splitlines() if ' {"version":' in line]
    instances = {json.loads(line)["instance"] for line in lines}
    # The logs of the pods before are gone.
    events = [line for line in (installed.logs / "kubernetes-audit.log").read_text().splitlines()
              if instances & set(json.loads(line).get("annotations", {}).values())]
    log = Log(program("token-webhook"), tmp_path, lines, events)
    kinds = [entry.get("step", entry["type"]) for entry in log.entries]
    assert (kinds.count("opening"), kinds.count("closing"), kinds.count("end"), len(instances)) == (3, 1, 1, 4)
    assert sum(map(log.witnessed, range(len(lines)))) == len(events) >= 5
    assert log.run(text.splitlines(), "--kubernetes-audit", tmp_path / "events").returncode == UNPROVEN  # Two processes run.
    assert log.baseline == {"chain": UNPROVEN, "checkpoint": UNPROVEN, "witness": UNPROVEN}
    count, wrong = log.judge()
    assert wrong == [] and count > 20 * len(lines)


def test_an_undone_rotation_is_not_tried_again_at_once(installed):
    """The namespace has no room for one more pod: no new pod of a consumer starts, the token goes back, and the Job fails."""
    token, before = installed.token(), pods(installed)
    running = [p for p in installed.get("pods", "-n", "keptn")["items"] if p["status"]["phase"] in ("Running", "Pending")]
    installed.kubectl("patch", "cronjob", "token-rotator", "-n", GUARD, "--type=json", "-p", json.dumps([
        {"op": "replace", "path": "/spec/jobTemplate/spec/template/spec/containers/0/args",
         "value": ["rotate", "--deadline=5"]}]))
    installed.kubectl("create", "quota", "full", "-n", "keptn", f"--hard=pods={len(running)}")
    try:
        installed.kubectl("create", "job", "--from=cronjob/token-rotator", "undone", "-n", GUARD)
        failed = wait_for("the Job to fail", lambda: [
            c for c in installed.get("job", "undone", "-n", GUARD)["status"].get("conditions", [])
            if c["type"] == "Failed" and c["status"] == "True"], 120, 0.5)
    finally:
        installed.kubectl("delete", "quota", "full", "-n", "keptn")
    assert failed[0]["reason"] == "PodFailurePolicy" and "exit code 6" in failed[0]["message"]
    assert installed.get("job", "undone", "-n", GUARD)["status"]["failed"] == 1
    assert (installed.token(), pods(installed)) == (token, before)


def test_a_sample_of_faults_converges_with_real_pods(installed, capsys):
    def say(text):
        with capsys.disabled():
            print(f"\n  {text}", end=" ", flush=True)

    def sample():
        lane = NodeLane(installed, "faults")
        for undo in (False, True):
            # An odd stride goes through calls and faults alike; 15 of each in full, else two.
            matrix([lane], undo, say, lambda cases: cases[7::len(cases) // (15 if FULL else 2) | 1][:15 if FULL else 2])
        installed.transcript.extend(lane.outputs)
        TOKENS.extend(lane.tokens)
        lane.close()
    installed.within(sample)


def test_replacing_the_webhooks_pods_under_a_stream_of_edits_fails_none(installed):
    with Edits(installed) as edits:
        for _ in range(5 if FULL else 1):
            installed.kubectl("rollout", "restart", "deployment/token-webhook", "-n", GUARD)
            rolled_out(installed)
        wait_for("edits", lambda: edits.count > 10)
    assert edits.failed == []


def test_an_upgrade_of_the_manifests_and_back_fails_no_edit(installed, tmp_path, say):
    """The image stays; test_upgrade.py changes it too."""
    renewal_ends(installed)
    commit, folder = earlier("change", tmp_path)
    before = kept(installed)
    with Edits(installed) as edits:
        for tree in (folder, ROOT):
            upgrade(installed, tree)
            assert kept(installed) == before
    say(f"upgrade from the manifests of {commit[:7]} and back: {edits.count} edits")
    assert edits.failed == []


@pytest.mark.skipif(not FULL, reason="restarts the kubelet; test_installation.py tries the rest")
def test_without_webhook_pods_the_node_restarts_and_keptn_too(installed):
    installed.kubectl("scale", "deployment/token-webhook", "-n", GUARD, "--replicas=0")
    wait_for("the webhook to go", lambda: not installed.watch.pods(), 60)
    done = wait_for("edits to be refused", lambda: (d := installed.kubectl(
        "annotate", "--overwrite", "secret", *GUARDED, "edit=down", check=False)).returncode and d, 60)
    assert "failed calling webhook" in done.stderr
    before = installed.get("lease", "node1", "-n", "kube-node-lease")["spec"]["renewTime"]
    installed.restart_kubelet()
    wait_for("the node to renew its lease",
             lambda: installed.get("lease", "node1", "-n", "kube-node-lease")["spec"]["renewTime"] > before, 90)
    for name in ("api-service", "bridge"):  # New pods read the Secret.
        installed.kubectl("rollout", "restart", f"deployment/{name}", "-n", "keptn")
        installed.kubectl("rollout", "status", f"deployment/{name}", "-n", "keptn", "--timeout=120s")
    installed.kubectl("create", "job", "--from=cronjob/token-certificates", "meanwhile", "-n", GUARD)
    installed.kubectl("delete", "job", "meanwhile", "-n", GUARD)
    installed.kubectl("scale", "deployment/token-webhook", "-n", GUARD, "--replicas=2")
    installed.kubectl("rollout", "status", "deployment/token-webhook", "-n", GUARD, "--timeout=120s")
    wait_for("edits to be accepted", lambda: installed.kubectl(
        "annotate", "--overwrite", "secret", *GUARDED, "edit=up", check=False).returncode == 0, 60)


# Alerts that this run must not raise, and why not.
SILENT = {
    "TokenWebhookOnePod": "two pods run", "TokenWebhookFails": "the webhook has not failed inside",
    "TokenWebhookCrowded": "nobody opens connections by the hundred",
    "TokenWebhookAuditLinesLost": "the pods' logs are read", "TokenNotRotated": "rotated minutes ago", "TokenNeverRotated": "rotated",
    "TokenWebhookCertificateExpires": "valid for 397 days", "TokenWebhookCertificateExpiresSoon": "valid for 397 days",
    "TokenWebhookFileUnusable": "no mounted file is broken",
}


@pytest.mark.skipif(not FULL, reason="builds kube-state-metrics")
def test_each_alert_and_panel_says_what_happened(installed, say):
    """Rotations, a renewal, an undone rotation, replaced pods and edits have gone on before."""
    watch, prometheus = installed.watch, installed.watch.prometheus
    renewal_ends(installed)
    watch.follow_pods()
    watch.disturb()
    watch.refuse(25)
    TOKENS.append(new_token())
    watch.change(TOKENS[-1])
    # A run that the CronJob starts, and that fails.
    installed.kubectl("patch", "cronjob", "token-rotator", "-n", GUARD, "--type=json", "-p", json.dumps([
        {"op": "replace", "path": "/spec/jobTemplate/spec/template/spec/containers/0/args", "value": ["rotate", "--no-such-flag"]},
        {"op": "replace", "path": "/spec/suspend", "value": False}]))
    silent = dict(SILENT)
    now = time.gmtime()
    if 7 <= now.tm_hour < 19 and now.tm_wday < 5:
        silent["TokenChangedOutsideHours"] = "it is a working hour"
    expected = {name: expression for name, expression in alert_expressions().items() if name not in silent}
    for name, expression in [*expected.items(), *zip(DASHBOARD, DASHBOARD)]:
        wait_for(name, lambda query=expression: prometheus.ever(query), 90, 1)
    for name, reason in silent.items():
        assert not prometheus.query(alert_expressions()[name]), f"{name}: {reason}"
    for counted in ('token_changes_total{by="rotator"}', 'token_changes_total{by="other"}', 'decisions_total{verdict="denied"}',
                    'reloads_total{what="certificate",result="ok"}', 'reloads_total{what="retired",result="ok"}'):
        wait_for(counted, lambda what=counted: prometheus.ever(f"increase(token_webhook_{what}[1h]) > 0"), 90, 1)
    rules = [rule for group in prometheus.ask("rules")["groups"] for rule in group["rules"]]
    assert {rule["health"] for rule in rules} == {"ok"}
    say(f"{len(expected)} alerts and {len(DASHBOARD)} panels' expressions select something, {len(silent)} alerts are silent")


def test_no_output_holds_a_token(installed):
    test_the_webhook_guards_through_its_service(installed)  # By the pods of now, whose logs are searched.
    places = collect(installed, {p.name: p.read_text(errors="replace")
                                 for p in pathlib.Path(installed.logs).glob("*.log")})
    places["kubectl"] = "\n".join(installed.transcript)
    for kind in ("events", "deployments", "pods", "replicasets", "jobs", "cronjobs"):
        places[kind] = installed.kubectl("get", kind, "-A", "-o", "json", secret=True).stdout
    assert any('"verdict":"denied"' in text for text in places.values())
    assert len(TOKENS) >= 3
    assert search(TOKENS, places) == []
