"""/metrics, against the documented table and against what happened."""
import http.client
import pathlib
import re
import socket
import ssl

import pytest
from test_server import BODY, post, review
from webhook_process import wait_for

DOCUMENT = (pathlib.Path(__file__).resolve().parents[2] / "docs/metrics.md").read_text()


def ask(webhook, path):
    connection = http.client.HTTPConnection("127.0.0.1", webhook.ops_port, timeout=5)
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def scrape(webhook):
    """name{labels} -> value"""
    status, text = ask(webhook, "/metrics")
    assert status == 200
    return {name: float(value) for name, value in
            (line.rsplit(" ", 1) for line in text.splitlines() if line and not line.startswith("#"))}


def exchange(webhook, data):
    return webhook.exchange(data.replace(b"Host: ", b"Connection: close\r\nHost: ", 1))


def test_the_documented_table_is_the_programs_and_all_series_are_there_from_the_start(webhook):
    documented = re.findall(r"^\| `(token_webhook_\w+)` \| (\w+) \| (.*?) ?\|", DOCUMENT, re.M)
    text = ask(webhook, "/metrics")[1]
    assert sorted(re.findall(r"# TYPE (\w+) (\w+)", text)) == sorted((name, kind) for name, kind, _ in documented)
    values = {}
    series = scrape(webhook)
    for name, _, labels in documented:
        names = re.findall(r"`(\w+)`", labels)
        for label, listed in re.findall(r"`(\w+)` \(([^)`\]]*)\)", labels):
            values[label] = listed.split(", ")
        own = [s for s in series if s.split("{")[0] == name]
        kinds = 1
        for label in names:
            found = {re.search(label + '="([^"]*)"', s).group(1) for s in own}
            assert label not in values or found == set(values[label]), name
            kinds *= len(found)
        assert len(own) == kinds or name.endswith("_duration_seconds"), name
    rules = re.findall(r"^\| `([a-z0-9-]+)` \| (?:deny|warn)", (pathlib.Path(__file__).resolve().parents[2] /
                                                                  "docs/policy.md").read_text(), re.M)
    assert len(rules) > 20
    assert {s for s in series if s.startswith("token_webhook_findings_total")} == {
        f'token_webhook_findings_total{{rule="{rule}"}}' for rule in rules}


def test_what_happens_is_counted(webhook):
    before = scrape(webhook)
    for data in (BODY, BODY, review("weak"), review("weak\n", operation="x")):
        exchange(webhook, post(data))
    exchange(webhook, post(b"{"))
    exchange(webhook, post(BODY, path="/elsewhere"))
    plain = socket.create_connection(("127.0.0.1", webhook.port))
    plain.sendall(b"GET / HTTP/1.1\r\n\r\n")
    plain.recv(100)
    plain.close()
    stranger = ssl.create_default_context()  # Does not know the CA.
    old = ssl.create_default_context(cafile=webhook.pki.path("ca.crt"))
    old.set_ciphers("AES128-SHA")
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    for context in (stranger, old):
        with pytest.raises(ssl.SSLError), socket.create_connection(("127.0.0.1", webhook.port)) as raw:
            context.wrap_socket(raw, server_hostname="localhost")
    expected = {
        'token_webhook_decisions_total{operation="CREATE",verdict="allowed"}': 2,
        'token_webhook_decisions_total{operation="CREATE",verdict="denied"}': 1,
        'token_webhook_decisions_total{operation="other",verdict="denied"}': 1,
        'token_webhook_findings_total{rule="trailing-newline"}': 1,
        'token_webhook_decision_duration_seconds_count': 4,
        'token_webhook_request_duration_seconds_count': 6,
        'token_webhook_requests_total{code="200"}': 4,
        'token_webhook_requests_total{code="400"}': 1,
        'token_webhook_requests_total{code="404"}': 1,
        'token_webhook_connections_opened_total{port="https"}': 9,
        'token_webhook_handshake_failures_total{cause="not-tls"}': 1,
        'token_webhook_handshake_failures_total{cause="refused-by-client"}': 1,
        'token_webhook_handshake_failures_total{cause="nothing-in-common"}': 1,
    }
    wait_for("the connections to close", lambda: scrape(webhook)['token_webhook_connections{port="https"}'] == 0, 5)
    after = scrape(webhook)
    assert {name: after[name] - before[name] for name in expected} == expected
    quick = after['token_webhook_decision_duration_seconds_bucket{le="0.001"}']
    assert 0 < quick <= after['token_webhook_decision_duration_seconds_bucket{le="+Inf"}']


def test_reloads_expiry_and_the_last_rotation_show(start, tmp_path):
    webhook = start("--retired-dir", str(tmp_path))
    series = scrape(webhook)
    assert series["token_webhook_token_rotated_timestamp_seconds"] == 0
    assert series["token_webhook_certificate_expiry_timestamp_seconds"] > 1e9
    (tmp_path / "retired.json").write_text('{"version":1,"rotatedAt":"2026-11-24T03:00:00.000Z","retired":[]}')
    (tmp_path / "pki" / "tls.crt").write_text("broken")

    def counted(what, result):
        return scrape(webhook)[f'token_webhook_reloads_total{{result="{result}",what="{what}"}}']
    assert counted("retired", "ok") == 1  # The empty folder, at the start.
    wait_for("the list", lambda: counted("retired", "ok") == 2, 10)
    wait_for("the broken certificate", lambda: counted("certificate", "failed") == 1, 10)
    assert scrape(webhook)["token_webhook_token_rotated_timestamp_seconds"] == 1795489200
    webhook.pki.issue("tls", "/CN=second")
    (tmp_path / "retired.json").write_text("broken")
    wait_for("the good certificate", lambda: counted("certificate", "ok") >= 1, 10)
    wait_for("the broken list", lambda: counted("retired", "failed") == 1, 10)

    def unusable(what):
        return scrape(webhook)[f'token_webhook_file_unusable{{what="{what}"}}']
    assert (unusable("retired"), unusable("certificate")) == (1, 0)
    assert scrape(webhook)["token_webhook_token_rotated_timestamp_seconds"] == 1795489200
    assert ask(webhook, "/readyz") == (200, "ok\n")
    for fine in range(2):  # A folder in the list's place cannot be read; what is there afterwards counts again.
        (tmp_path / "retired.json").unlink()
        if fine:
            (tmp_path / "retired.json").write_text('{"version":1,"rotatedAt":"2026-11-24T03:00:00.000Z","retired":[]}')
            wait_for("the list again", lambda: unusable("retired") == 0, 10)
        else:
            (tmp_path / "retired.json").symlink_to(tmp_path)
            wait_for("the complaint", lambda: any("retired list cannot" in line["message"] and "directory" in line["error"]
                                                  for line in webhook.log()), 10)
    assert any("no fingerprint key" in line["message"] for line in webhook.log())
