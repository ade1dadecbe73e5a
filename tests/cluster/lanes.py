"""Several namespaces at a time, each with its own Keptn and a rotator that reaches the API server through a fault proxy.

    lane = Lane(cluster, "lane-1")
    case = lane.begin()                      # a token that is due, and a person's edits of its Secret
    lane.proxy.begin(7, "timeout after")
    codes = case.run_until_it_ends()         # repeated as under the CronJob
    assert case.wrong() == []
"""
import base64
import collections
import concurrent.futures
import dataclasses
import hashlib
import hmac
import itertools
import json
import os
import queue
import random
import re
import signal
import socket
import subprocess
import threading
import time

import yaml

from api import Api
from cluster import HERE, ROOT, program, wait_for
from fault_proxy import FAULTS, KILLS, REFUSED, FaultProxy
from story import as_list, encoded, moved, new_token, search, shipped

CONSUMERS = ("api-service", "bridge")
AGAIN = (4, -signal.SIGKILL)  # The CronJob's Job runs again after these exit codes; 0 completes the Job, any other code fails it.
SOURCES = itertools.count(1)
FULL = os.environ.get("TOKEN_GUARD_FULL") == "1"
UNDO = ("--deadline", "2", "--rollback-deadline", "60")  # The rotation fails; the rollback has enough time.
LOCK = 6  # Seconds: the lock is renewed every 2 s, so that most calls of a case are a rotation's own.
SHORT_LOCK = 1  # Of a run that waits for the lock of a killed one.


def decoded(text):
    return base64.b64decode(text).decode()


def ask(address, token, source=""):
    """The status of api-service's answer: 200, 401 or 429."""
    with socket.create_connection((address, 8080), timeout=10, source_address=(source, 0)) as s:
        s.sendall(f"POST /v1/auth HTTP/1.1\r\nHost: x\r\nx-token: {token}\r\nContent-Length: 0\r\n\r\n".encode())
        return int(s.recv(4096).split()[1])


def ask_anew(address, token):
    """As ask(), from another loopback address with each call, which avoids the rate limit."""
    number = next(SOURCES)
    return ask(address, token, f"127.1.{number // 250 % 250}.{number % 250 + 1}")


class Lane:
    def __init__(self, cluster, name, profile=None):
        self.cluster, self.name = cluster, name
        self.api = Api(cluster.server, cluster.pki)
        self.core, self.apps = f"/api/v1/namespaces/{name}", f"/apis/apps/v1/namespaces/{name}"
        self.guarded = f"{self.core}/secrets/keptn-api-token"
        self.record = f"{self.core}/secrets/token-rotator-record"
        self.folder = cluster.folder / name
        self.folder.mkdir()
        self.outputs = []  # Of every run.
        self.tokens = set()
        self.marks = itertools.count(1)
        self.install()
        self.proxy = FaultProxy(cluster.server, cluster.pki)
        self.profile = self.folder / "profile.json"
        self.write_profile(**(profile or {}))
        self.token = cluster.rotator_token(name)
        self.kubeconfig = cluster.pki.kubeconfig(f"rotator-{name}", self.proxy.server, token=self.token)

    def install(self):
        assert self.api.call("POST", "/api/v1/namespaces", {"metadata": {"name": self.name}})[0] == 201
        self.create_secret(new_token())
        keptn = list(yaml.safe_load_all((HERE / "keptn.yaml").read_text()))
        for document in keptn:
            document["metadata"]["namespace"] = self.name
            document["spec"]["revisionHistoryLimit"] = 1
            document["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] = 0
        self.cluster.kubectl("apply", "--validate=false", "-f", "-",  # Validation reads the whole schema: a second of work.
                             input=as_list([*moved(shipped("accounts", "state"), self.name), *keptn]))
        self.wait_rolled_out()

    def write_profile(self, **changes):
        """Keptn's profile with the lane's namespace."""
        printed = subprocess.run([program("token-webhook"), "profiles"], capture_output=True, text=True, check=True)
        profiles = json.loads(printed.stdout)
        profiles["profiles"][0].update({"namespace": self.name, "guardNamespace": self.name,
                                        "rotator": self.account(), **changes})
        self.profile.write_text(json.dumps(profiles))

    def account(self):
        return f"system:serviceaccount:{self.name}:token-rotator"

    def wait_rolled_out(self):
        wait_for(f"the Deployments of {self.name}", lambda: all(map(self.rolled_out, CONSUMERS)), 60, 0.05)

    def rolled_out(self, application):
        found = self.api.get(f"{self.apps}/deployments/{application}")
        status = found.get("status", {})
        return (len(self.pods(application)) == 1 and status.get("observedGeneration") == found["metadata"]["generation"]
                and [status.get(k) for k in ("replicas", "updatedReplicas", "availableReplicas")] == [1, 1, 1])

    def create_secret(self, token):
        self.tokens.add(token)
        return self.api.call("POST", f"{self.core}/secrets", {
            "metadata": {"name": "keptn-api-token"}, "data": {"keptn-api-token": encoded(token)}})

    def set_token(self, token):
        """Edits the Secret as a person does. Returns the HTTP status."""
        self.tokens.add(token)
        return self.api.call("PATCH", self.guarded, {"data": {"keptn-api-token": encoded(token)}})[0]

    def live(self):
        data = self.api.get(self.guarded).get("data") or {}
        return decoded(data["keptn-api-token"]) if "keptn-api-token" in data else None

    def read_record(self):
        data = self.api.get(self.record).get("data") or {}
        record = json.loads(decoded(data["record.json"])) if "record.json" in data else {}
        self.tokens |= {record[k] for k in ("pending", "previous") if record.get(k)}
        return record

    def write_record(self, **fields):
        text = json.dumps({"version": 1, **fields})
        assert self.api.call("PATCH", self.record, {"data": {"record.json": encoded(text)}})[0] == 200

    @staticmethod
    def at_rest(record):
        return (record.get("phase"), record.get("holder"), record.get("pending")) == ("idle", "", "")

    def pods(self, application):
        """All pods of an application, including terminating ones."""
        found = self.api.get(f"{self.core}/pods?labelSelector=app.kubernetes.io/name%3D{application}")
        return found.get("items", [])

    def retired(self, token):
        """Whether the retired list contains a token."""
        data = self.api.get(f"{self.core}/secrets/token-guard-retired").get("data") or {}
        if "retired.json" not in data:
            return False
        digest = hmac.new(base64.b64decode(data["hmac-key"]), token.encode(), hashlib.sha256).hexdigest()[:32]
        return f"hmac-sha256:{digest}" in decoded(data["retired.json"])

    def start(self, *arguments, prefix=(), lock=LOCK, kubeconfig=True, environment=None):
        """Starts a rotator, which the proxy's kills reach."""
        process = subprocess.Popen(
            [*prefix, program("token-rotator"), "rotate", *(["--kubeconfig", self.kubeconfig] if kubeconfig else []),
             "--profile-file", self.profile, "--request-timeout", "1", "--lock-timeout", str(lock), *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, **(environment or {})})
        self.proxy.victim = process.kill
        return process

    def end(self, process, timeout=120):
        """Runs a rotator. Returns its exit code, or "did not end", and its output."""
        try:
            output, code = process.communicate(timeout=timeout)[0], process.returncode
        except subprocess.TimeoutExpired:
            process.kill()
            output, code = process.communicate()[0] + "\nkilled by the test\n", "did not end"
        self.outputs.append(output)
        return code, output

    def rotate(self, *arguments, **options):
        return self.end(self.start(*arguments, **options))

    def begin(self, *arguments, record=True):
        """Begins a case: the token is due, no rotation has failed, and a person has edited the Secret. If `record` is false,
        the record of earlier runs stays."""
        self.wait_rolled_out()
        self.proxy.begin()
        if record:
            self.write_record(rotated="2026-01-01T00:00:00Z")
        mark = f"mark-{next(self.marks)}"
        status, secret = self.api.call("PATCH", self.guarded, {"metadata": {"annotations": {"person": mark}},
                                                               "data": {"other": encoded(mark)}})
        assert status == 200
        self.forget()
        old = decoded(secret["data"]["keptn-api-token"])
        self.tokens.add(old)
        return Case(self, old, mark, arguments, len(self.outputs))

    def mend(self):
        """Restores the lane after a failed case: a new token, new pods, an empty record."""
        self.heal()
        self.api.call("PATCH", self.record, {"data": None})
        self.api.call("DELETE", self.guarded)
        self.create_secret(new_token())
        self.restart_pods()

    def restart_pods(self):
        """Restarts all pods as `kubectl rollout restart` does and waits until all hold the live token."""
        for name in CONSUMERS:
            self.api.call("PATCH", f"{self.apps}/deployments/{name}", {"spec": {"template": {"metadata": {
                "annotations": {"token-guard.keptn.sh/rotation": None, "mended": str(next(self.marks))}}}}})
        wait_for("the Deployments", lambda: all(self.holds(c, self.live()) for c in CONSUMERS), 60, 0.05)
        self.wait_rolled_out()

    def holds(self, application, token):
        """Whether the one pod of an application is ready and has read this token."""
        pods = self.pods(application)
        return len(pods) == 1 and self.cluster.kubelet.read.get(pods[0]["metadata"]["uid"]) == token

    def seen(self):
        """All tokens that pods have read since the case began."""
        return self.cluster.kubelet.seen[self.name]

    def forget(self):
        self.cluster.kubelet.seen[self.name] = set()

    def spoil(self):
        """Keeps new pods of api-service from becoming ready."""
        self.cluster.kubelet.broken.add(f"{self.name}/api-service")

    def heal(self):
        self.cluster.kubelet.broken.discard(f"{self.name}/api-service")

    def ask(self, token):
        """The answer of the only pod of api-service."""
        (pod,) = self.pods("api-service")
        return ask_anew(pod["status"]["podIP"], token)

    def leaks(self):
        """Finds a token in the outputs."""
        self.tokens |= self.seen()
        return search(sorted(self.tokens), {f"output {i} of {self.name}": text for i, text in enumerate(self.outputs)})

    def close(self):
        self.proxy.close()


@dataclasses.dataclass
class Case:
    lane: Lane
    old: str
    mark: str
    arguments: tuple
    first: int  # Index of the first output of this case.

    def run(self, **options):
        """Runs the rotator once. Returns the exit code."""
        code = self.lane.rotate("--max-age", "30d", *self.arguments, **options)[0]
        self.lane.read_record()
        return code

    def run_until_it_ends(self, **options):
        """Runs as the CronJob's Job does (backoffLimit 3): again after a kill and after exit 4. Returns the exit codes."""
        codes = [self.run(**options)]
        while len(codes) < 4 and codes[-1] in AGAIN:
            codes.append(self.run(lock=SHORT_LOCK))
        return codes

    def wrong(self, codes, end, several=False):
        """The conditions that do not hold after a case with this expected exit code; empty if all hold. `several`: earlier
        rotations may have been rolled back."""
        lane, live, record = self.lane, self.lane.live(), self.lane.read_record()
        seen = lane.seen()
        rotated = end == 0
        held = {
            f"ends with {end}": codes[-1] == end,
            "the exit codes before are 4 or the kill's": all(code in AGAIN for code in codes[:-1]),
            "the right token is live": live is not None and (live != self.old) == rotated,
            "one rotation": not rotated or several or seen <= {self.old, live},
            "the record is at rest": lane.at_rest(record),
            "every pod holds the live token": all(lane.holds(c, live) for c in CONSUMERS),
            "the person's marks are kept": self.marks_kept(),
            "the retired list knows the old token and not the live one":
                lane.retired(self.old) == rotated and not lane.retired(live or ""),
            "no token in any output": lane.leaks() == [],
        }
        if held["every pod holds the live token"]:
            held["the pod answers 200 to the live token"] = lane.ask(live) == 200
            held["the pod answers 401 to the dead"] = all(lane.ask(t) == 401 for t in (seen | {self.old}) - {live})
        return [name for name, holds in held.items() if not holds]

    def marks_kept(self):
        secret = self.lane.api.get(self.lane.guarded)
        return (secret.get("metadata", {}).get("annotations", {}).get("person") == self.mark
                and decoded(secret.get("data", {}).get("other", "")) == self.mark)


def chosen(cases, every=10):
    """All cases in a full run, else every tenth."""
    return cases if FULL else cases[::every]


def begin(lane, undo, **options):
    """Begins a case that rotates or, with `undo`, one that must be rolled back."""
    lane.heal()
    case = lane.begin(*(UNDO if undo else ()), **options)
    if undo:
        lane.spoil()
    return case


def calls_of(lane, undo):
    """The number of calls of one rotation without a fault."""
    case = begin(lane, undo)
    codes = case.run_until_it_ends()
    assert case.wrong(codes, 6 if undo else 0) == [], lane.outputs[-1]
    lane.heal()
    return list(lane.proxy.calls)


def side_by_side(lanes, cases, run, say):
    """Calls run(lane, case) for each case, one at a time in each lane. Restores the lane after a failed case. Returns the failures.

    The order is pseudo-random and the same in each run: what has run is a fair part of the whole at any time. A long run prints
    each failure when it happens, and how many cases have run."""
    cases = random.Random(1).sample(list(cases), len(cases))
    free, lock, done = queue.SimpleQueue(), threading.Lock(), itertools.count(1)
    for lane in lanes:
        free.put(lane)

    def one(case):
        lane = free.get()
        try:
            complaint = run(lane, case)
            with lock:
                number = next(done)
                if number % 100 == 0:
                    say(f"{time.strftime('%H:%M:%S')} {number} of {len(cases)} cases")
                if complaint and FULL:
                    say(complaint)
            if complaint:
                lane.mend()
            return complaint
        finally:
            free.put(lane)
    with concurrent.futures.ThreadPoolExecutor(len(lanes)) as pool:
        return [complaint for complaint in pool.map(one, cases) if complaint]


def all_hold(lanes, cases, run, say, what, met=()):
    """Runs the cases, prints their number and fails if a case failed. `met` collects whether each case reached its call:
    the number of observations depends on the pace of a rollout, so that some of the last calls may be missing."""
    began = time.monotonic()
    complaints = side_by_side(lanes, cases, run, say)
    say(f"{len(cases)} {what}{f', {sum(met)} met' if met else ''}, {len(complaints)} went wrong, "
        f"{time.monotonic() - began:.0f} s")
    assert complaints == [], "\n".join(complaints)
    assert sum(met) >= 0.8 * len(met)


def describe(case, what, wrong, codes):
    """Keeps the outputs of a failed case. They hold no token; wrong() checks that."""
    outputs = [] if case.lane.leaks() else case.lane.outputs[case.first:]
    last = "".join(f"\n      {line}" for text in outputs for line in ["--", *text.splitlines()[-8:]])
    return f"{what}: exit codes {codes}; does not hold: {'; '.join(wrong)}{last}"


def matrix(lanes, undo, say, pick):
    """Fails each call of a rotation, or of a rollback, in each way, and kills the rotator there; `pick` selects cases."""
    calls = calls_of(lanes[0], undo)
    kinds = [*FAULTS, *KILLS]
    every = [(at, kind) for at in range(1, len(calls) + 1) for kind in kinds]
    cases, fired = pick(every), []

    def run(lane, case):
        at, kind = case
        state = begin(lane, undo)
        lane.proxy.begin(at, kind)
        codes = state.run_until_it_ends()
        fired.append(lane.proxy.fired)
        wrong = state.wrong(codes, 6 if undo else 0)
        what = f"{kind} at call {at}, {lane.proxy.calls[at - 1] if lane.proxy.fired else 'not reached'}"
        lane.heal()
        return describe(state, what, wrong, codes) if wrong else None

    began = time.monotonic()
    complaints = side_by_side(lanes, cases, run, say)
    say(f"{len(cases)} of {len(every)} cases ({len(calls)} calls x {len(kinds)} faults), {sum(fired)} met their fault, "
        f"{len(complaints)} went wrong, {time.monotonic() - began:.0f} s")
    assert complaints == [], "\n".join(complaints)
    assert sum(fired) >= 0.9 * len(cases)  # The number of observations depends on the pace of a rollout.


LASTING = (400, 403, 404, 409, 413, 422, 429, 500, 503)
POLICY = {"metadata": {"name": REFUSED}, "spec": {
    "failurePolicy": "Fail", "matchConstraints": {"resourceRules": [
        {"apiGroups": ["", "apps"], "apiVersions": ["v1"], "operations": ["UPDATE"], "resources": ["secrets", "deployments"]}]},
    "validations": [{"expression": f"!has(request.options.fieldManager) || request.options.fieldManager != '{REFUSED}'"}]}}
UNSAFE = {3: "the rollback was refused: ", 4: "; out of time; the next run resumes; "}  # What the last line says then.
WRITE = re.compile(r"(PATCH|DELETE) (?!.*dryRun)")


def have_policy(lane):
    """A ValidatingAdmissionPolicy that refuses the field manager REFUSED, in all namespaces."""
    for kind, body in (("ies", POLICY), ("ybindings", {"metadata": {"name": REFUSED}, "spec": {
            "policyName": REFUSED, "validationActions": ["Deny"]}})):
        status, _ = lane.api.call("POST", f"/apis/admissionregistration.k8s.io/v1/validatingadmissionpolic{kind}", body)
        assert status in (201, 409)  # It is there already.
    wait_for("the policy", lambda: lane.api.call("PATCH", f"{lane.record}?fieldManager={REFUSED}&dryRun=All", {})[0] == 422)


def refusals(lanes, undo, say):
    """Refuses each write of a rotation, or of a rollback, with each status, once; and with some of them, or by a policy of
    the API server, for good from there on. The run ends with a live token that the pods accept; or the rollback was refused
    too, and the last line says so, what is live where, and the command. By default a fixed part: RefusalsTest runs every
    case on a cluster in memory, in every run."""
    writes = [call for call in calls_of(lanes[0], undo) if WRITE.match(call)]
    numbers = range(1, len(writes) + 1)
    once = [(number, status, False) for number in numbers for status in (REFUSED, *range(400, 600))]
    for_good = [(number, status, True) for number in numbers for status in (REFUSED, *LASTING)]
    cases, met, ends = [*chosen(once, 41), *chosen(for_good, 4)], [], collections.Counter()
    have_policy(lanes[0])

    def run(lane, case):
        number, status, lasting = case
        state = begin(lane, undo)
        if lasting:  # Tried again until the deadline.
            state.arguments = ("--deadline", "2" if undo else "4", "--rollback-deadline", "10")
        seen = []

        def refuse(call):
            if not WRITE.match(call):
                return None
            seen.append(call)
            at = len(seen) == number or lasting and len(seen) > number and call == seen[number - 1]
            return status if at else None
        lane.proxy.refuse = refuse
        codes = [state.run()]
        lane.proxy.refuse = None
        met.append(len(seen) >= number)
        lane.heal()
        live, last = lane.live(), lane.outputs[-1].strip().splitlines()[-1]
        told = "the Secret keptn-api-token holds" in last and "token-rotator rollback" in last and any(
            codes == [code] and words in last for code, words in UNSAFE.items())
        safe = wait_for_pods(lane, live, 1 if told else 30)
        ends[f"exit {codes[0]}{'' if safe else ', told'}"] += 1
        held = {
            "the exit code is one of 0, 3, 4, 6": codes[0] in (0, 3, 4, 6),
            "every pod holds the live token, or the last line says that the rollback was refused": told or safe,
            "no token in any output": lane.leaks() == [],
        }
        if not lane.at_rest(lane.read_record()):  # The CronJob's next run resumes, with the default deadlines.
            state.arguments = ()
            codes += state.run_until_it_ends(lock=SHORT_LOCK)
            held["the next run ends the rotation"] = codes[-1] in (0, 6) and lane.at_rest(lane.read_record())
            held["every pod holds the live token then"] = wait_for_pods(lane, lane.live())
        wrong = [name for name, holds in held.items() if not holds]
        what = f"{status} {'from' if lasting else 'at'} write {number}{' of a rollback' if undo else ''}"
        return describe(state, what, wrong, codes) if wrong else None

    try:
        all_hold(lanes, cases, run, say, f"of {len(once) + len(for_good)} refusals ({len(writes)} writes)", met)
    finally:
        say(f"the first runs' ends: {dict(sorted(ends.items()))}")


def wait_for_pods(lane, token, seconds=30):
    """Whether all pods soon hold the token; the last restart may not be complete."""
    try:
        return wait_for("the pods", lambda: all(lane.holds(c, token) for c in CONSUMERS), seconds, 0.05)
    except TimeoutError:
        return False


class NodeLane(Lane):
    """A lane on a whole node, with real pods. Construct and use within the node's network (Node.within)."""

    def holds(self, application, token):
        pods = self.pods(application)
        return len(pods) == 1 and self.ask(token, application) == 200

    def ask(self, token, application="api-service"):
        """Waits out the rate limit: to the pods all calls come from one client."""
        (pod,) = self.pods(application)
        return wait_for("an answer beyond the rate limit", lambda: (
            status := ask(pod["status"]["podIP"], token)) != 429 and status, 20, 0.3)

    def seen(self):
        """All tokens that the Secret has held: a kubelet does not tell which of them a pod has read."""
        return {self.live() or ""} | self.since

    def forget(self):
        self.since = set()

    def spoil(self):
        """Limits the pods to the consumers' two and the rotator's, so that no pod of a new template starts."""
        status, _ = self.api.call("POST", f"{self.core}/resourcequotas", {"metadata": {"name": "full"},
                                                                        "spec": {"hard": {"pods": "3"}}})
        assert status == 201
        wait_for("the quota to count", lambda: self.api.get(f"{self.core}/resourcequotas/full").get("status", {}).get(
            "used", {}).get("pods") == "3")

    def heal(self):
        self.api.call("DELETE", f"{self.core}/resourcequotas/full")
