"""The webhook and the rotator against a real API server."""
import base64
import json
import pathlib
import stat
import subprocess

import pytest

from audit_lines import check_log
from cluster import HERE, ROOT, program, wait_for
from story import (GUARD, GUARDED, TOKENS, as_list, auth, fresh, install_keptn, manifest, moved, new_token, patiently, permissions,
                   pods, search, shipped)


def refused(cluster, webhook, *command, **options):
    """The denial's text; one audit line says denied."""
    before = len(webhook.audit())
    done = cluster.kubectl(*command, check=False, **options)
    assert done.returncode != 0, done.stdout
    assert webhook.since(before)[-1]["verdict"] == "denied"
    return done.stderr


def test_the_documented_recipe_for_linux_is_accepted(absent, webhook):
    before = len(webhook.audit())
    absent.kubectl("create", "secret", "generic", *GUARDED, f"--from-literal=keptn-api-token={fresh()}")
    line = webhook.since(before)[-1]
    assert (line["operation"], line["verdict"], line["fieldManager"]) == ("CREATE", "allowed", "kubectl-create")
    assert line["user"] == "admin"


def test_the_documented_recipe_for_powershell_is_accepted(absent, webhook):
    token = base64.b64encode("t{x)9KpW!q4Zr_8m".encode("utf-16-le")).decode()
    TOKENS.append(token)
    absent.kubectl("create", "secret", "generic", *GUARDED, f"--from-literal=keptn-api-token={token}")


@pytest.mark.parametrize("token, sentence", [
    ("TOKEN\n", "ends with a newline"),
    ("-----BEGIN CERTIFICATE-----\r\nTOKEN\r\n-----END CERTIFICATE-----\r\n", "certutil -encode"),
    ("c2hvcnQ=", "5 bytes once decoded; at least 16 are needed"),
    ("AAAAAAAAAAAAAAAAAAAAAA==", "small numbers or times"),
    ("abcdefghijkladfaea", "published in a manual"),
], ids=["newline", "certutil", "short", "zeros", "published"])
def test_a_broken_token_is_refused_with_a_sentence(absent, webhook, token, sentence):
    message = refused(absent, webhook, "create", "-f", "-", input=manifest(token.replace("TOKEN", fresh())))
    assert sentence in message
    assert "To put it right" in message


def test_every_way_to_write_passes_through_the_webhook(present, webhook, tmp_path):
    editor = tmp_path / "editor.sh"
    editor.write_text("#!/bin/sh\nsed -i 's/^  keptn-api-token: .*/  keptn-api-token: d2Vhaw==/' \"$1\"\n")
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    weak = manifest("weak")
    patch = '{"data":{"keptn-api-token":"d2Vhaw=="}}'
    operation = '[{"op":"replace","path":"/data/keptn-api-token","value":"d2Vhaw=="}]'
    file = tmp_path / "weak.json"
    file.write_text(weak)
    ways = [
        (("patch", "secret", *GUARDED, "-p", patch), {}, "kubectl-patch"),
        (("patch", "secret", *GUARDED, "--type=merge", "-p", patch), {}, "kubectl-patch"),
        (("patch", "secret", *GUARDED, "--type=json", "-p", operation), {}, "kubectl-patch"),
        (("apply", "-f", "-"), {"input": weak}, "kubectl-client-side-apply"),
        (("apply", "--server-side", "--force-conflicts", "-f", "-"), {"input": weak}, "kubectl"),
        (("replace", "-f", "-"), {"input": weak}, "kubectl-replace"),
        (("edit", "secret", *GUARDED), {"environment": {"EDITOR": str(editor)}}, "kubectl-edit"),
        (("patch", "secret", *GUARDED, "--dry-run=server", "-p", patch), {}, "kubectl-patch"),
    ]
    for command, options, manager in ways:
        before = len(webhook.audit())
        refused(present, webhook, *command, **options)
        line = webhook.since(before)[-1]
        assert (line["operation"], line["fieldManager"]) == ("UPDATE", manager), command
        assert line["dryRun"] == ("--dry-run=server" in command)
    before = len(webhook.audit())
    present.kubectl("delete", "secret", *GUARDED)
    assert webhook.since(before)[-1]["operation"] == "DELETE"
    message = refused(present, webhook, "create", "-f", str(file))
    assert "keptn/keptn-api-token is refused" in message


def test_deleting_a_collection_is_allowed_and_seen(present, webhook):
    before = len(webhook.audit())
    # --raw prints the Secret itself, as asked for.
    present.kubectl("delete", "--raw", "/api/v1/namespaces/keptn/secrets?fieldSelector=metadata.name%3Dkeptn-api-token",
                    secret=True)
    assert webhook.since(before)[-1]["operation"] == "DELETE"


def test_secrets_of_other_names_and_namespaces_never_pass_through(present, webhook):
    before = len(webhook.audit())
    for namespace in ("keptn", "default"):
        name = "another" if namespace == "keptn" else "keptn-api-token"
        present.kubectl("apply", "-f", "-", input=manifest("weak", name, namespace))
        present.kubectl("delete", "secret", name, "-n", namespace)
    present.kubectl("label", "secret", *GUARDED, "seen=yes")  # The guarded one does, so the wait below is no luck.
    assert [line["name"] for line in webhook.since(before)] == ["keptn-api-token"]


def test_an_unchanged_weak_token_is_let_through_with_a_warning(absent, webhook):
    saved = absent.get("validatingwebhookconfiguration", "token-webhook")
    saved["metadata"] = {"name": "token-webhook"}
    absent.kubectl("delete", "validatingwebhookconfiguration", "token-webhook")
    wait_for("the weak token to be stored",
             lambda: absent.kubectl("create", "-f", "-", input=manifest("weak"), check=False).returncode == 0)
    absent.kubectl("apply", "-f", "-", input=json.dumps(saved))
    wait_for("the registration to take effect", lambda: absent.kubectl(
        "patch", "secret", *GUARDED, "--dry-run=server", "-p", '{"data":{"keptn-api-token":"d2Vhaww="}}',
        check=False).returncode != 0)
    done = absent.kubectl("label", "secret", *GUARDED, "touched=yes")
    assert "Warning: " in done.stderr
    absent.kubectl("delete", "secret", *GUARDED)


@pytest.fixture(scope="module")
def rotator(control_plane, webhook):
    """Runs token-rotator as its service account, with only the shipped Role."""
    control_plane.kubectl("delete", "secret", *GUARDED, "--ignore-not-found")
    install_keptn(control_plane, fresh())
    account = control_plane.rotator_token(GUARD)
    kubeconfig = control_plane.pki.kubeconfig("rotator", control_plane.server, token=account)

    def run(*arguments, kubeconfig=kubeconfig):
        lock = () if arguments[0] == "status" else ("--lock-timeout", "3")
        return control_plane.run(program("token-rotator"), arguments[0], "--kubeconfig", kubeconfig, *lock,
                                 *arguments[1:], check=False)
    return run


def rotation_log(done):
    """The operational log, without the audit lines."""
    return [line for line in map(json.loads, done.stdout.splitlines()) if "message" in line]


def rotation_trail(done):
    """The audit lines, which are valid and one whole chain."""
    return check_log("".join(line + "\n" for line in done.stdout.splitlines() if line.startswith('{"version":2,')))


def test_a_dry_run_changes_nothing(control_plane, rotator):
    before = control_plane.token(), pods(control_plane)
    assert rotator("rotate", "--dry-run").returncode == 0
    assert (control_plane.token(), pods(control_plane)) == before


def test_a_rotation_replaces_the_token_and_the_pods_and_proves_both(control_plane, rotator, webhook):
    old, old_pods = control_plane.token(), pods(control_plane)
    before = len(webhook.audit())
    done = rotator("rotate")
    assert done.returncode == 0, done.stdout + done.stderr
    new, new_pods = control_plane.token(), pods(control_plane)
    TOKENS.append(new)
    assert new != old and not set(old_pods) & set(new_pods)
    for address in new_pods.values():
        assert patiently(control_plane, address, new) == 200
        assert patiently(control_plane, address, old) == 401
    messages = [line["message"] for line in rotation_log(done)]
    for message in ("new token set", "pod proven", "rotated"):
        assert message in messages
    report = next(line for line in rotation_log(done) if line["message"] == "rotated")
    print(report)
    # 30 on a quiet machine; beyond it Deployment and record are read and written every five seconds.
    assert report["podsProven"] == 1 and report["apiCalls"] <= 40
    # The dry runs without and with the mark of the token that may come back, and the write.
    assert [line["verdict"] for line in webhook.since(before)] == ["allowed", "allowed", "allowed"]
    assert [line["user"] for line in webhook.since(before)] == ["system:serviceaccount:token-guard:token-rotator"] * 3
    assert_one_story(rotation_trail(done), webhook.since(before)[-1], report["id"])


def assert_one_story(trail, decision, rotation):
    """The rotator's lines and the webhook's line about its write have one id. The key of the fingerprints is not the same in both
    programs here, and at the beginning of the first rotation there is none yet."""
    assert [line["step"] for line in trail] == ["begin", "set", "restart", "prove", "end"]
    assert trail[-1]["outcome"] == "rotated"
    assert {line["rotation"] for line in (*trail, decision)} == {rotation}
    fingerprints = {(line["fingerprintBefore"], line["fingerprintAfter"]) for line in trail[1:]}
    assert len(fingerprints) == 1 and None not in next(iter(fingerprints))
    assert trail[0]["time"] <= decision["time"] <= trail[1]["time"]


def test_nothing_is_due_within_the_age(control_plane, rotator):
    before = control_plane.token()
    assert rotator("rotate", "--max-age", "1h").returncode == 0
    assert control_plane.token() == before


def test_of_two_rotators_one_rotates_and_one_leaves_with_5(control_plane, rotator):
    command = [program("token-rotator"), "rotate", "--kubeconfig", str(control_plane.folder / "pki" / "rotator.conf")]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    outputs = ["".join(process.communicate(timeout=120)) for process in running]
    control_plane.transcript.extend(outputs)
    TOKENS.append(control_plane.token())
    assert sorted(process.returncode for process in running) == [0, 5]
    for process, output in zip(running, outputs):
        assert ('"message":"rotated"' in output) == (process.returncode == 0)


@pytest.mark.parametrize("seconds", [0.02, 0.05, 0.1, 0.2, 0.4, 0.8])
def test_a_killed_rotation_is_finished_by_the_next_run(control_plane, rotator, seconds):
    old = control_plane.token()
    command = [program("token-rotator"), "rotate", "--kubeconfig", str(control_plane.folder / "pki" / "rotator.conf"),
               "--lock-timeout", "3"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        control_plane.transcript.append("".join(process.communicate(timeout=seconds)))
    except subprocess.TimeoutExpired:
        process.kill()
        control_plane.transcript.append("".join(process.communicate()))
    TOKENS.append(control_plane.token())
    done = rotator("rotate")
    assert done.returncode == 0, done.stdout + done.stderr
    new = control_plane.token()
    TOKENS.append(new)
    assert new != old
    (address,) = pods(control_plane).values()
    assert patiently(control_plane, address, new) == 200
    assert patiently(control_plane, address, old) == 401


def test_a_deployment_that_never_becomes_ready_is_undone(control_plane, rotator):
    old = control_plane.token()
    control_plane.kubelet.broken = {"api-service"}
    try:
        done = rotator("rotate", "--deadline", "3")
    finally:
        control_plane.kubelet.broken = set()
    assert done.returncode == 6, done.stdout + done.stderr
    assert control_plane.token() == old
    (address,) = pods(control_plane).values()
    assert patiently(control_plane, address, old) == 200
    control_plane.kubectl("rollout", "status", "deployment/api-service", "-n", "keptn", "--timeout=60s")


def test_errors_are_one_sentence_and_the_right_exit_code(control_plane, rotator, tmp_path):
    before = control_plane.token()
    nobody = control_plane.pki.kubeconfig("nobody", control_plane.server, token="not-a-token")
    away = control_plane.pki.kubeconfig("away", "https://127.0.0.1:1", token="not-a-token")
    cases = [
        (rotator("rotate", "--nonsense"), 2, "unrecognised option '--nonsense'"),
        (rotator("rotate", "--max-age", "soon"), 2, "--max-age is 'soon': expected a number"),
        (rotator("rotate", kubeconfig=tmp_path / "missing"), 2, "No such file or directory"),
        (rotator("rotate", kubeconfig=nobody), 3, "Unauthorized"),
        (rotator("rotate", "--deadline", "1", kubeconfig=away), 4, "does not answer"),
    ]
    for done, code, sentence in cases:
        assert done.returncode == code, done.stdout + done.stderr
        assert sentence in done.stdout + done.stderr
    assert control_plane.token() == before


def test_a_missing_permission_is_named_and_nothing_has_changed(control_plane, rotator):
    before = control_plane.token(), pods(control_plane), control_plane.get("secret", "token-rotator-record", "-n", GUARD)
    rules = control_plane.get("role", "token-rotator", "-n", "keptn")["rules"]
    # One rule of the shipped Role is taken away at a time, and each verb of it named.
    expected = [(0, "get", "secrets/keptn-api-token"), (0, "patch", "secrets/keptn-api-token"),
                (1, "get", "deployments.apps/api-service"), (1, "patch", "deployments.apps/api-service"),
                (2, "list", "pods"), (2, "watch", "pods"), (3, "list", "replicasets.apps")]
    try:
        for rule, verb, what in expected:
            verbs = [v for v in rules[rule]["verbs"] if v != verb] or ["deletecollection"]
            control_plane.kubectl("patch", "role", "token-rotator", "-n", "keptn", "--type=json", "-p", json.dumps(
                [{"op": "replace", "path": f"/rules/{rule}/verbs", "value": verbs}]))
            done = wait_for("the Role to lose the verb", lambda: (d := rotator("rotate", "--dry-run")).returncode and d)
            assert done.returncode == 3, done.stdout
            done = rotator("rotate")
            assert done.returncode == 3 and f"this account may not {verb} {what} in namespace keptn" in done.stdout
            control_plane.kubectl("apply", "-f", ROOT / "manifests/base/accounts.yaml")
            wait_for("the Role to have it back", lambda: rotator("rotate", "--dry-run").returncode == 0)
    finally:
        control_plane.kubectl("apply", "-f", ROOT / "manifests/base/accounts.yaml")
    after = control_plane.get("secret", "token-rotator-record", "-n", GUARD)
    assert (control_plane.token(), pods(control_plane), after) == before


def test_a_missing_secret_is_told_with_the_command_to_paste(control_plane, rotator):
    saved = control_plane.token()
    control_plane.kubectl("delete", "secret", *GUARDED)
    try:
        done = rotator("rotate")
        assert done.returncode == 3
        assert "token-webhook generate | kubectl create secret generic keptn-api-token" in done.stdout
    finally:
        control_plane.kubectl("create", "-f", "-", input=manifest(saved))


def test_the_accounts_can_do_what_they_must_and_nothing_else(control_plane, rotator):
    """Those of both forms of installation, in every namespace."""
    one = "in-one-namespace"
    kinds = ("ServiceAccount", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding")
    rights = [document for document in shipped("accounts", "certificates") if document["kind"] in kinds]
    control_plane.kubectl("create", "namespace", one)
    try:
        control_plane.kubectl("apply", "-f", "-", input=as_list(rights))
        found = permissions(control_plane)
        control_plane.kubectl("delete", "-f", "-", input=as_list([d for d in rights if d["kind"].startswith("Cluster")]))
        control_plane.kubectl("apply", "-f", "-", input=as_list(moved(rights, one)))
        found += permissions(control_plane, one)
        assert found == (HERE / "can-i.txt").read_text().splitlines()
    finally:
        control_plane.kubectl("delete", "namespace", one, "--wait=false")


def test_a_rollback_puts_the_previous_token_back_and_proves_it(control_plane, rotator):
    old = control_plane.token()
    assert rotator("rotate").returncode == 0
    new = control_plane.token()
    TOKENS.append(new)
    status = json.loads(rotator("status", "-o", "json", "--max-age", "30d").stdout)
    assert (status["state"], status["failures"], status["holder"]) == ("idle", 0, None)
    assert status["previousKeptUntil"] and status["nextDue"] > status["rotated"]
    assert "Rollback       possible until" in rotator("status").stdout
    done = rotator("rollback")
    assert done.returncode == 0, done.stdout
    assert control_plane.token() == old
    (address,) = pods(control_plane).values()
    assert patiently(control_plane, address, old) == 200
    assert patiently(control_plane, address, new) == 401


def test_deleting_the_pods_is_a_way_to_restart_them_once_it_is_permitted(control_plane, rotator):
    old, old_pods = control_plane.token(), pods(control_plane)
    done = rotator("rotate", "--strategy", "delete-pods")
    assert done.returncode == 3 and "may not delete pods" in done.stdout
    control_plane.kubectl("patch", "role", "token-rotator", "-n", "keptn", "--type=json", "-p", json.dumps(
        [{"op": "add", "path": "/rules/-", "value": {"apiGroups": [""], "resources": ["pods"], "verbs": ["delete"]}}]))
    try:
        wait_for("the permission", lambda: rotator("rotate", "--strategy", "delete-pods", "--dry-run").returncode == 0)
        done = rotator("rotate", "--strategy", "delete-pods")
    finally:
        control_plane.kubectl("apply", "-f", ROOT / "manifests/base/accounts.yaml")
    assert done.returncode == 0, done.stdout
    new, new_pods = control_plane.token(), pods(control_plane)
    TOKENS.append(new)
    assert new != old and not set(old_pods) & set(new_pods)
    (address,) = new_pods.values()
    assert patiently(control_plane, address, new) == 200


def profiled(control_plane, tmp_path, **fields):
    """The built-in profile with some fields changed, as a file. Its manifests are applied, but for the registrations."""
    path = tmp_path / "profiles.json"
    profiles = json.loads(control_plane.run(program("token-webhook"), "profiles").stdout)
    profiles["profiles"][0].update(fields)
    path.write_text(json.dumps(profiles))
    manifests = control_plane.run(program("token-webhook"), "profiles", "--profile-file", path, "-o", "manifests").stdout
    control_plane.kubectl("apply", "-f", "-", input="\n---\n".join(
        text for text in manifests.split("\n---\n") if "WebhookConfiguration" not in text))
    return path


def test_copies_are_kept_equal_and_a_missing_one_stops_before_the_cut_over(control_plane, rotator, tmp_path):
    control_plane.kubectl("create", "namespace", "tools")
    path = profiled(control_plane, tmp_path, copies=[{"namespace": "tools", "secret": "copy", "key": "token"}])
    before = control_plane.token(), pods(control_plane)
    done = rotator("rotate", "--profile-file", path)
    assert done.returncode == 3 and "kubectl create secret generic copy -n tools" in done.stdout
    control_plane.kubectl("create", "secret", "generic", "copy", "-n", "tools")
    control_plane.kubectl("delete", "rolebinding", "token-rotator-copy", "-n", "tools")
    denied = wait_for("the copy to be out of reach", lambda: (d := rotator("rotate", "--profile-file", path, "--dry-run")
                                                              ).returncode and d)
    assert denied.returncode == 3 and "the server-side dry run of the update of the copies was rejected: copy tools/copy" in denied.stdout
    assert (control_plane.token(), pods(control_plane)) == before
    path = profiled(control_plane, tmp_path, copies=[{"namespace": "tools", "secret": "copy", "key": "token"}])
    wait_for("the copy to be in reach",
             lambda: rotator("rotate", "--profile-file", path, "--dry-run").returncode == 0)
    done = rotator("rotate", "--profile-file", path)
    assert done.returncode == 0, done.stdout
    TOKENS.append(control_plane.token())

    def copy():
        return base64.b64decode(control_plane.get("secret", "copy", "-n", "tools")["data"]["token"]).decode()
    assert copy() == control_plane.token() != before[0]
    control_plane.kubelet.broken = {"api-service"}
    try:
        assert rotator("rotate", "--profile-file", path, "--deadline", "3").returncode == 6
    finally:
        control_plane.kubelet.broken = set()
    assert copy() == control_plane.token()
    control_plane.kubectl("delete", "namespace", "tools", "--wait=false")
    control_plane.kubectl("rollout", "status", "deployment/api-service", "-n", "keptn", "--timeout=60s")


def test_a_holder_that_the_profile_forgets_is_named_with_the_command(control_plane, rotator):
    labels = {"app": "forgotten"}
    control_plane.kubectl("apply", "-f", "-", input=json.dumps({
        "apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "forgotten", "namespace": "keptn"},
        "spec": {"serviceName": "x", "selector": {"matchLabels": labels}, "template": {
            "metadata": {"labels": labels},
            "spec": {"containers": [{"name": "c", "image": "x"}],
                     "initContainers": [{"name": "i", "image": "x",
                                         "envFrom": [{"secretRef": {"name": "keptn-api-token"}}]}]}}}}))
    try:
        wait_for("its pod", lambda: "forgotten-0" in control_plane.kubectl("get", "pods", "-n", "keptn").stdout)
        done = rotator("rotate")
        TOKENS.append(control_plane.token())
        assert done.returncode == 0, done.stdout
        left = [line for line in rotation_log(done) if line["message"] == "still to be restarted"]
        assert [line["remedy"] for line in left] == ["kubectl rollout restart -n keptn statefulset/forgotten"]
    finally:
        control_plane.kubectl("delete", "statefulset", "forgotten", "-n", "keptn")


def test_the_wire_log_shows_calls_and_the_terminal_progress(control_plane, rotator):
    done = rotator("rotate", "--dry-run", "--verbose")
    calls = [line for line in rotation_log(done) if line["message"] == "request"]
    assert len(calls) >= 6 and all(set(c) == {"time", "level", "message", "method", "path", "status", "milliseconds"}
                                   for c in calls)
    conf = control_plane.folder / "pki" / "rotator.conf"
    shown = control_plane.run("script", "-qec", f"{program('token-rotator')} rotate --kubeconfig {conf}", "/dev/null")
    TOKENS.append(control_plane.token())
    assert "pods ready 1 of 2" in shown.stdout or "pods ready 2 of 2" in shown.stdout
    assert '{"time"' not in shown.stdout and "log the CLI in again: keptn auth" in shown.stdout


def test_a_plugin_of_the_kubeconfig_gives_the_credential_or_is_named(control_plane, rotator, tmp_path):
    saved = json.loads((control_plane.folder / "pki" / "rotator.conf").read_text())
    token = saved["users"][0]["user"]["token"]
    plugin = tmp_path / "plugin"
    plugin.write_text('#!/bin/sh\ncat "$0.$1"\n')
    plugin.chmod(0o700)
    (tmp_path / "plugin.good").write_text(json.dumps({
        "apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "status": {"token": token}}))
    (tmp_path / "plugin.garbage").write_text("garbage " + token)

    def status(argument):
        saved["users"][0]["user"] = {"exec": {"apiVersion": "client.authentication.k8s.io/v1", "command": "./plugin",
                                              "args": [argument], "interactiveMode": "Never"}}
        (tmp_path / "config").write_text(json.dumps(saved))
        return rotator("status", kubeconfig=tmp_path / "config")
    assert status("good").returncode == 0
    garbage, missing = status("garbage"), status("missing")
    assert garbage.returncode == missing.returncode == 3
    assert "printed no ExecCredential" in garbage.stderr and token not in garbage.stderr
    assert "ended with exit code 1" in missing.stderr


def test_no_output_holds_a_token(control_plane, webhook, rotator):
    places = {path.name: path.read_text(errors="replace")
              for path in [*pathlib.Path(control_plane.logs).glob("*.log"), webhook.audit_path, webhook.log_path]}
    places["kubectl and rotator"] = "\n".join(control_plane.transcript)
    for kind in ("events", "deployments", "pods", "replicasets", "validatingwebhookconfigurations"):
        places[kind] = control_plane.kubectl("get", kind, "-A", "-o", "json", secret=True).stdout
    secret = control_plane.get("secret", *GUARDED)
    places["the Secret's metadata"] = json.dumps({k: v for k, v in secret["metadata"].items() if k != "managedFields"})
    assert len(TOKENS) > 15 and len(places["kubectl and rotator"]) > 10000
    assert search(TOKENS, places) == []
