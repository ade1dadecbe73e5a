"""Attaches a file to the image of one architecture in an OCI layout, as an artifact whose subject is the image (OCI 1.1, "referrers").

usage: attach.py LAYOUT TAG ARCHITECTURE FILE MEDIA_TYPE
"""
import hashlib
import json
import pathlib
import sys

MANIFEST = "application/vnd.oci.image.manifest.v1+json"


def store(layout, content, kind):
    """Writes a blob. Returns its descriptor."""
    digest = hashlib.sha256(content).hexdigest()
    (layout / "blobs/sha256" / digest).write_bytes(content)
    return {"mediaType": kind, "digest": f"sha256:{digest}", "size": len(content)}


def attach(layout, tag, architecture, file, kind):
    index = json.loads((layout / "index.json").read_text())
    tagged = next(m for m in index["manifests"] if m.get("annotations", {}).get("org.opencontainers.image.ref.name") == tag)
    images = json.loads((layout / "blobs" / tagged["digest"].replace(":", "/")).read_text())["manifests"]
    subject = next(m for m in images if m["platform"]["architecture"] == architecture)
    layer = store(layout, file.read_bytes(), kind)
    layer["annotations"] = {"org.opencontainers.image.title": file.name}
    manifest = {"schemaVersion": 2, "mediaType": MANIFEST, "artifactType": kind,
                "config": store(layout, b"{}", "application/vnd.oci.empty.v1+json"), "layers": [layer],
                "subject": {key: subject[key] for key in ("mediaType", "digest", "size")}}
    index["manifests"].append({**store(layout, json.dumps(manifest).encode(), MANIFEST), "artifactType": kind})
    (layout / "index.json").write_text(json.dumps(index))


if __name__ == "__main__":
    if len(sys.argv) != 6:
        sys.exit(__doc__)
    layout, tag, architecture, file, kind = sys.argv[1:]
    attach(pathlib.Path(layout), tag, architecture, pathlib.Path(file), kind)
