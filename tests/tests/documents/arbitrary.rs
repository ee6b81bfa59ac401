//! Made-up input: nothing panics, and no change of what is signed goes unseen.

use std::sync::LazyLock;

use openjpki::evidence::document::Document;
use openjpki::verify::{MAX_PDF_SIGNATURES, PdfError};
use openjpki_tests::pdf::{Pdf, Prepared};
use proptest::prelude::*;

use super::*;

/// A signed PDF, where its signature is, and its CMS.
struct Signed {
    file: Vec<u8>,
    prepared: Prepared,
    cms: Vec<u8>,
    certificate: SignatureCertificate,
}

static SIGNED: LazyLock<Signed> = LazyLock::new(|| {
    let (mut card, certificate) = signing_card("hanako");
    let prepared = Pdf::new("Lease").prepare("ETSI.CAdES.detached");
    let document = Document::with_content("a.pdf", "application/pdf", &prepared.to_sign()).unwrap();
    let cms = document.sign_cms(&mut card, &certificate, now()).unwrap();
    let file = prepared.embed(&cms).as_bytes().to_vec();
    Signed {
        file,
        prepared,
        cms,
        certificate,
    }
});

static VERIFIER: LazyLock<DocumentVerifier<Test>> = LazyLock::new(verifier);

/// Changes, removes, inserts or repeats some bytes.
fn edited(bytes: &'static [u8]) -> impl Strategy<Value = Vec<u8>> {
    let edit = (any::<prop::sample::Index>(), 0..4_u8, any::<u8>());
    prop::collection::vec(edit, 1..4).prop_map(|edits| {
        let mut bytes = bytes.to_vec();
        for (index, edit, byte) in edits {
            let at = index.index(bytes.len());
            match edit {
                0 => bytes[at] = byte,
                1 => drop(bytes.remove(at)),
                2 => bytes.insert(at, byte),
                _ => {
                    let piece = bytes[at..bytes.len().min(at + usize::from(byte))].to_vec();
                    bytes.splice(at..at, piece);
                }
            }
        }
        bytes
    })
}

fn config() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(256)
    }
}

#[test]
fn unchanged_it_is_signed() {
    let report = VERIFIER.pdf(&SIGNED.file, now()).unwrap();
    assert!(report.signatures[0].report.signer().is_some(), "{report:?}");
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_changed_pdf_has_no_signer(file in edited(&SIGNED.file)) {
        let gap = &SIGNED.prepared.gap;
        let signed_part = |file: &[u8]| file.get(..gap.start).zip(file.get(gap.end..)).map(|(a, b)| [a, b].concat());
        if let Ok(report) = VERIFIER.pdf(&file, now()) {
            let is_signed = report.signatures.iter().any(|one| one.report.signer().is_some());
            prop_assert!(!is_signed || signed_part(&file) == signed_part(&SIGNED.file));
        }
    }

    #[test]
    fn a_changed_cms_names_nobody_else(cms in edited(&SIGNED.cms)) {
        let content = SIGNED.prepared.to_sign();
        if let Some(signer) = VERIFIER.cms(&content, &cms, now()).signer() {
            prop_assert_eq!(&signer.certificate, &SIGNED.certificate);
        }
    }

    #[test]
    fn pieces_of_pdf_in_any_order(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        let file = [b"%PDF-1.7\n".as_slice(), &pieces.concat()].concat();
        if let Ok(report) = VERIFIER.pdf(&file, now()) {
            prop_assert!(report.signatures.iter().all(|one| one.report.signer().is_none()));
        }
    }
}

/// What the finder looks for, and what could confuse it.
const PIECES: &[&[u8]] = &[
    b"1 0 obj\n",
    b"endobj\n",
    b"<<",
    b">>",
    b"/ByteRange",
    b"/Byte#52ange",
    b"[0 9 20 5]",
    b"[0 18446744073709551615 1 1]",
    b"/Contents",
    b"<3000>",
    b"<",
    b"(",
    b")",
    b"/SubFilter",
    b"/ETSI.CAdES.detached",
    b"/ObjStm",
    b"/Filter",
    b"/FlateDecode",
    b"stream\n",
    b"x\x9c\x03\x00\x00\x00\x00\x01",
    b"%%EOF\n",
    b" ",
    b"[",
    b"]",
    b"-1",
    b"%",
    b"#",
    b"/M(D:20260101000000Z)",
    b"\xff",
];

#[test]
fn limits_are_kept() {
    let pdf = |text: &str| VERIFIER.pdf(format!("%PDF-1.7\n{text}").as_bytes(), now()).unwrap_err();
    assert_eq!(VERIFIER.pdf(b"PK", now()).unwrap_err(), PdfError::NotPdf);
    assert_eq!(pdf("nothing"), PdfError::NoSignature);
    assert_eq!(
        pdf(&"/ByteRange ".repeat(MAX_PDF_SIGNATURES + 1)),
        PdfError::TooManySignatures
    );
    // each object would be read to the end of the file: more work than the file is worth
    let unending = format!("1 0 obj ({} ", "x".repeat(100_000));
    assert_eq!(
        pdf(&format!("{unending}{}", "/ByteRange ".repeat(30))),
        PdfError::TooComplex
    );
    let nested = format!("1 0 obj {} /ByteRange", "<</A ".repeat(50_000));
    let report = VERIFIER.pdf(format!("%PDF-1.7\n{nested}").as_bytes(), now()).unwrap();
    assert!(report.signatures[0].report.signer().is_none());
    let long = vec![b' '; openjpki::verify::MAX_PDF_LENGTH + 1];
    assert_eq!(
        VERIFIER.pdf(&long, now()).unwrap_err(),
        PdfError::TooLong { length: long.len() }
    );
}

#[test]
fn compressed_parts_that_cannot_be_opened_are_counted() {
    let (mut card, certificate) = signing_card("hanako");
    let part = |entries: &str| {
        let text = format!("<< /Type /ObjStm /N 1 /First 5 /Length 3 {entries} >>\nstream\nabc\nendstream");
        text.into_bytes()
    };
    for (entries, unopened) in [
        ("", 0),
        ("/Filter /LZWDecode", 1),
        ("/Filter /FlateDecode", 1),
        ("/Filter [/ASCIIHexDecode /FlateDecode]", 1),
        ("/Filter /FlateDecode /DecodeParms << /Predictor 12 >>", 1),
    ] {
        let prepared = Pdf::new("Lease")
            .with_object(&part(entries))
            .prepare("ETSI.CAdES.detached");
        let document = Document::with_content("a.pdf", "application/pdf", &prepared.to_sign()).unwrap();
        let file = prepared.embed(&document.sign_pades(&mut card, &certificate).unwrap());
        let report = VERIFIER.pdf(file.as_bytes(), now()).unwrap();
        assert_eq!((report.signatures.len(), report.unopened), (1, unopened), "{entries}");
    }
}
