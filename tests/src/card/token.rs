//! EF `0006`: a PKCS #11 `CK_TOKEN_INFO` of 160 bytes, its numbers four bytes big-endian. PKCS #11 v2.40 section 3.2.

/// The fields that differ between tokens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    label: &'static str,
    manufacturer: &'static str,
    model: &'static str,
    serial: &'static str,
}

/// The label says that this is a My Number Card; the rest is as on a surveyed card, but for its numbers.
pub(super) const TOKEN: Token = Token {
    label: "JPKIAPICCTOKEN2",
    manufacturer: "00000000000000000000000000000001",
    model: "E16R01NJ",
    serial: "0000000000000000",
};

/// RNG, login required, user PIN initialised, token initialised.
const FLAGS: u32 = 0x0000_040D;
/// `CK_UNAVAILABLE_INFORMATION`.
const UNAVAILABLE: u32 = u32::MAX;

impl Token {
    pub(super) fn to_bytes(self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(160);
        for (text, width) in [
            (self.label, 32),
            (self.manufacturer, 32),
            (self.model, 16),
            (self.serial, 16),
        ] {
            bytes.extend_from_slice(format!("{text:<width$}").as_bytes());
        }
        // flags, sessions (most, open, most read-write, open read-write), longest and shortest PIN, memory
        let numbers = [
            FLAGS,
            1,
            0,
            1,
            0,
            16,
            6,
            UNAVAILABLE,
            UNAVAILABLE,
            UNAVAILABLE,
            UNAVAILABLE,
        ];
        bytes.extend(numbers.iter().flat_map(|number| number.to_be_bytes()));
        bytes.extend_from_slice(b"0301"); // hardware and firmware version, in letters on real cards
        bytes.extend_from_slice(&[b'9'; 16]);
        bytes
    }
}
