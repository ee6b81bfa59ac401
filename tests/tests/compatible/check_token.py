"""Checks a Web eID authentication token: nothing of it is believed, and nothing of OpenJPKI is used.

Written from Web eID's format description (authentication token format specification, version 1.0): the signature is over
hash(origin) || hash(challenge nonce), both hashed as text with the algorithm's own hash function.

Usage: check_token.py ORIGIN NONCE ROOT.der < token.json
"""

import base64
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile


def openssl(folder, *arguments):
    return subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True).stdout


def check(origin, nonce, root, token):
    if set(token) != {"unverifiedCertificate", "algorithm", "signature", "format", "appVersion"}:
        raise ValueError(f"members: {sorted(token)}")
    if not token["format"].startswith("web-eid:1") or token["algorithm"] != "RS256":
        raise ValueError(f"{token['format']}, {token['algorithm']}")
    certificate = base64.b64decode(token["unverifiedCertificate"], validate=True)
    signature = base64.b64decode(token["signature"], validate=True)
    signed = hashlib.sha256(origin.encode()).digest() + hashlib.sha256(nonce.encode()).digest()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "certificate.der").write_bytes(certificate)
        (folder / "signature").write_bytes(signature)
        (folder / "signed").write_bytes(signed)
        (folder / "root.pem").write_bytes(openssl(folder, "x509", "-inform", "DER", "-in", str(pathlib.Path(root).resolve())))
        pem = openssl(folder, "x509", "-inform", "DER", "-in", "certificate.der")
        (folder / "certificate.pem").write_bytes(pem)
        (folder / "key.pem").write_bytes(openssl(folder, "x509", "-in", "certificate.pem", "-noout", "-pubkey"))
        openssl(folder, "dgst", "-sha256", "-verify", "key.pem", "-signature", "signature", "signed")
        openssl(folder, "verify", "-no-CApath", "-no-CAstore", "-CAfile", "root.pem", "-x509_strict", "certificate.pem")


if __name__ == "__main__":
    check(*sys.argv[1:4], json.load(sys.stdin))
    print("the token holds")
