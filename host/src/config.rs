//! The configuration file and the folders of this platform. Everything works without the file.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer};
use tracing::level_filters::LevelFilter;

/// Largest configuration file that is read, in bytes.
const LARGEST: u64 = 64 * 1024;

/// What a person or an administrator can set.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Config {
    /// The program that asks for PINs on Linux and macOS; an absolute path.
    #[serde(deserialize_with = "absolute")]
    pub pinentry_program: Option<PathBuf>,
    /// Only the readers whose PC/SC name contains this.
    #[serde(deserialize_with = "not_empty")]
    pub reader: Option<String>,
    /// How much is logged: `off`, `error`, `warn`, `info`, `debug` or `trace`.
    #[serde(deserialize_with = "level")]
    pub log_level: LevelFilter,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            pinentry_program: None,
            reader: None,
            log_level: LevelFilter::INFO,
        }
    }
}

/// Why the configuration file is not used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// It is there, but cannot be read.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is larger than any configuration (64 KiB).
    #[error("{}: larger than 64 KiB", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// A key or value is wrong.
    #[error("{}, line {line}{}: {message}", path.display(), key.as_deref().map(|key| format!(", key {key}")).unwrap_or_default())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The key on that line, if there is one.
        key: Option<String>,
        /// What is wrong.
        message: String,
    },
}

impl Config {
    /// Reads the file at `path`. A file that is not there is an empty one.
    ///
    /// # Errors
    /// [`ConfigError`]; the caller logs it and goes on with [`Config::default`].
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let unreadable = |source| ConfigError::Unreadable {
            path: path.to_path_buf(),
            source,
        };
        let file = match File::open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            opened => opened.map_err(unreadable)?,
        };
        let mut bytes = Vec::new();
        file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        if u64::try_from(bytes.len()).is_ok_and(|length| length > LARGEST) {
            return Err(ConfigError::TooLarge {
                path: path.to_path_buf(),
            });
        }
        let text = String::from_utf8(bytes).map_err(|error| unreadable(io::Error::other(error)))?;
        Self::parse(&text, path)
    }

    fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let key = text.lines().nth(line - 1).and_then(|line| line.split_once('='));
            ConfigError::Invalid {
                path: path.to_path_buf(),
                line,
                key: key.map(|(key, _)| key.trim().to_owned()),
                message: error.message().lines().next().unwrap_or_default().to_owned(),
            }
        })
    }
}

fn absolute<'de, D: Deserializer<'de>>(value: D) -> Result<Option<PathBuf>, D::Error> {
    let path = PathBuf::deserialize(value)?;
    if path.is_absolute() {
        Ok(Some(path))
    } else {
        Err(serde::de::Error::custom("not an absolute path"))
    }
}

fn not_empty<'de, D: Deserializer<'de>>(value: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(value)?;
    if text.is_empty() {
        Err(serde::de::Error::custom("empty"))
    } else {
        Ok(Some(text))
    }
}

fn level<'de, D: Deserializer<'de>>(value: D) -> Result<LevelFilter, D::Error> {
    match String::deserialize(value)?.as_str() {
        "off" => Ok(LevelFilter::OFF),
        "error" => Ok(LevelFilter::ERROR),
        "warn" => Ok(LevelFilter::WARN),
        "info" => Ok(LevelFilter::INFO),
        "debug" => Ok(LevelFilter::DEBUG),
        "trace" => Ok(LevelFilter::TRACE),
        _ => Err(serde::de::Error::custom(
            "not one of off, error, warn, info, debug, trace",
        )),
    }
}

/// Where this platform keeps what belongs to this program; nothing where the person has no home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// The configuration file.
    pub config: Option<PathBuf>,
    /// The folder of the log files.
    pub log: Option<PathBuf>,
}

impl Folders {
    /// Those of the person who runs the program.
    ///
    /// Linux: `$XDG_CONFIG_HOME/openjpki/config.toml` and `$XDG_STATE_HOME/openjpki/log/` (XDG Base Directory Specification);
    /// macOS: below `~/Library/Application Support` and `~/Library/Logs`; Windows: `%APPDATA%\openjpki\config.toml` and
    /// `%LOCALAPPDATA%\openjpki\log\` (the first follows the person to other computers, the second stays).
    pub fn of_this_person() -> Self {
        // Where nothing is looked for in the home, it is not asked for: on Windows that would load one more library.
        let home = if cfg!(windows) { None } else { std::env::home_dir() };
        Self::from(|name| std::env::var_os(name), home)
    }

    fn from(variable: impl Fn(&str) -> Option<OsString>, home: Option<PathBuf>) -> Self {
        let home = home.filter(|home| home.is_absolute());
        let in_home = |folder: &str| home.as_ref().map(|home| home.join(folder));
        // The specification: a path that is not absolute is to be ignored.
        let set = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let (config, log) = if cfg!(windows) {
            (
                set("APPDATA"),
                set("LOCALAPPDATA").map(|folder| folder.join("openjpki").join("log")),
            )
        } else if cfg!(target_os = "macos") {
            (in_home("Library/Application Support"), in_home("Library/Logs/openjpki"))
        } else {
            let state = set("XDG_STATE_HOME").or_else(|| in_home(".local/state"));
            let config = set("XDG_CONFIG_HOME").or_else(|| in_home(".config"));
            (config, state.map(|folder| folder.join("openjpki/log")))
        };
        Self {
            config: config.map(|folder| folder.join("openjpki").join("config.toml")),
            log,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn parse(text: &str) -> Result<Config, String> {
        Config::parse(text, Path::new("/c/config.toml")).map_err(|error| error.to_string())
    }

    #[test]
    fn every_key_is_read_and_none_is_needed() {
        assert_eq!(parse("").unwrap(), Config::default());
        let program = if cfg!(windows) {
            "C:/Programs/p.exe"
        } else {
            "/usr/bin/p"
        };
        let text = format!("pinentry-program = \"{program}\"\nreader = \"ACS\"\nlog-level = \"trace\"\n");
        let config = parse(&text).unwrap();
        assert_eq!(config.pinentry_program.as_deref(), Some(Path::new(program)));
        assert_eq!(config.reader.as_deref(), Some("ACS"));
        assert_eq!(config.log_level, LevelFilter::TRACE);
    }

    #[test]
    fn errors_name_file_line_and_key() {
        for (text, error) in [
            (
                "log-level = \"loud\"",
                "line 1, key log-level: not one of off, error, warn, info, debug, trace",
            ),
            (
                "\nreader = 5",
                "line 2, key reader: invalid type: integer `5`, expected a string",
            ),
            ("reader = \"\"", "line 1, key reader: empty"),
            (
                "pinentry-program = \"p\"",
                "line 1, key pinentry-program: not an absolute path",
            ),
            (
                "# a\ncolour = \"red\"",
                "line 2, key colour: unknown field `colour`, expected one of `pinentry-program`, `reader`, `log-level`",
            ),
        ] {
            assert_eq!(parse(text).unwrap_err(), format!("/c/config.toml, {error}"));
        }
        assert!(parse("reader").unwrap_err().starts_with("/c/config.toml, line 1: "));
        assert!(
            parse("reader = \"a\"\nreader = \"b\"")
                .unwrap_err()
                .contains("line 2, key reader: duplicate key")
        );
    }

    #[test]
    fn a_file_that_is_missing_is_empty_and_others_are_errors() {
        let folder = std::env::temp_dir().join(format!("openjpki-config-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        assert_eq!(Config::load(&folder.join("none.toml")).unwrap(), Config::default());
        assert!(
            matches!(Config::load(&folder), Err(ConfigError::Unreadable { .. })),
            "a folder"
        );
        let file = folder.join("config.toml");
        fs::write(&file, [0xFF, 0xFE]).unwrap();
        assert!(
            matches!(Config::load(&file), Err(ConfigError::Unreadable { .. })),
            "not UTF-8"
        );
        fs::write(&file, "#".repeat(65 * 1024)).unwrap();
        assert!(matches!(Config::load(&file), Err(ConfigError::TooLarge { .. })));
        fs::remove_dir_all(folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_file_without_end_is_too_large() {
        let endless = Config::load(Path::new("/dev/zero"));
        assert!(matches!(endless, Err(ConfigError::TooLarge { .. })), "{endless:?}");
    }

    #[cfg(windows)]
    #[test]
    fn folders_are_those_of_the_person_s_profile() {
        let at = |text: &str| Some(PathBuf::from(text));
        let set = Folders::from(|name| Some(format!(r"C:\Users\p\{name}").into()), at(r"C:\Users\p"));
        assert_eq!(set.config, at(r"C:\Users\p\APPDATA\openjpki\config.toml"));
        assert_eq!(set.log, at(r"C:\Users\p\LOCALAPPDATA\openjpki\log"));
        let nowhere = Folders {
            config: None,
            log: None,
        };
        assert_eq!(Folders::from(|_| Some("relative".into()), at(r"C:\Users\p")), nowhere);
        assert_eq!(
            Folders::from(|_| None, at(r"C:\Users\p")),
            nowhere,
            "the home is not guessed at"
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn folders_follow_the_specification() {
        let home = || Some(PathBuf::from("/home/p"));
        let at = |text: &str| Some(PathBuf::from(text));
        let unset = Folders::from(|_| None, home());
        assert_eq!(unset.config, at("/home/p/.config/openjpki/config.toml"));
        assert_eq!(unset.log, at("/home/p/.local/state/openjpki/log"));
        let set = Folders::from(|name| Some(format!("/x/{name}").into()), home());
        assert_eq!(set.config, at("/x/XDG_CONFIG_HOME/openjpki/config.toml"));
        assert_eq!(set.log, at("/x/XDG_STATE_HOME/openjpki/log"));
        assert_eq!(Folders::from(|_| Some("relative".into()), home()), unset);
        assert_eq!(
            Folders::from(|_| None, None),
            Folders {
                config: None,
                log: None
            }
        );
    }
}
