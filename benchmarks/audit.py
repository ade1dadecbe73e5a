#!/usr/bin/env python3
"""Makes an audit log of any length, and measures the commands that read it.

usage: benchmarks/audit.py [--lines N] [--write FILE] [--program PROGRAM]

Two replicas and a nightly rotation over thirty days: most lines are writes that leave the token as it is, some are refused, a few
change the token. With --write, only writes the log. Otherwise prints time and peak memory of `audit verify` and `audit report`,
which have 256 MiB each.
"""
import argparse
import datetime
import hashlib
import os
import pathlib
import random
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
END = datetime.datetime(2026, 11, 25, 9, 0)
SPAN = 30 * 86400  # Seconds.
RULES = {
    "trailing-newline": "the token ends with a newline, the one that 'echo' and editors add; clients that send the token without it are "
                        "turned away",
    "guessable": "the token is a word with digits; 31 bits of 70",
    "retired": "the token was retired at 2026-11-02T03:00:14.920Z; a backup, a GitOps tool or a person is putting an old one back",
    "short": "the token has 6 bytes; at least 16 are needed",
}
PEOPLE = ["jane@example.com", "omar@example.com", "kubernetes-admin"]
ROTATOR = "system:serviceaccount:token-guard:token-rotator"


class Chain:
    def __init__(self, instance):
        self.instance, self.sequence, self.previous = instance, 0, ""

    def line(self, members):
        line = f'{members},"instance":"{self.instance}","sequence":{self.sequence},"previous":"{self.previous}"}}'
        self.sequence, self.previous = self.sequence + 1, hashlib.sha256(line.encode()).hexdigest()
        return line


def begin(kind, time):
    return f'{{"version":2,"type":"{kind}","time":"{time}"'


def quoted(text):
    return "null" if text is None else f'"{text}"'


def decision(time, verdict, user, rule, before, after, rotation, manager, uid):
    reason = f"{rule}: {RULES[rule]}" if rule else None
    findings = f'{{"id":"{rule}","severity":"deny"}}' if rule else ""
    return (begin("decision", time) + f',"verdict":"{verdict}","operation":"UPDATE","name":"keptn-api-token","user":"{user}",'
            f'"reason":{quoted(reason)},"namespace":"keptn","profile":"keptn","findings":[{findings}],"guarded":true,'
            f'"changed":{"false" if before == after else "true"},"dryRun":false,"fingerprintBefore":"hmac-sha256:{before}",'
            f'"fingerprintAfter":"hmac-sha256:{after}","rotation":{quoted(rotation)},"fieldManager":"{manager}",'
            f'"groups":["system:authenticated"],"extra":{{}},"uid":"00000000-0000-4000-8000-{uid:012}","peer":"10.244.0.1:40312",'
            f'"client":"kube-apiserver","callerKnown":true,"durationMicroseconds":41')


def rotation_steps(chain, at, rotation, before, after, outcome):
    for step, offset in (("begin", -0.05), ("set", 0.01), ("restart", 0.2), ("prove", 13.0), ("end", 13.1)):
        yield chain.line(begin("rotation", stamp(at + offset)) + f',"step":"{step}","outcome":"{outcome if step == "end" else "done"}",'
                         f'"direction":"forward","rotation":"{rotation}","reason":null,"namespace":"keptn","name":"keptn-api-token",'
                         f'"profile":"keptn","fingerprintBefore":"hmac-sha256:{before}","fingerprintAfter":"hmac-sha256:{after}"')


def stamp(seconds):
    """The time so many seconds after the beginning."""
    return (END - datetime.timedelta(seconds=SPAN - seconds)).isoformat(timespec="milliseconds") + "Z"


def lines(count):
    """A log of about `count` lines."""
    chance = random.Random(7)
    replicas = [Chain(f"token-webhook-6d9c7b5f44-{name}/{number:016x}") for number, name in ((1, "2xkqp"), (2, "vw8rj"))]
    for replica in replicas:
        yield replica.line(begin("opening", stamp(0)) + ',"program":"token-webhook 0.1.0","profiles":[],"callersKnownBy":["path-key"]')
    token, changed_by_people, next_rotation = f"{chance.getrandbits(128):032x}", 0, 3 * 86400 + 19 * 3600
    for number in range(count):
        at = (number + 1) * SPAN / (count + 1)
        replica = chance.choice(replicas)
        new = f"{chance.getrandbits(128):032x}"
        if at >= next_rotation:
            rotation, next_rotation = stamp(at)[:10].replace("-", "") + "-030000-4f1c", next_rotation + 7 * 86400
            yield replica.line(decision(stamp(at), "allowed", ROTATOR, None, token, new, rotation, "token-rotator", number))
            yield from rotation_steps(Chain(f"token-rotator-{number}-7tq4d/{number:016x}"), at, rotation, token, new, "rotated")
            token = new
        elif at > (changed_by_people + 1) * SPAN / 6:
            changed_by_people += 1
            yield replica.line(decision(stamp(at), "allowed", chance.choice(PEOPLE), None, token, new, None, "kubectl-edit", number))
            token = new
        elif chance.random() < 0.05:
            yield replica.line(decision(stamp(at), "denied", chance.choice([*PEOPLE, "mallory"]), chance.choice(list(RULES)), token, new,
                                        None, "kubectl", number))
        else:
            yield replica.line(decision(stamp(at), "allowed", "system:serviceaccount:flux-system:kustomize-controller", None, token, token,
                                        None, "kustomize-controller", number))
    for replica in replicas:
        yield replica.line(begin("closing", stamp(SPAN)))


def measure(program, arguments):
    """Seconds and MiB."""
    begun = os.times()
    process = subprocess.Popen([program, "audit", *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return os.times().elapsed - begun.elapsed, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, process.returncode


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--write")
    parser.add_argument("--program", default=ROOT / "build/release/bin/token-webhook")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(options.write or pathlib.Path(folder) / "audit.log")
        with path.open("w") as file:
            file.writelines(line + "\n" for line in lines(options.lines))
        if options.write:
            return
        print(f"{options.lines:,} lines, {path.stat().st_size >> 20} MiB")
        for arguments in (["verify"], ["report"], ["report", "--html", pathlib.Path(folder) / "report.html"], ["report", "-o", "json"]):
            elapsed, cpu, memory, code = measure(options.program, [*arguments, path])
            print(f"audit {' '.join(map(str, arguments)):60.60} {elapsed:5.1f} s ({cpu:.1f} s of CPU), {memory:.0f} MiB, exit code {code}")


if __name__ == "__main__":
    main()
