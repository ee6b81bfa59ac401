//! Documents: how often the card is shown the password, what the person is told, and what leaves.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use openjpki::evidence::document::{Output, SignEvidence};
use openjpki::verify::{Check, DocumentVerifier, Outcome, SignatureReport};
use openjpki_host::wire::Malformed;
use openjpki_tests::in_process::Heard;

use super::*;

const PASSWORD: &str = "ABC123";

/// So many documents with content.
pub(super) fn contents(number: usize) -> String {
    let document = |n: usize| {
        let content = STANDARD.encode(content(n));
        format!(r#"{{"name":"lease {n}.txt","mediaType":"text/plain","content":"{content}"}}"#)
    };
    (1..=number).map(document).collect::<Vec<_>>().join(",")
}

fn content(n: usize) -> String {
    format!("Lease number {n}")
}

pub(super) fn params(documents: &str, output: &str) -> String {
    format!(r#"{{"origin":"{ORIGIN}","documents":[{documents}],"output":"{output}","lang":"ja"}}"#)
}

fn sign(documents: &str, output: &str, card: VirtualCard, acts: Vec<Act>) -> Run {
    let call = parsed("sign", &params(documents, output));
    run_call(&call, Cards::new([card]), acts, Listener::default(), &Cancel::new())
}

fn signed(run: &Run) -> &SignEvidence {
    match &run.outcome {
        Ok(Answer::Sign(evidence)) => evidence,
        Ok(_) => panic!("another answer"),
        Err(failure) => panic!("{failure}"),
    }
}

fn documents() -> DocumentVerifier<Test> {
    let root = |purpose| Authority::new(Hierarchy::Test, purpose, Generation::Third).certificate();
    let (signature, authentication) = (root(Purpose::Signature), root(Purpose::Authentication));
    DocumentVerifier::new(TrustAnchors::<Test>::new(&[&signature], &[&authentication]).unwrap())
}

fn assert_signed(report: &SignatureReport<Test>) {
    assert!(report.signer().is_some(), "{report:?}");
    assert!(matches!(report.outcome(Check::Revocation), Outcome::NotChecked(_)));
}

/// Every one of `number` documents has a CMS of its own that verifies.
fn assert_all_signed(run: &Run, number: usize) {
    let evidence = signed(run);
    assert_eq!(evidence.signatures.len(), number);
    for (n, signature) in (1..).zip(&evidence.signatures) {
        assert_eq!(signature.name, format!("lease {n}.txt"));
        assert_eq!(signature.output, Output::Cms);
        let report = documents().cms(content(n).as_bytes(), &signature.signature, now());
        assert_signed(&report);
        let claimed = report.claimed_signing_time().unwrap();
        assert!((now().0 - claimed.0).abs() < 60, "signing-time is the clock's");
    }
}

#[test]
fn twenty_documents_take_one_verify() {
    let run = sign(&contents(20), "cms", card("hanako"), vec![pin(PASSWORD)]);
    assert_all_signed(&run, 20);
    assert_eq!((run.person.typed(), run.log().pins_sent()), (1, 1));
    assert!(run.log().read_again().is_empty(), "{:?}", run.log().read_again());
    assert_left_clean(&run.cards);
}

#[test]
fn a_card_that_wants_the_password_for_each_document_gets_it_from_one_typing() {
    let demanding = || card("hanako").with_pin_per_signature();
    let twenty = sign(&contents(20), "cms", demanding(), vec![pin(PASSWORD)]);
    assert_all_signed(&twenty, 20);
    assert_eq!((twenty.person.typed(), twenty.log().pins_sent()), (1, 20));
    assert_eq!(twenty.tries(PinChoice::Signature), 5);
    assert_left_clean(&twenty.cards);

    let mistaken = sign(&contents(3), "cms", demanding(), vec![pin("WRONG1"), pin(PASSWORD)]);
    assert_all_signed(&mistaken, 3);
    assert_eq!((mistaken.person.typed(), mistaken.log().pins_sent()), (2, 4));

    let one = sign(&contents(1), "raw", demanding(), vec![pin(PASSWORD)]);
    assert_eq!((signed(&one).signatures.len(), one.log().pins_sent()), (1, 1));
}

#[test]
fn a_password_that_the_card_no_longer_accepts_is_not_sent_again() {
    let demanding = || card("hanako").with_pin_per_signature();
    let good = sign(&contents(4), "cms", demanding(), vec![pin(PASSWORD)]);
    let is_pin = |record: &CommandRecord| record.masked.is_some();
    let commands = good.log().commands();
    let mut verifies = commands.iter().enumerate().filter(|(_, command)| is_pin(command));
    let second = verifies.nth(1).map(|(at, _)| at as u64 + 1).unwrap();
    for status in [0x63C4, 0x6983, 0x6F00] {
        let fickle = demanding().with_fault(Fault::Status(second, status));
        let run = sign(&contents(4), "cms", fickle, vec![pin(PASSWORD)]);
        assert_eq!(run.code(), Some(Code::CardUnusable), "{status:04X}");
        assert_eq!(run.log().pins_sent(), 2, "{status:04X}");
        assert_left_clean(&run.cards);
    }
}

#[test]
fn the_person_is_told_of_every_document_before_they_type() {
    let digest = STANDARD.encode([7; 32]);
    let unseen = format!(r#"{{"name":"contract","digest":"{digest}","algorithm":"SHA-256"}}"#);
    let run = sign(
        &format!("{},{unseen}", contents(1)),
        "raw",
        card("hanako"),
        vec![pin("WRONG1"), pin(PASSWORD)],
    );
    let progress = run.listener.heard().into_iter().filter_map(|heard| match heard {
        Heard::Progress(stage, detail) => Some((stage, serde_json::to_value(detail).unwrap())),
        Heard::Choice(_) => None,
    });
    let heard: Vec<_> = progress.collect();
    let told: Vec<_> = heard
        .iter()
        .filter(|(_, detail)| !detail["documents"].is_null())
        .collect();
    let [(Stage::WaitingForPin, detail)] = told.as_slice() else {
        panic!("told {} times", told.len())
    };
    assert_eq!(detail["key"], "digital-signature");
    let (first, second) = (&detail["documents"][0], &detail["documents"][1]);
    assert_eq!(first["name"], "lease 1.txt");
    assert_eq!(
        (&first["mediaType"], &first["size"]),
        (&"text/plain".into(), &14.into())
    );
    assert_eq!(second["digest"], digest);
    assert!(second["mediaType"].is_null() && second["size"].is_null(), "{second}");
    let signing = heard
        .iter()
        .filter(|(stage, detail)| *stage == Stage::Signing && !detail["document"].is_null());
    let signing: Vec<_> = signing
        .map(|(_, detail)| (detail["document"].clone(), detail["of"].clone()))
        .collect();
    assert_eq!(signing, [(1.into(), 2.into()), (2.into(), 2.into())]);
    assert_eq!(run.person.documents(), [2, 2], "in both windows");

    let evidence = signed(&run);
    let certificate = openjpki::certificate::SignatureCertificate::from_der(&evidence.certificate).unwrap();
    let report = documents().raw(
        b"Lease number 1",
        &evidence.certificate,
        &evidence.signatures[0].signature,
        now(),
    );
    assert_signed(&report);
    certificate
        .verify_digest(&[7; 32], &evidence.signatures[1].signature)
        .unwrap();
}

/// Cancels when this document's turn comes.
struct CancelsAtDocument(usize, Cancel);

impl Observer for CancelsAtDocument {
    fn progress(&self, _: Stage, detail: Detail) {
        if detail.document == Some(self.0) {
            self.1.cancel();
        }
    }

    fn choose(&self, _: &[Candidate], _: &Cancel) -> Option<usize> {
        None
    }
}

#[test]
fn cancelling_in_the_middle_returns_nothing() {
    for (at, demanding) in [(1, false), (3, false), (3, true), (5, true)] {
        let card = card("hanako");
        let card = if demanding { card.with_pin_per_signature() } else { card };
        let (cancel, cards) = (Cancel::new(), Cards::new([card]));
        let observer = CancelsAtDocument(at, cancel.clone());
        let mut ceremonies = Ceremonies::new(VirtualReaders(cards.clone()), Person::new(vec![pin(PASSWORD)]));
        let call = parsed("sign", &params(&contents(5), "cms"));
        let outcome = ceremonies.run(&call, now(), &observer, &cancel);
        assert!(matches!(outcome, Err(Failure::Cancelled)), "at {at}");
        assert!(cards.with(0, |card| card.log().pins_sent()) <= at);
        assert_left_clean(&cards);
    }
    let cards = Cards::new([card("hanako")]);
    let person = Person::new(vec![pin(PASSWORD)]).who_closes_while_the_card_works();
    let mut ceremonies = Ceremonies::new(VirtualReaders(cards.clone()), person);
    let outcome = ceremonies.run(&call("sign"), now(), &Listener::default(), &Cancel::new());
    assert!(matches!(outcome, Err(Failure::Cancelled)), "the window was closed");
}

#[test]
fn an_expired_certificate_or_none_signs_nothing() {
    for (name, code, pins) in [
        ("expired", Code::CertificateExpired, 1),
        ("under-fifteen", Code::CertificateMissing, 0),
    ] {
        let run = sign(&contents(2), "cms", card(name), vec![pin(persona(name).pins.signature)]);
        assert_eq!((run.code(), run.log().pins_sent()), (Some(code), pins), "{name}");
        assert!(!run.log().headers().contains(&"802A0080".to_owned()), "{name}");
    }
}

#[test]
fn what_is_no_document_is_refused_in_words() {
    let content = |bytes: &[u8]| STANDARD.encode(bytes);
    let with = |content: &str| format!(r#"{{"name":"a","mediaType":"text/plain","content":"{content}"}}"#);
    for (documents, words) in [
        (String::new(), "1 to 20 documents"),
        (contents(21), "1 to 20 documents"),
        (with(&content(b"OpenJPKI register 1\n")), "statement"),
        (with(&content(b"web-eid")), "statement"),
        (with("no base64!"), "base64"),
        (contents(1).replace("lease 1.txt", ""), "1 to 255 characters"),
        (contents(1).replace("text/plain", "text"), "type/subtype"),
        (
            contents(1).replace(r#""name""#, r#""pin":"1234","name""#),
            "unknown field",
        ),
        (r#"{"name":"a"}"#.to_owned(), "either"),
        (
            r#"{"name":"a","digest":"AAAA","algorithm":"SHA-256"}"#.to_owned(),
            "32 bytes",
        ),
        (
            format!(r#"{{"name":"a","digest":"{}","algorithm":"SHA-1"}}"#, content(&[1; 32])),
            "either",
        ),
    ] {
        let message = format!(
            r#"{{"jsonrpc":"2.0","id":1,"method":"sign","params":{}}}"#,
            params(&documents, "cms")
        );
        let Err(malformed @ Malformed::Params { .. }) = Incoming::parse(message.as_bytes()) else {
            panic!("accepted: {message}")
        };
        assert_eq!(malformed.number(), -32602);
        assert!(malformed.to_string().contains(words), "{malformed}");
    }
    let other = params(&contents(1), "pdf");
    let message = format!(r#"{{"jsonrpc":"2.0","id":1,"method":"sign","params":{other}}}"#);
    assert!(matches!(
        Incoming::parse(message.as_bytes()),
        Err(Malformed::Params { .. })
    ));
}

#[test]
fn a_web_eid_token_is_signed_by_the_authentication_key() {
    let run = run("web-eid-authenticate", card("hanako"), right("authenticate", "hanako"));
    let Ok(Answer::WebEidAuthenticate(token)) = &run.outcome else {
        panic!("{:?}", run.code())
    };
    let json = serde_json::to_value(token).unwrap();
    assert_eq!(
        (&json["format"], &json["algorithm"]),
        (&"web-eid:1.0".into(), &"RS256".into())
    );
    assert!(json["appVersion"].as_str().unwrap().starts_with("https://"), "{json}");
    let certificate =
        openjpki::certificate::AuthenticationCertificate::from_der(&token.unverified_certificate).unwrap();
    let sha256 = openjpki::pkcs1::sha256;
    let statement = [sha256(ORIGIN.as_bytes()), sha256(NONCE.as_bytes())].concat();
    certificate.verify(&statement, &token.signature).unwrap();
    assert_eq!(run.log().pins_sent(), 1);
    assert_left_clean(&run.cards);
}
