//! One dialog: what it shows, and what becomes of what a person does.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use super::Answer;
use super::field::Guard;
use super::fit::fit;
use super::layout::Layout;
use super::look::{self, State};
use super::rule::{Hint, Note, Rule};
use super::scene::{Block, Look, Scene, id};
use super::win32::{self, Event, Fonts, Handle, Kind, Palette, Reactions, Reply, listen, overwrite, read_typed};

/// How long keys and clicks that were meant for another window are dropped.
const DEAF: Duration = Duration::from_millis(500);
/// The notification of a field whose text changed. Source: Win32, EN_CHANGE.
const CHANGED: u16 = 0x0300;

/// A dialog on the screen.
pub(super) struct Dialog {
    window: Handle,
    scene: RefCell<Scene>,
    looks: RefCell<Looks>,
    asked: Cell<Instant>,
    /// Who waits for the person; nobody while the card works.
    answer: RefCell<Option<Sender<Answer>>>,
    closed_by_person: Arc<AtomicBool>,
    note: Cell<Option<Note>>,
    hint_is_wrong: Cell<bool>,
}

/// What depends on the screen.
struct Looks {
    fonts: Fonts,
    palette: Palette,
    layout: Layout,
}

impl Looks {
    /// For `scene` in `window`, on the screen where that is, of `dpi` dots per inch.
    fn of(scene: &Scene, window: Handle, dpi: u32) -> Self {
        let (fonts, layout) = fit(scene, dpi, window.room(), Fonts::for_dpi);
        Self {
            fonts,
            palette: Palette::of_system(),
            layout,
        }
    }
}

impl Dialog {
    /// Opens a dialog and comes to the front.
    pub(super) fn open(
        scene: Scene,
        answer: Sender<Answer>,
        closed_by_person: Arc<AtomicBool>,
    ) -> windows::core::Result<Rc<Self>> {
        let window = win32::open(scene.title)?;
        let looks = Looks::of(&scene, window, window.dpi());
        let dialog = Rc::new(Self {
            window,
            scene: RefCell::new(scene),
            looks: RefCell::new(looks),
            asked: Cell::new(Instant::now()),
            answer: RefCell::new(Some(answer)),
            closed_by_person,
            note: Cell::new(None),
            hint_is_wrong: Cell::new(false),
        });
        if let Err(error) = dialog.add_controls() {
            window.destroy();
            return Err(error);
        }
        let reactions: Rc<dyn Reactions> = dialog.clone();
        window.react_with(reactions);
        if let Some(field) = dialog.field() {
            let weak = Rc::downgrade(&dialog);
            let note = move |note| weak.upgrade().into_iter().for_each(|dialog| dialog.note(note));
            listen(field, Rc::new(Guard(note)));
            window.hide_from_capture();
        }
        dialog.refresh();
        dialog.arrange(true);
        dialog.begin();
        Ok(dialog)
    }

    /// Whether `next` is the same question again.
    pub(super) fn goes_on_with(&self, next: &Scene) -> bool {
        self.scene.borrow().goes_on_with(next)
    }

    /// Asks the same question again, with what has changed.
    pub(super) fn ask_again(&self, scene: Scene, answer: Sender<Answer>) {
        let news = self.show_texts_of(&scene);
        self.scene.replace(scene);
        self.answer.replace(Some(answer));
        self.note.set(None);
        if let Some(field) = self.field() {
            field.set_read_only(false);
        }
        self.refresh();
        self.arrange(false);
        self.begin();
        if let Some(news) = news {
            self.control(news).inspect(|control| control.announce());
        }
    }

    /// Shows what the texts of `scene` say unlike those before; returns what a screen reader shall say first: a mistake, else what
    /// is asked for now.
    fn show_texts_of(&self, scene: &Scene) -> Option<u16> {
        let mut renamed = false;
        let before = self.scene.borrow();
        for block in scene.blocks.iter().filter(|block| !changes_by_itself(block)) {
            let same = before
                .blocks
                .iter()
                .any(|old| old.id == block.id && old.text == block.text);
            if !same {
                self.set_text(block.id, &block.text);
                renamed |= block.id == id::NAME;
            }
        }
        let mistake = scene
            .blocks
            .iter()
            .any(|block| block.look == Look::Alert && !block.text.is_empty());
        match (mistake, renamed) {
            (true, _) => Some(id::HEADING),
            (false, true) => Some(id::NAME),
            (false, false) => None,
        }
    }

    /// Comes to the front again, with the keyboard where it was.
    pub(super) fn come_forward(&self) {
        let granted = self.window.come_forward();
        tracing::debug!(granted, "brought to the front");
    }

    /// Closes it without an answer.
    pub(super) fn end(&self) {
        self.field().into_iter().for_each(overwrite);
        self.window.destroy();
    }

    /// Tells what happened at the keyboard.
    fn note(&self, note: Note) {
        if !self.is_asking() {
            return;
        }
        self.note.set(Some(note));
        self.refresh();
    }

    fn add_controls(&self) -> windows::core::Result<()> {
        let scene = self.scene.borrow();
        // A screen reader names the field after the text made just before it.
        let is_named = |block: &&Block| matches!(block.look, Look::Label | Look::Field);
        let (named, others): (Vec<_>, Vec<_>) = scene.blocks.iter().partition(is_named);
        for block in others.into_iter().chain(named) {
            let kind = match block.look {
                Look::Field => Kind::Field,
                Look::Label => Kind::Label,
                Look::Sentence => Kind::Sentence,
                Look::List => Kind::List,
                _ => Kind::Text,
            };
            self.window.add(kind, block.id, &block.text)?;
        }
        for button in &scene.buttons {
            let default = button.default;
            self.window.add(Kind::Button { default }, button.id, &button.text)?;
        }
        Ok(())
    }

    /// From now on the person is asked.
    fn begin(&self) {
        self.asked.set(Instant::now());
        self.window.come_forward();
        let scene = self.scene.borrow();
        let first = match scene.rule {
            Some(_) => Some(id::FIELD),
            None => scene
                .buttons
                .iter()
                .find(|button| button.default)
                .map(|button| button.id),
        };
        first
            .and_then(|first| self.control(first))
            .inspect(|control| control.focus());
        // The system had given the keyboard to the list, as the first that takes it, and selected all of it.
        self.control(id::DOCUMENTS).inspect(|list| list.scroll_to_top());
    }

    /// Puts everything in its place.
    fn arrange(&self, centered: bool) {
        let looks = Looks::of(&self.scene.borrow(), self.window, self.window.dpi());
        self.window.make_room(looks.layout.whole, centered);
        self.dress(looks);
    }

    fn dress(&self, looks: Looks) {
        let scene = self.scene.borrow();
        for (block, area) in scene.blocks.iter().zip(&looks.layout.blocks) {
            if let Some(control) = self.control(block.id) {
                looks.fonts.dress(control, block.look);
                control.show(area.is_some());
                area.inspect(|area| control.place(*area));
            }
        }
        for (button, area) in scene.buttons.iter().zip(&looks.layout.buttons) {
            if let Some(control) = self.control(button.id) {
                looks.fonts.dress(control, Look::Body);
                control.place(*area);
            }
        }
        drop(scene);
        // The old fonts go only now: nothing is written with them any more.
        drop(self.looks.replace(looks));
        self.window.repaint();
    }

    /// Shows what the rule says about what is in the field.
    fn refresh(&self) {
        if let (Some(rule), Some(field)) = (self.rule(), self.field()) {
            let checked = rule.check(&read_typed(field));
            self.control(id::OK).inspect(|ok| ok.enable(checked.is_ok()));
            let hint = rule.hint(checked, self.note.get());
            self.show_hint(&hint);
        }
    }

    fn show_hint(&self, hint: &Hint) {
        self.hint_is_wrong.set(hint.wrong);
        self.set_text(id::HINT, &hint.text);
        if hint.wrong {
            self.control(id::HINT).inspect(|control| control.announce());
        }
    }

    /// Takes what was typed, if the rule is met.
    fn accept(&self) {
        let (Some(rule), Some(field)) = (self.rule(), self.field()) else {
            return self.answer(Answer::Continue);
        };
        if !self.is_asking() {
            return;
        }
        let typed = read_typed(field);
        let checked = rule.check(&typed);
        if checked.is_err() {
            return self.show_hint(&rule.refusal(checked));
        }
        let waiting = self.answer.take();
        field.set_read_only(true);
        overwrite(field);
        self.control(id::OK).inspect(|ok| ok.enable(false));
        self.hint_is_wrong.set(false);
        self.set_text(id::HINT, rule.catalog.window.working);
        self.control(id::HINT).inspect(|control| control.announce());
        waiting.inspect(|waiting| drop(waiting.send(Answer::Typed(typed))));
    }

    /// The person closes the window.
    fn close(&self) {
        if !self.is_asking() {
            self.closed_by_person.store(true, Ordering::SeqCst);
        }
        self.field().into_iter().for_each(overwrite);
        self.window.show(false);
        self.answer(Answer::Closed);
    }

    fn answer(&self, answer: Answer) {
        let waiting = self.answer.take();
        waiting.inspect(|waiting| drop(waiting.send(answer)));
    }

    fn state(&self) -> State {
        match (self.is_asking(), self.hint_is_wrong.get()) {
            (false, _) => State::Working,
            (true, true) => State::Wrong,
            (true, false) => State::Typing,
        }
    }

    fn is_asking(&self) -> bool {
        self.answer.borrow().is_some()
    }

    fn rule(&self) -> Option<Rule> {
        self.scene.borrow().rule
    }

    fn field(&self) -> Option<Handle> {
        self.control(id::FIELD)
    }

    fn control(&self, id: u16) -> Option<Handle> {
        self.window.control(id)
    }

    fn set_text(&self, id: u16, text: &str) {
        self.control(id).inspect(|control| control.set_text(text));
    }
}

/// Whether what is typed changes this block, and no asking.
fn changes_by_itself(block: &Block) -> bool {
    matches!(block.look, Look::Field | Look::Hint)
}

impl Reactions for Dialog {
    fn react(&self, event: Event) -> Reply {
        match event {
            Event::Command { id: id::OK, code: 0 } => self.accept(),
            Event::Command {
                id: id::CANCEL,
                code: 0,
            }
            | Event::Close => self.close(),
            Event::Command {
                id: id::FIELD,
                code: CHANGED,
            } if self.is_asking() => {
                if self.note.get() != Some(Note::Folded) {
                    self.note.set(None);
                }
                self.refresh();
            }
            Event::Erase(canvas) => {
                let looks = self.looks.borrow();
                look::paint(canvas, &looks.layout, &looks.palette);
            }
            Event::Color(id, canvas) => {
                let (scene, looks) = (self.scene.borrow(), self.looks.borrow());
                return Reply::Brush(look::color(canvas, &scene, id, self.state(), &looks.palette));
            }
            Event::Resolution(dpi, best) => {
                self.window.place(best);
                let looks = Looks::of(&self.scene.borrow(), self.window, dpi);
                self.window.make_room(looks.layout.whole, false);
                self.dress(looks);
            }
            Event::Appearance => self.arrange(false),
            Event::Command { .. } => return Reply::Default,
        }
        Reply::Done
    }

    fn is_deaf(&self) -> bool {
        self.is_asking() && self.asked.get().elapsed() < DEAF
    }

    fn enter(&self) -> bool {
        let refused =
            self.field().is_some_and(Handle::has_focus) && self.control(id::OK).is_some_and(|ok| !ok.is_enabled());
        if refused && self.is_asking() {
            self.accept();
        }
        refused
    }
}
