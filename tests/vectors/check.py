#!/usr/bin/env python3
"""Judges the test vectors in this folder, with nothing but Python's standard library.

Shares no code with OpenJPKI: certificates, CMS and PDF are taken apart here anew, from the standards. It is a checker of vectors and
no verifier for use: it knows no limits and trusts the roots of roots.json, whose keys everybody has.

    python3 tests/vectors/check.py

Sources: X.690 (DER), RFC 8017 section 8.2.2 (RS256), RFC 5280 (certificates), RFC 5652 and 5035 (CMS), ISO 32000-1 section 12.8 (PDF),
Web eID's authentication token format.
"""

import base64
import hashlib
import json
import pathlib
import re
import sys
import zlib
from datetime import datetime, timezone

FOLDER = pathlib.Path(__file__).resolve().parent
POLICIES = {"signature": "1.2.392.200149.8.5.1.0.20", "authentication": "1.2.392.200149.8.5.1.0.30"}
KEY_USAGE = {"signature": b"\x03\x02\x06\xc0", "authentication": b"\x03\x02\x07\x80"}
# keyUsage, subjectAltName, basicConstraints, certificatePolicies, authorityKeyIdentifier, extKeyUsage
KNOWN = {"2.5.29." + last for last in ("15", "17", "19", "32", "35", "37")}
SHA_256, SHA_256_WITH_RSA, RSA = "2.16.840.1.101.3.4.2.1", "1.2.840.113549.1.1.11", "1.2.840.113549.1.1.1"
DATA, SIGNED_DATA = "1.2.840.113549.1.7.1", "1.2.840.113549.1.7.2"
OCTET_STRING, SEQUENCE, SET = 0x04, 0x30, 0x31
CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_TIME = ("1.2.840.113549.1.9." + last for last in "345")
SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47"


class Malformed(Exception):
    """The bytes are not what they should be."""


class Unfit(Exception):
    """They are no certificate as JPKI writes them."""


def need(condition, what):
    if not condition:
        raise Malformed(what)


# --- DER -----------------------------------------------------------------------------------------------------------------


class Der:
    """One value: its tag, its content, and all of its bytes."""

    def __init__(self, data, at=0):
        need(len(data) >= at + 2, "too short")
        self.tag, length, start = data[at], data[at + 1], at + 2
        if length >= 0x80:
            count = length & 0x7F
            need(count and len(data) >= start + count and data[start] != 0, "length is not DER")
            length, start = int.from_bytes(data[start : start + count], "big"), start + count
            need(length >= 0x80, "length is not DER")
        self.end = start + length
        need(len(data) >= self.end, "too short")
        self.body, self.whole = data[start : self.end], data[at : self.end]

    @classmethod
    def only(cls, data):
        value = cls(data)
        need(value.end == len(data), "something follows")
        return value

    def items(self, tag=SEQUENCE):
        need(self.tag == tag, "another type")
        found, at = [], 0
        while at < len(self.body):
            found.append(Der(self.body, at))
            at = found[-1].end
        return found

    def oid(self):
        need(self.tag == 6, "no object identifier")
        arcs, number = [], 0
        for byte in self.body:
            number = number << 7 | byte & 0x7F
            if byte < 0x80:
                arcs.append(number)
                number = 0
        first = min(arcs[0] // 40, 2)
        return ".".join(map(str, [first, arcs[0] - 40 * first] + arcs[1:]))

    def time(self):
        form = {0x17: "%y%m%d%H%M%SZ", 0x18: "%Y%m%d%H%M%SZ"}[self.tag]
        return datetime.strptime(self.body.decode(), form).replace(tzinfo=timezone.utc)


def bits(value):
    """A BIT STRING of whole bytes."""
    need(value.tag == 3 and value.body[:1] == b"\0", "no bytes in a BIT STRING")
    return value.body[1:]


def octets(value):
    need(value.tag == OCTET_STRING, "no OCTET STRING")
    return value.body


# --- RSA and certificates ----------------------------------------------------------------------------------------------


def rs256_digest(key, digest, signature):
    modulus, exponent = key
    number = int.from_bytes(signature, "big")
    if len(signature) != 256 or number >= modulus:
        return False
    block = pow(number, exponent, modulus).to_bytes(256, "big")
    info = bytes.fromhex("3031300d060960864801650304020105000420") + digest
    return block == b"\0\1" + b"\xff" * (256 - 3 - len(info)) + b"\0" + info


def rs256(key, message, signature):
    return rs256_digest(key, hashlib.sha256(message).digest(), signature)


class Certificate:
    def __init__(self, der):
        self.der = der
        try:
            self.read(der)
        except (Malformed, ValueError, KeyError, IndexError) as error:
            raise Unfit(error) from error

    def read(self, der):
        tbs, algorithm, signature = Der.only(der).items()
        self.tbs, self.signature = tbs.whole, bits(signature)
        version, serial, inner, issuer, validity, subject, key, *rest = tbs.items()
        need(version.tag == 0xA0 and version.body == b"\x02\x01\x02", "not X.509 version 3")
        need(inner.whole == algorithm.whole and inner.items()[0].oid() == SHA_256_WITH_RSA, "not sha256WithRSA")
        self.serial, self.issuer, self.subject = serial.whole, issuer.whole, subject.whole
        self.not_before, self.not_after = (time.time() for time in validity.items())
        kind, numbers = key.items()
        need(kind.items()[0].oid() == RSA, "not an RSA key")
        modulus, exponent = (int.from_bytes(number.body, "big") for number in Der.only(bits(numbers)).items())
        need(modulus.bit_length() == 2048 and exponent == 65537, "not an RSA key as JPKI has them")
        self.key = (modulus, exponent)
        self.extensions = {}
        for part in Der.only(rest[-1].body).items():
            name, *critical, value = part.items()
            need(name.oid() not in self.extensions, "an extension twice")
            need(name.oid() in KNOWN or not critical, "a critical extension that is not known")
            self.extensions[name.oid()] = (bool(critical), octets(value))

    def value(self, oid):
        critical, value = self.extensions.get(oid, (False, b""))
        return Der.only(value) if value else None

    def issuer_key(self):
        identifier = self.value("2.5.29.35")
        parts = identifier.items() if identifier else []
        return next((part.body for part in parts if part.tag == 0x80), None)

    def subject_key(self):
        identifier = self.value("2.5.29.14")
        return identifier.body if identifier else None


def profile(certificate, kind):
    """What is wrong with the certificate itself; the first that is."""
    policies = certificate.value("2.5.29.32")
    if not policies or [one.items()[0].oid() for one in policies.items()] != [POLICIES[kind]]:
        return "policy"
    critical, usage = certificate.extensions.get("2.5.29.15", (False, b""))
    if not critical or usage != KEY_USAGE[kind]:
        return "key-usage"
    constraints = certificate.value("2.5.29.19")
    if constraints and any(part.tag == 1 and part.body != b"\0" for part in constraints.items()):
        return "basic-constraints"
    return None


def path(certificate, kind, times):
    """What is wrong with who issued it, and when it is valid: names of checks that fail."""
    named = [root for root in ROOTS[kind] if root.subject == certificate.issuer]
    identifier = certificate.issuer_key()
    fails = set() if identifier else {"key-identifier"}
    if identifier:
        named = [root for root in named if root.subject_key() == identifier]
        if not named:
            return {"key-identifier", "chain"}
    issuer = next((root for root in named if rs256(root.key, certificate.tbs, certificate.signature)), None)
    if not issuer:
        return fails | {"chain"}
    for check, time in times.items():
        if time and not all(one.not_before <= time <= one.not_after for one in (certificate, issuer)):
            fails.add(check)
    return fails


# --- Evidence and tokens -----------------------------------------------------------------------------------------------


def decoded(text):
    need(isinstance(text, str), "no text")
    return base64.b64decode(text, validate=True)


def an_object(value):
    need(isinstance(value, dict), "no object")
    return value


def named(certificate):
    return "sha256:" + hashlib.sha256(certificate).hexdigest()


def trusted(der, kind, now):
    """The certificate, and what fails."""
    certificate = Certificate(der)
    wrong = profile(certificate, kind)
    return certificate, {wrong} if wrong else path(certificate, kind, {"validity-now": now})


def authenticate(vector, now):
    evidence = an_object(vector["evidence"])
    members = {"format", "algorithm", "authenticationCertificate", "authenticationSignature"}
    need(evidence.keys() == members, "other members")
    need((evidence["format"], evidence["algorithm"]) == ("openjpki-authenticate/1", "RS256"), "other format")
    der, signature = (decoded(evidence["authentication" + part]) for part in ("Certificate", "Signature"))
    certificate, fails = trusted(der, "authentication", now)
    statement = (
        f"OpenJPKI authenticate 1\norigin {vector['origin']}\nnonce {vector['nonce']}\n"
        f"authentication-certificate {named(der)}\n"
    )
    return fails | (set() if rs256(certificate.key, statement.encode(), signature) else {"signature"})


def register(vector, now):
    evidence = an_object(vector["evidence"])
    certificates = ["signatureCertificate", "authenticationCertificate"]
    signatures = ["signature", "authenticationSignature"]
    need(evidence.keys() == {"format", "algorithm", *certificates, *signatures}, "other members")
    need((evidence["format"], evidence["algorithm"]) == ("openjpki-register/1", "RS256"), "other format")
    ders = [decoded(evidence[member]) for member in certificates]
    values = [decoded(evidence[member]) for member in signatures]
    statement = (
        f"OpenJPKI register 1\norigin {vector['origin']}\nnonce {vector['nonce']}\n"
        f"signature-certificate {named(ders[0])}\nauthentication-certificate {named(ders[1])}\n"
    )
    fails = set()
    for der, signature, kind in zip(ders, values, ["signature", "authentication"]):
        certificate, wrong = trusted(der, kind, now)
        fails |= wrong | (set() if rs256(certificate.key, statement.encode(), signature) else {"signature"})
    return fails


def web_eid(vector, now):
    token = an_object(vector["evidence"])
    need((token["format"], token["algorithm"]) == ("web-eid:1.0", "RS256"), "other format")
    certificate, fails = trusted(decoded(token["unverifiedCertificate"]), "authentication", now)
    signed = b"".join(hashlib.sha256(vector[part].encode()).digest() for part in ("origin", "nonce"))
    return fails | (set() if rs256(certificate.key, signed, decoded(token["signature"])) else {"signature"})


# --- Documents -----------------------------------------------------------------------------------------------------------


def raw(vector, now):
    content = decoded(vector["content"])
    if content.startswith((b"OpenJPKI ", b"web-eid")) or SIGNED_ATTRIBUTES.match(content):
        return {"form"}
    certificate, fails = trusted(decoded(vector["certificate"]), "signature", now)
    signed = rs256(certificate.key, content, decoded(vector["signature"]))
    return fails | (set() if signed else {"signature"})


def cms(vector, now):
    digest = hashlib.sha256(decoded(vector["content"])).digest()
    return signed_data(digest, decoded(vector["cms"]), now, True, None)


# SET { SEQUENCE { OBJECT IDENTIFIER: what is signed of a CMS (RFC 5652 section 5.4), and no document
SIGNED_ATTRIBUTES = re.compile(
    rb"1(?:[\0-\x7f]|\x81.|\x82..|\x83...|\x84....)0(?:[\0-\x7f]|\x81.|\x82..|\x83...|\x84....)\x06", re.DOTALL
)


def algorithm_of(value):
    """The identifier of an algorithm without parameters, left out or NULL."""
    name, *parameters = value.items()
    need([one.whole for one in parameters] in ([], [b"\x05\0"]), "an algorithm with parameters")
    return name.oid()


def names(first, certificate):
    """Whether an ESSCertIDv2 is about this certificate (RFC 5035 section 4)."""
    parts = first.items()
    if parts[0].tag == 0x30:
        if algorithm_of(parts.pop(0)) != SHA_256:
            return False
    digest, *rest = parts
    if octets(digest) != hashlib.sha256(certificate.der).digest():
        return False
    if not rest:
        return True
    issuer, serial = rest[0].items()
    # one GeneralName: directoryName [4], explicit
    return [one.body for one in issuer.items() if one.tag == 0xA4] == [certificate.issuer] and serial.whole == certificate.serial


def one_value(attributes, oid, is_needed):
    found = [values.items(SET) for name, values in attributes if name.oid() == oid]
    need(len(found) == 1 or not found and not is_needed, f"{oid} is there {len(found)} times")
    need(all(len(values) == 1 for values in found), f"{oid} has several values")
    return found[0][0] if found else None


def signed_data(digest, data, now, must_name, told):
    """What fails of a CMS over a content with this digest; `told` is the time that the file around it says."""
    kind, content = Der.only(data).items()
    need(kind.oid() == SIGNED_DATA and content.tag == 0xA0, "no signed data")
    version, algorithms, inside, *rest = Der.only(content.body).items()
    need([item.oid() for item in inside.items()] == [DATA], "a content is inside")
    enclosed = [Certificate(one.whole) for part in rest if part.tag == 0xA0 for one in part.items(0xA0)]
    signers = rest[-1].items(SET) if rest and rest[-1].tag == SET else []
    need(len(signers) == 1, "not one signer")
    version, name, algorithm, attributes, how, signature = signers[0].items()[:6]
    need(algorithm_of(algorithm) == SHA_256 and attributes.tag == 0xA0, "other algorithm, or no signed attributes")
    need(algorithm_of(how) in (RSA, SHA_256_WITH_RSA), "other algorithm")
    written = [attribute.whole for attribute in attributes.items(0xA0)]
    need(written == sorted(written), "the attributes are not sorted as DER sorts them")
    if name.tag == 0x80:
        matching = [one for one in enclosed if one.subject_key() == Der(b"\x04" + name.whole[1:]).body]
    else:
        issuer, serial = name.items()
        matching = [one for one in enclosed if (one.issuer, one.serial) == (issuer.whole, serial.whole)]
    need(matching, "no certificate of the signer")
    certificate = matching[0]
    listed = [attribute.items() for attribute in attributes.items(0xA0)]
    need(one_value(listed, CONTENT_TYPE, True).oid() == DATA, "other content type")
    fails = set() if octets(one_value(listed, MESSAGE_DIGEST, True)) == digest else {"message-digest"}
    says = one_value(listed, SIGNING_CERTIFICATE_V2, False)
    if says:
        fails |= set() if names(says.items()[0].items()[0], certificate) else {"signing-certificate"}
    elif must_name:
        fails.add("signing-certificate")
    time = one_value(listed, SIGNING_TIME, False)
    time = time.time() if time else told
    wrong = profile(certificate, "signature")
    if wrong:
        return fails | {wrong}
    # RFC 5652 section 5.4: the attributes are signed with the tag of a SET
    if not rs256(certificate.key, b"\x31" + attributes.whole[1:], octets(signature)):
        fails.add("signature")
    if time and (time - now).total_seconds() > 300:
        fails.add("validity-at-signing")
    return fails | path(certificate, "signature", {"validity-at-signing": time, "validity-now": now})


# --- PDF -----------------------------------------------------------------------------------------------------------------

TOKEN = re.compile(
    rb"(?P<blank>[\0\t\n\f\r ]+|%[^\r\n]*)|(?P<open><<|\[)|(?P<close>>>|\])|/(?P<name>[^\0\t\n\f\r ()<>\[\]{}/%]*)"
    rb"|<(?P<hex>[0-9A-Fa-f\0\t\n\f\r ]*)>|(?P<text>\()|(?P<word>[^\0\t\n\f\r ()<>\[\]{}/%]+)"
)
TEXT = re.compile(rb"\\.|[()]", re.DOTALL)
OBJECT = re.compile(rb"\d+[\0\t\n\f\r ]+\d+[\0\t\n\f\r ]+obj\b")


def plain(name):
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes([int(code[1], 16)]), name)


def tokens(data, at):
    """Kind, value, start and end of each token."""
    while match := TOKEN.match(data, at):
        at, kind = match.end(), match.lastgroup
        if kind == "text":
            depth = 1
            while depth:
                mark = TEXT.search(data, at)
                need(mark, "a text that does not end")
                at, depth = mark.end(), depth + {b"(": 1, b")": -1}.get(mark[0], 0)
        if kind != "blank":
            yield kind, match[kind], match.start(), at


def dictionary_around(data, mention):
    """The entries of the dictionary that has its key at this place: (key, tokens of the value)."""
    starts = [match.end() for match in OBJECT.finditer(data, 0, mention)]
    need(starts, "outside of any object")
    open_ones = []
    for token in tokens(data, starts[-1]):
        kind, value, start, end = token
        if kind == "close":
            need(open_ones, "closes what is not open")
            done = open_ones.pop()
            if any(one[2] == mention for one in done):
                return done
            if not open_ones:
                break
        elif kind == "open":
            open_ones.append([])
        if open_ones and kind not in ("open", "close"):
            open_ones[-1].append(token)
        elif kind == "close" and open_ones:
            # the words of an array stand for it in the dictionary around it
            open_ones[-1].extend(one for one in done if one[0] == "word" and value == b"]")
    raise Malformed("no dictionary")


def entry(dictionary, key):
    places = [at for at, one in enumerate(dictionary) if one[0] == "name" and plain(one[1]) == key]
    need(len(places) == 1, f"{key} is there {len(places)} times")
    values = []
    for one in dictionary[places[0] + 1 :]:
        if values and one[0] == "name":
            break
        values.append(one)
    return values


def pdf_signature(data, mention, now):
    dictionary = dictionary_around(data, mention)
    first, length, second, rest = (int(one[1]) for one in entry(dictionary, b"ByteRange"))
    need(min(first, length, second, rest) >= 0, "a negative number")
    kind, digits, start, end = entry(dictionary, b"Contents")[0]
    need(kind == "hex", "contents are not hexadecimal")
    sub_filter = plain(entry(dictionary, b"SubFilter")[0][1])
    need(sub_filter in (b"ETSI.CAdES.detached", b"adbe.pkcs7.detached"), "other format")
    if first != 0 or (length, second) != (start, end) or second + rest > len(data) or rest == 0:
        return {"coverage"}
    fails = set() if second + rest == len(data) else {"coverage"}
    if re.search(rb"[^0-9A-Fa-f]", digits):
        return {"coverage"}
    contents = bytes.fromhex(digits.decode())
    cms_end = Der(contents).end
    if contents[cms_end:].strip(b"\0"):
        return {"coverage"}
    digest = hashlib.sha256(data[:length] + data[second : second + rest]).digest()
    must_name = sub_filter == b"ETSI.CAdES.detached"
    return fails | attempt(signed_data, digest, contents[:cms_end], now, must_name, told_time(data, dictionary))


def told_time(data, dictionary):
    """The entry M, if it is there once and in UTC, as in all of these vectors."""
    try:
        kind, value, start, end = entry(dictionary, b"M")[0]
        return datetime.strptime(data[start:end].decode(), "(D:%Y%m%d%H%M%SZ)").replace(tzinfo=timezone.utc)
    except (Malformed, ValueError):
        return None


def mentions(data, wanted):
    names = re.finditer(rb"/([^\0\t\n\f\r ()<>\[\]{}/%]*)", data)
    return [name.start() for name in names if plain(name[1]) == wanted]


def pdf(vector, now):
    data = decoded(vector["pdf"])
    found = [attempt(pdf_signature, data, mention, now) for mention in mentions(data, b"ByteRange")]
    for mention in mentions(data, b"ObjStm"):
        start = data.index(b"stream\n", mention) + len(b"stream\n")
        inside = zlib.decompressobj().decompress(data[start:])
        found += [{"form"} for _ in mentions(inside, b"ByteRange")]
    return found


# --- The vectors ---------------------------------------------------------------------------------------------------------


def attempt(judge, *given):
    try:
        return judge(*given)
    except Unfit:
        return {"certificate"}
    except (Malformed, ValueError, KeyError, IndexError):
        return {"form"}


def agrees(expected, fails):
    """Accepted alike, and refused for a reason that is among the expected ones."""
    wanted = set(expected["fails"])
    assert (expected["verdict"] == "accept") == (not wanted)
    return bool(wanted & fails) if wanted else not fails


def load(name):
    file = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    assert (file["format"], file["kind"]) == ("openjpki-vectors/1", name)
    return file


ROOTS = {kind: [Certificate(decoded(root)) for root in load("roots")[kind]] for kind in POLICIES}
JUDGES = {"authenticate": authenticate, "register": register, "web-eid": web_eid, "raw": raw, "cms": cms, "pdf": pdf}


def main():
    count, wrong = 0, []
    for kind, judge in JUDGES.items():
        for vector in load(kind)["vectors"]:
            count += 1
            now = datetime.strptime(vector["now"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
            found = attempt(judge, vector, now)
            pairs = [(vector, found)]
            if "signatures" in vector:
                pairs = list(zip(vector["signatures"], found))
                if len(vector["signatures"]) != len(found):
                    wrong.append(f"{kind}/{vector['name']}: {len(found)} signatures found")
            for expected, fails in pairs:
                if not agrees(expected, fails):
                    wrong.append(f"{kind}/{vector['name']}: expected {expected['fails']}, found {sorted(fails)}")
    print("\n".join(wrong + [f"{count} vectors, {len(wrong)} judged otherwise"]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
