#!/usr/bin/python3
"""Times `token-webhook check` over 20,000 manifests in one file: a quarter refused, random bytes and chart tokens among
the rest. Wanted: under 20 s. usage: benchmarks/check.py [DOCUMENTS]"""
import base64
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import time

WEBHOOK = pathlib.Path(__file__).resolve().parents[1] / "build/release/bin/token-webhook"
MANIFEST = """---
apiVersion: v1
kind: Secret
metadata: {{name: keptn-api-token, namespace: keptn, labels: {{number: "{number}"}}}}
type: Opaque
data: {{keptn-api-token: {value}}}
"""


def value(chance, number):
    typed = "".join(chance.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=24)).encode()
    token = [base64.b64encode(chance.randbytes(16)), base64.b64encode(typed), base64.b64encode(chance.randbytes(32)),
             f"Monkey{number}!Monkey".encode()][number % 4]
    return base64.b64encode(token).decode()


def main(documents):
    chance = random.Random(1)
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.writelines(MANIFEST.format(number=n, value=value(chance, n)) for n in range(documents))
        file.flush()
        begin = time.perf_counter()
        done = subprocess.run([WEBHOOK, "check", "-o", "json", file.name], capture_output=True, check=False)
        seconds = time.perf_counter() - begin
    results = json.loads(done.stdout)["results"]
    refused = sum(not result["accepted"] for result in results)
    assert (len(results), refused) == (documents, documents // 4), (len(results), refused)
    print(f"{documents} documents, {refused} refused: {seconds:.2f} s, {seconds / documents * 1e6:.0f} µs each")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20000)
