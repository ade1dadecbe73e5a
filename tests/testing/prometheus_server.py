"""A real Prometheus that scrapes what a test runs, with the shipped rules; and the shipped expressions."""
import json
import pathlib
import re
import subprocess
import time
import urllib.parse
import urllib.request

import yaml

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "manifests/monitoring"
RULES = (FOLDER / "rules.yaml").read_text()
PANELS = json.loads((FOLDER / "dashboard.json").read_text())["panels"]
DASHBOARD = [target["expr"].replace("$__rate_interval", "1m") for panel in PANELS for target in panel["targets"]]


def alert_expressions(rules=RULES):
    """Alert -> its expression."""
    return {rule["alert"]: rule["expr"] for group in yaml.safe_load(rules)["groups"] for rule in group["rules"]}


class Prometheus:
    def __init__(self, folder, address, jobs, prefix=(), call=lambda work: work()):
        """`jobs` are scrape_configs. `prefix` is put before the command, and `call` runs each request: for a Prometheus in the network of
        a node."""
        self.address, self.call, self.began = address, call, time.time()
        (folder / "prometheus.yml").write_text(json.dumps({
            "global": {"scrape_interval": "1s", "evaluation_interval": "1s"}, "rule_files": [str(FOLDER / "rules.yaml")],
            "scrape_configs": jobs}))
        self.process = subprocess.Popen(
            [*prefix, "prometheus", f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/tsdb",
             f"--web.listen-address={self.address}"], stdout=open(folder / "prometheus.log", "w"), stderr=subprocess.STDOUT)

    def ask(self, path, **parameters):
        """The data of an answer; null while Prometheus starts."""
        url = f"http://{self.address}/api/v1/{path}?{urllib.parse.urlencode(parameters)}"

        def get():
            with urllib.request.urlopen(url, timeout=10) as answer:
                return json.load(answer)["data"]
        try:
            return self.call(get)
        except urllib.error.HTTPError as error:
            if error.code == 400:
                raise AssertionError(f"{parameters}: {json.load(error)['error']}") from error
            return None
        except OSError:
            return None

    def query(self, expression):
        data = self.ask("query", query=expression)
        return data and data["result"]

    def ever(self, expression):
        """What the expression has selected at any time since the start."""
        now = time.time()
        return self.ask("query_range", query=expression, start=self.began, end=now, step=max(1, (now - self.began) / 1000))["result"]

    def unknown(self, expressions, elsewhere=()):
        """The series selectors of the expressions that select nothing, but for the names in `elsewhere`."""
        selectors = {match.group(0) for expression in expressions
                     for match in re.finditer(r"\b(?:token_webhook|kube)_\w+(\{[^}]*\})?", expression)}
        return sorted(selector for selector in selectors
                      if selector.split("{")[0] not in elsewhere and not self.query(selector))

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
