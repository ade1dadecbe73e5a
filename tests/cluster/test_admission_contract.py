"""The contract with kube-apiserver, by number: docs/admission.md holds the sentences, this file a test for each, on the
real API server, and by a direct caller where the API server would never send or show such a thing."""
import base64
import contextlib
import copy
import http.client
import http.server
import json
import os
import pathlib
import re
import ssl
import threading
import time
import urllib.parse

import pytest

from cluster import ROOT, Pki, wait_for
from patches import applied
from story import GUARDED, TOKENS, active, encoded, fresh, manifest, search, shipped

STAMP = "token-guard.keptn.sh/"


def token_patch(token):
    return json.dumps({"data": {"keptn-api-token": encoded(token)}})


class Direct:
    """A caller that is not kube-apiserver but has its certificate and knows the paths."""

    def __init__(self, cluster):
        self.cluster = cluster
        hook = cluster.get("validatingwebhookconfiguration", "token-webhook")["webhooks"][0]["clientConfig"]
        self.validate = urllib.parse.urlsplit(hook["url"])
        self.mutate = urllib.parse.urlsplit(
            cluster.get("mutatingwebhookconfiguration", "token-webhook")["webhooks"][0]["clientConfig"]["url"])
        self.context = ssl.create_default_context(cadata=base64.b64decode(hook["caBundle"]).decode())
        self.context.load_cert_chain(cluster.pki.path("apiserver.crt"), cluster.pki.path("apiserver.key"))

    def connect(self):
        return http.client.HTTPSConnection(self.validate.hostname, self.validate.port, context=self.context, timeout=20)

    def send(self, body, url=None, query="?timeout=5s", kind="application/json", connection=None):
        """Status, headers, body."""
        connection = connection or self.connect()
        connection.request("POST", (url or self.validate).path + query, body, {"Content-Type": kind})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()

    def ask(self, review, url=None):
        status, _, body = self.send(json.dumps(review), url)
        assert status == 200, body
        return json.loads(body)


@pytest.fixture(scope="module")
def direct(control_plane, webhook):
    return Direct(control_plane)


def recorded(name):
    """A review as a real API server sent it."""
    return json.loads((ROOT / "tests/golden/admission" / name / "request.json").read_text())


class Recorder(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen = []

    def do_POST(self):
        review = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.seen.append({"path": self.path, "version": self.request_version, "headers": self.headers,
                          "client": self.client_address, "review": review["request"]})
        body = json.dumps({"apiVersion": review["apiVersion"], "kind": review["kind"],
                           "response": {"uid": review["request"]["uid"], "allowed": True}}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def recorder(control_plane, tmp_path_factory):
    """Sees what the API server sends for any Secret of the namespace recorded, in the form that the webhook gets it."""
    pki = Pki(tmp_path_factory.mktemp("recorder"))
    pki.issue("tls", "/CN=recorder")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pki.path("tls.crt"), pki.path("tls.key"))
    names = []
    context.sni_callback = lambda _, name, __: names.append(name)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    document = next(d for d in active(shipped("registration")) if d["kind"] == "ValidatingWebhookConfiguration")
    document["metadata"]["name"] = "recorder"
    del document["webhooks"][1]  # Deletions.
    hook = document["webhooks"][0]
    hook.update(name="recorder.test.example", namespaceSelector={"matchLabels": {"kubernetes.io/metadata.name": "recorded"}},
                clientConfig={"url": f"https://localhost:{server.server_port}/validate", "caBundle": pki.encoded("ca.crt")})
    hook["rules"][0]["operations"].append("DELETE")
    del hook["matchConditions"]
    control_plane.kubectl("create", "namespace", "recorded")
    control_plane.kubectl("apply", "-f", "-", input=json.dumps(document))
    wait_for("the recorder", lambda: control_plane.kubectl(
        "create", "--dry-run=server", "-f", "-", input=manifest("x", "warm", "recorded")) and Recorder.seen)
    Recorder.names = names
    yield Recorder
    control_plane.kubectl("delete", "validatingwebhookconfiguration", "recorder")
    server.shutdown()


def test_01_data_is_valid_outer_base64_and_string_data_is_merged(control_plane, recorder, direct):
    secret = {**json.loads(manifest("old", "one", "recorded")), "stringData": {"keptn-api-token": "from stringData"}}
    control_plane.kubectl("create", "-f", "-", input=json.dumps(secret))
    arrived = recorder.seen[-1]["review"]["object"]
    assert arrived["data"]["keptn-api-token"] == encoded("from stringData") and "stringData" not in arrived
    before = len(recorder.seen)
    secret = {**json.loads(manifest("x", "two", "recorded")), "data": {"keptn-api-token": "!"}}
    done = control_plane.kubectl("create", "-f", "-", input=json.dumps(secret), check=False)
    assert done.returncode != 0 and len(recorder.seen) == before
    for data in ({"keptn-api-token": "!"}, {"keptn-api-token": 5}, {"keptn-api-token": None}, [], "x", 5, None):
        review = recorded("create-good")
        review["request"]["object"]["data"] = data
        response = direct.ask(review)["response"]
        assert not response["allowed"] and response["status"]["code"] in (403, 422), data


def test_02_object_is_null_on_delete_and_the_name_may_be_empty(control_plane, recorder, direct):
    base = ("-n", "recorded")
    control_plane.kubectl("create", "-f", "-", input=manifest("a", "three", "recorded"))
    control_plane.kubectl("patch", "secret", "three", *base, "-p", token_patch("b"))
    control_plane.kubectl("delete", "secret", "three", *base)
    create, update, delete = (seen["review"] for seen in recorder.seen[-3:])
    assert [r["operation"] for r in (create, update, delete)] == ["CREATE", "UPDATE", "DELETE"]
    assert create["oldObject"] is None and update["oldObject"] and delete["object"] is None and delete["oldObject"]
    generated = json.loads(manifest("a", "x", "recorded"))
    generated["metadata"] = {"generateName": "four-", "namespace": "recorded"}
    control_plane.kubectl("create", "-f", "-", input=json.dumps(generated))
    assert recorder.seen[-1]["review"].get("name", "") in ("", recorder.seen[-1]["review"]["object"]["metadata"].get("name"))
    for name in ("delete", "delete-collection"):
        assert direct.ask(recorded(name))["response"]["allowed"]
    review = recorded("create-password")
    review["request"]["name"] = ""  # The object's own name counts then.
    assert not direct.ask(review)["response"]["allowed"]


def test_03_the_field_manager_is_a_label_and_never_an_authorisation(present, webhook):
    before = len(webhook.audit())
    done = present.kubectl("patch", "secret", *GUARDED, "--field-manager=token-rotator", "-p", token_patch("weak"), check=False)
    assert done.returncode != 0
    line = webhook.since(before)[-1]
    assert (line["fieldManager"], line["user"], line["verdict"]) == ("token-rotator", "admin", "denied")


def test_04_the_path_is_routed_without_its_query_and_the_type_may_name_a_charset(recorder, direct):
    seen = recorder.seen[-1]
    assert seen["path"] == "/validate?timeout=5s" and seen["headers"]["Content-Type"] == "application/json"
    body = json.dumps(recorded("create-good"))
    for query in ("", "?", "?timeout=5s", "?timeout=30s&x=/mutate"):
        assert direct.send(body, query=query)[0] == 200, query
    for kind, status in (("application/json; charset=utf-8", 200), ("application/json;charset=UTF-8", 200), ("text/plain", 415)):
        assert direct.send(body, kind=kind)[0] == status, kind


def test_05_connections_are_http_1_1_and_kept(control_plane, recorder, direct):
    before = len(recorder.seen)
    for number in range(5):
        control_plane.kubectl("create", "--dry-run=server", "-f", "-", input=manifest("a", f"five-{number}", "recorded"))
    seen = recorder.seen[before:]
    assert {s["version"] for s in seen} == {"HTTP/1.1"} and not [s for s in seen if s["headers"]["Connection"]]
    assert len({s["client"] for s in seen}) == 1 and set(recorder.names) == {"localhost"}
    connection = direct.connect()
    body = json.dumps(recorded("create-good"))
    # kube-apiserver keeps an idle connection for 90 s: the webhook must not close it first.
    for pause in (0, 0, *([95] if os.environ.get("TOKEN_GUARD_FULL") == "1" else [])):
        time.sleep(pause)
        status, headers, _ = direct.send(body, connection=connection)
        assert status == 200 and headers["Connection"] is None
    connection.close()


def test_06_eight_mib_are_accepted_and_more_is_413(absent, webhook, direct):
    before = len(webhook.audit())
    secret = json.loads(manifest(fresh()))
    secret["data"]["large"] = base64.b64encode(bytes(1000 << 10)).decode()  # A Secret holds at most 1 MiB.
    absent.kubectl("create", "-f", "-", input=json.dumps(secret))
    absent.kubectl("label", "secret", *GUARDED, "both=objects")
    assert [line["verdict"] for line in webhook.since(before)] == ["allowed", "allowed"]
    review = recorded("patch-merge-good")
    for name in ("object", "oldObject"):
        review["request"][name]["metadata"]["annotations"] = {"large": "x" * (3 << 20)}
    assert direct.ask(review)["response"]["allowed"]
    review["request"]["options"]["large"] = "x" * (3 << 20)
    try:
        assert direct.send(json.dumps(review))[0] == 413
    except (BrokenPipeError, ConnectionResetError, ssl.SSLError):  # Refused before all of it was sent.
        pass


def test_07_another_version_is_400_and_one_sentence(direct):
    for change in ({"apiVersion": "admission.k8s.io/v1beta1"}, {"kind": "Pod"}, {"request": None}, {"apiVersion": 5}):
        status, _, body = direct.send(json.dumps({**recorded("create-good"), **change}))
        assert status == 400 and len(body.decode().strip().splitlines()) == 1, change


ANSWERS = ["create-good", "create-password", "create-without-data", "delete", "patch-extra-key", "update-unchanged-weak",
           "rotator-newline"]


def test_08_the_uid_is_echoed_and_the_request_is_not(direct):
    for url in (direct.validate, direct.mutate):
        for number, name in enumerate(ANSWERS):
            review = recorded(name)
            review["request"]["uid"] = f"Ünusual \"uid\" \\ {number}"
            answer = direct.ask(review, url)
            assert set(answer) == {"apiVersion", "kind", "response"}
            assert (answer["apiVersion"], answer["kind"]) == ("admission.k8s.io/v1", "AdmissionReview")
            assert answer["response"]["uid"] == review["request"]["uid"]
    for broken in (5, [], {"metadata": 5}, {"data": {"keptn-api-token": "!"}}):  # The error paths, too.
        review = recorded("create-good")
        review["request"]["object"] = broken
        answer = direct.ask(review)["response"]
        assert answer["uid"] == review["request"]["uid"] and not answer["allowed"]


def test_09_a_denial_is_200_and_nothing_asks_to_be_retried(direct):
    status, headers, _ = direct.send(json.dumps(recorded("create-password")))
    assert status == 200 and headers["Retry-After"] is None
    for body in ("", "{", "[]", "null", '{"apiVersion":1}', "\0", "[" * 10000):
        status, headers, _ = direct.send(body)
        assert 400 <= status < 429 and headers["Retry-After"] is None, body[:10]


def test_10_a_denial_has_code_reason_and_message_and_no_part_of_a_token(present, control_plane, direct):
    weak = "Passw0rd-of-Fluffy-the-cat"
    done = present.kubectl("patch", "secret", *GUARDED, "-p", token_patch(weak), check=False)
    assert 'admission webhook "validate.token-webhook.keptn.sh" denied the request: keptn/keptn-api-token is refused' in done.stderr
    for part in (weak[n:n + 5] for n in range(len(weak) - 4)):
        assert part not in done.stderr
    log = pathlib.Path(control_plane.logs / "kube-apiserver.log").read_text(errors="replace")
    assert search([weak, *TOKENS], {"kube-apiserver.log": log}) == []
    for name, code, reason in (("create-password", 403, "Forbidden"), (None, 422, "Invalid")):
        review = recorded(name or "create-good")
        if name is None:
            review["request"]["object"]["data"] = 5
        status = direct.ask(review)["response"]["status"]
        assert (status["code"], status["reason"]) == (code, reason) and status["message"]
    assert "status" not in direct.ask(recorded("create-good"))["response"]  # It would be ignored.


def patch_of(response):
    return json.loads(base64.b64decode(response["patch"], validate=True)) if "patch" in response else []


def test_11_validating_answers_carry_no_patch_and_mutating_ones_patch_and_type(direct):
    for name in ANSWERS:
        assert not {"patch", "patchType"} & set(direct.ask(recorded(name))["response"])
        response = direct.ask(recorded(name), direct.mutate)["response"]
        assert ("patch" in response) == (response.get("patchType") == "JSONPatch") and response["allowed"]
        assert patch_of(response) == [] if name == "delete" else isinstance(patch_of(response), list)
    assert patch_of(direct.ask(recorded("create-good"), direct.mutate)["response"])


def test_12_patches_are_metadata_and_never_the_token(direct):
    for name in ("create-good", "patch-merge-good", "create-newline", "apply-updates"):
        review = recorded(name)
        patch = patch_of(direct.ask(review, direct.mutate)["response"])
        assert patch and all(operation["path"].startswith("/metadata/annotations") for operation in patch)
        token = review["request"]["object"]["data"]["keptn-api-token"]
        assert search([base64.b64decode(token).decode().strip(), token], {"the patch": json.dumps(patch)}) == []


def test_13_warnings_are_short_and_without_control_characters(present, direct):
    done = present.kubectl("patch", "secret", *GUARDED, "-p", '{"data":{"another":"eA=="}}')
    assert done.stderr.startswith("Warning: ")
    review = recorded("patch-extra-key")
    review["request"]["object"]["data"].update({f"key\n\x07{n}" * 50: "eA==" for n in range(3)})
    warnings = direct.ask(review)["response"]["warnings"]
    assert warnings and all(len(w) <= 120 and not re.search(r"[\x00-\x1f\x7f]", w) for w in warnings)


def test_14_audit_annotations_have_short_keys_without_slash_and_stay_the_same(direct):
    """What witnesses the audit line, for kube-apiserver's own log; nothing of the token, and nothing from /mutate."""
    instances = set()
    for name in ANSWERS:
        review = recorded(name)
        annotations = direct.ask(review)["response"]["auditAnnotations"]
        assert list(annotations) == ["digest", "instance", "uid"] and annotations["uid"] == review["request"]["uid"]
        assert re.fullmatch("[0-9a-f]{64}", annotations["digest"])
        instances.add(annotations["instance"])
        assert "auditAnnotations" not in direct.ask(review, direct.mutate)["response"]
    assert len(instances) == 1


def test_15_mutating_twice_is_mutating_once_and_changes_no_verdict(direct):
    for name in (*ANSWERS, "apply-updates", "create-newline", "patch-merge-good"):
        review = recorded(name)
        after = applied(review, patch_of(direct.ask(review, direct.mutate)["response"]))
        assert patch_of(direct.ask(after, direct.mutate)["response"]) == [], name
        verdicts = [direct.ask(r)["response"] for r in (review, after)]
        for verdict in verdicts:
            verdict.pop("auditAnnotations")
        assert verdicts[0] == verdicts[1], name


def test_16_a_dry_run_gets_the_same_verdict_and_has_no_side_effect(present):
    before = present.get("secret", *GUARDED)
    for token, good in ((fresh(), True), ("weak", False)):
        done = present.kubectl("patch", "secret", *GUARDED, "--dry-run=server", "-p", token_patch(token), check=False)
        assert (done.returncode == 0) == good
    assert present.get("secret", *GUARDED) == before
    for kind in ("validating", "mutating"):
        hook = present.get(f"{kind}webhookconfiguration", "token-webhook")["webhooks"][0]
        assert hook["sideEffects"] in ("None", "NoneOnDryRun")


@contextlib.contextmanager
def unreachable(cluster):
    """Both registrations lead nowhere for a while."""
    saved = []
    for kind in ("validating", "mutating"):
        document = cluster.get(f"{kind}webhookconfiguration", "token-webhook")
        document["metadata"] = {"name": "token-webhook"}
        saved.append(json.dumps(document))
        document["webhooks"][0]["clientConfig"]["url"] = "https://127.0.0.1:1/nowhere"
        cluster.kubectl("apply", "-f", "-", input=json.dumps(document))
    try:
        wait_for("the guard to be away", lambda: "failed calling webhook" in cluster.kubectl(
            "label", "secret", *GUARDED, "--overwrite", "away=yes", check=False).stderr)
        yield
    finally:
        for document in saved:
            cluster.kubectl("apply", "-f", "-", input=document)
        wait_for("the guard to be back", lambda: "is refused" in cluster.kubectl(
            "create", "--dry-run=server", "-f", "-", input=manifest("weak"), check=False).stderr)


def test_17_only_the_guarded_secret_is_sent_and_a_label_does_not_dodge(present, webhook):
    present.kubectl("label", "secret", *GUARDED, "--overwrite", "app.kubernetes.io/managed-by=somebody-else")
    assert present.kubectl("patch", "secret", *GUARDED, "-p", token_patch("weak"), check=False).returncode != 0
    before = len(webhook.audit())
    present.kubectl("apply", "-f", "-", input=manifest("weak", "another"))
    present.kubectl("delete", "secret", "another", "-n", "keptn")
    present.kubectl("delete", "secret", *GUARDED)
    assert [(line["name"], line["operation"]) for line in webhook.since(before)] == [("keptn-api-token", "DELETE")]


def test_18_validation_fails_closed_mutation_open_and_the_emergency_line_removes_both(present):
    kinds = {kind: present.get(f"{kind}webhookconfiguration", "token-webhook")["webhooks"][0] for kind in ("validating", "mutating")}
    assert (kinds["validating"]["failurePolicy"], kinds["mutating"]["failurePolicy"]) == ("Fail", "Ignore")
    assert [kinds[kind]["timeoutSeconds"] for kind in ("validating", "mutating")] == [5, 1]
    line = next(line for line in (ROOT / "README.md").read_text().splitlines() if line.startswith("kubectl delete") and "webhookconfiguration" in line)
    assert "validatingwebhookconfiguration" in line and "mutatingwebhookconfiguration" in line
    with unreachable(present):
        present.kubectl("apply", "-f", "-", input=manifest("x", "another"))  # Nobody else's write waits for the guard.
        present.kubectl("delete", "secret", "another", "-n", "keptn")
        saved = [(kind, present.kubectl("get", f"{kind}webhookconfiguration", "token-webhook", "-o", "json").stdout) for kind in kinds]
        present.run("bash", "-c", line)
        try:
            wait_for("writes to work again", lambda: present.kubectl(
                "label", "secret", *GUARDED, "--overwrite", "emergency=over", check=False).returncode == 0)
        finally:
            for _, text in saved:
                document = json.loads(text)
                document["metadata"] = {"name": "token-webhook"}
                present.kubectl("apply", "-f", "-", input=json.dumps(document))


def test_19_an_admission_policy_cannot_decode_base64(control_plane):
    policy = {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicy",
              "metadata": {"name": "decodes"}, "spec": {
                  "matchConstraints": {"resourceRules": [{"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"],
                                                          "resources": ["secrets"]}]},
                  "validations": [{"expression": "base64.decode(object.data['keptn-api-token']).size() >= 16"}]}}
    done = control_plane.kubectl("create", "--dry-run=server", "-f", "-", input=json.dumps(policy), check=False)
    assert done.returncode != 0 and "undeclared reference to 'base64'" in done.stderr


def test_20_a_stamp_that_differs_by_less_than_a_minute_stays(direct, present):
    review = recorded("create-good")
    stamped = applied(review, patch_of(direct.ask(review, direct.mutate)["response"]))
    notes = stamped["request"]["object"]["metadata"]["annotations"]
    for age, stays in ((0, True), (40, True), (80, False)):
        notes[STAMP + "changed-at"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - age))
        paths = [operation["path"] for operation in patch_of(direct.ask(stamped, direct.mutate)["response"])]
        assert (paths == []) == stays, (age, paths)
    assert present.get("mutatingwebhookconfiguration", "token-webhook")["webhooks"][0]["reinvocationPolicy"] == "Never"


def test_21_allowed_is_not_stored_and_the_next_fingerprint_before_tells(present, webhook, direct):
    before = len(webhook.audit())
    direct.ask(recorded("create-good"), direct.mutate)
    present.kubectl("patch", "secret", *GUARDED, "--dry-run=server", "-p", token_patch(fresh()))
    present.kubectl("patch", "secret", *GUARDED, "-p", token_patch(fresh()))
    present.kubectl("label", "secret", *GUARDED, "after=yes")
    wait_for("three lines", lambda: len(webhook.audit()) >= before + 3, 10, 0.05)
    dry, stored, after = webhook.audit()[before:]
    assert {line["verdict"] for line in (dry, stored, after)} == {"allowed"}
    assert dry["fingerprintAfter"] not in (stored["fingerprintBefore"], None)
    assert stored["fingerprintBefore"] == dry["fingerprintBefore"] and after["fingerprintBefore"] == stored["fingerprintAfter"]


def test_no_output_of_these_tests_holds_a_token(control_plane, webhook):
    places = {path.name: path.read_text(errors="replace")
              for path in [*pathlib.Path(control_plane.logs).glob("*.log"), webhook.audit_path, webhook.log_path]}
    places["kubectl"] = "\n".join(control_plane.transcript)
    assert len(TOKENS) > 10 and search(TOKENS, places) == []
