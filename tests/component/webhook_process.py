"""token-webhook as a process, for tests that talk to it."""
import json
import pathlib
import signal
import socket
import ssl
import subprocess

from cluster import Pki, at_clock, program, wait_for


# A path key, for tests that need every caller to be known: the paths end with it.
KEY = "0123456789abcdef0123456789abcdef"


def keyed(folder):
    """The flag for a path key, KEY."""
    (folder / "path-key").write_text(KEY + "\n")
    return "--path-key", folder / "path-key"


class Webhook:
    """token-webhook serve on free ports, with a certificate of its own; `prepare` gets the issuer before the start.
    Answers every client, unless the arguments say which ones are known.
    A second one in the same folder takes over the issuer and writes the outputs anew."""
    issuers = {}

    def __init__(self, folder, *arguments, prepare=None):
        self.folder = folder
        if folder not in self.issuers:
            self.issuers[folder] = Pki(folder / "pki")
            self.issuers[folder].issue("tls", "/CN=first")
        self.pki = self.issuers[folder]
        if prepare:
            prepare(self.pki)
        usual = {"--listen": "127.0.0.1:0", "--ops-listen": "127.0.0.1:0", "--cert": self.pki.path("tls.crt"),
                 "--key": self.pki.path("tls.key"), "--drain": "1"}
        known = {"--path-key", "--client-ca"} & set(arguments)
        self.validate = f"/validate/{KEY}" if "--path-key" in arguments else "/validate"
        self.audit_path, self.log_path = folder / "audit.log", folder / "webhook.log"
        self.process = subprocess.Popen(
            [program("token-webhook"), "serve", *arguments, *([] if known else ["--allow-unknown-callers"]),
             *(word for flag, value in usual.items() if flag not in arguments for word in (flag, value))],
            stdout=open(self.audit_path, "w"), stderr=open(self.log_path, "w"))
        started = wait_for("the webhook to listen", lambda: [line for line in self.log()
                                                             if line["message"] == "listening"], 10, 0.02)[0]
        self.port = int(started["listen"].rsplit(":", 1)[1])
        self.ops_port = int(started["ops"].rsplit(":", 1)[1])
        self.context = ssl.create_default_context(cafile=self.pki.path("ca.crt"))

    def log(self):
        return [json.loads(line) for line in self.log_path.read_text().splitlines()]

    def audit(self):
        """The audit lines behind the opening."""
        lines = [json.loads(line) for line in self.audit_path.read_text().splitlines()]
        return [line for line in lines if line["type"] != "opening"]

    def connect(self):
        raw = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        # As Go does. Else the first request waits 40 ms for the end of the handshake to be acknowledged.
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self.context.wrap_socket(raw, server_hostname="localhost")

    def exchange(self, data):
        """Everything that comes back to these bytes until the server closes."""
        with self.connect() as connection:
            connection.sendall(data)
            return drain(connection)

    def descriptors(self):
        return len(list(pathlib.Path(f"/proc/{self.process.pid}/fd").iterdir()))

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)


def drain(connection):
    answer = b""
    try:
        while chunk := connection.recv(65536):
            answer += chunk
    except (ssl.SSLEOFError, ConnectionResetError):
        pass
    return answer
