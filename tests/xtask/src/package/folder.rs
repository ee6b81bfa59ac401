//! Folders in which a package is put together. Times and modes do not depend on who packs when.

use std::fs::{self, File, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use crate::Stop;
use crate::run::{command, output_of, root};

/// An empty folder that is filled file by file.
pub(super) struct Folder {
    path: PathBuf,
    time: u64,
}

impl Folder {
    /// Makes `target/packages/NAME` anew.
    pub(super) fn new(name: &str) -> Result<Self, Stop> {
        let path = root()
            .join("target/packages")
            .join(format!("{name}-{}", std::process::id()));
        if path.exists() {
            fs::remove_dir_all(&path).map_err(|error| failed(&path, &error))?;
        }
        fs::create_dir_all(&path).map_err(|error| failed(&path, &error))?;
        fs::set_permissions(&path, Permissions::from_mode(0o755)).map_err(|error| failed(&path, &error))?;
        Ok(Self { path, time: time() })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Seconds since 1970 that every file carries: `SOURCE_DATE_EPOCH`, else the last commit's.
    pub(super) fn time(&self) -> u64 {
        self.time
    }

    /// Copies a file, with the mode 0755 for a program and 0644 for anything else.
    pub(super) fn copy(&self, from: &Path, to: &str, mode: u32) -> Result<(), Stop> {
        let bytes = fs::read(from).map_err(|error| failed(from, &error))?;
        self.write(to, &bytes, mode)
    }

    /// Writes a file.
    pub(super) fn write(&self, to: &str, bytes: &[u8], mode: u32) -> Result<(), Stop> {
        let path = self.path.join(to);
        self.put(&path, bytes, mode).map_err(|error| failed(&path, &error))
    }

    fn put(&self, path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, bytes)?;
        fs::set_permissions(path, Permissions::from_mode(mode))?;
        File::options()
            .append(true)
            .open(path)?
            .set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(self.time))
    }

    /// All files, relative and sorted.
    pub(super) fn files(&self) -> Result<Vec<PathBuf>, Stop> {
        let mut files = Vec::new();
        let mut folders = vec![self.path.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).map_err(|error| failed(&folder, &error))? {
                let path = entry.map_err(|error| failed(&folder, &error))?.path();
                if path.is_dir() {
                    folders.push(path);
                } else if let Ok(file) = path.strip_prefix(&self.path) {
                    files.push(file.to_owned());
                }
            }
        }
        files.sort();
        Ok(files)
    }
}

impl Drop for Folder {
    /// A browser that has just ended may still write for a moment.
    fn drop(&mut self) {
        for _ in 0..20 {
            let _ = fs::remove_dir_all(&self.path);
            sleep(Duration::from_millis(if self.path.exists() { 100 } else { 5 }));
            if !self.path.exists() {
                return;
            }
        }
    }
}

/// Makes the folder that takes the packages.
pub(super) fn out(path: &Path) -> Result<PathBuf, Stop> {
    let path = super::whole(path);
    fs::create_dir_all(&path).map_err(|error| failed(&path, &error))?;
    Ok(path)
}

/// Says how large the package is and where.
pub(super) fn made(path: &Path) -> Result<(), Stop> {
    let about = fs::metadata(path).map_err(|error| failed(path, &error))?;
    println!("{:>9} bytes  {}", about.len(), path.display());
    Ok(())
}

pub(super) fn failed(path: &Path, error: &io::Error) -> Stop {
    Stop::Failed(format!("{}: {error}", path.display()))
}

/// Source: <https://reproducible-builds.org/specs/source-date-epoch/>.
fn time() -> u64 {
    let named = std::env::var("SOURCE_DATE_EPOCH").ok();
    let time = named.or_else(|| output_of(&mut command("git log -1 --format=%ct")));
    time.and_then(|time| time.parse().ok()).unwrap_or(315_532_800)
}
