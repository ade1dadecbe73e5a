"""The commands that read the audit log, on logs that the webhook has written."""
import base64
import gzip
import json
import os
import pathlib
import pty
import secrets
import subprocess
import time

import pytest
from test_server import post, read_answer, review
from webhook_process import keyed, program

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "tests/audit/sample.log"


def audit(*arguments, text=None, **options):
    return subprocess.run([program("token-webhook"), "audit", *map(str, arguments)], input=text, text=True,
                          capture_output=True, check=False, timeout=60, **options)


def decide(webhook, *reviews):
    """Sends the reviews, one after the other."""
    with webhook.connect() as connection:
        file = connection.makefile("rb")
        for one in reviews:
            connection.sendall(post(one, path=webhook.validate))
            assert read_answer(file)[0] == 200


def test_a_log_of_two_processes_is_whole_in_any_order(start, tmp_path):
    lines = []
    for _ in range(2):
        webhook = start()
        decide(webhook, *(review(uid=str(n)) for n in range(5)))
        assert webhook.stop() == 0
        lines += webhook.audit_path.read_text().splitlines() + webhook.log_path.read_text().splitlines()
    done = audit("verify", text="\n".join(sorted(lines)) + "\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("The log is whole.\n") and "of 2 processes" in done.stdout


def test_bad_input_is_one_sentence_with_2(tmp_path):
    (tmp_path / "empty").write_text("")
    (tmp_path / "binary").write_bytes(bytes(range(256)) * 1000)
    (tmp_path / "packed").write_bytes(gzip.compress(SAMPLE.read_bytes()))
    (tmp_path / "utf-16").write_text(SAMPLE.read_text(), encoding="utf-16")
    cases = [
        ([], "audit needs one of: "),
        (["verify", tmp_path / "missing"], "No such file or directory"),
        (["verify", tmp_path], "Is a directory"),
        (["verify", tmp_path / "empty"], "holds no audit line"),
        (["verify", tmp_path / "binary"], "holds no audit line"),
        (["verify", "--checkpoint", tmp_path, tmp_path / "empty"], "Is a directory"),
        (["verify", tmp_path / "packed"], "packed is compressed: decompress it first, with zcat or zstdcat"),
        (["verify", SAMPLE, tmp_path / "packed"], "packed is compressed"),
        (["report", tmp_path / "utf-16"], "utf-16 is UTF-16 text: convert it first, with iconv -f UTF-16 -t UTF-8"),
        (["verify", "--kubernetes-audit", tmp_path / "packed", SAMPLE], "packed is compressed"),
        (["report", tmp_path / "missing"], "No such file or directory"),
        (["report", "--since", "soon"], "expected a number and s, m, h or d"),
        (["report", "--html", "/dev/full", SAMPLE], "cannot write /dev/full: No space left on device"),
        (["report", "--html", tmp_path / "no" / "page", SAMPLE], "No such file or directory"),
        (["export", tmp_path], "Is a directory"),
        (["follow", tmp_path / "missing"], "No such file or directory"),
        (["find", SAMPLE], "needs --token-file FILE and --key-file FILE"),
        (["find", "--token-file", "-", "--key-file", "-", SAMPLE], "standard input can be only one of"),
        (["find", "--token-file", SAMPLE, "--key-file", tmp_path / "empty", SAMPLE], "has 0 bytes; expected the 32 bytes"),
    ]
    for arguments, sentence in cases:
        done = audit(*arguments)
        assert (done.returncode, done.stdout) == (2, ""), arguments
        assert sentence in done.stderr and len(done.stderr.splitlines()) == 1, done.stderr


@pytest.mark.parametrize("command", [["verify"], ["report"], ["report", "-o", "csv"], ["export"], ["follow"]])
def test_an_output_that_is_full_is_one_sentence(command):
    with open("/dev/full", "w") as full:
        done = subprocess.run([program("token-webhook"), "audit", *command], stdin=SAMPLE.open(), stdout=full, stderr=subprocess.PIPE,
                              text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "token-webhook: standard output could not be written\n")


def test_a_checkpoint_is_its_owners_alone(webhook, tmp_path):
    decide(webhook, review())
    state = tmp_path / "state"
    assert audit("verify", "--checkpoint", state, webhook.audit_path).returncode == 3
    assert state.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.glob("state*")] == ["state"]


@pytest.mark.parametrize("flag", ["--help"])
def test_each_command_has_help(flag):
    for command in ("verify", "report", "follow", "find", "export"):
        assert audit(command, flag).stdout.startswith(f"usage: token-webhook audit {command}")


HOSTILE = ["<script>alert(1)</script>", "\x1b[2J\x1b]0;owned\x07", "\u202egnp.exe\u2066", "a\nb\r\n\u2028c\0d", "=1+1", "+1", "-1",
           "@SUM(A1)", "a|b`c`", "x" * (1 << 19)]


def test_hostile_names_and_tokens_stay_harmless_in_every_output(start, tmp_path):
    """Through the webhook itself: names act on no terminal, page or spreadsheet; no output holds a token."""
    retired = tmp_path / "retired"
    retired.mkdir()
    (retired / "hmac-key").write_bytes(secrets.token_bytes(32))
    webhook = start(*keyed(tmp_path), "--retired-dir", retired)
    tokens = [base64.b64encode(secrets.token_bytes(16)).decode() for _ in HOSTILE]
    decide(webhook, *(review(token=token, uid=str(n), options={"fieldManager": name}, userInfo={
        "username": name, "groups": [name], "extra": {name: [name], "authentication.kubernetes.io/pod-name": [name]}})
        for n, (name, token) in enumerate(zip(HOSTILE, tokens))))
    assert webhook.stop() == 0
    page, token = tmp_path / "page.html", tmp_path / "token"
    token.write_text(tokens[0] + "\n")
    log = webhook.audit_path
    done = [audit("verify", log), audit("report", log), audit("report", "-o", "json", log), audit("report", "-o", "csv", log),
            audit("report", "-o", "markdown", log), audit("report", "--html", page, log), audit("export", log),
            audit("export", "-o", "ocsf", log), audit("follow", text=log.read_text()),
            audit("find", "--token-file", token, "--key-file", retired / "hmac-key", log)]
    assert [run.returncode for run in done] == [0] * len(done)
    for output in [*(run.stdout + run.stderr for run in done), page.read_text()]:
        assert not [c for c in output if c != "\n" and (ord(c) < 32 or c in "\x7f\u202e\u2066\u2028")], output[:200]
        assert not [token for token in tokens if token in output or base64.b64encode(token.encode()).decode() in output]
    assert "1 line with this token" in done[-1].stdout and "brought" in done[-1].stdout
    assert "<script" not in page.read_text()
    assert [json.loads(line)["user"]["name"] for line in done[6].stdout.splitlines()[1:4]] == [
        name.encode("utf-8", "replace").decode() for name in HOSTILE[:3]]


def test_follow_goes_on_with_a_file_that_grows(tmp_path):
    lines = SAMPLE.read_text().splitlines(True)
    log = tmp_path / "log"
    log.write_text(lines[0])
    with subprocess.Popen([program("token-webhook"), "audit", "follow", str(log)], stdout=subprocess.PIPE, text=True) as process:
        assert "began to serve" in process.stdout.readline()
        with log.open("a") as file:
            file.write(lines[2])
        assert "kubernetes-admin changed the token" in process.stdout.readline()
        process.terminate()


def through_a_pause(errors):
    """`audit verify` of lines that stop for a moment. Returns the process."""
    with subprocess.Popen([program("token-webhook"), "audit", "verify"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                          stderr=errors) as process:
        lines = SAMPLE.read_bytes().splitlines(True)[0] * 4096
        process.stdin.write(lines)
        process.stdin.flush()
        time.sleep(0.2)
        process.stdin.write(lines)
        process.stdin.close()
        return process


def test_progress_is_shown_on_a_terminal_alone(tmp_path):
    terminal, end = pty.openpty()
    through_a_pause(end).wait(60)
    os.close(end)
    shown = os.read(terminal, 1 << 16).decode()
    os.close(terminal)
    assert "\r\x1b[Kreading standard input: 8,192 lines, 3 MiB" in shown and shown.endswith("\r\x1b[K")
    with (tmp_path / "errors").open("w+b") as errors:
        through_a_pause(errors).wait(60)
        assert errors.seek(0, os.SEEK_END) == 0


# What happens to a log between the webhook and the auditor without anybody's ill will.
MISHAPS = {
    "a mark of the byte order": (lambda text: "\ufeff" + text, 0),
    "line ends of Windows": (lambda text: text.replace("\n", "\r\n"), 0),
    "lines of all replicas, twice, shuffled": (lambda text: "\n".join(sorted(text.splitlines() * 2)) + "\n", 0),
    "the kubelet's form": (lambda text: "".join(f"2026-11-25T09:00:00.1Z stdout F {line}\n" for line in text.splitlines()), 0),
    "a collector's form": (lambda text: "".join(json.dumps({"log": line + "\n", "x": 1}) + "\n" for line in text.splitlines()), 0),
    "NULs of a node that lost power": (lambda text: text.rstrip("\n") + "\0" * 100 + "\n", 3),
    "the last line cut": (lambda text: text[:-100], 3),
    "a collector that parsed and wrote anew": (lambda text: "".join(json.dumps(json.loads(line)) + "\n" for line in text.splitlines()), 1),
    "two line ends lost": (lambda text: text.replace("\n", "", 2), 3),
}


@pytest.mark.parametrize("mishap", MISHAPS)
def test_what_happens_to_logs_is_not_taken_for_something_else(mishap):
    change, code = MISHAPS[mishap]
    done = audit("verify", text=change(SAMPLE.read_text()))
    assert done.returncode == code, done.stdout


def first(line, name, value):
    """The line with another value of the name before the true one."""
    return line.replace('{"version":2,', '{"version":2,"%s":%s,' % (name, json.dumps(value)), 1)


@pytest.mark.parametrize("forge", [
    lambda line: first(line, "verdict", "allowed"), lambda line: first(line, "sequence", 0), lambda line: first(line, "instance", "x/1"),
    lambda line: line[:-1] + ',"user":"eve"}', lambda line: line + '\0{"version":2}', lambda line: line.replace('"version":2', '"version":3'),
    lambda line: line.replace('"time":"2026', '"time":"9999'), lambda line: line.replace('"sequence":', '"sequence":1844674407370955161'),
    lambda line: line.replace("web", "w" * 1000), lambda line: first(line, "x" * (1 << 20), 0),
    lambda line: line.replace('{"version":2,', '{"version":2,"x":' + "[" * 100_000, 1), lambda line: line.encode("utf-16-le").decode("latin1")])
def test_a_line_that_readers_would_read_in_two_ways_is_none(forge):
    """It is missing then; nothing of what it claims is shown."""
    lines = SAMPLE.read_text().splitlines()
    index = next(n for n, line in enumerate(lines) if '"verdict":"denied"' in line)
    forged = "\n".join([*lines[:index], forge(lines[index]), *lines[index + 1:]]) + "\n"
    done = audit("verify", text=forged)
    assert done.returncode == 1 and " is missing" in done.stdout, done.stdout
    assert len(done.stdout) < 2000 and "eve" not in audit("report", text=forged).stdout
