"""What a person gets to see: help, errors, and `check`."""
import base64
import json
import secrets
import socket
import subprocess

import pytest
from webhook_process import Pki, program


def run(name, *arguments, text=None):
    return subprocess.run([program(name), *map(str, arguments)], input=text, text=True, capture_output=True,
                          check=False, timeout=30)


GOOD = base64.b64encode(secrets.token_bytes(16)).decode()


def secret(token, **metadata):
    return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "keptn-api-token", **metadata},
            "stringData": {"keptn-api-token": token}}


@pytest.mark.parametrize("name", ["token-webhook", "token-rotator"])
def test_help_and_version_go_to_standard_output_with_0(name):
    for arguments in (["--help"], ["--version"], ["--help-markdown"], ["--help-man"], ["completion", "bash"]):
        done = run(name, *arguments)
        assert (done.returncode, done.stderr) == (0, "") and name in done.stdout.replace("\\-", "-")
    assert "usage: " in run(name, "serve" if name == "token-webhook" else "rotate", "--help").stdout


def test_a_mistake_is_told_in_one_sentence_with_2(tmp_path):
    pki = Pki(tmp_path)
    pki.issue("tls", "/CN=x")
    good = ["--cert", pki.path("tls.crt"), "--key", pki.path("tls.key"), "--ops-listen", "127.0.0.1:0",
            "--allow-unknown-callers"]
    taken = socket.create_server(("127.0.0.1", 0))
    address = "127.0.0.1:%d" % taken.getsockname()[1]
    (tmp_path / "empty").write_text("")
    cases = [
        ([], "a command is missing"),
        (["serve", "--colour"], "unrecognised option '--colour'"),
        (["serve"], "serve needs --cert FILE"),
        (["serve", "--cert", "x", "--key", "x"], "serve needs --path-key FILE or --client-ca FILE"),
        (["serve", "--cert", tmp_path / "no", "--key", "x", "--allow-unknown-callers"], "No such file or directory"),
        (["serve", "--cert", tmp_path / "empty", "--key", pki.path("tls.key"), "--allow-unknown-callers"], "holds no certificate in PEM form"),
        (["serve", "--cert", pki.path("tls.crt"), "--key", tmp_path / "empty", "--allow-unknown-callers"], "holds no unencrypted private key"),
        (["serve", "--cert", pki.path("tls.crt"), "--key", pki.path("ca.key"), "--allow-unknown-callers"], "is not the key of the certificate"),
        (["serve", *good, "--listen", "nonsense"], "expected HOST:PORT"),
        (["serve", *good, "--listen", address], "Address already in use"),
        (["serve", *good, "--drain", "soon"], "--drain is 'soon': expected a whole number"),
        (["check"], "check needs a FILE"),
        (["check", "-o", "xml", "-"], "expected text or json"),
    ]
    for arguments, sentence in cases:
        done = run("token-webhook", *arguments)
        assert done.returncode == 2 and done.stdout == "", arguments
        assert sentence in done.stderr and len(done.stderr.splitlines()) == 1, done.stderr
    taken.close()


def test_check_tells_accepted_refused_and_unreadable_apart(tmp_path):
    good, bad, none, broken = (tmp_path / name for name in ("good.yaml", "bad.yaml", "none.yaml", "broken.yaml"))
    good.write_text(json.dumps(secret(GOOD)))
    bad.write_text(json.dumps(secret("hunter2", namespace="keptn")))
    none.write_text("kind: ConfigMap\n")
    broken.write_text("a: [b\n")
    assert run("token-webhook", "check", good).returncode == 0
    assert run("token-webhook", "check", good, bad).returncode == 1
    assert run("token-webhook", "check", bad, none).returncode == 2
    assert run("token-webhook", "check", broken).returncode == 2
    assert run("token-webhook", "check", tmp_path / "missing").returncode == 2
    assert run("token-webhook", "check", "-", text=good.read_text()).returncode == 0


def test_check_reads_lists_documents_and_both_kinds_of_data(tmp_path):
    file = tmp_path / "all.yaml"
    in_data = secret(GOOD, namespace="keptn")
    in_data["data"] = {"keptn-api-token": base64.b64encode(in_data.pop("stringData")["keptn-api-token"].encode()).decode()}
    elsewhere = secret("hunter2", namespace="elsewhere")
    file.write_text("---\n".join(json.dumps(d) + "\n" for d in (
        {"apiVersion": "v1", "kind": "List", "items": [in_data, elsewhere]}, {"kind": "ConfigMap"}, secret("hunter2"))))
    done = run("token-webhook", "check", "-o", "json", file)
    results = json.loads(done.stdout)["results"]
    assert done.returncode == 1
    assert [(r["document"], r["namespace"], r["name"], r["accepted"]) for r in results] == [
        (1, "keptn", "keptn-api-token", True), (3, "keptn", "keptn-api-token", False)]
    assert set(results[1]["findings"][0]) == {"id", "severity", "field", "message", "remedy"}


def test_check_survives_what_is_no_manifest():
    for text in ("", "\x00\x01", "&a [*a, *a]", "[" * 100000, "- " * 50000, "kind: Secret\nmetadata: 5\n", "\ud7ff: 1", "%YAML"):
        done = run("token-webhook", "check", "-", text=text)
        assert done.returncode == 2 and done.stderr.count("\n") == 1, repr(text[:20])


def test_check_never_shows_a_token():
    token = "S3cretlySh0wn"
    for text in (json.dumps(secret(token)), f"kind: Secret\n{token}: [", f"kind: Secret\ndata: {{keptn-api-token: {token}"):
        done = run("token-webhook", "check", "-", text=text)
        assert done.returncode != 0 and token not in done.stdout + done.stderr


def test_a_broken_machine_is_no_usage_error(tmp_path):
    """Without random bytes, or where standard output is full or closed, the exit code is 3."""
    broken = tmp_path / "openssl.cnf"
    broken.write_text("openssl_conf = init\n[init]\nrandom = rand\n[rand]\nrandom = NO-SUCH-DRBG\n")
    done = subprocess.run([program("token-webhook"), "generate"], env={"OPENSSL_CONF": str(broken)}, text=True,
                          capture_output=True, check=False, timeout=30)
    assert (done.returncode, done.stdout) == (3, "") and "no random bytes" in done.stderr
    with open("/dev/full", "w") as full:
        done = subprocess.run([program("token-webhook"), "profiles"], stdout=full, stderr=subprocess.PIPE, text=True,
                              check=False, timeout=30)
    assert done.returncode == 3 and done.stderr == "token-webhook: standard output could not be written\n"


def test_generate_prints_a_token_that_check_accepts():
    made = run("token-webhook", "generate")
    assert made.returncode == 0 and len(made.stdout) == 44
    assert run("token-webhook", "check", "-", text=json.dumps(secret(made.stdout))).returncode == 0


def test_check_explains_a_token_by_kinds_and_bits_alone(tmp_path):
    token = tmp_path / "token"
    token.write_text("U3VtbWVyMjAyNiFLZXB0bg==")  # Summer2026!Keptn
    done = run("token-webhook", "check", "--token-file", token, "--explain")
    assert "a word (6 bytes)" in done.stdout and "bits in all; a token needs 70" in done.stdout
    assert "Summer" not in done.stdout and "2026" not in done.stdout.replace(str(tmp_path), "")
