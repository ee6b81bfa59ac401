//! Where everything goes: from what the texts measure, so that every language and font fits. Numbers only, nothing of Win32.

use super::scene::{Block, Look, Scene};

/// A rectangle in pixels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) left: i32,
    pub(super) top: i32,
    pub(super) width: i32,
    pub(super) height: i32,
}

impl Area {
    pub(super) fn right(&self) -> i32 {
        self.left + self.width
    }

    pub(super) fn bottom(&self) -> i32 {
        self.top + self.height
    }

    /// The same, larger by `by` on each side.
    pub(super) fn grown(&self, by: i32) -> Self {
        Self {
            left: self.left - by,
            top: self.top - by,
            width: self.width + 2 * by,
            height: self.height + 2 * by,
        }
    }
}

/// Width and height in pixels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) width: i32,
    pub(super) height: i32,
}

/// Measures texts; the real one asks the system.
pub(super) trait Ruler {
    /// `text` in the font of `look`, broken into lines of at most `width`.
    fn measure(&self, text: &str, look: Look, width: i32) -> Extent;
}

/// Where everything is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    /// Of each block, in the scene's order; nothing for one that is not shown.
    pub(super) blocks: Vec<Option<Area>>,
    /// Of each button.
    pub(super) buttons: Vec<Area>,
    /// The band that says who asks; without height if the scene has none.
    pub(super) site: Area,
    /// The panel behind an alert.
    pub(super) alert: Option<Area>,
    /// The sign in that panel.
    pub(super) sign: Option<Area>,
    /// The frame around a sentence.
    pub(super) frame: Option<Area>,
    /// The band with the buttons.
    pub(super) footer: Area,
    /// All of it.
    pub(super) whole: Extent,
}

/// What a window is arranged for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    /// Dots per inch of the screen.
    pub(super) dpi: u32,
    /// Width in pixels of a screen of 96 dots per inch.
    pub(super) width: i32,
    /// Most lines of a list that are seen at once.
    pub(super) lines: i32,
}

/// Lengths for a screen of 96 dots per inch, in pixels.
const MARGIN: i32 = 20;
const BAND: i32 = 16;
const PADDING: i32 = 10;
const SIGN: i32 = 20;
const FIELD_FRAME: i32 = 8;
const SCROLL_BAR: i32 = 28;
const BUTTON_WIDTH: i32 = 92;
const BUTTON_HEIGHT: i32 = 28;
const BUTTON_GAP: i32 = 8;

/// Arranges `scene` in `shape`, as high as it gets.
pub(super) fn arrange(scene: &Scene, shape: Shape, ruler: &dyn Ruler) -> Layout {
    let dpi = i32::try_from(shape.dpi).unwrap_or(96);
    let pixels = |length: i32| (length * dpi + 48) / 96;
    Arrangement {
        scene,
        shape,
        ruler,
        pixels: &pixels,
        y: 0,
    }
    .all()
}

struct Arrangement<'a> {
    scene: &'a Scene,
    shape: Shape,
    ruler: &'a dyn Ruler,
    pixels: &'a dyn Fn(i32) -> i32,
    y: i32,
}

impl Arrangement<'_> {
    fn all(mut self) -> Layout {
        let width = (self.pixels)(self.shape.width);
        let mut layout = Layout {
            blocks: Vec::new(),
            buttons: Vec::new(),
            site: Area::default(),
            alert: None,
            sign: None,
            frame: None,
            footer: Area::default(),
            whole: Extent::default(),
        };
        self.y = (self.pixels)(BAND);
        let mut before: Option<Look> = None;
        for block in &self.scene.blocks {
            if block.text.is_empty() && !matches!(block.look, Look::Field | Look::Hint) {
                layout.blocks.push(None);
                continue;
            }
            let (was_site, is_site) = (before.is_some_and(in_site), in_site(block.look));
            if was_site && !is_site {
                layout.site = self.band_from(0, width);
                self.y += (self.pixels)(BAND);
            } else if let Some(before) = before {
                self.y += (self.pixels)(gap(before, block.look));
            }
            let area = match block.look {
                Look::Alert => self.alert(block, width, &mut layout),
                Look::Sentence | Look::List => self.framed(block, width, &mut layout),
                _ => self.block(block, width),
            };
            layout.blocks.push(Some(area));
            before = Some(block.look);
        }
        self.y += (self.pixels)(BAND);
        let top = self.y;
        layout.buttons = self.buttons(width);
        layout.footer = Area {
            left: 0,
            top,
            width,
            height: self.y - top,
        };
        layout.whole = Extent { width, height: self.y };
        layout
    }

    /// The band from `top` to here and a margin.
    fn band_from(&mut self, top: i32, width: i32) -> Area {
        self.y += (self.pixels)(BAND);
        Area {
            left: 0,
            top,
            width,
            height: self.y - top,
        }
    }

    /// A text beside a sign, both in the middle of a panel.
    fn alert(&mut self, block: &Block, width: i32, layout: &mut Layout) -> Area {
        let (margin, padding, side) = ((self.pixels)(MARGIN), (self.pixels)(PADDING), (self.pixels)(SIGN));
        let left = margin + 2 * padding + side;
        let text = width - margin - padding - left;
        let height = self.ruler.measure(&block.text, block.look, text).height;
        let panel = Area {
            left: margin,
            top: self.y,
            width: width - 2 * margin,
            height: height.max(side) + 2 * padding,
        };
        let in_the_middle = |left: i32, width: i32, height: i32| Area {
            left,
            top: panel.top + (panel.height - height) / 2,
            width,
            height,
        };
        self.y = panel.bottom();
        layout.alert = Some(panel);
        layout.sign = Some(in_the_middle(margin + padding, side, side));
        in_the_middle(left, text, height)
    }

    /// A text in a frame, and so much of a list as there is room for. It breaks its lines a little earlier than the measure, because
    /// an edit control has margins, and that of a list a scroll bar.
    fn framed(&mut self, block: &Block, width: i32, layout: &mut Layout) -> Area {
        let (margin, padding) = ((self.pixels)(MARGIN), (self.pixels)(PADDING));
        let inner = width - 2 * (margin + padding);
        let measure = |text: &str, breaking| self.ruler.measure(text, block.look, breaking).height;
        let height = if block.look == Look::List {
            let whole = measure(&block.text, inner - (self.pixels)(SCROLL_BAR));
            whole.min(measure("X", inner) * self.shape.lines)
        } else {
            measure(&block.text, inner - (self.pixels)(8))
        };
        let area = Area {
            left: margin + padding,
            top: self.y + padding,
            width: inner,
            height,
        };
        let frame = area.grown(padding);
        self.y = frame.bottom();
        layout.frame = Some(frame);
        area
    }

    fn block(&mut self, block: &Block, width: i32) -> Area {
        let margin = (self.pixels)(MARGIN);
        let inner = width - 2 * margin;
        let measure = |text: &str| self.ruler.measure(text, block.look, inner).height;
        let height = match (block.look, self.scene.rule) {
            (Look::Field, _) => measure("X") + (self.pixels)(FIELD_FRAME),
            (Look::Hint, Some(rule)) => {
                let heights = rule.hints().into_iter().map(|text| measure(&text));
                heights.max().unwrap_or_default()
            }
            _ => measure(&block.text),
        };
        let area = Area {
            left: margin,
            top: self.y,
            width: inner,
            height,
        };
        self.y += height;
        area
    }

    /// Buttons from the right margin leftwards; one below the other if they are too long for one line.
    fn buttons(&mut self, width: i32) -> Vec<Area> {
        let (margin, gap) = ((self.pixels)(MARGIN), (self.pixels)(BUTTON_GAP));
        let widths: Vec<_> = self
            .scene
            .buttons
            .iter()
            .map(|button| self.button_width(&button.text))
            .collect();
        let height = (self.pixels)(BUTTON_HEIGHT);
        self.y += (self.pixels)(12);
        let gaps = gap * i32::try_from(widths.len().saturating_sub(1)).unwrap_or_default();
        let beside = widths.iter().sum::<i32>() + gaps <= width - 2 * margin;
        let mut left = width - margin - widths.iter().sum::<i32>() - gaps;
        let mut areas = Vec::new();
        for &wide in &widths {
            areas.push(Area {
                left: if beside { left } else { margin },
                top: self.y,
                width: if beside { wide } else { width - 2 * margin },
                height,
            });
            left += wide + gap;
            if !beside {
                self.y += height + gap;
            }
        }
        self.y += if beside { height } else { -gap };
        self.y += (self.pixels)(12);
        areas
    }

    fn button_width(&self, text: &str) -> i32 {
        let text = self.ruler.measure(text, Look::Body, i32::MAX / 4).width;
        (text + (self.pixels)(28)).max((self.pixels)(BUTTON_WIDTH))
    }
}

fn in_site(look: Look) -> bool {
    matches!(look, Look::Headline | Look::Site | Look::List)
}

/// Between two blocks.
fn gap(above: Look, below: Look) -> i32 {
    match (above, below) {
        (Look::Headline, _) => 2,
        (Look::Label, Look::Quiet) => 3,
        (Look::Site | Look::List, _) | (_, Look::Field) => 8,
        (Look::Alert, _) => 14,
        (_, Look::Hint) => 6,
        _ => 10,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
pub(super) mod tests {
    use openjpki::evidence::document::Document;
    use openjpki::jpki::KeyKind;
    use openjpki::origin::Origin;

    use super::*;
    use crate::catalog::Catalog;
    use crate::prompt::{ChangeStep, ConfirmRequest, MessageRequest, Mistake, Notice, PinRequest, Purpose};
    use crate::wire::Listed;

    /// Every character is a square of so many pixels.
    pub(in super::super) struct Squares(pub(in super::super) i32);

    impl Ruler for Squares {
        fn measure(&self, text: &str, _: Look, width: i32) -> Extent {
            let length = i32::try_from(text.chars().count()).unwrap();
            let in_line = (width / self.0).max(1);
            Extent {
                width: length.min(in_line) * self.0,
                height: (length + in_line - 1) / in_line * self.0,
            }
        }
    }

    fn document() -> Listed {
        let document = Document::with_content(&"a".repeat(255), "application/pdf", b"%PDF-").unwrap();
        Listed::from(&document)
    }

    /// Windows of every kind with the longest texts, in every language.
    pub(in super::super) fn scenes() -> Vec<Scene> {
        let origin = Origin::parse(&format!("https://{}.example.com", ["a"; 100].join("."))).unwrap();
        let key = KeyKind::DigitalSignature;
        let mut scenes = Vec::new();
        for catalog in Catalog::all() {
            for mistake in [None, Some(Mistake::Wrong), Some(Mistake::SameAgain)] {
                let (origin, purpose, tries) = (Some(&origin), Purpose::Register, 1);
                let request = PinRequest {
                    catalog,
                    origin,
                    purpose,
                    tries,
                    mistake,
                    documents: &[],
                };
                scenes.push(Scene::pin(&request, key));
                let documents = vec![document(); 20];
                let (purpose, documents) = (Purpose::Sign, documents.as_slice());
                let request = PinRequest {
                    purpose,
                    documents,
                    ..request
                };
                scenes.push(Scene::pin(&request, key));
            }
            let origin = Some(&origin);
            scenes.push(Scene::last_try(&ConfirmRequest { catalog, origin, key }));
            for step in [
                ChangeStep::Current,
                ChangeStep::New,
                ChangeStep::Repeat,
                ChangeStep::Settle,
            ] {
                let request = PinRequest {
                    catalog,
                    origin: None,
                    purpose: Purpose::ChangePin(step),
                    tries: 1,
                    mistake: Some(Mistake::NotRepeated),
                    documents: &[],
                };
                scenes.push(Scene::pin(&request, key));
            }
            for notice in [Notice::PinBlocked(key), Notice::PinInDoubt(key)] {
                scenes.push(Scene::message(&MessageRequest { catalog, notice }));
            }
        }
        scenes
    }

    /// A window of the usual shape on a screen of `dpi` dots per inch.
    fn usual(dpi: u32) -> Shape {
        let (width, lines) = (440, 7);
        Shape { dpi, width, lines }
    }

    #[test]
    fn nothing_overlaps_and_nothing_sticks_out() {
        for scene in scenes() {
            for (dpi, square) in [(96, 12), (144, 18), (192, 24), (96, 30)] {
                let layout = arrange(&scene, usual(dpi), &Squares(square));
                let areas: Vec<_> = layout.blocks.iter().flatten().chain(&layout.buttons).copied().collect();
                for (at, area) in areas.iter().enumerate() {
                    assert!(
                        area.left > 0 && area.top > 0 && area.width > 0 && area.height > 0,
                        "{area:?}"
                    );
                    assert!(area.right() < layout.whole.width, "{area:?}");
                    assert!(area.bottom() < layout.whole.height, "{area:?}");
                    for below in &areas[at + 1..] {
                        let beside = below.left >= area.right() || area.left >= below.right();
                        assert!(beside || below.top >= area.bottom(), "{area:?} and {below:?}");
                    }
                }
                assert_eq!(layout.footer.bottom(), layout.whole.height);
            }
        }
    }

    #[test]
    fn an_alert_lies_on_its_panel_beside_its_sign() {
        for scene in scenes() {
            let layout = arrange(&scene, usual(120), &Squares(15));
            let at = scene.blocks.iter().position(|block| block.look == Look::Alert).unwrap();
            let Some(text) = layout.blocks[at] else {
                assert_eq!(layout.alert, None);
                continue;
            };
            let (panel, sign) = (layout.alert.unwrap(), layout.sign.unwrap());
            assert!(panel.top < text.top && text.bottom() < panel.bottom());
            assert!(panel.left < sign.left && sign.right() < text.left && text.right() < panel.right());
        }
    }

    #[test]
    fn lengths_grow_with_the_resolution() {
        let scene = &scenes()[0];
        let (small, large) = (
            arrange(scene, usual(96), &Squares(12)),
            arrange(scene, usual(192), &Squares(24)),
        );
        assert_eq!(large.whole.width, 2 * small.whole.width);
        assert_eq!(large.buttons[0].height, 2 * small.buttons[0].height);
    }
}
