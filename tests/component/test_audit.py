"""Audit lines under pressure: every line that is missing is accounted for, and no decision waits."""
import hashlib
import json
import socket
import subprocess

import pytest
from audit_lines import check_line, check_log, digest
from test_metrics import scrape
from test_server import post, read_answer, review
from webhook_process import KEY, keyed, program, wait_for

LARGE = {"username": "x", "groups": ["g" * 400] * 16}  # A line of some 7 KB.


def verify(text):
    """The decisions and the lost lines that a chain accounts for, and the type of its last line; it has to hold."""
    entries = check_log(text)
    assert entries[0]["type"] == "opening" and len({entry["instance"] for entry in entries}) == 1
    return (sum(entry["type"] == "decision" for entry in entries), sum(entry.get("lost", 0) for entry in entries),
            entries[-1]["type"])


@pytest.fixture
def piped(webhook):
    """A second process, whose standard output is a pipe that only the test reads."""
    process = subprocess.Popen(
        [program("token-webhook"), "serve", "--listen", "127.0.0.1:0", "--ops-listen", "127.0.0.1:0", "--drain", "0",
         "--cert", webhook.pki.path("tls.crt"), "--key", webhook.pki.path("tls.key"), *keyed(webhook.folder)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    started = json.loads(process.stderr.readline())
    webhook.port, webhook.ops_port = (int(started[name].rsplit(":", 1)[1]) for name in ("listen", "ops"))
    webhook.piped, webhook.validate = process, f"/validate/{KEY}"
    yield webhook
    if process.poll() is None:
        process.terminate()
    process.wait(20)
    process.stderr.close()


def send(webhook, count):
    """Reviews, one after the other, each of which is answered."""
    with webhook.connect() as connection:
        file = connection.makefile("rb")
        for _ in range(count):
            connection.sendall(post(review(userInfo=LARGE), path=webhook.validate))
            assert read_answer(file)[0] == 200


def test_lines_lost_to_a_blocked_output_are_counted_in_the_chain(piped):
    count = 600  # Far more than a pipe and the queue take; all are answered although nobody reads the pipe.
    send(piped, count)
    lost = scrape(piped)["token_webhook_audit_lines_lost_total"]
    assert 0 < lost < count
    piped.piped.terminate()
    text = piped.piped.communicate(timeout=20)[0].decode()
    assert verify(text) == (count - lost, lost, "closing")
    assert piped.piped.returncode == 0


def test_an_output_that_is_gone_loses_lines_and_nothing_else(piped):
    piped.piped.stdout.close()
    send(piped, 50)
    piped.piped.terminate()
    assert piped.piped.wait(20) == 0


def test_a_process_that_decided_nothing_closes_its_chain_too(webhook):
    assert webhook.stop() == 0
    assert verify(webhook.audit_path.read_text()) == (0, 0, "closing")


def test_a_full_disk_leaves_no_torn_chain(webhook, tmp_path):
    """/dev/full refuses every byte: the lines are lost and counted."""
    process = subprocess.Popen(
        [program("token-webhook"), "serve", "--listen", "127.0.0.1:0", "--ops-listen", "127.0.0.1:0", "--drain", "0",
         "--cert", webhook.pki.path("tls.crt"), "--key", webhook.pki.path("tls.key"), *keyed(webhook.folder)],
        stdout=open("/dev/full", "w"), stderr=subprocess.PIPE)
    started = json.loads(process.stderr.readline())
    webhook.port, webhook.ops_port = (int(started[name].rsplit(":", 1)[1]) for name in ("listen", "ops"))
    webhook.validate = f"/validate/{KEY}"
    send(webhook, 5)
    wait_for("the loss to be counted", lambda: scrape(webhook)["token_webhook_audit_lines_lost_total"] == 5, 10, 0.02)
    process.terminate()
    assert process.wait(20) == 0
    process.stderr.close()


def test_what_a_client_chose_is_cut_visibly_and_the_rest_stays(webhook):
    hostile = "\x01\"\\" * 3000
    users = {"username": hostile, "groups": [hostile] * 50, "extra": {hostile + str(n): [hostile, "b"] for n in range(50)}}
    with webhook.connect() as connection:
        connection.sendall(post(review(userInfo=users, dryRun=True, options={"fieldManager": hostile}, uid=hostile)))
        assert json.loads(read_answer(connection.makefile("rb"))[1])["response"]["uid"] == hostile
    assert webhook.stop() == 0
    (_, line, _) = webhook.audit_path.read_text().splitlines()
    assert len(line.encode()) <= 8192
    entry = json.loads(line)
    assert (entry["name"], entry["namespace"], entry["dryRun"]) == ("keptn-api-token", "keptn", True)
    assert entry["groups"] == ["…"] and entry["extra"] == {"…": "…"}
    for field in ("user", "uid", "fieldManager"):
        assert entry[field].endswith("…") and len(entry[field]) > 100 and hostile.startswith(entry[field][:-1])


def test_groups_and_extras_stand_as_they_are_while_there_is_room(webhook):
    users = {"username": "system:serviceaccount:a:b", "groups": [f"g{n}" for n in range(20)],
             "extra": {"authentication.kubernetes.io/pod-name": ["a-pod"], "several": ["one", "two"]}}
    with webhook.connect() as connection:
        connection.sendall(post(review(userInfo=users)))
        read_answer(connection.makefile("rb"))
    assert webhook.stop() == 0
    entry = webhook.audit()[0]
    assert entry["groups"] == [f"g{n}" for n in range(16)] + ["…"]
    assert entry["extra"] == {"authentication.kubernetes.io/pod-name": "a-pod", "several": "one…"}


def test_a_flood_of_unknown_callers_is_summarised(webhook):
    """A line each for the first ones, then one line a second with counts; all of it one chain."""
    count = 500
    with webhook.connect() as connection:
        connection.sendall(b"".join(post(review(uid=str(n))) for n in range(count)))
        file = connection.makefile("rb")
        for _ in range(count):
            assert read_answer(file)[0] == 200
    assert webhook.stop() == 0
    lines = webhook.audit()
    assert verify(webhook.audit_path.read_text())[1:] == (0, "closing")
    summaries = [line for line in lines if line["type"] == "summary"]
    decided = sum(line["type"] == "decision" for line in lines)
    assert 20 <= decided < count and summaries
    assert decided + sum(line["decisions"] for line in summaries) == count
    assert {tuple(line["addresses"]) for line in summaries} == {("127.0.0.1",)}


def test_a_known_caller_gets_a_line_for_each_decision(start, tmp_path):
    webhook = start(*keyed(tmp_path))
    send(webhook, 500)
    assert webhook.stop() == 0
    assert verify(webhook.audit_path.read_text()) == (500, 0, "closing")


def test_a_users_refused_edits_push_no_line_out(start, tmp_path):
    """Edits that store nothing have a rate for each user, however well the caller is known; a change always has its line."""
    webhook, count = start(*keyed(tmp_path)), 2500
    refused = review(token="weak", operation="UPDATE", userInfo={"username": "tenant"})
    with webhook.connect() as connection:
        file = connection.makefile("rb")
        for body in [refused] * count + [review(userInfo={"username": "tenant"}), review(token="weak", userInfo={"username": "jane"})]:
            connection.sendall(post(body, path=webhook.validate))
            assert read_answer(file)[0] == 200
    assert webhook.stop() == 0
    lines = webhook.audit()
    decided, _, end = verify(webhook.audit_path.read_text())
    summaries = [line for line in lines if line["type"] == "summary"]
    assert end == "closing" and 1000 < decided < 1200
    assert decided + sum(line["denied"] for line in summaries) == count + 2
    assert {tuple(line["users"]) for line in summaries} == {("tenant",)}
    assert [(line["user"], line["verdict"]) for line in lines if line["type"] == "decision"][-2:] == [("tenant", "allowed"), ("jane", "denied")]


# HTML, a terminal's commands, marks of direction, line breaks, quotes, and a megabyte.
HOSTILE = ["<script>alert(1)</script><img src=x onerror=alert(1)>", "\x1b]0;owned\x07\x1b[2J\x9b31m", "eve\u202e\u2066nimda\u200b",
           "a\nb\r\n{\"version\":2,\"type\":\"closing\"}\u2028\u0085", '","sequence":0,"previous":""}', "x" * (1 << 20)]


@pytest.mark.parametrize("text", HOSTILE, ids=["html", "terminal", "direction", "lines", "link", "long"])
def test_hostile_users_managers_and_extras_do_no_harm_in_the_line(start, tmp_path, text):
    """Whatever they are, the line is one line, printable, valid, and has its digest; a parser gets the text back."""
    webhook = start(*keyed(tmp_path))
    users = {"username": text, "groups": [text], "extra": {text: [text]}}
    with webhook.connect() as connection:
        connection.sendall(post(review(token="weak", userInfo=users, options={"fieldManager": text}), path=webhook.validate))
        response = json.loads(read_answer(connection.makefile("rb"))[1])["response"]
    assert webhook.stop() == 0
    (_, line, _) = webhook.audit_path.read_text().split("\n")[:3]
    entry = check_line(line)
    assert response["auditAnnotations"] == {"digest": digest(line), "instance": entry["instance"], "uid": entry["uid"]}
    for value in (entry["user"], entry["fieldManager"], *entry["groups"], *entry["extra"], *entry["extra"].values()):
        assert value == text or (len(text) > 512 and value == text[:512] + "…")


def test_a_line_cut_at_200_columns_says_time_verdict_reason_who_and_what(start, tmp_path):
    webhook = start(*keyed(tmp_path))
    with webhook.connect() as connection:
        connection.sendall(post(review(token="mYJ3pQ0lV1K8x0W2b5ZcRw==\n", userInfo={"username": "system:serviceaccount:ci:deployer"}),
                                path=webhook.validate))
        read_answer(connection.makefile("rb"))
    assert webhook.stop() == 0
    line = webhook.audit_path.read_text().splitlines()[1][:200]
    for part in ('"time":"20', '"verdict":"denied"', '"operation":"CREATE"', '"name":"keptn-api-token"',
                 '"user":"system:serviceaccount:ci:deployer"', '"reason":"trailing-newline'):
        assert part in line


def test_the_opening_says_what_the_process_judges_with(start, tmp_path):
    webhook = start(*keyed(tmp_path))
    assert webhook.stop() == 0
    opening, closing = map(json.loads, webhook.audit_path.read_text().splitlines())
    profile = subprocess.run([program("token-webhook"), "profiles"], capture_output=True, check=True).stdout
    assert opening["profiles"] == [{"name": "keptn", "namespace": "keptn", "secret": "keptn-api-token",
                                    "key": "keptn-api-token", "mode": "enforce",
                                    "digest": hashlib.sha256(profile).hexdigest()}]
    version = subprocess.run([program("token-webhook"), "--version"], capture_output=True, text=True, check=True).stdout
    assert opening["program"] == version.strip() and opening["callersKnownBy"] == ["path-key"]
    assert opening["instance"].split("/")[0] == socket.gethostname() and closing["type"] == "closing"


def test_an_unknown_caller_learns_nothing_about_the_line(webhook):
    with webhook.connect() as connection:
        connection.sendall(post(review()))
        assert "auditAnnotations" not in json.loads(read_answer(connection.makefile("rb"))[1])["response"]
    assert webhook.stop() == 0
    opening, decision, _ = check_log(webhook.audit_path.read_text())
    assert opening["callersKnownBy"] == [] and not decision["callerKnown"]
