"""An installation that the doctor finds nothing wrong with, on a control plane of its own. Behind the webhook's pods stand processes;
the Service is an alias of the first pod's address, because a control plane alone has no service network."""
import base64
import json
import secrets
import subprocess

from cluster import ROOT, Pki, at_clock, program, wait_for
from story import GUARD, active, as_list, create_namespace, fresh, install_keptn, manifest, pods, shipped

SERVER = "DNS:token-webhook.token-guard.svc"
CONFIGURATIONS = ("validatingwebhookconfiguration", "mutatingwebhookconfiguration")


class Doctored:
    def __init__(self, cluster, folder):
        self.cluster, self.folder = cluster, folder
        self.key = secrets.token_hex(16)
        (folder / "path-key").write_text(self.key + "\n")
        self.pki = Pki(folder / "pki")
        self.pki.issue("tls", "/CN=token-webhook", SERVER)
        self.processes = []
        create_namespace(cluster, "keptn")
        install_keptn(cluster, fresh())
        # Of the certificates the CronJob alone: this class makes the pair, the path and the rules itself.
        cluster.kubectl("apply", "-f", "-", input=as_list(
            [document for document in shipped("fence", "webhook", "rotator", "certificates")
             if document["kind"] not in ("Service", "Job", "Secret")]))
        self.addresses = wait_for("the webhook's pods", lambda: (
            found := sorted(pods(cluster, "token-webhook", GUARD).values(), key=str)) and len(found) == 2 and all(found) and found)
        self.store_pair()
        self.serve()
        self.register()
        self.settle()
        cluster.kubectl("rollout", "status", "deployment/token-webhook", "-n", GUARD, "--timeout=60s")

    def store_pair(self):
        self.cluster.kubectl("create", "secret", "generic", "token-webhook-tls", "-n", GUARD,
                             "--from-file", self.pki.path("tls.crt"), "--from-file", self.pki.path("tls.key"))

    def serve(self, pair="tls"):
        """One process for each pod's address."""
        for number, address in enumerate(self.addresses):
            self.processes.append(subprocess.Popen(
                [program("token-webhook"), "serve", "--listen", f"{address}:8443", "--ops-listen", f"{address}:8080",
                 "--cert", self.pki.path(f"{pair}.crt"), "--key", self.pki.path(f"{pair}.key"), "--drain", "0",
                 "--path-key", self.folder / "path-key"],
                stdout=open(self.folder / f"audit-{number}.log", "a"), stderr=open(self.folder / f"log-{number}", "a")))

    def stop(self):
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(20)
        self.processes = []

    def register(self):
        """The shipped registrations with CA and path."""
        documents = active(shipped("registration"))
        for hook in (hook for document in documents for hook in document["webhooks"]):
            path = "mutate" if hook["name"].startswith("mutate") else "validate"
            hook["clientConfig"]["service"] |= {"path": f"/{path}/{self.key}", "port": 8443}
            hook["clientConfig"]["caBundle"] = self.pki.encoded("ca.crt")
        service = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "token-webhook", "namespace": GUARD},
                   "spec": {"type": "ExternalName", "externalName": self.addresses[0]}}
        self.cluster.kubectl("apply", "--server-side", "--force-conflicts", "-f", "-", input=as_list([service, *documents]))

    def refuses(self):
        return "is refused" in self.cluster.kubectl("create", "--dry-run=server", "-f", "-", input=manifest("weak"),
                                                    check=False).stderr

    def settle(self):
        """A configuration takes a moment to reach kube-apiserver's plug-in."""
        wait_for("the guard to refuse", self.refuses)

    def patch_hook(self, operations):
        """A JSON patch of the first webhook of the validating configuration."""
        self.cluster.kubectl("patch", CONFIGURATIONS[0], "token-webhook", "--type=json", "-p", json.dumps(operations))

    def issue_expired(self, name):
        """A pair of the same CA that ended ten days ago."""
        subprocess.run([*at_clock("-40d"), "openssl", "x509", "-req", "-in", "tls.csr", "-CA", "ca.crt", "-CAkey",
                        "ca.key", "-CAcreateserial", "-days", "30", "-out", f"{name}.crt", "-extfile", "tls.ext"],
                       cwd=self.folder / "pki", check=True, capture_output=True)
        (self.folder / "pki" / f"{name}.key").write_bytes((self.folder / "pki" / "tls.key").read_bytes())

    def write_record(self, record):
        text = "" if record is None else base64.b64encode(json.dumps(record).encode()).decode()
        self.cluster.kubectl("patch", "secret", "token-rotator-record", "-n", GUARD, "-p",
                             json.dumps({"data": {"record.json": text or None}}))

    def close(self):
        self.stop()


def run_doctor(cluster, kubeconfig, *arguments):
    return cluster.run(program("token-rotator"), "doctor", "--kubeconfig", kubeconfig, *arguments, check=False)


def findings(done, level):
    """check -> text of the findings of a level."""
    found = {}
    for finding in json.loads(done.stdout)["findings"]:
        if finding["level"] == level:
            found.setdefault(finding["check"], []).append(finding["text"])
    return {check: "\n".join(texts) for check, texts in found.items()}


RIGHTS = ROOT / "manifests/doctor/rights.yaml"
