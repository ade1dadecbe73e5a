"""The documented ways to make a token, done right and wrong in each way that people do, and the verdict on each.

usage: python3 tests/golden/recipes.py > docs/recipes.md     test_recipes.py holds the page against the program.

The Unix recipes run in bash as they stand here. What PowerShell and cmd store is written down as bytes: UTF-16LE with a
byte-order mark from Out-File, CR LF from echo, and so on. The token in here is made up and opens nothing.
"""
import base64
import os
import pathlib
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cluster"))
from cluster import program

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOKEN = "mQGe98lD3Yo6xRwEb5Z/Rw=="  # Its bytes hold control characters, as those of most tokens do.
RAW = base64.b64decode(TOKEN)
PASSWORD = "t{x)9KpW!q4Zr_8m"  # As GeneratePassword(16,2) makes them.
POWERSHELL = base64.b64encode(PASSWORD.encode("utf-16-le")).decode()
ARMOR = "-----BEGIN CERTIFICATE-----\r\n%s\r\n-----END CERTIFICATE-----\r\n"

# What is done, the rule that names the mistake (None: accepted), and what is stored where bash cannot tell.
LINUX = [
    ("KEPTN_API_TOKEN=$(head -c 16 /dev/urandom | base64); printf %s \"$KEPTN_API_TOKEN\"", None),
    ("head -c 32 /dev/urandom | base64 -w0", None),
    ("openssl rand -hex 32 | tr -d '\\n'", None),
    ("echo \"$KEPTN_API_TOKEN\" > token.txt; cat token.txt", "trailing-newline"),
    ("head -n 16 /dev/urandom | base64", "whitespace"),
    ("head -c 96 /dev/urandom | base64", "whitespace"),
    ("head -c 16 <(printf %s \"$KEPTN_API_TOKEN\" | base64 -d)", "control-bytes"),
    ("printf %s \"$KEPTN_API_TOKEN\" | base64 -d | iconv -f latin1 -t utf-8 | tr -d '\\000-\\037\\177'", "not-ascii"),
    ("head -c 8 /dev/urandom | base64 -w0", "too-short"),
    ("printf %s \"$KEPTN_APITOKEN\"", "empty"),
    ("printf %s '$KEPTN_API_TOKEN'", "not-base64"),
    ("printf %s '\"'\"$KEPTN_API_TOKEN\"'\"'", "not-base64"),
    ("printf %s '<token>'", "not-base64"),
    ("printf %s '{{ .Values.apiToken }}'", "not-base64"),
    ("printf %s \"api token: $KEPTN_API_TOKEN\"", "whitespace"),
    ("printf %s '+YJ3/Q0lV1K8x0W2b5ZcRw==' | tr '+/' '-_'", "base64url"),
    ("printf %s 3b241101-e2bb-4255-8caf-4136c566a962", "base64url"),
    ("printf %s \"$KEPTN_API_TOKEN\" | tr -d =", "bad-padding"),
    ("printf %s \"$KEPTN_API_TOKEN\" | head -c 22", "bad-padding"),
    ("printf %s \"${KEPTN_API_TOKEN%w==}x==\"", "stray-bits"),
    ("printf %s Zk3VtR8mQp1LwX6cYb9HnS4dGf7JaK2eUo5TiN0rMxEzW", "bad-padding"),
    ("printf %s abcdefghijkladfaea", "published"),
    ("echo fluffy-the-cat-2026 | base64 -w0", "guessable"),
    ("printf 'x%.0s' {1..16} | base64 -w0", "guessable"),
    ("printf %s \"$KEPTN_API_TOKEN\" | base64 -w0", "double-encoded"),
    ("printf 'A%.0s' {1..2400}", "too-long"),
]
POWERSHELL_CASES = [
    ("$Env:KEPTN_API_TOKEN = [Convert]::ToBase64String($token_bytes)", None, POWERSHELL),
    ("GeneratePassword(8,2), then the same", "too-short", base64.b64encode(PASSWORD[:8].encode("utf-16-le"))),
    ("[Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes(\"Summer2026!Keptn\"))", "guessable",
     base64.b64encode("Summer2026!Keptn".encode("utf-16-le"))),
    ("$Env:KEPTN_API_TOKEN | Out-File token.txt                   # Windows PowerShell", "byte-order-mark",
     b"\xff\xfe" + (POWERSHELL + "\r\n").encode("utf-16-le")),
    ("$Env:KEPTN_API_TOKEN | Out-File -Encoding unicode token.txt # its byte-order mark cut off", "utf-16",
     (POWERSHELL + "\r\n").encode("utf-16-le")),
    ("$Env:KEPTN_API_TOKEN | Set-Content -Encoding utf8 token.txt", "byte-order-mark",
     b"\xef\xbb\xbf" + (POWERSHELL + "\r\n").encode()),
    ("$Env:KEPTN_API_TOKEN | Set-Content token.txt", "trailing-newline", POWERSHELL + "\r\n"),
    ("--from-literal=keptn-api-token='$Env:KEPTN_API_TOKEN'", "not-base64", "$Env:KEPTN_API_TOKEN"),
    ("--from-literal=keptn-api-token=\"$KEPTN_API_TOKEN\"            # without Env:", "empty", ""),
    ("--from-literal=keptn-api-token=\"%KEPTN_API_TOKEN%\"", "not-base64", "%KEPTN_API_TOKEN%"),
    ("--from-literal=keptn-api-token=\"$token_bytes\"", "whitespace", " ".join(str(b) for b in PASSWORD.encode("utf-16-le"))),
    ("--from-literal=keptn-api-token=$($token_bytes.GetType())     # or an array in a here-string", "not-base64",
     "System.Byte[]"),
    ("--from-literal=keptn-api-token=\"$password\"                   # the password itself, not encoded", "not-base64",
     PASSWORD),
    ("[Convert]::ToBase64String($token_bytes, 'InsertLineBreaks')  # of 64 bytes", "whitespace",
     base64.b64encode(RAW * 4).decode()[:76] + "\r\n" + base64.b64encode(RAW * 4).decode()[76:]),
]
CMD = [
    ("certutil -encode token.txt b64.txt, its middle line without the line break", None, base64.b64encode(b"vR7!kq2Lz9#mT4xW")),
    ("certutil -encode token.txt b64.txt, the whole of b64.txt", "certificate-armor", ARMOR % TOKEN),
    ("certutil -encode token.txt b64.txt, its middle line with the line break", "trailing-newline", TOKEN + "\r\n"),
    ("certutil -encode of a long token, the middle lines", "whitespace",
     (TOKEN[:22] * 4)[:64] + "\r\n" + (TOKEN[:22] * 4)[64:88] + "\r\n"),
    ("certutil -encode of a typed password", "guessable", base64.b64encode(b"letmein12345678\r\n")),
    ("certutil -encode of 16 digits in a row", "guessable", base64.b64encode(b"1234567890123456")),
    ("echo %KEPTN_API_TOKEN%> token.txt", "trailing-newline", TOKEN + "\r\n"),
    ("set KEPTN_API_TOKEN=                  (left empty, as the page shows it)", "not-base64", "%KEPTN_API_TOKEN%"),
    ("set KEPTN_API_TOKEN=\"token\"", "not-base64", f'"{TOKEN}"'),
    ("set KEPTN_API_TOKEN= token", "whitespace", " " + TOKEN),
    ("set KEPTN_API_TOKEN=token & kubectl ...", "whitespace", TOKEN + " "),
    ("--from-literal=keptn-api-token='%KEPTN_API_TOKEN%'", "not-base64", f"'{TOKEN}'"),
    ("--from-literal=keptn-api-token=\"$KEPTN_API_TOKEN\"", "not-base64", "$KEPTN_API_TOKEN"),
]
EDIT = [
    ("kubectl edit: the token under stringData", None, TOKEN),
    ("kubectl edit: the token under data, where it would have to be encoded once more", "control-bytes", RAW),
    ("kubectl edit: stringData with '|' and the token on the next line", "trailing-newline", TOKEN + "\n"),
    ("kubectl edit: a pet's name under stringData", "bad-padding", "fluffy"),
]


def stored(case):
    if len(case) == 3:
        return case[2] if isinstance(case[2], bytes) else case[2].encode()
    environment = {"PATH": os.environ["PATH"], "KEPTN_API_TOKEN": TOKEN, "LC_ALL": "C"}
    with tempfile.TemporaryDirectory() as folder:
        # The same bytes at every run, so that the page stays the same.
        pathlib.Path(folder, "random").write_bytes(random.Random(7).randbytes(65536))
        command = case[0].replace("/dev/urandom", "random")
        return subprocess.run(["bash", "-c", command], env=environment, capture_output=True, check=True, cwd=folder).stdout


def verdict(value):
    done = subprocess.run([program("token-webhook"), "check", "--token-file", "-"], input=value,
                          capture_output=True, check=False)
    return done.stdout.decode().removeprefix("standard input: keptn/keptn-api-token: ").rstrip("\n")


SYSTEMS = [("Linux and macOS", LINUX), ("PowerShell", POWERSHELL_CASES), ("Windows command line", CMD),
           ("kubectl edit", EDIT)]


def page():
    lines = ["# Recipes, right and wrong", "",
             "What `token-webhook check --token-file` says of what each recipe stores; the webhook says the same. Written by",
             "`tests/golden/recipes.py`; a test holds this page against the program."]
    for system, cases in SYSTEMS:
        lines += ["", f"## {system}"]
        for case in cases:
            lines += ["", "```", "> " + case[0], verdict(stored(case)), "```"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(page(), end="")
