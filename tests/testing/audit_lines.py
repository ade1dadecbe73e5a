"""Audit lines as docs/audit.schema.json and docs/audit.md promise them."""
import hashlib
import json
import pathlib
import unicodedata

import jsonschema

SCHEMA = json.loads((pathlib.Path(__file__).resolve().parents[2] / "docs/audit.schema.json").read_text())
TYPES = {place["$ref"].rsplit("/", 1)[1] for place in SCHEMA["oneOf"]}
VALIDATORS = {name: jsonschema.Draft202012Validator({**SCHEMA["$defs"][name], "$defs": SCHEMA["$defs"]}) for name in TYPES}
MAX_LINE = 8192


def check_line(line):
    """The line as an object: of a known type, in the schema's order of fields, safe to print, short enough."""
    assert len(line.encode()) <= MAX_LINE
    assert not [c for c in line if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp")]
    entry = json.loads(line)
    VALIDATORS[entry["type"]].validate(entry)
    assert list(entry) == SCHEMA["$defs"][entry["type"]]["required"]
    return entry


def check_log(text):
    """The lines of whole chains as objects; the lines of several instances may alternate."""
    chains, entries = {}, []
    for line in text.split("\n")[:-1]:
        entry = check_line(line)
        assert (entry["sequence"], entry["previous"]) == chains.get(entry["instance"], (0, ""))
        chains[entry["instance"]] = (entry["sequence"] + 1, hashlib.sha256(line.encode()).hexdigest())
        entries.append(entry)
    return entries


def digest(line):
    """Of a decision: SHA-256 of the bytes before the last `,"sequence":`."""
    return hashlib.sha256(line[:line.rindex(',"sequence":')].encode()).hexdigest()
