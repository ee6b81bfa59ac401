//! Scripted and hostile pinentry programs, in memory.

use openjpki::jpki::{DigitalSignature, Pin, PinFormatError, UserAuthentication};

use super::*;

/// Gives out its bytes in pieces of `size`.
struct Pieces<'a> {
    bytes: &'a [u8],
    size: usize,
}

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.size.min(self.bytes.len()).min(buffer.len());
        let (now, later) = self.bytes.split_at(count);
        buffer[..count].copy_from_slice(now);
        self.bytes = later;
        Ok(count)
    }
}

fn connection(answers: &[u8], size: usize) -> Connection<Pieces<'_>, Vec<u8>> {
    Connection::greeted(Pieces { bytes: answers, size }, Vec::new()).unwrap()
}

fn typed(answers: &str) -> Result<(Typed, PinEntry), AssuanError> {
    let answers = format!("OK Pleased to meet you\n{answers}");
    let mut entry = PinEntry::new();
    let typed = connection(answers.as_bytes(), usize::MAX).typed("GETPIN", &mut entry)?;
    Ok((typed, entry))
}

#[test]
fn what_is_typed_arrives_in_pieces_of_any_size() {
    let answers = b"OK hello\nOK\nS BUTTON_INFO ok\n# hint\nD 12%33\nD 4\nOK\n";
    for size in 1..answers.len() {
        let mut connection = connection(answers, size);
        connection.request("SETDESC", Some("100 %\nsure\r")).unwrap();
        let mut entry = PinEntry::new();
        assert_eq!(connection.typed("GETPIN", &mut entry).unwrap(), Typed::Fits);
        assert!(Pin::<UserAuthentication>::parse(&entry).is_ok());
        assert_eq!(connection.writer, b"SETDESC 100 %25%0Asure%0D\nGETPIN\n");
        assert!(
            connection.buffer[..].iter().all(|&byte| byte == 0),
            "no PIN is left behind"
        );
    }
}

#[test]
fn percent_signs_are_resolved_and_lone_ones_kept() {
    let bytes = |text: &'static str| Unescaped(text.as_bytes()).collect::<Vec<_>>();
    assert_eq!(bytes("a%25b%0a%E3%81%82"), "a%b\nあ".as_bytes());
    assert_eq!(bytes("%"), b"%");
    assert_eq!(bytes("%4"), b"%4");
    assert_eq!(bytes("%zz%41"), b"%zzA");
}

#[test]
fn nothing_typed_is_an_empty_entry() {
    let (fits, entry) = typed("OK\n").unwrap();
    assert_eq!(fits, Typed::Fits);
    assert_eq!(
        Pin::<DigitalSignature>::parse(&entry).unwrap_err(),
        PinFormatError::Empty
    );
}

#[test]
fn more_than_an_entry_holds_is_counted() {
    let (too_long, _) = typed(&format!("D {}\nD {}\nOK\n", "A".repeat(900), "B".repeat(30))).unwrap();
    assert_eq!(too_long, Typed::TooLong(930));
}

#[test]
fn a_refusal_is_an_error_and_leaves_no_entry() {
    let mut entry = PinEntry::new();
    let mut connection = connection(b"OK\nD 1234\nERR 83886179 Operation cancelled <Pinentry>\n", 7);
    match connection.typed("GETPIN", &mut entry) {
        Err(AssuanError::Refused { code: 99, text }) => assert_eq!(text, "Operation cancelled <Pinentry>"),
        other => panic!("{other:?}"),
    }
    assert_eq!(
        Pin::<UserAuthentication>::parse(&entry).unwrap_err(),
        PinFormatError::Empty
    );
}

#[test]
fn inquiries_are_declined() {
    let mut connection = connection(b"OK\nINQUIRE QUALITY 1234\nOK\n", usize::MAX);
    connection.request("GETINFO", None).unwrap();
    assert_eq!(connection.writer, b"GETINFO\nCAN\n");
}

#[test]
fn lines_have_at_most_1000_bytes() {
    let longest = format!("OK {}\n", "x".repeat(LONGEST_LINE - 3));
    connection(longest.as_bytes(), 64);
    let longer = format!("OK {}\n", "x".repeat(LONGEST_LINE - 2));
    let error = Connection::greeted(longer.as_bytes(), Vec::new()).err();
    assert!(matches!(error, Some(AssuanError::LineTooLong)), "{error:?}");
    let mut connection = connection(b"OK\n", 64);
    let error = connection.request("SETDESC", Some(&"\n".repeat(331))).unwrap_err();
    assert!(matches!(error, AssuanError::LineTooLong), "{error:?}");
    assert!(connection.writer.is_empty(), "nothing is sent in part");
}

#[test]
fn hostile_programs_are_given_up_on() {
    type Check = fn(&AssuanError) -> bool;
    let closed: Check = |error| matches!(error, AssuanError::Closed);
    let nonsense: Check = |error| matches!(error, AssuanError::NotAssuan);
    for (answers, check) in [
        ("", closed),
        ("D 12", closed),
        ("S x\n", closed),
        ("\n", nonsense),
        ("1234\n", nonsense),
        ("okay\n", nonsense),
        ("ERR\n", nonsense),
        ("ERR x\n", nonsense),
        ("ERR 99999999999999 x\n", nonsense),
        ("GET / HTTP/1.1\n", nonsense),
    ] {
        let error = typed(answers).unwrap_err();
        assert!(check(&error), "{answers:?}: {error:?}");
    }
    assert!(
        nonsense(&typed(&"S again\n".repeat(MOST_LINES)).unwrap_err()),
        "it never comes to an end"
    );
    let garbage = [0xFF_u8, 0x00, 0x80, b'\n'];
    let error = Connection::greeted(&garbage[..], Vec::new()).err();
    assert!(error.as_ref().is_some_and(nonsense), "{error:?}");
}
