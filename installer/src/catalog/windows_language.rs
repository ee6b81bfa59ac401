//! Asks Windows for the language of its windows.
#![expect(
    unsafe_code,
    reason = "GetUserDefaultUILanguage and LCIDToLocaleName are foreign functions"
)]

use windows::Win32::Globalization::{GetUserDefaultUILanguage, LCIDToLocaleName};

/// Longest name of a locale with its NUL, in UTF-16 units. Source: winnls.h, `LOCALE_NAME_MAX_LENGTH`.
const LONGEST_NAME: usize = 85;

/// The name of the locale (`ja-JP`) in which the account sees Windows.
pub(super) fn of_account() -> Option<String> {
    // SAFETY: takes nothing and returns a number.
    let language = unsafe { GetUserDefaultUILanguage() };
    let mut name = [0; LONGEST_NAME];
    // SAFETY: the call knows the length of `name` from the slice.
    let length = unsafe { LCIDToLocaleName(u32::from(language), Some(&mut name), 0) };
    let length = usize::try_from(length).ok()?.checked_sub(1)?;
    String::from_utf16(name.get(..length)?).ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn windows_names_a_locale() {
        let name = super::of_account().unwrap();
        assert!(
            name.len() >= 2 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'),
            "{name}"
        );
    }
}
