"""An admission webhook on one namespace's guarded Secret that does as a test says: allow, deny, or be unreachable."""
import http.server
import json
import ssl
import threading

from cluster import wait_for
from fault_proxy import Listener


class ControlledWebhook:
    def __init__(self, lane):
        self.lane, self.mode = lane, "deny"
        pki = lane.cluster.pki
        listener = Listener(("127.0.0.1", 0), Review)
        listener.webhook = self
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pki.path("fault-proxy.crt"), pki.path("fault-proxy.key"))
        listener.socket = context.wrap_socket(listener.socket, server_side=True)
        threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
        self.listener = listener
        self.configurations = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations"
        lane.api.call("POST", self.configurations, {"metadata": {"name": lane.name}, "webhooks": [{
            "name": "controlled.test.keptn.sh", "admissionReviewVersions": ["v1"], "sideEffects": "None",
            "failurePolicy": "Fail", "timeoutSeconds": 1,
            "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": lane.name}},
            "matchConditions": [{"name": "guarded", "expression":
                                 "(object != null ? object : oldObject).metadata.name == 'keptn-api-token'"}],
            "rules": [{"apiGroups": [""], "apiVersions": ["v1"], "resources": ["secrets"], "operations": ["UPDATE"]}],
            "clientConfig": {"url": f"https://127.0.0.1:{listener.server_address[1]}/", "caBundle": pki.encoded("ca.crt")},
        }]})
        wait_for("the registration to take effect", lambda: lane.api.call(
            "PATCH", f"{lane.guarded}?dryRun=All", {"metadata": {"annotations": {"tried": "yes"}}})[0] == 403)
        self.mode = "allow"

    def close(self):
        self.lane.api.call("DELETE", f"{self.configurations}/{self.lane.name}")
        wait_for("the registration to go", self.gone)
        self.listener.shutdown()
        self.listener.server_close()

    def gone(self):
        self.mode = "deny"
        return self.lane.api.call("PATCH", f"{self.lane.guarded}?dryRun=All",
                                  {"metadata": {"annotations": {"tried": "again"}}})[0] == 200


class Review(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        review = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        mode = self.server.webhook.mode
        if mode == "unreachable":
            self.close_connection = True
            return
        answer = json.dumps({"apiVersion": review["apiVersion"], "kind": review["kind"], "response": {
            "uid": review["request"]["uid"], "allowed": mode == "allow", "status": {"code": 403, "message": "the test says no"},
        }}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass
