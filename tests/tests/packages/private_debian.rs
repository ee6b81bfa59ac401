//! A Debian computer of one's own: this one's files with a layer over them that takes every change, in a mount namespace of its own.
//! Nothing of it stays. Needs root and an overlay file system.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use openjpki_tests::stage::root;
use tempfile::TempDir;

/// Makes the layer, shows `/tmp` and the repository as they are, and holds the namespace until its standard input ends.
const HOLDER: &str = r#"
cd "$0" && mount -t tmpfs tmpfs . && cd "$0" && mkdir above work whole &&
mount -t overlay overlay -o "lowerdir=/,upperdir=$0/above,workdir=$0/work" whole &&
for folder in /proc /dev /sys /tmp "$1"; do mount --rbind "$folder" "$0/whole$folder" || exit; done &&
exec chroot whole sh -c 'cd / && echo ready && read -r never'
"#;

/// Folders of which a package may change the contents without leaving anything: package managers' books, logs, caches.
const BOOKS: [&str; 4] = ["/var/lib/dpkg", "/var/lib/apt", "/var/log", "/var/cache"];

/// A running private computer. Dropping it ends it; programs in it are the caller's to end.
pub(crate) struct PrivateDebian {
    holder: Child,
    folder: TempDir,
}

impl PrivateDebian {
    pub(crate) fn start() -> Self {
        // not below /tmp, which is shown inside
        let folder = tempfile::tempdir_in("/var/tmp").unwrap();
        let mut holder = Command::new("unshare")
            .args(["--mount", "--propagation", "private", "--", "sh", "-c", HOLDER])
            .arg(folder.path())
            .arg(root())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(holder.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert_eq!(
            line, "ready\n",
            "no layer over /: are we root, is there an overlay file system?"
        );
        Self { holder, folder }
    }

    /// A program on this computer.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new("nsenter");
        command
            .arg(format!("--target={}", self.holder.id()))
            .args(["--mount", "--root", "--wd=/", "--"])
            .arg(program);
        command
    }

    /// Runs `dpkg`, which must succeed.
    pub(crate) fn dpkg(&self, what: &str, package: &Path) {
        let output = self.command("dpkg").arg(what).arg(package).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "dpkg {what}: {said}");
        assert!(!said.contains("warning"), "dpkg {what}: {said}");
    }

    /// A file of this computer, from outside.
    pub(crate) fn outside(&self, path: impl AsRef<Path>) -> PathBuf {
        let below = path.as_ref().strip_prefix("/").unwrap();
        PathBuf::from(format!("/proc/{}/root", self.holder.id())).join(below)
    }

    /// All files that differ from the computer below, except books, and except folders that are gone and were empty: dpkg takes those
    /// away that no package owns.
    pub(crate) fn changed(&self) -> BTreeSet<String> {
        let mut find = Command::new("nsenter");
        find.arg(format!("--target={}", self.holder.id()))
            .args(["--mount", "--", "find"])
            .arg(self.folder.path().join("above"))
            .args(["!", "-type", "d", "-printf", "%y/%P\\n"]);
        let text = String::from_utf8(find.output().unwrap().stdout).unwrap();
        let files = text.lines().map(|line| line.split_at(1));
        files
            .filter(|(kind, file)| *kind != "c" || !was_an_empty_folder(Path::new(file)))
            .map(|(_, file)| file.to_owned())
            .filter(|file| !BOOKS.iter().any(|book| file.starts_with(book)))
            .collect()
    }
}

/// What the layer notes as gone is a character device there.
fn was_an_empty_folder(path: &Path) -> bool {
    std::fs::read_dir(path).is_ok_and(|mut folder| folder.next().is_none())
}

impl Drop for PrivateDebian {
    fn drop(&mut self) {
        drop(self.holder.stdin.take());
        let _ = self.holder.wait();
    }
}
