"""The commands that read the audit log, on logs that the webhook has written."""
import subprocess

import pytest
from test_server import post, read_answer, review
from webhook_process import program


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
    cases = [
        ([], "audit needs one of: "),
        (["verify", tmp_path / "missing"], "No such file or directory"),
        (["verify", tmp_path], "Is a directory"),
        (["verify", tmp_path / "empty"], "holds no audit line"),
        (["verify", tmp_path / "binary"], "holds no audit line"),
        (["verify", "--checkpoint", tmp_path, tmp_path / "empty"], "Is a directory"),
    ]
    for arguments, sentence in cases:
        done = audit(*arguments)
        assert (done.returncode, done.stdout) == (2, ""), arguments
        assert sentence in done.stderr and len(done.stderr.splitlines()) == 1, done.stderr


def test_a_checkpoint_is_its_owners_alone(webhook, tmp_path):
    decide(webhook, review())
    state = tmp_path / "state"
    assert audit("verify", "--checkpoint", state, webhook.audit_path).returncode == 3
    assert state.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.glob("state*")] == ["state"]


@pytest.mark.parametrize("flag", ["--help"])
def test_each_command_has_help(flag):
    for command in ("verify",):
        assert audit(command, flag).stdout.startswith(f"usage: token-webhook audit {command}")
