"""Measures token-webhook beside nginx, controller-runtime and stock Pistache: see benchmarks/webhook.sh, which builds
them. usage: run.py FOLDER ROUNDS SECONDS [BEFORE]   FOLDER: controller-runtime-webhook, stock_pistache, bare_echo;
BEFORE: the token-webhook of an earlier commit

Every number is the median of the rounds; in a round the servers take turns, so that what else the machine does meets
all of them."""
import base64
import http.client
import json
import os
import pathlib
import platform
import secrets
import signal
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
import uuid

import yaml

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests" / "cluster"))
from cluster import Pki, wait_for  # noqa: E402
from control_plane import ControlPlane, free_ports  # noqa: E402
from story import active, as_list  # noqa: E402

REVIEWS = 10000
PATH_KEY = secrets.token_hex(16)  # As installed: the callers of ours are known.
OURS, BEFORE, NGINX, GO, STOCK = "token-webhook", "token-webhook before", "nginx", "controller-runtime", "Pistache 0.0.5"
BARE = "the uid sent back and nothing else"
INSTALLED = "token-webhook as installed, mutating and validating"
LABELLED = "token-webhook as installed, an edit that leaves the token alone"
ANSWER = ('{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","response":{"uid":'
          '"b72f47ab-263c-42fe-8ff7-3e84f06dfebd","allowed":true}}')
NGINX_CONF = """
worker_processes 2;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  keepalive_requests 1000000000;
  ssl_session_cache off;
  ssl_session_tickets off;
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {folder}/pki/tls.crt;
    ssl_certificate_key {folder}/pki/tls.key;
    location / {{ default_type application/json; return 200 '{answer}'; }}
  }}
}}
"""


def token():
    return base64.b64encode(secrets.token_bytes(16)).decode()


def in_secret(value):
    return {"keptn-api-token": base64.b64encode(value.encode()).decode()}


def write_reviews(path):
    """A patch as a real API server sent it (tests/golden), with new tokens and another uid each time. To be stored: each
    such change has an audit line, whatever the rate."""
    review = json.loads((ROOT / "tests/golden/admission/patch-merge-good/request.json").read_text())
    review["request"]["dryRun"] = False
    with open(path, "w") as file:
        for _ in range(REVIEWS):
            review["request"]["uid"] = str(uuid.uuid4())
            review["request"]["oldObject"]["data"] = in_secret(token())
            review["request"]["object"]["data"] = in_secret(token())
            file.write(json.dumps(review, separators=(",", ":")) + "\n")


def write_memory(folder):
    """A fingerprint key and a full list of retired tokens: ours works as it is installed."""
    folder.mkdir()
    (folder / "hmac-key").write_bytes(secrets.token_bytes(32))
    (folder / "retired.json").write_text(json.dumps({"version": 1, "rotatedAt": "2026-01-01T00:00:00Z", "retired": [
        {"fingerprint": "hmac-sha256:" + secrets.token_hex(16), "at": "2026-01-01T00:00:00Z"} for _ in range(100)]}))


class Server:
    def __init__(self, name, command, port, log):
        self.name, self.command, self.port, self.log = name, command, port, log
        self.path = f"/validate/{PATH_KEY}" if name in (OURS, BEFORE) else "/validate"
        self.process = None

    def start(self):
        """From exec to the first answer over TLS, in seconds."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        begin = time.perf_counter()
        self.process = subprocess.Popen(self.command, stdout=open(f"{self.log}.out", "w"),
                                        stderr=open(f"{self.log}.err", "w"))
        while time.perf_counter() - begin < 10:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=5) as raw, \
                        context.wrap_socket(raw, server_hostname="localhost") as connection:
                    # As Go does. Else the request waits 40 ms for the end of the handshake to be acknowledged.
                    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    connection.sendall(b"GET " + self.path.encode() + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    if connection.recv(1):
                        return time.perf_counter() - begin
            except OSError:
                time.sleep(0.0002)
        raise TimeoutError(f"{self.name} does not answer: {self.log}.err")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def processes(self):
        children = subprocess.run(["pgrep", "-P", str(self.process.pid)], text=True, capture_output=True, check=False)
        return [self.process.pid, *map(int, children.stdout.split())]

    def cpu(self):
        """Seconds so far."""
        ticks = 0
        for pid in self.processes():
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def resident(self):
        """MiB; what several processes share counts once."""
        pids = self.processes()
        field = "Rss:" if len(pids) == 1 else "Pss:"
        lines = [line for pid in pids for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()]
        return sum(int(line.split()[1]) for line in lines if line.startswith(field)) / 1024


def wrk(server, connections, seconds, reviews, close=False):
    """Rate, percentiles in milliseconds, CPU microseconds a request, resident MiB near the end."""
    environment = {**os.environ, "REVIEWS": str(reviews), "REVIEW_PATH": server.path, **({"CLOSE": "1"} if close else {})}
    before = server.cpu()
    client = subprocess.Popen(["wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "-s", HERE / "reviews.lua",
                               f"https://127.0.0.1:{server.port}"], text=True, stdout=subprocess.PIPE, env=environment)
    time.sleep(seconds * 0.8)
    resident = server.resident()
    output = client.communicate()[0]
    found = json.loads(next(line for line in output.splitlines() if line.startswith("RESULT "))[7:])
    done = max(found["requests"], 1)
    return {"rate": done / found["microseconds"] * 1e6, "resident": resident, "errors": found["errors"] + found["refused"],
            "cpu": (server.cpu() - before) / done * 1e6, **{p: found[p] / 1000 for p in ("p50", "p99", "p999")}}


def h2load(server, connections, seconds, review):
    # It waits for ever for a server that closes its connections: such a one gets 0.
    done = subprocess.run(["timeout", str(seconds + 3), "h2load", "--h1", f"-c{connections}", "-t2", f"-D{seconds}", "-d", review, "-H",
                           "content-type: application/json", f"https://127.0.0.1:{server.port}{server.path}"],
                          text=True, capture_output=True, check=False)
    line = next((line for line in done.stdout.splitlines() if line.startswith("finished in")), "finished in 0, 0 req/s")
    return float(line.split(",")[1].split()[0])


def register(cluster, name, namespace, url, ca):
    cluster.kubectl("create", "namespace", namespace)
    cluster.kubectl("apply", "-f", "-", input=json.dumps({
        "apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingWebhookConfiguration",
        "metadata": {"name": name}, "webhooks": [{
            "name": f"{name}.test.example", "admissionReviewVersions": ["v1"], "sideEffects": "None",
            "failurePolicy": "Fail", "timeoutSeconds": 5, "clientConfig": {"url": url, "caBundle": ca},
            "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": namespace}},
            "matchConditions": [{"name": "the-secret", "expression":
                                 "(object != null ? object : oldObject).metadata.name == 'keptn-api-token'"}],
            "rules": [{"apiGroups": [""], "apiVersions": ["v1"], "resources": ["secrets"],
                       "operations": ["CREATE", "UPDATE", "DELETE"], "scope": "Namespaced"}]}]}))


def mutating(url, ca):
    """The shipped registration of /mutate, at that address, active."""
    documents = yaml.safe_load_all((ROOT / "manifests/base/registration.yaml").read_text())
    registration = next(d for d in documents if d["kind"] == "MutatingWebhookConfiguration")
    registration["webhooks"][0]["clientConfig"] = {"url": url, "caBundle": ca}
    return as_list(active([registration]))


def time_patches(connection, namespaces, body, patches):
    """name -> (median of a PATCH in milliseconds, what it adds to the one without a webhook); the namespaces take turns."""
    found = {name: [] for name in namespaces}
    for number in range(patches + 20):
        for name, namespace in namespaces.items():
            text = json.dumps(body(number))
            begin = time.perf_counter()
            connection.request("PATCH", f"/api/v1/namespaces/{namespace}/secrets/keptn-api-token", text,
                               {"Content-Type": "application/merge-patch+json"})
            answer = connection.getresponse()
            answer.read()
            if number >= 20:  # The first ones warm caches and open the webhooks' connections.
                found[name].append((time.perf_counter() - begin) * 1000)
            assert answer.status == 200, answer.status
    medians = {name: statistics.median(times) for name, times in found.items()}
    return {name: (median, median - medians["none"]) for name, median in medians.items()}


def patch_latencies(pki, servers, patches):
    """A PATCH on a real API server, one at a time: validating alone, for each server; then ours as it is installed."""
    namespaces = {"none": "plain", GO: "other", BARE: "bare", OURS: "keptn"}

    def new_token(_):
        return {"data": in_secret(token())}

    with ControlPlane(tempfile.mkdtemp(prefix="token-guard-benchmark-")) as cluster:
        cluster.kubectl("create", "namespace", "plain")
        for name, server in servers.items():
            url = f"https://127.0.0.1:{server.port}{server.path}"
            register(cluster, f"webhook-{namespaces[name]}", namespaces[name], url, pki.encoded("ca.crt"))
        for name, namespace in namespaces.items():
            cluster.kubectl("create", "secret", "generic", "keptn-api-token", "-n", namespace,
                            f"--from-literal=keptn-api-token={token()}")
        for name in servers:
            weak = ["patch", "secret", "keptn-api-token", "-n", namespaces[name], "--dry-run=server", "-p",
                    '{"stringData":{"keptn-api-token":"weak"}}']
            wait_for(f"{name} to refuse", lambda c=weak: cluster.kubectl(*c, check=False).returncode != 0)
        context = ssl.create_default_context(cafile=cluster.pki.path("ca.crt"))
        context.load_cert_chain(cluster.pki.path("admin.crt"), cluster.pki.path("admin.key"))
        connection = http.client.HTTPSConnection("127.0.0.1", int(cluster.server.rsplit(":", 1)[1]), context=context)
        found = time_patches(connection, namespaces, new_token, patches)
        cluster.kubectl("apply", "-f", "-", input=mutating(f"https://127.0.0.1:{servers[OURS].port}/mutate/{PATH_KEY}", pki.encoded("ca.crt")))
        patch = ["patch", "secret", "keptn-api-token", "-n", "keptn", "--dry-run=server", "-o", "json", "-p"]
        wait_for("/mutate", lambda: "token-guard.keptn.sh/changed-at" in cluster.kubectl(
            *patch, json.dumps(new_token(0)), secret=True).stdout)
        installed = {"none": "plain", INSTALLED: "keptn"}
        found[INSTALLED] = time_patches(connection, installed, new_token, patches)[INSTALLED]
        found[LABELLED] = time_patches(connection, installed, lambda number: {"metadata": {"labels": {"n": str(number)}}},
                                       patches)[INSTALLED]
    return found


def measure(servers, reviews, review, rounds, seconds):
    """name -> row -> the rounds' values."""
    found = {name: {} for name in servers}

    def note(name, row, value):
        found[name].setdefault(row, []).append(value)

    for _ in range(max(rounds, 5)):
        for name, server in servers.items():
            server.stop()
            note(name, "cold start to the first answer, ms", server.start() * 1000)
    for number in range(rounds):
        for connections in (16, 64):
            for name, server in servers.items():
                result = wrk(server, connections, seconds, reviews)
                note(name, f"requests/s, {connections} connections", result["rate"])
                for percentile, label in (("p50", "p50"), ("p99", "p99"), ("p999", "p99.9")):
                    note(name, f"{label}, {connections} connections, ms", result[percentile])
                note(name, f"CPU a request, {connections} connections, µs", result["cpu"])
                note(name, f"resident, {connections} connections, MiB", result["resident"])
                note(name, "failed requests", result["errors"])
        for name, server in servers.items():
            note(name, "requests/s by h2load, 64 connections", h2load(server, 64, seconds, review))
            note(name, "new handshakes/s, one request each", wrk(server, 16, seconds, reviews, close=True)["rate"])
        print(f"round {number + 1} of {rounds} done", file=sys.stderr)
    return {name: {row: statistics.median(values) if row != "failed requests" else sum(values)
                   for row, values in rows.items()} for name, rows in found.items()}


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def report(found, latencies):
    rivals = [name for name in (NGINX, GO, BEFORE) if name in found]
    print("| | " + " | ".join([*found, *(f"ours : {name}" for name in rivals)]) + " |")
    print("|---" * (len(found) + len(rivals) + 1) + "|")
    for row in found[OURS]:
        ours = found[OURS][row]
        ratios = [f"{ours / found[name][row]:.2f}" if found[name][row] else "" for name in rivals]
        print(f"| {row} | " + " | ".join([number(found[name][row]) for name in found] + ratios) + " |")
    print("\n| a PATCH of the Secret on kube-apiserver 1.34.4, ms | median | added |\n|---|---|---|")
    for name, (median, added) in latencies.items():
        print(f"| {name} | {median:.2f} | {added:.2f} |")
    print("\n| goal | measured | |\n|---|---|---|")
    for goal, measured, met in goals(found, latencies):
        print(f"| {goal} | {measured} | {'met' if met else 'MISSED'} |")


def goals(found, latencies):
    ours, nginx, go = found[OURS], found[NGINX], found[GO]
    for connections in (16, 64):
        row = f"requests/s, {connections} connections"
        ratio = ours[row] / nginx[row]
        yield f"{row}: at least 0.6 of nginx (0.8 is the aim)", f"{ratio:.2f}", ratio >= 0.6
        row = f"p99, {connections} connections, ms"
        ratio = ours[row] / nginx[row]
        yield f"{row}: within 1.5 of nginx", f"{ratio:.2f}", ratio <= 1.5
        row = f"resident, {connections} connections, MiB"
        yield f"{row}: at most 16", number(ours[row]), ours[row] <= 16
    behind = [row for row in ours if row != "failed requests" and
              (ours[row] < go[row] if "/s" in row else ours[row] > go[row])]
    yield "ahead of controller-runtime on every row", ", ".join(behind) or "every row", not behind
    row = "cold start to the first answer, ms"
    yield "ready within 50 ms of exec", number(ours[row]), ours[row] <= 50
    added = {name: latencies[name][1] for name in (GO, BARE, OURS)}
    yield ("added latency of a PATCH under half of controller-runtime's",
           f"{added[OURS] / added[GO]:.2f}; {BARE}: {added[BARE] / added[GO]:.2f}", added[OURS] < added[GO] / 2)
    yield "no failed request", number(ours["failed requests"]), ours["failed requests"] == 0


def machine():
    model = next(line.split(":", 1)[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines()
                 if line.startswith("model name"))
    memory = next(line.split()[1] for line in pathlib.Path("/proc/meminfo").read_text().splitlines())
    return (f"{os.cpu_count()} cores ({model}), {int(memory) // 1048576} GiB, Linux {platform.release()}, "
            f"{ssl.OPENSSL_VERSION}, load before the run {os.getloadavg()[0]:.1f}")


def main(folder, rounds, seconds, before=None):
    work = pathlib.Path(tempfile.mkdtemp(prefix="token-guard-benchmark-"))
    pki = Pki(work / "pki")
    pki.issue("tls", "/CN=localhost")
    reviews, review = work / "reviews", work / "review"
    write_reviews(reviews)
    review.write_text(reviews.read_text().splitlines()[0])
    write_memory(work / "retired")
    (work / "path-key").write_text(PATH_KEY + "\n")
    ports = free_ports(6)
    (work / "nginx.conf").write_text(NGINX_CONF.format(folder=work, port=ports[1], answer=ANSWER))
    certificate, key = pki.path("tls.crt"), pki.path("tls.key")

    def webhook(program, port):
        return [program, "serve", "--listen", f"127.0.0.1:{port}", "--ops-listen", "127.0.0.1:0", "--cert", certificate, "--key", key,
                "--retired-dir", work / "retired", "--drain", "0", "--path-key", work / "path-key"]

    commands = {
        OURS: webhook(ROOT / "build/release/bin/token-webhook", ports[0]),
        NGINX: ["nginx", "-p", work, "-c", work / "nginx.conf"],
        GO: [folder / "controller-runtime-webhook", str(ports[2]), work / "pki"],
        STOCK: [folder / "stock_pistache", str(ports[3]), certificate, key],
        BARE: [folder / "bare_echo", str(ports[4]), certificate, key],
        **({BEFORE: webhook(before, ports[5])} if before else {}),
    }
    servers = {name: Server(name, command, port, work / name.replace(" ", "-"))
               for (name, command), port in zip(commands.items(), ports)}
    print(f"{machine()}; {rounds} rounds of {seconds} s, {time.strftime('%Y-%m-%d', time.gmtime())}\n")
    try:
        for server in servers.values():
            server.start()
        latencies = patch_latencies(pki, {name: servers[name] for name in (GO, BARE, OURS)}, 300)
        servers[BARE].stop()
        found = measure({name: servers[name] for name in (OURS, BEFORE, NGINX, GO, STOCK) if name in servers}, reviews, review, rounds, seconds)
    finally:
        for server in servers.values():
            if server.process and server.process.poll() is None:
                server.stop()
    report(found, latencies)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:])
