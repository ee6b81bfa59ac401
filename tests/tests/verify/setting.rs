//! One site, one nonce, one hierarchy, and statements written by hand.

use std::sync::LazyLock;

use openjpki::certificate::{Test, TrustAnchors};
use openjpki::evidence::{Algorithm, AuthenticateEvidence, AuthenticateFormat, Nonce};
use openjpki::origin::Origin;
use openjpki::time::UnixTime;
use openjpki::verify::Verifier;
use openjpki_tests::pki::{Authority, Generation, Hierarchy, HolderKeys, Purpose};
use rsa::RsaPublicKey;
use rsa::pkcs1v15::Pkcs1v15Sign;
use sha2::{Digest, Sha256};

pub(crate) const ORIGIN: &str = "https://portal.example.go.jp";
pub(crate) const NONCE: &str = "mC1Vq0n6Zb8T4y2Jx5uHk9sLr3WgEo7DfPaQiYtUwXs";
pub(crate) const GENERATIONS: [Generation; 3] = [Generation::First, Generation::Second, Generation::Third];

pub(crate) fn nonce() -> Nonce {
    Nonce::parse(NONCE).unwrap()
}

pub(crate) fn other_nonce() -> Nonce {
    Nonce::parse(&NONCE.replace('m', "n")).unwrap()
}

pub(crate) fn unix(moment: der::DateTime) -> UnixTime {
    UnixTime(moment.unix_duration().as_secs().try_into().unwrap())
}

/// The middle of this year, so that a test that runs at midnight of New Year's Eve sees one time only.
pub(crate) fn now() -> UnixTime {
    unix(openjpki_tests::pki::moment(
        (openjpki_tests::pki::this_year(), 6, 30),
        (12, 0, 0),
    ))
}

pub(crate) fn root(purpose: Purpose, generation: Generation) -> Authority {
    Authority::new(Hierarchy::Test, purpose, generation)
}

pub(crate) fn anchors(generations: &[Generation]) -> TrustAnchors<Test> {
    let roots = |purpose| {
        generations
            .iter()
            .map(|one| root(purpose, *one).certificate())
            .collect::<Vec<_>>()
    };
    TrustAnchors::new(&roots(Purpose::Signature), &roots(Purpose::Authentication)).unwrap()
}

/// Our site's verifier, which trusts all three generations; made once, because making roots takes private-key work.
pub(crate) fn verifier() -> &'static Verifier<Test> {
    static VERIFIER: LazyLock<Verifier<Test>> =
        LazyLock::new(|| Verifier::new(anchors(&GENERATIONS), Origin::parse(ORIGIN).unwrap()));
    &VERIFIER
}

pub(crate) fn public_key(holder: HolderKeys, purpose: Purpose) -> RsaPublicKey {
    holder.key(purpose).to_public_key()
}

/// RS256, as the card makes it.
pub(crate) fn sign(holder: HolderKeys, purpose: Purpose, bytes: &[u8]) -> Vec<u8> {
    holder
        .key(purpose)
        .sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(bytes))
        .unwrap()
}

pub(crate) fn fingerprint(certificate: &[u8]) -> String {
    Sha256::digest(certificate)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

pub(crate) fn authenticate_statement(origin: &str, nonce: &str, certificate: &[u8]) -> String {
    let certificate = fingerprint(certificate);
    format!(
        "OpenJPKI authenticate 1\norigin {origin}\nnonce {nonce}\nauthentication-certificate sha256:{certificate}\n"
    )
}

pub(crate) fn authenticate_evidence(certificate: &[u8], signature: &[u8]) -> AuthenticateEvidence {
    AuthenticateEvidence {
        format: AuthenticateFormat::V1,
        algorithm: Algorithm::Rs256,
        authentication_certificate: certificate.to_vec(),
        authentication_signature: signature.to_vec(),
    }
}
