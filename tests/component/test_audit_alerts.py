"""The alerts about who writes the token, tried by promtool minute by minute: what must fire, and what must not."""
import json
import pathlib
import subprocess

import pytest

RULES = pathlib.Path(__file__).resolve().parents[2] / "manifests/monitoring/rules.yaml"
THURSDAY, SATURDAY = 0, 2  # Days after promtool's beginning, which is Thursday, 1970-01-01.
DAY = 24 * 60


def fires(tmp_path, alert, series, samples, minute):
    """Whether the alert fires at the minute, if the series has these values, one a minute."""
    (tmp_path / "test.yaml").write_text(json.dumps({
        "rule_files": [str(RULES)], "evaluation_interval": "1m",
        "tests": [{"interval": "1m", "input_series": [{"series": name, "values": samples} for name in series],
                   "alert_rule_test": [{"eval_time": f"{minute}m", "alertname": alert, "exp_alerts": []}]}]}))
    done = subprocess.run(["promtool", "test", "rules", tmp_path / "test.yaml"], text=True, capture_output=True, check=False)
    output = done.stdout + done.stderr
    assert "SUCCESS" in output or f"alertname: {alert}" in output, output
    return done.returncode != 0


def changes(by, pod="a"):
    return f'token_webhook_token_changes_total{{namespace="token-guard",pod="{pod}",by="{by}"}}'


def denials(pod):
    return f'token_webhook_decisions_total{{namespace="token-guard",pod="{pod}",operation="UPDATE",verdict="denied"}}'


@pytest.mark.parametrize("day, hour, by, expected", [
    (THURSDAY, 10, "other", False), (THURSDAY, 6, "other", True), (THURSDAY, 7, "other", False), (THURSDAY, 18, "other", False),
    (THURSDAY, 19, "other", True), (SATURDAY, 10, "other", True), (THURSDAY, 3, "rotator", False)])
def test_a_change_outside_working_hours_fires_unless_it_is_the_rotators(tmp_path, day, hour, by, expected):
    minute = day * DAY + hour * 60 + 30
    samples = f"0x{minute - 3} 1x10"
    assert fires(tmp_path, "TokenChangedOutsideHours", [changes(by)], samples, minute) == expected


def test_the_alert_about_a_change_ends_after_ten_minutes(tmp_path):
    assert not fires(tmp_path, "TokenChangedOutsideHours", [changes("other")], "0x60 1x30", 75)


@pytest.mark.parametrize("samples, pods, expected", [
    ("0x60 1 1 2 2 2 3x10", ["a"], True), ("0x60 1 1 2 2 2x10", ["a"], False),
    ("0x60 1 1 2 2 2x10", ["a", "b"], True), ("0x40 1x10 2x10 3x10", ["a"], False)],
    ids=["three", "two", "two on each replica", "three in half an hour"])
def test_three_denials_in_ten_minutes_fire(tmp_path, samples, pods, expected):
    assert fires(tmp_path, "TokenDeniedRepeatedly", [denials(pod) for pod in pods], samples, 68) == expected
