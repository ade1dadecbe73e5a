"""What those try who have more rights beside Keptn than a tenant, and a tenant where guard and Keptn share a namespace. As in
test_attempts.py: nothing of the guard changes, and no weak token is stored."""
import functools
import json

import pytest

from api import Api
from cluster import ROOT, wait_for
from story import GUARD, as_list, moved, shipped, tenant_role
from test_attempts import SECRET, WEAK, data, live, roles  # noqa: F401 (a fixture)

# An administrator of Keptn's namespace, by Kubernetes' own role `admin`, and one who may do everything there, RBAC included.
RBAC = "/apis/rbac.authorization.k8s.io/v1/namespaces"
ADMINS = """
apiVersion: v1
kind: List
items:
  - apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata: {name: keptn-admin, namespace: keptn}
    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}
    subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: keptn-admin}]
  - apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata: {name: keptn-owner, namespace: keptn}
    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
    subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: keptn-owner}]
"""


def bound(role, user, kind="Role"):
    return {"metadata": {"name": f"{role}-{user}"}, "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": kind, "name": role},
            "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": user}]}


def admin_tries(user):
    of_guard = f"/api/v1/namespaces/{GUARD}"
    return [
        ("PATCH", SECRET, data(WEAK)), ("POST", f"{RBAC}/{GUARD}/rolebindings", bound("token-rotator-state", user)),
        ("POST", f"{RBAC}/{GUARD}/rolebindings", bound("cluster-admin", user, "ClusterRole")),
        ("POST", f"{of_guard}/serviceaccounts/token-rotator/token", {"spec": {}}),
        ("POST", f"{of_guard}/serviceaccounts/token-certificates/token", {"spec": {}}),
        ("PATCH", f"{of_guard}/services/token-webhook", {"spec": {"type": "ExternalName", "externalName": "example.com"}}),
        ("POST", f"/apis/discovery.k8s.io/v1/namespaces/{GUARD}/endpointslices", {"metadata": {"name": "x"}, "addressType": "IPv4"}),
        ("POST", f"/apis/networking.k8s.io/v1/namespaces/{GUARD}/networkpolicies", {"metadata": {"name": "x"}}),
        ("POST", f"{of_guard}/resourcequotas", {"metadata": {"name": "x"}}),
        ("POST", f"/apis/policy/v1/namespaces/{GUARD}/poddisruptionbudgets", {"metadata": {"name": "x"}}),
        ("PATCH", f"{of_guard}/secrets/token-rotator-record", {"metadata": {"ownerReferences": []}}),
        ("PATCH", f"/api/v1/namespaces/{GUARD}", {"metadata": {"labels": {"x": "y"}}}), ("DELETE", f"/api/v1/namespaces/{GUARD}", None),
        ("POST", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", bound("cluster-admin", user, "ClusterRole"))]


@pytest.mark.parametrize("user", ["keptn-admin", "keptn-owner"])
def test_an_administrator_of_keptns_namespace_reaches_nothing_of_the_guard(roles, control_plane, user):
    control_plane.kubectl("apply", "-f", "-", input=ADMINS)
    insider, before = Api(control_plane.server, control_plane.pki, acting_as=user), live(roles)
    wait_for("the role", lambda: insider.call("GET", SECRET)[0] == 200)
    for method, path, body in admin_tries(user):
        status, said = insider.call(method, path, body)
        assert status in (403, 404) and live(roles) == before, (method, path, status, said)
    # The registrations select the namespace by this label, which the API server sets anew in each write.
    for path, method in (("", "PATCH"), ("/status", "PATCH")):
        insider.call(method, "/api/v1/namespaces/keptn" + path, {"metadata": {"labels": {"kubernetes.io/metadata.name": "x"}}})
        labels = roles["admin"].get("/api/v1/namespaces/keptn")["metadata"]["labels"]
        assert labels["kubernetes.io/metadata.name"] == "keptn"
    # Nobody acts as an account of another namespace by a Role, whatever it says.
    for name, namespace in (("token-rotator", GUARD), ("token-certificates", GUARD), ("namespace-controller", "kube-system")):
        review = {"spec": {"user": user, "groups": ["system:authenticated"], "resourceAttributes": {
            "verb": "impersonate", "resource": "serviceaccounts", "namespace": namespace, "name": name}}}
        answer = roles["admin"].call("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", review)[1]
        assert not answer["status"].get("allowed"), name


# Guard and Keptn in one namespace: what the policy of that form keeps from a tenant who may write these kinds. With the serving key,
# which they can read, and the Service they could answer reviews in the webhook's place.
SHARED = "shared"
SLICES = f"/apis/discovery.k8s.io/v1/namespaces/{SHARED}/endpointslices"
OF_SHARED = f"/api/v1/namespaces/{SHARED}"


def endpoint_slice(service):
    return {"metadata": {"name": "mine", "labels": {"kubernetes.io/service-name": service}}, "addressType": "IPv4",
            "endpoints": [{"addresses": ["10.0.0.9"]}], "ports": [{"name": "https", "port": 443}]}


def account_token(account):
    return {"type": "kubernetes.io/service-account-token", "metadata": {
        "name": f"of-{account}", "annotations": {"kubernetes.io/service-account.name": account}}}


def shared_tries():
    label = {"metadata": {"labels": {"a": "b"}}}
    for name in ("token-rotator-record", "token-guard-retired", "token-webhook-tls", "token-webhook-path-key"):
        path = f"{OF_SHARED}/secrets/{name}"
        yield from (("PATCH", path, {"data": {"x": WEAK}}), ("PATCH", path, label), ("PATCH", path, {"immutable": True}), ("PATCH", path, {
            "metadata": {"finalizers": ["example.com/x"]}}), ("PUT", path, {"metadata": {"name": name}}), ("DELETE", path, None))
    yield from (("POST", f"{OF_SHARED}/secrets", account_token(name)) for name in ("token-rotator", "token-webhook", "token-certificates"))
    for kind, name in (("configmaps", "token-guard-profiles-x"), ("services", "token-webhook"), ("endpoints", "token-webhook")):
        yield from (("PATCH", f"{OF_SHARED}/{kind}/{name}", label), ("DELETE", f"{OF_SHARED}/{kind}/{name}", None))
    yield "DELETE", f"{OF_SHARED}/secrets", None
    yield "POST", SLICES, endpoint_slice("token-webhook")


def test_in_one_namespace_a_tenant_writes_nothing_of_the_guard(roles, control_plane):
    control_plane.kubectl("create", "namespace", SHARED)
    policy = (ROOT / "manifests/one-namespace/state.yaml").read_text().replace('"keptn"', f'"{SHARED}"').replace(":keptn:", f":{SHARED}:")
    state = as_list(moved(shipped("state"), SHARED))
    control_plane.kubectl("apply", "-f", "-", input=state)
    control_plane.kubectl("apply", "-f", "-", input=tenant_role(
        SHARED, "secrets", "configmaps", "services", "endpoints", "endpointslices"))
    kubectl = functools.partial(control_plane.kubectl, "-n", SHARED)
    for name in ("token-webhook-tls", "token-webhook-path-key"):
        kubectl("create", "secret", "generic", name)
    kubectl("create", "configmap", "token-guard-profiles-x")
    kubectl("create", "service", "clusterip", "token-webhook", "--tcp=443:443")
    wait_for("the endpoints", lambda: roles["admin"].get(f"{OF_SHARED}/endpoints/token-webhook"))
    control_plane.kubectl("apply", "-f", "-", input=policy)
    tenant, record = roles["tenant"], f"{OF_SHARED}/secrets/token-rotator-record?dryRun=All"
    try:
        wait_for("the policy", lambda: tenant.call("PATCH", record, {"immutable": True})[0] == 422)
        for method, path, body in shared_tries():
            status, said = tenant.call(method, path, body)
            assert status == 422 and "token-guard-state" in said["message"], (method, path, status, said)
        own = [(f"{OF_SHARED}/configmaps", {"metadata": {"name": "mine"}}), (SLICES, endpoint_slice("another")), (
            f"{OF_SHARED}/services", {"metadata": {"name": "mine"}, "spec": {"ports": [{"port": 1}]}}),
            (f"{OF_SHARED}/secrets", account_token("default"))]
        for path, body in own:
            assert tenant.call("POST", path, body)[0] == 201, path
        for path, change in ((f"{SLICES}/mine", endpoint_slice("token-webhook")["metadata"]),
                             (f"{OF_SHARED}/secrets/of-default", account_token("token-rotator")["metadata"])):
            assert tenant.call("PATCH", path, {"metadata": {**change, "name": path.rsplit("/", 1)[1]}})[0] == 422
        # Kubernetes' own controllers go on: the Service of that name keeps its slice.
        kubectl("delete", "service", "token-webhook")
        kubectl("create", "service", "clusterip", "token-webhook", "--tcp=443:443")
        wait_for("the slice", lambda: [s for s in roles["admin"].get(SLICES).get("items", []) if s["metadata"]["labels"].get(
            "kubernetes.io/service-name") == "token-webhook" and s["metadata"]["name"] != "mine"])
    finally:
        control_plane.kubectl("delete", "namespace", SHARED, "--wait=false")
        control_plane.kubectl("delete", "-f", "-", input=policy)
