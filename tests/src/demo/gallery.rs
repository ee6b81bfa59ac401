//! Pictures in the order in which a person sees things.

use std::path::PathBuf;

use crate::browser::{BrowserError, ColorScheme, Page};
use crate::display::Display;

/// Numbers the pictures.
pub(super) struct Gallery {
    folder: PathBuf,
    next: usize,
}

impl Gallery {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, next: 1 }
    }

    /// The same folder, counting on from `number`.
    pub(super) fn from(mut self, number: usize) -> Self {
        self.next = number;
        self
    }

    /// A page, light.
    pub(super) fn page(&mut self, name: &str, page: &Page) -> Result<(), BrowserError> {
        page.screenshot(&self.file(name))
    }

    /// A page, light and dark.
    pub(super) fn both(&mut self, name: &str, page: &Page) -> Result<(), BrowserError> {
        page.prefer(ColorScheme::Light)?;
        page.screenshot(&self.file(name))?;
        page.prefer(ColorScheme::Dark)?;
        page.screenshot(&self.folder.join(format!("{:02}-{name}-dark.png", self.next - 1)))?;
        page.prefer(ColorScheme::Light)
    }

    /// The whole display with all its windows.
    pub(super) fn display(&mut self, name: &str, display: &Display) {
        display.screenshot(&self.file(name));
    }

    fn file(&mut self, name: &str) -> PathBuf {
        self.next += 1;
        self.folder.join(format!("{:02}-{name}.png", self.next - 1))
    }
}
