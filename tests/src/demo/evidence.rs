//! The evidence that the page sent to its server, verified once more, and told in words.

use openjpki::evidence::{Nonce, RegisterEvidence, RegisterStatement};
use openjpki::verify::Registered;
use serde::Deserialize;

use super::Outcome;
use crate::browser::Page;
use crate::stage::ORIGIN;
use crate::stage::judge::{now, verifier};

/// What the site's script posts after the ceremony.
#[derive(Deserialize)]
struct Posted {
    nonce: String,
    evidence: RegisterEvidence,
}

/// Prints who was verified and how.
///
/// # Errors
/// The verifier's error, if the evidence does not hold.
pub(super) fn tell(page: &Page) -> Outcome {
    let posted = page.posted("/registration/evidence");
    let posted: Posted = serde_json::from_str(posted.last().ok_or("the page posted no evidence")?)?;
    let nonce = Nonce::parse(&posted.nonce)?;
    let verifier = verifier(ORIGIN);
    let person = verifier.register(&posted.evidence, &nonce, now())?;
    println!("  verified with the server's own origin and nonce, against the roots of the test hierarchy:");
    tell_person(&person);
    let statement = RegisterStatement::new(
        verifier.origin(),
        &nonce,
        &person.signature_certificate,
        &person.authentication_certificate,
    );
    println!("  both keys of the card signed these bytes (RSASSA-PKCS1-v1_5, SHA-256):");
    String::from_utf8_lossy(statement.as_bytes())
        .lines()
        .for_each(|line| println!("    {line}"));
    println!(
        "  the same evidence for another site: {}",
        refusal_elsewhere(&posted.evidence, &nonce)?
    );
    Ok(())
}

fn tell_person<H: openjpki::certificate::Hierarchy>(person: &Registered<H>) {
    let certificate = &person.signature_certificate;
    let holder = certificate.holder();
    let birth_date = holder.birth_date.as_ref().and_then(|date| date.iso_8601());
    let or_nothing = |text: Option<&str>| text.unwrap_or("not in the certificate").to_owned();
    println!("    name       {}", or_nothing(holder.name.as_deref()));
    println!("    birth date {}", or_nothing(birth_date.as_deref()));
    println!("    address    {}", or_nothing(holder.address.as_deref()));
    println!(
        "    signing certificate        {}: chain, policy and validity hold; revocation: {}",
        certificate.hierarchy(),
        person.signature_revocation
    );
    println!(
        "    authentication certificate {}: chain, policy and validity hold; revocation: {}",
        person.authentication_certificate.hierarchy(),
        person.authentication_revocation
    );
}

fn refusal_elsewhere(evidence: &RegisterEvidence, nonce: &Nonce) -> Result<String, &'static str> {
    match verifier("https://phishing.example").register(evidence, nonce, now()) {
        Ok(_) => Err("another site could use this evidence"),
        Err(error) => Ok(format!("refused, {error}")),
    }
}
