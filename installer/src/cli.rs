//! The command line, and one function that carries it out and writes what a person reads.

use std::env;
use std::io::{self, IsTerminal as _, Write};
use std::path::{self, Path, PathBuf};
use std::time::SystemTime;

use clap::{Args, Parser, Subcommand, ValueEnum};
use openjpki_manifests::Browser;

use crate::catalog::{self, Words};
use crate::doctor::bundle::{self, Mask};
use crate::doctor::report::Colour;
use crate::doctor::{self, Check, Patience};
use crate::printable::printable;
use crate::{Error, Event, HOST_FILE, Level, Places, Question, Removal, Request, Scope};
use crate::{install, report, status, uninstall};

/// Registers, unregisters and lists the OpenJPKI host in the browsers of this computer.
#[derive(Clone, Debug, Parser)]
#[command(name = "openjpki-installer", version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Debug, Subcommand)]
enum Command {
    /// Install the host and let browsers find it
    Install(InstallArgs),
    /// Remove what `install` put, and nothing else
    Uninstall(UninstallArgs),
    /// List every manifest that each browser would find, in its order
    ///
    /// Ends with exit code 0 if a browser finds the host and none finds anything else or anything broken, else with 1.
    Status(StatusArgs),
    /// Look at everything between browser and card, and say what to do next
    ///
    /// Manifests, host, smart-card service, readers, card, certificate, tries: each is well or has one plain next step. Asks
    /// for no PIN and spends no try. Ends with exit code 0 if nothing needs doing, else with 1.
    Doctor(DoctorArgs),
}

#[derive(Clone, Debug, Args)]
struct InstallArgs {
    #[command(flatten)]
    target: Target,
    /// The host program [default: openjpki-host beside this installer]
    #[arg(long, value_name = "PATH")]
    host: Option<PathBuf>,
    /// Do not copy the host: manifests point to where it lies (always so with --profile)
    #[arg(long)]
    in_place: bool,
    /// Overwrite a manifest or registration that another program put there
    #[arg(long)]
    replace: bool,
}

#[derive(Clone, Debug, Args)]
struct UninstallArgs {
    #[command(flatten)]
    target: Target,
}

#[derive(Clone, Debug, Args)]
struct Target {
    /// For this account (the default)
    #[arg(long)]
    user: bool,
    /// For everybody on this computer; needs root, on Windows "Run as administrator"
    #[arg(long, conflicts_with = "user")]
    system: bool,
    /// For one profile folder only, the one given to the browser with --user-data-dir (not on Windows)
    #[arg(long, value_name = "DIR", conflicts_with_all = ["user", "system", "browser"])]
    profile: Option<PathBuf>,
    /// Only this browser; may be given again [default: those used on this account; with --system all]
    #[arg(long, value_name = "BROWSER")]
    browser: Vec<BrowserWord>,
    /// Put DIR before every path, to build a package (not on Windows)
    #[arg(long, value_name = "DIR", requires = "system")]
    root: Option<PathBuf>,
}

#[derive(Clone, Debug, Args)]
struct StatusArgs {
    /// Only this account's folders
    #[arg(long)]
    user: bool,
    /// Only the computer's folders
    #[arg(long, conflicts_with = "user")]
    system: bool,
    /// Look as a browser does that was given DIR with --user-data-dir
    #[arg(long, value_name = "DIR", conflicts_with = "user")]
    profile: Option<PathBuf>,
    /// Only this browser; may be given again [default: all; with --profile chromium]
    #[arg(long, value_name = "BROWSER")]
    browser: Vec<BrowserWord>,
    /// Put DIR before every path of the computer
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Write JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Debug, Args)]
struct DoctorArgs {
    /// The language of the sentences [default: that of this account]
    #[arg(long, value_name = "LANG", value_parser = ["en", "ja"])]
    lang: Option<String>,
    /// Also write a report (JSON) for whoever helps, in which nothing identifies you; FILE must not be there yet
    #[arg(long, value_name = "FILE")]
    bundle: Option<PathBuf>,
    /// Look as a browser does that was given DIR with --user-data-dir
    #[arg(long, value_name = "DIR")]
    profile: Option<PathBuf>,
    /// Only this browser; may be given again [default: all; with --profile chromium]
    #[arg(long, value_name = "BROWSER")]
    browser: Vec<BrowserWord>,
    /// Put DIR before every path of the computer
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug)]
struct BrowserWord(Browser);

impl ValueEnum for BrowserWord {
    fn value_variants<'a>() -> &'a [Self] {
        const WORDS: [BrowserWord; Browser::ALL.len()] = {
            let [a, b, c, d, e] = Browser::ALL;
            [
                BrowserWord(a),
                BrowserWord(b),
                BrowserWord(c),
                BrowserWord(d),
                BrowserWord(e),
            ]
        };
        &WORDS
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.0.word()).help(self.0.name()))
    }
}

impl Cli {
    /// Does what was asked, writes what it did to `out` and what stopped it to `err`, and says whether all is well.
    ///
    /// # Errors
    /// Only those of `out` and `err`; what stops the installer is answered with `false`.
    pub fn run(self, out: &mut impl Write, err: &mut impl Write, words: &dyn Words) -> io::Result<bool> {
        let words = self.language().unwrap_or(words);
        match self.carry_out() {
            Ok(Answer::Events(events)) => {
                for event in &events {
                    writeln!(out, "{}", printable(&words.event(event)))?;
                }
                Ok(true)
            }
            Ok(Answer::Status(status, json)) => {
                if json {
                    serde_json::to_writer_pretty(&mut *out, &status)?;
                    writeln!(out)?;
                } else {
                    report::write(out, &status, words)?;
                }
                Ok(status.is_good())
            }
            Ok(Answer::Checks(checks, bundle)) => {
                doctor::report::write(out, &checks, words, colour())?;
                let mut good = doctor::is_well(&checks);
                if let Some(file) = bundle {
                    match write_bundle(&file, &checks) {
                        Ok(()) => writeln!(out, "{}", printable(&words.bundle_written(&file)))?,
                        Err(error) => {
                            writeln!(err, "openjpki-installer: {}", printable(&words.bundle_error(&error)))?;
                            good = false;
                        }
                    }
                }
                Ok(good)
            }
            Err(error) => {
                writeln!(err, "openjpki-installer: {}", printable(&words.error(&error)))?;
                Ok(false)
            }
        }
    }

    /// The language that was asked for.
    fn language(&self) -> Option<&'static dyn Words> {
        match &self.command {
            Command::Doctor(DoctorArgs { lang: Some(lang), .. }) => Some(catalog::of_locale(lang)),
            _ => None,
        }
    }

    fn carry_out(self) -> Result<Answer, Error> {
        match self.command {
            Command::Install(args) => {
                let places = args.target.places()?;
                let host = args.host.map_or_else(beside_installer, Ok)?;
                let request = Request {
                    scope: args.target.scope()?,
                    browsers: browsers(&args.target.browser),
                    host: whole(&host)?,
                    in_place: args.in_place,
                    replace: args.replace,
                };
                install(&places, &request).map(Answer::Events)
            }
            Command::Uninstall(args) => {
                let removal = Removal {
                    scope: args.target.scope()?,
                    browsers: browsers(&args.target.browser),
                };
                uninstall(&args.target.places()?, &removal).map(Answer::Events)
            }
            Command::Status(args) => {
                let places = Places::from_environment(args.root.as_deref().map(whole).transpose()?.as_deref())?;
                let json = args.json;
                status(&places, &args.question()?).map(|status| Answer::Status(status, json))
            }
            Command::Doctor(args) => {
                let places = Places::from_environment(args.root.as_deref().map(whole).transpose()?.as_deref())?;
                let question = question(None, &args.browser, args.profile.as_deref())?;
                let checks = doctor::examine(&places, &question, &Patience::default(), SystemTime::now());
                Ok(Answer::Checks(checks, args.bundle))
            }
        }
    }
}

enum Answer {
    Events(Vec<Event>),
    Status(crate::Status, bool),
    Checks(Vec<Check>, Option<PathBuf>),
}

impl Target {
    fn scope(&self) -> Result<Scope, Error> {
        match &self.profile {
            Some(profile) => whole(profile).map(Scope::Profile),
            None if self.system => Ok(Scope::System),
            None => Ok(Scope::User),
        }
    }

    fn places(&self) -> Result<Places, Error> {
        let root = self.root.as_deref().map(whole).transpose()?;
        if self.system {
            return Places::of_computer(root.as_deref());
        }
        Places::from_environment(root.as_deref())
    }
}

impl StatusArgs {
    fn question(self) -> Result<Question, Error> {
        let only = match (self.user, self.system) {
            (true, _) => Some(Level::User),
            (_, true) => Some(Level::System),
            _ => None,
        };
        question(only, &self.browser, self.profile.as_deref())
    }
}

fn question(only: Option<Level>, words: &[BrowserWord], profile: Option<&Path>) -> Result<Question, Error> {
    let mut browsers = browsers(words);
    if profile.is_some() && browsers.is_empty() {
        browsers.push(Browser::Chromium);
    }
    Ok(Question {
        only,
        browsers,
        profile: profile.map(whole).transpose()?,
    })
}

fn write_bundle(file: &Path, checks: &[Check]) -> Result<(), bundle::BundleError> {
    let report = bundle::compose(checks, &Mask::from_environment(), bundle::log_folder().as_deref());
    bundle::write(file, &report)
}

/// Colour where a person looks and does not mind. Source: no-color.org; consoles of old Windows show the escapes.
fn colour() -> Colour {
    let minds = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if io::stdout().is_terminal() && !minds && !cfg!(windows) {
        Colour::Terminal
    } else {
        Colour::None
    }
}

fn browsers(words: &[BrowserWord]) -> Vec<Browser> {
    words.iter().map(|word| word.0).collect()
}

fn beside_installer() -> Result<PathBuf, Error> {
    let installer = env::current_exe().map_err(Error::io(HOST_FILE))?;
    Ok(installer.with_file_name(HOST_FILE))
}

fn whole(path: &Path) -> Result<PathBuf, Error> {
    path::absolute(path).map_err(Error::io(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        use clap::CommandFactory as _;
        Cli::command().debug_assert();
    }

    #[test]
    fn options_that_contradict_each_other_are_refused() {
        let contradictions: [&[&str]; 5] = [
            &["install", "--user", "--system"],
            &["install", "--profile", "/p", "--system"],
            &["install", "--profile", "/p", "--browser", "edge"],
            &["install", "--root", "/pkg"],
            &["install", "--browser", "firefox"],
        ];
        for words in contradictions {
            assert!(
                Cli::try_parse_from(["openjpki-installer"].iter().chain(words)).is_err(),
                "{words:?}"
            );
        }
        for words in [
            &["install"][..],
            &["install", "--system", "--root", "/pkg"],
            &["status", "--json"],
        ] {
            assert!(
                Cli::try_parse_from(["openjpki-installer"].iter().chain(words)).is_ok(),
                "{words:?}"
            );
        }
    }
}
