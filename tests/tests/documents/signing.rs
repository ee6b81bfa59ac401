//! What the card signs, and what it is not asked to sign.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use openjpki::evidence::document::{Document, DocumentError};
use openjpki::evidence::web_eid::{WebEidStatement, WebEidToken};
use openjpki::evidence::{Nonce, SignError};
use openjpki::origin::Origin;
use openjpki::pkcs1::sha256;
use openjpki::time::UnixTime;
use openjpki::verify::{Check, Outcome, Unchecked, Verifier, VerifyError};
use openjpki_tests::pki::{HolderKeys, Purpose};
use openjpki_tests::signing::{CmsProfile, rs256};

use super::*;

const CONTENT: &[u8] = b"{\"moves\":\"to Chiyoda\"}";

fn document() -> Document {
    Document::with_content("move.json", "application/json", CONTENT).unwrap()
}

#[test]
fn a_document_is_what_a_person_is_told_of_it() {
    let document = document();
    assert_eq!(
        (document.name(), document.media_type()),
        ("move.json", Some("application/json"))
    );
    assert_eq!(
        (document.size(), document.digest()),
        (Some(CONTENT.len()), &sha256(CONTENT))
    );
    assert!(document.is_seen());
    assert_eq!(format!("{document:?}"), "Document(..)");
    let unseen = Document::with_digest("move.json", sha256(CONTENT)).unwrap();
    assert_eq!(
        (unseen.media_type(), unseen.size(), unseen.digest()),
        (None, None, document.digest())
    );
    assert!(!unseen.is_seen() && unseen != document);
}

#[test]
fn what_looks_like_a_statement_is_no_document() {
    let with = |content: &[u8]| Document::with_content("a", "text/plain", content);
    for content in [
        &b"OpenJPKI authenticate 1\n"[..],
        b"OpenJPKI ",
        b"OpenJPKI register 2",
        b"web-eid",
        b"web-eid:1.0",
    ] {
        assert_eq!(with(content), Err(DocumentError::Statement));
    }
    for content in [
        &b"OpenJPKI"[..],
        b" OpenJPKI ",
        b"openjpki authenticate 1",
        b"web",
        b"",
        b"%PDF-1.7",
    ] {
        assert!(with(content).is_ok());
    }
}

#[test]
fn what_a_cms_signs_is_no_document() {
    let with = |content: &[u8]| Document::with_content("a", "application/octet-stream", content).map(drop);
    let (_, certificate) = signing_card("hanako");
    let time = der::DateTime::new(2026, 6, 29, 3, 4, 5).unwrap();
    let key = HolderKeys::A.key(Purpose::Signature);
    let other = CmsProfile::new(b"another document", certificate.der(), key, time);
    let refused = Err(DocumentError::SignedAttributes);
    assert_eq!(with(&other.signed_attributes()), refused);
    // whoever reads BER takes longer lengths as well
    assert_eq!(with(b"\x31\x84\0\0\0\x05\x30\x81\x03\x06\x01\x2A"), refused);
    for text in [
        &b"1.0 06"[..],
        b"1",
        b"1\xFF",
        b"1a0",
        b"1a0b",
        b"1a0b\n",
        b"\x30\x03\x06\x01\x2A",
    ] {
        assert_eq!(with(text), Ok(()));
    }
}

#[test]
fn names_and_types_that_mislead_are_refused() {
    let named = |name: &str| Document::with_digest(name, [0; 32]).map(drop);
    for good in ["a", "契約書　第１号.pdf", &"長".repeat(255), "مستند.pdf"] {
        assert_eq!(named(good), Ok(()));
    }
    assert_eq!(named(""), Err(DocumentError::NameLength { characters: 0 }));
    assert_eq!(
        named(&"長".repeat(256)),
        Err(DocumentError::NameLength { characters: 256 })
    );
    for character in [
        '\n', '\0', '\u{7f}', '\u{85}', '\u{2028}', '\u{202E}', '\u{2066}', '\u{200F}',
    ] {
        assert_eq!(named(&format!("fdp{character}exe")), Err(DocumentError::NameCharacter));
    }
    let typed = |media_type: &str| Document::with_content("a", media_type, b"").map(drop);
    assert_eq!(typed("text/plain; charset=utf-8"), Ok(()));
    for wrong in [
        "",
        "text",
        "/plain",
        "text/",
        "text/\n",
        "テキスト/plain",
        &format!("text/{}", "x".repeat(251)),
    ] {
        assert_eq!(typed(wrong), Err(DocumentError::MediaType), "{wrong}");
    }
}

#[test]
fn the_cms_is_the_one_that_was_written_by_hand() {
    let (mut card, certificate) = signing_card("hanako");
    let signed_at = UnixTime(1_782_702_245); // 2026-06-29T03:04:05Z
    let time = der::DateTime::new(2026, 6, 29, 3, 4, 5).unwrap();
    let key = HolderKeys::A.key(Purpose::Signature);
    let by_hand = CmsProfile::new(CONTENT, certificate.der(), key, time);
    let ours = document().sign_cms(&mut card, &certificate, signed_at).unwrap();
    assert_eq!(ours, by_hand.write());
    let for_pdf = CmsProfile {
        signing_time: None,
        ..by_hand
    };
    assert_eq!(document().sign_pades(&mut card, &certificate).unwrap(), for_pdf.write());
    assert_eq!(
        document().sign_raw(&mut card, &certificate).unwrap(),
        rs256(key, CONTENT)
    );
}

#[test]
fn a_signature_that_does_not_fit_the_certificate_does_not_leave() {
    let (mut card, _) = signing_card("hanako");
    let (_, other) = signing_card("mai");
    let raw = document().sign_raw(&mut card, &other);
    let cms = document().sign_cms(&mut card, &other, now());
    let pades = document().sign_pades(&mut card, &other);
    for refused in [raw, cms, pades] {
        assert!(matches!(refused, Err(SignError::Mismatch(_))));
    }
}

#[test]
fn times_from_1970_to_9999_can_be_written() {
    let (mut card, certificate) = signing_card("hanako");
    for (seconds, tag) in [
        (0, 0x17),
        (2_524_607_999, 0x17),
        (2_524_608_000, 0x18),
        (253_402_300_799, 0x18),
    ] {
        let cms = document().sign_cms(&mut card, &certificate, UnixTime(seconds)).unwrap();
        // the attribute's name, then SET and the time's tag (RFC 5652 section 11.3)
        let name = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x05];
        let at = cms.windows(name.len()).position(|window| window == name).unwrap() + name.len();
        assert_eq!((cms[at], cms[at + 2]), (0x31, tag), "{seconds}");
        assert_eq!(
            verifier().cms(CONTENT, &cms, now()).claimed_signing_time(),
            Some(UnixTime(seconds))
        );
    }
    for seconds in [-1, 253_402_300_800, i64::MAX] {
        let refused = document().sign_cms(&mut card, &certificate, UnixTime(seconds));
        assert!(matches!(refused, Err(SignError::Cms(_))), "{seconds}");
    }
}

#[test]
fn our_verifier_says_what_it_checked_and_what_not() {
    let (mut card, certificate) = signing_card("hanako");
    let now = now();
    let cms = document().sign_cms(&mut card, &certificate, now).unwrap();
    let report = verifier().cms(CONTENT, &cms, now);
    let not_checked: Vec<_> = report
        .lines()
        .iter()
        .filter(|line| line.outcome != Outcome::Holds)
        .map(|line| (line.check, line.outcome.to_string()))
        .collect();
    let nobody = "not checked: there is no source to ask".to_owned();
    let silent = "not checked: the signature says nothing of it".to_owned();
    assert_eq!(not_checked, [(Check::TimeStamp, silent), (Check::Revocation, nobody)]);
    let signer = report.signer().unwrap();
    assert_eq!(
        (signer.certificate, signer.signing_time),
        (certificate.clone(), Some(now))
    );

    let raw = document().sign_raw(&mut card, &certificate).unwrap();
    let report = verifier().raw(CONTENT, certificate.der(), &raw, now);
    assert!(report.signer().is_some());
    assert_eq!(
        *report.outcome(Check::ValidityAtSigning),
        Outcome::NotChecked(Unchecked::Raw)
    );
}

#[test]
fn a_web_eid_token_is_for_one_site_and_one_nonce() {
    let (mut card, certificate) = authenticating_card("hanako");
    let site = Origin::parse("https://portal.example.go.jp").unwrap();
    let nonce = Nonce::parse(&STANDARD.encode([7; 32])).unwrap();
    let statement = WebEidStatement::new(&site, &nonce);
    assert_eq!(statement.as_bytes().len(), 64);
    let token = statement
        .sign(&mut card, &certificate, "https://example.org/1.0.0")
        .unwrap();
    let json = serde_json::to_value(&token).unwrap();
    let members: Vec<_> = json.as_object().unwrap().keys().map(String::as_str).collect();
    let mut expected = [
        "unverifiedCertificate",
        "algorithm",
        "signature",
        "format",
        "appVersion",
    ];
    expected.sort_unstable();
    assert_eq!(members, expected);
    assert_eq!(
        (&json["format"], &json["algorithm"]),
        (&"web-eid:1.0".into(), &"RS256".into())
    );
    let token: WebEidToken = serde_json::from_value(json).unwrap();
    let verify = |origin: &str, nonce: &Nonce| {
        let verifier = Verifier::new(anchors(), Origin::parse(origin).unwrap());
        verifier.web_eid(&token, nonce, now()).map(|holder| holder.certificate)
    };
    assert_eq!(verify("https://portal.example.go.jp", &nonce), Ok(certificate));
    let other = Nonce::parse(&STANDARD.encode([8; 32])).unwrap();
    for refused in [
        verify("https://portal.example.com", &nonce),
        verify("https://portal.example.go.jp", &other),
    ] {
        assert!(matches!(refused, Err(VerifyError::Statement { .. })));
    }
    assert_eq!(format!("{token:?}"), "WebEidToken(..)");
}
