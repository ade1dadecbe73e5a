"""The rotation among other people's tools, on the real API server: policies, quotas, owners, meshes, odd tokens.

Each test is named after what a user would see.
"""
import contextlib
import json

import pytest

from cluster import wait_for
from lanes import CONSUMERS
from story import encoded

POLICIES = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies"
BINDINGS = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings"


@contextlib.contextmanager
def policy(lane, group, resource, expression, refused):
    """A ValidatingAdmissionPolicy of the lane's namespace. `refused` is (path, patch) of a write that it refuses."""
    name = f"{lane.name}-policy"
    rules = [{"apiGroups": [group], "apiVersions": ["v1"], "operations": ["UPDATE"], "resources": [resource]}]
    made = [(POLICIES, {"metadata": {"name": name}, "spec": {
        "failurePolicy": "Fail", "matchConstraints": {"resourceRules": rules},
        "validations": [{"expression": expression, "message": "the policy of the house"}]}}),
        (BINDINGS, {"metadata": {"name": name}, "spec": {
            "policyName": name, "validationActions": ["Deny"], "matchResources": {
                "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": lane.name}}}}})]
    try:
        for path, body in made:
            assert lane.api.call("POST", path, body)[0] == 201
        path, patch = refused
        wait_for("the policy", lambda: lane.api.call("PATCH", f"{path}?dryRun=All", patch)[0] == 422)
        yield
    finally:
        for kind, _ in reversed(made):
            lane.api.call("DELETE", f"{kind}/{name}")
        wait_for("the policy to go", lambda: lane.api.call("PATCH", f"{path}?dryRun=All", patch)[0] == 200)


def snapshot(lane):
    return lane.live(), [p["metadata"]["uid"] for c in CONSUMERS for p in lane.pods(c)]


def last_line(output):
    return json.loads(output.strip().splitlines()[-1]).get("error", "")


def ends_unchanged(lane, sentence, *arguments):
    """The run ends with 3 and this sentence before anything has changed."""
    before = snapshot(lane)
    code, output = lane.rotate(*arguments)
    assert code == 3, output
    assert sentence in last_line(output) and "nothing was changed" in last_line(output), output
    assert snapshot(lane) == before
    assert lane.at_rest(lane.read_record())


def test_a_policy_that_demands_a_label_of_every_deployment_is_found_before_anything_changes(lane):
    lane.begin()
    refused = f"{lane.apps}/deployments/bridge", {"metadata": {"annotations": {"x": "y"}}}
    with policy(lane, "apps", "deployments", "has(object.metadata.labels.team)", refused):
        ends_unchanged(lane, "the server-side dry run of the restart of Deployment api-service was rejected")
        code, output = lane.rotate("--dry-run")
        assert code == 3 and "the policy of the house" in output


def test_a_policy_that_refuses_the_retired_list_is_found_before_anything_changes(lane):
    lane.begin()
    retired = f"{lane.core}/secrets/token-guard-retired"
    with policy(lane, "", "secrets", "object.metadata.name != 'token-guard-retired'", (retired, {"data": {"x": "eA=="}})):
        ends_unchanged(lane, "the server-side dry run of the update of the retired list was rejected")


def test_a_deleted_retired_list_is_found_before_anything_changes(lane):
    lane.begin()
    retired = f"{lane.core}/secrets/token-guard-retired"
    saved = lane.api.get(retired).get("data") or {}
    lane.api.call("DELETE", retired)
    try:
        ends_unchanged(lane, "token-guard-retired")
    finally:
        lane.api.call("POST", f"{lane.core}/secrets", {"metadata": {"name": "token-guard-retired"}, "data": saved})


def test_a_policy_that_comes_in_mid_rotation_leads_to_a_rollback(lane):
    case = lane.begin("--deadline", "20", "--rollback-deadline", "20")
    refused = set()

    def refuse(call):
        stamp = call.startswith("PATCH ") and call.endswith("/deployments/bridge?fieldManager=token-rotator")
        return 403 if stamp and not refused and not refused.add(call) else None
    lane.proxy.refuse = refuse
    try:
        codes = [case.run()]
    finally:
        lane.proxy.refuse = None
    assert case.wrong(codes, 6) == [], lane.outputs[-1]
    assert "a call was refused: patch Deployment bridge" in last_line(lane.outputs[-1])


@pytest.mark.parametrize("proof", [{"port": 9}, {"path": "/v1/wrong"}], ids=["port", "path"])
def test_a_proof_that_cannot_work_is_found_before_anything_changes(lane, proof):
    lane.begin()
    profiles = json.loads(lane.profile.read_text())
    saved = lane.profile.read_text()
    profiles["profiles"][0]["consumers"][0]["proof"].update(proof)
    lane.profile.write_text(json.dumps(profiles))
    try:
        ends_unchanged(lane, "the proof" if "path" in proof else "cannot be asked for the token")
    finally:
        lane.profile.write_text(saved)


def test_a_consumer_that_reads_another_secret_is_found_before_anything_changes(lane):
    lane.begin()
    saved = lane.profile.read_text()
    profiles = json.loads(saved)
    profiles["profiles"][0]["key"] = "other"
    lane.profile.write_text(json.dumps(profiles))
    lane.api.call("PATCH", lane.record, {"data": None})
    try:
        ends_unchanged(lane, "the Deployment api-service does not read key other of Secret keptn-api-token")
    finally:
        lane.profile.write_text(saved)
        lane.api.call("PATCH", lane.record, {"data": None})


def test_a_token_of_several_lines_is_rotated_away(lane):
    lane.set_token("a-token-of-several-lines-as\nopenssl-rand-base64-128-makes-one")
    lane.restart_pods()
    lane.begin()
    code, output = lane.rotate()
    assert code == 0, output
    assert "no HTTP header can carry the current token" in output
    assert "\n" not in lane.live() and lane.ask(lane.live()) == 200


def test_a_token_of_several_lines_comes_back_in_a_rollback(lane):
    several = "another-token-of-several-lines\nas-base64-prints-them"
    lane.set_token(several)
    lane.restart_pods()
    lane.begin()
    lane.spoil()
    code, output = lane.rotate("--deadline", "2", "--rollback-deadline", "60")
    lane.heal()
    assert code == 6, output
    assert lane.live() == several
    assert lane.rotate()[0] == 0


def test_a_quota_is_named_when_new_pods_do_not_come(lane):
    # The pods of both consumers, and the one that the rotator's token is bound to.
    case = lane.begin("--deadline", "3", "--rollback-deadline", "60")
    quota = f"{lane.core}/resourcequotas"
    assert lane.api.call("POST", quota, {"metadata": {"name": "full"}, "spec": {"hard": {"pods": "3"}}})[0] == 201
    try:
        wait_for("the quota to count", lambda: lane.api.get(f"{quota}/full").get("status", {}).get("used", {}).get("pods") == "3")
        codes = [case.run()]
    finally:
        lane.api.call("DELETE", f"{quota}/full")
    assert case.wrong(codes, 6) == [], lane.outputs[-1]
    assert "rollout incomplete" in lane.outputs[-1] and "exceeded quota: full" in lane.outputs[-1]


def test_a_pod_of_a_dead_node_that_never_leaves_is_named_and_not_waited_for(lane):
    case = lane.begin("--deadline", "20", "--rollback-deadline", "20")
    (pod,) = lane.pods("api-service")
    path = f"{lane.core}/pods/{pod['metadata']['name']}"
    assert lane.api.call("PATCH", path, {"metadata": {"finalizers": ["example.com/dead-node"]}})[0] == 200
    lane.api.call("DELETE", path)
    try:
        wait_for("another pod", lambda: [p["status"].get("podIP") for p in lane.pods("api-service")
                                         if "deletionTimestamp" not in p["metadata"]][0:1] not in ([], [None]))
        wait_for("the Deployment", lambda: lane.api.get(f"{lane.apps}/deployments/api-service")["status"].get("availableReplicas") == 1)
        codes = [case.run()]
    finally:
        lane.api.call("PATCH", path, {"metadata": {"finalizers": None}})
    lane.wait_rolled_out()
    assert case.wrong(codes, 0) == [], lane.outputs[-1]
    assert f'not waited for","pod":"{pod["metadata"]["name"]}"' in lane.outputs[-1]
    report = next(json.loads(line) for line in lane.outputs[-1].splitlines() if '"message":"rotated"' in line)
    assert report["seconds"] < 15


def test_a_tool_that_writes_its_token_back_is_named_and_not_fought_for_ever(lane):
    case = lane.begin("--deadline", "60")
    seen = []

    def revert():
        """Before each call: the tool reconciles, as an operator of a vault would."""
        live = lane.live()
        if live and live != case.old:
            seen.append(live)
            lane.api.call("PATCH", f"{lane.guarded}?fieldManager=vault-operator", {
                "data": {"keptn-api-token": encoded(case.old)}})
    lane.proxy.watcher = revert
    try:
        code = case.run()
    finally:
        lane.proxy.watcher = None
    assert code == 3, lane.outputs[-1]
    assert "field manager vault-operator has written its token back 3 times" in last_line(lane.outputs[-1])
    assert lane.live() == case.old and len(seen) == 3
    wait_for("the pods", lambda: all(lane.holds(c, case.old) for c in CONSUMERS))
    assert lane.at_rest(lane.read_record())


def test_a_secret_that_a_controller_owns_is_left_to_its_owner(lane):
    lane.begin()
    uid = lane.api.get(f"{lane.apps}/deployments/bridge")["metadata"]["uid"]
    owner = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "bridge", "uid": uid, "controller": True}
    lane.api.call("PATCH", lane.guarded, {"metadata": {"ownerReferences": [owner]}})
    try:
        ends_unchanged(lane, "Deployment bridge owns the Secret and would revert the rotation")
    finally:
        lane.api.call("PATCH", lane.guarded, {"metadata": {"ownerReferences": None}})


def test_a_deployment_whose_min_ready_seconds_exceed_the_deadline_is_found_before_anything_changes(lane):
    lane.begin()
    lane.api.call("PATCH", f"{lane.apps}/deployments/bridge", {"spec": {"minReadySeconds": 2}})
    try:
        wait_for("the Deployment", lambda: lane.rolled_out("bridge"))
        ends_unchanged(lane, "raise --deadline", "--deadline", "2")
    finally:
        lane.api.call("PATCH", f"{lane.apps}/deployments/bridge", {"spec": {"minReadySeconds": 0}})
        lane.wait_rolled_out()


def test_a_deployment_without_pods_is_set_and_not_called_proven(lane):
    lane.begin()
    for name in CONSUMERS:
        lane.api.call("PATCH", f"{lane.apps}/deployments/{name}", {"spec": {"replicas": 0}})
    try:
        wait_for("the pods to go", lambda: not any(lane.pods(c) for c in CONSUMERS))
        old = lane.live()
        code, output = wait_for("a rollout", lambda: (r := lane.rotate())[0] != 3 and r)
    finally:
        for name in CONSUMERS:
            lane.api.call("PATCH", f"{lane.apps}/deployments/{name}", {"spec": {"replicas": 1}})
        lane.wait_rolled_out()
    assert code == 0 and lane.live() != old, output
    assert '"message":"set, not proven"' in output
    assert lane.read_record()["unproven"] == "api-service"
