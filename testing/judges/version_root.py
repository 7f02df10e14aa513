"""Checks contract/version-root.json without any code of ours: python3 version_root.py FILE

Prints one line per vector and exits 1 on the first difference. SM3 is checked where this Python's OpenSSL has it.
"""
import hashlib, json, sys

def h(name, data):
    return hashlib.new(name, data).digest()

def root(name, leaves):
    if len(leaves) < 2:
        return leaves[0] if leaves else h(name, b"")
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return h(name, b"\x01" + root(name, leaves[:k]) + root(name, leaves[k:]))

def ordered(parts, parent=""):
    for part in sorted((p for p in parts if p["parent"] == parent), key=lambda p: p["position"]):
        yield part
        yield from ordered(parts, part["id"])

def leaf(name, part):
    fields = {k: part[k] for k in ("id", "kind", "parent", "position", "salt")} | {"content": part["contentDigest"][name]}
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"), sort_keys=True)  # JCS: these keys are ASCII
    return h(name, b"\x00" + text.encode())

def follow(name, at, index, size, path):
    """RFC 9162 2.1.3.2"""
    fn, sn = index, size - 1
    for sibling in path:
        if fn & 1 or fn == sn:
            at = h(name, b"\x01" + sibling + at)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            at = h(name, b"\x01" + at + sibling)
        fn, sn = fn >> 1, sn >> 1
    return at if sn == 0 else None

def main(path):
    names = ["sha256"] + (["sm3"] if "sm3" in hashlib.algorithms_available else [])
    for v in json.load(open(path, encoding="utf-8"))["vectors"]:
        parts = list(ordered(v["parts"]))
        assert len(parts) == len(v["parts"]) and [p["id"] for p in parts] == v["order"], v["name"] + ": order"
        for name in names:
            leaves = [leaf(name, p) for p in parts]
            assert root(name, leaves).hex() == v[name], f"{v['name']}: {name} root"
            for p in v.get("proofs", []):
                i, hashes = p["index"], [bytes.fromhex(x) for x in p[name]]
                assert parts[i]["id"] == p["id"] and follow(name, leaves[i], i, len(parts), hashes) == root(name, leaves), v["name"]
        for c in v.get("contents", []):
            text = json.dumps(c["content"], ensure_ascii=False, separators=(",", ":"), sort_keys=True)
            part = next(p for p in v["parts"] if p["id"] == c["id"])
            assert all(h(n, text.encode()).hex() == part["contentDigest"][n] for n in names), v["name"] + ": content"
        print("ok", v["name"], "+".join(names))

if __name__ == "__main__":
    main(sys.argv[1])
