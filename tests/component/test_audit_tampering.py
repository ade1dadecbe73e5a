"""A real log, changed as somebody might change it: each change is found, or docs/audit.md says why it cannot be."""
import datetime
import hashlib
import json
import pathlib

import pytest
from test_audit_commands import audit
from test_server import post, read_answer, review
from webhook_process import KEY, Webhook, keyed

ROOT = pathlib.Path(__file__).resolve().parents[2]
ANNOTATION = "validate.token-webhook.keptn.sh/"
WHOLE, BROKEN, UNREADABLE, UNPROVEN = range(4)


def event(answer, received):
    """What kube-apiserver's audit log holds of the answer."""
    annotations = json.loads(answer)["response"]["auditAnnotations"]
    return json.dumps({"kind": "Event", "stage": "ResponseComplete", "auditID": "x", "requestReceivedTimestamp": received,
                       "annotations": {ANNOTATION + name: value for name, value in annotations.items()}})


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The lines of two replicas, of which one was restarted, and of a rotation; and the API server's events."""
    lines, events = [], []
    for replica, starts in (("a", 2), ("b", 1)):
        for start in range(starts):
            folder = tmp_path_factory.mktemp(f"replica-{replica}{start}")
            webhook = Webhook(folder, *keyed(folder))
            with webhook.connect() as connection:
                file = connection.makefile("rb")
                for number in range(3):
                    weak = {"token": "weak"} if number == 1 else {}
                    received = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="microseconds")
                    connection.sendall(post(review(uid=f"{replica}{start}{number}", **weak), path=f"/validate/{KEY}"))
                    status, body, _ = read_answer(file)
                    assert status == 200
                    events.append(event(body, received.replace("+00:00", "Z")))
            assert webhook.stop() == 0
            lines += webhook.audit_path.read_text().splitlines()
    lines += [line for line in (ROOT / "tests/audit/sample.log").read_text().splitlines() if '"type":"rotation"' in line]
    return lines, events


class Log:
    def __init__(self, folder, lines, events):
        self.folder, self.lines = folder, lines
        self.checkpoint, self.witness = folder / "checkpoint", folder / "events"
        self.witness.write_text("\n".join(events) + "\n")
        assert audit("verify", "--checkpoint", self.checkpoint, text=self.text(lines)).returncode == WHOLE
        self.kept = self.checkpoint.read_text()

    @staticmethod
    def text(lines):
        return "\n".join(lines) + "\n"

    def verify(self, lines, *arguments):
        self.checkpoint.write_text(self.kept)
        done = audit("verify", *arguments, text=self.text(lines))
        assert done.stderr == ""
        return done.returncode

    def by_chain(self, lines):
        return self.verify(lines)

    def by_checkpoint(self, lines):
        return self.verify(lines, "--checkpoint", self.checkpoint)

    def by_witness(self, lines):
        return self.verify(lines, "--kubernetes-audit", self.witness)


@pytest.fixture
def log(made, tmp_path):
    return Log(tmp_path, *made)


def place(lines, index):
    """first, last or within: of the line in its chain."""
    instance = json.loads(lines[index])["instance"]
    chain = [number for number, line in enumerate(lines) if json.loads(line)["instance"] == instance]
    return "first" if index == chain[0] else "last" if index == chain[-1] else "within"


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


def without(lines, index):
    return lines[:index] + lines[index + 1:]


def test_the_log_is_whole_in_any_order(log):
    assert log.by_chain(log.lines) == log.by_witness(log.lines) == log.by_checkpoint(log.lines) == WHOLE
    assert log.by_chain(sorted(log.lines)) == log.by_chain(log.lines[::-1]) == WHOLE


def test_every_altered_line_is_found(log):
    """The last line of a chain has none behind it that names its digest: the checkpoint finds it."""
    for index, line in enumerate(log.lines):
        lines = [*log.lines[:index], altered(line), *log.lines[index + 1:]]
        assert log.by_chain(lines) == (WHOLE if place(log.lines, index) == "last" else BROKEN), line
        assert log.by_checkpoint(lines) == BROKEN, line


def test_every_removed_or_cut_line_is_found(log):
    for index, line in enumerate(log.lines):
        expected = BROKEN if place(log.lines, index) == "within" else UNPROVEN
        assert log.by_chain(without(log.lines, index)) == expected, line
        cut = [*log.lines[:index], line[:len(line) // 2], *log.lines[index + 1:]]
        assert log.by_chain(cut) == expected, line


def test_repeated_and_swapped_lines_do_no_harm(log):
    """Order proves nothing, because collectors change it; the numbers do."""
    for index, line in enumerate(log.lines):
        done = audit("verify", text=log.text([*log.lines, line]))
        assert done.returncode == WHOLE and "1 line came more than once" in done.stdout
        swapped = [*log.lines[:index], *log.lines[index:index + 2][::-1], *log.lines[index + 2:]]
        assert log.by_chain(swapped) == WHOLE


def test_a_recomputed_chain_is_found_by_checkpoint_and_witness(log):
    """By the chain alone it is not: everything that the chain is made of stands in the log. The witness knows decisions alone."""
    for index, line in enumerate(log.lines):
        decision = json.loads(line)["type"] == "decision"
        lines = recomputed([*log.lines[:index], altered(line), *log.lines[index + 1:]])
        assert log.by_chain(lines) == WHOLE, line
        assert log.by_checkpoint(lines) == BROKEN, line
        assert log.by_witness(lines) == (BROKEN if decision else WHOLE), line
        lines = recomputed(without(log.lines, index))
        remaining = UNPROVEN if place(log.lines, index) == "last" else WHOLE
        assert log.by_chain(lines) == remaining, line
        assert log.by_checkpoint(lines) == BROKEN, line
        assert log.by_witness(lines) == (BROKEN if decision else remaining), line


def test_every_cut_tail_is_found(log):
    """Of one chain after the other: the end shows without the closing line, and to checkpoint and witness what was cut."""
    for index in range(len(log.lines)):
        instance = json.loads(log.lines[index])["instance"]
        kept = [line for number, line in enumerate(log.lines)
                if number < index or json.loads(line)["instance"] != instance]
        chain_gone = not any(json.loads(line)["instance"] == instance for line in kept)
        decisions_gone = any('"type":"decision"' in line for line in set(log.lines) - set(kept))
        assert log.by_chain(kept) == (WHOLE if chain_gone else UNPROVEN)
        # A closed chain may have been archived since the checkpoint.
        assert log.by_checkpoint(kept) == (WHOLE if chain_gone else BROKEN)
        if decisions_gone:
            assert log.by_witness(kept) == BROKEN


def test_a_made_up_decision_has_no_event(log):
    index = next(number for number, line in enumerate(log.lines) if '"type":"decision"' in line)
    forged = json.loads(log.lines[index])["uid"]
    lines = recomputed([*log.lines[:index + 1], log.lines[index].replace(f'"uid":"{forged}"', '"uid":"made-up"'),
                        *log.lines[index + 1:]])
    assert log.by_chain(lines) == WHOLE
    assert log.by_checkpoint(lines) == BROKEN
    assert log.by_witness(lines) == UNPROVEN
