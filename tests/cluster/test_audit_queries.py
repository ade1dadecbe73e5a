"""What a log store makes of `audit export`: the queries of docs/audit.md, run by an EQL engine; the fields, by their schemas."""
import datetime
import json
import os
import pathlib
import re
import subprocess
import sys

import pytest

from cluster import ROOT, program

SAMPLE = (ROOT / "tests/audit/sample.log").read_text().splitlines()
CHANGED_OUTSIDE_HOURS, DENIED_REPEATEDLY = re.findall(r"^```eql\n(.*?)^```$", (ROOT / "docs/audit.md").read_text(), re.M | re.S)
EQL = "eql==1.0.1"
MONDAY = datetime.datetime(2026, 11, 23, tzinfo=datetime.timezone.utc)

# The fields of ECS that the export uses, and their types, by @elastic/ecs 9.4.0.
ECS = {"@timestamp": str, "ecs.version": str, "message": str, "event.kind": str, "event.category": list, "event.type": list,
       "event.action": str, "event.outcome": str, "event.reason": str, "event.id": str, "event.provider": str,
       "event.original": str, "user.name": str, "source.ip": str, "source.address": str, "source.port": int,
       "orchestrator.type": str, "orchestrator.namespace": str, "orchestrator.resource.type": str,
       "orchestrator.resource.name": str, "rule.id": str}
ECS_VALUES = {"event.kind": {"event"}, "event.category": {"api", "process"}, "event.outcome": {"success", "failure", "unknown"},
              "event.type": {"allowed", "denied", "creation", "change", "deletion", "info"}}
# What OCSF requires of API Activity and of Application Lifecycle; the activities of each.
OCSF = ["activity_id", "category_uid", "class_uid", "metadata.version", "metadata.product.name", "severity_id", "time", "type_uid"]
OCSF_CLASSES = {6003: (["actor.user.name", "api.operation", "src_endpoint.ip"], {1, 2, 3, 4, 99}),
                6002: (["app.name"], {1, 2, 3, 4, 5, 6, 7, 8, 99})}


def export(schema, lines):
    done = subprocess.run([program("token-webhook"), "audit", "export", "-o", schema], input="\n".join(lines) + "\n", text=True,
                          capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def flat(value, name=""):
    """(name with points, value) of each field."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from flat(inner, f"{name}.{key}" if name else key)
    else:
        yield name, value


def test_the_fields_are_those_of_ecs():
    for line in export("ecs", SAMPLE):
        for name, value in flat(line):
            if not name.startswith("token_guard."):
                assert isinstance(value, ECS[name]), (name, value)
                values = set(value) if isinstance(value, list) else {value}
                assert values <= ECS_VALUES.get(name, values), (name, value)


def test_the_classes_are_those_of_ocsf():
    kinds = set()
    for line in export("ocsf", SAMPLE):
        required, activities = OCSF_CLASSES[line["class_uid"]]
        fields = dict(flat(line))
        assert [name for name in OCSF + required if name not in fields] == []
        assert line["activity_id"] in activities and ("activity_name" in line) == (line["activity_id"] == 99)
        assert (line["category_uid"], line["type_uid"]) == (6, line["class_uid"] * 100 + line["activity_id"])
        assert line["severity_id"] in (1, 3) and line["status_id"] in (0, 2)
        kinds.add(line["class_uid"])
    assert kinds == OCSF_CLASSES.keys()


@pytest.fixture(scope="module")
def eql():
    """The engine of EQL's authors."""
    venv = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "token-guard" / EQL
    if not (venv / "done").exists():
        subprocess.run(["/usr/bin/python3", "-m", "venv", venv], check=True)
        subprocess.run([venv / "bin/pip", "install", "-q", EQL], check=True)
        (venv / "done").touch()
    sys.path.append(str(next(venv.glob("lib/python3*/site-packages"))))
    import eql as engine
    return engine


def decision(time, **members):
    """A line of a person's change, with these members instead."""
    entry = json.loads(next(line for line in SAMPLE if '"user":"jane@example.com"' in line and '"verdict":"allowed"' in line))
    return json.dumps({**entry, "time": time.isoformat(timespec="milliseconds").replace("+00:00", "Z"), **members})


def found(eql, query, lines):
    """How many results the query has."""
    def ticks(line):  # Of 100 ns.
        return int(datetime.datetime.fromisoformat(line["@timestamp"].replace("Z", "+00:00")).timestamp() * 10_000_000)
    return len(list(eql.get_engine(query)([eql.Event("any", ticks(line), line) for line in export("ecs", lines)])))


@pytest.mark.parametrize("day, hour, members, expected", [
    (3, 10, {}, 0), (3, 6, {}, 1), (3, 7, {}, 0), (3, 18, {}, 0), (3, 19, {}, 1), (5, 10, {}, 1), (6, 10, {}, 1), (4, 10, {}, 0),
    (3, 3, {"user": "system:serviceaccount:token-guard:token-rotator"}, 0), (3, 3, {"verdict": "denied"}, 0),
    (3, 3, {"changed": False}, 0), (3, 3, {"dryRun": True}, 0), (3, 3, {"callerKnown": False}, 0), (3, 3, {"guarded": False}, 0),
    (3, 3, {"operation": "DELETE"}, 1)])
def test_a_persons_change_outside_working_hours_is_found(eql, day, hour, members, expected):
    time = MONDAY + datetime.timedelta(days=day, hours=hour, minutes=30)
    assert found(eql, CHANGED_OUTSIDE_HOURS, [decision(time, **members)]) == expected


@pytest.mark.parametrize("seconds, users, expected", [
    ((0, 300, 599), "aaa", 1), ((0, 300, 601), "aaa", 0), ((0, 1), "aa", 0), ((590, 600, 610), "aaa", 1), ((0, 1, 2), "aba", 0)],
    ids=["three", "three in more than ten minutes", "two", "three across a full ten minutes", "three by two users"])
def test_three_refusals_in_ten_minutes_are_found(eql, seconds, users, expected):
    lines = [decision(MONDAY + datetime.timedelta(seconds=at), user=user, verdict="denied", uid=str(at))
             for at, user in zip(seconds, users)]
    assert found(eql, DENIED_REPEATEDLY, lines) == expected
