//! One page: what it shows, and what a person does to it.

use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::connection::{Connection, Event};
use super::{BrowserError, PATIENCE, PAUSE};

/// A page, an extension page, a frame or a worker that the test is attached to.
pub struct Page {
    connection: Arc<Connection>,
    session: String,
    target: String,
}

impl Page {
    pub(super) fn attach(connection: Arc<Connection>, target: &str) -> Result<Self, BrowserError> {
        let answer = connection.call(
            None,
            "Target.attachToTarget",
            json!({ "targetId": target, "flatten": true }),
        )?;
        let session = answer
            .get("sessionId")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        let page = Self {
            connection,
            session,
            target: target.to_owned(),
        };
        page.call("Runtime.enable", json!({}))?;
        // workers have no Page and no Log domain; that is no fault
        let _ = page.call("Page.enable", json!({}));
        let _ = page.call("Log.enable", json!({}));
        Ok(page)
    }

    /// Sends one DevTools command to this page.
    ///
    /// # Errors
    /// [`BrowserError`] if the browser refuses it.
    pub fn call(&self, method: &str, params: Value) -> Result<Value, BrowserError> {
        self.connection.call(Some(&self.session), method, params)
    }

    /// Runs a script expression in the page, without user activation, waits for its promise and returns its value.
    ///
    /// # Errors
    /// [`BrowserError::Threw`] with the page's error.
    pub fn evaluate(&self, expression: &str) -> Result<Value, BrowserError> {
        self.run(expression, false)
    }

    fn run(&self, expression: &str, activation: bool) -> Result<Value, BrowserError> {
        let params =
            json!({ "expression": expression, "awaitPromise": true, "returnByValue": true, "userGesture": activation });
        let mut answer = self.call("Runtime.evaluate", params)?;
        if let Some(thrown) = answer.get("exceptionDetails") {
            let text = thrown
                .pointer("/exception/description")
                .or_else(|| thrown.pointer("/exception/value"));
            return Err(BrowserError::Threw(
                text.or(thrown.get("text")).unwrap_or(&Value::Null).to_string(),
            ));
        }
        Ok(answer.pointer_mut("/result/value").map(Value::take).unwrap_or_default())
    }

    /// As [`Page::evaluate`], as if a person had just pressed something: the page has user activation.
    ///
    /// # Errors
    /// [`BrowserError::Threw`] with the page's error.
    pub fn evaluate_as_person(&self, expression: &str) -> Result<Value, BrowserError> {
        self.run(expression, true)
    }

    /// Goes to `url` and waits until it is loaded.
    ///
    /// # Errors
    /// [`BrowserError::Refused`] if it cannot be loaded.
    pub fn goto(&self, url: &str) -> Result<(), BrowserError> {
        let answer = self.call("Page.navigate", json!({ "url": url }))?;
        if let Some(text) = answer.get("errorText").and_then(Value::as_str) {
            return Err(BrowserError::Refused {
                method: format!("loading {url}"),
                message: text.to_owned(),
            });
        }
        self.wait_for("document.readyState === 'complete' && location.href !== 'about:blank'")
            .map(drop)
    }

    /// This page, once it is loaded.
    pub(super) fn loaded(self) -> Result<Self, BrowserError> {
        self.wait_for("document.readyState === 'complete'")?;
        Ok(self)
    }

    /// Waits until a script expression is truthy and returns its value. Survives navigations in between.
    ///
    /// # Errors
    /// [`BrowserError::TimedOut`] with what the page showed in the end.
    pub fn wait_for(&self, expression: &str) -> Result<Value, BrowserError> {
        self.wait_within(PATIENCE, expression)
    }

    /// As [`Page::wait_for`], with its own patience.
    ///
    /// # Errors
    /// [`BrowserError::TimedOut`] with what the page showed in the end.
    pub fn wait_within(&self, time: Duration, expression: &str) -> Result<Value, BrowserError> {
        let deadline = Instant::now() + time;
        loop {
            match self.evaluate(expression) {
                Ok(value) if is_truthy(&value) => return Ok(value),
                Ok(_) => {}
                Err(error) if error.is_navigation() => {}
                Err(error) => return Err(error),
            }
            if Instant::now() > deadline {
                return Err(BrowserError::TimedOut(format!(
                    "{expression} stays false on {}",
                    self.state()
                )));
            }
            sleep(PAUSE);
        }
    }

    /// Waits for an element that can be seen.
    ///
    /// # Errors
    /// [`BrowserError::TimedOut`] if it does not appear.
    pub fn wait_for_element(&self, selector: &str) -> Result<(), BrowserError> {
        self.wait_for(&format!(
            "document.querySelector({})?.checkVisibility()",
            json!(selector)
        ))
        .map(drop)
    }

    /// Waits until the visible text of an element contains `words`, and returns the whole text.
    ///
    /// # Errors
    /// [`BrowserError::TimedOut`] if it does not.
    pub fn wait_for_text(&self, selector: &str, words: &str) -> Result<String, BrowserError> {
        let script = format!(
            "(() => {{ const text = document.querySelector({})?.innerText ?? ''; return text.includes({}) && text; }})()",
            json!(selector),
            json!(words)
        );
        Ok(self.wait_for(&script)?.as_str().unwrap_or_default().to_owned())
    }

    /// The visible text of an element, once it is there.
    ///
    /// # Errors
    /// [`BrowserError::TimedOut`] if it is not.
    pub fn text(&self, selector: &str) -> Result<String, BrowserError> {
        self.wait_for_element(selector)?;
        let text = self.evaluate(&format!("document.querySelector({}).innerText.trim()", json!(selector)))?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// The value of a form field.
    ///
    /// # Errors
    /// [`BrowserError::Threw`] if there is no such field.
    pub fn value(&self, selector: &str) -> Result<String, BrowserError> {
        let value = self.evaluate(&format!("document.querySelector({}).value", json!(selector)))?;
        Ok(value.as_str().unwrap_or_default().to_owned())
    }

    /// Whether there is such an element.
    ///
    /// # Errors
    /// [`BrowserError`] if the page is gone.
    pub fn has(&self, selector: &str) -> Result<bool, BrowserError> {
        let found = self.evaluate(&format!("document.querySelector({}) !== null", json!(selector)))?;
        Ok(found == Value::Bool(true))
    }

    /// Address of the page.
    ///
    /// # Errors
    /// [`BrowserError`] if the page is gone.
    pub fn url(&self) -> Result<String, BrowserError> {
        Ok(self.evaluate("location.href")?.as_str().unwrap_or_default().to_owned())
    }

    /// What the page wrote to its console and what it threw, in order.
    pub fn messages(&self) -> Vec<String> {
        let events = self.connection.events(&self.session);
        events
            .iter()
            .filter_map(|event| message_of(&event.method, &event.params))
            .collect()
    }

    /// What the page posted to addresses that contain `path`, since `Network.enable` was called.
    pub fn posted(&self, path: &str) -> Vec<String> {
        let text = |event: &Event, pointer: &str| Some(event.params.pointer(pointer)?.as_str()?.to_owned());
        let events = self.connection.events(&self.session);
        let requests = events
            .iter()
            .filter(|event| event.method == "Network.requestWillBeSent");
        let wanted = requests.filter(|event| text(event, "/request/url").is_some_and(|url| url.contains(path)));
        wanted.filter_map(|event| text(event, "/request/postData")).collect()
    }

    /// Closes the page as a person closes a tab.
    ///
    /// # Errors
    /// [`BrowserError`] if the browser is gone.
    pub fn close(self) -> Result<(), BrowserError> {
        self.connection
            .call(None, "Target.closeTarget", json!({ "targetId": self.target }))
            .map(drop)
    }

    /// The browser's id of this page.
    pub fn target(&self) -> &str {
        &self.target
    }

    fn state(&self) -> String {
        let seen = self.evaluate("location.href + ': ' + document.body?.innerText.slice(0, 1500)");
        format!("{}; console: {:?}", seen.unwrap_or_default(), self.messages())
    }
}

fn is_truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(value) => value.as_f64() != Some(0.0),
        Value::String(value) => !value.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}

fn message_of(method: &str, params: &Value) -> Option<String> {
    let text = |pointer: &str| params.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    match method {
        "Runtime.consoleAPICalled" => {
            let words = params.get("args")?.as_array()?.iter().map(|arg| {
                let shown = arg
                    .get("value")
                    .or_else(|| arg.get("description"))
                    .unwrap_or(&Value::Null);
                shown.as_str().map_or_else(|| shown.to_string(), str::to_owned)
            });
            Some(format!("{}: {}", text("/type")?, words.collect::<Vec<_>>().join(" ")))
        }
        "Runtime.exceptionThrown" => {
            let shown = text("/exceptionDetails/exception/description").or_else(|| text("/exceptionDetails/text"))?;
            Some(format!("exception: {shown}"))
        }
        "Log.entryAdded" => Some(format!("{}: {}", text("/entry/level")?, text("/entry/text")?)),
        _ => None,
    }
}
