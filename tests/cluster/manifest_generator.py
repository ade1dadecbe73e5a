"""Manifests of the guarded Secret as people and tools write them, drawn from a seed.

    case = draw(random.Random(7), "folded")   # A manifest with this feature; the other choices are random.
    case.content                              # bytes
    case.features                             # the names of all choices, for a report that shows no token

A manifest is a choice from each table: TOKENS, VALUES (how data and stringData hold the token), OBJECTS (how the Secret is
written), STREAMS (what else the file holds) and BYTES (how the text becomes bytes).
"""
import base64
import dataclasses
import json
import string

NAME = "keptn-api-token"
OTHER = '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "other"}, "data": {"a": "b"}}'


@dataclasses.dataclass
class Case:
    content: bytes
    features: tuple


@dataclasses.dataclass
class Value:
    """The entries of data and stringData as source text; a flow entry is at home in YAML and JSON."""
    data: dict = dataclasses.field(default_factory=dict)
    plain: dict = dataclasses.field(default_factory=dict)
    flow: bool = True


def strong(rng):
    return base64.b64encode(rng.randbytes(16)).decode()


TOKENS = {
    "strong": strong,
    "weak": lambda rng: rng.choice(("weak", "password123", "c2hvcnQ=", "", "AAAAAAAAAAAAAAAAAAAAAA==")),
    "trailing newline": lambda rng: strong(rng) + "\n",
    "PowerShell": lambda rng: base64.b64encode("".join(rng.sample(string.ascii_letters + string.digits + "!%&(){}", 16))
                                               .encode("utf-16-le")).decode(),
    "chart": lambda rng: "".join(rng.choices(string.ascii_letters + string.digits, k=45)),
    "not ASCII": lambda rng: strong(rng)[:-2] + "é",
}


def encoded(token):
    return base64.b64encode(token.encode()).decode()


def quoted(text):
    return json.dumps(text)


def cut(rng, text, separator):
    """The text in up to four pieces."""
    places = sorted(rng.sample(range(1, len(text)), min(3, len(text) - 1))) if len(text) > 1 else []
    return separator.join(text[a:b] for a, b in zip([0, *places], [*places, len(text)]))


def in_data(source, flow=True):
    return Value(data={NAME: source}, flow=flow)


def in_plain(source, flow=True):
    return Value(plain={NAME: source}, flow=flow)


def block(style, text):
    """A block scalar, indented for an entry of data."""
    return style + "\n" + "".join(f"    {line}\n" for line in text.split("\n"))[:-1]


def digits(rng):
    return rng.choice("123456789") + "".join(rng.choices(string.digits, k=23))


VALUES = {
    "data": lambda rng, token: in_data(quoted(encoded(token))),
    "data, unquoted": lambda rng, token: in_data(encoded(token) or '""', False),
    "stringData": lambda rng, token: in_plain(quoted(token)),
    "stringData over data": lambda rng, token: Value({NAME: quoted(encoded("weak"))}, {NAME: quoted(token)}),
    "data beside stringData": lambda rng, token: Value({NAME: quoted(encoded(token))}, {"other": '"x"'}),
    "several keys": lambda rng, token: Value({"a": '"eA=="', NAME: quoted(encoded(token)), "z": '""'}),
    "literal block": lambda rng, token: in_data(block("|", cut(rng, encoded(token), "\n")), False),
    "literal block, stripped": lambda rng, token: in_data(block("|-", encoded(token)), False),
    "folded": lambda rng, token: in_data(block(">-", cut(rng, encoded(token), "\n")), False),
    "folded, in quotes": lambda rng, token: in_data('"' + cut(rng, encoded(token), "\\\n      ") + '"', False),
    "LF inside": lambda rng, token: in_data(quoted(cut(rng, encoded(token), "\n"))),
    "CR LF inside": lambda rng, token: in_data(quoted(cut(rng, encoded(token), "\r\n"))),
    "blanks inside": lambda rng, token: in_data(quoted(cut(rng, encoded(token), " "))),
    "tab inside": lambda rng, token: in_data(quoted(cut(rng, encoded(token), "\t"))),
    "blank after": lambda rng, token: in_data(quoted(encoded(token) + " ")),
    "folded over several lines": lambda rng, token: in_data(cut(rng, encoded(token), "\n    ") or '""', False),
    "padding missing": lambda rng, token: in_data(quoted(encoded(token).rstrip("="))),
    "padding in excess": lambda rng, token: in_data(quoted(encoded(token) + "=")),
    "URL alphabet": lambda rng, token: in_data(quoted(base64.urlsafe_b64encode(token.encode() + b"\xff\xfe\xff").decode())),
    "plain text in data": lambda rng, token: in_data(quoted("plain: " + token)),
    "not UTF-8 in data": lambda rng, token: in_data(quoted(base64.b64encode(b"\xff\xfe\x80" + token.encode()).decode())),
    "!!binary in data": lambda rng, token: in_data("!!binary " + quoted(encoded(token)), False),
    "!!binary in data, twice encoded": lambda rng, token: in_data("!!binary " + quoted(encoded(encoded(token))), False),
    "!!binary in stringData": lambda rng, token: in_plain("!!binary " + quoted(encoded(token)), False),
    "!!str": lambda rng, token: in_plain("!!str " + quoted(token), False),
    "!!str on digits": lambda rng, token: in_plain("!!str " + digits(rng), False),
    "digits, unquoted": lambda rng, token: in_plain(digits(rng), False),
    "digits, unquoted, in data": lambda rng, token: in_data(digits(rng), False),
    "digits, quoted": lambda rng, token: in_plain(quoted(digits(rng))),
    "other types": lambda rng, token: rng.choice((in_data, in_plain))(
        rng.choice(("yes", "true", "0x1F", "1e9", "12:30:45", "2001-01-01", ".inf", "[]", "{}", "1_000", "on")), False),
    "null": lambda rng, token: rng.choice((in_data, in_plain))(rng.choice(("null", "~", "")), False),
    "null of JSON": lambda rng, token: rng.choice((in_data, in_plain))("null"),
    "no key": lambda rng, token: Value({"other": '"eA=="'}),
    "no data": lambda rng, token: Value(),
    "key given twice": lambda rng, token: Value({f'"{NAME}"': quoted(encoded("weak")), NAME: quoted(encoded(token))}, flow=False),
    "template, unquoted": lambda rng, token: in_plain(rng.choice(("{{ .Values.token }}", "{{ .token | b64enc }}")), False),
    "template, quoted": lambda rng, token: rng.choice((in_data, in_plain))(quoted("{{ .Values.apiToken | b64enc }}")),
    "variable": lambda rng, token: in_plain("${KEPTN_API_TOKEN}", False),
}


def flow_entries(entries):
    return "{" + ", ".join(f"{key if key.startswith(chr(34)) else quoted(key)}: {source}" for key, source in entries.items()) + "}"


def sections(value):
    return [(name, entries) for name, entries in (("data", value.data), ("stringData", value.plain)) if entries]


def as_json(rng, value, head='"kind": "Secret", "apiVersion": "v1"', metadata=""):
    parts = [head, f'"metadata": {{"name": "{NAME}"{metadata}}}',
             *(f'"{name}": {flow_entries(entries)}' for name, entries in sections(value))]
    return "{" + ",".join(rng.choice((" ", "\n  ", "")) + part for part in parts) + "}"


def as_yaml(rng, value, head="apiVersion: v1\nkind: Secret\n", metadata="", tail=""):
    text = head + f"metadata:\n  name: {NAME}\n" + metadata
    for name, entries in sections(value):
        text += f"{name}:\n" + "".join(f"  {key}: {source}\n" for key, source in entries.items())
    return text + tail


def merged(rng, value):
    """A List in which the guarded Secret takes its data from another one by a merge key."""
    entries = value.data or {NAME: quoted(encoded("weak"))}
    own = rng.choice(("", f"    {NAME}: {quoted(encoded(strong(rng)))}\n"))
    return (f"apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata: {{name: first}}\n"
            f"  data: &common {flow_entries(entries)}\n- apiVersion: v1\n  kind: Secret\n  metadata: {{name: {NAME}}}\n"
            f"  data:\n    <<: *common\n{own}")


def aliased(rng, value):
    entries = value.data or {NAME: quoted(encoded("weak"))}
    return (f"apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata: {{name: first}}\n"
            f"  data: &common {flow_entries(entries)}\n- apiVersion: v1\n  kind: Secret\n  metadata: {{name: {NAME}}}\n"
            f"  data: *common\n")


OBJECTS = {
    "YAML": as_yaml,
    "JSON": as_json,
    "indented JSON": lambda rng, value: as_json(rng, value).replace(", ", ",\n\t"),
    "namespace": lambda rng, value: as_yaml(rng, value, metadata="  namespace: keptn\n"),
    "quoted words": lambda rng, value: as_yaml(rng, value, head="\"apiVersion\": 'v1'\n'kind': \"Secret\"\n"),
    "type and immutable": lambda rng, value: as_yaml(rng, value, tail="type: Opaque\nimmutable: false\n"),
    "labels": lambda rng, value: as_yaml(rng, value, metadata="  labels: {a: b}\n  annotations:\n    c: |\n      ---\n      d\n"),
    "comments": lambda rng, value: "# a\n" + as_yaml(rng, value, head="apiVersion: v1 # b\nkind: Secret   # c\n"),
    "merge key": merged,
    "alias": aliased,
    "unknown field": lambda rng, value: as_yaml(rng, value, tail=rng.choice(("stringdata: {a: b}\n", "spec: {}\n"))),
    "label that is a number": lambda rng, value: as_yaml(rng, value, metadata="  labels: {a: 1}\n"),
    "annotation that is a truth value": lambda rng, value: as_yaml(rng, value, metadata="  annotations: {a: true}\n"),
    "immutable in quotes": lambda rng, value: as_yaml(rng, value, tail='immutable: "true"\n'),
    "type that is a number": lambda rng, value: as_yaml(rng, value, tail="type: 5\n"),
    "unknown member of metadata": lambda rng, value: as_yaml(rng, value, metadata="  nmae: x\n"),
    "key with a blank": lambda rng, value: as_yaml(rng, Value({**value.data, '"a b"': '"eA=="'}, value.plain)),
    "annotation over several lines": lambda rng, value: as_yaml(rng, value, metadata="  annotations:\n    a: some\n     text\n"),
    "annotation over several lines, not indented": lambda rng, value: as_yaml(rng, value, metadata="  annotations:\n    a: some\n    text\n"),
    "no apiVersion": lambda rng, value: as_yaml(rng, value, head="kind: Secret\n"),
    "another apiVersion": lambda rng, value: as_yaml(rng, value, head="apiVersion: v2\nkind: Secret\n"),
    "kind in lower case": lambda rng, value: as_yaml(rng, value, head="apiVersion: v1\nkind: secret\n"),
    "another name": lambda rng, value: as_yaml(rng, value).replace(f"name: {NAME}", "name: another"),
    "metadata missing": lambda rng, value: "apiVersion: v1\nkind: Secret\n",
}


def listed(text, kind="List"):
    lines = text.rstrip("\n").split("\n")
    return f"apiVersion: v1\nkind: {kind}\nitems:\n- " + "\n  ".join(lines) + "\n"


STREAMS = {
    "alone": lambda rng, text: text,
    "before another": lambda rng, text: text + "\n---\n" + OTHER + "\n",
    "after another": lambda rng, text: OTHER + "\n---\n" + text,
    "empty documents": lambda rng, text: "---\n---\n# nothing\n---\n" + text + "\n---\n",
    "marker with comment": lambda rng, text: "--- # Keptn\n" + text,
    "marker with content": lambda rng, text: OTHER + "\n--- " + text,
    "end marker": lambda rng, text: text + "\n...\n",
    "end marker, then another": lambda rng, text: rng.choice((OTHER + "\n...\n" + text, text + "\n...\n" + OTHER + "\n")),
    "directive": lambda rng, text: "%YAML 1.1\n---\n" + text,
    "List": lambda rng, text: listed(text),
    "SecretList": lambda rng, text: listed(text, "SecretList"),
    "List in a List": lambda rng, text: listed(listed(text)),
    "empty List": lambda rng, text: "apiVersion: v1\nkind: List\nitems: []\n",
    "two JSON objects in a row": lambda rng, text: rng.choice((OTHER + "\n" + text, text + rng.choice((" ", "\n", "")) + OTHER)),
    "another JSON object first, then YAML": lambda rng, text: OTHER + "\n" + text,
    "trailing words": lambda rng, text: text + "\nend of file\n",
    "List without apiVersion": lambda rng, text: listed(text).replace("apiVersion: v1\n", "", 1),
    "marker with a dash more": lambda rng, text: OTHER + "\n----\n" + text,
    "template lines": lambda rng, text: "{{- if .Values.token }}\n" + text + "\n{{- end }}\n",
    "twice": lambda rng, text: text + "\n---\n" + text,
    "sequence at the top": lambda rng, text: "- " + "\n  ".join(text.rstrip("\n").split("\n")) + "\n",
    "empty": lambda rng, text: rng.choice(("", "\n", "# nothing\n", "---\n")),
    "cut off": lambda rng, text: text[:rng.randrange(len(text) // 2, len(text))].rstrip("\n"),
}

BYTES = {
    "UTF-8": lambda rng, text: text.encode(),
    "UTF-8 with BOM": lambda rng, text: text.encode("utf-8-sig"),
    "UTF-16, little-endian, with BOM": lambda rng, text: b"\xff\xfe" + text.encode("utf-16-le"),
    "UTF-16, big-endian, with BOM": lambda rng, text: b"\xfe\xff" + text.encode("utf-16-be"),
    "UTF-16 without BOM": lambda rng, text: text.encode("utf-16-le"),
    "CR LF": lambda rng, text: text.replace("\r\n", "\n").replace("\n", "\r\n").encode(),
    "not UTF-8 in a comment": lambda rng, text: text.encode() + b"\n# caf\xe9\n",
    "Latin-1": lambda rng, text: text.encode("latin-1", "replace"),
    "NUL at the end": lambda rng, text: text.encode() + b"\0",
    "tab for indentation": lambda rng, text: text.replace("\n  ", "\n\t").encode(),
}

TABLES = (TOKENS, VALUES, OBJECTS, STREAMS, BYTES)
FEATURES = [name for table in TABLES for name in table]
# What these need beside them.
NEEDS = {"two JSON objects in a row": ("JSON",), "marker with content": ("JSON",), "tab for indentation": ("YAML",),
         "another JSON object first, then YAML": ("YAML",), "Latin-1": ("not ASCII", "stringData"), "key given twice": ("YAML",),
         "merge key": ("data", "alone"), "alias": ("data", "alone")}


FLOW_ALONE = ("JSON", "indented JSON", "merge key", "alias")


def draw(rng, feature, allowed):
    """A manifest with this feature. The other choices are drawn from `allowed`."""
    wanted = {feature, *NEEDS.get(feature, ())}

    def choose(table):
        return next((name for name in table if name in wanted), None) or rng.choice([n for n in table if n in allowed])

    while True:
        token = "strong" if rng.random() < 0.5 and not wanted & set(TOKENS) else choose(TOKENS)
        written, form, stream, coding = map(choose, TABLES[1:])
        value = VALUES[written](rng, TOKENS[token](rng))
        if value.flow or form not in FLOW_ALONE:
            text = STREAMS[stream](rng, OBJECTS[form](rng, value))
            return Case(BYTES[coding](rng, text), (token, written, form, stream, coding))
