"""What /mutate does to the guarded Secret on a real API server."""
import contextlib
import datetime
import json
import stat

import pytest

from cluster import wait_for
from story import GUARDED, encoded, fresh, manifest

PREFIX = "token-guard.keptn.sh/"


def stamp(cluster):
    """The four annotations, without their prefix."""
    annotations = cluster.get("secret", *GUARDED)["metadata"].get("annotations", {})
    return {name[len(PREFIX):]: value for name, value in annotations.items() if name.startswith(PREFIX)}


def test_every_way_to_change_the_token_is_stamped(absent, webhook, tmp_path):
    editor = tmp_path / "editor.sh"
    editor.write_text(f"#!/bin/sh\nsed -i 's/^  keptn-api-token: .*/  keptn-api-token: {encoded(fresh())}/' \"$1\"\n")
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)

    def patch(kind):
        if kind == "json":
            return json.dumps([{"op": "replace", "path": "/data/keptn-api-token", "value": encoded(fresh())}])
        return json.dumps({"data": {"keptn-api-token": encoded(fresh())}})
    ways = [
        (("create", "-f", "-"), {"input": manifest(fresh())}, "kubectl-create"),
        *((("patch", "secret", *GUARDED, f"--type={kind}", "-p", patch(kind)), {}, "kubectl-patch")
          for kind in ("strategic", "merge", "json")),
        (("replace", "-f", "-"), {"input": manifest(fresh())}, "kubectl-replace"),
        (("apply", "-f", "-"), {"input": manifest(fresh())}, "kubectl-client-side-apply"),
        (("apply", "--server-side", "--force-conflicts", "-f", "-"), {"input": manifest(fresh())}, "kubectl"),
        (("edit", "secret", *GUARDED), {"environment": {"EDITOR": str(editor)}}, "kubectl-edit"),
    ]
    seen = set()
    for command, options, manager in ways:
        before = len(webhook.audit())
        began = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
        absent.kubectl(*command, **options)
        found, line = stamp(absent), webhook.since(before)[-1]
        assert (found["changed-by"], found["changed-with"]) == ("admin", manager), command
        assert found["fingerprint"] == line["fingerprintAfter"] and line["client"] == "kube-apiserver"
        changed = datetime.datetime.fromisoformat(found["changed-at"].replace("Z", "+00:00"))
        assert began <= changed <= datetime.datetime.now(datetime.timezone.utc)
        seen.add(found["fingerprint"])
    assert len(seen) == len(ways)


def test_other_edits_and_tampering_leave_the_stamp_as_it_is(present):
    before = stamp(present)
    assert set(before) == {"changed-at", "changed-by", "changed-with", "fingerprint"}
    secret = present.get("secret", *GUARDED)
    token = secret["data"]["keptn-api-token"]
    forged = {f"{PREFIX}{name}": "forged" for name in before}
    bare = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": GUARDED[0], "namespace": "keptn"},
            "data": {"keptn-api-token": token}}
    named = {**bare, "metadata": {**bare["metadata"], "annotations": forged}}
    server_side = ("apply", "--server-side", "--force-conflicts", "--field-manager=somebody", "-f", "-")
    for command, options in [
            (("label", "secret", *GUARDED, "seen=yes"), {}),
            (("annotate", "secret", *GUARDED, "other=yes"), {}),
            (("annotate", "--overwrite", "secret", *GUARDED, *(f"{key}=forged" for key in forged)), {}),
            (("annotate", "secret", *GUARDED, *(f"{key}-" for key in forged)), {}),
            (("patch", "secret", *GUARDED, "--type=merge", "-p", '{"metadata":{"annotations":null}}'), {}),
            (("patch", "secret", *GUARDED, "--type=json", "-p",
              '[{"op":"remove","path":"/metadata/annotations/token-guard.keptn.sh~1changed-by"}]'), {}),
            (("replace", "-f", "-"), {"input": json.dumps(bare)}),
            (("replace", "-f", "-"), {"input": json.dumps(named)}),
            (server_side, {"input": json.dumps(named)}),
            (server_side, {"input": json.dumps(bare)})]:
        present.kubectl(*command, **options)
        assert stamp(present) == before, command


def test_nothing_can_be_forged_at_creation(absent):
    secret = json.loads(manifest(fresh()))
    secret["metadata"]["annotations"] = {PREFIX + "changed-by": "somebody-else", PREFIX + "fingerprint": "x", "own": "kept"}
    absent.kubectl("create", "-f", "-", input=json.dumps(secret))
    found = stamp(absent)
    assert found["changed-by"] == "admin" and found["fingerprint"].startswith("hmac-sha256:")
    assert absent.get("secret", *GUARDED)["metadata"]["annotations"]["own"] == "kept"


def test_a_dry_run_shows_the_stamp_and_stores_nothing(present):
    before = stamp(present)
    done = present.kubectl("patch", "secret", *GUARDED, "--dry-run=server", "-o", "json", "-p",
                           json.dumps({"data": {"keptn-api-token": encoded(fresh())}}), secret=True)
    shown = json.loads(done.stdout)["metadata"]["annotations"]
    assert shown[PREFIX + "changed-with"] == "kubectl-patch" and shown[PREFIX + "fingerprint"] != before["fingerprint"]
    assert stamp(present) == before


def test_server_side_apply_by_others_causes_no_conflict(absent):
    """Nobody owns the annotations, so nobody's apply disputes or removes them."""
    for number, manager in enumerate(("first", "first", "second")):
        secret = json.loads(manifest(fresh()))
        if manager == "second":
            del secret["data"]
            secret["metadata"]["labels"] = {"by": "second"}
        before = stamp(absent) if number else None
        absent.kubectl("apply", "--server-side", f"--field-manager={manager}", "-f", "-", input=json.dumps(secret))
        assert stamp(absent)["changed-with"] == "first"
        assert (stamp(absent) == before) == (manager == "second")
    fields = json.dumps(absent.get("secret", *GUARDED, "--show-managed-fields")["metadata"]["managedFields"])
    assert "token-guard.keptn.sh" not in fields and '"second"' in fields


@pytest.mark.parametrize("user", ["x\"},{\"op\":\"remove\",\"path\":\"/data", "é" * 5000, "a b\tc"],
                         ids=["quotes", "long", "blanks"])
def test_a_hostile_user_name_is_a_value_and_nothing_else(present, user):
    before = stamp(present)
    present.kubectl("patch", "secret", *GUARDED, "--as", user, "--as-group", "system:masters", "-p",
                    json.dumps({"data": {"keptn-api-token": encoded(fresh())}}))
    found = stamp(present)
    assert found["fingerprint"] != before["fingerprint"] and len(found["changed-by"].encode()) <= 260
    assert present.get("secret", *GUARDED)["data"]


@contextlib.contextmanager
def registered(cluster, client_config):
    """/mutate is asked for elsewhere."""
    saved = cluster.get("mutatingwebhookconfiguration", "token-webhook")
    saved["metadata"] = {"name": "token-webhook"}
    changed = json.loads(json.dumps(saved))
    changed["webhooks"][0]["clientConfig"] = client_config
    cluster.kubectl("apply", "-f", "-", input=json.dumps(changed))
    try:
        yield
    finally:
        cluster.kubectl("apply", "-f", "-", input=json.dumps(saved))


def test_the_copy_that_kubectl_keeps_is_dropped_if_that_is_wanted(absent, webhook):
    def copied():
        absent.kubectl("apply", "-f", "-", input=manifest(fresh()))
        return "kubectl.kubernetes.io/last-applied-configuration" in absent.get("secret", *GUARDED)["metadata"]["annotations"]
    assert copied()
    process, address = webhook.serve("dropping", "--drop-last-applied")
    try:
        with registered(absent, webhook.client_config(address, "/mutate")):
            wait_for("the other registration to take effect", lambda: not copied(), 20, 0.2)
            before = stamp(absent)
            assert not copied() and stamp(absent)["fingerprint"] != before["fingerprint"]
        wait_for("the first one to be back", copied, 20, 0.2)
    finally:
        process.terminate()
        assert process.wait(20) == 0


def test_the_guard_works_on_while_mutate_fails(present, webhook):
    """failurePolicy Ignore: without its stamp a change is stored all the same, and /validate still judges."""
    with registered(present, webhook.client_config("127.0.0.1:1", "/mutate")):
        def unstamped():
            before = stamp(present)
            present.kubectl("patch", "secret", *GUARDED, "-p", json.dumps({"data": {"keptn-api-token": encoded(fresh())}}))
            return stamp(present) == before
        wait_for("the broken registration to take effect", unstamped, 20, 0.2)
        weak = present.kubectl("patch", "secret", *GUARDED, "-p", '{"data":{"keptn-api-token":"d2Vhaw=="}}', check=False)
        assert weak.returncode != 0 and "is refused" in weak.stderr
