//! Programs that we did not write: `openssl cms` and poppler's `pdfsig`.

use std::fs;
use std::path::Path;
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use openjpki::evidence::document::Document;
use openjpki::verify::{Check, Fault, SubFilter};
use openjpki_tests::pdf::{Pdf, Prepared};

use super::*;

/// Whether a command in `folder` succeeds, and what it says.
fn run(folder: &Path, line: &str) -> (bool, String) {
    let mut words = line.split(' ');
    let output = Command::new(words.next().unwrap())
        .args(words)
        .current_dir(folder)
        .output()
        .expect("it is installed: cargo xtask setup");
    let told = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&told).into_owned())
}

fn write_pem(path: &Path, der: &[u8]) {
    let text = format!(
        "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
        STANDARD.encode(der)
    );
    fs::write(path, text).unwrap();
}

#[test]
fn openssl_accepts_our_cms_over_this_document_and_this_root_only() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).unwrap();
    let (mut card, certificate) = signing_card("hanako");
    let content = "第一条　……\r\n".as_bytes();
    let document = Document::with_content("contract.txt", "text/plain", content).unwrap();
    write("contract.txt", content);
    write("other.txt", &content[..content.len() - 1]);
    write(
        "contract.p7s",
        &document.sign_cms(&mut card, &certificate, now()).unwrap(),
    );
    write("pades.p7s", &document.sign_pades(&mut card, &certificate).unwrap());
    write_pem(&folder.join("root.pem"), &root(Purpose::Signature, Generation::Third));
    write_pem(
        &folder.join("stranger.pem"),
        &root(Purpose::Signature, Generation::Stranger),
    );
    let verify = |p7s: &str, content: &str, root: &str| {
        let line = format!(
            "openssl cms -verify -cades -binary -inform DER -in {p7s} -content {content} -CAfile {root} -out /dev/null"
        );
        run(folder, &line)
    };
    for p7s in ["contract.p7s", "pades.p7s"] {
        let (accepted, told) = verify(p7s, "contract.txt", "root.pem");
        assert!(accepted && told.contains("CAdES Verification successful"), "{told}");
        let (changed, told) = verify(p7s, "other.txt", "root.pem");
        assert!(!changed && told.contains("verification failure"), "{told}");
        assert!(!verify(p7s, "contract.txt", "stranger.pem").0);
    }
    let (printed, told) = run(folder, "openssl cms -cmsout -print -inform DER -in contract.p7s");
    assert!(printed);
    for part in [
        "contentType",
        "messageDigest",
        "signingTime",
        "signingCertificateV2",
        "eContent: <ABSENT>",
    ] {
        assert!(told.contains(part), "{part} is not in {told}");
    }
}

#[test]
fn openssl_accepts_our_raw_signature() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut card, certificate) = signing_card("mai");
    let document = Document::with_content("a.bin", "application/octet-stream", &[0, 1, 2]).unwrap();
    fs::write(folder.join("a.bin"), [0, 1, 2]).unwrap();
    fs::write(
        folder.join("a.sig"),
        document.sign_raw(&mut card, &certificate).unwrap(),
    )
    .unwrap();
    write_pem(&folder.join("holder.pem"), certificate.der());
    let (_, key) = run(folder, "openssl x509 -in holder.pem -noout -pubkey");
    fs::write(folder.join("key.pem"), key).unwrap();
    let (accepted, told) = run(folder, "openssl dgst -sha256 -verify key.pem -signature a.sig a.bin");
    assert!(accepted, "{told}");
}

/// Has the card sign what the page prepared.
fn sign(prepared: &Prepared, card: &mut Verified<VirtualCard, DigitalSignature>, by: &SignatureCertificate) -> Pdf {
    let document = Document::with_content("contract.pdf", "application/pdf", &prepared.to_sign()).unwrap();
    prepared.embed(&document.sign_pades(card, by).unwrap())
}

/// What pdfsig says of each signature.
fn pdfsig(file: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.pdf"), file).unwrap();
    let (_, told) = run(folder.path(), "pdfsig -nocert a.pdf");
    let signatures = told.split("\nSignature #").skip(1).map(str::to_owned);
    signatures.collect()
}

#[test]
fn pdfsig_and_our_verifier_read_a_pdf_alike() {
    let (mut card, certificate) = signing_card("hanako");
    let first = sign(
        &Pdf::new("Lease").prepare("ETSI.CAdES.detached"),
        &mut card,
        &certificate,
    );
    let told = pdfsig(first.as_bytes());
    assert_eq!(told.len(), 1);
    assert!(
        told[0].contains("Signature is Valid.") && told[0].contains("Total document signed"),
        "{told:?}"
    );
    let report = verifier().pdf(first.as_bytes(), now()).unwrap();
    let [signature] = report.signatures.as_slice() else {
        panic!("{report:?}")
    };
    assert_eq!(signature.sub_filter, Some(SubFilter::EtsiCadesDetached));
    assert_eq!(signature.revision, Some((2, 2)));
    let faults: Vec<_> = signature.report.faults().map(|(check, _)| check).collect();
    // the page says 2026-06-29, and the certificate is as old as this year's
    assert!(faults.is_empty() || faults == [Check::ValidityAtSigning], "{report:?}");

    let (mut card, certificate) = signing_card("mai");
    let second = sign(&first.prepare("adbe.pkcs7.detached"), &mut card, &certificate);
    let told = pdfsig(second.as_bytes());
    assert!(
        told.len() == 2 && told.iter().all(|one| one.contains("Signature is Valid.")),
        "{told:?}"
    );
    assert!(told[0].contains("Not total document signed") && told[1].contains("Total document signed"));
    let report = verifier().pdf(second.as_bytes(), now()).unwrap();
    let revisions: Vec<_> = report.signatures.iter().map(|one| one.revision).collect();
    assert_eq!(revisions, [Some((2, 3)), Some((3, 3))]);
    let later = report.signatures[0].report.faults().next();
    assert!(matches!(later, Some((Check::Coverage, Fault::Coverage(_)))));

    let mut changed = first.as_bytes().to_vec();
    let word = changed.windows(5).position(|window| window == b"Lease").unwrap();
    changed[word] = b'R';
    assert!(pdfsig(&changed)[0].contains("Digest Mismatch"));
    let report = verifier().pdf(&changed, now()).unwrap();
    let fault = report.signatures[0].report.faults().next();
    assert_eq!(fault, Some((Check::MessageDigest, &Fault::MessageDigest)));
}

/// What a page does: prepares the field of `original.pdf`, and later fills in `cms.p7s`.
const PAGE: &str = r#"
    import { readFileSync, writeFileSync } from "node:fs";
    const [module, step] = process.argv.slice(1);
    const { preparePdf, findPrepared, fillPrepared } = await import(module);
    if (step === "prepare") {
        const prepared = await preparePdf(readFileSync("original.pdf"), { reason: "賃貸借 (第1条)", time: new Date() });
        writeFileSync("prepared.pdf", prepared.pdf);
        writeFileSync("content.bin", prepared.content);
    } else {
        const prepared = findPrepared(readFileSync("prepared.pdf"));
        writeFileSync("signed.pdf", fillPrepared(prepared, readFileSync("cms.p7s")));
    }
"#;

#[test]
fn what_the_page_prepares_and_fills_in_is_signed_as_a_whole() {
    let folder = tempfile::tempdir().unwrap();
    let page = |step: &str| {
        let module = openjpki_tests::stage::root().join("extension/page/openjpki-pdf.js");
        let output = Command::new("node")
            .args(["--input-type=module", "-e", PAGE])
            .arg(module)
            .arg(step)
            .current_dir(&folder)
            .output()
            .expect("node is installed: cargo xtask setup");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let path = |name: &str| folder.path().join(name);
    fs::write(path("original.pdf"), Pdf::new("Lease").as_bytes()).unwrap();
    for (persona, signatures) in [("hanako", 1), ("mai", 2)] {
        page("prepare");
        let (mut card, certificate) = signing_card(persona);
        let content = fs::read(path("content.bin")).unwrap();
        let document = Document::with_content("lease.pdf", "application/pdf", &content).unwrap();
        let cms = document.sign_pades(&mut card, &certificate).unwrap();
        fs::write(path("cms.p7s"), cms).unwrap();
        page("fill");
        let signed = fs::read(path("signed.pdf")).unwrap();
        let report = verifier().pdf(&signed, now()).unwrap();
        assert_eq!((report.signatures.len(), report.unopened), (signatures, 0));
        let last = &report.signatures.last().unwrap().report;
        let signer = last.signer().unwrap_or_else(|| panic!("{last:?}"));
        assert_eq!(signer.certificate, certificate);
        assert!((0..=60).contains(&(now().0 - signer.signing_time.unwrap().0)));
        let told = pdfsig(&signed);
        assert!(
            told.len() == signatures && told.iter().all(|one| one.contains("Signature is Valid.")),
            "{told:?}"
        );
        fs::write(path("original.pdf"), signed).unwrap();
    }
}
