//! One place where a browser looks, and what lies there.

use std::fs;
use std::path::{Path, PathBuf};

use openjpki_manifests::{Family, HOST_NAME, HostManifest, RegistryKey};
use serde::Serialize;

use crate::{Location, Places, access, disk};

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

/// What put a manifest of OpenJPKI there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum InstalledBy {
    /// This installer: its record names the file and, on Windows, the key.
    Installer,
    /// A package of the operating system: Debian's, or Windows Installer's.
    Package,
}

/// What lies at one place.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// The manifest; empty where a key of the registry is asked that names none.
    pub path: PathBuf,
    /// The key of the registry that the browser asks for the manifest (Windows).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<RegistryKey>,
    /// Whose folder or key it is.
    pub level: Level,
    /// Whether the browser finds something there: a file, links followed, or a value of the registry.
    pub present: bool,
    /// Whether this is the first one that the browser finds, the only one that counts.
    pub taken: bool,
    /// Whether OpenJPKI put this file there with this content.
    pub ours: bool,
    /// What of OpenJPKI put it there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub installed_by: Option<InstalledBy>,
    /// Where it points, if it is a symbolic link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<PathBuf>,
    /// Name of the account that owns the file, or its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Permission bits in octal; none on Windows.
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
    /// The key names a file that is not there; the browser looks no further.
    ManifestMissing,
    /// The key names a file by a path that is not absolute; the browser looks no further.
    ManifestNotAbsolute,
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
    /// OpenJPKI did not put this there: something else did, or changed it.
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

    /// Where the browser looks: the key of the registry, or the file itself.
    #[must_use]
    pub fn location(&self) -> Location {
        match &self.key {
            Some(key) => key.into(),
            None => (&self.path).into(),
        }
    }

    fn nothing(level: Level, path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            key: None,
            level,
            present: false,
            taken: false,
            ours: false,
            installed_by: None,
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

/// Who can say whether OpenJPKI put the manifest with these bytes at this path, named by this key.
pub(crate) type Whose<'a> = dyn Fn(Option<&RegistryKey>, &Path, &[u8]) -> Option<InstalledBy> + 'a;

/// Looks at one place as a browser does, links followed.
pub(crate) fn look(level: Level, location: &Location, family: Family, places: &Places, whose: &Whose) -> Finding {
    match location {
        Location::File(path) => look_at_file(Finding::nothing(level, path), family, places, whose),
        Location::Key(key) => look_at_key(level, key, family, places, whose),
    }
}

/// The first key with a text counts, whatever the text.
fn look_at_key(level: Level, key: &RegistryKey, family: Family, places: &Places, whose: &Whose) -> Finding {
    let text = places
        .registry()
        .value(key)
        .map(|value| value.and_then(|value| value.text()));
    let path = PathBuf::from(text.as_ref().ok().and_then(Clone::clone).unwrap_or_default());
    let mut finding = Finding::nothing(level, &path);
    finding.key = Some(key.clone());
    match text {
        Ok(None) => finding,
        Ok(Some(_)) if path.is_absolute() => {
            let mut finding = look_at_file(finding, family, places, whose);
            if !finding.present {
                finding.present = true;
                finding.concerns = vec![Concern::NotRecorded, Concern::ManifestMissing];
            }
            finding
        }
        Ok(Some(_)) => {
            finding.present = true;
            finding.concerns = vec![Concern::NotRecorded, Concern::ManifestNotAbsolute];
            finding
        }
        Err(error) => {
            finding.present = true;
            finding.concerns.push(Concern::Unreadable(error.to_string()));
            finding
        }
    }
}

fn look_at_file(mut finding: Finding, family: Family, places: &Places, whose: &Whose) -> Finding {
    let path = finding.path.clone();
    finding.link = fs::read_link(&path).ok();
    let content = match disk::read_followed(&path) {
        Ok(content) => content,
        Err(_) if fs::metadata(&path).is_err() => {
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
    finding.owner = access::owner(&path).ok();
    finding.mode = content.permissions.shown();
    finding.sha256 = Some(disk::sha256(&content.bytes));
    if finding.link.is_none() {
        finding.installed_by = whose(finding.key.as_ref(), &path, &content.bytes);
    }
    finding.ours = finding.installed_by.is_some();
    if !finding.ours {
        finding.concerns.push(Concern::NotRecorded);
    }
    finding.concerns.extend(guarded(&path));
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
    let named = PathBuf::from(manifest.path);
    let Some(host) = places.meant(&finding.path, &named) else {
        finding.concerns.push(Concern::HostNotAbsolute);
        finding.host = Some(named);
        return;
    };
    let program = if finding.level == Level::System {
        places.on_disk(&host)
    } else {
        host.clone()
    };
    match disk::read_followed(&program) {
        Ok(program) if !disk::may_be_started(&program) => finding.concerns.push(Concern::HostNotExecutable),
        Ok(program) => finding.host_sha256 = Some(disk::sha256(&program.bytes)),
        Err(_) if fs::metadata(&program).is_ok_and(|metadata| metadata.is_file()) => {}
        Err(_) => finding.concerns.push(Concern::HostMissing),
    }
    for concern in guarded(&program) {
        // Manifest and program may share a folder.
        if !finding.concerns.contains(&concern) {
            finding.concerns.push(concern);
        }
    }
    finding.host = Some(host);
}

/// Whether only this account and those that may do anything here can change what lies at `path`.
fn guarded(path: &Path) -> Vec<Concern> {
    let mut concerns = Vec::new();
    for path in access::watched(path) {
        let guard = access::guard(&path).unwrap_or_default();
        if guard.other_owner {
            concerns.push(Concern::OtherOwner(path.clone()));
        }
        if guard.others_may_write {
            concerns.push(Concern::OthersMayWrite(path));
        }
    }
    concerns
}
