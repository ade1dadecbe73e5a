"""A proxy between a client and the real API server that fails the Nth call in a chosen way, once.

TLS on both sides; the client's headers pass through, its bearer token with them. Calls are numbered from 1 and kept as
"METHOD path", never a body. Watches are streamed. A fault that is a number is answered as that status, and the call never
arrives; `refuse` answers any number of calls so, or passes a write on with the field manager REFUSED, which a policy refuses.

    proxy = FaultProxy(cluster.server, cluster.pki)
    proxy.begin(7, "truncated")               # or a hook: proxy.begin(7, before=edit), proxy.begin(7, "kill after")
    ... run the client against proxy.server ...
    assert proxy.fired
"""
import http.client
import http.server
import json
import os
import select
import socket
import ssl
import struct
import threading
import urllib.parse

# What the client sees of the Nth call; "acts" is whether the API server has seen it.
FAULTS = {
    "timeout before": "no answer, the call never arrives",
    "timeout after": "no answer, the call has acted",
    "409": "a conflict",
    "429": "too many requests, with Retry-After: 1",
    "500": "an internal error, the call never arrives",
    "500 after": "an internal error, the call has acted",
    "503": "the service is unavailable",
    "reset": "the connection is reset, the call never arrives",
    "reset after": "the connection is reset, the call has acted",
    "truncated": "half of the answer, the call has acted",
    "malformed": "an answer that is no JSON, the call has acted",
}
KILLS = {
    "kill before": "SIGKILL, the call never arrives",
    "kill after": "SIGKILL, the call has acted",
}
STATUS = {401: ("Unauthorized", "Unauthorized"), 409: ("Conflict", "AlreadyExists"), 429: ("Too Many Requests", "TooManyRequests"),
          500: ("Internal Server Error", "InternalError"), 503: ("Service Unavailable", "ServiceUnavailable")}
REFUSED = "refused"  # The field manager of a write that the policy of lanes.py refuses.
ISSUING = threading.Lock()  # Several proxies start at once and share a certificate.


def identity(pki):
    with ISSUING:
        if not (pki.folder / "fault-proxy.crt").exists():
            pki.issue("fault-proxy", "/CN=fault-proxy")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pki.path("fault-proxy.crt"), pki.path("fault-proxy.key"))
    return context


class FaultProxy:
    def __init__(self, server, pki):
        upstream = urllib.parse.urlsplit(server)
        self.upstream = upstream.hostname, upstream.port
        self.trust = ssl.create_default_context(cafile=pki.path("ca.crt"))
        self.identity = identity(pki)
        self.lock = threading.Lock()
        self.victim = None  # Is called by the kills.
        self.watcher = None  # Is called before each call is passed on.
        self.bearer = None  # If set, calls that carry another token are answered with 401.
        self.refuse = None  # If set, is asked for each "METHOD path": a status, REFUSED, or None, which passes the call on.
        self.begin()
        self.listener = Listener(("127.0.0.1", 0), Handler)
        self.listener.proxy = self
        self.server = f"https://127.0.0.1:{self.listener.server_address[1]}"
        threading.Thread(target=self.listener.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()

    def begin(self, at=0, fault=None, before=None, after=None):
        """Numbers from 1 again. Call `at` fails as `fault` says; the hooks run before it is passed on and after it acted."""
        with self.lock:
            self.calls, self.at, self.fault, self.before, self.after, self.fired = [], at, fault, before, after, False

    def count(self, method, path):
        """The fault and the hooks of this call."""
        with self.lock:
            self.calls.append(f"{method} {path}")
            if len(self.calls) != self.at:
                return None, None, None
            self.fired = True
            return self.fault, self.before, self.after

    def renew(self, pki, bearer):
        """From now on: a certificate of another authority, and none but this bearer token."""
        self.identity, self.bearer = identity(pki), bearer

    def close(self):
        self.listener.shutdown()
        self.listener.server_close()


class Listener(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_):
        pass  # A client that goes away in mid-sentence is what this is for.


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def setup(self):
        self.proxy = self.server.proxy
        self.identity = self.proxy.identity
        self.request = self.identity.wrap_socket(self.request, server_side=True)
        self.api = http.client.HTTPSConnection(*self.proxy.upstream, context=self.proxy.trust, timeout=60)
        super().setup()

    def finish(self):
        self.api.close()
        super().finish()
        self.connection.close()

    def log_message(self, *_):
        pass

    def relay(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        fault, before, after = self.proxy.count(self.command, self.path)
        refused = self.proxy.refuse and self.proxy.refuse(f"{self.command} {self.path}")
        if refused == REFUSED:
            self.path = self.path.replace("fieldManager=token-rotator", f"fieldManager={REFUSED}")
        fault = str(refused) if refused and refused != REFUSED else fault
        if self.proxy.watcher:
            self.proxy.watcher()
        if before:
            before()
        self.close_connection |= self.identity is not self.proxy.identity  # Renewed: the next call says hello anew.
        if self.proxy.bearer and self.headers.get("Authorization") != f"Bearer {self.proxy.bearer}":
            self.answer_status(401)
        elif fault in ("timeout before", "reset", "kill before"):
            self.vanish(fault)
        elif fault and fault.isdigit():
            self.answer_status(int(fault))
        elif "watch=true" in self.path or "watch=1" in self.path:
            self.stream(body, fault)
        else:
            answer = self.ask(body)
            content = answer.read()
            if after:
                after()
            self.answer(answer, content, fault)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = relay

    def ask(self, body):
        self.api.request(self.command, self.path, body or None, dict(self.headers))
        return self.api.getresponse()

    def answer(self, answer, content, fault):
        if fault in ("timeout after", "reset after", "kill after"):
            self.vanish(fault)
            return
        if fault == "500 after":
            self.answer_status(500)
            return
        if fault == "malformed":
            content = b"<html>" + b"?" * max(0, len(content) - 6)
        self.send_head(answer, "Content-Length", str(len(content)))
        self.wfile.write(content[:len(content) // 2] if fault == "truncated" else content)
        self.wfile.flush()
        self.close_connection = self.close_connection or fault == "truncated"

    def send_head(self, answer, name, value):
        self.send_response_only(answer.status)
        for header, text in answer.getheaders():
            if header.lower() not in ("content-length", "transfer-encoding", "connection"):
                self.send_header(header, text)
        self.send_header(name, value)
        self.end_headers()

    def stream(self, body, fault):
        """A watch: passed on as it comes, until either side ends it; a cut one ends after its first event."""
        answer = self.ask(body)
        if fault in ("timeout after", "reset after", "kill after", "500 after"):
            self.vanish(fault)
            return
        self.send_head(answer, "Transfer-Encoding", "chunked")
        self.wfile.flush()
        threading.Thread(target=self.end_with_client, daemon=True).start()
        while chunk := answer.read1(65536):
            if fault in ("truncated", "malformed"):
                chunk = chunk[:len(chunk) // 2] if fault == "truncated" else b"<html>\n"
            self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
            self.wfile.flush()
            if fault in ("truncated", "malformed"):
                self.close_connection = True
                return
        self.wfile.write(b"0\r\n\r\n")
        self.wfile.flush()

    def end_with_client(self):
        try:
            select.select([self.connection], [], [])  # Nothing is sent in a watch: this returns when the client has gone.
            self.api.sock.shutdown(socket.SHUT_RDWR)
        except (OSError, ValueError, AttributeError):
            pass  # The API server has ended it.

    def answer_status(self, code):
        message, reason = STATUS.get(code, (f"the test answers {code}", "Unknown"))
        content = json.dumps({"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "code": code,
                              "message": message, "reason": reason}).encode()
        self.send_response_only(code)
        if code == 429:
            self.send_header("Retry-After", "1")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        self.wfile.flush()

    def vanish(self, fault):
        """Leaves without an answer: at once, or when the client has lost its patience."""
        self.close_connection = True
        if fault.startswith("kill"):
            self.proxy.victim()
        elif fault.startswith("timeout"):
            select.select([self.connection], [], [], 60)
        else:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            os.close(self.connection.detach())  # Linger 0: a reset, no orderly end.
