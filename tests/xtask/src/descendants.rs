//! Ending a program together with all that it started.

use std::collections::HashMap;
use std::fs;

use rustix::process::{Pid, Signal, kill_process};

/// Ends the process `id` and its descendants, by their ids, youngest generation last.
///
/// A process whose parent ended before is not found: it belongs to process 1 by then.
pub(crate) fn end(id: u32) {
    let children = children();
    let mut doomed = vec![id];
    let mut next = 0;
    while let Some(parent) = doomed.get(next) {
        doomed.extend(children.get(parent).into_iter().flatten());
        next += 1;
    }
    for id in doomed
        .into_iter()
        .filter_map(|id| Pid::from_raw(i32::try_from(id).ok()?))
    {
        let _gone_already = kill_process(id, Signal::KILL);
    }
}

/// Who started whom, as the kernel tells now (proc(5), `/proc/PID/stat`, field 4).
fn children() -> HashMap<u32, Vec<u32>> {
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(id) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else {
            continue;
        };
        let stat = fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        if let Some(parent) = parent_in(&stat) {
            children.entry(parent).or_default().push(id);
        }
    }
    children
}

/// The parent's id in a line of `/proc/PID/stat`; the name before it stands in parentheses and may hold anything.
fn parent_in(stat: &str) -> Option<u32> {
    let (_, after_name) = stat.rsplit_once(") ")?;
    after_name.split(' ').nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};

    use crate::run::run_looking;

    #[test]
    fn parents_are_found_behind_any_name() {
        assert_eq!(super::parent_in("77 (a) 1 (b) S 42 77 77 0"), Some(42));
        assert_eq!(super::parent_in(""), None);
    }

    #[test]
    fn what_runs_too_long_ends_with_all_that_it_started() {
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 61 & echo $!; wait"]).stderr(Stdio::null());
        let mut sleeper = String::new();
        let outcome = run_looking(&mut command, Duration::from_secs(1), |line| sleeper.push_str(line));
        assert!(outcome.is_err());
        let is_there = || {
            let stat = std::fs::read_to_string(format!("/proc/{sleeper}/stat")).unwrap_or_default();
            !stat.is_empty() && !stat.contains(") Z ")
        };
        let begin = Instant::now();
        while is_there() && begin.elapsed() < Duration::from_secs(10) {
            std::thread::yield_now();
        }
        assert!(!is_there(), "process {sleeper} is still there");
    }
}
