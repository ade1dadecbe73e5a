"""What a client, a crowd of them or a lack of memory can make the program cost: never more than its pod may have."""
import json
import os
import resource
import signal
import socket
import ssl
import subprocess

import pytest
from test_audit import piped, send, verify  # noqa: F401  (a fixture)
from test_metrics import ask, scrape
from test_server import BODY, post, read_answer, review
from webhook_process import KEY, Pki, at_clock, drain, keyed, program, wait_for

LIMIT = 128  # MiB: the pod's.
resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
BODY_LIMIT = 8 << 20


def memory(webhook, field="VmHWM"):
    """MiB, at most so far."""
    with open(f"/proc/{webhook.process.pid}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith(field)) / 1024


def works(webhook):
    return webhook.exchange(post(BODY, extra=b"Connection: close\r\n")).startswith(b"HTTP/1.1 200 ")


def start_large(webhook, path="/validate"):
    """A connection that has sent all of a review of nearly 8 MiB but its last bytes, or as much as was taken."""
    connection = webhook.connect()
    connection.settimeout(20)
    whole = post(b"x" * (BODY_LIMIT - 10), path=path)
    try:
        connection.sendall(whole[:-10])
    except OSError:
        pass  # Refused on the way.
    return connection


def test_large_bodies_that_stall_take_bounded_memory_and_small_reviews_are_served(webhook):
    stalled = [start_large(webhook) for _ in range(12)]
    assert works(webhook)
    assert memory(webhook) < LIMIT / 2
    answers = [drain(connection) for connection in stalled[4:]]
    assert {answer[:12] for answer in answers} == {b"HTTP/1.1 503"}
    for connection in stalled:
        connection.close()
    wait_for("the memory to be free again", lambda: webhook.exchange(
        post(review(token="x" * 100000), extra=b"Connection: close\r\n")).startswith(b"HTTP/1.1 200 "), 10)
    assert memory(webhook, "VmRSS") < 32


def test_a_large_body_gives_its_memory_back_whatever_follows_it(webhook):
    body = review() + b" " * (BODY_LIMIT - 1000)
    connections = [webhook.connect() for _ in range(20)]
    for connection in connections:
        connection.sendall(post(body) + b"P")
        assert read_answer(connection.makefile("rb"))[0] == 200
    assert memory(webhook, "VmRSS") < 32 and memory(webhook) < LIMIT / 2


def test_a_crowd_of_known_clients_keeps_nobody_out(webhook):
    crowd = []
    for _ in range(1100):
        crowd.append(webhook.connect())
        crowd[-1].sendall(post(BODY) + b"P")  # None of them is idle.
        assert read_answer(crowd[-1].makefile("rb"))[0] == 200
    assert scrape(webhook)['token_webhook_connections_refused_total{port="https"}'] >= 1100 - 1024
    assert memory(webhook) < LIMIT
    for client in crowd:
        client.close()


@pytest.mark.parametrize("dense", [b"[" * BODY_LIMIT, b"[" + b"0," * (BODY_LIMIT // 2 - 2) + b"0]",
                                   b'{"request":{"userInfo":{"groups":[' + b'"",' * (BODY_LIMIT // 3 - 50) + b'""]}}}',
                                   b'{"request":{"object":{"data":{' + b'"":0,' * (BODY_LIMIT // 5 - 50) + b'"":0}}}}'],
                         ids=["depth", "numbers", "groups", "keys"])
def test_dense_json_takes_no_more_memory_than_its_bytes(webhook, dense):
    assert webhook.exchange(post(dense)).startswith(b"HTTP/1.1 400 ")
    assert memory(webhook) < 48


def test_reviews_with_the_largest_token_of_all_stay_within_the_pods_memory(webhook):
    body = review(token="QUJD" * (BODY_LIMIT // 6), oldObject=None)
    connections = [webhook.connect() for _ in range(4)]
    for connection in connections:
        connection.sendall(post(body))
    assert {read_answer(connection.makefile("rb"))[0] for connection in connections} == {200}
    assert memory(webhook) < LIMIT


def test_the_path_is_looked_at_before_the_body_is_read(webhook):
    stalled = [start_large(webhook, "/nowhere") for _ in range(5)]
    assert {drain(connection)[:12] for connection in stalled} == {b"HTTP/1.1 404"}
    assert memory(webhook) < 24
    with socket.create_connection(("127.0.0.1", webhook.ops_port)) as probe:
        probe.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n")
        assert probe.recv(100).startswith(b"HTTP/1.1 413 ")


def test_a_crowd_of_probes_keeps_neither_probes_nor_reviews_out(webhook):
    crowd = [socket.create_connection(("127.0.0.1", webhook.ops_port)) for _ in range(2000)]
    assert works(webhook) and ask(webhook, "/healthz") == (200, "ok\n")
    assert webhook.descriptors() < 200
    assert scrape(webhook)['token_webhook_connections_refused_total{port="ops"}'] > 1000
    for client in crowd:
        client.close()


def test_a_crowd_behind_a_handshake_keeps_nobody_out_and_who_is_known_stays(webhook):
    known = webhook.connect()
    file = known.makefile("rb")
    known.sendall(post(BODY))
    assert read_answer(file)[0] == 200
    crowd = []
    for _ in range(1300):
        crowd.append(webhook.connect())
        crowd[-1].send(b"POST /validate HTTP/1.1\r\nX: " + b"x" * 15000)
    assert works(webhook)
    known.sendall(post(BODY))
    assert read_answer(file)[0] == 200
    assert memory(webhook) < LIMIT
    for client in [known, *crowd]:
        client.close()


def test_deadlines_hold_whatever_came_before(webhook):
    """Seconds: a head that begins with the request before it has 10 like any other, and a client that has connected
    ahead of need is kept like one that waits for its next review."""
    begun, ahead = webhook.connect(), webhook.connect()
    file = begun.makefile("rb")
    begun.sendall(post(BODY) + b"P")
    assert read_answer(file)[0] == 200
    assert file.read() == b""  # Closed at its deadline, before the client's own of 20 s; `ahead` is older and still open.
    ahead.sendall(post(BODY))
    assert read_answer(ahead.makefile("rb"))[0] == 200


def test_a_review_that_memory_does_not_suffice_for_is_answered_and_the_program_goes_on(webhook):
    assert works(webhook)
    body = review(token="QUJD" * (BODY_LIMIT // 8))
    outcomes = set()
    for extra in range(4, 64, 4):
        used = int(memory(webhook, "VmSize") * 1048576)
        resource.prlimit(webhook.process.pid, resource.RLIMIT_AS, (used + (extra << 20), resource.RLIM_INFINITY))
        with webhook.connect() as connection:
            connection.settimeout(20)
            try:
                connection.sendall(post(body))
            except OSError:
                pass
            status, answer, _ = read_answer(connection.makefile("rb"))
        if status == 200:
            response = json.loads(answer)["response"]
            assert response["uid"] == "a-uid"
            outcomes.add(response.get("status", {}).get("code"))
        else:
            outcomes.add(-status)
        resource.prlimit(webhook.process.pid, resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        assert works(webhook)
    # Refused for want of room, answered as an error, and judged: by and by.
    assert {500, 403} <= outcomes <= {-503, -500, 500, 403}
    assert scrape(webhook)['token_webhook_decisions_total{operation="CREATE",verdict="error"}'] > 0
    assert webhook.stop() == 0
    assert verify(webhook.audit_path.read_text())[2] == "closing"


def test_a_stop_ends_where_nobody_reads_the_one_pipe_of_both_outputs(webhook):
    reader, writer = os.pipe()
    process = subprocess.Popen(
        [program("token-webhook"), "serve", "--listen", "127.0.0.1:0", "--ops-listen", "127.0.0.1:0", "--drain", "0",
         "--cert", webhook.pki.path("tls.crt"), "--key", webhook.pki.path("tls.key"), *keyed(webhook.folder)],
        stdout=writer, stderr=writer)
    os.close(writer)
    started = json.loads(os.read(reader, 4096).splitlines()[0])
    webhook.port, webhook.validate = int(started["listen"].rsplit(":", 1)[1]), f"/validate/{KEY}"
    send(webhook, 400)  # Far more than a pipe takes.
    process.send_signal(signal.SIGTERM)
    try:
        assert process.wait(15) == 0
    finally:
        process.kill()
        os.close(reader)


def test_what_was_lost_is_noted_once_the_output_is_read_again(piped):  # noqa: F811
    send(piped, 600)
    os.set_blocking(piped.piped.stdout.fileno(), False)
    text, decisions, lost = b"", 0, 0

    def noted():
        nonlocal text, decisions, lost
        text += piped.piped.stdout.read() or b""
        decisions, lost, _ = verify(text[:text.rfind(b"\n") + 1].decode())
        return decisions + lost == 600 and lost > 0
    wait_for("the loss to be noted", noted, 60, 0.05)


def test_who_comes_after_the_listeners_have_closed_is_refused_at_once(webhook):
    with webhook.connect() as busy:
        busy.sendall(post(BODY)[:-5])
        webhook.process.send_signal(signal.SIGTERM)
        wait_for("the drain", lambda: webhook.log()[-1]["message"] == "draining", 5, 0.02)

        def refused():
            try:
                socket.create_connection(("127.0.0.1", webhook.port), timeout=1).close()
            except ConnectionRefusedError:
                return True
        wait_for("newcomers to be refused", refused, 5)
        busy.sendall(post(BODY)[-5:])
        assert read_answer(busy.makefile("rb"))[0] == 200
    assert webhook.process.wait(5) == 0


def test_audit_lines_and_answers_are_json_whatever_the_bytes(webhook):
    uids = ['"a\xff\xfe"'.encode("latin-1"), rb'"\udc00"', rb'"\ud800\ud800"', '"x\u2028y\u0085z"'.encode(), rb'"a\nb\u0000"']
    for uid in uids:
        answer = webhook.exchange(post(BODY.replace(b'"a-uid"', uid), extra=b"Connection: close\r\n"))
        status, body = answer[9:12], answer.split(b"\r\n\r\n", 1)[1]
        assert status in (b"200", b"400")
        if status == b"200":
            assert json.loads(body.decode())["response"]["uid"]
    assert webhook.stop() == 0
    checked = subprocess.run([program("token-webhook"), "audit", "verify", webhook.audit_path], capture_output=True, text=True)
    assert checked.returncode == 0 and "The log is whole." in checked.stdout, checked.stdout + checked.stderr
    verify(webhook.audit_path.read_bytes().decode())


@pytest.mark.parametrize("head, status", [
    (b"Content-Type: Application/JSON", 200), (b"Content-Type: application/json ; charset=utf-8", 200),
    (b"Content-Type: application/json-patch+json", 415), (b"Content-Type: garbage", 415), (b"X: y", 415)])
def test_the_type_of_the_content_is_read_as_http_has_it(webhook, head, status):
    request = b"POST /validate HTTP/1.1\r\nHost: x\r\n%s\r\nConnection: a, close\r\nContent-Length: %d\r\n\r\n%s" % (
        head, len(BODY), BODY)
    assert webhook.exchange(request).startswith(b"HTTP/1.1 %d " % status)


def test_old_tls_is_refused(webhook):
    for version, good in (("TLSv1", False), ("TLSv1.1", False), ("TLSv1.2", True), ("TLSv1.3", True)):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = getattr(ssl.TLSVersion, version.replace(".", "_"))
        webhook.context = context
        if good:
            assert works(webhook)
        else:
            with pytest.raises(ssl.SSLError):
                webhook.connect()


def test_an_expired_or_broken_certificate_replaces_no_good_one(webhook):
    certificate, key = (webhook.folder / "pki" / name for name in ("tls.crt", "tls.key"))
    good = certificate.read_bytes()
    webhook.pki.issue("new", "/CN=second")

    def complaints():
        return [line["error"] for line in webhook.log() if "last good one" in line["message"]]
    certificate.write_bytes(good + good[:len(good) // 2])
    wait_for("the first complaint", lambda: "certificate 2 in" in "".join(complaints()), 5)
    subprocess.run([*at_clock("-9d"), "openssl", "x509", "-req", "-in", "new.csr", "-CA", "ca.crt", "-CAkey", "ca.key",
                    "-days", "1", "-out", "old.crt"], cwd=webhook.folder / "pki", check=True, capture_output=True)
    key.write_bytes((webhook.folder / "pki" / "new.key").read_bytes())
    certificate.write_bytes((webhook.folder / "pki" / "old.crt").read_bytes())
    wait_for("the second complaint", lambda: "has expired" in "".join(complaints()), 5)
    assert works(webhook) and ask(webhook, "/readyz") == (200, "ok\n")
    subprocess.run([*at_clock("+6s"), "openssl", "x509", "-req", "-in", "new.csr", "-CA", "ca.crt", "-CAkey", "ca.key",
                    "-days", "1", "-out", "early.crt"], cwd=webhook.folder / "pki", check=True, capture_output=True)
    certificate.write_bytes((webhook.folder / "pki" / "early.crt").read_bytes())
    wait_for("the third complaint", lambda: "is not valid yet" in "".join(complaints()), 5)
    webhook.context.check_hostname, webhook.context.verify_mode = False, ssl.CERT_NONE
    assert scrape(webhook)['token_webhook_file_unusable{what="certificate"}'] == 1
    wait_for("it to be taken up", lambda: webhook.log()[-1]["message"] == "certificate loaded", 12)
    assert scrape(webhook)['token_webhook_file_unusable{what="certificate"}'] == 0 and works(webhook)


def test_readiness_says_what_is_wrong_with_the_certificate_in_force(start):
    def expired(pki):
        subprocess.run([*at_clock("-9d"), "openssl", "x509", "-req", "-in", "tls.csr", "-CA", "ca.crt", "-CAkey",
                        "ca.key", "-days", "1", "-out", "tls.crt"], cwd=pki.folder, check=True, capture_output=True)
    webhook = start(prepare=expired)
    assert ask(webhook, "/readyz") == (503, "the serving certificate has expired\n")
    assert [line["reason"] for line in webhook.log() if line["message"] == "not ready"] == ["the serving certificate has expired"]
    webhook.pki.issue("tls", "/CN=renewed")
    wait_for("the renewed certificate", lambda: ask(webhook, "/readyz")[0] == 200, 10)
    wait_for("the log to say so", lambda: webhook.log()[-1]["message"] == "ready", 5)
    webhook.stop()
    assert any(line["message"] == "draining" and "a stop was requested" in line["reason"] for line in webhook.log())


def test_a_pair_that_the_registrations_ca_has_not_signed_is_never_served(start, tmp_path):
    """A tenant who may write the Secret of the pair puts a valid pair of its own there."""
    authority = tmp_path / "bundle.pem"
    webhook = start("--serving-ca", authority, prepare=lambda pki: authority.write_text(
        (pki.folder / "ca.crt").read_text()))
    rogue = Pki(tmp_path / "rogue")
    rogue.issue("tls", "/CN=second")
    for name in ("tls.key", "tls.crt"):
        (webhook.folder / "pki" / name).write_bytes((rogue.folder / name).read_bytes())

    def complaints():
        return [line["error"] for line in webhook.log() if "last good one" in line["message"]]
    wait_for("the complaint", lambda: any("is not signed by the CA in" in line for line in complaints()), 10)
    assert works(webhook) and ask(webhook, "/readyz") == (200, "ok\n")
    assert scrape(webhook)['token_webhook_file_unusable{what="certificate"}'] == 1
    webhook.pki.issue("tls", "/CN=second")
    wait_for("the good pair", lambda: webhook.log()[-1]["message"] == "certificate loaded", 10)
    assert works(webhook) and sum("is not signed" in line for line in complaints()) == 1


@pytest.mark.parametrize("family, address", [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_ipv4_and_ipv6_are_served(start, family, address):
    webhook = start("--ops-listen", "[::]:0")
    if family == socket.AF_INET6 and webhook.log()[0]["ops"].startswith("0.0.0.0:"):
        pytest.skip("a machine without IPv6")
    with socket.create_connection((address, webhook.ops_port)) as client:
        client.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert client.recv(1000).startswith(b"HTTP/1.1 200 ")
