//! The power fails, again and again.

use std::sync::Arc;
use std::time::Duration;

use crate::crowd::{Crowd, nothing_is_lost_or_double};
use crate::process::Program;
use crate::stage::new_database;
use crate::wire::Copies;

/// So often.
const TIMES: usize = 6;

/// SIGKILL, as close to a loss of power as a test comes: what SQLite had not handed to the disk by an answer would be in the kernel's
/// memory still. That it was (`synchronous = FULL`) is what `every_connection_to_sqlite_has_the_settings` looks at.
#[test]
fn the_site_is_killed_again_and_again_and_nothing_is_lost_or_double() {
    let folder = tempfile::tempdir().unwrap();
    let database = new_database(folder.path());
    let start = |listen: &str| Program::start_at(folder.path(), &database, listen, "warn", &[]);
    let mut site = start("127.0.0.1:0");
    let address = site.address.clone();
    let copies = Arc::new(Copies::of(&[&address]));
    let crowd = Crowd::begin(&copies, 8, 7);
    for time in 1..=TIMES {
        while crowd.done() < time * 8 {
            std::thread::sleep(Duration::from_millis(1));
        }
        drop(site);
        site = start(&address);
    }
    let told = crowd.end();
    assert!(copies.cut() > 0, "no request was under way");
    assert_eq!(told.len(), 56);
    site.stop();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(nothing_is_lost_or_double(&database, &told));
}
