"""Every command that the webhook advises, pasted as printed into bash and dash at a terminal, on the real API server."""
import base64
import json
import os
import pty
import re
import select
import time

import pytest

from cluster import ROOT, program
from story import GUARDED, TOKENS, fresh, manifest

RECORDED = ROOT / "tests/golden/admission"
# Commands of PowerShell and cmd, which do not run here: docs/recipes.md judges what they store.
OF_WINDOWS = re.compile(r'\$Env:|\[Convert\]|set "|%KEPTN_API_TOKEN%')
CHECK_CANNOT_TELL = {"retired"}  # It knows no retired tokens; the recorded denials have its command.


def of_denials():
    """The commands of the recorded denials and warnings, over several lines as kubectl prints them."""
    found = set()
    for case in RECORDED.iterdir():
        response = json.loads((case / "response.json").read_text())["response"]
        found |= {line.partition(": ")[2] for line in response.get("warnings", []) if line.startswith("to put it right: ")}
        message = response.get("status", {}).get("message", "")
        if command := re.search(r"^To put it right, [\s\S]*?:\n((?:  .*\n?)+)\Z", message, re.M):
            found.add(command[1].rstrip("\n"))
    return found


def of_check(cluster):
    """rule -> the commands that `token-webhook check` prints, each on one line, for the recorded Secrets."""
    found = {}
    for case in RECORDED.iterdir():
        if not (secret := json.loads((case / "request.json").read_text())["request"].get("object")):
            continue
        secret = {**secret, "apiVersion": "v1", "kind": "Secret", "metadata": {**secret["metadata"], **dict(
            zip(("name", "namespace"), (GUARDED[0], GUARDED[2])))}}
        said = cluster.run(program("token-webhook"), "check", "-", input=json.dumps(secret), check=False).stdout
        for rule, command in re.findall(r"^  (?:deny|warn) (\S+) .*\n  .*\n  To put it right, .*\n(?:\n      (.*)\n)?", said, re.M):
            found.setdefault(rule, set()).add(command)
    return found


class Terminal:
    """An interactive shell at a terminal."""

    def __init__(self, shell, cluster, home):
        self.history, self.said, self.at = home / "history", "", 0
        environment = {**cluster.environment(), "HOME": str(home), "HISTFILE": str(self.history), "TERM": "dumb", "PS1": "$ "}
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.execvpe(shell, [shell, *(["--norc"] if shell == "bash" else []), "-i"], environment)

    def expect(self, pattern):
        """Waits until the shell says it, after what was expected before."""
        end = time.monotonic() + 20
        while not (found := re.compile(pattern).search(self.said, self.at)):
            assert time.monotonic() < end, self.said[self.at:]
            if select.select([self.terminal], [], [], 0.1)[0]:
                self.said += os.read(self.terminal, 4096).decode()
        self.at = found.end()
        return found

    def paste(self, command, answer=None):
        """The exit code of a command, which gets the answer at its prompt."""
        self.type(command)
        if answer is not None:
            self.expect("(?<!')Token: ")  # Not that of the command.
            self.type(answer)
        self.type("echo =$?=")
        return int(self.expect(r"=(\d+)=\r\n")[1])

    def type(self, line):
        os.write(self.terminal, f"{line}\n".encode())

    def close(self):
        """Ends the shell; what it keeps."""
        os.write(self.terminal, b"exit\n")
        os.waitpid(self.process, 0)
        os.close(self.terminal)
        return self.history.read_text() if self.history.exists() else ""


@pytest.fixture(params=["bash", "dash"])
def shell(request, control_plane, tmp_path):
    return Terminal(request.param, control_plane, tmp_path)


def test_the_commands_of_every_rule_are_known(control_plane):
    commands = of_check(control_plane)
    rules = set(re.findall(r"^\| `([a-z0-9-]+)` \|", (ROOT / "docs/policy.md").read_text(), re.M))
    assert set(commands) == rules - CHECK_CANNOT_TELL
    several_lines = {re.sub(r"\s*\\?\n\s*", " ", command.strip()) for command in of_denials()}
    every = set().union(*commands.values()) - {""}
    assert several_lines <= every, several_lines - every
    assert {c for c in every if not OF_WINDOWS.search(c)} <= several_lines, "of no recorded denial"


def test_each_command_works_as_pasted(present, shell):
    for command in sorted(c for c in of_denials() if not OF_WINDOWS.search(c)):
        present.kubectl("replace", "-f", "-", input=manifest(fresh()))
        present.kubectl("patch", "secret", *GUARDED, "-p", '{"data":{"other":"eA=="}}')
        present.kubectl("annotate", "secret", *GUARDED, "kubectl.kubernetes.io/last-applied-configuration=x")
        before = present.token()
        if "read -r" in command:
            typed = fresh()
            stored = base64.b64encode(typed.encode()).decode() if "base64 -w0" in command else typed
            said = typed.replace("+", "-").replace("/", "_") if "tr --" in command else typed
            assert shell.paste(command, said) == 0, shell.said
            assert present.token() == stored, command
        elif "/dev/urandom" in command:
            assert shell.paste(command) == 0, shell.said
            assert present.token() != before and len(base64.b64decode(present.token())) == 32
        elif "/KEY" in command:
            assert shell.paste(command) != 0, "KEY is no key"
            assert shell.paste(command.replace("/KEY", "/other")) == 0, shell.said
            assert set(present.get("secret", *GUARDED)["data"]) == {"keptn-api-token"} and present.token() == before
        else:
            assert shell.paste(command) == 0, shell.said
            assert "last-applied-configuration" not in json.dumps(present.get("secret", *GUARDED)["metadata"]["annotations"])
            assert present.token() == before
    kept = shell.close()
    for token in TOKENS:
        assert token not in shell.said and token not in kept


def test_a_command_that_asks_and_gets_nothing_stores_nothing(present, shell):
    (command,) = (c for c in of_denials() if "read -r" in c and "tr --" not in c and "base64" not in c)
    before = present.token()
    assert shell.paste(command, "") != 0
    assert "[empty]" in shell.said and present.token() == before
    shell.type("stty -a")
    assert shell.expect(r"[ -]echo ")[0] == " echo ", "the terminal shows again what is typed"
    shell.close()
