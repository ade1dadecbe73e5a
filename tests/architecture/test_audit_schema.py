"""docs/audit.schema.json: the schema of the audit lines, and the sample of a log that their readers are written against."""
import pathlib

from audit_lines import SCHEMA, TYPES, check_log

ROOT = pathlib.Path(__file__).resolve().parents[2]


def test_the_sample_holds_every_type_of_line_as_whole_chains():
    assert {entry["type"] for entry in check_log((ROOT / "tests/audit/sample.log").read_text())} == TYPES


def test_every_field_is_required_in_the_order_of_its_description():
    for name in TYPES:
        line = SCHEMA["$defs"][name]
        assert line["required"] == list(line["properties"]) and line["description"]
