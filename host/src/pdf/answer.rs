//! The side of the process that reads.

use std::io::{self, Read, Write};

use hayro_syntax::Pdf;

use super::PdfFacts;
use super::text::title;

/// Reads a PDF from `input` to its end, and writes its [`PdfFacts`] as JSON; of what is no PDF, nothing is told.
///
/// # Errors
/// Those of the pipes.
pub fn answer(mut input: impl Read, mut output: impl Write) -> io::Result<()> {
    let mut content = Vec::new();
    input.read_to_end(&mut content)?;
    serde_json::to_writer(&mut output, &facts(content))?;
    output.flush()
}

fn facts(content: Vec<u8>) -> PdfFacts {
    let Ok(pdf) = Pdf::new(content) else {
        return PdfFacts::default();
    };
    PdfFacts {
        pages: u32::try_from(pdf.pages().len()).ok(),
        title: pdf.metadata().title.as_deref().and_then(title),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A PDF of two pages without its table of objects, which readers then make themselves.
    const TWO_PAGES: &[u8] = b"%PDF-1.4\n\
        1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n\
        2 0 obj <</Type /Pages /Count 2 /Kids [3 0 R 4 0 R]>> endobj\n\
        3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>> endobj\n\
        4 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>> endobj\n\
        5 0 obj <</Title (Lease \\(copy\\))>> endobj\n\
        trailer <</Root 1 0 R /Info 5 0 R>>\n%%EOF\n";

    fn answered(content: &[u8]) -> PdfFacts {
        let mut output = Vec::new();
        answer(content, &mut output).unwrap();
        serde_json::from_slice(&output).unwrap()
    }

    #[test]
    fn pages_and_title_are_told() {
        let facts = answered(TWO_PAGES);
        assert_eq!((facts.pages, facts.title.as_deref()), (Some(2), Some("Lease (copy)")));
    }

    #[test]
    fn of_what_is_no_pdf_nothing_is_told() {
        for content in [&b"%PDF-1.7"[..], b"", b"no PDF", b"%PDF-1.4\ntrailer <</Root 1 0 R>>"] {
            assert_eq!(answered(content).title, None);
            assert!(answered(content).pages.unwrap_or(0) == 0);
        }
    }
}
