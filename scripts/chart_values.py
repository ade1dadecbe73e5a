"""Prints docs/reference/chart.md: the chart's values with their types, defaults and the comments above them in values.yaml."""
import json
import pathlib
import re

import yaml

CHART = pathlib.Path(__file__).resolve().parents[1] / "manifests/chart"


def comments(text):
    """"image.tag" -> the comment lines above it, joined."""
    found, path, held = {}, [], []
    for line in text.splitlines():
        key = re.match(r"^( *)(\w+):", line)
        if comment := re.match(r"^ *# (.*)", line):
            held.append(comment.group(1))
            continue
        if key and len(key.group(1)) % 2 == 0:
            path = [*path[:len(key.group(1)) // 2], key.group(2)]
            if held:
                found[".".join(path)] = " ".join(held)
        held = []
    return found


def kind(schema):
    if "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema["enum"])
    name = schema["type"]
    return " or ".join(name) if isinstance(name, list) else name


def rows(values, schema, notes, path=()):
    """(name, kind, default, meaning) of each value that a person sets, in the order of values.yaml."""
    for name, value in values.items():
        here, own = (*path, name), schema["properties"][name]
        if value and isinstance(value, dict) and "resources" not in here:
            yield from rows(value, own, notes, here)
        else:
            yield ".".join(here), kind(own), json.dumps(value), notes[".".join(here)]


def main():
    text = (CHART / "values.yaml").read_text()
    schema = json.loads((CHART / "values.schema.json").read_text())
    print("# Values of the chart\n\nWritten by scripts/render.sh from `manifests/chart/values.yaml` and its schema.\n")
    print("| value | type | default | meaning |\n|---|---|---|---|")
    for name, what, default, note in rows(yaml.safe_load(text), schema, comments(text)):
        print(f"| `{name}` | {what} | `{default}` | {note} |".replace("  ", " "))


if __name__ == "__main__":
    main()
