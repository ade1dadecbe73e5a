"""What insiders try on the guarded Secret and on the guard, by role. After each attempt the live token is one that the policy accepts,
and nobody but an editor of the Secret has changed it. tests/cluster/test_attacks.py plays the roles on a node."""
import base64
import contextlib
import hmac
import http.client
import json
import os
import selectors
import socket
import ssl
import threading

import pytest

from api import Api
from cluster import wait_for
from story import GUARD, GUARDED, encoded, fresh, install_keptn, manifest, tenant_role
from test_fence import ROTATOR

FULL = os.environ.get("TOKEN_GUARD_FULL") == "1"
SECRETS = "/api/v1/namespaces/keptn/secrets"
SECRET = f"{SECRETS}/keptn-api-token"
KEY, MARK = "keptn-api-token", "token-guard.keptn.sh/returnable"
WEAK = encoded("weak")
JSON_PATCH, STRATEGIC, APPLY = "application/json-patch+json", "application/strategic-merge-patch+json", "application/apply-patch+yaml"


@pytest.fixture(scope="module")
def roles(control_plane, webhook):
    """role -> API client."""
    control_plane.kubectl("delete", "secret", *GUARDED, "--ignore-not-found")
    install_keptn(control_plane, fresh())
    control_plane.kubectl("apply", "-f", "-", input=tenant_role("keptn", "secrets"))
    clients = {name: Api(control_plane.server, control_plane.pki, acting_as=user) for name, user in (
        ("tenant", "tenant"), ("thief", ROTATOR), ("pod", "system:serviceaccount:keptn:default"))}
    clients["admin"] = Api(control_plane.server, control_plane.pki)
    path = f"/api/v1/namespaces/{GUARD}/secrets/token-rotator-record?dryRun=All"
    wait_for("the policies", lambda: clients["thief"].call("PATCH", path, {"immutable": True})[0] == 422)
    return clients


def data(value):
    return {"data": {KEY: value}}


def whole(value, **fields):
    return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": KEY, **fields.pop("metadata", {})}, **data(value), **fields}


REFUSED = (400, 403, 409, 415, 422)
# What a tenant tries, and a part of the answer. None of it is stored.
TENANT_TRIES = {
    "a JSON patch of the value": ("PATCH", SECRET, [{"op": "replace", "path": f"/data/{KEY}", "value": WEAK}], JSON_PATCH, "is refused"),
    "a JSON patch that moves the key": ("PATCH", SECRET, [{"op": "move", "from": f"/data/{KEY}", "path": "/data/other"}], JSON_PATCH,
                                        "is refused"),
    "a JSON patch that copies the Secret's name": ("PATCH", SECRET, [
        {"op": "copy", "from": "/metadata/name", "path": f"/data/{KEY}"}], JSON_PATCH, ""),
    "a JSON patch that removes all data": ("PATCH", SECRET, [{"op": "remove", "path": "/data"}], JSON_PATCH, "is refused"),
    "the key away, another in its place": ("PATCH", SECRET, {"data": {KEY: None, "KEPTN-API-TOKEN": WEAK}}, None, "is refused"),
    "strong data, weak stringData": ("PATCH", SECRET, {**data(encoded(fresh())), "stringData": {KEY: "weak"}}, None, "is refused"),
    "$patch: replace": ("PATCH", SECRET, {"data": {"$patch": "replace", "other": WEAK}}, STRATEGIC, "is refused"),
    "server-side apply in the rotator's name": ("PATCH", SECRET + "?fieldManager=token-rotator&force=true", whole(WEAK), APPLY,
                                                "is refused"),
    "a whole object with forged managers": ("PUT", SECRET, whole(WEAK, metadata={"managedFields": [
        {"manager": "token-rotator", "operation": "Update", "apiVersion": "v1"}]}), None, "is refused"),
    "YAML instead of JSON": ("PUT", SECRET, f"apiVersion: v1\nkind: Secret\nmetadata: {{name: {KEY}}}\ndata: {{{KEY}: {WEAK}}}\n",
                             "application/yaml", "is refused"),
    "the weak one as the first of two": ("PUT", SECRET, json.dumps(whole(encoded(fresh()))).replace(
        '"data": {', f'"data": {{"{KEY}": "{WEAK}", '), "application/json", None),
    "the weak one as the last of two": ("PUT", SECRET, json.dumps(whole(encoded(fresh())))[:-1] + f', "data": {{"{KEY}": "{WEAK}"}}}}',
                                        "application/json", "is refused"),
    "a forged mark of return": ("PATCH", SECRET, {"metadata": {"annotations": {MARK: "0" * 64}}, **data(WEAK)}, None, "is refused"),
    "immutable with a good token": ("PATCH", SECRET, {"immutable": True, **data(encoded(fresh()))}, None, "immutable"),
    "immutable alone": ("PATCH", SECRET, {"immutable": True}, None, "immutable"),
    "an empty value": ("PATCH", SECRET, data(""), None, "is refused"),
    "a newline": ("PATCH", SECRET, data(encoded("\n")), None, "is refused"),
    "UTF-16 of a word": ("PATCH", SECRET, {"stringData": {KEY: "p\0a\0s\0s\0w\0o\0r\0d\0"}}, None, "is refused"),
    "blanks around a word": ("PATCH", SECRET, data(encoded("   weak   " * 4)), None, "is refused"),
    "the word in base64 four times": ("PATCH", SECRET, data(encoded(encoded(encoded(encoded("weak"))))), None, "is refused"),
    "a mebibyte of one letter": ("PATCH", SECRET, data(encoded("a" * 700_000)), None, "is refused"),
    "another type": ("PATCH", SECRET, {"type": "Opaque2"}, None, "immutable"),
    "the status subresource": ("PATCH", SECRET + "/status", data(WEAK), None, ""),
    "a change of another's identity": ("PATCH", f"{SECRETS}/../../default/secrets/{KEY}", data(WEAK), None, ""),
    "a policy of their own": ("POST", "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations", {
        "metadata": {"name": "x"}}, None, "forbidden"),
    "the registration away": ("DELETE", "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/token-webhook", None, None,
                              "forbidden"),
    "the namespace's labels": ("PATCH", "/api/v1/namespaces/keptn", {"metadata": {"labels": {"kubernetes.io/metadata.name": "x"}}}, None,
                               "forbidden"),
}
# Theirs to do: they edit Secrets. What the guard says stays true after it.
ALLOWED = {
    "a Secret of a generated name": ("POST", SECRETS, {**whole(WEAK), "metadata": {"generateName": KEY + "-"}}),
    "an owner that is not there": ("PATCH", SECRET + "?dryRun=All", {"metadata": {"ownerReferences": [
        {"apiVersion": "v1", "kind": "ConfigMap", "name": "x", "uid": "x"}]}}),
    "annotations in the guard's name": ("PATCH", SECRET, {"metadata": {"annotations": {
        "token-guard.keptn.sh/changed-by": "somebody", "token-guard.keptn.sh/changed-at": "2020-01-01T00:00:00Z"}}}),
    "a mark without a change": ("PATCH", SECRET, {"metadata": {"annotations": {MARK: "0" * 64}}}),
}


def live(roles):
    return roles["admin"].get(SECRET).get("data", {}).get(KEY)


@pytest.mark.parametrize("what", TENANT_TRIES)
def test_a_tenant_tries(roles, what):
    method, path, body, kind, answer = TENANT_TRIES[what]
    before = live(roles)
    status, said = roles["tenant"].call(method, path, body, kind or "application/merge-patch+json")
    if answer is None and status == 200:  # The last of two wins, as everywhere in Kubernetes: it was a good one.
        assert live(roles) not in (before, WEAK)
        return
    assert status in (*REFUSED, 404, 405) and live(roles) == before, (status, said)
    assert (answer or "") in said.get("message", ""), said


@pytest.mark.parametrize("what", ALLOWED)
def test_what_a_tenant_may_do_changes_nothing_that_the_guard_relies_on(roles, what):
    method, path, body = ALLOWED[what]
    before, facts = live(roles), roles["admin"].get(SECRET)["metadata"]["annotations"].get("token-guard.keptn.sh/changed-by")
    status, said = roles["tenant"].call(method, path, body)
    assert status in (200, 201), said
    assert live(roles) == before
    assert roles["admin"].get(SECRET)["metadata"]["annotations"].get("token-guard.keptn.sh/changed-by") == facts
    for who in ("tenant", "thief"):  # A mark that the rotator's key did not make opens nothing.
        assert roles[who].call("PATCH", SECRET, data(WEAK))[0] in REFUSED
    roles["admin"].call("PATCH", SECRET, {"metadata": {"annotations": {MARK: None}}})


def test_a_tenant_deletes_and_creates_again(roles):
    assert roles["tenant"].call("DELETE", SECRET)[0] == 200
    for body in (whole(WEAK), {**whole(WEAK), "immutable": True}, {k: v for k, v in whole(WEAK).items() if k != "data"}):
        assert roles["tenant"].call("POST", SECRETS, body)[0] in REFUSED
    assert roles["tenant"].call("POST", SECRETS, {**whole(encoded(fresh())), "immutable": True})[0] in REFUSED
    assert roles["tenant"].call("POST", SECRETS, whole(encoded(fresh())))[0] == 201


def test_a_tenant_holds_the_secret_by_a_finalizer(roles):
    """Deleted, it stays until the finalizer goes: the token can still be changed, and a weak one is still refused."""
    assert roles["tenant"].call("PATCH", SECRET, {"metadata": {"finalizers": ["example.com/held"]}})[0] == 200
    assert roles["tenant"].call("DELETE", SECRET)[0] == 200
    assert roles["admin"].call("PATCH", SECRET, data(encoded(fresh())))[0] == 200
    assert roles["tenant"].call("PATCH", SECRET, data(WEAK))[0] in REFUSED
    assert roles["admin"].call("PATCH", SECRET, {"metadata": {"finalizers": None}})[0] == 200
    assert roles["admin"].call("POST", SECRETS, whole(encoded(fresh())))[0] == 201


# What a thief of the rotator's token tries beyond test_fence.py: method, path, body.
REGISTRATION = "/apis/admissionregistration.k8s.io/v1"
THIEF_TRIES = [
    ("PATCH", SECRET, data(WEAK)), ("PATCH", SECRET, data("")), ("PATCH", SECRET, data(None)), ("PATCH", SECRET, {"stringData": {KEY: "weak"}}),
    ("PATCH", SECRET, {"metadata": {"annotations": {MARK: "0" * 64}}, **data(WEAK)}), ("DELETE", SECRET, None),
    ("POST", SECRETS, whole(encoded(fresh()), metadata={"name": "another"})), ("GET", SECRETS, None), ("GET", "/api/v1/secrets", None),
    ("GET", f"/api/v1/namespaces/{GUARD}/secrets", None), ("GET", f"/api/v1/namespaces/{GUARD}/secrets/token-webhook-tls", None),
    ("GET", f"/api/v1/namespaces/{GUARD}/secrets/token-webhook-path-key", None),
    ("PATCH", f"/api/v1/namespaces/{GUARD}/secrets/token-webhook-tls", {"data": {"tls.key": WEAK}}),
    ("PATCH", f"{REGISTRATION}/validatingwebhookconfigurations/token-webhook", {"webhooks": []}),
    ("PATCH", f"{REGISTRATION}/validatingadmissionpolicies/token-rotator-restarts-only", {"spec": {"failurePolicy": "Ignore"}}),
    ("POST", "/api/v1/namespaces/keptn/pods", {"metadata": {"name": "x"}, "spec": {"containers": [{"name": "x", "image": "x"}]}}),
    ("POST", f"/api/v1/namespaces/{GUARD}/pods", {"metadata": {"name": "x"}, "spec": {"containers": [{"name": "x", "image": "x"}]}}),
    ("POST", f"/api/v1/namespaces/{GUARD}/serviceaccounts/token-rotator/token", {"spec": {}}),
    ("POST", f"/apis/rbac.authorization.k8s.io/v1/namespaces/{GUARD}/rolebindings", {"metadata": {"name": "x"}, "roleRef": {
        "apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"}}),
    ("PATCH", f"/apis/rbac.authorization.k8s.io/v1/namespaces/{GUARD}/roles/token-rotator", {"rules": []}),
    ("PATCH", f"/apis/batch/v1/namespaces/{GUARD}/cronjobs/token-rotator", {"spec": {"schedule": "* * * * *"}}),
    ("POST", "/api/v1/namespaces/keptn/pods/api-service/exec?command=sh", None),
    ("POST", "/apis/apps/v1/namespaces/keptn/deployments", {"metadata": {"name": "x"}}),
    ("PATCH", "/api/v1/namespaces/keptn/serviceaccounts/default", {"secrets": [{"name": KEY}]}),
    ("DELETE", SECRETS, None)]


@pytest.mark.parametrize("number", range(len(THIEF_TRIES)))
def test_a_thief_of_the_rotators_token_tries(roles, number):
    method, path, body = THIEF_TRIES[number]
    before = live(roles)
    status, said = roles["thief"].call(method, path, body)
    assert status in (403, 404, 405, 422) and live(roles) == before, (method, path, status, said)


def test_a_thief_in_the_rotators_pod_marks_no_token_that_was_never_live(roles, control_plane):
    """The rotator's account reads the guard's key, with which the mark of any token can be made."""
    thief = Api(control_plane.server, control_plane.pki, acting_as=ROTATOR)
    thief.headers["Impersonate-Extra-authentication.kubernetes.io%2fpod-name"] = "token-rotator-1"
    key = base64.b64decode(thief.get(f"/api/v1/namespaces/{GUARD}/secrets/token-guard-retired")["data"]["hmac-key"])

    def marked(token):
        fingerprint = "hmac-sha256:" + hmac.digest(key, token, "sha256").hex()[:32]
        text = "\n".join(("token-guard/returnable/v1", "keptn", KEY, KEY, fingerprint))
        return {"metadata": {"annotations": {MARK: hmac.digest(key, text.encode(), "sha256").hex()[32:]}}}
    before = live(roles)
    for body in (marked(b"weak"), {**marked(b"weak"), **data(WEAK)}, {**marked(b"weak"), **data(encoded(fresh()))}):
        status, said = thief.call("PATCH", SECRET, body)
        assert status == 403 and "foreign-mark" in said["message"] and live(roles) == before, said
    assert thief.call("PATCH", SECRET, data(WEAK))[0] == 403
    assert thief.call("PATCH", SECRET, marked(base64.b64decode(before)))[0] == 200  # As each rotation does.


@pytest.mark.parametrize("number", range(len(THIEF_TRIES)))
def test_a_pod_beside_keptn_tries_the_same(roles, number):
    method, path, body = THIEF_TRIES[number]
    status, said = roles["pod"].call(method, path, body)
    assert status == 403, (method, path, status, said)


@contextlib.contextmanager
def as_installed(webhook):
    """A second webhook that knows its callers by the path key alone, as the manifests install it: (host, port)."""
    process, address = webhook.serve("as-installed", client_ca=False)
    try:
        yield address.rsplit(":", 1)[0], int(address.rsplit(":", 1)[1])
    finally:
        process.terminate()
        assert process.wait(20) == 0


REVIEW = json.dumps({"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
    "uid": "stranger", "operation": "UPDATE", "namespace": "keptn", "name": KEY, "kind": {"group": "", "version": "v1", "kind": "Secret"},
    "resource": {"group": "", "version": "v1", "resource": "secrets"}, "userInfo": {"username": "stranger"},
    "object": json.loads(manifest("weak"))}})


def raw(address, text):
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with context.wrap_socket(socket.create_connection(address, timeout=5)) as connection:
        connection.sendall(text.encode())
        answer = b""
        with contextlib.suppress(OSError):
            while part := connection.recv(65536):
                answer += part
        return answer.decode(errors="replace")


def strange_requests(key):
    """As a pod that does not know the key would send them; the key's length and form are no secret."""
    other = "".join("0" if c != "0" else "1" for c in key)
    paths = ["/validate", "/mutate", "/validate/", f"/validate/{other}", f"/validate/{key[:-1]}{other[-1]}", f"/validate/{key[:-1]}",
             f"/validate/{other}/../{other}", "/validate/%00", "/validate/*", "//validate//", f"/mutate/{other}", "/validate?key=" + other,
             "/VALIDATE/" + other, "/metrics", "/healthz", "/debug/pprof", "/", "*"]
    for path in paths:
        yield f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(REVIEW)}\r\n" \
              f"Connection: close\r\n\r\n{REVIEW}"
    for method in ("GET", "PUT", "TRACE", "CONNECT", "PRI"):
        yield f"{method} /validate/{other} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    yield f"POST /validate/{other} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{REVIEW}"
    yield f"POST https://x/validate/{other} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    yield "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"


def test_a_pod_without_the_path_key_is_told_nothing(roles, webhook):
    count = len(webhook.audit())
    with as_installed(webhook) as address:
        for request in strange_requests(webhook.key):
            answer = raw(address, request)
            status = answer.split(" ")[1] if answer.startswith("HTTP/1.1 ") else ""
            assert status in ("400", "404", "405", "501", ""), (request[:60], answer[:200])
            assert not any(word in answer for word in ("hmac-sha256", "stranger", "refused", "allowed", webhook.key))
    assert len(webhook.audit()) == count


class Relay:
    """Between kube-apiserver and the webhook: its connections can be closed at any time, as after a failover."""

    def __init__(self, target):
        self.target, self.listener, self.pairs = target, socket.create_server(("127.0.0.1", 0)), []
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                client = self.listener.accept()[0]
                threading.Thread(target=self.carry, args=(client,), daemon=True).start()

    def carry(self, client):
        with contextlib.suppress(OSError), client, socket.create_connection(self.target, timeout=10) as server, \
                selectors.DefaultSelector() as selector:
            self.pairs.append((client, server))
            selector.register(client, selectors.EVENT_READ, server)
            selector.register(server, selectors.EVENT_READ, client)
            while True:
                for key, _ in selector.select():
                    content = key.fileobj.recv(65536)
                    if not content:
                        return
                    key.data.sendall(content)

    def cut(self):
        pairs, self.pairs = self.pairs, []
        for pair in pairs:
            for end in pair:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def asked_at(control_plane, webhook, port):
    """kube-apiserver asks there."""
    kinds = ("validatingwebhookconfigurations", "mutatingwebhookconfigurations")
    saved = {kind: control_plane.get(kind, "token-webhook") for kind in kinds}
    try:
        for kind, found in saved.items():
            changes = [{"op": "replace", "path": f"/webhooks/{number}/clientConfig",
                        "value": webhook.client_config(f"127.0.0.1:{port}", "/mutate" if kind.startswith("m") else "/validate")}
                       for number in range(len(found["webhooks"]))]
            control_plane.kubectl("patch", kind, "token-webhook", "--type=json", "-p", json.dumps(changes))
        yield
    finally:
        for kind, found in saved.items():
            changes = [{"op": "replace", "path": f"/webhooks/{number}/clientConfig", "value": hook["clientConfig"]}
                       for number, hook in enumerate(found["webhooks"])]
            control_plane.kubectl("patch", kind, "token-webhook", "--type=json", "-p", json.dumps(changes))


@pytest.mark.parametrize("kind", ["reviewers", "holders"])
def test_no_crowd_stops_an_edit_whose_connection_is_new(roles, control_plane, webhook, kind, say):
    """2,300 clients of one address with a review each 200 ms, then 10,000 connections of 50 addresses; kube-apiserver connects anew
    for each edit."""
    import test_crowds
    edits, weak = 200 if FULL else 40, 0
    crowd = (test_crowds.reviewers, ["127.0.0.2"], 2300) if kind == "reviewers" else (test_crowds.holders, test_crowds.MANY, 10000)
    with as_installed(webhook) as address:
        relay = Relay(address)
        with asked_at(control_plane, webhook, relay.port), test_crowds.attack(crowd[0], address[1], *crowd[1:]):
            wait_for("the new address", lambda: relay.pairs or roles["admin"].call("PATCH", SECRET, data(WEAK)) and None)
            failed = []
            for number in range(edits):
                relay.cut()
                good = number % 4 != 0
                status, said = roles["admin"].call("PATCH", SECRET, data(encoded(fresh()) if good else WEAK))
                weak += 0 if good else 1
                if (status == 200) != good or (not good and "is refused" not in said.get("message", "")):
                    failed.append((number, status, said.get("message", "")[:200]))
            assert failed == []
    say(f"{kind}: {edits} edits, {weak} of them weak, each on a new connection: all decided as without a crowd")
