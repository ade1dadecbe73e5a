#!/usr/bin/python3
"""What a rotation costs, beside `kubectl rollout restart` and `kubectl rollout status` of the same Deployments.

Boots the node ring's cluster (root), installs the guard, and alternates the two ten times. Prints each pair, the median of
the ratios, API calls, resident memory, drain and cut-over window, and fails where a claim of docs/rotation.md does not
hold.

usage, as root: benchmarks/rotation.py [PAIRS]
"""
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests/cluster"))
from cluster import program, wait_for  # noqa: E402
from node import Node  # noqa: E402
from story import GUARD, install_guard, install_keptn, new_token  # noqa: E402

RESTART = ("kubectl rollout restart -n keptn deployment/api-service deployment/bridge > /dev/null && "
           "kubectl rollout status -n keptn deployment/api-service > /dev/null && "
           "kubectl rollout status -n keptn deployment/bridge > /dev/null")


def install(node):
    node.kubectl("create", "namespace", "keptn")
    install_keptn(node, new_token())
    install_guard(node)


def settled(node):
    """Nothing of an earlier round is left to slow the next one down."""
    wait_for("two pods", lambda: len(node.get("pods", "-n", "keptn", "-l",
                                              "app.kubernetes.io/name in (api-service, bridge)")["items"]) == 2)
    time.sleep(1)


def restart(node):
    began = time.monotonic()
    node.run("bash", "-c", RESTART)
    return time.monotonic() - began


def most_memory(process, peak):
    """VmHWM of the rotator in KiB, while it runs; nsenter is its parent."""
    while process.poll() is None:
        for pid in subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True,
                                  check=False).stdout.split():
            try:
                status = pathlib.Path(f"/proc/{pid}/status").read_text()
                if "token-rotator" in status.splitlines()[0]:
                    peak.append(int(status.split("VmHWM:")[1].split()[0]))
            except (OSError, IndexError):
                pass
        time.sleep(0.02)


def rotate(node, kubeconfig):
    peak = []
    began = time.monotonic()
    process = subprocess.Popen([*node.prefix, str(program("token-rotator")), "rotate", "--kubeconfig", str(kubeconfig)],
                               stdout=subprocess.PIPE, text=True)
    watcher = threading.Thread(target=most_memory, args=(process, peak))
    watcher.start()
    output, _ = process.communicate(timeout=120)
    wall = time.monotonic() - began
    watcher.join()
    lines = [json.loads(line) for line in output.splitlines()]
    if process.returncode != 0:
        sys.exit(f"the rotation left with {process.returncode}:\n{output}")
    report = next(line for line in lines if line.get("message") == "rotated")
    # From the start of the process to the last Deployment rolled out: what comes after is drain, proof and bookkeeping.
    report["rolloutSeconds"] = wall - report["seconds"] + report["rolloutMilliseconds"] / 1000
    report["wallSeconds"], report["peakKiB"] = wall, max(peak, default=0)
    return report


def main(pairs):
    with tempfile.TemporaryDirectory(prefix="token-guard-rotation-") as folder, Node(folder) as node:
        install(node)
        account = node.rotator_token(GUARD)
        (node.folder / "pki" / "rotator.conf").write_text(json.dumps({
            **json.loads((node.folder / "pki" / "admin.conf").read_text()),
            "users": [{"name": "admin", "user": {"token": account}}]}))
        kubeconfig = node.folder / "pki" / "rotator.conf"
        for warm in (restart, lambda n: rotate(n, kubeconfig)):
            settled(node)
            warm(node)
        rows = []
        print("restart s  rotation s  ratio  all s  calls  peak KiB  drain ms  cut-over ms", flush=True)
        for pair in range(pairs):
            settled(node)
            first = restart(node) if pair % 2 == 0 else None
            settled(node)
            report = rotate(node, kubeconfig)
            settled(node)
            seconds = first or restart(node)
            ratio = report["rolloutSeconds"] / seconds
            rows.append((ratio, report))
            print(f"{seconds:9.2f}  {report['rolloutSeconds']:10.2f}  {ratio:5.2f}  {report['wallSeconds']:5.2f}  "
                  f"{report['apiCalls']:5}  {report['peakKiB']:8}  {report['drainMilliseconds']:8}  "
                  f"{report['cutOverMilliseconds']:11}", flush=True)
    ratio = statistics.median(ratio for ratio, _ in rows)
    calls = max(report["apiCalls"] for _, report in rows)
    peak = max(report["peakKiB"] for _, report in rows)
    print(f"median ratio {ratio:.2f} (at most 1.15), most API calls {calls} (at most 30), "
          f"peak {peak / 1024:.1f} MiB (at most 16)")
    return 0 if ratio <= 1.15 and calls <= 30 and peak <= 16 * 1024 else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10))
