"""kube-apiserver's own audit log under manifests/audit-policy.yaml: an independent witness of the webhook's audit lines."""
import json

from audit_lines import check_line, digest
from cluster import wait_for
from story import GUARDED, TOKENS, fresh, manifest, search

WEAK = '{"data":{"keptn-api-token":"d2Vhaw=="}}'


def log_of(cluster):
    return (cluster.logs / "kubernetes-audit.log").read_text()


def notes(event):
    """The webhook's annotations, by the part of their names behind "validate.token-webhook.keptn.sh/" or "delete. …"."""
    named = (name.split(".token-webhook.keptn.sh/") + [value] for name, value in event.get("annotations", {}).items())
    return {parts[1]: parts[2] for parts in named if len(parts) == 3}


def events(cluster, **annotations):
    """Those with these annotations of the webhook."""
    found = [json.loads(line) for line in log_of(cluster).split("\n")[:-1]]
    return [event for event in found if annotations.items() <= notes(event).items()]


def decisions(webhook):
    return [line for line in webhook.audit_path.read_text().split("\n")[:-1] if '"type":"decision"' in line]


def test_every_decision_has_an_event_with_the_digest_of_its_line(present, webhook):
    count = len(decisions(webhook))
    present.kubectl("annotate", "secret", *GUARDED, "note=1")
    present.kubectl("patch", "secret", *GUARDED, "-p", WEAK, check=False)
    present.kubectl("create", "--dry-run=server", "-f", "-", input=manifest("weak"), check=False)
    present.kubectl("apply", "-f", "-", input=manifest(fresh()))
    present.kubectl("delete", "secret", *GUARDED)
    lines = wait_for("five decisions", lambda: len(decisions(webhook)) >= count + 5 and decisions(webhook)[count:])
    assert [json.loads(line)["verdict"] for line in lines] == ["allowed", "denied", "denied", "allowed", "allowed"]
    for line in lines:
        entry = check_line(line)
        event, = wait_for("the event", lambda uid=entry["uid"]: events(present, uid=uid))
        assert notes(event) == {"digest": digest(line), "instance": entry["instance"], "uid": entry["uid"]}
        assert (event["user"]["username"], event["objectRef"]["namespace"]) == (entry["user"], entry["namespace"])
        assert (event["responseStatus"]["code"] == 403) == (entry["verdict"] == "denied")


def test_an_altered_line_no_longer_has_its_event(present, webhook):
    present.kubectl("patch", "secret", *GUARDED, "-p", WEAK, check=False)
    line = next(line for line in reversed(decisions(webhook)) if '"verdict":"denied"' in line)
    assert wait_for("the event", lambda: events(present, digest=digest(line)))
    assert not events(present, digest=digest(line.replace('"verdict":"denied"', '"verdict":"allowed"')))


def test_the_sample_policy_records_who_reads_and_who_writes_and_never_a_body(present):
    present.kubectl("get", "secret", *GUARDED, "-o", "yaml", secret=True)
    wait_for("the reader's event", lambda: [event for event in events(present) if event["verb"] == "get"
                                            and event["objectRef"].get("name") == GUARDED[0]])
    for event in events(present):
        assert event["level"] == "Metadata" and not {"requestObject", "responseObject"} & event.keys()
    assert search(TOKENS, {"kube-apiserver's audit log": log_of(present)}) == []
