//! PDF files with prepared signature fields: what a page hands to be signed.
//!
//! Written by hand, a page with one line of text, each signature in an incremental update of its own (ISO 32000-1 section 7.5.6).

use std::fmt::Write as _;
use std::ops::Range;

/// Bytes that are kept free for a CMS; ours have about 2,400.
pub const SPACE: usize = 2560;

/// What stands in for the byte range until it is known; as long as any that replaces it.
const BYTE_RANGE: &str = "[0 0000000000 0000000000 0000000000]";

/// A PDF and what an update of it needs to know.
#[derive(Debug, Clone)]
pub struct Pdf {
    bytes: Vec<u8>,
    /// Object numbers of the signature fields.
    fields: Vec<u32>,
    next_object: u32,
    cross_references: usize,
}

/// A PDF with a field that waits for its signature.
#[derive(Debug, Clone)]
pub struct Prepared {
    pdf: Pdf,
    /// Where the signature goes, angle brackets included.
    pub gap: Range<usize>,
}

impl Pdf {
    /// One page with a line of text in ASCII.
    pub fn new(text: &str) -> Self {
        let content = format!("BT /F1 12 Tf 72 720 Td ({text}) Tj ET");
        let length = content.len();
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
            page(&[]),
            format!("<< /Length {length} >>\nstream\n{content}\nendstream"),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
        ];
        let numbered: Vec<_> = (1..).zip(objects.map(String::into_bytes)).collect();
        let mut pdf = Self {
            bytes: b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec(),
            fields: Vec::new(),
            next_object: 6,
            cross_references: 0,
        };
        pdf.update(&numbered);
        pdf
    }

    /// The file.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Adds an object that nothing refers to, in a revision of its own.
    pub fn with_object(&self, body: &[u8]) -> Self {
        let mut pdf = self.clone();
        let number = pdf.next_object;
        pdf.next_object += 1;
        pdf.update(&[(number, body.to_vec())]);
        pdf
    }

    /// Adds a field for a signature of this format, such as `ETSI.CAdES.detached`.
    pub fn prepare(&self, sub_filter: &str) -> Prepared {
        let space = "0".repeat(SPACE * 2);
        let dictionary = format!(
            "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /{sub_filter} /M (D:20260629030405Z)\n/ByteRange {BYTE_RANGE}\n\
             /Contents <{space}> >>"
        );
        self.prepare_as(&dictionary)
    }

    /// The same with a signature dictionary of one's own, which has the space of [`prepare`](Self::prepare), perhaps somewhere else.
    ///
    /// # Panics
    /// If it has no such space.
    pub fn prepare_as(&self, dictionary: &str) -> Prepared {
        let mut pdf = self.clone();
        let (signature, field) = (pdf.next_object, pdf.next_object + 1);
        pdf.next_object += 2;
        pdf.fields.push(field);
        let fields = references(&pdf.fields);
        let before = pdf.bytes.len();
        let catalog = format!("<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [{fields}] /SigFlags 3 >> >>");
        let widget = format!(
            "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature{field}) /V {signature} 0 R /P 3 0 R /F 132 /Rect [0 0 0 0] >>"
        );
        let objects = [
            (1, catalog),
            (3, page(&pdf.fields)),
            (signature, dictionary.to_owned()),
            (field, widget),
        ];
        pdf.update(&objects.map(|(number, text)| (number, text.into_bytes())));
        let space = [b"<".as_slice(), &b"0".repeat(SPACE * 2), b">"].concat();
        let start = before + position(&pdf.bytes[before..], &space).expect("there is space for the signature");
        let gap = start..start + space.len();
        let range = format!("[0 {} {} {}]", gap.start, gap.end, pdf.bytes.len() - gap.end);
        let prepared = Prepared { pdf, gap };
        prepared.with_byte_range(&range)
    }

    /// Writes objects, the table of where they are, and the end of a revision.
    fn update(&mut self, objects: &[(u32, Vec<u8>)]) {
        let mut table = String::from("xref\n0 1\n0000000000 65535 f \n");
        for (number, body) in objects {
            let offset = self.bytes.len();
            write!(table, "{number} 1\n{offset:010} 00000 n \n").expect("memory");
            self.bytes.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
            self.bytes.extend_from_slice(body);
            self.bytes.extend_from_slice(b"\nendobj\n");
        }
        let start = self.bytes.len();
        let previous = match self.cross_references {
            0 => String::new(),
            offset => format!(" /Prev {offset}"),
        };
        let size = self.next_object;
        write!(
            table,
            "trailer\n<< /Size {size} /Root 1 0 R{previous} >>\nstartxref\n{start}\n%%EOF\n"
        )
        .expect("memory");
        self.bytes.extend_from_slice(table.as_bytes());
        self.cross_references = start;
    }
}

impl Prepared {
    /// The bytes to sign: everything but the gap.
    pub fn to_sign(&self) -> Vec<u8> {
        let bytes = &self.pdf.bytes;
        [&bytes[..self.gap.start], &bytes[self.gap.end..]].concat()
    }

    /// The same file with another byte range written into it.
    ///
    /// # Panics
    /// If it is longer than the space for it, or there is no space for it.
    pub fn with_byte_range(mut self, range: &str) -> Self {
        let padded = format!("{range:<width$}", width = BYTE_RANGE.len());
        assert_eq!(padded.len(), BYTE_RANGE.len(), "the byte range is too long");
        let key = b"/ByteRange ";
        let before = self.pdf.bytes[..self.gap.end].windows(key.len());
        let mut at = before.enumerate().filter(|(_, window)| window == key).map(|(at, _)| at);
        let start = at.next_back().expect("the dictionary has a byte range") + key.len();
        self.pdf.bytes[start..start + padded.len()].copy_from_slice(padded.as_bytes());
        self
    }

    /// The file with this CMS in its field.
    ///
    /// # Panics
    /// If there is not enough space.
    pub fn embed(&self, cms: &[u8]) -> Pdf {
        let mut pdf = self.pdf.clone();
        assert!(cms.len() <= SPACE, "the CMS has {} bytes", cms.len());
        let hex: String = cms.iter().map(|byte| format!("{byte:02X}")).collect();
        let start = self.gap.start + 1;
        pdf.bytes[start..start + hex.len()].copy_from_slice(hex.as_bytes());
        pdf
    }
}

fn page(fields: &[u32]) -> String {
    let annotations = references(fields);
    format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> \
         /Annots [{annotations}] >>"
    )
}

fn references(numbers: &[u32]) -> String {
    let references: Vec<String> = numbers.iter().map(|number| format!("{number} 0 R")).collect();
    references.join(" ")
}

fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
