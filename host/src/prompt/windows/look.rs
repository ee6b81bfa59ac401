//! How a dialog is painted.

use super::layout::{Area, Layout};
use super::scene::{Look, Scene};
use super::win32::{Canvas, Palette};

/// Paints what is behind the controls: the band that says who asks, the panel of an alert, the band with the buttons.
pub(super) fn paint(canvas: Canvas, layout: &Layout, palette: &Palette) {
    let all = Area {
        width: layout.whole.width,
        height: layout.whole.height,
        ..Area::default()
    };
    canvas.fill(all, &palette.paper);
    if layout.site.height > 0 {
        canvas.fill(layout.site, &palette.site);
        canvas.fill(line_at(layout.site.bottom() - 1, &layout.site), &palette.line);
    }
    canvas.fill(layout.footer, &palette.footer);
    canvas.fill(line_at(layout.footer.top, &layout.footer), &palette.line);
    if let Some(frame) = layout.frame {
        canvas.fill(frame.grown(1), &palette.line);
        canvas.fill(frame, &palette.paper);
    }
    if let (Some(panel), Some(sign)) = (layout.alert, layout.sign) {
        canvas.fill(panel.grown(1), &palette.line);
        canvas.fill(panel, &palette.alert);
        canvas.warning_sign(sign);
    }
}

/// How what is typed is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Fine so far.
    Typing,
    /// Something has to change.
    Wrong,
    /// The card works; nobody types.
    Working,
}

/// Sets the colours of the control `id`; returns the brush of its background.
pub(super) fn color(canvas: Canvas, scene: &Scene, id: u16, state: State, palette: &Palette) -> isize {
    let look = scene.blocks.iter().find(|block| block.id == id).map(|block| block.look);
    let (text, background) = match look {
        Some(Look::Headline | Look::Site) => (&palette.text, &palette.site),
        Some(Look::Alert) => (&palette.text, &palette.alert),
        Some(Look::Quiet) => (&palette.quiet, &palette.paper),
        Some(Look::Hint) if state == State::Wrong => (&palette.wrong, &palette.paper),
        Some(Look::Hint) if state == State::Typing => (&palette.quiet, &palette.paper),
        Some(Look::Field) if state == State::Working => (&palette.text, &palette.footer),
        _ => (&palette.text, &palette.paper),
    };
    canvas.write_with(text, background);
    background.brush()
}

fn line_at(top: i32, band: &Area) -> Area {
    Area {
        top,
        height: 1,
        ..*band
    }
}
