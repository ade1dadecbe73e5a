"""Profile files as a person meets them, and the documented schema against the program."""
import copy
import json
import pathlib
import re

import jsonschema
import pytest
import yaml
from test_command_line import GOOD, run, secret

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "docs/profile.schema.json").read_text())
CHART = "Zk3VtR8mQp1LwX6cYb9HnS4dGf7JaK2eUo5TiN0rMxEzW"


def least(**fields):
    return {"version": 1, "profiles": [{"name": "a", "namespace": "b", "secret": "c", "key": "d", **fields}]}


def built_in():
    return json.loads(run("token-webhook", "profiles").stdout)


def test_the_schema_is_a_schema_and_fits_the_built_in_profile():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(built_in(), SCHEMA)


BAD = [None, True, 0, -1, 1.5, 70000, "", " ", "a b", "A", "a/b", "\n", "'", [], {}, [0], [""], [{}], {"a": 1}, "x" * 300]


def test_the_program_and_the_schema_agree_on_every_field_and_kind_of_value(tmp_path):
    whole = built_in()
    whole["profiles"][0].update(words=["acme"], copies=[{"namespace": "x", "secret": "y", "key": "z"}])
    file = tmp_path / "profiles.json"

    def places(node, path=()):
        yield path
        for key, child in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
            yield from places(child, (*path, key))

    different = []
    for path in places(whole):
        for value in [*BAD, "remove"] if path else BAD:
            changed = copy.deepcopy(whole)
            node = changed
            for step in path[:-1]:
                node = node[step]
            if not path:
                changed = value
            elif value == "remove":
                del node[path[-1]]
            else:
                node[path[-1]] = value
            file.write_text(json.dumps(changed))
            done = run("token-webhook", "profiles", "--profile-file", file)
            fits = jsonschema.Draft202012Validator(SCHEMA).is_valid(changed)
            # What spans several fields no schema says: the same status twice, lengths that contradict each other.
            beyond = "proves nothing" in done.stderr or "a token of minLength" in done.stderr
            if (done.returncode == 0) != fits and not beyond:
                different.append((path, value, done.stderr))
            if done.returncode != 0:
                assert done.stderr.startswith(f"token-webhook: {file}: line "), done.stderr
    assert different == []


def test_the_schema_names_each_field_that_the_program_reads(tmp_path):
    profile = built_in()
    profile["profiles"][0]["unknown"] = 1
    (tmp_path / "profiles.json").write_text(json.dumps(profile))
    said = run("token-webhook", "profiles", "--profile-file", str(tmp_path / "profiles.json")).stderr
    names = re.search(r"unknown is unknown: expected one of (.*)", said)[1].split(", ")
    assert sorted(names) == sorted(SCHEMA["properties"]["profiles"]["items"]["properties"])


def test_every_field_is_documented():
    text = (ROOT / "docs/profiles.md").read_text()
    fields = SCHEMA["properties"]["profiles"]["items"]["properties"]
    assert [name for name in fields if f"`{name}`" not in text] == []


def test_keptn_may_be_in_another_namespace(tmp_path):
    there = json.loads(run("token-webhook", "profiles", "--namespace", "keptn-prod").stdout)
    assert json.dumps(there).replace("keptn-prod", "keptn") == json.dumps(built_in())
    assert "-n keptn-prod " in there["profiles"][0]["loginCommand"]
    file = tmp_path / "profiles.json"
    file.write_text(json.dumps(least()))
    for arguments, sentence in [(["--namespace", "Keptn"], "--namespace is 'Keptn': expected a name of lower-case letters"),
                                (["--namespace", "x", "--profile-file", file], "--namespace is for the built-in profile")]:
        done = run("token-webhook", "profiles", *arguments)
        assert done.returncode == 2 and sentence in done.stderr


def test_several_profiles_need_a_name(tmp_path):
    file = tmp_path / "profiles.json"
    both = least()
    both["profiles"].append({**both["profiles"][0], "name": "b", "encoding": "any"})
    file.write_text(json.dumps(both))
    for arguments, sentence in [([], "holds several profiles: --profile has to name one of a, b"),
                                (["--profile", "c"], "holds no profile 'c': expected a, b")]:
        done = run("token-webhook", "profiles", "--profile-file", file, *arguments)
        assert done.returncode == 2 and sentence in done.stderr
    chosen = run("token-webhook", "profiles", "--profile-file", file, "--profile", "b")
    assert json.loads(chosen.stdout)["profiles"][0]["encoding"] == "any"
    assert "the built-in set holds no profile 'x'" in run("token-webhook", "profiles", "--profile", "x").stderr


def test_encoding_any_and_mode_audit_change_the_verdict(tmp_path):
    file = tmp_path / "profiles.json"
    token = tmp_path / "token"
    token.write_text(CHART)
    assert run("token-webhook", "check", "--token-file", token).returncode == 1
    for fields in ({"encoding": "any"}, {"mode": "audit"}):
        file.write_text(json.dumps(least(**fields)))
        done = run("token-webhook", "check", "--profile-file", file, "--token-file", token, "-o", "json")
        assert done.returncode == 0, done
        assert bool(json.loads(done.stdout)["results"][0]["findings"]) == ("mode" in fields)


@pytest.mark.parametrize("fields", [{}, {"minLength": 100}, {"encoding": "any", "minLength": 70}])
def test_what_generate_prints_its_profile_accepts(tmp_path, fields):
    file = tmp_path / "profiles.json"
    file.write_text(json.dumps(least(**fields)))
    made = run("token-webhook", "generate", "--profile-file", file).stdout
    done = run("token-webhook", "check", "--profile-file", file, "--token-file", "-", text=made)
    assert done.returncode == 0 and done.stdout == "standard input: b/c: accepted\n", done.stdout


def by_name(documents):
    return {(d["kind"], d["metadata"]["name"]): d for d in documents}


def test_the_printed_manifests_are_those_that_are_shipped():
    printed = by_name(yaml.safe_load_all(run("token-webhook", "profiles", "-o", "manifests").stdout))
    shipped = by_name(d for name in ("registration", "accounts", "fence")
                      for d in yaml.safe_load_all((ROOT / f"manifests/base/{name}.yaml").read_text())
                      if d["kind"] != "ServiceAccount")
    assert printed == shipped


def test_the_printed_manifests_follow_the_profile(tmp_path):
    file = tmp_path / "profiles.json"
    file.write_text(json.dumps(least(rotator="jane", consumers=[{"deployment": "x"}], copies=[{"namespace": "far"}])))
    printed = list(yaml.safe_load_all(run("token-webhook", "profiles", "--profile-file", file, "-o", "manifests").stdout))
    hook = printed[0]["webhooks"][0]
    assert hook["matchConditions"][0]["expression"].endswith(".metadata.name == 'c'")
    assert hook["namespaceSelector"]["matchLabels"] == {"kubernetes.io/metadata.name": "b"}
    roles = {d["metadata"]["namespace"]: d for d in printed if d["kind"] == "Role"}
    assert roles["b"]["rules"][1]["resourceNames"] == ["x"] and roles["far"]["rules"][0]["resourceNames"] == ["c"]
    assert all(d["subjects"][0]["name"] == "jane" for d in printed if d["kind"] == "RoleBinding")


def test_check_gives_a_verdict_on_a_bare_token(tmp_path):
    token = tmp_path / "token"
    token.write_text(GOOD + "\n")
    done = run("token-webhook", "check", "--token-file", token)
    assert done.returncode == 1 and "trailing-newline" in done.stdout
    assert "; printf %s \"$t\"; } | kubectl create secret " in done.stdout  # On a line of its own, to be pasted.
    both = run("token-webhook", "check", "--token-file", token, "-", "-o", "json", text=json.dumps(secret(GOOD)))
    assert [r["accepted"] for r in json.loads(both.stdout)["results"]] == [True, False]
