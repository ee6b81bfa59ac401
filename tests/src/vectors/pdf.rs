//! Signatures in PDF files.

use miniz_oxide::deflate::compress_to_vec_zlib;

use super::certificates::{Flaw, signed_at};
use super::cms::cms_over;
use super::document::FLAWS;
use super::{NOW, Vector, Verdict, base64};
use crate::pdf::{Pdf, Prepared, SPACE};

const PADES: &str = "ETSI.CAdES.detached";
const ADOBE: &str = "adbe.pkcs7.detached";

fn case(name: (&'static str, &'static str), file: &[u8], signatures: &[&[&'static str]]) -> Vector {
    let signatures = signatures.iter().map(|fails| Verdict::of(fails)).collect();
    Vector {
        name: name.0,
        what: name.1,
        now: NOW,
        given: [("pdf", base64(file))].into(),
        expected: None,
        signatures: Some(signatures),
    }
}

fn contract() -> Pdf {
    Pdf::new("Contract: one hundred yen")
}

fn sign(prepared: &Prepared, flaw: Flaw) -> Pdf {
    prepared.embed(&cms_over(&prepared.to_sign(), flaw, |_| {}))
}

/// Signs what this byte range covers, whatever that is.
fn sign_range(prepared: Prepared, range: [usize; 4]) -> Pdf {
    let [start, first, second, length] = range;
    let prepared = prepared.with_byte_range(&format!("[{start} {first} {second} {length}]"));
    let file = prepared.embed(&[]);
    let bytes = file.as_bytes();
    let piece = |from: usize, length: usize| bytes.get(from..from + length).unwrap_or_default();
    let covered = [piece(start, first), piece(second, length)].concat();
    prepared.embed(&cms_over(&covered, Flaw::None, |_| {}))
}

pub(super) fn vectors() -> Vec<Vector> {
    let prepared = contract().prepare(PADES);
    let good = sign(&prepared, Flaw::None);
    let adobe = contract().prepare(ADOBE);
    let timed = cms_over(&prepared.to_sign(), Flaw::None, |cms| {
        cms.signing_time = Some(signed_at())
    });
    let unnamed = adobe.embed(&cms_over(&adobe.to_sign(), Flaw::None, |cms| cms.named = None));
    let mut vectors = vec![
        case(("good", "PAdES B-B over the whole file"), good.as_bytes(), &[&[]]),
        case(
            (
                "signing-time",
                "the same with a signing time in the CMS, which PAdES forbids and many write",
            ),
            prepared.embed(&timed).as_bytes(),
            &[&[]],
        ),
        case(
            (
                "adobe",
                "adbe.pkcs7.detached over the whole file; it need not name its certificate",
            ),
            unnamed.as_bytes(),
            &[&[]],
        ),
    ];
    vectors.extend(changes(&good));
    vectors.extend(several(&good));
    vectors.extend(ranges(&prepared, good.as_bytes().len()));
    vectors.extend(hidden(&prepared));
    vectors.extend(imitations());
    for (name, what, flaw, fails) in FLAWS {
        if matches!(name, "policy" | "key-usage" | "other-root" | "just-expired") {
            vectors.push(case((name, what), sign(&prepared, flaw).as_bytes(), &[fails]));
        }
    }
    let expired = sign(&prepared, Flaw::Expired);
    vectors.push(case(
        (
            "expired",
            "the certificate ended in 2024, before the time that the file says",
        ),
        expired.as_bytes(),
        &[&["validity-at-signing", "validity-now"]],
    ));
    vectors
}

fn changes(good: &Pdf) -> Vec<Vector> {
    let mut changed = good.as_bytes().to_vec();
    let amount = changed
        .windows(3)
        .position(|window| window == b"one")
        .expect("the contract says one");
    changed[amount..amount + 3].copy_from_slice(b"two");
    let appended = [good.as_bytes(), b"9 0 obj\n<< /Added true >>\nendobj\n%%EOF\n"].concat();
    let newline = [good.as_bytes(), b"\n"].concat();
    vec![
        case(
            ("changed", "a word of the page is another"),
            &changed,
            &[&["message-digest"]],
        ),
        case(
            ("appended", "another revision after the signed one"),
            &appended,
            &[&["coverage"]],
        ),
        case(("newline", "one more byte at the end"), &newline, &[&["coverage"]]),
    ]
}

fn several(good: &Pdf) -> Vec<Vector> {
    let second = good.prepare(PADES);
    let both = sign(&second, Flaw::None);
    let stranger = sign(&second, Flaw::Stranger);
    let not_signed = second.embed(&[0x30, 0x00]);
    vec![
        case(
            ("two-signatures", "two signatures; the first could not cover the second"),
            both.as_bytes(),
            &[&["coverage"], &[]],
        ),
        case(
            (
                "second-by-other-root",
                "the second signature is of another root; a careless reader checks the first only",
            ),
            stranger.as_bytes(),
            &[&["coverage"], &["key-identifier", "chain"]],
        ),
        case(
            ("second-empty", "the second signature is none"),
            not_signed.as_bytes(),
            &[&["coverage"], &["form"]],
        ),
    ]
}

fn ranges(prepared: &Prepared, length: usize) -> Vec<Vector> {
    let (start, end) = (prepared.gap.start, prepared.gap.end);
    let rest = length - end;
    let fails: &[&[&str]] = &[&["coverage"]];
    let of = |name, range| case(name, sign_range(prepared.clone(), range).as_bytes(), fails);
    vec![
        of(
            ("not-from-the-start", "the header is not signed"),
            [9, start - 9, end, rest],
        ),
        of(
            ("wider-gap", "bytes before the signature are left out as well"),
            [0, start - 200, end, rest],
        ),
        of(
            ("wider-gap-after", "bytes after the signature are left out as well"),
            [0, start, end + 20, rest - 20],
        ),
        of(
            ("not-to-the-end", "the end of the file is not signed"),
            [0, start, end, rest - 30],
        ),
        of(
            ("past-the-end", "a range that reaches beyond the file"),
            [0, start, end, rest + 1],
        ),
        of(
            ("first-piece-only", "nothing after the signature is signed"),
            [0, start, end, 0],
        ),
        of(
            (
                "overlap",
                "the second piece begins inside the first: some bytes are signed twice",
            ),
            [0, end, start, length - start],
        ),
        of(
            ("inside-the-gap", "the angle brackets are signed and count as left out"),
            [0, start + 1, end - 1, rest + 1],
        ),
    ]
}

fn hidden(prepared: &Prepared) -> Vec<Vector> {
    let cms = cms_over(&prepared.to_sign(), Flaw::None, |_| {});
    let smuggled = prepared.embed(&[cms.as_slice(), b"hidden"].concat());
    let space = "0".repeat(SPACE * 2);
    let dictionary = |entries: &str| format!("<< /Type /Sig /Filter /Adobe.PPKLite {entries} >>");
    let range = "/ByteRange [0 0000000000 0000000000 0000000000]";
    let with = |entries: &str| contract().prepare_as(&dictionary(entries));
    let sha_1 = with(&format!("/SubFilter /adbe.x509.rsa_sha1 {range} /Contents <{space}>"));
    let twice = with(&format!(
        "/SubFilter /{PADES} /ByteRange [0 1 2 3] {range} /Contents <{space}>"
    ));
    let escaped = with(&format!(
        "/SubFilter /ETSI.CAdES.detached /Byte#52ange [0 1 2 3] {range} /Contents <{space}>"
    ));
    let reason = with(&format!(
        "/SubFilter /{PADES} /Reason (an object \\(1 of 2\\)) {range} /Contents <{space}>"
    ));
    let form: &[&[&str]] = &[&["form"]];
    let repeated: &[&[&str]] = &[&["form"], &["form"]];
    vec![
        case(
            (
                "reason",
                "a reason with words and brackets that a careless parser stumbles over",
            ),
            sign(&reason, Flaw::None).as_bytes(),
            &[&[]],
        ),
        case(
            ("smuggled", "bytes hidden behind the signature in its space"),
            smuggled.as_bytes(),
            &[&["coverage"]],
        ),
        case(
            (
                "white-space",
                "white space between the digits of the signature, where nobody signs it",
            ),
            &with_white_space(prepared, &cms),
            &[&["coverage"]],
        ),
        case(
            ("other-sub-filter", "a format that is not looked at"),
            sign(&sha_1, Flaw::None).as_bytes(),
            form,
        ),
        case(
            ("two-byte-ranges", "two byte ranges: which one counts?"),
            sign(&twice, Flaw::None).as_bytes(),
            repeated,
        ),
        case(
            ("escaped-byte-range", "two byte ranges, one written with an escape"),
            sign(&escaped, Flaw::None).as_bytes(),
            repeated,
        ),
        case(
            (
                "compressed",
                "a second signature in a compressed part, which no signature of its own can cover",
            ),
            &compressed(),
            &[&[], &["form"]],
        ),
    ]
}

/// A signature whose last digits are moved apart, in the room of two of its zeros.
fn with_white_space(prepared: &Prepared, cms: &[u8]) -> Vec<u8> {
    let mut file = prepared.embed(cms).as_bytes().to_vec();
    let middle = prepared.gap.start + 101;
    file.copy_within(middle..prepared.gap.end - 3, middle + 2);
    file[middle..middle + 2].copy_from_slice(b"\n ");
    file
}

/// What looks like the dictionary of a signature and is none, beside one that is: each is looked at.
fn imitations() -> Vec<Vector> {
    let fake = "<< /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 10 20 30] /Contents <3000> >>";
    let range = "/ByteRange [0 0000000000 0000000000 0000000000]";
    let space = "0".repeat(SPACE * 2);
    let with = |entries: &str| {
        let dictionary = format!("<< /Type /Sig /SubFilter /{PADES} {entries} {range} /Contents <{space}> >>");
        sign(&contract().prepare_as(&dictionary), Flaw::None)
    };
    let both: &[&[&str]] = &[&["form"], &[]];
    let one: &[&[&str]] = &[&["form"]];
    let stream = format!("<< /Length {} >>\nstream\n9 0 obj {fake}\nendstream", fake.len() + 8);
    let streamed = sign(&contract().with_object(stream.as_bytes()).prepare(PADES), Flaw::None);
    let five = sign_with_range(|[start, first, second, rest]| format!("[{start} {first} {second} {rest} 0]"));
    let minus = sign_with_range(|[_, first, second, rest]| format!("[-1 {first} {second} {rest}]"));
    vec![
        case(
            (
                "in-a-string",
                "the reason is a text that looks like a signature's dictionary",
            ),
            with(&format!("/Reason ({fake})")).as_bytes(),
            both,
        ),
        case(
            ("in-a-comment", "a comment that looks like a signature's dictionary"),
            with(&format!("% {fake}\n")).as_bytes(),
            both,
        ),
        case(
            (
                "in-a-stream",
                "a stream in whose bytes the object of a signature seems to begin",
            ),
            streamed.as_bytes(),
            &[&["coverage"], &[]],
        ),
        case(("five-numbers", "a byte range of five numbers"), &five, one),
        case(("negative", "a byte range that begins before the file"), &minus, one),
    ]
}

/// A signature over the whole file, whose byte range is then written in another way and signed so.
fn sign_with_range(written: impl Fn([usize; 4]) -> String) -> Vec<u8> {
    let prepared = contract().prepare(PADES);
    let length = prepared.embed(&[]).as_bytes().len();
    let (start, end) = (prepared.gap.start, prepared.gap.end);
    let prepared = prepared.with_byte_range(&written([0, start, end, length - end]));
    sign(&prepared, Flaw::None).as_bytes().to_vec()
}

/// A signed file that has one more signature in an object stream.
fn compressed() -> Vec<u8> {
    let inner = "20 0 << /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 10 20 30] /Contents <3000> >>";
    let bytes = compress_to_vec_zlib(inner.as_bytes(), 6);
    let head = format!(
        "<< /Type /ObjStm /N 1 /First 5 /Filter /FlateDecode /Length {} >>\nstream\n",
        bytes.len()
    );
    let body = [head.as_bytes(), &bytes, b"\nendstream"].concat();
    let prepared = contract().with_object(&body).prepare(PADES);
    sign(&prepared, Flaw::None).as_bytes().to_vec()
}
