//! A dialog of the system's own class, which screen readers know, without a template for its controls.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use windows::Win32::Foundation::{HWND, LPARAM, RECT, WPARAM};
use windows::Win32::Graphics::Gdi::{
    GetMonitorInfoW, HDC, MONITOR_DEFAULTTONEAREST, MONITORINFO, MonitorFromWindow, RDW_ALLCHILDREN, RDW_ERASE,
    RDW_FRAME, RDW_INVALIDATE, RedrawWindow,
};
use windows::Win32::UI::HiDpi::AdjustWindowRectExForDpi;
use windows::Win32::UI::WindowsAndMessaging::{
    CreateDialogIndirectParamW, DLGTEMPLATE, DWLP_MSGRESULT, FLASHW_ALL, FLASHW_TIMERNOFG, FLASHWINFO, FlashWindowEx,
    GetDlgCtrlID, GetForegroundWindow, GetWindowRect, HICON, ICON_BIG, ICON_SMALL, IMAGE_ICON, LR_DEFAULTSIZE,
    LR_SHARED, LoadImageW, SetForegroundWindow, SetWindowDisplayAffinity, SetWindowLongPtrW, WDA_EXCLUDEFROMCAPTURE,
    WDA_MONITOR, WINDOW_EX_STYLE, WINDOW_LONG_PTR_INDEX, WINDOW_STYLE, WM_CLOSE, WM_COMMAND, WM_CTLCOLOREDIT,
    WM_CTLCOLORSTATIC, WM_DISPLAYCHANGE, WM_DPICHANGED, WM_ENDSESSION, WM_ERASEBKGND, WM_NCDESTROY, WM_SETICON,
    WM_SETTINGCHANGE, WM_SYSCOLORCHANGE, WS_CAPTION, WS_CLIPCHILDREN, WS_EX_APPWINDOW, WS_EX_CONTROLPARENT,
    WS_EX_TOPMOST, WS_POPUP, WS_SYSMENU,
};
use windows::core::PCWSTR;

use super::super::layout::{Area, Extent};
use super::{Canvas, Handle, module, number};

/// Number of the icon among the program's resources.
const ICON: usize = 1;

/// What a dialog is told.
#[derive(Debug, Clone, Copy)]
pub(in super::super) enum Event {
    /// A control with this id was used, in the way that `code` says.
    Command {
        /// Id of the control.
        id: u16,
        /// The notification; 0 for a button.
        code: u16,
    },
    /// To close, or that the session ends.
    Close,
    /// To paint its background.
    Erase(Canvas),
    /// To choose the colours of the control with this id.
    Color(u16, Canvas),
    /// That it is on a screen of this resolution, and fits best here.
    Resolution(u32, Area),
    /// That the system's colours or fonts, or the size of the screen, are others.
    Appearance,
}

/// What a dialog says to that.
#[derive(Debug, Clone, Copy)]
pub(in super::super) enum Reply {
    /// The system does what it does.
    Default,
    /// It was done.
    Done,
    /// The background of a control.
    Brush(isize),
}

/// How a dialog behaves.
pub(in super::super) trait Reactions {
    /// It is told something.
    fn react(&self, event: Event) -> Reply;
    /// Whether a person's keys and clicks are dropped now.
    fn is_deaf(&self) -> bool;
    /// Enter was pressed; `true` if that is all.
    fn enter(&self) -> bool;
}

thread_local! {
    static DIALOGS: RefCell<HashMap<isize, Rc<dyn Reactions>>> = RefCell::new(HashMap::new());
}

/// Those of a dialog of this thread.
pub(super) fn reactions_of(window: HWND) -> Option<Rc<dyn Reactions>> {
    DIALOGS.with_borrow(|dialogs| dialogs.get(&number(window.0)).cloned())
}

/// A template without controls, menu, class and title: three zeros after the structure (Win32, DLGTEMPLATE).
#[repr(C, align(4))]
struct Template {
    start: DLGTEMPLATE,
    menu: u16,
    class: u16,
    title: u16,
}

/// Opens a dialog on the screen that the person looks at; still hidden, and still without reactions.
pub(in super::super) fn open(title: &str) -> windows::core::Result<Handle> {
    let (extended, style) = styles();
    let template = Template {
        start: DLGTEMPLATE {
            style: style.0,
            dwExtendedStyle: extended.0,
            ..DLGTEMPLATE::default()
        },
        menu: 0,
        class: 0,
        title: 0,
    };
    let (module, none) = (Some(module()?), LPARAM(0));
    // SAFETY: the template is aligned and complete, and is only read during the call; `procedure` has the form that is wanted.
    let window = unsafe { CreateDialogIndirectParamW(module, &raw const template.start, None, Some(procedure), none) }?;
    let handle = Handle(window);
    handle.set_text(title);
    handle.set_icons();
    handle.place(Area {
        width: 1,
        height: 1,
        ..screen()
    });
    Ok(handle)
}

fn styles() -> (WINDOW_EX_STYLE, WINDOW_STYLE) {
    (
        WS_EX_APPWINDOW | WS_EX_CONTROLPARENT | WS_EX_TOPMOST,
        WS_POPUP | WS_CAPTION | WS_SYSMENU | WS_CLIPCHILDREN,
    )
}

impl Handle {
    /// From now on the dialog reacts; until it is destroyed.
    pub(in super::super) fn react_with(self, reactions: Rc<dyn Reactions>) {
        DIALOGS.with_borrow_mut(|dialogs| dialogs.insert(number(self.0.0), reactions));
    }

    /// How much a dialog can have inside without being larger than its screen.
    pub(in super::super) fn room(self) -> Extent {
        let (frame, screen) = (self.around(Extent::default()), work_area(self.0));
        Extent {
            width: screen.width - frame.width,
            height: screen.height - frame.height,
        }
    }

    /// A dialog that has `inside` inside; only its size is meant.
    fn around(self, inside: Extent) -> Area {
        let (extended, style) = styles();
        let mut rect = RECT {
            right: inside.width,
            bottom: inside.height,
            ..RECT::default()
        };
        // SAFETY: the rectangle is ours to write to.
        let _ = unsafe { AdjustWindowRectExForDpi(&raw mut rect, style, false, extended, self.dpi()) };
        Area::from(rect)
    }

    /// Gives a dialog room for `inside`: in the middle of the screen, or where it is, as far as it fits there.
    pub(in super::super) fn make_room(self, inside: Extent, centered: bool) {
        let mut before = RECT::default();
        // SAFETY: the rectangle is ours to write to.
        let _ = unsafe { GetWindowRect(self.0, &raw mut before) };
        let (outside, screen) = (self.around(inside), work_area(self.0));
        let wanted = if centered {
            let middle = |from: i32, all: i32, size: i32| from + (all - size) / 2;
            (
                middle(screen.left, screen.width, outside.width),
                middle(screen.top, screen.height, outside.height),
            )
        } else {
            (before.left, before.top)
        };
        let within = |at: i32, first: i32, last: i32| at.min(last).max(first);
        self.place(Area {
            left: within(wanted.0, screen.left, screen.right() - outside.width),
            top: within(wanted.1, screen.top, screen.bottom() - outside.height),
            ..outside
        });
    }

    /// Shows a dialog in front of all others, and flashes it for those who look elsewhere.
    ///
    /// Returns whether the system gave it the keyboard: Windows does for a program that the one in front started.
    pub(in super::super) fn come_forward(self) -> bool {
        self.show(true);
        let flash = FLASHWINFO {
            cbSize: u32::try_from(size_of::<FLASHWINFO>()).unwrap_or_default(),
            hwnd: self.0,
            dwFlags: FLASHW_ALL | FLASHW_TIMERNOFG,
            uCount: 0,
            dwTimeout: 0,
        };
        // SAFETY: the structure is filled in and outlives the call. Whether the system lets us to the front is up to it.
        unsafe {
            let granted = SetForegroundWindow(self.0);
            let _ = FlashWindowEx(&raw const flash);
            granted.as_bool()
        }
    }

    /// Leaves a dialog out of pictures and recordings of the screen; older systems show it black there.
    pub(in super::super) fn hide_from_capture(self) {
        // SAFETY: takes no memory of ours. A system that knows neither leaves the dialog as it is.
        unsafe {
            if SetWindowDisplayAffinity(self.0, WDA_EXCLUDEFROMCAPTURE).is_err() {
                let _ = SetWindowDisplayAffinity(self.0, WDA_MONITOR);
            }
        }
    }

    /// Has all of it painted anew, with its controls and their frames.
    pub(in super::super) fn repaint(self) {
        let all = RDW_INVALIDATE | RDW_ERASE | RDW_FRAME | RDW_ALLCHILDREN;
        // SAFETY: without a rectangle, all of it; takes no memory of ours.
        let _ = unsafe { RedrawWindow(Some(self.0), None, None, all) };
    }

    fn set_icons(self) {
        let Ok(module) = module() else { return };
        let name = PCWSTR(core::ptr::without_provenance(ICON));
        let flags = LR_DEFAULTSIZE | LR_SHARED;
        for size in [ICON_SMALL, ICON_BIG] {
            let side = if size == ICON_SMALL { 16 } else { 0 };
            // SAFETY: the name is a number, and no memory; WM_SETICON takes an icon, which is shared and never deleted.
            unsafe {
                if let Ok(icon) = LoadImageW(Some(module), name, IMAGE_ICON, side, side, flags) {
                    let kind = usize::try_from(size).unwrap_or_default();
                    self.send(WM_SETICON, kind, number(HICON(icon.0).0));
                }
            }
        }
    }
}

/// The part of the screen that the person looks at which no task bar covers.
fn screen() -> Area {
    // SAFETY: takes nothing.
    work_area(unsafe { GetForegroundWindow() })
}

fn work_area(window: HWND) -> Area {
    let mut found = MONITORINFO {
        cbSize: u32::try_from(size_of::<MONITORINFO>()).unwrap_or_default(),
        ..MONITORINFO::default()
    };
    // SAFETY: the structure has the size that it says, and is ours to write to; without a window the first screen is meant.
    unsafe {
        let monitor = MonitorFromWindow(window, MONITOR_DEFAULTTONEAREST);
        let _ = GetMonitorInfoW(monitor, &raw mut found);
    }
    Area::from(found.rcWork)
}

extern "system" fn procedure(window: HWND, message: u32, wide: WPARAM, long: LPARAM) -> isize {
    let Some(reactions) = reactions_of(window) else {
        return 0;
    };
    if message == WM_NCDESTROY {
        DIALOGS.with_borrow_mut(|dialogs| dialogs.remove(&number(window.0)));
        return 0;
    }
    let Some(event) = event(message, wide, long) else {
        return 0;
    };
    match reactions.react(event) {
        Reply::Default => 0,
        Reply::Brush(brush) => brush,
        Reply::Done => {
            let index = WINDOW_LONG_PTR_INDEX(i32::try_from(DWLP_MSGRESULT).unwrap_or_default());
            // SAFETY: DWLP_MSGRESULT is where a dialog procedure puts its answer, a number.
            unsafe { SetWindowLongPtrW(window, index, 1) };
            1
        }
    }
}

fn event(message: u32, wide: WPARAM, long: LPARAM) -> Option<Event> {
    let [low, high] = halves(wide);
    Some(match message {
        WM_COMMAND => Event::Command { id: low, code: high },
        WM_CLOSE => Event::Close,
        WM_ENDSESSION if wide.0 != 0 => Event::Close,
        WM_ERASEBKGND => Event::Erase(canvas(wide)),
        WM_CTLCOLORSTATIC | WM_CTLCOLOREDIT => Event::Color(control_id(long), canvas(wide)),
        WM_DPICHANGED => {
            let best = core::ptr::with_exposed_provenance::<RECT>(long.0.cast_unsigned());
            // SAFETY: with this message the system passes a rectangle that it keeps until the answer; none is looked at.
            let best = unsafe { best.as_ref() }?;
            Event::Resolution(u32::from(low), Area::from(*best))
        }
        WM_SYSCOLORCHANGE | WM_SETTINGCHANGE | WM_DISPLAYCHANGE => Event::Appearance,
        _ => return None,
    })
}

/// The lower and the upper 16 bits of a parameter.
fn halves(wide: WPARAM) -> [u16; 2] {
    let [first, second, third, fourth, ..] = wide.0.to_le_bytes();
    [u16::from_le_bytes([first, second]), u16::from_le_bytes([third, fourth])]
}

fn canvas(wide: WPARAM) -> Canvas {
    Canvas(HDC(core::ptr::with_exposed_provenance_mut(wide.0)))
}

fn control_id(long: LPARAM) -> u16 {
    let control = HWND(core::ptr::with_exposed_provenance_mut(long.0.cast_unsigned()));
    // SAFETY: takes no memory of ours; what is no control has id 0.
    u16::try_from(unsafe { GetDlgCtrlID(control) }).unwrap_or_default()
}
