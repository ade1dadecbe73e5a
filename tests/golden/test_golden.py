"""Real reviews, recorded from a real API server (record.py), and what the webhook has to answer: a folder each."""
import hashlib
import hmac
import http.client
import json
import pathlib
import re

import pytest
from webhook_process import Webhook

HERE = pathlib.Path(__file__).resolve().parent

CASES = sorted(path.name for path in (HERE / "admission").iterdir())


RETIRED = "7c5kYvJ0R9mQf2XwLz8bTg=="  # Made up, as all tokens here.


def retired_folder(folder):
    """A list of retired tokens that holds one, RETIRED, as the Secret token-guard-retired is mounted."""
    (folder / "retired").mkdir()
    key = bytes(range(32))
    (folder / "retired/hmac-key").write_bytes(key)
    digest = hmac.new(key, RETIRED.encode(), hashlib.sha256).hexdigest()[:32]
    (folder / "retired/retired.json").write_text(json.dumps({
        "version": 1, "rotatedAt": "2026-11-24T03:00:00.000Z",
        "retired": [{"fingerprint": f"hmac-sha256:{digest}", "at": "2026-11-24T03:00:00.000Z"}]}))
    return folder / "retired"


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    folder = tmp_path_factory.mktemp("golden")
    webhook = Webhook(folder, "--retired-dir", retired_folder(folder))
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


def messages():
    """What kubectl prints for each recorded denial or warning, for a reviewer."""
    text = ""
    for case in CASES:
        response = json.loads((HERE / "admission" / case / "response.json").read_text())["response"]
        said = [f"Warning: {warning}" for warning in response.get("warnings", [])]
        said += [] if response["allowed"] else [response["status"]["message"]]
        text += "\n".join([f"=== {case}", *said, "\n"]) if said else ""
    return text


def test_the_file_of_messages_holds_each_denial_and_none_is_longer_than_a_terminal():
    """record.py --answers makes it."""
    assert (HERE / "messages.txt").read_text() == messages()
    for message in messages().split("\n\n"):
        lines = message.splitlines()[1:]
        assert len(lines) <= 12 and all(
            len(line) <= 100 or line.startswith("Warning: ") for line in lines), message  # A warning is one line of 120 at most.


def test_the_file_of_messages_holds_every_rule():
    rules = re.findall(r"^\| `([a-z0-9-]+)` \| (?:deny|warn) ", (HERE.parents[1] / "docs/policy.md").read_text(), re.MULTILINE)
    assert len(rules) >= 22
    assert [rule for rule in rules if not re.search(rf"\[{rule}\]|Warning: {rule}: ", messages())] == []


def test_the_readmes_example_is_what_the_webhook_says():
    readme = " ".join((HERE.parents[1] / "README.md").read_text().split())
    said = json.loads((HERE / "admission/create-newline/response.json").read_text())["response"]["status"]["message"]
    assert " ".join(said.split()) in readme
