"""A device for tests in another language: an SM2 key, r || s over the prepared digest, plain integers, no library.

Usage: device.fixture.py HEX-PRIVATE-KEY
"""
import base64
import json
import secrets
import sys

P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
A = P - 3
G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)


def add(one, two):
    if one is None:
        return two
    if two is None:
        return one
    if one[0] == two[0] and (one[1] + two[1]) % P == 0:
        return None
    if one == two:
        slope = (3 * one[0] * one[0] + A) * pow(2 * one[1], -1, P) % P
    else:
        slope = (two[1] - one[1]) * pow(two[0] - one[0], -1, P) % P
    x = (slope * slope - one[0] - two[0]) % P
    return (x, (slope * (one[0] - x) - one[1]) % P)


def multiply(scalar, point):
    result = None
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def sign(d, e):
    while True:
        k = secrets.randbelow(N - 1) + 1
        r = (e + multiply(k, G)[0]) % N
        if r == 0 or r + k == N:
            continue
        s = pow(1 + d, -1, N) * (k - r * d) % N
        if s:
            return r.to_bytes(32, "big") + s.to_bytes(32, "big")


d = int(sys.argv[1], 16)
for line in sys.stdin:
    question = json.loads(line)
    e = int.from_bytes(base64.b64decode(question["digest"]), "big")
    value = base64.b64encode(sign(d, e)).decode()
    print(json.dumps({"id": question["id"], "signature": value}), flush=True)
