"""The commands of README.md and docs, run as written on a node that has Keptn and nothing else.

A fenced block below the line `<!-- run -->` is run: a line that begins with "$ " is a command, and what follows has to be part of what
the command prints, in this order; "…" stands for anything. A block without such a line is a script that has to succeed.
`<!-- run: NAME -->` belongs to the story of that name; with "with another output", what the block shows is an example.
Every other block of commands, and every command in running text, is in a table below with what runs it, or why nothing does.
"""
import os
import pathlib
import re
import shutil
import time

import pytest

from cluster import ROOT, program
from lanes import FULL
from node import Node
from rendering import helm_binary
from story import GUARD, TOKENS, fresh, manifest, search, start_keptn

PAGES = ["README.md", *sorted(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^(?:<!-- run(?:: ([a-z]+))?(, with another output)? -->\n)?```([a-z]*)\n(.*?)^```$", re.M | re.S)
COMMAND = re.compile(r"(?:\$ )?\(?(?:kubectl|helm|docker|token-webhook|token-rotator|scripts/|cmake|detection|python3|oras|skopeo|kustomize)\b")

# First line of a block -> what runs it, or why nothing does.
OTHER_BLOCKS = {
    "docker build -t $REGISTRY/token-guard:dev . && docker push": "tests/cluster/image.sh builds the Dockerfile; a registry is not here",
    "scripts/demo.sh ": "test_the_demo_runs_on_a_cluster_of_ones_own; the form without arguments boots this file's node and runs the same",
    "cmake --preset release": "the ring build",
    "python3 -c 'import hashlib, sys": "reads a line of standard input; test_audit_witness.py computes the same",
    "detection kinds 1000": "a benchmark, by hand (docs/benchmarks.md)",
    "$bytes = New-Object byte[] 16": "PowerShell, which no package registry of the tests has; docs/recipes.md judges what it stores",
    "(kubectl create job rotate-now": "PowerShell; README.md's quickstart runs the same with sed",
    "$token = [Text.Encoding]::UTF8": "PowerShell and Keptn's command",
    "Get-Content -Raw secret.yaml": "PowerShell and Docker",
}
ANNOTATE = ("kubectl annotate validatingwebhookconfiguration,mutatingwebhookconfiguration token-webhook "
            "kubectl.kubernetes.io/last-applied-configuration-")
# Command in running text -> the same. Those that only read are run here.
IN_TEXT = {
    "kubectl apply -k manifests/base": "test_node.py", "kubectl delete -k manifests/base": "test_the_demo_runs_on_a_cluster_of_ones_own",
    "kubectl apply -k manifests/monitoring": "test_installation.py, with stand-ins for the Prometheus Operator's kinds",
    "helm install token-guard manifests/chart -n token-guard --create-namespace": "test_installation.py",
    "helm install token-guard manifests/chart -n keptn": "test_installation.py admits it as a dry run",
    "helm uninstall token-guard -n token-guard": "README.md",
    "helm upgrade token-guard manifests/chart -n token-guard --reuse-values": "test_installation.py",
    "kubectl delete namespace token-guard": "README.md",
    "kubectl delete validatingwebhookconfiguration,mutatingwebhookconfiguration token-webhook": "README.md",
    "kubectl create job certs-now --from=cronjob/token-certificates -n token-guard": "certs/make.sh runs the same",
    "kubectl delete job -l app.kubernetes.io/name=token-certificates -n token-guard": "test_node.py and test_upgrade.py",
    "kubectl create job rotate-now --from=cronjob/token-rotator -n token-guard": "test_node.py, by another name",
    ANNOTATE: "test_the_commands_of_the_pages_work_as_written",
    "token-rotator certs --kubeconfig ~/.kube/config": "test_certificates.py, with --renew",
}


def blocks(document):
    """(story or None, whether what it shows is an example, language, text) of each block; the story without a name is ""."""
    text = re.sub(r"^   (```)", r"\1", (ROOT / document).read_text(), flags=re.M)
    found = []
    for match in BLOCK.finditer(text):
        story, example, language, content = match.groups()
        found.append(((story or "") if match[0].startswith("<!--") else None, bool(example), language, content))
    return found


def steps(document, story):
    """(command, expected pieces) of each command of a story."""
    found = []
    for name, example, _, block in blocks(document):
        if name != story:
            continue
        if not re.search(r"^\$ ", block, re.M):
            found.append((f"set -e\n{block}", []))
            continue
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            elif not example:
                found[-1][1].extend(piece for piece in line.split("…") if piece)
    assert found, f"{document} has no story {story}"
    return found


def in_text(document):
    """The commands in running text that can be run as they are: those with arguments and without a gap."""
    text = BLOCK.sub("", (ROOT / document).read_text())
    found = (" ".join(command.split()) for command in re.findall(r"`([^`]+)`", text))
    return [c for c in found if re.match(r"(kubectl|helm|token-rotator|oras|skopeo) ", c) and "…" not in c and len(c.split()) > 3]


def only_reads(command):
    return re.match(r"helm template |kubectl (get|describe|logs|wait) |token-rotator (status|doctor) ", command)


def needs_registry(command):
    """It publishes a release; a registry is not here."""
    return re.match(r"oras |skopeo |helm push ", command)


def test_each_command_is_run_or_says_why_not():
    used = set()
    for document in PAGES:
        for story, _, language, block in blocks(document) if document != "docs/recipes.md" else []:  # test_recipes.py runs those.
            first = block.splitlines()[0]
            if story is None and (COMMAND.match(first) or language == "powershell"):
                known = [line for line in OTHER_BLOCKS if first.startswith(line)]
                assert known, f"{document}: {first}"
                used.add(known[0])
        for command in in_text(document) if document != "docs/windows.md" else []:  # For PowerShell.
            assert command in IN_TEXT or only_reads(command) or needs_registry(command), f"{document}: {command}"
            used.add(command)
    assert used >= set(OTHER_BLOCKS) | set(IN_TEXT), (set(OTHER_BLOCKS) | set(IN_TEXT)) - used


@pytest.fixture(scope="module")
def fresh_node(tmp_path_factory):
    if os.geteuid() != 0:
        pytest.skip("the node ring needs root")
    with Node(tmp_path_factory.mktemp("docs")) as node:
        node.kubectl("create", "namespace", "keptn")
        start_keptn(node, fresh())
        yield node


@pytest.fixture(scope="module")
def reader(fresh_node):
    """A folder as a reader has it: the checkout's manifests and scripts, a manifest, a token that ends with a newline, a kubeconfig."""
    folder = fresh_node.folder / "reader"
    folder.mkdir()
    for name in ("certs", "manifests", "scripts"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "token.txt").write_text(fresh() + "\n")
    (folder / "secret.yaml").write_text(manifest(fresh()))
    (fresh_node.folder / ".kube").mkdir(exist_ok=True)  # Its HOME; kubectl keeps a cache there.
    shutil.copy(fresh_node.kubeconfig, fresh_node.folder / ".kube/config")
    return folder


def run(node, folder, command):
    path = f"{pathlib.Path(helm_binary()).parent}:{node.binaries}:{program('token-webhook').parent}:{os.environ['PATH']}"
    return node.run("bash", "-c", f"cd {folder}\n{command}", check=False, environment={"PATH": path, "REGISTRY": "localhost"})


def follow(node, folder, document, story=""):
    """Runs a story as a reader does. The seconds until each command had ended."""
    began, ends = time.monotonic(), []
    for command, expected in steps(document, story):
        done = run(node, folder, command)
        output, at = done.stdout + done.stderr, 0
        for piece in expected:
            assert piece in output[at:], f"$ {command}\nexpected {piece!r} in:\n{output}"
            at = output.index(piece, at) + len(piece)
        assert expected or done.returncode == 0, f"$ {command}\n{output}"
        ends.append(time.monotonic() - began)
    return ends


def test_the_quickstart_of_the_readme_works_as_written(fresh_node, reader, say):
    ends = follow(fresh_node, reader, "README.md")
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


def test_a_certificate_run_by_hand_says_what_it_did(fresh_node, reader):
    """On the guard that the demo has installed."""
    done = run(fresh_node, reader, "certs/make.sh")
    assert done.returncode == 0 and "registrations are in order" in done.stdout, done.stdout + done.stderr
    before = fresh_node.kubectl("get", "secret", "token-webhook-tls", "-n", GUARD, "-o", "jsonpath={.data.tls\\.crt}").stdout
    if FULL:
        done = run(fresh_node, reader, "certs/make.sh --renew")
        assert done.returncode == 0, done.stdout + done.stderr
        after = fresh_node.kubectl("get", "secret", "token-webhook-tls", "-n", GUARD, "-o", "jsonpath={.data.tls\\.crt}").stdout
        assert after != before
    assert run(fresh_node, reader, "certs/make.sh --wrong").returncode == 2


def stories(name):
    return [document for document in PAGES if any(story == name for story, *_ in blocks(document))]


@pytest.mark.skipif(not FULL, reason="half a minute; the quickstart is always run")
def test_the_commands_of_the_pages_work_as_written(fresh_node, reader):
    """On the guard that the demo has installed."""
    assert len(stories("looking")) > 3
    for document in stories("looking"):
        follow(fresh_node, reader, document, "looking")
    for command in [*sorted({c for document in PAGES for c in in_text(document) if only_reads(c)}), ANNOTATE]:
        done = run(fresh_node, reader, command)
        assert done.returncode == 0, f"$ {command}\n{done.stdout}{done.stderr}"
    for document in stories("acting"):
        follow(fresh_node, reader, document, "acting")
    fresh_node.kubectl("wait", "job/roll-back", "-n", GUARD, "--for=condition=complete", "--timeout=150s")
    TOKENS.append(fresh_node.token())
    fresh_node.kubectl("delete", "-k", ROOT / "manifests/doctor")
    follow(fresh_node, reader, "README.md", "emergency")


def test_one_command_removes_what_the_demo_has_installed(fresh_node):
    fresh_node.kubectl("delete", "-k", ROOT / "manifests/base", "--ignore-not-found")
    assert fresh_node.kubectl("get", "namespace", GUARD, check=False).returncode != 0


def test_no_output_holds_a_token(fresh_node):
    assert search(TOKENS, {str(number): text for number, text in enumerate(fresh_node.transcript)}) == []
