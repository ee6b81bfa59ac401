//! The thread that the windows live on.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use super::Answer;
use super::dialog::Dialog;
use super::scene::Scene;
use super::win32::{Doorbell, Listener, Spoken, Verdict, end_pump, prepare_thread, pump};
use crate::prompt::PromptError;

/// What the thread is asked to do.
enum Order {
    /// To show this, and to answer there.
    Show(Box<Scene>, Sender<Answer>),
    /// To bring what is open to the front.
    ToFront,
    /// To close everything and end.
    End,
}

/// The thread that the windows live on, as others see it. Dropping it closes its window and ends it; nobody waits for that.
pub(super) struct WindowThread {
    orders: Sender<Order>,
    bell: Doorbell,
    closed_by_person: Arc<AtomicBool>,
}

impl WindowThread {
    /// Starts it; nothing is shown yet.
    pub(super) fn start() -> Result<Self, PromptError> {
        let (orders, received) = channel();
        let (ready, started) = channel();
        let closed_by_person = Arc::new(AtomicBool::new(false));
        let closed = Arc::clone(&closed_by_person);
        let run = move || run(received, &ready, closed);
        let spawned = thread::Builder::new().name("windows".to_owned()).spawn(run);
        spawned.map_err(|error| no_window(&error))?;
        let bell = started
            .recv()
            .map_err(|error| no_window(&error))?
            .map_err(|error| no_window(&error))?;
        Ok(Self {
            orders,
            bell,
            closed_by_person,
        })
    }

    /// Shows `scene`; what the person does is sent to `answer`.
    pub(super) fn show(&self, scene: Scene, answer: Sender<Answer>) {
        self.order(Order::Show(Box::new(scene), answer));
    }

    /// What brings its window to the front, from any thread, also after the thread has ended.
    pub(super) fn to_front(&self) -> impl Fn() + Send + Sync + 'static {
        let (orders, bell) = (self.orders.clone(), self.bell);
        move || {
            if orders.send(Order::ToFront).is_ok() {
                bell.ring();
            }
        }
    }

    /// Whether the person closed the window while the card worked.
    pub(super) fn was_closed_by_person(&self) -> bool {
        self.closed_by_person.load(Ordering::SeqCst)
    }

    fn order(&self, order: Order) {
        // A thread that has ended has dropped the receiver, and whoever waits for its answer is told so.
        if self.orders.send(order).is_ok() {
            self.bell.ring();
        }
    }
}

impl Drop for WindowThread {
    fn drop(&mut self) {
        self.order(Order::End);
    }
}

fn no_window(error: &dyn std::fmt::Display) -> PromptError {
    PromptError::NoWindow {
        reason: error.to_string(),
    }
}

fn run(orders: Receiver<Order>, ready: &Sender<windows::core::Result<Doorbell>>, closed_by_person: Arc<AtomicBool>) {
    prepare_thread();
    let desk = Rc::new(Desk {
        orders,
        closed_by_person,
        dialog: RefCell::new(None),
    });
    let listener: Rc<dyn Listener> = desk.clone();
    let bell = Doorbell::hang_up(listener);
    let hangs = bell.is_ok();
    if ready.send(bell).is_ok() && hangs {
        pump();
    }
    desk.clear();
}

/// What the thread has: its orders, and the window that is open.
struct Desk {
    orders: Receiver<Order>,
    closed_by_person: Arc<AtomicBool>,
    dialog: RefCell<Option<Rc<Dialog>>>,
}

impl Desk {
    fn show(&self, scene: Scene, answer: Sender<Answer>) {
        if self.closed_by_person.load(Ordering::SeqCst) {
            drop(answer.send(Answer::Closed));
            return;
        }
        let before = self.dialog.borrow().clone();
        if let Some(dialog) = before.filter(|dialog| dialog.goes_on_with(&scene)) {
            dialog.ask_again(scene, answer);
            return;
        }
        match Dialog::open(scene, answer, Arc::clone(&self.closed_by_person)) {
            Ok(dialog) => {
                // The new one has the keyboard before the old one goes: the system gives it to no other program in between.
                let before = self.dialog.replace(Some(dialog));
                before.inspect(|dialog| dialog.end());
            }
            // Without an answer the asker hears that there is none.
            Err(error) => tracing::error!(%error, "a window could not be shown"),
        }
    }

    fn clear(&self) {
        let before = self.dialog.take();
        before.inspect(|dialog| dialog.end());
    }
}

impl Listener for Desk {
    fn hears(&self, spoken: Spoken) -> Verdict {
        if spoken != Spoken::Rung {
            return Verdict::Pass;
        }
        while let Ok(order) = self.orders.try_recv() {
            match order {
                Order::Show(scene, answer) => self.show(*scene, answer),
                Order::ToFront => {
                    self.dialog.borrow().as_ref().inspect(|dialog| dialog.come_forward());
                }
                Order::End => {
                    self.clear();
                    end_pump();
                }
            }
        }
        Verdict::Swallow
    }
}
