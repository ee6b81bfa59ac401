//! How large a window is: as it should be where the screen has room for it; else wider; else with a shorter list; else smaller.
//! So buttons are always on the screen, and so is every text: nobody has to scroll to what they agree to, except through a list.

use super::layout::{Extent, Layout, Ruler, Shape, arrange};
use super::scene::Scene;

/// How wide a window is, in pixels of a screen of 96 dots per inch.
const WIDTH: i32 = 440;
/// The same where a window of that width would be too high; first the one, then the other.
const WIDER: [i32; 2] = [560, 680];
/// Lines of a list that are seen at once: three documents with long names, or seven with short ones.
const LINES: i32 = 7;
/// The same where there is little room.
const FEW_LINES: i32 = 3;
/// Parts of the right size, in sixteenths, where nothing else helps. A screen that nothing fits on at the last has 300 lines.
const SMALLER: core::ops::RangeInclusive<u32> = 6..=15;

/// Arranges `scene` for a screen of `dpi` dots per inch that has `room` for what is inside a window; returns what measured it as well.
///
/// - `ruler_for`: what measures texts for a screen of so many dots per inch.
pub(super) fn fit<R: Ruler>(scene: &Scene, dpi: u32, room: Extent, ruler_for: impl Fn(u32) -> R) -> (R, Layout) {
    let attempt = |shape: Shape| {
        let ruler = ruler_for(shape.dpi);
        let layout = arrange(scene, shape, &ruler);
        (ruler, layout)
    };
    let mut best = attempt(shape(dpi, WIDTH, LINES, room));
    for shape in others(dpi, room) {
        if best.1.whole.width <= room.width && best.1.whole.height <= room.height {
            break;
        }
        best = attempt(shape);
    }
    best
}

/// What to try when the usual shape does not fit, the best first.
fn others(dpi: u32, room: Extent) -> impl Iterator<Item = Shape> {
    let [wider, widest] = WIDER;
    let large = [(wider, LINES), (widest, LINES), (widest, FEW_LINES)];
    let large = large.map(|(width, lines)| shape(dpi, width, lines, room));
    let small = SMALLER
        .rev()
        .map(move |part| shape(dpi * part / 16, widest, FEW_LINES, room));
    large.into_iter().chain(small)
}

/// A window that is no wider than `room`.
fn shape(dpi: u32, width: i32, lines: i32, room: Extent) -> Shape {
    let pixels_of_room = i32::try_from(dpi).map_or(room.width, |dpi| room.width * 96 / dpi.max(1));
    Shape {
        dpi,
        width: width.min(pixels_of_room),
        lines,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::super::layout::tests::{Squares, scenes};
    use super::*;

    /// Letters as large as those of the system's font, for a screen of `dpi` dots per inch.
    fn letters(dpi: u32) -> Squares {
        Squares(i32::try_from(dpi * 12 / 96).unwrap())
    }

    #[test]
    fn every_window_fits_on_every_screen() {
        let [small, usual, large] = [(1366, 768), (1280, 1024), (3840, 2160)];
        for (dpi, (width, height)) in [(96, small), (144, small), (192, small), (192, usual), (192, large)] {
            // What the frame of a window and the task bar take of it.
            let room = Extent {
                width: width - 16,
                height: height - i32::try_from(dpi * 80 / 96).unwrap(),
            };
            for scene in scenes() {
                let (_, layout) = fit(&scene, dpi, room, letters);
                let whole = layout.whole;
                assert!(
                    whole.width <= room.width && whole.height <= room.height,
                    "{whole:?} in {room:?}"
                );
                let lowest = layout.buttons.iter().map(|button| button.bottom()).max().unwrap();
                assert!(lowest < whole.height, "{lowest} of {whole:?}");
            }
        }
    }

    #[test]
    fn only_where_there_is_no_room_a_window_is_another() {
        let scene = &scenes()[0];
        let of = |width, height| {
            let (Squares(letter), layout) = fit(scene, 192, Extent { width, height }, letters);
            (letter, layout.whole.width)
        };
        let (_, usual) = fit(
            scene,
            192,
            Extent {
                width: 4000,
                height: 4000,
            },
            letters,
        );
        assert_eq!(of(4000, usual.whole.height), (24, 880));
        assert_eq!(of(4000, usual.whole.height - 1), (24, 1120), "wider before smaller");
        let (letter, width) = of(800, usual.whole.height);
        assert!(letter < 24 && width <= 800, "{letter}, {width}");
    }
}
