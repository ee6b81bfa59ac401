//! The controls of a dialog, and what was typed into its field.

use openjpki::jpki::PinEntry;
use windows::Win32::UI::Accessibility::NotifyWinEvent;
use windows::Win32::UI::Controls::{
    EM_EMPTYUNDOBUFFER, EM_LIMITTEXT, EM_SCROLLCARET, EM_SETPASSWORDCHAR, EM_SETREADONLY, EM_SETSEL, WC_BUTTONW,
    WC_EDITW, WC_STATICW,
};
use windows::Win32::UI::Input::Ime::{HIMC, ImmAssociateContext};
use windows::Win32::UI::WindowsAndMessaging::{
    BS_DEFPUSHBUTTON, BS_PUSHBUTTON, CHILDID_SELF, CreateWindowExW, ES_AUTOHSCROLL, ES_MULTILINE, ES_PASSWORD,
    ES_READONLY, ES_UPPERCASE, EVENT_OBJECT_LIVEREGIONCHANGED, EVENT_OBJECT_NAMECHANGE, GetWindowTextW, HMENU,
    OBJID_CLIENT, WINDOW_EX_STYLE, WINDOW_STYLE, WS_CHILD, WS_EX_CLIENTEDGE, WS_TABSTOP, WS_VISIBLE, WS_VSCROLL,
};
use windows::core::HSTRING;
use zeroize::{Zeroize as _, Zeroizing};

use super::listen::inside;
use super::{Handle, module};

/// Most characters that the field takes: enough to see that what was typed is too long for any PIN.
const FIELD_LIMIT: usize = 20;
/// What the field shows for each character: U+25CF, as the system's own password fields do.
const BULLET: usize = 0x25CF;
/// Static controls: no `&` in the text is a mnemonic (`SS_NOPREFIX`); lines break as in an edit control (`SS_EDITCONTROL`).
const TEXT_STYLE: u32 = 0x0080 | 0x2000;

/// What a control is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Kind {
    /// A text.
    Text,
    /// The text that names the next control.
    Label,
    /// The field for a PIN.
    Field,
    /// A text that can be selected and copied.
    Sentence,
    /// The same with a scroll bar.
    List,
    /// A button.
    Button {
        /// Whether it is what Enter means.
        default: bool,
    },
}

impl Kind {
    fn styles(self) -> (WINDOW_EX_STYLE, WINDOW_STYLE) {
        let plain = WINDOW_EX_STYLE(0);
        let of = |style: i32| WINDOW_STYLE(style.cast_unsigned());
        match self {
            Self::Text => (plain, WINDOW_STYLE(TEXT_STYLE)),
            Self::Label => (plain, WINDOW_STYLE(0)),
            Self::Field => (
                WS_EX_CLIENTEDGE,
                WS_TABSTOP | of(ES_PASSWORD | ES_UPPERCASE | ES_AUTOHSCROLL),
            ),
            Self::Sentence => (plain, WS_TABSTOP | of(ES_MULTILINE | ES_READONLY)),
            Self::List => (plain, WS_TABSTOP | WS_VSCROLL | of(ES_MULTILINE | ES_READONLY)),
            Self::Button { default: true } => (plain, WS_TABSTOP | of(BS_DEFPUSHBUTTON)),
            Self::Button { default: false } => (plain, WS_TABSTOP | of(BS_PUSHBUTTON)),
        }
    }
}

impl Handle {
    /// Makes a control of this window. Tab goes through controls in the order in which they are made; a screen reader names one
    /// after the text before it.
    pub(in super::super) fn add(self, kind: Kind, id: u16, text: &str) -> windows::core::Result<Self> {
        let (extended, style) = kind.styles();
        let class = match kind {
            Kind::Text | Kind::Label => WC_STATICW,
            Kind::Field | Kind::Sentence | Kind::List => WC_EDITW,
            Kind::Button { .. } => WC_BUTTONW,
        };
        let style = style | WS_CHILD | WS_VISIBLE;
        let text = HSTRING::from(text);
        let id = HMENU(core::ptr::without_provenance_mut(usize::from(id)));
        let (parent, module) = (Some(self.0), Some(module()?));
        // SAFETY: class and text are terminated strings that outlive the call; the menu of a child window is its id, a number.
        let window = unsafe {
            CreateWindowExW(
                extended,
                class,
                &text,
                style,
                0,
                0,
                0,
                0,
                parent,
                Some(id),
                module,
                None,
            )
        }?;
        let control = Self(window);
        if kind == Kind::Field {
            // SAFETY: the parameters are numbers, and no input method is wanted for this field.
            unsafe {
                control.send(EM_LIMITTEXT, FIELD_LIMIT, 0);
                control.send(EM_SETPASSWORDCHAR, BULLET, 0);
                ImmAssociateContext(window, HIMC::default());
            }
        }
        Ok(control)
    }

    /// Lets people type into a field, or not; it keeps the keyboard.
    pub(in super::super) fn set_read_only(self, read_only: bool) {
        // SAFETY: the parameter is a flag.
        unsafe { self.send(EM_SETREADONLY, usize::from(read_only), 0) };
    }

    /// Shows the first line of a text with a scroll bar.
    pub(in super::super) fn scroll_to_top(self) {
        // SAFETY: the parameters are numbers.
        unsafe {
            self.send(EM_SETSEL, 0, 0);
            self.send(EM_SCROLLCARET, 0, 0);
        }
    }

    /// Tells screen readers that the text of this control is news.
    pub(in super::super) fn announce(self) {
        let itself = i32::try_from(CHILDID_SELF).unwrap_or_default();
        for event in [EVENT_OBJECT_NAMECHANGE, EVENT_OBJECT_LIVEREGIONCHANGED] {
            // SAFETY: takes no memory of ours.
            unsafe { NotifyWinEvent(event, self.0, OBJID_CLIENT.0, itself) };
        }
    }
}

/// What is in `field`, in memory of its own: the buffers on the way are of fixed size and overwritten.
pub(in super::super) fn read_typed(field: Handle) -> Box<PinEntry> {
    let mut units = Zeroizing::new([0_u16; FIELD_LIMIT + 1]);
    // SAFETY: the system writes no more than the slice is long.
    let length = inside(|| unsafe { GetWindowTextW(field.0, &mut *units) });
    let length = usize::try_from(length).unwrap_or_default();
    let mut entry = Box::new(PinEntry::new());
    let mut utf8 = Zeroizing::new([0_u8; 4]);
    for character in char::decode_utf16(units.iter().copied().take(length)) {
        let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
        let bytes = character.encode_utf8(&mut *utf8).len();
        for byte in utf8.iter().take(bytes) {
            // The field takes 20 characters, of which no more than three bytes each arrive here: 60 of 64.
            let _ = entry.push_byte(*byte);
        }
        utf8.zeroize();
    }
    entry
}

/// Overwrites what is in `field` where it lies, then empties it.
pub(in super::super) fn overwrite(field: Handle) {
    inside(|| {
        field.set_text(&"0".repeat(FIELD_LIMIT));
        field.set_text("");
    });
    // SAFETY: has no parameters.
    unsafe { field.send(EM_EMPTYUNDOBUFFER, 0, 0) };
}
