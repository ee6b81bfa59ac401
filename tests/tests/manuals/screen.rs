//! A screen as a manual describes it: the words on its buttons and at its fields, without furigana.

use openjpki_tests::browser::Page;
use serde_json::{Value, json};

/// More than any page has to go through with Tab.
const STOPS: usize = 90;

/// Gives the words of an element without readings, notes and the mark of required fields.
const WORDS: &str = "const words = (element) => { const copy = element.cloneNode(true);
    for (const extra of copy.querySelectorAll('rt, rp, small, .easy, .required')) extra.remove();
    return copy.textContent.replace(/\\s+/g, ' ').trim(); };
    const open = () => [...document.querySelectorAll('button, a, summary')].filter((element) =>
      element.checkVisibility() && !element.closest('[aria-hidden=true]'));";

/// Runs a script that may use `words` and `open`.
pub(crate) fn ask(page: &Page, script: &str) -> Value {
    page.evaluate(&format!("(async () => {{ {WORDS} {script} }})()"))
        .unwrap()
}

/// The words of every element that the selector finds, in their order.
pub(crate) fn all(page: &Page, selector: &str) -> Vec<String> {
    let found = ask(
        page,
        &format!("return [...document.querySelectorAll({})].map(words)", json!(selector)),
    );
    let found = found.as_array().cloned().unwrap_or_default();
    found.iter().map(|words| words.as_str().unwrap().to_owned()).collect()
}

/// Waits for the whole screen with this heading: one that is still being laid out moves away under the mouse.
pub(crate) fn arrives(page: &Page, heading: &str) {
    let script = format!(
        "(() => {{ {WORDS} const heading = document.querySelector('h1');
           return document.readyState === 'complete' && heading && words(heading) === {}; }})()",
        json!(heading)
    );
    page.wait_for(&script).unwrap();
}

/// Presses what has these words on it, with the mouse; there is exactly one.
pub(crate) fn press(page: &Page, label: &str) {
    let script = format!(
        "const found = open().filter((element) => words(element) === {});
         document.querySelector('[data-pressed]')?.removeAttribute('data-pressed');
         found[0]?.setAttribute('data-pressed', ''); return [found.length, open().map(words)];",
        json!(label)
    );
    let found = ask(page, &script);
    assert_eq!(found[0], 1, "{label}: {}", found[1]);
    page.click("[data-pressed]").unwrap();
}

/// Goes on with Tab until what has the focus fits; the condition is about `element`.
pub(crate) fn tab_to(page: &Page, condition: &str) {
    for _ in 0..STOPS {
        page.press("Tab").unwrap();
        let script = format!("const element = document.activeElement; return Boolean({condition});");
        if ask(page, &script) == true {
            return;
        }
    }
    panic!("Tab never reaches {condition} on {}", page.url().unwrap());
}

/// Presses what has these words on it, with the keyboard alone.
pub(crate) fn press_by_keyboard(page: &Page, label: &str) {
    tab_to(page, &format!("words(element) === {}", json!(label)));
    page.press("Enter").unwrap();
}

/// Types into the field of this name, with the keyboard alone.
pub(crate) fn type_by_keyboard(page: &Page, name: &str, text: &str) {
    tab_to(page, &format!("element.name === {}", json!(name)));
    page.call("Input.insertText", json!({ "text": text })).unwrap();
}

/// Waits until what the selector finds is written in red: the page's style may come after its words.
pub(crate) fn is_red(page: &Page, selector: &str) {
    let script = format!(
        "(() => {{ const element = document.querySelector({});
           const [red, green, blue] = getComputedStyle(element).color.match(/\\d+/g).map(Number);
           return red > 150 && green < 60 && blue < 60; }})()",
        json!(selector)
    );
    page.wait_for(&script).unwrap();
}
