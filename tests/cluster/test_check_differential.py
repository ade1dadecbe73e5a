"""`token-webhook check` and a server-side dry run give one verdict on a manifest, or check says that it cannot read it.

The seed is TOKEN_GUARD_SEED, else a fixed one; TOKEN_GUARD_FULL=1 draws ten times as many manifests.
"""
import json
import os
import random
import subprocess

import pytest

from cluster import program
from lanes import FULL
from manifest_generator import FEATURES, draw

SEED = int(os.environ.get("TOKEN_GUARD_SEED", "1"))
CASES = 20 if FULL else 2
ACCEPTED, REFUSED, UNREADABLE = 0, 1, 2  # The exit codes of check.

# What check has to read: an answer "cannot read" would be no answer.
PLAIN = {"strong", "weak", "trailing newline", "PowerShell", "chart", "data", "data, unquoted", "stringData", "stringData over data",
         "data beside stringData", "several keys", "literal block", "literal block, stripped", "LF inside", "CR LF inside",
         "YAML", "JSON", "indented JSON", "namespace", "quoted words", "type and immutable", "labels", "comments", "alone",
         "before another", "after another", "empty documents", "List", "twice", "UTF-8", "UTF-8 with BOM"}


@pytest.fixture(scope="module")
def kubeconfig(control_plane):
    """The administrator's, with keptn as the namespace of manifests that name none."""
    config = json.loads(control_plane.kubeconfig.read_text())
    config["contexts"][0]["context"]["namespace"] = "keptn"
    path = control_plane.folder / "keptn.conf"
    path.write_text(json.dumps(config))
    return {"KUBECONFIG": str(path)}


def servers_verdict(cluster, kubeconfig, path):
    """What a dry run of kubectl says: accepted, refused, or nothing of both."""
    done = cluster.kubectl("create", "--dry-run=server", "-f", path, check=False, environment=kubeconfig)
    if "Error from server" in done.stderr or "denied the request" in done.stderr:
        return REFUSED
    return ACCEPTED if done.returncode == 0 and "secret/keptn-api-token created" in done.stdout else UNREADABLE


def checks_verdict(path):
    return subprocess.run([program("token-webhook"), "check", path], capture_output=True, timeout=30, check=False).returncode


def complaints(cluster, kubeconfig, folder, feature, allowed, count):
    """Where the two differ: files and features, no content."""
    found = []
    for number in range(count):
        case = draw(random.Random(f"{SEED} {feature} {number}"), feature, allowed)
        path = folder / f"{number}.manifest"
        path.write_bytes(case.content)
        server, check = servers_verdict(cluster, kubeconfig, path), checks_verdict(path)
        if check != server and (check != UNREADABLE or set(case.features) <= PLAIN):
            found.append(f"{path}: server {server}, check {check}: {'; '.join(case.features)}")
    return found


@pytest.mark.parametrize("feature", FEATURES)
def test_check_agrees_with_the_api_server(absent, kubeconfig, tmp_path, feature):
    found = complaints(absent, kubeconfig, tmp_path, feature, PLAIN, CASES)
    assert found == [], "\n".join(found)


def test_check_agrees_with_the_api_server_on_mixtures(absent, kubeconfig, tmp_path):
    found = complaints(absent, kubeconfig, tmp_path, "", set(FEATURES), 10 * CASES)
    assert found == [], "\n".join(found)
