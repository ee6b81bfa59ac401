//! Counting tests by what their runners print at the end.

/// Tests so far.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) passed: u64,
    pub(super) failed: u64,
}

impl Tally {
    /// Looks at one line of output. Knows cargo's `test result: ok. 3 passed; 0 failed; ...` and the summary of Node's test runner
    /// (`# pass 3`, or `ℹ pass 3` on a terminal).
    pub(super) fn look(&mut self, line: &str) {
        if let Some(rest) = line.strip_prefix("test result: ") {
            let words: Vec<&str> = rest.split([' ', ';']).filter(|word| !word.is_empty()).collect();
            for pair in words.windows(2) {
                if let [count, name] = pair {
                    self.add(name, count);
                }
            }
        } else if let Some(rest) = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ "))
            && let Some((name, count)) = rest.split_once(' ')
        {
            self.add(name, count);
        }
    }

    fn add(&mut self, name: &str, count: &str) {
        let count = count.trim().parse().unwrap_or(0);
        match name {
            "passed" | "pass" => self.passed += count,
            "failed" | "fail" => self.failed += count,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_cargo_and_node_print() {
        let mut tally = Tally::default();
        let lines = [
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.02s",
            "test result: FAILED. 2 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.02s",
            "# tests 7",
            "# pass 5",
            "ℹ fail 2",
            "# Subtest: pass 9",
            "a test result: ok. 100 passed",
        ];
        lines.iter().for_each(|line| tally.look(line));
        assert_eq!(tally, Tally { passed: 19, failed: 5 });
    }
}
