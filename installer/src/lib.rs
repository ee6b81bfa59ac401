//! Registers, unregisters and lists the OpenJPKI host in the browsers of this computer.
//!
//! [`install()`] puts the host program and its manifests in place and writes a record of them; [`uninstall()`] removes what
//! the record names and nothing else; [`status()`] tells what each browser would find, in its own order.
//!
//! Floors, an arrow only points down: `cli` over `install`, `uninstall`, `status` over `journal`, `record`, `finding`
//! over `places`, `package` over `disk`, `registry`, `access`. What differs between Linux and Windows lies in files of these
//! names below the last four and `places`; everything above is one. [`catalog`] has every sentence that a person reads.

mod access;
mod disk;
mod error;
mod event;
mod finding;
mod install;
mod journal;
mod location;
mod package;
mod place;
mod places;
mod printable;
mod record;
mod registry;
mod report;
mod status;
mod uninstall;

pub mod catalog;
pub mod cli;
pub mod doctor;

pub use error::Error;
pub use event::{Event, KeptBecause};
pub use finding::{Concern, Finding, InstalledBy, Level};
pub use install::{Request, install};
pub use location::Location;
pub use place::Place;
pub use places::{HOST_FILE, Places, Scope};
pub use status::{BrowserStatus, Question, Status, Verdict, status};
pub use uninstall::{Removal, uninstall};
