//! Colours and surfaces. People who set a high contrast or colours of their own get these alone.

use windows::Win32::Foundation::{COLORREF, RECT};
use windows::Win32::Graphics::Gdi::{
    COLOR_BTNFACE, COLOR_WINDOW, COLOR_WINDOWTEXT, CreateSolidBrush, DeleteObject, FillRect, GetSysColor, HBRUSH, HDC,
    HGDIOBJ, SYS_COLOR_INDEX, SetBkColor, SetTextColor,
};
use windows::Win32::UI::Accessibility::{HCF_HIGHCONTRASTON, HIGHCONTRASTW};
use windows::Win32::UI::WindowsAndMessaging::{
    DI_NORMAL, DrawIconEx, HICON, IMAGE_ICON, LR_SHARED, LoadImageW, OIC_WARNING, SPI_GETHIGHCONTRAST,
    SYSTEM_PARAMETERS_INFO_UPDATE_FLAGS, SystemParametersInfoW,
};
use windows::core::PCWSTR;

use super::super::layout::Area;
use super::number;

/// The usual background.
const WHITE: COLORREF = COLORREF(0x00FF_FFFF);

/// A colour, and a brush of it; deleted when dropped.
pub(in super::super) struct Ink {
    color: COLORREF,
    brush: HBRUSH,
}

impl Ink {
    fn new(color: COLORREF) -> Self {
        // SAFETY: takes a number.
        let brush = unsafe { CreateSolidBrush(color) };
        Self { color, brush }
    }

    fn rgb(red: u8, green: u8, blue: u8) -> Self {
        Self::new(COLORREF(u32::from_le_bytes([red, green, blue, 0])))
    }

    fn system(index: SYS_COLOR_INDEX) -> Self {
        // SAFETY: takes a number.
        Self::new(COLORREF(unsafe { GetSysColor(index) }))
    }

    /// The brush, as the answer to a control that asks for its background.
    pub(in super::super) fn brush(&self) -> isize {
        number(self.brush.0)
    }
}

impl Drop for Ink {
    fn drop(&mut self) {
        // SAFETY: the brush is ours alone.
        let _ = unsafe { DeleteObject(HGDIOBJ(self.brush.0)) };
    }
}

/// The colours of a window.
pub(in super::super) struct Palette {
    pub(in super::super) paper: Ink,
    pub(in super::super) site: Ink,
    pub(in super::super) alert: Ink,
    pub(in super::super) footer: Ink,
    pub(in super::super) line: Ink,
    pub(in super::super) text: Ink,
    pub(in super::super) quiet: Ink,
    pub(in super::super) wrong: Ink,
}

impl Palette {
    /// The system's colours, with a few of our own if they are the usual ones.
    pub(in super::super) fn of_system() -> Self {
        let (paper, text) = (|| Ink::system(COLOR_WINDOW), || Ink::system(COLOR_WINDOWTEXT));
        if is_high_contrast() || paper().color != WHITE {
            return Self {
                paper: paper(),
                site: paper(),
                alert: paper(),
                footer: paper(),
                line: text(),
                text: text(),
                quiet: text(),
                wrong: text(),
            };
        }
        Self {
            paper: Ink::rgb(0xFF, 0xFF, 0xFF),
            site: Ink::rgb(0xEE, 0xF3, 0xF9),
            alert: Ink::rgb(0xFD, 0xF1, 0xE5),
            footer: Ink::system(COLOR_BTNFACE),
            line: Ink::rgb(0xD0, 0xD7, 0xDE),
            text: Ink::rgb(0x1B, 0x1B, 0x1B),
            quiet: Ink::rgb(0x4A, 0x4A, 0x4A),
            wrong: Ink::rgb(0xA4, 0x1E, 0x22),
        }
    }
}

/// What is painted on, while a message about painting is handled.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Canvas(pub(super) HDC);

impl Canvas {
    /// Fills an area.
    pub(in super::super) fn fill(self, area: Area, ink: &Ink) {
        let rect = RECT::from(area);
        // SAFETY: the rectangle outlives the call; a brush or canvas that is gone is refused.
        unsafe { FillRect(self.0, &raw const rect, ink.brush) };
    }

    /// Draws the system's warning sign into an area.
    pub(in super::super) fn warning_sign(self, area: Area) {
        let name = PCWSTR(core::ptr::without_provenance(
            usize::try_from(OIC_WARNING).unwrap_or_default(),
        ));
        // SAFETY: the name is the number of a picture of the system's, and no memory; a shared picture is never deleted.
        unsafe {
            if let Ok(sign) = LoadImageW(None, name, IMAGE_ICON, area.width, area.height, LR_SHARED) {
                let _ = DrawIconEx(
                    self.0,
                    area.left,
                    area.top,
                    HICON(sign.0),
                    area.width,
                    area.height,
                    0,
                    None,
                    DI_NORMAL,
                );
            }
        }
    }

    /// Sets the colours of the text that a control is about to draw.
    pub(in super::super) fn write_with(self, text: &Ink, background: &Ink) {
        // SAFETY: takes numbers.
        unsafe {
            SetTextColor(self.0, text.color);
            SetBkColor(self.0, background.color);
        }
    }
}

fn is_high_contrast() -> bool {
    let mut found = HIGHCONTRASTW {
        cbSize: u32::try_from(size_of::<HIGHCONTRASTW>()).unwrap_or_default(),
        ..HIGHCONTRASTW::default()
    };
    let target: *mut HIGHCONTRASTW = &raw mut found;
    let none = SYSTEM_PARAMETERS_INFO_UPDATE_FLAGS(0);
    // SAFETY: the target has the size that it says, and is ours to write to.
    let asked = unsafe { SystemParametersInfoW(SPI_GETHIGHCONTRAST, 0, Some(target.cast()), none) };
    asked.is_ok() && found.dwFlags.contains(HCF_HIGHCONTRASTON)
}
