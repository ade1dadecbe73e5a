"""From an earlier commit's image and manifests, which are installed first, to the present ones, back, and to the present ones again:
on a whole node, under four edits a second, with a rotation by each."""
import os
import subprocess

import pytest

from cluster import ROOT, wait_for
from node import Node
from story import GUARD, Edits, install_keptn, manifest, new_token, pods
from upgrading import IMAGE, earlier, kept, upgrade

FULL = os.environ.get("TOKEN_GUARD_FULL") == "1"
EARLIER = "localhost/token-guard:earlier"


def build(tree, path):
    """The image of a tree, as an archive."""
    for command in (["bud", "--layers", "--pull-never", "--timestamp", "0", "-t", EARLIER, "."],
                    ["push", "-q", EARLIER, f"docker-archive:{path}:{EARLIER}"]):
        subprocess.run(["buildah", *command], cwd=tree, check=True, capture_output=True,
                       env={**os.environ, "STORAGE_DRIVER": "vfs", "BUILDAH_ISOLATION": "chroot"})


def running(node):
    """The images that the webhook's pods run."""
    found = node.get("pods", "-n", GUARD, "-l", "app.kubernetes.io/name=token-webhook")["items"]
    return {pod["status"]["containerStatuses"][0]["image"] for pod in found if "deletionTimestamp" not in pod["metadata"]}


def rotate(node, name):
    """By a Job of the CronJob as it is installed now, for a token of any age. Returns the token before."""
    old, old_pods = node.token(), pods(node)
    node.kubectl("create", "-f", "-", input=node.kubectl(
        "create", "job", name, "--from=cronjob/token-rotator", "-n", GUARD, "--dry-run=client", "-o", "yaml").stdout.replace(
            "--max-age=30d", "--max-age=0s"))
    node.kubectl("wait", f"job/{name}", "-n", GUARD, "--for=condition=complete", "--timeout=240s")
    assert node.token() != old and not set(old_pods) & set(pods(node))
    return old


@pytest.mark.skipif(not FULL, reason="builds the image of an earlier commit")
@pytest.mark.parametrize("since", ["one commit"] if os.environ.get("TOKEN_GUARD_EARLIER") else ["release", "change"])
def test_an_upgrade_with_the_image_and_back_fails_no_edit(since, tmp_path, say):
    if os.geteuid() != 0:
        pytest.skip("the node ring needs root")
    commit, tree = earlier(since, tmp_path)
    build(tree, tmp_path / "earlier.tar")
    with Node(tmp_path / "node") as node:
        node.run("ctr", "-a", "/run/containerd.sock", "-n", "k8s.io", "images", "import", tmp_path / "earlier.tar")
        node.kubectl("create", "namespace", "keptn")
        install_keptn(node, new_token())
        upgrade(node, tree, EARLIER)
        retired = [rotate(node, "earlier-1")]
        count, failed = 0, []
        for number, (folder, image) in enumerate([(ROOT, IMAGE), (tree, EARLIER), (ROOT, IMAGE)]):
            before = kept(node)
            with Edits(node) as edits:
                upgrade(node, folder, image)
                assert kept(node) == before and running(node) == {image}
                if image == IMAGE:
                    retired.append(rotate(node, f"rotation-{number}"))
            if image != IMAGE:  # It may wait for five minutes after an edit: CHANGELOG.md, "dry run".
                retired.append(rotate(node, f"rotation-{number}"))
            count, failed = count + edits.count, failed + edits.failed
        for token in retired:  # The webhook's mount lags by 90 s.
            wait_for("the retired token to be refused", lambda known=token: "[retired]" in node.kubectl(
                "create", "--dry-run=server", "-f", "-", input=manifest(known), check=False, secret=True).stderr, 120, 1)
    say(f"upgrade from {commit[:7]} with its image, back, and again: {count} edits, {len(failed)} failed")
    assert failed == []
