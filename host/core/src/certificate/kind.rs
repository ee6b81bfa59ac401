use std::fmt;

use const_oid::ObjectIdentifier;

/// Which of the card's two keys a certificate is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CertificateKind {
    /// The signing certificate (署名用電子証明書): names the holder, stands for their registered seal.
    Signature,
    /// The user authentication certificate (利用者証明用電子証明書): names nobody, identifies the card.
    Authentication,
}

impl fmt::Display for CertificateKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Signature => "signing",
            Self::Authentication => "authentication",
        })
    }
}

/// Which of the two JPKI hierarchies issued a certificate, as its policy says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HierarchyKind {
    /// Real cards of real people.
    Production,
    /// Test cards, whose holders are made up.
    Test,
}

impl fmt::Display for HierarchyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Production => "production",
            Self::Test => "test",
        })
    }
}

/// The certificate policies of JPKI: what a certificate is for and whether it counts (RFC 5280 section 4.2.1.4).
const POLICIES: [(ObjectIdentifier, CertificateKind, HierarchyKind); 4] = [
    (
        ObjectIdentifier::new_unwrap("1.2.392.200149.8.5.1.1.20"),
        CertificateKind::Signature,
        HierarchyKind::Production,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.392.200149.8.5.1.0.20"),
        CertificateKind::Signature,
        HierarchyKind::Test,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.392.200149.8.5.1.3.30"),
        CertificateKind::Authentication,
        HierarchyKind::Production,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.392.200149.8.5.1.0.30"),
        CertificateKind::Authentication,
        HierarchyKind::Test,
    ),
];

/// The policy of certificates of this kind and hierarchy.
pub(super) fn policy(kind: CertificateKind, hierarchy: HierarchyKind) -> Option<ObjectIdentifier> {
    let mut policies = POLICIES.into_iter();
    policies
        .find(|(_, of, within)| (*of, *within) == (kind, hierarchy))
        .map(|(policy, ..)| policy)
}

/// What the policy `oid` says of a certificate, if it is one of JPKI's.
pub(super) fn meaning_of_policy(oid: ObjectIdentifier) -> Option<(CertificateKind, HierarchyKind)> {
    POLICIES
        .into_iter()
        .find(|(policy, ..)| *policy == oid)
        .map(|(_, kind, hierarchy)| (kind, hierarchy))
}
