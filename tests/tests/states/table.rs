//! `docs/STATES.md` as data: what the ceremony window must say in each state.

use openjpki_tests::stage::root;

/// The steps that last; every other word in the table's second column is the code of an end.
const STEPS: [&str; 9] = [
    "starting",
    "waiting-for-reader",
    "waiting-for-card",
    "reading",
    "choosing",
    "waiting-for-pin",
    "signing",
    "changing",
    "done",
];

/// Which PIN is asked for, and which one counts: the words say it.
const DETAILS: [&str; 5] = ["current", "new", "repeat", "old", "unknown"];

/// One row, in one language.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// The picture's name.
    pub(crate) name: String,
    /// The step, `failed` for an end.
    pub(crate) step: String,
    /// Why it waits, or the code of the end; empty where there is none.
    pub(crate) reason: String,
    /// Sentence and next action, with ` / ` between them, and the words for the counter in 「」.
    pub(crate) words: String,
}

/// All rows, with the words of `en` or `ja`.
pub(crate) fn rows(language: &str) -> Vec<Row> {
    let path = root().join("docs/STATES.md");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let lines = text
        .lines()
        .filter(|line| line.starts_with("| ") && line.ends_with("` |"));
    let rows: Vec<Row> = lines.map(|line| row(line, language)).collect();
    assert!(!rows.is_empty(), "{} has no rows", path.display());
    rows
}

fn row(line: &str, language: &str) -> Row {
    let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
    let (code, english, japanese, picture) = match cells[..] {
        [_, code, english, japanese, picture] => (code, english, japanese, picture),
        [_, picture] => ("", "", "", picture),
        _ => panic!("neither two nor five cells: {line}"),
    };
    // what is shown to the people at the counter is Japanese in every language
    let shown = japanese.find("。 「").map_or("", |at| &japanese[at + "。".len()..]);
    let codes = code.split(", ").map(|code| code.trim_matches('`').to_owned());
    let mut codes = codes.filter(|code| !DETAILS.contains(&code.as_str()));
    let first = codes.next().expect("a step or a code");
    let (step, reason) = if STEPS.contains(&first.as_str()) {
        (first, codes.next().unwrap_or_default())
    } else {
        ("failed".to_owned(), first)
    };
    Row {
        name: picture.trim_matches('`').to_owned(),
        step,
        reason,
        words: if language == "ja" {
            japanese.to_owned()
        } else {
            format!("{english}{shown}")
        },
    }
}
