//! The pinentry program: which one, with which environment, and how it ends.

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

/// Graphical ones first, those that fit the common desktops before the others.
pub(super) const NAMES: [&str; 6] = [
    "pinentry-gnome3",
    "pinentry-qt",
    "pinentry-gtk-2",
    "pinentry-mac",
    "pinentry-x11",
    "pinentry",
];

/// What a graphical program needs: where the display and the session are, the language, sizes and input methods. Nothing
/// that makes it load code of somebody else's choice.
const PASSED_ON: [&str; 34] = [
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "DISPLAY",
    "XAUTHORITY",
    "WAYLAND_DISPLAY",
    "XDG_RUNTIME_DIR",
    "XDG_SESSION_TYPE",
    "XDG_CURRENT_DESKTOP",
    "XDG_CONFIG_HOME",
    "XDG_CONFIG_DIRS",
    "XDG_DATA_HOME",
    "XDG_DATA_DIRS",
    "DESKTOP_SESSION",
    "KDE_FULL_SESSION",
    "KDE_SESSION_VERSION",
    "DBUS_SESSION_BUS_ADDRESS",
    "LANG",
    "LANGUAGE",
    "LC_ALL",
    "LC_CTYPE",
    "LC_MESSAGES",
    "GDK_SCALE",
    "GDK_DPI_SCALE",
    "GTK_THEME",
    "GTK_IM_MODULE",
    "QT_IM_MODULE",
    "XMODIFIERS",
    "QT_SCALE_FACTOR",
    "QT_AUTO_SCREEN_SCALE_FACTOR",
    "QT_ENABLE_HIGHDPI_SCALING",
    "QT_FONT_DPI",
    "QT_QPA_PLATFORM",
];

/// Variables for a pinentry program of the person's own are passed on as well.
const OWN_PREFIX: &str = "OPENJPKI_PINENTRY_";

/// How long a program may take to end after its input was closed.
const PATIENCE: Duration = Duration::from_millis(500);

/// The programs to try, in order: the configured one alone, else those of [`NAMES`] that are in a folder of `path`.
pub(super) fn candidates(configured: Option<&Path>, path: Option<OsString>) -> Vec<PathBuf> {
    if let Some(program) = configured {
        return vec![program.to_path_buf()];
    }
    let folders: Vec<_> = std::env::split_paths(&path.unwrap_or_default())
        .filter(|folder| folder.is_absolute())
        .collect();
    let first = |name| {
        folders
            .iter()
            .map(|folder| folder.join(name))
            .find(|program| program.is_file())
    };
    NAMES.iter().filter_map(first).collect()
}

/// The person's locale, if its texts are UTF-8; else one that is.
pub(super) fn locale(variable: impl Fn(&str) -> Option<OsString>) -> String {
    let set = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(variable)
        .find(|value| !value.is_empty());
    let locale = set.and_then(|value| value.into_string().ok()).unwrap_or_default();
    let folded = locale.to_ascii_lowercase();
    if folded.contains("utf-8") || folded.contains("utf8") {
        locale
    } else {
        "C.UTF-8".to_owned()
    }
}

/// A program that runs. Dropping it ends and reaps it.
pub(super) struct Program(Arc<Mutex<Child>>);

impl Program {
    /// Starts the program at `path`, with a process group of its own: a wrapper and what it started end together.
    pub(super) fn start(path: &Path) -> io::Result<(Self, ChildStdout, ChildStdin)> {
        let is_passed_on = |name: &OsStr| {
            let name = name.to_string_lossy();
            PASSED_ON.contains(&&*name) || name.starts_with(OWN_PREFIX)
        };
        let mut command = Command::new(path);
        end_with_us(&mut command);
        let mut child = command
            .env_clear()
            .envs(std::env::vars_os().filter(|(name, _)| is_passed_on(name)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()?;
        let pipes = (child.stdout.take(), child.stdin.take());
        let program = Self(Arc::new(Mutex::new(child)));
        match pipes {
            (Some(stdout), Some(stdin)) => Ok((program, stdout, stdin)),
            _ => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    /// The process group of the program and of all that it started, for as long as it runs.
    #[cfg(target_os = "linux")]
    pub(super) fn group(&self) -> Pid {
        Pid::from_child(&self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What ends the program at once, from any thread, also after it was dropped.
    pub(super) fn killer(&self) -> impl FnOnce() + Send + 'static {
        let child = Arc::clone(&self.0);
        move || kill(&mut child.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let child = Arc::clone(&self.0);
        // Nobody waits for a window that closes: the card is next.
        let reaper = thread::Builder::new().name("pinentry".to_owned());
        if reaper.spawn(move || reap(&child)).is_err() {
            reap(&self.0);
        }
    }
}

/// Has the kernel end the program when this process ends, however it ends: a pinentry program with an open window does not
/// look at its input, so the window would stay and take a PIN for nobody.
///
/// Source: `prctl(2)` `PR_SET_PDEATHSIG`; the parent that counts is the thread, here the main one.
#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "the standard library has no safe way to do this in the child")]
fn end_with_us(command: &mut Command) {
    let parent = rustix::process::getpid();
    let in_child = move || {
        rustix::process::set_parent_process_death_signal(Some(Signal::KILL))?;
        match rustix::process::getppid() {
            Some(living) if living == parent => Ok(()),
            _ => Err(io::ErrorKind::BrokenPipe.into()),
        }
    };
    // SAFETY: between fork and exec the closure makes two system calls and neither allocates nor takes a lock.
    unsafe { command.pre_exec(in_child) };
}

#[cfg(not(target_os = "linux"))]
fn end_with_us(_: &mut Command) {}

fn reap(child: &Mutex<Child>) {
    let end = Instant::now() + PATIENCE;
    loop {
        let mut child = child.lock().unwrap_or_else(PoisonError::into_inner);
        if !matches!(child.try_wait(), Ok(None)) {
            return;
        }
        if Instant::now() >= end {
            kill(&mut child);
            let _ = child.wait();
            return;
        }
        drop(child);
        thread::sleep(Duration::from_millis(10));
    }
}

/// Kills the group of a child that was not reaped yet: its number is then still its own.
fn kill(child: &mut Child) {
    if matches!(child.try_wait(), Ok(None)) {
        let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::io::Read as _;

    #[test]
    fn the_configured_program_is_the_only_one() {
        let path = Some(OsString::from("/usr/bin"));
        assert_eq!(candidates(Some(Path::new("/opt/p")), path), [Path::new("/opt/p")]);
    }

    #[test]
    fn programs_are_taken_from_the_path_in_our_order() {
        let folder = std::env::temp_dir().join(format!("openjpki-path-{}", std::process::id()));
        let (first, second) = (folder.join("first"), folder.join("second"));
        for file in [
            first.join("pinentry"),
            second.join("pinentry"),
            second.join("pinentry-qt"),
        ] {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "").unwrap();
        }
        let path = std::env::join_paths([Path::new("relative"), &first, &second]).unwrap();
        assert_eq!(
            candidates(None, Some(path)),
            [second.join("pinentry-qt"), first.join("pinentry")]
        );
        assert!(candidates(None, None).is_empty());
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn the_locale_is_one_of_utf_8() {
        let locale_of = |name: &'static str, value: &'static str| {
            locale(move |variable| (variable == name).then(|| OsString::from(value)))
        };
        assert_eq!(locale_of("LANG", "ja_JP.UTF-8"), "ja_JP.UTF-8");
        assert_eq!(locale_of("LC_ALL", "en_US.utf8"), "en_US.utf8");
        assert_eq!(locale_of("LANG", "C"), "C.UTF-8");
        assert_eq!(locale_of("LC_CTYPE", "ja_JP.eucJP"), "C.UTF-8");
    }

    #[test]
    fn a_killed_program_takes_what_it_started_with_it() {
        let folder = std::env::temp_dir().join(format!("openjpki-wrapper-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let wrapper = folder.join("wrapper");
        fs::write(&wrapper, "#!/bin/sh\nsleep 600\ntrue\n").unwrap();
        fs::set_permissions(&wrapper, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        let (program, mut stdout, stdin) = Program::start(&wrapper).unwrap();
        let killer = program.killer();
        let thread = thread::spawn(move || {
            thread::sleep(Duration::from_millis(100));
            killer();
        });
        let start = Instant::now();
        // `sleep` holds the pipe as well: it ends only with both.
        assert_eq!(stdout.read(&mut [0; 16]).unwrap(), 0);
        assert!(start.elapsed() < Duration::from_secs(60));
        thread.join().unwrap();
        drop(stdin);
        let killer = program.killer();
        drop(program);
        killer();
        fs::remove_dir_all(folder).unwrap();
    }

    /// Starts itself as the process that is killed.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_program_ends_with_us_also_when_we_are_killed() {
        const NAME: &str = "prompt::program::tests::a_program_ends_with_us_also_when_we_are_killed";
        const ROLE: &str = "OPENJPKI_TEST_KILLED_PARENT";
        if std::env::var_os(ROLE).is_some() {
            let program = Program::start(Path::new("/bin/cat")).unwrap();
            println!("\npid {}", program.0.0.lock().unwrap().id());
            thread::sleep(Duration::from_secs(60));
            return;
        }
        let mut parent = Command::new(std::env::current_exe().unwrap());
        let parent = parent.args([NAME, "--exact", "--nocapture"]).env(ROLE, "1");
        let mut parent = parent.stdout(Stdio::piped()).spawn().unwrap();
        let lines = io::BufRead::lines(io::BufReader::new(parent.stdout.take().unwrap()));
        let pid = lines
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("pid ").map(str::to_owned));
        let status = format!("/proc/{}/status", pid.unwrap());
        // Keeps the input open, so that the end of input is not what ends it.
        let _input = fs::File::options()
            .write(true)
            .open(status.replace("status", "fd/0"))
            .unwrap();
        parent.kill().unwrap();
        parent.wait().unwrap();
        let end = Instant::now() + Duration::from_secs(10);
        while fs::read_to_string(&status).is_ok_and(|status| !status.contains("State:\tZ")) {
            assert!(Instant::now() < end, "the program goes on without us");
            thread::sleep(Duration::from_millis(10));
        }
    }
}
