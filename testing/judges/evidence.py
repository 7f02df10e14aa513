"""Another program's opinion of an evidence package: only Python's standard library and the published formats.

Digests of every listed file; each body against its entry; each entry against the one before; each entry's inclusion in the
root its checkpoint names (RFC 9162 2.1.3.2). Signatures are not looked at: other judges do that.
"""

import base64
import hashlib
import json
import sys
import zipfile


def b64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def root_of(index, size, leaf, path):
    fn, sn, r = index, size - 1, leaf
    for p in path:
        if sn == 0:
            raise ValueError("proof too long")
        if fn & 1 or fn == sn:
            r = hashlib.sha256(b"\x01" + p + r).digest()
            while not fn & 1 and fn:
                fn >>= 1
                sn >>= 1
        else:
            r = hashlib.sha256(b"\x01" + r + p).digest()
        fn >>= 1
        sn >>= 1
    if sn != 0:
        raise ValueError("proof too short")
    return r


def main(path):
    package = zipfile.ZipFile(path)
    raw = package.read("manifest.json")
    manifest = json.loads(raw)
    canonical = json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert canonical == raw, "the list is not in canonical form"
    names = [f["path"] for f in manifest["files"]]
    assert sorted(names + ["manifest.json"]) == sorted(package.namelist()), "the list names other files"
    for f in manifest["files"]:
        data = package.read(f["path"])
        assert len(data) == f["size"], f["path"]
        assert hashlib.sha256(data).hexdigest() == f["sha256"], f["path"]
        if "sm3" in hashlib.algorithms_available:
            assert hashlib.new("sm3", data).hexdigest() == f["sm3"], f["path"]
    before = ""
    acts = 0
    for name in sorted(n for n in names if n.startswith("3-proofs/0") and n.endswith(".entry")):
        entry = package.read(name)
        said = json.loads(entry)
        acts += 1
        assert said["seq"] == acts, name + ": sequence"
        assert said["prev"] == before, name + ": chain"
        before = b64url(hashlib.sha256(entry).digest())
        body = package.read(name.replace("3-proofs", "2-events").replace(".entry", ".json"))
        assert b64url(hashlib.sha256(body).digest()) == said["sha256"], name + ": body"
        head, note = package.read(name.replace(".entry", ".tlog-proof")).decode().split("\n\n", 1)
        lines = head.split("\n")
        assert lines[0] == "c2sp.org/tlog-proof@v1", name
        index = int(lines[1].removeprefix("index "))
        hashes = [base64.b64decode(line) for line in lines[2:]]
        _, size, root = note.split("\n")[:3]
        leaf = hashlib.sha256(b"\x00" + entry).digest()
        assert root_of(index, int(size), leaf, hashes) == base64.b64decode(root), name + ": not in the log"
    assert acts == manifest["acts"], "acts"
    print(f"OK package, files {len(names)}, acts {acts}")


main(sys.argv[1])
