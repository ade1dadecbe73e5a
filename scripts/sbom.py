"""Prints the image's software bill of materials, SPDX 2.3 as JSON: each file, and the Debian package that it comes from.

usage: sbom.py FOLDER     FOLDER: the image's files. Runs where the packages are installed (Dockerfile).
"""
import hashlib
import json
import pathlib
import subprocess
import sys


def package_of(path):
    """The installed package of a file, or None. Debian has a library at /usr/lib that the loader finds at /lib."""
    done = subprocess.run(["dpkg-query", "--search", *{path, str(pathlib.Path(path).resolve())}], text=True, capture_output=True, check=False)
    return done.stdout.split(": ")[0].split(",")[0] or None


def described(package):
    fields = subprocess.run(["dpkg-query", "--show", "--showformat", "${Package}\n${Version}\n${Architecture}\n${Maintainer}\n${source:Package}",
                             package], text=True, stdout=subprocess.PIPE, check=True).stdout.split("\n")
    name, version, architecture, maintainer, source = fields
    return {"SPDXID": f"SPDXRef-Package-{name}", "name": name, "versionInfo": version, "supplier": f"Person: {maintainer}",
            "sourceInfo": f"built from Debian's source package {source}", "downloadLocation": "NOASSERTION",
            "filesAnalyzed": False, "licenseConcluded": "NOASSERTION", "licenseDeclared": "NOASSERTION",
            "copyrightText": "NOASSERTION", "externalRefs": [{
                "referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                "referenceLocator": f"pkg:deb/debian/{name}@{version.replace('+', '%2B')}?arch={architecture}&distro=bookworm"}]}


def main(folder):
    own = {"SPDXID": "SPDXRef-Package-token-guard", "name": "token-guard", "downloadLocation": "NOASSERTION", "filesAnalyzed": False,
           "licenseConcluded": "Apache-2.0", "licenseDeclared": "Apache-2.0", "copyrightText": "NOASSERTION"}
    packages, files, relations = {"token-guard": own}, [], []
    for number, path in enumerate(sorted(p for p in folder.rglob("*") if p.is_file())):
        name, content = "/" + str(path.relative_to(folder)), path.read_bytes()
        package = package_of(name)
        if package:
            packages.setdefault(package, described(package))
        elif not name.startswith(("/usr/local/", "/licenses/")):
            sys.exit(f"sbom.py: no package holds {name}")
        identifier = f"SPDXRef-File-{number}"
        files.append({"SPDXID": identifier, "fileName": name, "licenseConcluded": "NOASSERTION", "copyrightText": "NOASSERTION",
                      "checksums": [{"algorithm": algorithm.upper(), "checksumValue": hashlib.new(algorithm, content).hexdigest()}
                                    for algorithm in ("sha1", "sha256")]})
        relations.append((packages[package or "token-guard"]["SPDXID"], "CONTAINS", identifier))
    relations += [("SPDXRef-DOCUMENT", "DESCRIBES", own["SPDXID"])]
    relations += [(own["SPDXID"], "DEPENDS_ON", p["SPDXID"]) for p in packages.values() if p is not own]
    digest = hashlib.sha256(json.dumps(files).encode()).hexdigest()
    json.dump({
        "spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "dataLicense": "CC0-1.0", "name": "token-guard",
        "documentNamespace": f"https://token-guard.keptn.sh/spdx/{digest}",
        # The same files make the same document: no time of a build.
        "creationInfo": {"created": "1970-01-01T00:00:00Z", "creators": ["Tool: token-guard-sbom"]},
        "packages": list(packages.values()), "files": files,
        "relationships": [{"spdxElementId": a, "relationshipType": kind, "relatedSpdxElement": b} for a, kind, b in relations],
    }, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]))
