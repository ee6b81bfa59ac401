//! What a person does to a page: mouse and keyboard, as real input events.

use serde_json::{Value, json};

use super::{BrowserError, Page};

impl Page {
    /// Clicks the middle of an element with the mouse, once it can be seen, is enabled, has stopped moving and is not covered.
    ///
    /// # Errors
    /// [`BrowserError::TimedOut`] if it cannot be clicked.
    pub fn click(&self, selector: &str) -> Result<(), BrowserError> {
        let place = self.wait_for(&clickable(selector))?;
        let at = |index| place.get(index).and_then(Value::as_f64).unwrap_or_default();
        let event = |kind: &str, buttons: u8| json!({ "type": kind, "x": at(0), "y": at(1), "button": "left", "buttons": buttons, "clickCount": 1 });
        self.call("Input.dispatchMouseEvent", event("mouseMoved", 0))?;
        self.call("Input.dispatchMouseEvent", event("mousePressed", 1))?;
        // the click may close the page before the browser has answered
        match self.call("Input.dispatchMouseEvent", event("mouseReleased", 0)) {
            Err(error) if error.is_navigation() => Ok(()),
            other => other.map(drop),
        }
    }

    /// Types `text` into a field in place of what was in it; chooses it in a list; sets it as a date.
    ///
    /// # Errors
    /// [`BrowserError`] if there is no such field.
    pub fn fill(&self, selector: &str, text: &str) -> Result<(), BrowserError> {
        self.wait_for_element(selector)?;
        let script = format!(
            "(() => {{ const field = document.querySelector({}); field.focus();
               if (field.select && field.type !== 'date') {{ field.select(); return 'typed'; }}
               field.value = {};
               for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, {{ bubbles: true }}));
               return field.value; }})()",
            json!(selector),
            json!(text)
        );
        match self.evaluate(&script)?.as_str() {
            Some("typed") if text.is_empty() => self.press("Delete"),
            Some("typed") => self.call("Input.insertText", json!({ "text": text })).map(drop),
            Some(value) if value == text => Ok(()),
            other => Err(BrowserError::Other(format!(
                "{selector} does not take {text}: it has {other:?}"
            ))),
        }
    }

    /// Presses and releases a key by its DOM name: `Enter`, `Tab`, `Escape`, `Delete`.
    ///
    /// # Errors
    /// [`BrowserError`] if the page is gone.
    pub fn press(&self, key: &str) -> Result<(), BrowserError> {
        let (code, text) = match key {
            "Enter" => (13, "\r"),
            "Tab" => (9, ""),
            "Escape" => (27, ""),
            "Delete" => (46, ""),
            " " => (32, " "),
            _ => (0, key),
        };
        let event =
            |kind: &str| json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code, "text": text });
        self.call("Input.dispatchKeyEvent", event("keyDown"))?;
        self.call(
            "Input.dispatchKeyEvent",
            json!({ "type": "keyUp", "key": key, "windowsVirtualKeyCode": code }),
        )
        .map(drop)
    }
}

/// A script that gives the middle of an element as soon as a mouse can reach it, else `null`.
fn clickable(selector: &str) -> String {
    format!(
        "(async () => {{
           const element = document.querySelector({});
           if (!element?.checkVisibility() || element.disabled) return null;
           element.scrollIntoView({{ block: 'center', behavior: 'instant' }});
           const before = element.getBoundingClientRect();
           await new Promise((done) => setTimeout(done, 30));
           const box = element.getBoundingClientRect();
           if (box.x !== before.x || box.y !== before.y || !box.width) return null;
           const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
           const hit = document.elementFromPoint(x, y);
           return hit && (element.contains(hit) || hit.contains(element)) ? [x, y] : null;
         }})()",
        json!(selector)
    )
}
