//! The Assuan side: what a pinentry program hears and says on its standard input and output.
//!
//! Source: the Assuan protocol of libassuan, and the commands in `pinentry/pinentry.c` of pinentry 1.2.

use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, getppid};

use super::log::{Dialogue, Event, append};
use super::script::{Script, Step};

/// libgpg-error's source 5 (pinentry) with code 99 (cancelled).
const CANCELLED: &str = "ERR 83886179 Operation cancelled <Pinentry>";
/// The same source with code 114 (not confirmed).
const NOT_CONFIRMED: &str = "ERR 83886194 Not confirmed <Pinentry>";
/// The same source with code 275 (unknown command).
const UNKNOWN_COMMAND: &str = "ERR 83886355 Unknown IPC command <Pinentry>";

/// Pause between two looks at a file or at the parent.
const PAUSE: Duration = Duration::from_millis(20);

/// Answers by the script until the other side says BYE or closes.
///
/// # Errors
/// Whatever reading or writing runs into.
pub fn serve(script: &Path, log: &Path, input: impl BufRead, output: impl Write) -> io::Result<()> {
    Server {
        script: Script::new(script),
        log: log.to_owned(),
        parent: getppid(),
        output,
        shown: Dialogue::default(),
    }
    .run(input)
}

struct Server<W> {
    script: Script,
    log: PathBuf,
    parent: Option<Pid>,
    output: W,
    shown: Dialogue,
}

impl<W: Write> Server<W> {
    fn run(&mut self, input: impl BufRead) -> io::Result<()> {
        self.say("OK Pleased to meet you")?;
        for line in input.lines() {
            let line = line?;
            let (command, rest) = line.split_once(' ').unwrap_or((&line, ""));
            match command.to_ascii_uppercase().as_str() {
                "SETTITLE" => self.shown.title = unescape(rest),
                "SETDESC" => self.shown.description = unescape(rest),
                "SETPROMPT" => self.shown.prompt = unescape(rest),
                "SETERROR" => self.shown.error = unescape(rest),
                "SETOK" => self.shown.buttons[0] = unescape(rest),
                "SETNOTOK" => self.shown.buttons[1] = unescape(rest),
                "SETCANCEL" => self.shown.buttons[2] = unescape(rest),
                "RESET" => self.shown = Dialogue::default(),
                "OPTION" | "NOP" | "SETTIMEOUT" | "SETREPEAT" | "SETREPEATERROR" | "SETREPEATOK" | "SETKEYINFO"
                | "SETQUALITYBAR" | "SETQUALITYBAR_TT" | "SETGENPIN" | "SETGENPIN_TT" | "CLEARPASSPHRASE" => {}
                "GETINFO" => self.tell(rest)?,
                "GETPIN" => {
                    self.ask("pin")?;
                    continue;
                }
                "CONFIRM" if rest.contains("--one-button") => {
                    self.ask("message")?;
                    continue;
                }
                "CONFIRM" | "MESSAGE" => {
                    self.ask(if command.eq_ignore_ascii_case("confirm") {
                        "confirm"
                    } else {
                        "message"
                    })?;
                    continue;
                }
                "BYE" => return self.say("OK closing connection"),
                "" => continue,
                _ if command.starts_with('#') => continue,
                _ => {
                    self.say(UNKNOWN_COMMAND)?;
                    continue;
                }
            }
            self.say("OK")?;
        }
        Ok(())
    }

    fn tell(&mut self, what: &str) -> io::Result<()> {
        match what {
            "pid" => self.say(&format!("D {}", std::process::id())),
            "version" => self.say("D 1.2.1"),
            "flavor" => self.say("D scripted"),
            _ => self.say("D - - - - -"),
        }
    }

    /// Shows one dialogue and does what the script says.
    fn ask(&mut self, kind: &str) -> io::Result<()> {
        let number = self.script.next_dialogue()?;
        kind.clone_into(&mut self.shown.kind);
        (self.shown.number, self.shown.process) = (number, std::process::id());
        // taken before the window is told of, so that whoever sees the window may rely on its first step
        let mut step = self.script.next_step()?;
        append(&self.log, &Event::Shown(self.shown.clone()))?;
        self.shown.error.clear(); // as the real ones do: an error is shown once
        loop {
            match &step {
                Some(Step::WaitFor(file)) => self.wait_until(|| file.exists())?,
                Some(Step::Pause(time)) => {
                    let end = Instant::now() + *time;
                    self.wait_until(|| Instant::now() >= end)?;
                }
                Some(Step::Hang) => self.wait_until(|| false)?,
                Some(Step::AsIn(file)) => {
                    self.wait_until(|| file.exists())?;
                    step = Step::parse(&std::fs::read_to_string(file)?);
                    continue;
                }
                Some(step) => return self.answer(kind, step),
                None => {
                    self.unexpected(format!("dialogue {number} ({kind}) comes after the script's end"))?;
                    return self.answer(kind, &Step::Cancel);
                }
            }
            step = self.script.next_step()?;
        }
    }

    fn answer(&mut self, kind: &str, step: &Step) -> io::Result<()> {
        let number = self.shown.number;
        append(
            &self.log,
            &Event::Answered {
                number,
                answer: step.word().to_owned(),
            },
        )?;
        match (kind, step) {
            ("pin", Step::Pin(value)) if value.is_empty() => self.say("OK"),
            ("pin", Step::Pin(value)) => {
                let line = format!("D {}", escape(value));
                self.say(&line)?;
                self.say("OK")
            }
            ("confirm" | "message", Step::Confirm) => self.say("OK"),
            ("confirm", Step::Decline) => self.say(NOT_CONFIRMED),
            (_, Step::Cancel) => self.say(CANCELLED),
            (_, Step::Crash) => std::process::abort(),
            (_, other) => {
                self.unexpected(format!(
                    "dialogue {number} asks for a {kind}, the script says {}",
                    other.word()
                ))?;
                self.say(CANCELLED)
            }
        }
    }

    /// Waits as a window does that nobody touches: it does not listen to its standard input. Ends with its parent, and tells so.
    fn wait_until(&self, mut condition: impl FnMut() -> bool) -> io::Result<()> {
        while !condition() {
            if getppid() != self.parent {
                append(
                    &self.log,
                    &Event::Orphaned {
                        number: self.shown.number,
                    },
                )?;
                return Err(io::Error::other("the program that asked is gone"));
            }
            sleep(PAUSE);
        }
        Ok(())
    }

    fn unexpected(&self, sentence: String) -> io::Result<()> {
        append(&self.log, &Event::Unexpected { sentence })
    }

    fn say(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.output, "{line}")?;
        self.output.flush()
    }
}

fn unescape(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while let Some(&byte) = bytes.get(index) {
        let code = text
            .get(index + 1..index + 3)
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (byte, code) {
            (b'%', Some(code)) => {
                plain.push(code);
                index += 3;
            }
            _ => {
                plain.push(byte);
                index += 1;
            }
        }
    }
    String::from_utf8_lossy(&plain).into_owned()
}

fn escape(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn talk(steps: &[Step], lines: &str) -> (String, Vec<Event>) {
        let folder = tempfile::tempdir().unwrap();
        let (script, log) = (folder.path().join("script"), folder.path().join("log"));
        steps.iter().for_each(|step| Script::new(&script).add(step).unwrap());
        let mut output = Vec::new();
        serve(&script, &log, lines.as_bytes(), &mut output).unwrap();
        (
            String::from_utf8(output).unwrap(),
            super::super::log::read(&log).unwrap(),
        )
    }

    #[test]
    fn answers_step_by_step_and_logs_no_pin() {
        let steps = [
            Step::Pause(Duration::from_millis(1)),
            Step::Pin("12%34".into()),
            Step::Decline,
        ];
        let (said, log) = talk(
            &steps,
            "SETDESC a%0Ab%25\nSETERROR bad\nGETPIN\nCONFIRM\nGETINFO flavor\nWHAT\nBYE\n",
        );
        let lines: Vec<&str> = said.lines().collect();
        let expected = [
            "OK Pleased to meet you",
            "OK",
            "OK",
            "D 12%2534",
            "OK",
            NOT_CONFIRMED,
            "D scripted",
            "OK",
            UNKNOWN_COMMAND,
        ];
        assert_eq!(lines[..9], expected);
        let Event::Shown(first) = &log[0] else {
            panic!("{log:?}")
        };
        assert_eq!(
            (first.description.as_str(), first.error.as_str(), first.number),
            ("a\nb%", "bad", 1)
        );
        let Event::Shown(second) = &log[2] else {
            panic!("{log:?}")
        };
        assert_eq!(
            (second.error.as_str(), second.number, second.kind.as_str()),
            ("", 2, "confirm")
        );
        assert!(!format!("{log:?}").contains("34"));
    }

    #[test]
    fn a_dialogue_too_many_is_cancelled_and_told() {
        let (said, log) = talk(&[], "GETPIN\n");
        assert!(said.ends_with(&format!("{CANCELLED}\n")));
        assert!(log.iter().any(|event| matches!(event, Event::Unexpected { .. })));
    }

    #[test]
    fn a_step_of_the_wrong_kind_is_told() {
        let (said, log) = talk(&[Step::Pin("1234".into())], "CONFIRM\n");
        assert!(said.ends_with(&format!("{CANCELLED}\n")));
        assert!(log.iter().any(|event| matches!(event, Event::Unexpected { .. })));
    }
}
