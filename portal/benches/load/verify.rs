//! How fast evidence is verified, beside openssl's RSA on the same core.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant, SystemTime};

use openjpki::evidence::{AuthenticateEvidence, Nonce, RegisterEvidence};
use openjpki::origin::Origin;
use openjpki::time::UnixTime;
use openjpki_portal::anchors;

use crate::card::{authentication, evidence, persona};
use crate::stage::ORIGIN;

const TIME: Duration = Duration::from_secs(3);
const NONCE: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

pub(crate) fn report(roots: &Path) {
    let verifier = anchors::test(roots, Origin::parse(ORIGIN).unwrap()).unwrap();
    let (card, nonce) = (persona("mai"), Nonce::parse(NONCE).unwrap());
    let now = UnixTime::from(SystemTime::now());
    let register: RegisterEvidence = serde_json::from_value(evidence(&card, ORIGIN, NONCE)).unwrap();
    let authenticate: AuthenticateEvidence = serde_json::from_value(authentication(&card, ORIGIN, NONCE)).unwrap();
    println!("| one core | a second | RSA-2048 verifications in each |");
    println!("|---|---|---|");
    let registrations = rate(|| assert!(verifier.register(&register, &nonce, now).is_ok()));
    println!("| evidence of `register` | {registrations:.0} | 4 |");
    let sign_ins = rate(|| assert!(verifier.authenticate(&authenticate, &nonce, now).is_ok()));
    println!("| evidence of `authenticate` | {sign_ins:.0} | 2 |");
    println!("| `openssl speed rsa2048`, verify | {} | 1 |\n", openssl());
}

fn rate(mut verify: impl FnMut()) -> f64 {
    let (begin, mut count) = (Instant::now(), 0_u32);
    while begin.elapsed() < TIME {
        verify();
        count += 1;
    }
    f64::from(count) / begin.elapsed().as_secs_f64()
}

/// The last number of the line `rsa 2048 bits ...`.
fn openssl() -> String {
    let output = Command::new("openssl")
        .args(["speed", "-seconds", "3", "rsa2048"])
        .output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let line = text
        .as_deref()
        .unwrap_or_default()
        .lines()
        .find(|line| line.starts_with("rsa 2048"));
    line.and_then(|line| line.split_whitespace().last())
        .unwrap_or("openssl is missing")
        .to_owned()
}
