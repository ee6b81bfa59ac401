//! The system's own font for messages, and what a text measures in it.

use windows::Win32::Foundation::RECT;
use windows::Win32::Graphics::Gdi::{
    CreateCompatibleDC, CreateFontIndirectW, DRAW_TEXT_FORMAT, DT_CALCRECT, DT_EDITCONTROL, DT_EXPANDTABS, DT_NOPREFIX,
    DT_WORDBREAK, DeleteDC, DeleteObject, DrawTextW, FW_BOLD, HFONT, HGDIOBJ, LOGFONTW, SelectObject,
};
use windows::Win32::UI::HiDpi::SystemParametersInfoForDpi;
use windows::Win32::UI::WindowsAndMessaging::{
    NONCLIENTMETRICSW, SPI_GETNONCLIENTMETRICS, SYSTEM_PARAMETERS_INFO_UPDATE_FLAGS, SystemParametersInfoW, WM_SETFONT,
};

use super::super::layout::{Extent, Ruler};
use super::super::scene::Look;
use super::{Handle, UNSCALED, number};

/// Height of a character that is 9 points high, on a screen that is not scaled.
const NINE_POINTS: i32 = 12;

/// The fonts for one resolution.
pub(in super::super) struct Fonts {
    body: Font,
    strong: Font,
    headline: Font,
    field: Font,
}

impl Fonts {
    /// The system's message font for a screen of `dpi` dots per inch, and its larger and bold forms.
    pub(in super::super) fn for_dpi(dpi: u32) -> Self {
        let body = message_font(dpi);
        let with = |percent: i32, bold: bool| {
            let mut font = body;
            font.lfHeight = font.lfHeight * percent / 100;
            font.lfWeight = if bold { FW_BOLD.0.cast_signed() } else { font.lfWeight };
            Font::new(&font)
        };
        Self {
            body: Font::new(&body),
            strong: with(100, true),
            headline: with(150, true),
            field: with(140, false),
        }
    }

    /// Gives `control` the font of `look`.
    pub(in super::super) fn dress(&self, control: Handle, look: Look) {
        let font = number(self.of(look).0.0).cast_unsigned();
        // SAFETY: the parameters of WM_SETFONT are a font and a flag; the font outlives the control's use of it, because the
        // dialog replaces its fonts only after it dressed every control anew.
        unsafe { Handle::send(control, WM_SETFONT, font, 1) };
    }

    fn of(&self, look: Look) -> &Font {
        match look {
            Look::Headline => &self.headline,
            Look::Strong | Look::Label | Look::Alert => &self.strong,
            Look::Field => &self.field,
            Look::Site | Look::Body | Look::Quiet | Look::Hint | Look::Sentence | Look::List => &self.body,
        }
    }
}

impl Ruler for Fonts {
    fn measure(&self, text: &str, look: Look, width: i32) -> Extent {
        let mut text: Vec<u16> = text.encode_utf16().collect();
        let mut rect = RECT {
            right: width,
            ..RECT::default()
        };
        let prefix = if look == Look::Label {
            DRAW_TEXT_FORMAT(0)
        } else {
            DT_NOPREFIX
        };
        let format = DT_CALCRECT | DT_WORDBREAK | DT_EDITCONTROL | DT_EXPANDTABS | prefix;
        // SAFETY: the device context is made, used and deleted here, with the font taken out before; without DT_MODIFYSTRING the
        // text is only read, as long as it is; `rect` is ours to write to.
        unsafe {
            let context = CreateCompatibleDC(None);
            let before = SelectObject(context, HGDIOBJ(self.of(look).0.0));
            DrawTextW(context, &mut text, &raw mut rect, format);
            SelectObject(context, before);
            let _ = DeleteDC(context);
        }
        Extent {
            width: rect.right - rect.left,
            height: rect.bottom - rect.top,
        }
    }
}

/// A font, deleted when dropped.
struct Font(HFONT);

impl Font {
    fn new(description: &LOGFONTW) -> Self {
        // SAFETY: the description outlives the call.
        Self(unsafe { CreateFontIndirectW(description) })
    }
}

impl Drop for Font {
    fn drop(&mut self) {
        // SAFETY: the font is ours alone.
        let _ = unsafe { DeleteObject(HGDIOBJ(self.0.0)) };
    }
}

/// The message font for `dpi`; from a system that does not scale it, scaled here.
fn message_font(dpi: u32) -> LOGFONTW {
    let size = u32::try_from(size_of::<NONCLIENTMETRICSW>()).unwrap_or_default();
    let mut metrics = NONCLIENTMETRICSW {
        cbSize: size,
        ..NONCLIENTMETRICSW::default()
    };
    let target: *mut NONCLIENTMETRICSW = &raw mut metrics;
    let what = SPI_GETNONCLIENTMETRICS;
    // SAFETY: the target has the size that it says, and is ours to write to.
    if unsafe { SystemParametersInfoForDpi(what.0, size, Some(target.cast()), 0, dpi) }.is_ok() {
        return metrics.lfMessageFont;
    }
    let dpi = i32::try_from(dpi).unwrap_or(96);
    let unscaled = i32::try_from(UNSCALED).unwrap_or(96);
    let none = SYSTEM_PARAMETERS_INFO_UPDATE_FLAGS(0);
    // SAFETY: as above.
    let mut font = match unsafe { SystemParametersInfoW(what, size, Some(target.cast()), none) } {
        Ok(()) => metrics.lfMessageFont,
        Err(_) => LOGFONTW::default(),
    };
    font.lfHeight = -NINE_POINTS * dpi / unscaled;
    font
}
