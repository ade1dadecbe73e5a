"""The shipped alerts and the dashboard, run on a real Prometheus that scrapes a real webhook: each expression is one that Prometheus
takes, and each series that it names exists."""
import socket
import ssl

import pytest
from prometheus_server import DASHBOARD, RULES, Prometheus, alert_expressions
from test_server import BODY, post, review
from webhook_process import wait_for

# Of kube-state-metrics, which is not here.
ELSEWHERE = {"kube_cronjob_status_last_schedule_time", "kube_cronjob_status_last_successful_time"}


@pytest.fixture
def scraped(start, tmp_path):
    """After reviews, refusals, wrong callers, a renewed certificate and a broken list."""
    retired = tmp_path / "retired"
    retired.mkdir()
    (retired / "retired.json").write_text('{"version":1,"rotatedAt":"2026-11-24T03:00:00.000Z","retired":[]}')
    webhook = start("--retired-dir", str(retired))
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = "127.0.0.1:%d" % free.getsockname()[1]
    prometheus = Prometheus(tmp_path, address, [{"job_name": "pods", "static_configs": [
        {"targets": [f"127.0.0.1:{webhook.ops_port}"], "labels": {"namespace": "token-guard", "pod": "a"}}]}])
    try:
        wait_for("the first scrape", lambda: prometheus.query("up == 1"), 60)
        for data in (post(BODY), post(review("weak")), *[post(BODY, path="/elsewhere")] * 12):
            webhook.exchange(data.replace(b"Host: ", b"Connection: close\r\nHost: ", 1))
        stranger = ssl.create_default_context()  # Does not know the CA.
        with pytest.raises(ssl.SSLError), socket.create_connection(("127.0.0.1", webhook.port)) as raw:
            stranger.wrap_socket(raw, server_hostname="localhost")
        webhook.pki.issue("tls", "/CN=second")
        (retired / "retired.json").write_text("broken")
        for happened in ('token_webhook_decisions_total{verdict="denied"} > 0', 'token_webhook_requests_total{code="404"} > 11',
                         'token_webhook_handshake_failures_total{cause="refused-by-client"} > 0',
                         'token_webhook_reloads_total{what="certificate",result="ok"} > 0',
                         'token_webhook_file_unusable{what="retired"} > 0'):
            wait_for(happened, lambda query=happened: prometheus.query(query), 30)
        yield prometheus
    finally:
        prometheus.stop()


def test_each_expression_is_taken_and_each_series_exists(scraped):
    assert scraped.unknown([*alert_expressions().values(), *DASHBOARD], ELSEWHERE) == []
    for expression in alert_expressions().values():
        assert scraped.query(expression) is not None
    for expression in DASHBOARD:
        assert scraped.query(expression), expression
    renamed = RULES.replace("audit_lines_lost_total", "audit_lines_missing_total").replace('verdict="denied"', 'verdict="refused"')
    assert scraped.unknown(alert_expressions(renamed).values(), ELSEWHERE) == ["token_webhook_audit_lines_missing_total",
                                                     'token_webhook_decisions_total{verdict="refused"}']

    def evaluated():
        rules = [rule for group in scraped.ask("rules")["groups"] for rule in group["rules"]]
        return rules if all(rule["health"] != "unknown" for rule in rules) else None
    rules = wait_for("each rule to be evaluated", evaluated, 30)
    assert {rule["name"]: rule.get("lastError") for rule in rules if rule["health"] != "ok"} == {}

    def active():
        alerts = {alert["labels"]["alertname"]: alert["state"] for alert in scraped.ask("alerts")["alerts"]}
        wanted = {"TokenWebhookNotTrusted": "firing", "TokenWebhookUnknownCallers": "firing",
                  "TokenWebhookFileUnusable": "pending", "TokenWebhookOnePod": "pending"}
        return alerts if wanted.items() <= alerts.items() else None
    alerts = wait_for("the alerts", active, 30)
    assert not {"TokenWebhookDown", "TokenWebhookFails", "TokenNotRotated", "TokenWebhookCertificateExpires"} & set(alerts)
