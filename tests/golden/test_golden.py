"""Real reviews, recorded from a real API server (record.py), and what the webhook has to answer: a folder each."""
import http.client
import json
import pathlib
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "component"))
from webhook_process import Webhook  # noqa: E402

CASES = sorted(path.name for path in (HERE / "admission").iterdir())


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    webhook = Webhook(tmp_path_factory.mktemp("golden"))
    yield webhook
    assert webhook.stop() == 0


def answer(webhook, review):
    connection = http.client.HTTPSConnection("localhost", webhook.port, context=webhook.context, timeout=10)
    connection.request("POST", "/validate?timeout=5s", json.dumps(review), {"Content-Type": "application/json"})
    response = connection.getresponse()
    assert response.status == 200
    return json.loads(response.read())


def test_there_are_cases():
    assert len(CASES) >= 60


@pytest.mark.parametrize("case", CASES)
def test_the_recorded_review_gets_the_recorded_answer(running, case):
    folder = HERE / "admission" / case
    got = answer(running, json.loads((folder / "request.json").read_text()))
    assert got == json.loads((folder / "response.json").read_text())
    assert set(got["response"]) <= {"uid", "allowed", "status", "warnings"}
    assert all(len(warning) <= 120 and warning.isprintable() for warning in got["response"].get("warnings", []))
