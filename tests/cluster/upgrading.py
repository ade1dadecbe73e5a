"""For the tests of upgrades: an earlier state of the guard, how to change to another one, and what that may not change."""
import io
import os
import subprocess
import tarfile

import pytest

from cluster import ROOT
from story import GUARD, GUARDED

# The first commit from which one command upgrades in place: before it, people made the certificates, which no command takes over.
# Older ones, 0.1.0 included, need the steps of docs/install.md.
FIRST = "b167a7c5ca1434acccebc98a78ecd4a80dc36d5a"
INSTALLED = ("Dockerfile", "cmake", "lib", "manifests", "rotator-job", "webhook")
IMAGE = "localhost/token-guard:dev"  # In manifests/base.
JOBS = ("job", "-l", "app.kubernetes.io/name=token-certificates", "-n", GUARD)


def earlier(since, folder):
    """A commit and its files: what was installed before the last "change" of it; or the last "release", FIRST if no release has a tag.
    TOKEN_GUARD_EARLIER names another commit."""
    def git(*arguments, check=True):
        return subprocess.run(["git", "-C", ROOT, *arguments], capture_output=True, check=check).stdout
    commit = os.environ.get("TOKEN_GUARD_EARLIER")
    if not commit and since == "release":
        commit = git("describe", "--tags", "--abbrev=0", "--match", "v*", "HEAD^", check=False).decode().strip() or FIRST
    if not commit:
        commit = git("rev-list", "--max-count=1", "--skip=1", "HEAD", "--", *INSTALLED, check=False).decode().strip()
    files = commit and git("archive", commit, check=False)
    if not files:
        pytest.skip(f"no history with {commit or 'a change'}")
    with tarfile.open(fileobj=io.BytesIO(files)) as tree:
        tree.extractall(folder / "tree")
    return commit, folder / "tree"


def upgrade(node, tree, image=IMAGE):
    """To the manifests of a tree, and to an image, as docs/install.md says."""
    manifests = node.kubectl("kustomize", tree / "manifests/base").stdout
    node.kubectl("delete", *JOBS)
    node.kubectl("apply", "-f", "-", input=manifests.replace(IMAGE, image))
    rolled_out(node)
    node.kubectl("wait", *JOBS, "--for=condition=complete", "--timeout=240s")


def rolled_out(node):
    node.kubectl("rollout", "status", "deployment/token-webhook", "-n", GUARD, "--timeout=240s")


def hooks(node):
    return [hook for kind in ("validatingwebhookconfiguration", "mutatingwebhookconfiguration")
            for hook in node.get(kind, "token-webhook")["webhooks"]]


def kept(node):
    """What no upgrade may change."""
    names = ("token-rotator-record", "token-guard-retired", "token-webhook-tls", "token-webhook-path-key")
    secrets = {name: node.get("secret", name, "-n", GUARD).get("data") for name in names}
    return secrets, [(hook["clientConfig"], hook["rules"]) for hook in hooks(node)], node.get("secret", *GUARDED)["data"]
