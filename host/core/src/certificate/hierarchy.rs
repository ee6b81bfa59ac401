use std::fmt::Debug;

use super::HierarchyKind;

/// Which of the two JPKI hierarchies a verifier trusts, as a type: a result of one is not taken for a result of the other.
///
/// Sealed: there are two.
pub trait Hierarchy: sealed::Sealed + Copy + Eq + Debug + Send + Sync + 'static {
    /// The same as a value.
    const KIND: HierarchyKind;
}

/// Real cards of real people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Production {}

/// Test cards, whose holders are made up. Never mix with real people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Test {}

impl Hierarchy for Production {
    const KIND: HierarchyKind = HierarchyKind::Production;
}

impl Hierarchy for Test {
    const KIND: HierarchyKind = HierarchyKind::Test;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Production {}
    impl Sealed for super::Test {}
}
