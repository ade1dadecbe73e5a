"""Records admission reviews from a real API server and the answers of token-webhook in tests/golden, and writes docs/recipes.md.

Run by hand: when the contract changes, or with --answers when only the webhook's sentences have changed. Read the difference
before you commit it. The tokens in here are made up and open nothing.
"""
import base64
import http.server
import json
import os
import pathlib
import ssl
import sys
import tempfile
import threading

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), *(str(HERE.parent / name) for name in ("cluster", "component", "testing"))]
from cluster import Pki, wait_for  # noqa: E402
from control_plane import ControlPlane  # noqa: E402
from webhook_process import Webhook  # noqa: E402
from story import GUARDED, manifest, shipped  # noqa: E402
import recipes  # noqa: E402
from test_golden import RETIRED, answer, messages, retired_folder  # noqa: E402
from test_patches import mutate, mutating, recordable  # noqa: E402

GOOD, OTHER = "mYJ3pQ0lV1K8x0W2b5ZcRw==", "9fTzW1bQm0yKxR5uJd2hVg=="
POWERSHELL = "dAB7AHgAKQA5AEsAcABXACEAcQA0AFoAcgBfADgAbQA="
CHART = "Zk3VtR8mQp1LwX6cYb9HnS4dGf7JaK2eUo5TiN0rMxEzW"
TOKENS = {
    "good": GOOD, "powershell": POWERSHELL, "newline": GOOD + "\n", "crlf": GOOD + "\r\n", "blank": GOOD[:8] + " " + GOOD[8:],
    "several-lines": GOOD[:12] + "\n" + GOOD[12:] + "\n", "empty": "",
    "certutil": f"-----BEGIN CERTIFICATE-----\r\n{GOOD}\r\n-----END CERTIFICATE-----\r\n", "not-base64": "correct!horse!staple",
    "cmd-variable": "%KEPTN_API_TOKEN%", "base64url": "-" + GOOD[1:], "padding-lost": GOOD[:-2], "stray-bits": GOOD[:-3] + "x==",
    "chart": CHART, "short": "c2hvcnQ=", "long": "QUJD" * 600, "constant": "eHh4eHh4eHh4eHh4eHh4eA==",
    "sequence": "AAECAwQFBgcICQoLDA0ODw==", "password": "cGFzc3dvcmQxMjM0NTY3OA==", "published": "abcdefghijkladfaea",
    "double": "bVlKM3BRMGxWMUs4eDBXMmI1WmNSdz09", "double-weak": "Y0dGemMzZHZjbVF4TWpNME5UWTNPQT09", "retired": RETIRED, "umlaut": "ümlaut-ümlaut-ümlaut",
    "quoted": f'"{GOOD}"', "placeholder": "<your-token-here>", "uuid": "3b241101-e2bb-4255-8caf-4136c566a962",
    "leading-blank": " " + GOOD, "printed-bytes": "77 89 74 51 112 81 48 108 86 49 75 56 120 48 87 50",
    "phrase": "Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5", "words-in-base64-letters": "passwordpasswordpassword",
    "dates": "MjAyNi0xMS0yNC0yMDI2LTEyLTI0", "keyboard": "MXFhejJ3c3gzZWRjNHJmdg==",
}
# What only `data` can hold: bytes that are no text.
BYTES = {
    "raw-bytes": base64.b64decode("mQGe98lD3Yo6xRwEb5Z/Rw=="), "out-file": b"\xff\xfe" + (GOOD + "\r\n").encode("utf-16-le"),
    "utf-16": GOOD.encode("utf-16-le"), "utf-8-mark": b"\xef\xbb\xbf" + GOOD.encode(),
}


class Recorder(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    reviews = []

    def do_POST(self):
        review = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.reviews.append(review)
        body = json.dumps({**review, "request": None, "response": {"uid": review["request"]["uid"], "allowed": True}})
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


def tidy(review):
    """Without what differs from run to run and says nothing."""
    request = review["request"]
    for name in ("object", "oldObject"):
        if request.get(name):
            request[name]["metadata"].pop("managedFields", None)
    return review


def record(cluster, name, *command, fails=False, **options):
    wait_for(name, lambda: (cluster.kubectl(*command, check=False, **options).returncode == 0) != fails, 10)
    folder = HERE / "admission" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "request.json").write_text(json.dumps(tidy(Recorder.reviews[-1]), indent=1) + "\n")


def register(cluster, port, pki):
    document = next(d for d in shipped("registration") if d["kind"] == "ValidatingWebhookConfiguration")
    for hook in document["webhooks"]:
        hook["clientConfig"] = {"url": f"https://127.0.0.1:{port}/validate", "caBundle": pki.encoded("ca.crt")}
    cluster.kubectl("apply", "-f", "-", input=json.dumps(document))
    wait_for("the registration", lambda: cluster.kubectl(
        "create", "--dry-run=server", "-f", "-", input=manifest(GOOD)) and Recorder.reviews)


def record_all(cluster):
    create = ("create", "-f", "-")
    for name, token in TOKENS.items():
        record(cluster, f"create-{name}", *create, "--dry-run=server", input=manifest(token))
    secret = json.loads(manifest(GOOD))
    for name, value in BYTES.items():
        data = {"keptn-api-token": base64.b64encode(value).decode()}
        record(cluster, f"create-{name}", *create, "--dry-run=server",
               input=json.dumps({**secret, "data": data}))
    for name, change in (("immutable", {"immutable": True}), ("without-key", {"data": {"token": "eA=="}}),
                         ("extra-keys", {"data": {**secret["data"], "old": "eA==", "token": "eQ=="}}),
                         ("string-data", {"data": None, "stringData": {"keptn-api-token": GOOD}}),
                         ("without-data", {"data": None})):
        record(cluster, f"create-{name}", *create, "--dry-run=server", input=json.dumps({**secret, **change}))
    record(cluster, "apply-dry-run", "apply", "--dry-run=server", "-f", "-", input=manifest(GOOD))
    record(cluster, "create", *create, input=manifest(GOOD))
    record(cluster, "create-existing", *create, input=manifest(GOOD), fails=True)
    os.environ["KUBE_EDITOR"] = "sed -i 's/^type: Opaque/type: Opaque\\nstringData: {keptn-api-token: fluffy}/'"
    record(cluster, "edit", "edit", "secret", *GUARDED)
    record(cluster, "patch-changes-nothing", "patch", "secret", *GUARDED, "-p", "{}")
    record(cluster, "patch-json-replaces", "patch", "secret", *GUARDED, "--type=json", "--dry-run=server", "-p", json.dumps(
        [{"op": "replace", "path": "/data/keptn-api-token", "value": base64.b64encode(OTHER.encode()).decode()}]))
    record(cluster, "patch-empties", "patch", "secret", *GUARDED, "--dry-run=server", "-p", '{"data":{"keptn-api-token":""}}')
    record(cluster, "replace-force", "replace", "--force", "-f", "-", input=manifest(GOOD))
    record(cluster, "update-unchanged-label", "label", "secret", *GUARDED, "a=b")
    record(cluster, "update-unchanged-annotation", "annotate", "secret", *GUARDED, "a=b")
    for kind in ("strategic", "merge"):
        for name in ("good", "newline", "password"):
            patch = json.dumps({"stringData": {"keptn-api-token": TOKENS[name] if name != "good" else OTHER}})
            record(cluster, f"patch-{kind}-{name}", "patch", "secret", *GUARDED, f"--type={kind}", "-p", patch,
                   "--dry-run=server")
    patch = '[{"op":"remove","path":"/data/keptn-api-token"}]'
    record(cluster, "patch-json-removes-key", "patch", "secret", *GUARDED, "--type=json", "-p", patch, "--dry-run=server")
    patch = '{"stringData":{"another":"value"}}'
    record(cluster, "patch-extra-key", "patch", "secret", *GUARDED, "-p", patch, "--dry-run=server")
    record(cluster, "patch-immutable", "patch", "secret", *GUARDED, "-p", '{"immutable":true}', "--dry-run=server")
    record(cluster, "replace", "replace", "-f", "-", input=manifest(OTHER))
    record(cluster, "apply-server-side", "apply", "--server-side", "--force-conflicts", "-f", "-", input=manifest(GOOD))
    record(cluster, "delete-dry-run", "delete", "secret", *GUARDED, "--dry-run=server")
    record(cluster, "delete", "delete", "secret", *GUARDED)
    record(cluster, "apply-creates", "apply", "-f", "-", input=manifest(GOOD))
    record(cluster, "apply-updates", "apply", "-f", "-", input=manifest(OTHER))
    record(cluster, "update-unchanged-with-stale-copy", "label", "secret", *GUARDED, "c=d")
    rotator = ("--as", "system:serviceaccount:token-guard:token-rotator", "--as-group", "system:masters")
    for name, token in (("good", GOOD), ("chart", CHART), ("newline", TOKENS["newline"])):
        patch = json.dumps({"stringData": {"keptn-api-token": token}})
        record(cluster, f"rotator-{name}", "patch", "secret", *GUARDED, "-p", patch, "--dry-run=server", *rotator)
    cluster.kubectl("patch", "secret", *GUARDED, "-p", '{"stringData":{"keptn-api-token":"weak"}}')
    record(cluster, "update-unchanged-weak", "label", "secret", *GUARDED, "e=f")
    record(cluster, "delete-collection", "delete", "--raw",
           "/api/v1/namespaces/keptn/secrets?fieldSelector=metadata.name%3Dkeptn-api-token")


def record_requests(folder):
    pki = Pki(folder / "recorder")
    pki.issue("tls", "/CN=recorder")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pki.path("tls.crt"), pki.path("tls.key"))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with ControlPlane() as cluster:
        cluster.kubectl("create", "namespace", "keptn")
        register(cluster, server.server_address[1], pki)
        record_all(cluster)


def main():
    folder = pathlib.Path(tempfile.mkdtemp())
    if "--answers" not in sys.argv:
        record_requests(folder)
    webhook = Webhook(folder, "--retired-dir", retired_folder(folder))
    for case in sorted((HERE / "admission").iterdir()):
        review = json.loads((case / "request.json").read_text())
        (case / "response.json").write_text(json.dumps(answer(webhook, review), indent=1) + "\n")
    webhook.stop()
    (HERE / "messages.txt").write_text(messages())
    (folder / "mutation").mkdir()
    webhook = mutating(folder / "mutation")
    for case in sorted((HERE / "mutation").iterdir()):  # Made by hand from the others: what people try.
        patch = mutate(webhook, json.loads((case / "request.json").read_text()))
        (case / "patch.json").write_text(json.dumps(recordable(patch), indent=1) + "\n")
    webhook.stop()
    (recipes.ROOT / "docs/recipes.md").write_text(recipes.page())


if __name__ == "__main__":
    main()
