"""What a thief of the rotator's token can change: RBAC names the objects, the shipped policies name the fields."""
import json

import pytest

from api import Api
from cluster import wait_for
from story import GUARD, GUARDED, encoded, fresh, install_keptn

ROTATOR = f"system:serviceaccount:{GUARD}:token-rotator"


@pytest.fixture(scope="module")
def fenced(control_plane, webhook):
    """The administrator, and the rotator's account, once the policies are in force."""
    control_plane.kubectl("delete", "secret", *GUARDED, "--ignore-not-found")
    install_keptn(control_plane, fresh())
    admin = Api(control_plane.server, control_plane.pki)
    rotators = Api(control_plane.server, control_plane.pki, acting_as=ROTATOR)
    path = f"/api/v1/namespaces/{GUARD}/secrets/token-rotator-record?dryRun=All"
    wait_for("the policies", lambda: rotators.call("PATCH", path, {"immutable": True})[0] == 422)
    return admin, rotators


MAY_NOT = [  # Everything of a Deployment that a merge patch reaches.
    {"spec": {"replicas": 5}}, {"spec": {"replicas": None}}, {"spec": {"paused": True}},
    {"spec": {"strategy": {"type": "Recreate", "rollingUpdate": None}}}, {"spec": {"minReadySeconds": 9}},
    {"spec": {"revisionHistoryLimit": 0}}, {"spec": {"progressDeadlineSeconds": 9}},
    {"metadata": {"labels": None}}, {"metadata": {"annotations": None}}, {"metadata": {"finalizers": ["example.com/x"]}},
    {"metadata": {"annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{}"}}},
    {"metadata": {"annotations": {"added": "x" * 2000}}}, {"metadata": {"annotations": {f"a{i}": "x" for i in range(65)}}},
    {"metadata": {"labels": {f"l{i}": "x" for i in range(65)}}}, {"metadata": {"managedFields": [{}]}},
    {"metadata": {"ownerReferences": [{"apiVersion": "v1", "kind": "ConfigMap", "name": "x", "uid": "x"}]}},
    *({"spec": {"template": {"metadata": metadata}}} for metadata in (
        {"annotations": {"token-guard.keptn.sh/rotation": "a b"}}, {"annotations": {"token-guard.keptn.sh/rotation": "x" * 65}},
        {"labels": {"more": "x"}}, {"annotations": {"other": "x"}}, {"annotations": None}, {"name": "x"},
        {"finalizers": ["example.com/x"]}, {"namespace": "default"}, {"generateName": "x-"},
        {"ownerReferences": [{"apiVersion": "v1", "kind": "ConfigMap", "name": "x", "uid": "x"}]})),
    *({"spec": {"template": {"spec": spec}}} for spec in (
        {"hostNetwork": True}, {"serviceAccountName": "default"}, {"containers": [{"name": "api-service", "image": "e"}]},
        {"initContainers": [{"name": "i", "image": "e"}]}, {"volumes": [{"name": "v", "emptyDir": {}}]},
        {"terminationGracePeriodSeconds": 1}, {"nodeName": "n"}, {"priorityClassName": "system-node-critical"},
        {"hostPID": True}, {"securityContext": {"runAsUser": 0}}, {"automountServiceAccountToken": True},
        {"nodeSelector": {"a": "b"}}, {"tolerations": [{"operator": "Exists"}]}, {"hostAliases": [{"ip": "1.1.1.1"}]}))]

VOID = [  # Set to what they are already, or defaulted back to it: nothing changes.
    {"spec": {"replicas": None}}]


def test_the_rotator_may_change_nothing_else_of_a_deployment(control_plane, fenced):
    # An annotation beside ours, so that taking it out is a change.
    control_plane.kubectl("patch", "deployment", "api-service", "-n", "keptn", "-p",
                          '{"spec":{"template":{"metadata":{"annotations":{"kept":"x"}}}}}')

    admin, rotators = fenced
    path = "/apis/apps/v1/namespaces/keptn/deployments/"

    def deployment():
        found = admin.get(path + "api-service")
        return found["spec"], found["metadata"]["labels"], {k: v for k, v in found["metadata"]["annotations"].items()
                                                            if k != "deployment.kubernetes.io/revision"}, bool(
                                                                found["metadata"].get("managedFields"))
    before = deployment()
    for patch in MAY_NOT:
        status, answer = rotators.call("PATCH", path + "api-service", patch)
        assert deployment() == before and (status != 200 or patch in VOID), (patch, answer)
    stamp = {"spec": {"template": {"metadata": {"annotations": {"token-guard.keptn.sh/rotation": "x"}}}}}
    added = {"metadata": {"labels": {"added": "by-another-webhook"}, "annotations": {"added": "too"}}, **stamp}
    for patch in (stamp, added):
        assert rotators.call("PATCH", path + "api-service?dryRun=All", patch)[0] == 200
    whole = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "api-service"}, "spec": {"replicas": 3}}
    other_ways = [("PATCH", "api-service/scale", {"spec": {"replicas": 3}}), ("PUT", "api-service", whole),
                  ("PATCH", "api-service/status", {"status": {"replicas": 3}}), ("DELETE", "api-service", None),
                  ("PATCH", "another", {}), ("POST", "", whole)]
    for method, name, body in other_ways:
        assert rotators.call(method, path + name, body)[0] in (403, 404, 405), (method, name)
    kinds = {"application/strategic-merge-patch+json": MAY_NOT[0], "application/apply-patch+yaml": whole,
             "application/json-patch+json": [{"op": "replace", "path": "/spec/replicas", "value": 3}]}
    for kind, body in kinds.items():
        assert rotators.call("PATCH", path + "api-service?fieldManager=x&force=true" if "apply" in kind
                             else path + "api-service", body, kind)[0] in (403, 422), kind
    assert deployment() == before
    control_plane.kubectl("rollout", "status", "deployment/api-service", "-n", "keptn", "--timeout=60s")


OWNER = {"apiVersion": "v1", "kind": "ConfigMap", "name": "x", "uid": "x", "controller": False}
NOT_OF_A_SECRET = [
    {"metadata": {"labels": {"kept": "y"}}}, {"metadata": {"labels": None}}, {"metadata": {"finalizers": ["example.com/x"]}},
    {"metadata": {"ownerReferences": [OWNER]}}, {"metadata": {"managedFields": [{}]}}, {"metadata": {"managedFields": []}},
    {"metadata": {"annotations": {"kept": "y"}}}, {"metadata": {"annotations": {"token-guard.keptn.sh/x": "x" * 2000}}},
    {"metadata": {"annotations": {"added": "x" * 2000}}}, {"metadata": {"annotations": {f"a{i}": "x" for i in range(65)}}},
    {"metadata": {"annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{}"}}},
    {"metadata": {"labels": {f"l{i}": "x" for i in range(65)}}},
    {"metadata": {"annotations": None}}, {"immutable": True}, {"type": "example.com/x"}, {"stringData": {"other": "x"}},
    {"data": None}, {"data": {"kept": None}}, {"data": {"kept": encoded("y")}}]


@pytest.mark.parametrize("namespace, name, key", [("keptn", "keptn-api-token", "keptn-api-token"),
                                                  (GUARD, "token-rotator-record", "record.json"),
                                                  (GUARD, "token-guard-retired", "retired.json")])
def test_the_rotator_may_change_nothing_else_of_a_secret(control_plane, fenced, namespace, name, key):
    admin, rotators = fenced
    path = f"/api/v1/namespaces/{namespace}/secrets/{name}"
    assert admin.call("PATCH", path, {"metadata": {"annotations": {"kept": "x"}, "labels": {"kept": "x"}},
                                         "data": {"kept": encoded("x")}})[0] == 200

    def secret():
        found = admin.get(path)
        return found["data"], found["type"], found.get("immutable"), {
            k: v for k, v in found["metadata"].items() if k not in ("resourceVersion", "managedFields")}, bool(
                found["metadata"].get("managedFields"))
    before = secret()
    try:
        for patch in [*NOT_OF_A_SECRET, {"data": {key: None}} if key in before[0] else {"data": {key: ""}}, {"data": {key: ""}}]:
            status, answer = rotators.call("PATCH", path, patch)
            assert secret() == before and status in (403, 422), (patch, status, answer)
        added = {"metadata": {"labels": {"added": "by-another-webhook"}, "annotations": {"added": "too"}}}
        for patch in ({}, added):
            assert rotators.call("PATCH", path + "?dryRun=All", {"data": {key: encoded(fresh())}, **patch})[0] == 200
        for method in ("DELETE", "PUT"):
            assert rotators.call(method, path, {"metadata": {"name": name}})[0] == 403
    finally:
        admin.call("PATCH", path, {"metadata": {"annotations": {"kept": None}, "labels": {"kept": None}}, "data": {"kept": None}})
