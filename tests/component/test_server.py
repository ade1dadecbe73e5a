"""The real program under clients that are slow, silent, broken or hostile."""
import base64
import http.client
import json
import os
import re
import secrets
import socket

import pytest
from audit_lines import check_log
from webhook_process import drain, wait_for

FULL = os.environ.get("TOKEN_GUARD_FULL") == "1"


def review(token=None, uid="a-uid", operation="CREATE", **request):
    token = base64.b64encode(secrets.token_bytes(16)).decode() if token is None else token
    secret = {"metadata": {"name": "keptn-api-token", "namespace": "keptn"},
              "data": {"keptn-api-token": base64.b64encode(token.encode()).decode()}}
    return json.dumps({"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
        "uid": uid, "operation": operation, "kind": {"group": "", "version": "v1", "kind": "Secret"},
        "name": "keptn-api-token", "namespace": "keptn", "userInfo": {"username": "somebody"}, "object": secret,
        "oldObject": None, "dryRun": False, **request}}).encode()


def post(body, path="/validate?timeout=10s", extra=b"", length=None):
    """A request as Go sends it: no Connection header."""
    return (b"POST " + path.encode() + b" HTTP/1.1\r\nHost: webhook\r\nContent-Type: application/json\r\n"
            b"Content-Length: " + str(len(body) if length is None else length).encode() + b"\r\n" + extra + b"\r\n" + body)


def read_answer(file):
    status = int(file.readline().split()[1])
    headers = http.client.parse_headers(file)
    return status, file.read(int(headers["Content-Length"])), headers


def test_one_connection_carries_many_reviews(webhook):
    with webhook.connect() as connection:
        file = connection.makefile("rb")
        for number in range(100000 if FULL else 10000):
            connection.sendall(post(review(uid=str(number))))
            status, body, _ = read_answer(file)
            assert status == 200 and json.loads(body)["response"] == {"uid": str(number), "allowed": True}


def test_requests_that_arrive_at_once_are_answered_in_their_order(webhook):
    with webhook.connect() as connection:
        connection.sendall(b"".join(post(review(uid=str(n))) for n in range(50)))
        file = connection.makefile("rb")
        assert [json.loads(read_answer(file)[1])["response"]["uid"] for _ in range(50)] == [str(n) for n in range(50)]


BODY = review()
MALFORMED = {
    "length and encoding": (post(BODY, extra=b"Transfer-Encoding: chunked\r\n"), 400),
    "chunked": (b"POST /validate HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 411),
    "two lengths": (post(BODY, extra=b"Content-Length: 3\r\n"), 400),
    "a length that is no number": (post(b"", length="+5"), 400),
    "a negative length": (post(b"", length="-1"), 400),
    "a length beyond any": (post(b"", length="9" * 40), 413),
    "a body beyond 8 MiB": (post(b"", length=8 * 1024 * 1024 + 1), 413),
    "a NUL in the head": (post(BODY, extra=b"X: a\0b\r\n"), 400),
    "a folded line": (post(BODY, extra=b"X: a\r\n b\r\n"), 400),
    "a bare line feed": (post(BODY, extra=b"X: a\nY: b\r\n"), 400),
    "a name with a blank": (post(BODY, extra=b"X : a\r\n"), 400),
    "a huge head": (post(BODY, extra=b"X: " + b"a" * 20000 + b"\r\n"), 431),
    "HTTP/0.9": (b"GET /\r\n\r\n", 400),
    "HTTP/2 in clear": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    "no HTTP at all": (b"\x16\x03\x01garbage\r\n\r\n", 400),
    "another path": (post(BODY, path="/elsewhere"), 404),
    "another method": (b"GET /validate HTTP/1.1\r\nHost: x\r\n\r\n", 405),
    "another type": (post(BODY).replace(b"application/json", b"text/plain"), 415),
    "no JSON": (post(b"{"), 400),
    "an older version": (post(BODY.replace(b"io/v1", b"io/v1beta1")), 400),
    "deep nesting": (post(b"[" * 1000000), 400),
    "no uid": (post(BODY.replace(b"a-uid", b"")), 400),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_malformed_is_refused_and_the_connection_closed(webhook, name):
    data, status = MALFORMED[name]
    answer = webhook.exchange(data)
    assert answer.startswith(b"HTTP/1.1 %d " % status), answer[:200]
    assert b"Connection: close" in answer
    assert webhook.exchange(post(BODY, extra=b"Connection: close\r\n")).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/elsewhere"])
def test_head_is_answered_as_get_without_the_body(webhook, path):
    connection = http.client.HTTPConnection("127.0.0.1", webhook.ops_port, timeout=5)
    answers = []
    for method in ("GET", "HEAD"):
        connection.request(method, path)
        answer = connection.getresponse()
        answers.append((answer.status, answer.headers["Content-Type"], len(answer.read())))
    get, head = answers
    assert head == (get[0], get[1], 0) and get[2] > 0


def test_a_review_of_nearly_8_mib_is_judged(webhook):
    padding = {"metadata": {"annotations": {"pad": "x" * (8 * 1024 * 1024 - 4096)}}}
    answer = webhook.exchange(post(review(options=padding), extra=b"Connection: close\r\n"))
    assert b'"allowed":true' in answer


def test_a_refusal_reaches_a_client_that_is_still_sending(webhook):
    with webhook.connect() as connection:
        connection.sendall(post(b"", length=9000000))
        try:
            for _ in range(100):
                connection.sendall(b"x" * 65536)
        except OSError:
            pass
        assert drain(connection).startswith(b"HTTP/1.1 413 ")


def served_name(webhook):
    with webhook.connect() as connection:
        return dict(pair[0] for pair in connection.getpeercert()["subject"])["commonName"]


def complaints(webhook):
    """How many files that cannot be used the webhook has reported."""
    return sum("last good one" in line["message"] for line in webhook.log())


def test_a_new_certificate_is_served_within_ten_seconds_and_a_bad_one_never(webhook):
    assert served_name(webhook) == "first"
    certificate, key = (webhook.folder / "pki" / name for name in ("tls.crt", "tls.key"))
    webhook.pki.issue("other", "/CN=second")
    good = certificate.read_bytes(), key.read_bytes()
    key.write_bytes((webhook.folder / "pki" / "other.key").read_bytes())  # Mismatched.
    wait_for("the complaint", lambda: complaints(webhook) == 1, 10)
    assert served_name(webhook) == "first"
    certificate.write_bytes(b"broken")
    wait_for("the second complaint", lambda: complaints(webhook) == 2, 10)
    assert served_name(webhook) == "first"
    certificate.write_bytes((webhook.folder / "pki" / "other.crt").read_bytes())
    wait_for("the new certificate", lambda: served_name(webhook) == "second", 10)
    assert good[0] != certificate.read_bytes()


def test_readiness_goes_off_before_serving_ends(webhook):
    def ready():
        connection = http.client.HTTPConnection("127.0.0.1", webhook.ops_port, timeout=5)
        connection.request("GET", "/readyz")
        return connection.getresponse().status
    assert ready() == 200
    webhook.process.terminate()
    wait_for("readiness to go off", lambda: ready() == 503, 1, 0.02)
    answer = webhook.exchange(post(BODY))
    assert answer.startswith(b"HTTP/1.1 200 ") and b"Connection: close" in answer
    assert webhook.process.wait(20) == 0


def test_the_audit_chain_holds_and_closes(webhook):
    for number in range(20):
        webhook.exchange(post(review(uid=str(number)), extra=b"Connection: close\r\n"))
    assert webhook.stop() == 0
    types = [entry["type"] for entry in check_log(webhook.audit_path.read_text())]
    assert types == ["opening", *["decision"] * 20, "closing"]


def test_where_too_many_handshakes_are_under_way_the_oldest_gives_way(webhook):
    clients = [socket.create_connection(("127.0.0.1", webhook.port)) for _ in range(2200)]  # Of two workers 1,024 each.
    assert webhook.exchange(post(BODY, extra=b"Connection: close\r\n")).startswith(b"HTTP/1.1 200 ")
    metrics = http.client.HTTPConnection("127.0.0.1", webhook.ops_port, timeout=5)
    metrics.request("GET", "/metrics")
    crowded_out = re.search(rb'cause="crowded-out"} (\d+)', metrics.getresponse().read())
    assert int(crowded_out.group(1)) > 100
    for client in clients:
        client.close()


def test_no_core_can_be_dumped(webhook):
    limits = open(f"/proc/{webhook.process.pid}/limits").read()
    assert [line.split()[-3:-1] for line in limits.splitlines() if line.startswith("Max core")] == [["0", "0"]]
