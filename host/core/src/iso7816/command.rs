//! Command APDUs, short form (ISO/IEC 7816-4 section 5.1).

use std::fmt;

use zeroize::ZeroizeOnDrop;

const CLA_ISO: u8 = 0x00;
const CLA_PROPRIETARY: u8 = 0x80;
const INS_VERIFY: u8 = 0x20;
const INS_CHANGE_REFERENCE_DATA: u8 = 0x24;
const INS_PERFORM_SECURITY_OPERATION: u8 = 0x2A;
const INS_SELECT: u8 = 0xA4;
const INS_READ_BINARY: u8 = 0xB0;
/// P1-P2 of SELECT: by DF name, no answer data.
const BY_DF_NAME: [u8; 2] = [0x04, 0x0C];
/// P1-P2 of SELECT: EF under the current DF, no answer data.
const BY_FILE_ID: [u8; 2] = [0x02, 0x0C];
/// P1 of CHANGE REFERENCE DATA: only the new value follows. Source: ISO/IEC 7816-4 section 11.5.7.
const NEW_VALUE_ONLY: u8 = 0x01;
/// Header, Lc, 255 bytes of data, Le: nothing is longer in the short form.
const LONGEST: usize = 4 + 1 + 255 + 1;

/// Name of an application (DF name, 5 to 16 bytes). Source: ISO/IEC 7816-5 section 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aid(&'static [u8]);

impl Aid {
    pub(crate) const fn new(name: &'static [u8]) -> Self {
        assert!(name.len() >= 5 && name.len() <= 16);
        Self(name)
    }

    /// The name's bytes, 5 to 16.
    pub fn as_bytes(&self) -> &'static [u8] {
        self.0
    }
}

/// Identifier of an elementary file, two bytes. Source: ISO/IEC 7816-4 section 5.3.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileId(pub(crate) u16);

/// Short identifier of an elementary file, 1 to 30. Source: ISO/IEC 7816-4 section 5.3.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShortFileId(u8);

impl ShortFileId {
    pub(crate) const fn new(number: u8) -> Self {
        assert!(number >= 1 && number <= 30);
        Self(number)
    }
}

/// How many bytes READ BINARY asks for, 1 to 256.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length(u16);

impl Length {
    /// The most that a short command can ask for: 256 bytes, written as `00`.
    pub const MAX: Self = Self(256);

    /// `wanted` bytes, but at most 256 and at least 1.
    pub fn at_most(wanted: usize) -> Self {
        Self(u16::try_from(wanted).unwrap_or(u16::MAX).clamp(1, Self::MAX.0))
    }

    /// The number of bytes, 1 to 256.
    pub fn bytes(self) -> usize {
        usize::from(self.0)
    }

    fn le(self) -> u8 {
        u8::try_from(self.0).unwrap_or(0)
    }
}

/// Which PIN or key a command means (P2, ISO/IEC 7816-4 section 11.5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference {
    /// That of the file that is selected.
    Selected,
    /// That of the file with this short identifier, whatever is selected.
    Short(ShortFileId),
}

impl Reference {
    fn p2(self) -> u8 {
        match self {
            Self::Selected => 0x80,
            Self::Short(ShortFileId(number)) => 0x80 | number,
        }
    }
}

/// A command APDU. It may hold a PIN: it is never printed beyond its header and is overwritten when dropped.
///
/// The buffer is allocated whole, so that growing never leaves a copy behind.
#[derive(ZeroizeOnDrop)]
pub struct Command(Vec<u8>);

impl Command {
    fn new(cla: u8, ins: u8, [p1, p2]: [u8; 2]) -> Self {
        let mut bytes = Vec::with_capacity(LONGEST);
        bytes.extend_from_slice(&[cla, ins, p1, p2]);
        Self(bytes)
    }

    /// Appends Lc and the data; callers pass at most 255 bytes.
    fn data(mut self, data: &[u8]) -> Self {
        debug_assert!(data.len() <= 255);
        self.0.push(u8::try_from(data.len()).unwrap_or(u8::MAX));
        self.0.extend_from_slice(data);
        self
    }

    fn expecting(mut self, length: Length) -> Self {
        self.0.push(length.le());
        self
    }

    /// SELECT by DF name: `00 A4 04 0C Lc AID`.
    pub fn select_application(aid: Aid) -> Self {
        Self::new(CLA_ISO, INS_SELECT, BY_DF_NAME).data(aid.as_bytes())
    }

    /// SELECT an elementary file of the current application: `00 A4 02 0C 02 FID`.
    pub fn select_file(file: FileId) -> Self {
        Self::new(CLA_ISO, INS_SELECT, BY_FILE_ID).data(&file.0.to_be_bytes())
    }

    /// READ BINARY of the selected file from `offset` (15 bits; the highest bit is dropped): `00 B0 P1 P2 Le`.
    pub fn read_binary(offset: u16, length: Length) -> Self {
        Self::new(CLA_ISO, INS_READ_BINARY, (offset & 0x7FFF).to_be_bytes()).expecting(length)
    }

    /// READ BINARY from the start of the file with a short identifier, which selects it: `00 B0 80|SFI 00 Le`.
    pub fn read_binary_of(file: ShortFileId, length: Length) -> Self {
        Self::new(CLA_ISO, INS_READ_BINARY, [0x80 | file.0, 0]).expecting(length)
    }

    /// VERIFY without data: asks for the tries left and spends none: `00 20 00 P2`.
    pub fn query_tries(reference: Reference) -> Self {
        Self::new(CLA_ISO, INS_VERIFY, [0, reference.p2()])
    }

    /// VERIFY: `00 20 00 P2 Lc PIN`. A wrong `pin` spends one try.
    pub(crate) fn verify(reference: Reference, pin: &[u8]) -> Self {
        Self::new(CLA_ISO, INS_VERIFY, [0, reference.p2()]).data(pin)
    }

    /// CHANGE REFERENCE DATA of the selected PIN, which was verified before: `00 24 01 80 Lc newPIN`.
    ///
    /// P1 `01`: the data is the new value alone. Only the form that names the selected file is known of the card.
    pub(crate) fn change_reference_data(new_pin: &[u8]) -> Self {
        let p1_p2 = [NEW_VALUE_ONLY, Reference::Selected.p2()];
        Self::new(CLA_ISO, INS_CHANGE_REFERENCE_DATA, p1_p2).data(new_pin)
    }

    /// COMPUTE DIGITAL SIGNATURE with the selected key: `80 2A 00 80 Lc DigestInfo 00`.
    pub(crate) fn compute_digital_signature(digest_info: &[u8]) -> Self {
        let p1_p2 = [0, Reference::Selected.p2()];
        Self::new(CLA_PROPRIETARY, INS_PERFORM_SECURITY_OPERATION, p1_p2)
            .data(digest_info)
            .expecting(Length::MAX)
    }

    /// The bytes that go to the card. They may hold a PIN: never log or copy them.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0.iter().take(4) {
            write!(f, "{byte:02X} ")?;
        }
        write!(f, "({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_have_the_bytes_of_the_standard() {
        assert_eq!(
            Command::select_file(FileId(0x0018)).as_bytes(),
            [0x00, 0xA4, 0x02, 0x0C, 0x02, 0x00, 0x18]
        );
        assert_eq!(
            Command::read_binary(0x0100, Length::MAX).as_bytes(),
            [0x00, 0xB0, 0x01, 0x00, 0x00]
        );
        assert_eq!(
            Command::read_binary(0x0100, Length::at_most(54)).as_bytes(),
            [0x00, 0xB0, 0x01, 0x00, 54]
        );
        assert_eq!(
            Command::read_binary_of(ShortFileId::new(0x0A), Length::MAX).as_bytes(),
            [0, 0xB0, 0x8A, 0, 0]
        );
        assert_eq!(
            Command::query_tries(Reference::Selected).as_bytes(),
            [0x00, 0x20, 0x00, 0x80]
        );
        let short = Reference::Short(ShortFileId::new(0x18));
        assert_eq!(
            Command::verify(short, b"1234").as_bytes(),
            [0, 0x20, 0, 0x98, 4, 0x31, 0x32, 0x33, 0x34]
        );
        assert_eq!(
            Command::change_reference_data(b"5678").as_bytes(),
            [0, 0x24, 1, 0x80, 4, 0x35, 0x36, 0x37, 0x38]
        );
    }

    #[test]
    fn debug_shows_the_header_only() {
        let shown = format!("{:?}", Command::verify(Reference::Selected, b"8642"));
        assert_eq!(shown, "00 20 00 80 (9 bytes)");
        let shown = format!("{:?}", Command::change_reference_data(b"8642"));
        assert_eq!(shown, "00 24 01 80 (9 bytes)");
    }

    #[test]
    fn lengths_are_one_to_256() {
        assert_eq!(Length::at_most(0).bytes(), 1);
        assert_eq!(Length::at_most(9_999_999).bytes(), 256);
    }
}
