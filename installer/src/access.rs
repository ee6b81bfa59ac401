//! Who owns a file and who may change it, links followed.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub(crate) use unix::{guard, owner, watched};
#[cfg(windows)]
pub(crate) use windows::{guard, owner, watched};

/// How well what lies at a path is kept from other accounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Guard {
    /// Its owner is neither this account nor one that may do anything here anyway.
    pub(crate) other_owner: bool,
    /// Its owner is not this account.
    pub(crate) other_account: bool,
    /// Accounts other than these may change it.
    pub(crate) others_may_write: bool,
}
