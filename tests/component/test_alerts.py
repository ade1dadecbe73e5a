"""The shipped alerts, tried by promtool: each one fires where it should, none where all is well, and each has a page."""
import json
import pathlib
import re
import subprocess

import pytest
import yaml
from webhook_process import program

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / "manifests/monitoring"
RULES = {rule["alert"]: rule for group in yaml.safe_load((FOLDER / "rules.yaml").read_text())["groups"]
         for rule in group["rules"]}
RUNBOOK = (ROOT / "docs/runbook.md").read_text()

DAY = 86400
POD = 'namespace="token-guard",pod="a"'
NAMESPACE = {"namespace": "token-guard"}


def series(name, labels=""):
    return f"token_webhook_{name}{{{POD}{',' if labels else ''}{labels}}}"


BUCKET = "request_duration_seconds_bucket"
SCHEDULED = 'kube_cronjob_status_last_schedule_time{namespace="token-guard",cronjob="token-rotator"}'
SUCCEEDED = 'kube_cronjob_status_last_successful_time{namespace="token-guard",cronjob="token-rotator"}'
BUILD = series("build_info"), 'token_webhook_build_info{namespace="token-guard",pod="b"}'

# What is scraped where all is well; "x" is a steady value, "+N" grows by N with each sample.
HEALTHY = {
    **{name: "1" for name in BUILD},
    series("decisions_total", 'verdict="error"'): "0", series("decisions_total", 'verdict="denied"'): "+0.1",
    series("mutations_total", 'outcome="error"'): "0",
    series(BUCKET, 'le="0.5"'): "+10", series(BUCKET, 'le="1"'): "+10", series(BUCKET, 'le="5"'): "+10",
    series(BUCKET, 'le="+Inf"'): "+10",
    series("handshake_failures_total", 'cause="refused-by-client"'): "0",
    series("handshake_failures_total", 'cause="client-certificate"'): "0",
    series("handshake_failures_total", 'cause="crowded-out"'): "0",
    series("requests_total", 'code="404"'): "+0.5",
    series("connections_refused_total", 'port="https"'): "0",
    series("audit_lines_lost_total"): "0",
    series("token_changes_total", 'by="other"'): "0", series("token_changes_total", 'by="rotator"'): "+1",
    series("token_rotated_timestamp_seconds"): "60",
    series("certificate_expiry_timestamp_seconds"): str(400 * DAY),
    series("file_unusable", 'what="retired"'): "0",
    SCHEDULED: "60", SUCCEEDED: "90",
}

# Alert -> what differs from HEALTHY (null: is not scraped), minutes until it fires, the value in its text if it has one.
BROKEN = {
    "TokenWebhookDown": ({name: None for name in BUILD}, 6, ""),
    "TokenWebhookOnePod": ({BUILD[1]: None}, 31, ""),
    "TokenWebhookFails": ({series("decisions_total", 'verdict="error"'): "+1"}, 5, ""),
    "TokenWebhookSlow": ({series(BUCKET, 'le="0.5"'): "0", series(BUCKET, 'le="1"'): "0"}, 20, ""),
    "TokenWebhookNotTrusted": ({series("handshake_failures_total", 'cause="refused-by-client"'): "+1"}, 5, ""),
    "TokenWebhookUnknownCallers": ({series("requests_total", 'code="404"'): "+1"}, 20, "15"),
    "TokenWebhookCrowded": ({series("connections_refused_total", 'port="https"'): "+1"}, 5, ""),
    "TokenWebhookAuditLinesLost": ({series("audit_lines_lost_total"): "+1"}, 5, ""),
    "TokenDenialsSpike": ({series("decisions_total", 'verdict="denied"'): "+1"}, 70, "60"),
    "TokenChangedByOthers": ({series("token_changes_total", 'by="other"'): "+1"}, 5, ""),
    "TokenChangedOutsideHours": ({series("token_changes_total", 'by="other"'): "+1"}, 5, ""),
    "TokenDeniedRepeatedly": ({series("decisions_total", 'verdict="denied"'): "+1"}, 5, ""),
    "TokenNotRotated": ({}, 46 * 24 * 60, ""),
    "TokenNeverRotated": ({series("token_rotated_timestamp_seconds"): "0"}, 46 * 24 * 60, ""),
    "TokenGuardRunFailed": ({SUCCEEDED: "30"}, 62, ""),
    "TokenWebhookCertificateExpires": ({series("certificate_expiry_timestamp_seconds"): str(20 * DAY)}, 62, ""),
    "TokenWebhookCertificateExpiresSoon": ({series("certificate_expiry_timestamp_seconds"): str(2 * DAY)}, 1, ""),
    "TokenWebhookFileUnusable": ({series("file_unusable", 'what="retired"'): "1"}, 6, ""),
}


def values(kind, count):
    return f"0{kind}x{count}" if kind.startswith("+") else f"{kind}+0x{count}"


def promtool(tmp_path, scraped, minutes, expected):
    """expected: alert -> the alerts of that name that fire. Long times are tried in steps of half a day."""
    step = 720 if minutes > 600 else 1
    (tmp_path / "test.yaml").write_text(json.dumps({
        "rule_files": [str(FOLDER / "rules.yaml")], "evaluation_interval": f"{step}m",
        "tests": [{"interval": f"{step}m",
                   "input_series": [{"series": name, "values": values(kind, minutes // step + 1)}
                                    for name, kind in scraped.items() if kind],
                   "alert_rule_test": [{"eval_time": f"{minutes}m", "alertname": name, "exp_alerts": alerts}
                                       for name, alerts in expected.items()]}]}))
    return subprocess.run(["promtool", "test", "rules", tmp_path / "test.yaml"], text=True, capture_output=True, check=False)


def firing(name, value):
    """The alert as it fires, with its template filled in."""
    labels = {**RULES[name]["labels"], **({} if name == "TokenWebhookDown" else NAMESPACE)}
    if name == "TokenWebhookFileUnusable":
        labels["what"] = "retired"
    if name == "TokenGuardRunFailed":
        labels["cronjob"] = "token-rotator"
    text = json.dumps(RULES[name]["annotations"])
    text = re.sub(r"\{\{ \$value [^}]*\}\}", value, text).replace("{{ $labels.what }}", "retired").replace(
        "{{ $labels.cronjob }}", "token-rotator")
    return {"exp_labels": labels, "exp_annotations": json.loads(text)}


def test_no_alert_fires_where_all_is_well(tmp_path):
    done = promtool(tmp_path, HEALTHY, 150, {name: [] for name in RULES})
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", BROKEN)
def test_an_alert_fires(tmp_path, name):
    change, minutes, value = BROKEN[name]
    done = promtool(tmp_path, {**HEALTHY, **change}, minutes, {name: [firing(name, value)]})
    assert done.returncode == 0, done.stdout


def test_each_alert_is_tried():
    assert set(BROKEN) == set(RULES)


def test_the_rule_file_and_the_operators_object_say_the_same():
    document = yaml.safe_load((FOLDER / "prometheus-rule.yaml").read_text())
    assert document["spec"] == yaml.safe_load((FOLDER / "rules.yaml").read_text())


def sections():
    """Anchor -> text, as GitHub makes anchors of headings."""
    parts = re.split(r"^#{2,3} (.+)$", RUNBOOK, flags=re.M)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-"): text
            for heading, text in zip(parts[1::2], parts[2::2])}


def test_each_alert_has_texts_and_a_section_of_the_runbook():
    for name, rule in RULES.items():
        assert set(rule["annotations"]) == {"summary", "description", "runbook_url"}, name
        assert rule["labels"]["severity"] in ("critical", "warning", "info")
        document, anchor = rule["annotations"]["runbook_url"].split("#")
        assert (document, anchor) == ("docs/runbook.md", name.lower())
        assert len(sections()[anchor]) > 100, name


@pytest.mark.parametrize("name", ["token-webhook", "token-rotator"])
def test_each_exit_code_has_a_section_of_the_runbook(name):
    text = subprocess.run([program(name), "--help"], text=True, capture_output=True, check=True).stdout
    codes = re.findall(r"^  (\d+)  ", text.split("Exit codes:")[1], re.M)
    assert len(codes) > 3
    for code in codes:
        assert f"{name}-exits-with-{code}" in sections()
