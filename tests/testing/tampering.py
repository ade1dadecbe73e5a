"""Changes of an audit log as somebody might make them, and what `audit verify` must say of each by docs/audit.md."""
import concurrent.futures
import datetime
import hashlib
import json
import subprocess

WHOLE, BROKEN, UNREADABLE, UNPROVEN = range(4)
SKEW = datetime.timedelta(seconds=30)  # Between the clocks of kube-apiserver and of the webhook.


def worst(*codes):
    return next(code for code in (BROKEN, UNPROVEN, WHOLE) if code in codes)


def altered(line):
    return line.replace('"time":"20', '"time":"19', 1)


def recomputed(lines):
    """The chains as their programs would have written them."""
    chains, result = {}, []
    for line in lines:
        instance = json.loads(line)["instance"]
        number, previous = chains.get(instance, (0, ""))
        line = line[:line.rindex(',"sequence":')] + f',"sequence":{number},"previous":"{previous}"}}'
        chains[instance] = number + 1, hashlib.sha256(line.encode()).hexdigest()
        result.append(line)
    return result


def moment(entry):
    return datetime.datetime.fromisoformat(entry["time"].replace("Z", "+00:00"))


class Log:
    """`lines` of each chain stand in the order of their numbers. `events`: kube-apiserver's, JSON lines."""

    def __init__(self, program, folder, lines, events):
        self.program, self.folder, self.lines = program, folder, lines
        self.entries = [json.loads(line) for line in lines]
        (folder / "events").write_text("\n".join(events) + "\n")
        (folder / "checkpoint").unlink(missing_ok=True)
        self.baseline = {"chain": self.verify(lines, "chain")}
        assert self.run(lines, "--checkpoint", folder / "checkpoint").returncode == self.baseline["chain"]
        self.kept = (folder / "checkpoint").read_text()
        for by in ("checkpoint", "witness"):
            self.baseline[by] = self.verify(lines, by)

    def run(self, lines, *arguments):
        return subprocess.run([self.program, "audit", "verify", *map(str, arguments)], input="\n".join(lines) + "\n", text=True,
                              capture_output=True, check=False, timeout=60)

    def verify(self, lines, by, number=0):
        """The exit code by the chain alone, by the checkpoint, or by the witness."""
        if by == "checkpoint":
            path = self.folder / f"checkpoint-{number}"
            path.write_text(self.kept)
            code = self.run(lines, "--checkpoint", path).returncode
            path.unlink()
            return code
        return self.run(lines, *(["--kubernetes-audit", self.folder / "events"] if by == "witness" else [])).returncode

    def witnessed(self, index):
        return self.entries[index]["type"] == "decision" and self.entries[index]["callerKnown"]

    def missed(self, gone):
        """By the witness, if these lines are missing: events older than the first decision may have been rotated away."""
        gone = [index for index in gone if self.witnessed(index)]
        left = [moment(entry) for index, entry in enumerate(self.entries) if index not in gone and self.witnessed(index)]
        return [BROKEN if not left or moment(self.entries[index]) + SKEW >= min(left) else UNPROVEN for index in gone]

    def variants(self):
        """(what was done, the lines, by what they are verified, the code that is right), for every line."""
        for index, line in enumerate(self.lines):
            entry = self.entries[index]
            chain = [n for n, other in enumerate(self.entries) if other["instance"] == entry["instance"]]
            first, last, alone = index == chain[0], index == chain[-1], len(chain) == 1
            closed = self.entries[chain[-1]]["type"] == "closing" or self.entries[chain[-1]].get("step") == "end"
            closes, tail = closed and last, chain[chain.index(index):]
            base, decision = self.baseline, self.witnessed(index)
            before, behind = self.lines[:index], self.lines[index + 1:]
            absent = WHOLE if closed else UNPROVEN  # By the checkpoint, of a whole chain.

            def case(what, lines, chain=WHOLE, checkpoint=WHOLE, witness=()):
                for by, codes in (("chain", [chain]), ("checkpoint", [chain, checkpoint]), ("witness", [chain, *witness])):
                    yield f"line {index}, {entry['type']}: {what}", lines, by, worst(base[by], *codes)

            yield from case("altered", [*before, altered(line), *behind], WHOLE if last else BROKEN, BROKEN, [BROKEN] * decision)
            removal = WHOLE if alone else UNPROVEN if first or last else BROKEN
            # A checkpoint further on proves that the rest is what it was.
            for by in ("chain", "checkpoint", "witness"):
                code = removal if by == "chain" else worst(removal, *self.missed([index])) if by == "witness" else \
                    absent if alone else WHOLE if first else BROKEN
                yield f"line {index}: removed", before + behind, by, worst(base[by], code)
            cut = [*before, line[:len(line) // 2], *behind]
            yield f"line {index}: truncated", cut, "chain", worst(base["chain"], removal, UNPROVEN)
            # Collectors do these.
            yield from case("repeated", [*self.lines, line])
            yield from case("swapped", [*before, *behind[:1], line, *behind[1:]])

            # By somebody who has everything but the checkpoint and the witness.
            yield from case("altered, recomputed", recomputed([*before, altered(line), *behind]), WHOLE, BROKEN, [BROKEN] * decision)
            yield from case("removed, recomputed", recomputed(before + behind), UNPROVEN if closes and not alone else WHOLE,
                            absent if alone else BROKEN, self.missed([index]))
            # What stands behind the checkpoint is news to it.
            yield from case("repeated, recomputed", recomputed([*before, line, line, *behind]), BROKEN if closes else WHOLE,
                            WHOLE if last else BROKEN, [BROKEN] * decision)
            if not last:  # The time of each decision tells; the chain and the witness do not.
                following = chain[chain.index(index) + 1]
                order = [*self.lines]
                order[index], order[following] = order[following], order[index]
                yield from case("swapped, recomputed", recomputed(order),
                                BROKEN if closed and following == chain[-1] else WHOLE, BROKEN)
            left = [other for n, other in enumerate(self.lines) if n not in tail]
            yield from case("the end cut", left, WHOLE if first else UNPROVEN, absent if first else BROKEN, self.missed(tail))
            if not first and not closes:
                made_up = f'{{"version":2,"type":"closing","time":"{entry["time"]}","instance":"{entry["instance"]}","sequence":0}}'
                forged = recomputed([*left, made_up])
                yield f"line {index}: the end cut and closed", forged, "checkpoint", BROKEN
                if BROKEN in self.missed(tail):
                    yield f"line {index}: the end cut and closed", forged, "witness", BROKEN

    def judge(self):
        """Verifies every variant. Returns how many there were, and those that verify takes for something else."""
        cases = list(self.variants())
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            codes = pool.map(lambda case: self.verify(case[1][1], case[1][2], case[0]), enumerate(cases))
            return len(cases), [(what, by, f"exit code {code}, expected {expected}")
                                for code, (what, _, by, expected) in zip(codes, cases) if code != expected]
