"""Edits by people, other runs and controllers during a rotation, on the real API server.

TOKEN_GUARD_FULL=1 runs every case, else a part of them; docs/rotation-faults.md holds the last full run.
"""
import base64
import contextlib
import json
import re
import signal
import subprocess

import pytest
import yaml

from cluster import Pki, at_clock, program, wait_for
from controlled_webhook import ControlledWebhook
from lanes import CONSUMERS, FULL, SHORT_LOCK, UNDO, all_hold, begin, calls_of, chosen, describe
from story import active, encoded, new_token, shipped

GUARDED = re.compile(r"(GET|PATCH) .*/secrets/keptn-api-token")


@pytest.fixture(scope="module")
def moments(lanes):
    """Each call of a rotation and of a rollback: (number, whether it is a rollback's)."""
    return [(at, undo) for undo in (False, True) for at in range(1, len(calls_of(lanes[0], undo)) + 1)]


def read_later(lane, at):
    """Whether the rotator has read the guarded Secret at or after call `at`."""
    return any(GUARDED.match(call) for call in lane.proxy.calls[at - 1:])


def rotates_at_last(lane, old):
    """The failures of the rotation that follows; the CronJob runs on three more days at most."""
    lane.heal()
    case = lane.begin(record=lane.at_rest(lane.read_record()))
    case.old = old
    codes = []
    while len(codes) < 3 and codes[-1:] != [0]:
        codes = [*codes, case.run_until_it_ends()[-1]]
    return case.wrong(codes[-1:], 0)


def test_a_persons_token_is_never_overwritten_and_never_lost(lanes, moments, say):
    cases, met = chosen(moments, 19), []

    def run(lane, moment):
        at, undo = moment
        case, theirs = begin(lane, undo), new_token()
        lane.proxy.begin(at, before=lambda: lane.set_token(theirs))
        codes = case.run_until_it_ends()
        live, record = lane.live(), lane.read_record()
        included = record.get("previous") == theirs
        gave_way = "somebody else has set a token" in lane.outputs[-1]
        met.append(lane.proxy.fired)
        if not lane.proxy.fired:
            lane.heal()
            return None
        held = {
            "theirs is live, or was rotated in its turn": live == theirs or codes[-1] == 0 and included,
            # A rollback restores the person's token, which no pod had read. If no new pod starts, nothing can be proven: exit 3.
            "the exit code says so": codes[-1] in ((0, 6, 3) if included else (3,) if read_later(lane, at) else (0, 6)),
            "the log says so": (codes[-1] == 3) == gave_way or "could not be proven either" in lane.outputs[-1],
            "the record is at rest": lane.at_rest(record),
            "no token in any output": lane.leaks() == [],
        }
        wrong = [name for name, holds in held.items() if not holds]
        wrong += [f"afterwards: {name}" for name in rotates_at_last(lane, live)]
        return describe(case, f"their token before call {at}{' of an undo' if undo else ''}", wrong, codes) if wrong else None

    all_hold(lanes, cases, run, say, f"of {len(moments)} moments", met)


def test_a_persons_other_edit_is_kept_and_the_rotation_goes_on(lanes, moments, say):
    cases, met = chosen(moments), []

    def run(lane, moment):
        at, undo = moment
        case = begin(lane, undo)
        case.mark = "edited"
        lane.proxy.begin(at, before=lambda: lane.api.call("PATCH", lane.guarded, {
            "metadata": {"annotations": {"person": "edited"}}, "data": {"other": encoded("edited")}}))
        codes = case.run_until_it_ends()
        met.append(lane.proxy.fired)
        wrong = case.wrong(codes, 6 if undo else 0) if lane.proxy.fired else []
        lane.heal()
        return describe(case, f"their annotation before call {at}", wrong, codes) if wrong else None

    all_hold(lanes, cases, run, say, f"of {len(moments)} moments", met)


def test_a_secret_deleted_in_mid_rotation_is_left_to_a_person_with_the_command(lanes, moments, say):
    cases, met = chosen(moments), []

    def run(lane, moment):
        at, undo = moment
        case = begin(lane, undo)
        lane.proxy.begin(at, before=lambda: lane.api.call("DELETE", lane.guarded))
        codes = case.run_until_it_ends()
        command = f"kubectl create secret generic keptn-api-token -n {lane.name} --from-file=keptn-api-token=/dev/stdin"
        met.append(lane.proxy.fired)
        if not lane.proxy.fired:
            lane.heal()
            return None
        held = {
            "the exit code says so": codes[-1] == (3 if read_later(lane, at) else 6 if undo else 0),
            "the command is told": codes[-1] != 3 or command in lane.outputs[-1],
            "no token in any output": lane.leaks() == [],
        }
        theirs = new_token()
        if lane.live() is None:
            lane.create_secret(theirs)
        wrong = [name for name, holds in held.items() if not holds]
        wrong += [f"afterwards: {name}" for name in rotates_at_last(lane, lane.live())]
        return describe(case, f"the Secret deleted before call {at}{' of an undo' if undo else ''}", wrong,
                        codes) if wrong else None

    all_hold(lanes, cases, run, say, f"of {len(moments)} moments", met)


def test_of_two_rotators_started_at_once_one_rotates_and_one_leaves_with_5(lanes, say):
    times = range(100 if FULL else 10)

    def run(lane, number):
        case = lane.begin()
        running = [lane.start(lock=20) for _ in range(2)]
        ends = [lane.end(process) for process in running]
        codes = [code for code, _ in ends]
        wrong = case.wrong([0], 0)
        if sorted(codes) != [0, 5]:
            wrong.append("one ends with 0 and one with 5")
        if sum('"rotation begun"' in output for _, output in ends) != 1:
            wrong.append("one has begun a rotation")
        return describe(case, f"pair {number}", wrong, codes) if wrong else None

    all_hold(lanes, times, run, say, "pairs")


def test_a_clock_an_hour_off_changes_nothing(lanes, say):
    count = len(calls_of(lanes[0], False))
    every = [(at, offset, first) for at in range(1, count + 1) for offset in ("+1h", "-1h") for first in (True, False)]
    cases = chosen(every, 29)

    def run(lane, what):
        at, offset, first = what
        wrong_clock = {"prefix": at_clock(offset)}
        case = lane.begin()
        lane.proxy.begin(at, "kill before")
        codes = [case.run(**(wrong_clock if first else {}))]
        if codes != [0]:  # Otherwise this run made fewer calls than the counted one.
            codes.append(case.run(lock=SHORT_LOCK, **({} if first else wrong_clock)))
        wrong = case.wrong(codes, 0)
        return describe(case, f"clock {offset} in the {'first' if first else 'second'} run, killed at call {at}", wrong,
                        codes) if wrong else None

    all_hold(lanes, cases, run, say, f"of {len(every)} cases")


def test_a_rotation_outlives_a_restart_of_the_api_server(lane, moments, say):
    every = [moment for moment in moments if not moment[1]]
    cases = every if FULL else every[len(every) // 2:][:1]
    complaints = []
    for at, _ in cases:
        case = lane.begin()
        lane.proxy.begin(at, before=lane.cluster.restart_apiserver)
        codes = case.run_until_it_ends()
        lane.cluster.wait_ready()
        if wrong := case.wrong(codes, 0):
            complaints.append(describe(case, f"restart at call {at}", wrong, codes))
            lane.mend()
    say(f"{len(cases)} of {len(every)} moments, {len(complaints)} went wrong")
    assert complaints == [], "\n".join(complaints)


@pytest.fixture(scope="module")
def webhooks(lanes):
    made = {lane.name: ControlledWebhook(lane) for lane in lanes}
    yield made
    for webhook in made.values():
        webhook.close()


def test_a_webhook_that_denies_or_is_away_costs_no_token(lanes, moments, webhooks, say):
    every = [(at, undo, mode) for at, undo in moments for mode in ("deny", "unreachable")]
    cases = chosen(every, 47)

    def run(lane, what):
        (at, undo, mode), webhook = what, webhooks[lane.name]
        case = begin(lane, undo)
        case.arguments = case.arguments or ("--deadline", "8", "--rollback-deadline", "8")
        lane.proxy.begin(at, before=lambda: setattr(webhook, "mode", mode))
        codes = [case.run()]
        live = lane.live()
        held = {
            "the exit code is one of 0, 3, 4, 6": codes[0] in (0, 3, 4, 6),
            "a refusal is told in the webhook's words": codes[0] != 3 or "the test says no" in lane.outputs[-1],
            "the live token is one of the rotation's": live in {case.old, lane.read_record().get("pending"), *lane.seen()},
        }
        lane.proxy.begin()  # If the run did not reach that call, a later run must not.
        webhook.mode = "allow"
        codes.append(case.run_until_it_ends()[-1])
        wrong = [name for name, holds in held.items() if not holds]
        wrong += [f"afterwards: {name}" for name in rotates_at_last(lane, lane.live())] if codes[-1] != 0 else \
            case.wrong([0], 0, several=True)
        return describe(case, f"{mode} from call {at}{' of an undo' if undo else ''}", wrong, codes) if wrong else None

    all_hold(lanes, cases, run, say, f"of {len(every)} cases")


def rotate_badly(lane, times):
    """Runs rotations that cannot be proven. Returns their exit codes."""
    lane.spoil()
    try:
        return [lane.rotate(*UNDO)[0] for _ in range(times)]
    finally:
        lane.heal()


def test_after_three_failures_a_person_is_asked_for_and_force_counts_anew(lane):
    case = lane.begin()
    assert rotate_badly(lane, 3) == [6, 6, 6]
    assert case.wrong([6], 6) == []
    code, output = lane.rotate()
    assert code == 3 and "three rotations in a row have failed" in output and "rotate --force" in output
    assert case.wrong([6], 6) == []
    assert lane.rotate("--force")[0] == 0
    assert case.wrong([0], 0, several=True) == []
    assert lane.read_record()["failures"] == 0


def mounted_key(lane, folder):
    """The guard's key in a file, as the kubelet mounts it; without the key the webhook does not accept a weak token again."""
    folder.mkdir()
    path = f"{lane.core}/secrets/token-guard-retired"
    if "hmac-key" not in (lane.api.get(path).get("data") or {}):
        assert lane.api.call("PATCH", path, {"data": {"hmac-key": encoded("k" * 32)}})[0] == 200
    (folder / "hmac-key").write_bytes(base64.b64decode(lane.api.get(path)["data"]["hmac-key"]))
    return folder


@contextlib.contextmanager
def enforcing(lane, folder):
    """token-webhook with the lane's profile, registered for its namespace."""
    pki, output = lane.cluster.pki, folder / "webhook.log"
    key = mounted_key(lane, folder / "retired")
    with open(output, "w") as log:
        process = subprocess.Popen(
            [program("token-webhook"), "serve", "--listen", "127.0.0.1:0", "--ops-listen", "127.0.0.1:0", "--drain", "0",
             "--profile-file", lane.profile, "--cert", pki.path("fault-proxy.crt"), "--key", pki.path("fault-proxy.key"),
             "--retired-dir", key, "--allow-unknown-callers"], stdout=log, stderr=log)
    listening = wait_for("the webhook", lambda: [json.loads(line) for line in output.read_text().splitlines()
                                                 if '"listening"' in line])[0]
    printed = subprocess.run([program("token-webhook"), "profiles", "--profile-file", lane.profile, "-o", "manifests"],
                             capture_output=True, text=True, check=True).stdout
    registration = next(d for d in yaml.safe_load_all(printed) if d and d["kind"] == "ValidatingWebhookConfiguration")
    active([registration])
    registration["webhooks"][0]["clientConfig"] = {"url": f"https://{listening['listen']}/validate",
                                                   "caBundle": pki.encoded("ca.crt")}
    configurations = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations"
    assert lane.api.call("POST", configurations, registration)[0] == 201
    weak = {"data": {"keptn-api-token": encoded("weak")}}
    try:
        wait_for("the webhook to refuse", lambda: lane.api.call("PATCH", f"{lane.guarded}?dryRun=All", weak)[0] != 200)
        yield
    finally:
        lane.api.call("DELETE", f"{configurations}/{registration['metadata']['name']}")
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        lane.outputs.append(output.read_text())


def test_a_charts_token_comes_back_past_the_enforcing_webhook(lane, tmp_path):
    """45 characters that are not base64: only the rotator may set them."""
    chart = "".join(c for c in new_token() + new_token() + new_token() if c.isalnum())[:45]
    lane.set_token(chart)
    lane.restart_pods()
    with enforcing(lane, tmp_path):
        assert lane.set_token(chart[::-1]) == 403
        case = lane.begin()
        assert case.old == chart
        lane.spoil()
        codes = [lane.rotate(*UNDO)[0]]
        lane.heal()
        assert case.wrong(codes, 6) == [], lane.outputs[-1]
        assert lane.live() == chart
        assert case.wrong([lane.rotate()[0]], 0, several=True) == []


# The files of a service account as kubelet mounts them, for one process.
AS_IN_A_POD = ("unshare", "--map-root-user", "--mount", "sh", "-c", """
  mount -t tmpfs tmpfs /run && mkdir -p /run/secrets/kubernetes.io/serviceaccount &&
  mount --bind "$0" /run/secrets/kubernetes.io/serviceaccount && exec "$@" """)


def test_the_accounts_files_are_renewed_in_mid_rotation(lane, moments, tmp_path, say):
    every = [at for at, undo in moments if not undo][1:]
    cases = every if FULL else every[len(every) // 2:][:1]
    authorities = [Pki(tmp_path / "first"), Pki(tmp_path / "second")]
    account = tmp_path / "account"
    account.mkdir()
    host, port = lane.proxy.server.removeprefix("https://").split(":")
    complaints = []

    def renew(authority, token):
        for name, content in (("ca.crt", (authority.folder / "ca.crt").read_text()), ("token", token)):
            (account / "new").write_text(content)
            (account / "new").rename(account / name)
        lane.proxy.renew(authority, token)

    try:
        for at in cases:
            tokens = [lane.cluster.rotator_token(lane.name) for _ in authorities]
            renew(authorities[0], tokens[0])
            case = lane.begin("--deadline", "20")
            lane.proxy.begin(at, after=lambda renewed=tokens[1]: renew(authorities[1], renewed))
            codes = [case.run(prefix=(*AS_IN_A_POD, account), kubeconfig=False,
                              environment={"KUBERNETES_SERVICE_HOST": host, "KUBERNETES_SERVICE_PORT": port})]
            if wrong := case.wrong(codes, 0):
                complaints.append(describe(case, f"files renewed after call {at}", wrong, codes))
                lane.mend()
    finally:
        lane.proxy.renew(lane.cluster.pki, None)
    say(f"{len(cases)} of {len(every)} moments, {len(complaints)} went wrong")
    assert complaints == [], "\n".join(complaints)


def rules():
    """(Role, rule, resource, name, verb) of the shipped Roles."""
    return [(role, number, rule["resources"][0], name, verb) for role in shipped("accounts") if role["kind"] == "Role"
            for number, rule in enumerate(role["rules"]) for name in rule.get("resourceNames", [""])
            for verb in rule["verbs"]]


def may(lane, group, resource, name, verb):
    review = {"spec": {"user": lane.account(), "groups": ["system:serviceaccounts"], "resourceAttributes": {
        "namespace": lane.name, "group": group, "resource": resource, "name": name, "verb": verb}}}
    return lane.api.call("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", review)[1]["status"]["allowed"]


def test_each_missing_permission_is_named_before_anything_has_changed(lanes, say):
    cases = rules()

    def without(role, number, name, verb):
        """The rules without one verb on one name."""
        kept = [rule for i, rule in enumerate(role["rules"]) if i != number]
        rule = role["rules"][number]
        for other in rule.get("resourceNames", [""]):
            verbs = [v for v in rule["verbs"] if other != name or v != verb]
            if verbs:
                kept.append({**rule, **({"resourceNames": [other]} if other else {}), "verbs": verbs})
        return kept

    def run(lane, what):
        role, number, resource, name, verb = what
        path = f"/apis/rbac.authorization.k8s.io/v1/namespaces/{lane.name}/roles/{role['metadata']['name']}"
        group = role["rules"][number]["apiGroups"][0]
        case = lane.begin()
        before = lane.live(), lane.read_record(), [p["metadata"]["uid"] for c in CONSUMERS for p in lane.pods(c)]
        lane.api.call("PATCH", path, {"rules": without(role, number, name, verb)})
        wait_for("the Role to lose the verb", lambda: not may(lane, group, resource, name, verb))
        try:
            code, output = lane.rotate()
        finally:
            lane.api.call("PATCH", path, {"rules": role["rules"]})
            wait_for("the Role to have it back", lambda: may(lane, group, resource, name, verb))
        after = lane.live(), lane.read_record(), [p["metadata"]["uid"] for c in CONSUMERS for p in lane.pods(c)]
        if resource == "events":
            warned = "may not create events" in output
            wrong = case.wrong([code], 0) + ([] if warned == (verb == "create") else ["a warning if it may not create, and only then"])
        else:
            named = re.search(rf"\b{verb}\b.*\b{resource}\b", output) and name in output
            held = {"exit 3": code == 3, f"the output names {verb} {resource} {name}": named,
                    "nothing has changed": after[0] == before[0] and after[2] == before[2],
                    "no rotation is under way": (after[1].get("phase") or "idle", after[1].get("holder") or "") == ("idle", "")}
            wrong = [fact for fact, holds in held.items() if not holds]
        return describe(case, f"without {verb} {resource} {name}", wrong, [code]) if wrong else None

    all_hold(lanes, cases, run, say, "permissions taken away in turn")
