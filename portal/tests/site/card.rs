//! Evidence as the host makes it, signed by the keys of the test cards.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use openjpki_tests::card::{Persona, Personalisation, SignatureFiles};
use openjpki_tests::pki::{Hierarchy, Holder, Purpose};
use rsa::Pkcs1v15Sign;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::browser::{Answer, Browser};
use crate::stage::ORIGIN;

/// The ordinary persona's card, with another holder.
pub(crate) fn card_of(holder: Holder) -> Personalisation {
    let mut card = persona("hanako");
    if let SignatureFiles::Present(profile) = &mut card.signature {
        profile.holder = Some(holder);
    }
    card
}

pub(crate) fn persona(name: &str) -> Personalisation {
    Persona::by_name(name)
        .unwrap()
        .personalisation(Hierarchy::Test)
        .unwrap()
}

/// Evidence for this origin and nonce.
pub(crate) fn evidence(card: &Personalisation, origin: &str, nonce: &str) -> Value {
    let signature_der = card.signature_certificate().unwrap();
    let authentication_der = card.authentication_certificate();
    // Written out after docs/PROTOCOL.md, so that the site is not held against its own code.
    let hex = |der: &[u8]| {
        Sha256::digest(der)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    };
    let statement = format!(
        "OpenJPKI register 1\norigin {origin}\nnonce {nonce}\nsignature-certificate sha256:{}\nauthentication-certificate sha256:{}\n",
        hex(&signature_der),
        hex(&authentication_der),
    );
    let sign = |purpose| {
        let digest = Sha256::digest(statement.as_bytes());
        STANDARD.encode(
            card.keys
                .key(purpose)
                .sign(Pkcs1v15Sign::new::<Sha256>(), &digest)
                .unwrap(),
        )
    };
    json!({
        "format": "openjpki-register/1",
        "algorithm": "RS256",
        "signatureCertificate": STANDARD.encode(&signature_der),
        "signature": sign(Purpose::Signature),
        "authenticationCertificate": STANDARD.encode(&authentication_der),
        "authenticationSignature": sign(Purpose::Authentication),
    })
}

/// Evidence of a sign-in for this origin and nonce.
pub(crate) fn authentication(card: &Personalisation, origin: &str, nonce: &str) -> Value {
    let der = card.authentication_certificate();
    let hex: String = Sha256::digest(&der).iter().map(|byte| format!("{byte:02x}")).collect();
    let statement =
        format!("OpenJPKI authenticate 1\norigin {origin}\nnonce {nonce}\nauthentication-certificate sha256:{hex}\n");
    let key = card.keys.key(Purpose::Authentication);
    let signature = key
        .sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(statement.as_bytes()))
        .unwrap();
    json!({
        "format": "openjpki-authenticate/1",
        "algorithm": "RS256",
        "authenticationCertificate": STANDARD.encode(&der),
        "authenticationSignature": STANDARD.encode(signature),
    })
}

/// Opens the top page and asks for a nonce.
pub(crate) async fn nonce(browser: &mut Browser) -> String {
    browser.open("/").await;
    let answer = browser.post_json("/registration/challenge", &json!({})).await;
    answer.json()["nonce"].as_str().unwrap().to_owned()
}

/// The whole ceremony with this card; the answer is the server's to the evidence.
pub(crate) async fn ceremony(browser: &mut Browser, card: &Personalisation) -> Answer {
    let nonce = nonce(browser).await;
    let evidence = evidence(card, ORIGIN, &nonce);
    browser
        .post_json(
            "/registration/evidence",
            &json!({ "nonce": nonce, "evidence": evidence }),
        )
        .await
}

/// The ceremony with this persona's card, and then STEP1.
pub(crate) async fn arrive(browser: &mut Browser, name: &str) -> Answer {
    let answer = ceremony(browser, &persona(name)).await;
    assert_eq!(answer.json()["next"], "/registration/step1");
    browser.open("/registration/step1").await
}
