//! What an operator does beside serving: looking through the audit record, erasing people, copies and the way back.

use std::error::Error;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;
use std::time::SystemTime;

use openjpki::time::UnixTime;

use crate::authentication_id;
use crate::config::Config;
use crate::secret::Hash;
use crate::server::{cannot_open, open};
use crate::store::{AuditEnd, Contents, Store, restore as put_back};

/// In seconds.
const DAY: i64 = 24 * 60 * 60;

/// Prints the end of the audit record, or fails with the first link that is broken.
///
/// - `kept`: an end that was printed earlier, `NUMBER:HASH`.
///
/// # Errors
/// In words.
pub async fn verify_audit(config: &Config, kept: Option<&str>) -> Result<(), Box<dyn Error>> {
    let kept = kept.map(parse_end).transpose()?;
    let store = open_as_is(config).await?;
    let end = store.verify_audit(kept).await?;
    store.close().await;
    let end = end.map_err(|fault| format!("the audit record is broken: {fault}"))?;
    say(&format!(
        "the audit record is whole: {} entries; keep its end elsewhere: {}",
        end.number,
        write_end(&end)
    ))
}

/// Erases one person.
///
/// # Errors
/// In words; also if nobody has this authentication ID.
pub async fn erase(config: &Config, typed: &str) -> Result<(), Box<dyn Error>> {
    let mut line = String::new();
    if typed == "-" {
        io::stdin().read_line(&mut line)?;
    } else {
        line.push_str(typed);
    }
    there_is_one(config)?;
    let store = open(config).await?;
    let erased = store.erase(&authentication_id::as_written(&line), now()).await?;
    store.close().await;
    if !erased {
        return Err("nobody has this authentication ID: nothing was erased".into());
    }
    say("erased; backups and mails that were sent still hold the person")
}

/// Erases who has not been here for so many days.
///
/// # Errors
/// In words.
pub async fn retain(config: &Config, unused_days: u32) -> Result<(), Box<dyn Error>> {
    if unused_days == 0 {
        return Err("--unused-days 0 would erase everybody; write at least 1".into());
    }
    there_is_one(config)?;
    let store = open(config).await?;
    let cutoff = UnixTime(now().0 - i64::from(unused_days) * DAY);
    let erased = store.retain(cutoff, now()).await?;
    store.close().await;
    say(&format!(
        "erased {erased} registrations that were unused for {unused_days} days"
    ))
}

/// Copies the database.
///
/// # Errors
/// In words; then there is no copy.
pub async fn backup(config: &Config, copy: &Path) -> Result<(), Box<dyn Error>> {
    let store = open_as_is(config).await?;
    let contents = store.backup(copy).await;
    store.close().await;
    say(&format!("copied and checked: {}", describe(&contents?)))
}

/// Puts a copy back.
///
/// # Errors
/// In words; then the database is as it was.
pub async fn restore(config: &Config, copy: &Path) -> Result<(), Box<dyn Error>> {
    let (contents, old) = put_back(copy, &config.database, now()).await?;
    // Brings the schema up to date, if the copy is of an older program.
    open(config).await?.close().await;
    let old = old.map_or_else(String::new, |old| format!("; what was there is in {}", old.display()));
    say(&format!("checked and put back: {}{old}", describe(&contents)))
}

/// What looks or copies leaves the schema as it is: a site of the version before may be running on it.
async fn open_as_is(config: &Config) -> Result<Store, Box<dyn Error>> {
    there_is_one(config)?;
    Store::open_as_is(&config.database)
        .await
        .map_err(|error| cannot_open(config, &error))
}

/// Nothing is looked for in a database that was not there before.
fn there_is_one(config: &Config) -> Result<(), String> {
    match config.database.file().filter(|file| !file.exists()) {
        Some(file) => Err(format!(
            "there is no database {}; name it with --database, DATABASE_URL or the file of settings",
            file.display()
        )),
        None => Ok(()),
    }
}

fn describe(contents: &Contents) -> String {
    format!(
        "{} registrations, {} audit entries, end {}",
        contents.registrations,
        contents.audit.number,
        write_end(&contents.audit)
    )
}

fn now() -> UnixTime {
    UnixTime::from(SystemTime::now())
}

fn say(sentence: &str) -> Result<(), Box<dyn Error>> {
    Ok(writeln!(io::stdout(), "{sentence}")?)
}

fn write_end(end: &AuditEnd) -> String {
    let mut text = format!("{}:", end.number);
    for byte in end.hash {
        // Writing to a String does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn parse_end(text: &str) -> Result<AuditEnd, String> {
    let parsed = || {
        let (number, hex) = text.split_once(':')?;
        let mut hash: Hash = [0; 32];
        if hex.len() != 64 {
            return None;
        }
        for (place, byte) in hash.iter_mut().enumerate() {
            *byte = u8::from_str_radix(hex.get(place * 2..place * 2 + 2)?, 16).ok()?;
        }
        let number = number.parse().ok()?;
        Some(AuditEnd { number, hash })
    };
    parsed().ok_or_else(|| {
        format!("{text:?} is no end of an audit record; write it as verify-audit printed it: NUMBER:HASH")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_read_as_it_was_written() {
        let end = AuditEnd {
            number: 12,
            hash: std::array::from_fn(|place| u8::try_from(place * 7).unwrap()),
        };
        assert_eq!(parse_end(&write_end(&end)), Ok(end));
        for wrong in ["", "12", "12:ab", "x:00", &format!("1:{}", "é".repeat(32))] {
            assert!(parse_end(wrong).unwrap_err().contains("NUMBER:HASH"), "{wrong}");
        }
    }
}
