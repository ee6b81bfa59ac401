//! One place where a browser looks, and what lies there.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use openjpki_manifests::{Family, HOST_NAME, HostManifest};
use serde::Serialize;

use crate::{Places, disk};

/// Whose folder a manifest lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// The account's own.
    User,
    /// The computer's.
    System,
    /// A named profile folder's.
    Profile,
}

/// What lies at one place.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// Where.
    pub path: PathBuf,
    /// Whose folder it is.
    pub level: Level,
    /// Whether the browser finds a file there, links followed.
    pub present: bool,
    /// Whether this is the first one that the browser finds, the only one that counts.
    pub taken: bool,
    /// Whether a record of OpenJPKI names this file with this content.
    pub ours: bool,
    /// Where it points, if it is a symbolic link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<PathBuf>,
    /// Name of the account that owns the file, or its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Permission bits in octal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// SHA-256 of the content, in hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// The program that it starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<PathBuf>,
    /// SHA-256 of that program, in hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_sha256: Option<String>,
    /// What is wrong or strange.
    pub concerns: Vec<Concern>,
}

/// Something wrong or strange about a manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "concern", content = "detail")]
#[non_exhaustive]
pub enum Concern {
    /// A link to nothing; the browser sees no file.
    BrokenLink,
    /// The file cannot be read, with the operating system's answer.
    Unreadable(String),
    /// Not a host manifest, with what the parser says.
    NotAManifest(String),
    /// The name inside is another one; the browser refuses the file.
    OtherName(String),
    /// The kind inside is not `stdio`; the browser refuses the file.
    OtherKind(String),
    /// Our extension is not among those that may start the host.
    ExtensionNotAllowed,
    /// The host's path is not absolute; the browser refuses the file.
    HostNotAbsolute,
    /// There is no host program at that path.
    HostMissing,
    /// The host program may not be executed.
    HostNotExecutable,
    /// No record of OpenJPKI names this file: something else put it there, or changed it.
    NotRecorded,
    /// Another account than root and this one owns the file or program.
    OtherOwner(PathBuf),
    /// Accounts other than the owner may change the file or program.
    OthersMayWrite(PathBuf),
}

impl Concern {
    /// Whether the browser cannot start the host because of it.
    #[must_use]
    pub fn is_fatal(&self) -> bool {
        !matches!(self, Self::NotRecorded | Self::OtherOwner(_) | Self::OthersMayWrite(_))
    }
}

impl Finding {
    /// Whether the browser could start the host from it.
    #[must_use]
    pub fn works(&self) -> bool {
        self.present && !self.concerns.iter().any(Concern::is_fatal)
    }

    fn nothing(level: Level, path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            level,
            present: false,
            taken: false,
            ours: false,
            link: None,
            owner: None,
            mode: None,
            sha256: None,
            host: None,
            host_sha256: None,
            concerns: Vec::new(),
        }
    }
}

/// Looks at one place as a browser does, links followed.
pub(crate) fn look(
    level: Level,
    path: &Path,
    family: Family,
    places: &Places,
    ours: &dyn Fn(&[u8]) -> bool,
) -> Finding {
    let mut finding = Finding::nothing(level, path);
    finding.link = fs::read_link(path).ok();
    let content = match disk::read_followed(path) {
        Ok(content) => content,
        Err(_) if fs::metadata(path).is_err() => {
            finding
                .concerns
                .extend(finding.link.is_some().then_some(Concern::BrokenLink));
            return finding;
        }
        Err(error) => {
            finding.present = true;
            finding.concerns.push(Concern::Unreadable(error.to_string()));
            return finding;
        }
    };
    finding.present = true;
    finding.owner = Some(disk::account_name(content.owner));
    finding.mode = Some(format!("{:03o}", content.mode));
    finding.sha256 = Some(disk::sha256(&content.bytes));
    finding.ours = finding.link.is_none() && ours(&content.bytes);
    if !finding.ours {
        finding.concerns.push(Concern::NotRecorded);
    }
    finding.concerns.extend(guarded(path));
    match HostManifest::parse(&content.bytes) {
        Ok(manifest) => read_manifest(&mut finding, manifest, family, places),
        Err(error) => finding.concerns.push(Concern::NotAManifest(error.to_string())),
    }
    finding
}

fn read_manifest(finding: &mut Finding, manifest: HostManifest, family: Family, places: &Places) {
    if !manifest.admits_our_extension(family) {
        finding.concerns.push(Concern::ExtensionNotAllowed);
    }
    if manifest.name != HOST_NAME {
        finding.concerns.push(Concern::OtherName(manifest.name));
    }
    if manifest.kind != "stdio" {
        finding.concerns.push(Concern::OtherKind(manifest.kind));
    }
    let host = PathBuf::from(manifest.path);
    if host.is_absolute() {
        let program = if finding.level == Level::System {
            places.on_disk(&host)
        } else {
            host.clone()
        };
        match disk::read_followed(&program) {
            Ok(program) if program.mode & 0o111 == 0 => finding.concerns.push(Concern::HostNotExecutable),
            Ok(program) => finding.host_sha256 = Some(disk::sha256(&program.bytes)),
            Err(_) if fs::metadata(&program).is_ok_and(|metadata| metadata.is_file()) => {}
            Err(_) => finding.concerns.push(Concern::HostMissing),
        }
        finding.concerns.extend(guarded(&program));
    } else {
        finding.concerns.push(Concern::HostNotAbsolute);
    }
    finding.host = Some(host);
}

/// Whether only root and this account can change what lies at `path`.
fn guarded(path: &Path) -> Vec<Concern> {
    let Ok(metadata) = fs::metadata(path) else {
        return Vec::new();
    };
    let mut concerns = Vec::new();
    if metadata.uid() != 0 && metadata.uid() != rustix::process::geteuid().as_raw() {
        concerns.push(Concern::OtherOwner(path.to_owned()));
    }
    if metadata.mode() & 0o022 != 0 {
        concerns.push(Concern::OthersMayWrite(path.to_owned()));
    }
    concerns
}
