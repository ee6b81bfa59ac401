//! 認証ID: what a person types to sign in, next to the card and the password.

use crate::secret::NoRandomness;

/// Letters and digits that are not taken for one another: no I, L, O, U, 0, 1.
const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUPS: usize = 3;
const GROUP_LENGTH: usize = 4;
/// What keyboards and input methods write for a hyphen.
const HYPHENS: [char; 6] = ['-', '－', 'ー', '‐', '−', '–'];

/// A new authentication ID, such as `7KQ4-M2XB-9TRD`: 12 random characters (58 bits), and nothing of the person in it.
///
/// # Errors
/// [`NoRandomness`] if the system's random generator does not answer.
pub fn random() -> Result<String, NoRandomness> {
    let mut groups = Vec::with_capacity(GROUPS);
    for _ in 0..GROUPS {
        let mut group = String::with_capacity(GROUP_LENGTH);
        while group.len() < GROUP_LENGTH {
            // 240 is the largest multiple of 30 in a byte: what is above would favour some letters.
            let byte = random_byte()?;
            if let Some(letter) = ALPHABET.get(usize::from(byte % 30)).filter(|_| byte < 240) {
                group.push(char::from(*letter));
            }
        }
        groups.push(group);
    }
    Ok(groups.join("-"))
}

/// What a person typed, as it is written in the database: upper-case, full-width letters made half-width, with its hyphens. What is no
/// authentication ID stays as different as it was.
pub fn as_written(typed: &str) -> String {
    let letters: Vec<char> = typed
        .chars()
        .filter(|letter| !letter.is_whitespace() && !HYPHENS.contains(letter))
        .map(half_width)
        .collect();
    let groups: Vec<String> = letters
        .chunks(GROUP_LENGTH)
        .map(|group| group.iter().collect())
        .collect();
    groups.join("-")
}

/// `Ａ` and `a` become `A`.
fn half_width(letter: char) -> char {
    let narrow = match letter {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        letter => letter,
    };
    narrow.to_ascii_uppercase()
}

fn random_byte() -> Result<u8, NoRandomness> {
    let mut byte = [0];
    getrandom::fill(&mut byte)?;
    let [byte] = byte;
    Ok(byte)
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::*;

    #[test]
    fn has_its_form_and_does_not_repeat() {
        let ids: HashSet<String> = (0..1000).map(|_| random().unwrap()).collect();
        assert_eq!(ids.len(), 1000);
        for id in &ids {
            assert_eq!(id.len(), 14);
            for (place, letter) in id.bytes().enumerate() {
                assert_eq!(letter == b'-', place == 4 || place == 9);
                assert!(letter == b'-' || ALPHABET.contains(&letter));
            }
        }
    }

    #[test]
    fn as_people_type_it() {
        for typed in [
            "7KQ4-M2XB-9TRD",
            " 7kq4 m2xb 9trd ",
            "7KQ4M2XB9TRD",
            "７ＫＱ４－ｍ２ＸＢー９ＴＲＤ",
        ] {
            assert_eq!(as_written(typed), "7KQ4-M2XB-9TRD", "{typed}");
        }
        assert_eq!(as_written(""), "");
        assert_ne!(as_written("7KQ4-M2XB-9TRD-X"), "7KQ4-M2XB-9TRD");
    }

    #[test]
    fn every_letter_is_as_likely() {
        let mut counts = HashMap::new();
        for letter in (0..2500).flat_map(|_| random().unwrap().into_bytes()) {
            *counts.entry(letter).or_insert(0_u32) += 1;
        }
        counts.remove(&b'-');
        assert_eq!(counts.len(), 30);
        // 1000 expected of each; the standard deviation is about 31.
        assert!(counts.values().all(|count| (800..1200).contains(count)), "{counts:?}");
    }
}
