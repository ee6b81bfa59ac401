//! Certificates in words, for pages of the extension.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use openjpki::certificate::{
    AuthenticationCertificate, AuthorityCertificate, BirthDate, HierarchyKind, Holder, Production, Sex,
    SignatureCertificate, TrustAnchors, TrustError,
};
use openjpki::time::UnixTime;

use crate::wire::{CertificateView, Chain, HierarchyWord, HolderView, SexWord};

/// What every kind of certificate tells by the same words.
macro_rules! view {
    ($certificate:expr, policy: $policy:expr, chain: $checked:expr, holder: $holder:expr $(,)?) => {
        CertificateView {
            der: STANDARD.encode($certificate.der()),
            subject: $certificate.subject(),
            issuer: $certificate.issuer(),
            serial: hexadecimal($certificate.serial()),
            not_before: $certificate.not_before().to_string(),
            not_after: $certificate.not_after().to_string(),
            sha256: hexadecimal(&$certificate.sha256()),
            key_usage: $certificate.key_usage().to_vec(),
            policy: $policy,
            hierarchy: hierarchy($certificate.hierarchy()),
            chain: chain(&$checked),
            holder: $holder,
        }
    };
}

/// The user authentication certificate, which names nobody.
pub(super) fn of_authentication(certificate: &AuthenticationCertificate, now: UnixTime) -> CertificateView {
    view!(
        certificate,
        policy: Some(certificate.policy()),
        chain: jpki().check_authentication(certificate, now),
        holder: None,
    )
}

/// The signing certificate, with what it says of its holder.
pub(super) fn of_signature(certificate: &SignatureCertificate, now: UnixTime) -> CertificateView {
    view!(
        certificate,
        policy: Some(certificate.policy()),
        chain: jpki().check_signature(certificate, now),
        holder: Some(of_holder(certificate.holder())),
    )
}

/// The certificate of an authority, which has no policy that says anything.
pub(super) fn of_authority(certificate: &AuthorityCertificate, now: UnixTime) -> CertificateView {
    view!(
        certificate,
        policy: None,
        chain: jpki().check_authority(certificate, now),
        holder: None,
    )
}

fn jpki() -> TrustAnchors<Production> {
    TrustAnchors::jpki()
}

fn of_holder(holder: &Holder) -> HolderView {
    HolderView {
        name: holder.name.clone(),
        name_substitutions: holder.name_substitutions.clone(),
        sex: holder.sex.map(|sex| match sex {
            Sex::Male => SexWord::Male,
            Sex::Female => SexWord::Female,
            Sex::NotApplicable => SexWord::NotApplicable,
            Sex::Unknown => SexWord::Unknown,
        }),
        birth_date: holder.birth_date.as_ref().and_then(known_date),
        address: holder.address.clone(),
        address_substitutions: holder.address_substitutions.clone(),
    }
}

/// As much of a date as is known from the year on. Source: ISO 8601-1 section 5.2.2.
fn known_date(date: &BirthDate) -> Option<String> {
    let year = date.year?;
    Some(match (date.month, date.day) {
        (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
        (Some(month), None) => format!("{year:04}-{month:02}"),
        (None, _) => format!("{year:04}"),
    })
}

fn hierarchy(kind: HierarchyKind) -> HierarchyWord {
    match kind {
        HierarchyKind::Production => HierarchyWord::Production,
        HierarchyKind::Test => HierarchyWord::Test,
    }
}

fn chain(checked: &Result<(), TrustError>) -> Chain {
    match checked {
        Ok(()) => Chain::Trusted,
        Err(_) => Chain::NotKnown,
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_told_as_far_as_it_is_known() {
        let told = |digits| known_date(&BirthDate::parse(digits).unwrap());
        assert_eq!(told("419900514").as_deref(), Some("1990-05-14"));
        assert_eq!(told("319500600").as_deref(), Some("1950-06"));
        assert_eq!(told("319500014").as_deref(), Some("1950"));
        assert_eq!(told("000000514"), None);
    }
}
