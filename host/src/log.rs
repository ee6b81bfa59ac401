//! The log: daily files that only their owner can read, seven kept. Nothing goes to standard output or standard error.
//!
//! Nothing is buffered: the release build aborts on a panic and browsers kill the host without warning, and the last lines
//! before that are the ones that matter.

use std::fs::DirBuilder;
use std::io;
use std::path::{Path, PathBuf};

use tracing::level_filters::LevelFilter;
use tracing::subscriber::DefaultGuard;
use tracing_appender::rolling::{InitError, RollingFileAppender, Rotation};
use tracing_subscriber::fmt::Subscriber;
use tracing_subscriber::fmt::format::{DefaultFields, Format};

/// How many daily files are kept.
const FILES: usize = 7;

/// Why there is no log. The program goes on without one.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LogError {
    /// The folder cannot be made or closed to others.
    #[error("{}: {source}", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file cannot be made.
    #[error("no log file: {0}")]
    File(#[from] InitError),
    /// Logging was started before.
    #[error("there is a log already")]
    Twice,
}

/// Starts the log of the whole program in `folder`, which is made if it is not there.
///
/// - `level`: nothing more detailed is logged. APDU headers are at trace.
///
/// # Errors
/// [`LogError`]; then nothing is logged, and the caller goes on.
pub fn start(folder: &Path, level: LevelFilter) -> Result<(), LogError> {
    tracing::subscriber::set_global_default(subscriber(folder, level)?).map_err(|_| LogError::Twice)
}

/// Starts the log of this thread only, until the guard is dropped: for tests that look at what is logged.
///
/// # Errors
/// [`LogError`].
pub fn start_here(folder: &Path, level: LevelFilter) -> Result<DefaultGuard, LogError> {
    Ok(tracing::subscriber::set_default(subscriber(folder, level)?))
}

type FileSubscriber = Subscriber<DefaultFields, Format, LevelFilter, RollingFileAppender>;

fn subscriber(folder: &Path, level: LevelFilter) -> Result<FileSubscriber, LogError> {
    private_folder(folder).map_err(|source| LogError::Folder {
        folder: folder.to_path_buf(),
        source,
    })?;
    let appender = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("openjpki-host")
        .filename_suffix("log")
        .max_log_files(FILES)
        .build(folder)?;
    private_files(folder).map_err(|source| LogError::Folder {
        folder: folder.to_path_buf(),
        source,
    })?;
    Ok(tracing_subscriber::fmt()
        .with_max_level(level)
        .with_ansi(false)
        .with_writer(appender)
        .finish())
}

#[cfg(unix)]
fn private_folder(folder: &Path) -> io::Result<()> {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};

    // Files that are begun at midnight get their mode from here.
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    set_permissions(folder, Permissions::from_mode(0o700))
}

#[cfg(unix)]
fn private_files(folder: &Path) -> io::Result<()> {
    use std::fs::{Permissions, read_dir, set_permissions};
    use std::os::unix::fs::PermissionsExt as _;

    for entry in read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            set_permissions(entry.path(), Permissions::from_mode(0o600))?;
        }
    }
    Ok(())
}

/// On Windows what is made below the person's profile is closed to other people by the access rules that it inherits from the
/// profile (the person, administrators, the system); nothing is added to them here.
#[cfg(not(unix))]
fn private_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).create(folder)
}

#[cfg(not(unix))]
fn private_files(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn scratch(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("openjpki-log-{name}-{}", std::process::id()))
    }

    fn written(folder: &Path) -> String {
        let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        files.map(|file| fs::read_to_string(file).unwrap()).collect()
    }

    #[test]
    fn lines_of_the_level_are_written_at_once() {
        let folder = scratch("level");
        let guard = start_here(&folder, LevelFilter::INFO).unwrap();
        tracing::info!("shown");
        tracing::debug!("hidden");
        let text = written(&folder);
        assert!(text.contains("shown") && !text.contains("hidden"), "{text}");
        drop(guard);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn seven_files_are_kept() {
        let folder = scratch("seven");
        fs::create_dir_all(&folder).unwrap();
        for day in 1..=12 {
            fs::write(folder.join(format!("openjpki-host.2020-01-{day:02}.log")), "old").unwrap();
        }
        drop(start_here(&folder, LevelFilter::INFO).unwrap());
        let mut names: Vec<_> = fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        names.sort();
        assert_eq!(names.len(), 7, "{names:?}");
        fs::remove_dir_all(folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = scratch("owner");
        fs::create_dir_all(&folder).unwrap();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        drop(start_here(&folder, LevelFilter::INFO).unwrap());
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        for entry in fs::read_dir(&folder).unwrap() {
            assert_eq!(mode(&entry.unwrap().path()), 0o600);
        }
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_an_error_and_nothing_more() {
        let file = scratch("file");
        fs::write(&file, "").unwrap();
        assert!(matches!(
            start_here(&file.join("log"), LevelFilter::INFO),
            Err(LogError::Folder { .. })
        ));
        fs::remove_file(file).unwrap();
    }
}
