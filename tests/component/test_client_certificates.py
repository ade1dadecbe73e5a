"""Who may connect, with --client-ca, and what the audit log says of it; the path key."""
import ssl
import subprocess

import pytest
from test_metrics import scrape
from test_server import BODY, post
from webhook_process import Pki, program, wait_for

CLOSING = b"Connection: close\r\n"


def context(webhook, pki=None, name=None):
    made = ssl.create_default_context(cafile=webhook.pki.path("ca.crt"))
    if name:
        made.load_cert_chain(pki.path(f"{name}.crt"), pki.path(f"{name}.key"))
    return made


def served(webhook, made):
    """Whether a review over this context is answered. Under TLS 1.3 a refusal shows at the first read."""
    webhook.context = made
    try:
        return webhook.exchange(post(BODY, extra=CLOSING)).startswith(b"HTTP/1.1 200 ")
    except (ssl.SSLError, ConnectionError):
        return False


def issue(pki, name, *arguments, usage="clientAuth"):
    """A client certificate with all that openssl x509 can be told."""
    pki.issue(name, "/CN=kube-apiserver")
    extensions = pki.folder / "extensions"
    extensions.write_text(f"extendedKeyUsage={usage}\n")
    subprocess.run(["openssl", "x509", "-req", "-in", f"{name}.csr", "-CA", "ca.crt", "-CAkey", "ca.key",
                    "-out", f"{name}.crt", "-extfile", extensions, *arguments], cwd=pki.folder, check=True,
                   capture_output=True)


def test_only_allowed_names_of_the_client_ca_are_served_and_the_audit_log_names_them(start, tmp_path):
    pki = Pki(tmp_path / "clients")
    for name, subject in (("good", "/CN=kube-apiserver"), ("second", "/CN=another allowed"), ("other", "/CN=kubelet"),
                          ("two", "/CN=kubelet/CN=kube-apiserver"), ("none", "/O=kube-apiserver"),
                          ("longer", "/CN=kube-apiserver2")):
        pki.issue(name, subject)
    issue(pki, "expired", "-days", "-1")
    issue(pki, "server", usage="serverAuth")
    stranger = Pki(tmp_path / "stranger")
    stranger.issue("good", "/CN=kube-apiserver")
    webhook = start("--client-ca", pki.path("ca.crt"), "--client-name", "kube-apiserver", "--client-name", "another allowed")
    before = scrape(webhook)
    for name, names in (("good", "kube-apiserver"), ("second", "another allowed")):
        assert served(webhook, context(webhook, pki, name)), name
        wait_for("the audit line", lambda: webhook.audit() and webhook.audit()[-1]["client"] == names, 5)
    refused = [context(webhook), context(webhook, stranger, "good"),
               *(context(webhook, pki, name) for name in ("other", "two", "none", "longer", "expired", "server"))]
    for made in refused:
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            made.minimum_version = ssl.TLSVersion.TLSv1_2
            made.maximum_version = version
            assert not served(webhook, made)
    cause = 'token_webhook_handshake_failures_total{cause="client-certificate"}'
    assert scrape(webhook)[cause] - before[cause] == 2 * len(refused)
    assert len(webhook.audit()) == 2


def test_a_new_client_ca_is_taken_up_and_a_broken_one_never(start, tmp_path):
    pki, other = Pki(tmp_path / "clients"), Pki(tmp_path / "others")
    for one in (pki, other):
        one.issue("client", "/CN=kube-apiserver")
    authority = tmp_path / "ca.pem"
    first, second = (one.folder.joinpath("ca.crt").read_text() for one in (pki, other))
    authority.write_text(first)
    webhook = start("--client-ca", authority)
    old, new = context(webhook, pki, "client"), context(webhook, other, "client")
    assert served(webhook, old) and not served(webhook, new)
    authority.write_text("broken")
    wait_for("the complaint", lambda: "last good one" in webhook.log_path.read_text(), 10)
    assert served(webhook, old)
    authority.write_text(first + second)
    wait_for("both", lambda: served(webhook, new), 10)
    assert served(webhook, old)
    authority.write_text(second)
    wait_for("the first to be gone", lambda: not served(webhook, old), 10)
    assert served(webhook, new)


KEY, NEXT = "k" * 32, "n-_9" * 8


def status(webhook, path):
    return int(webhook.exchange(post(BODY, path=path, extra=CLOSING)).split()[1])


def test_with_a_path_key_only_its_paths_are_served(start, tmp_path):
    file = tmp_path / "key"
    file.write_text(KEY + "\n")
    webhook = start("--path-key", file)
    for path in ("/validate", "/mutate"):
        assert status(webhook, f"{path}/{KEY}?timeout=5s") == 200
        for wrong in ("", "/", f"/{KEY[:-1]}", f"/{KEY}k", f"/{KEY[:-1]}K", f"/{KEY}/", f"//{KEY}", "/%6b" + KEY[1:],
                      f"?key={KEY}", f"/../validate/{KEY}"):
            answer = webhook.exchange(post(BODY, path=path + wrong, extra=CLOSING))
            assert answer == webhook.exchange(post(BODY, path="/elsewhere", extra=CLOSING)) and b" 404 " in answer
    file.write_text(f"{KEY}\n{NEXT}\n")
    wait_for("the next key", lambda: status(webhook, f"/validate/{NEXT}") == 200, 10)
    assert status(webhook, f"/validate/{KEY}") == 200
    file.write_text(NEXT)
    wait_for("the first key to be gone", lambda: status(webhook, f"/validate/{KEY}") == 404, 10)
    outputs = webhook.log_path.read_text() + webhook.audit_path.read_text()
    assert KEY not in outputs and NEXT not in outputs


@pytest.mark.parametrize("arguments, sentence", [
    (["--client-name", "x"], "--client-name needs --client-ca"),
    (["--client-ca", "KEY"], "holds no certificate in PEM form"),
    (["--client-ca", "/no"], "the client CA: cannot read /no"),
    (["--path-key", "/no"], "the path key: cannot read /no"),
    (["--path-key", "KEY"], "holds no path key"),
])
def test_what_cannot_be_used_at_the_start_is_told_in_one_sentence(tmp_path, arguments, sentence):
    (tmp_path / "short").write_text("short")
    pki = Pki(tmp_path / "pki")
    pki.issue("tls", "/CN=x")
    done = subprocess.run([program("token-webhook"), "serve", "--cert", pki.path("tls.crt"), "--key", pki.path("tls.key"),
                           *(tmp_path / "short" if a == "KEY" else a for a in arguments)],
                          text=True, capture_output=True, check=False, timeout=10)
    assert done.returncode == 2 and sentence in done.stderr and done.stderr.count("\n") == 1, done.stderr
