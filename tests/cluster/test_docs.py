"""The commands of README.md and docs, run as written on a node that has Keptn and nothing else.

A fenced block below the line `<!-- run -->` is run: a line that begins with "$ " is a command, and what follows has to be part of what
the command prints, in this order; "…" stands for anything. `<!-- run: NAME -->` belongs to the story of that name.
"""
import os
import pathlib
import re
import time

import pytest

from cluster import ROOT
from node import Node
from rendering import helm_binary
from story import TOKENS, fresh, search, start_keptn

BLOCK = re.compile(r"^<!-- run(?:: ([a-z-]+))? -->\n```[a-z]*\n(.*?)^```$", re.M | re.S)


def steps(document, story=None):
    """(command, expected pieces) of each command of a story."""
    found = []
    for name, block in BLOCK.findall((ROOT / document).read_text()):
        if (name or None) != story:
            continue
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].extend(piece for piece in line.split("…") if piece)
    assert found, f"{document} has no story {story}"
    return found


@pytest.fixture(scope="module")
def fresh_node(tmp_path_factory):
    if os.geteuid() != 0:
        pytest.skip("the node ring needs root")
    with Node(tmp_path_factory.mktemp("docs")) as node:
        node.kubectl("create", "namespace", "keptn")
        start_keptn(node, fresh())
        yield node


def follow(node, document, story=None):
    """Runs a story as a reader does. The seconds until each command had ended."""
    began, ends = time.monotonic(), []
    path = f"{pathlib.Path(helm_binary()).parent}:{node.binaries}:{os.environ['PATH']}"
    for command, expected in steps(document, story):
        done = node.run("bash", "-c", command, check=False, environment={"PATH": path, "REGISTRY": "localhost"}, cwd=ROOT)
        output, at = done.stdout + done.stderr, 0
        for piece in expected:
            assert piece in output[at:], f"$ {command}\nexpected {piece!r} in:\n{output}"
            at = output.index(piece, at) + len(piece)
        assert expected or done.returncode == 0, f"$ {command}\n{output}"
        ends.append(time.monotonic() - began)
    return ends


def test_the_quickstart_of_the_readme_works_as_written(fresh_node, say):
    ends = follow(fresh_node, "README.md")
    say(f"quickstart: first refused edit after {ends[2]:.0f} s, rotated after {ends[-2]:.0f} s, removed after {ends[-1]:.0f} s")
    assert fresh_node.kubectl("get", "namespace", "token-guard", check=False).returncode != 0


def test_the_demo_runs_on_a_cluster_of_ones_own(fresh_node):
    token = fresh_node.token()
    done = fresh_node.run("bash", ROOT / "scripts/demo.sh", "--kubeconfig", fresh_node.kubeconfig,
                          environment={"TMPDIR": str(fresh_node.folder)})
    assert "is refused" in done.stdout and "none holds a token" in done.stdout and fresh_node.token() == token
    fresh_node.run("bash", ROOT / "scripts/demo.sh", "--kubeconfig", fresh_node.kubeconfig, "--rotate",
                   environment={"TMPDIR": str(fresh_node.folder)})
    TOKENS.append(fresh_node.token())
    assert TOKENS[-1] != token
    fresh_node.kubectl("delete", "-k", ROOT / "manifests/base")


def test_no_output_holds_a_token(fresh_node):
    assert search(TOKENS, {str(number): text for number, text in enumerate(fresh_node.transcript)}) == []
