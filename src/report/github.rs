//! Annotations as GitHub's workflow commands: one on each side of a finding, so that whichever file a change touches
//! carries its mark.

use super::{Answered, Place, Reporter, View, facts};
use crate::model::{Severity, Verdict};
use std::fmt::Write;

/// Levels of annotations.
const LEVELS: [&str; 3] = ["error", "warning", "notice"];

/// So many annotations of a level a step are shown.
const MOST_SHOWN: usize = 10;

/// The annotations.
#[derive(Debug)]
pub struct Github;

impl Reporter for Github {
    fn name(&self) -> &'static str {
        "github"
    }

    fn doc(&self) -> &'static str {
        "Annotations in a GitHub workflow"
    }

    fn extension(&self) -> &'static str {
        "txt"
    }

    fn mildest(&self) -> Verdict {
        Verdict::Qualifier
    }

    fn findings(&self, answers: &[Answered], view: &View) -> String {
        let mut out = String::new();
        let mut marks = [0; 3];
        for a in answers {
            for f in &a.findings {
                let level = match f.severity() {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Note | Severity::None => "notice",
                };
                for id in facts::fronts(f) {
                    marks[LEVELS.iter().position(|l| *l == level).unwrap_or(0)] += 1;
                    let p = Place::of(a, id);
                    let path = super::place::relative(p.path, view.root.as_deref());
                    let title = super::escape_controls(&format!("{} {}", f.verdict.name(), f.id));
                    let message = super::escape_controls(&format!("{}. {}", facts::sentence(a, f), facts::why(f)));
                    let _ = write!(out, "::{level} file={},line={}", property(&path), p.line);
                    // Columns only make sense within a line.
                    if p.line == p.end_line {
                        let _ = write!(out, ",endLine={},col={},endColumn={}", p.end_line, p.column, p.end_column);
                    }
                    let _ = writeln!(out, ",title={}::{}", property(&title), data(&message));
                }
            }
        }
        // What is cut off there is said there.
        if marks.iter().any(|n| *n > MOST_SHOWN) {
            let counts: Vec<String> = LEVELS.iter().zip(marks).filter(|(_, n)| *n > 0).map(|(l, n)| format!("{n} {l}s")).collect();
            let _ = writeln!(
                out,
                "There are {}. GitHub shows the first {MOST_SHOWN} of each level as annotations; all of them are in this log.",
                counts.join(", ")
            );
        }
        out
    }
}

/// The message of a command.
fn data(s: &str) -> String {
    s.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command.
fn property(s: &str) -> String {
    data(s).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_cannot_be_broken_out_of() {
        assert_eq!(property("a,b:c%d\ne"), "a%2Cb%3Ac%25d%0Ae");
        assert_eq!(data("100 %\r\n::error::x"), "100 %25%0D%0A::error::x");
    }
}
