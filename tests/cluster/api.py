"""The API server, spoken to directly as administrator: a kubectl costs a tenth of a second of processor time."""
import http.client
import json
import ssl
import threading
import urllib.parse


class Api:
    """One kept connection for each thread."""

    def __init__(self, server, pki, user="admin", acting_as=None):
        self.headers = {"Impersonate-User": acting_as} if acting_as else {}
        address = urllib.parse.urlsplit(server)
        self.address = address.hostname, address.port
        self.context = ssl.create_default_context(cafile=pki.path("ca.crt"))
        self.context.load_cert_chain(pki.path(f"{user}.crt"), pki.path(f"{user}.key"))
        self.local = threading.local()

    def call(self, method, path, body=None, kind="application/merge-patch+json"):
        """Status and decoded answer; status 0 if the API server is away. A body that is a text is sent as it is."""
        text = body if body is None or isinstance(body, str) else json.dumps(body)
        headers = {**self.headers, "Content-Type": kind if method == "PATCH" or isinstance(body, str) else "application/json"}
        for _ in range(2):  # A kept connection may have been closed meanwhile.
            connection = getattr(self.local, "connection", None)
            if connection is None:
                connection = http.client.HTTPSConnection(*self.address, context=self.context, timeout=30)
            try:
                connection.request(method, path, text, headers)
                answer = connection.getresponse()
                content = answer.read()
                self.local.connection = connection
                return answer.status, json.loads(content) if content.startswith(b"{") else {}
            except (OSError, http.client.HTTPException):
                connection.close()
                self.local.connection = None
        return 0, {}

    def get(self, path):
        """The object, or an empty one."""
        status, answer = self.call("GET", path)
        return answer if status == 200 else {}

    def watch(self, path):
        """Yields the events of a watch until it ends."""
        connection = http.client.HTTPSConnection(*self.address, context=self.context, timeout=90)
        try:
            connection.request("GET", path, headers=self.headers)
            for line in connection.getresponse():
                yield json.loads(line)
        finally:
            connection.close()
