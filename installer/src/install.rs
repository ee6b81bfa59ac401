//! Installing: everything is looked at first, then written, and taken back if a step fails.

use std::collections::BTreeMap;
use std::path::{self, Path, PathBuf};

use openjpki_manifests::{Browser, Family, HostManifest, HostPath, host_manifest};

use crate::disk::{self, Content, Found};
use crate::journal::Journal;
use crate::record::Record;
use crate::{Error, Event, Place, Places, Scope};

/// Permissions of the host program: everybody may start it.
const PROGRAM_MODE: u32 = 0o755;
/// Permissions of a manifest and of the record: everybody may read it.
const FILE_MODE: u32 = 0o644;

/// What is asked of [`install`].
#[derive(Clone, Debug)]
pub struct Request {
    /// For whom.
    pub scope: Scope,
    /// For which browsers; none means those that were used on this account, or all for [`Scope::System`].
    pub browsers: Vec<Browser>,
    /// The host program.
    pub host: PathBuf,
    /// Whether manifests point to `host` itself instead of a copy. A profile folder never gets a copy.
    pub in_place: bool,
    /// Whether a manifest that another program put there may be overwritten.
    pub replace: bool,
}

/// Puts the host and its manifests in place, and says what it did.
///
/// # Errors
/// Any [`Error`]; nothing is changed then, unless it is [`Error::Remains`].
pub fn install(places: &Places, request: &Request) -> Result<Vec<Event>, Error> {
    refuse_foreign_home(places, request)?;
    let (browsers, skipped) = choose(places, request)?;
    let plan = Plan::make(places, request, &browsers)?;
    let mut journal = Journal::default();
    match plan.carry_out(&mut journal) {
        Ok(mut events) => {
            let done = events
                .iter()
                .any(|event| matches!(event, Event::Created(_) | Event::Replaced(_)));
            events.extend(skipped.into_iter().map(Event::Skipped));
            events.push(Event::Installed(done));
            Ok(events)
        }
        Err(error) => Err(journal.undo(error)),
    }
}

/// With sudo, `HOME` may be somebody else's: files of root would then lie in that account.
fn refuse_foreign_home(places: &Places, request: &Request) -> Result<(), Error> {
    if request.scope != Scope::User {
        return Ok(());
    }
    match disk::owner(places.home()) {
        Ok(owner) if owner != rustix::process::geteuid().as_raw() => Err(Error::ForeignHome(places.home().to_owned())),
        _ => Ok(()),
    }
}

/// The browsers to install for, and those that were left out because they were never used.
fn choose(places: &Places, request: &Request) -> Result<(Vec<Browser>, Vec<Browser>), Error> {
    match request.scope {
        _ if !request.browsers.is_empty() => Ok((request.browsers.clone(), Vec::new())),
        // One manifest serves whichever browser the profile belongs to.
        Scope::Profile(_) => Ok((vec![Browser::Chromium], Vec::new())),
        Scope::System => Ok((Browser::ALL.to_vec(), Vec::new())),
        Scope::User => {
            let (used, skipped): (Vec<_>, Vec<_>) = Browser::ALL.into_iter().partition(|one| places.was_used(*one));
            if used.is_empty() {
                Err(Error::NoBrowserUsed)
            } else {
                Ok((used, skipped))
            }
        }
    }
}

/// Everything that has to be done, found out without touching anything.
struct Plan {
    folders: Vec<PathBuf>,
    folder_mode: u32,
    steps: Vec<Step>,
    record: Step,
    in_place: Option<PathBuf>,
}

/// One file as it shall be, and as it was found.
struct Step {
    path: PathBuf,
    bytes: Vec<u8>,
    mode: u32,
    before: Option<Content>,
}

impl Plan {
    fn make(places: &Places, request: &Request, browsers: &[Browser]) -> Result<Self, Error> {
        let source = program(&request.host)?;
        let record_place = places.record(&request.scope);
        let mut draft = Draft::new(places, Record::load(&record_place)?);
        let copy = places.host(&request.scope).filter(|_| !request.in_place);
        let host = match &copy {
            Some(place) => places.as_installed(place.path()),
            None => path::absolute(&request.host).map_err(Error::io(&request.host))?,
        };
        let named = HostPath::parse(&host).map_err(|reason| Error::HostPath {
            path: host.clone(),
            reason,
        })?;
        if let Some(place) = &copy {
            draft.add(place, Step::look(place, source.bytes, PROGRAM_MODE)?, &[])?;
        }
        for (place, readers) in manifest_places(places, &request.scope, browsers) {
            let family = readers.first().map_or(Family::Chromium, |browser| browser.family());
            let step = Step::look(&place, host_manifest(family, &named).into_bytes(), FILE_MODE)?;
            if !request.replace {
                step.refuse_foreign(&draft.record, &places.as_installed(place.path()), &named)?;
            }
            draft.add(&place, step, &readers)?;
        }
        draft.add_folders(&record_place)?;
        Ok(Self {
            record: Step::look(&record_place, draft.record.to_bytes(&record_place)?, FILE_MODE)?,
            folders: draft.folders,
            folder_mode: if request.scope == Scope::System { 0o755 } else { 0o700 },
            steps: draft.steps,
            in_place: copy.is_none().then_some(host),
        })
    }

    /// The record comes before the files, so that uninstalling finds them whenever the computer stops.
    fn carry_out(self, journal: &mut Journal) -> Result<Vec<Event>, Error> {
        for folder in self.folders {
            journal.make_folder(folder, self.folder_mode)?;
        }
        self.record.carry_out(journal)?;
        let mut events: Vec<Event> = self.in_place.into_iter().map(Event::UsedInPlace).collect();
        for step in self.steps {
            events.push(step.carry_out(journal)?);
        }
        Ok(events)
    }
}

/// A plan in the making: the record grows with the steps.
struct Draft<'a> {
    places: &'a Places,
    record: Record,
    folders: Vec<PathBuf>,
    steps: Vec<Step>,
}

impl<'a> Draft<'a> {
    fn new(places: &'a Places, record: Record) -> Self {
        Self {
            places,
            record,
            folders: Vec::new(),
            steps: Vec::new(),
        }
    }

    fn add(&mut self, place: &Place, step: Step, readers: &[Browser]) -> Result<(), Error> {
        self.add_folders(place)?;
        self.record
            .note_file(self.places.as_installed(place.path()), &step.bytes, readers);
        self.steps.push(step);
        Ok(())
    }

    fn add_folders(&mut self, place: &Place) -> Result<(), Error> {
        let Some(folder) = place.folder() else { return Ok(()) };
        for missing in disk::missing_folders(&folder)? {
            if !self.folders.contains(&missing) {
                if self.places.is_installed(&missing) {
                    self.record.note_folder(self.places.as_installed(&missing));
                }
                self.folders.push(missing);
            }
        }
        Ok(())
    }
}

impl Step {
    fn look(place: &Place, bytes: Vec<u8>, mode: u32) -> Result<Self, Error> {
        let path = place.path().to_owned();
        let before = match disk::look(&path)? {
            Found::Nothing => None,
            Found::File(content) => Some(content),
            Found::Link(target) => return Err(Error::Linked { path, target }),
            Found::Other => return Err(Error::NotAFile(path)),
        };
        Ok(Self {
            path,
            bytes,
            mode,
            before,
        })
    }

    /// A manifest is ours if the record knows it, or if it starts the host that we are about to name.
    fn refuse_foreign(&self, record: &Record, installed: &Path, host: &HostPath) -> Result<(), Error> {
        let Some(before) = &self.before else { return Ok(()) };
        let starts = match HostManifest::parse(&before.bytes) {
            Ok(manifest) if manifest.path == host.as_str() => return Ok(()),
            Ok(manifest) => manifest.path,
            Err(error) => format!("({error})"),
        };
        if record.holds(installed, &before.bytes) {
            return Ok(());
        }
        Err(Error::Foreign {
            path: self.path.clone(),
            starts,
        })
    }

    fn carry_out(self, journal: &mut Journal) -> Result<Event, Error> {
        let event = match &self.before {
            Some(before) if before.bytes == self.bytes && before.mode == self.mode => {
                return Ok(Event::Unchanged(self.path));
            }
            Some(_) => Event::Replaced(self.path.clone()),
            None => Event::Created(self.path.clone()),
        };
        journal.write(self.path, &self.bytes, self.mode, self.before)?;
        Ok(event)
    }
}

fn program(path: &Path) -> Result<Content, Error> {
    let content = match disk::read_followed(path) {
        Ok(content) => content,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(Error::HostMissing(path.to_owned())),
        Err(error) if error.kind() == std::io::ErrorKind::InvalidInput => {
            return Err(Error::HostNotExecutable(path.to_owned()));
        }
        Err(error) => return Err(Error::io(path)(error)),
    };
    if content.mode & 0o111 == 0 {
        Err(Error::HostNotExecutable(path.to_owned()))
    } else {
        Ok(content)
    }
}

/// Each manifest once, with the browsers that read it: Brave shares Chrome's system folder, Vivaldi Chromium's.
fn manifest_places(places: &Places, scope: &Scope, browsers: &[Browser]) -> Vec<(Place, Vec<Browser>)> {
    let mut readers: BTreeMap<Place, Vec<Browser>> = BTreeMap::new();
    for browser in browsers {
        for place in places.manifests(scope, *browser) {
            readers.entry(place).or_default().push(*browser);
        }
    }
    readers.into_iter().collect()
}
