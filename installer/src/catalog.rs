//! Every sentence that a person reads, in every language. One implementation of [`Words`] is one language.

mod doctor;
mod english;
mod japanese;
#[cfg(windows)]
mod windows_language;

use std::env;
use std::path::Path;

use crate::{Concern, Error, Event, Verdict};

pub use doctor::DoctorWords;
pub use english::English;
pub use japanese::Japanese;

/// The words of one language. Sentences carry no line feed at their end.
pub trait Words: DoctorWords {
    /// What was done.
    fn event(&self, event: &Event) -> String;
    /// What went wrong, and what to do next.
    fn error(&self, error: &Error) -> String;
    /// What is wrong or strange about a manifest.
    fn concern(&self, concern: &Concern) -> String;
    /// What comes of a browser's findings, and what to do next.
    fn verdict(&self, verdict: Verdict) -> &'static str;
    /// After a browser's name: whether it was used on this account.
    fn used(&self, used: bool) -> &'static str;
    /// After a place: nothing lies there.
    fn nothing_here(&self) -> &'static str;
    /// After a place: this manifest is the one that the browser takes.
    fn taken(&self) -> &'static str;
    /// Before the owner's name.
    fn owner(&self) -> &'static str;
    /// Before the permission bits.
    fn mode(&self) -> &'static str;
    /// A symbolic link and its target.
    fn link(&self, target: &Path) -> String;
    /// The manifest that a key of the registry names.
    fn names(&self, manifest: &Path) -> String;
    /// The program that a manifest starts.
    fn starts(&self, host: &Path) -> String;
}

/// The language of `LC_ALL`, `LC_MESSAGES` or `LANG`, the first that is set, else of Windows' own windows; English if it is none
/// of ours.
///
/// Source: POSIX.1-2017, Base Definitions, section 8.2.
#[must_use]
pub fn from_environment() -> &'static dyn Words {
    let set = |name| env::var(name).ok().filter(|value| !value.is_empty());
    let named = set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG"));
    of_locale(&named.or_else(of_system).unwrap_or_default())
}

/// The language in which the account sees Windows.
#[cfg(windows)]
fn of_system() -> Option<String> {
    windows_language::of_account()
}

/// The environment has said it all.
#[cfg(not(windows))]
fn of_system() -> Option<String> {
    None
}

/// The words for a locale's name, such as `ja_JP.UTF-8`.
#[must_use]
pub fn of_locale(locale: &str) -> &'static dyn Words {
    let language = locale.split(['_', '.', '@', '-']).next().unwrap_or_default();
    if language.eq_ignore_ascii_case("ja") {
        &Japanese
    } else {
        &English
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locale_chooses_the_language() {
        let uninstalled = Event::Uninstalled(true);
        for locale in ["ja_JP.UTF-8", "ja", "JA-JP"] {
            assert_eq!(
                of_locale(locale).event(&uninstalled),
                Japanese.event(&uninstalled),
                "{locale}"
            );
        }
        for locale in ["", "C", "C.UTF-8", "en_US.UTF-8", "jam_JM"] {
            assert_eq!(
                of_locale(locale).event(&uninstalled),
                English.event(&uninstalled),
                "{locale}"
            );
        }
    }
}
