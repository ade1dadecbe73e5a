"""What /mutate answers: recorded patches, and what holds for each recorded review (admission.md's idempotence)."""
import base64
import http.client
import json
import re

import pytest
from patches import applied
from test_golden import CASES, HERE
from webhook_process import KEY, Webhook, keyed

MUTATIONS = sorted(path.name for path in (HERE / "mutation").iterdir())
NAMES = ["changed-at", "changed-by", "changed-with", "fingerprint"]


def mutating(folder):
    (folder / "hmac-key").write_bytes(b"0123456789abcdef0123456789abcdef")
    return Webhook(folder, "--retired-dir", folder, "--drop-last-applied", *keyed(folder))


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    webhook = mutating(tmp_path_factory.mktemp("mutation"))
    yield webhook
    assert webhook.stop() == 0


def ask(webhook, path, review):
    connection = http.client.HTTPSConnection("localhost", webhook.port, context=webhook.context, timeout=10)
    connection.request("POST", f"{path}/{KEY}", json.dumps(review), {"Content-Type": "application/json"})
    response = json.loads(connection.getresponse().read())["response"]
    connection.close()
    return response


def mutate(webhook, review):
    response = ask(webhook, "/mutate", review)
    assert response["uid"] == review["request"]["uid"] and response["allowed"]
    assert ("patch" in response) == ("patchType" in response)
    return json.loads(base64.b64decode(response["patch"], validate=True)) if "patch" in response else []


def recordable(patch):
    """With NOW for the time, unless it is one that the review held."""
    return json.loads(re.sub(r'("token-guard\.keptn\.sh/changed-at": |~1changed-at", "value": )"(?!2026-11-01)[^"]+"',
                             r'\1"NOW"', json.dumps(patch)))


@pytest.mark.parametrize("case", MUTATIONS)
def test_the_review_gets_the_recorded_patch(running, case):
    folder = HERE / "mutation" / case
    patch = mutate(running, json.loads((folder / "request.json").read_text()))
    assert recordable(patch) == json.loads((folder / "patch.json").read_text())


@pytest.mark.parametrize("case", CASES + MUTATIONS)
def test_mutating_twice_is_mutating_once_and_the_verdict_stays(running, case):
    folder = HERE / ("admission" if case in CASES else "mutation") / case
    review = json.loads((folder / "request.json").read_text())
    patch = mutate(running, review)
    if review["request"]["operation"] == "DELETE":
        assert patch == []
        return
    token = (review["request"]["object"].get("data") or {}).get("keptn-api-token", "")
    text = json.dumps(patch)
    assert len(token) < 8 or token not in text and base64.b64decode(token).decode("latin-1") not in text
    assert all(operation["path"].startswith("/metadata/annotations") for operation in patch)
    after = applied(review, patch)
    assert mutate(running, after) == []
    dry = mutate(running, {**review, "request": {**review["request"], "dryRun": True}})
    assert [operation["path"] for operation in dry] == [operation["path"] for operation in patch]
    before, then = (ask(running, "/validate", r) for r in (review, after))
    assert (before["allowed"], before.get("status")) == (then["allowed"], then.get("status"))
    annotations = after["request"]["object"]["metadata"].get("annotations", {})
    assert "kubectl.kubernetes.io/last-applied-configuration" not in annotations
    old = (review["request"]["oldObject"] or {}).get("data", {}).get("keptn-api-token")
    if token and token != old:
        assert all(f"token-guard.keptn.sh/{name}" in annotations for name in NAMES)
        user = review["request"]["userInfo"]["username"]
        assert annotations["token-guard.keptn.sh/changed-by"] == user or case == "hostile-user"
