"""A real log, changed as somebody might change it: each change is found, or docs/audit.md says why it cannot be."""
import datetime
import json
import pathlib

import pytest
from tampering import BROKEN, UNPROVEN, WHOLE, Log, recomputed
from test_server import post, read_answer, review
from webhook_process import KEY, Webhook, keyed, program

ROOT = pathlib.Path(__file__).resolve().parents[2]
ANNOTATION = "validate.token-webhook.keptn.sh/"


def event(answer, received):
    """What kube-apiserver's audit log holds of the answer."""
    annotations = json.loads(answer)["response"]["auditAnnotations"]
    return json.dumps({"kind": "Event", "stage": "ResponseComplete", "auditID": "x", "requestReceivedTimestamp": received,
                       "annotations": {ANNOTATION + name: value for name, value in annotations.items()}})


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The lines of two replicas, of which one was restarted, and of a rotation; and the API server's events."""
    lines, events = [], []
    for replica, starts in (("a", 2), ("b", 1)):
        for start in range(starts):
            folder = tmp_path_factory.mktemp(f"replica-{replica}{start}")
            webhook = Webhook(folder, *keyed(folder))
            with webhook.connect() as connection:
                file = connection.makefile("rb")
                for number in range(3):
                    weak = {"token": "weak"} if number == 1 else {}
                    received = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="microseconds")
                    connection.sendall(post(review(uid=f"{replica}{start}{number}", **weak), path=f"/validate/{KEY}"))
                    status, body, _ = read_answer(file)
                    assert status == 200
                    events.append(event(body, received.replace("+00:00", "Z")))
            assert webhook.stop() == 0
            lines += webhook.audit_path.read_text().splitlines()
    lines += [line for line in (ROOT / "tests/audit/sample.log").read_text().splitlines() if '"type":"rotation"' in line]
    return lines, events


@pytest.fixture
def log(made, tmp_path):
    return Log(program("token-webhook"), tmp_path, *made)


def test_the_log_is_whole_in_any_order(log):
    assert log.baseline == {"chain": WHOLE, "checkpoint": WHOLE, "witness": WHOLE}
    for by in log.baseline:
        assert log.verify(sorted(log.lines), by) == log.verify(log.lines[::-1], by) == WHOLE


def test_every_change_of_every_line_is_found_or_known_to_be_hidden(log):
    count, wrong = log.judge()
    assert wrong == [] and count > 20 * len(log.lines)


def test_a_made_up_decision_has_no_event(log):
    index = next(number for number, line in enumerate(log.lines) if '"type":"decision"' in line)
    line, uid = log.lines[index], log.entries[index]["uid"]
    # Of version 2, and as a line of a version that had no witness yet.
    for made_up in (line.replace(f'"uid":"{uid}"', '"uid":"made-up"'),
                    line.replace(f'"uid":"{uid}"', '"uid":"made-up"').replace('"version":2', '"version":1').replace('"callerKnown":true,', "")):
        lines = recomputed([*log.lines[:index + 1], made_up, *log.lines[index + 1:]])
        assert [log.verify(lines, by) for by in ("chain", "checkpoint", "witness")] == [WHOLE, BROKEN, UNPROVEN]
