//! Reporters: answers as people and machines read them.

/// Control characters and bidirectional overrides as visible escapes: text from outside must not steer a terminal.
pub fn escape_controls(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    for c in s.chars() {
        match c {
            '\t' | '\n' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}') => {
                out += &format!("\\u{{{:x}}}", c as u32);
            }
            c => out.push(c),
        }
    }
    out
}

pub mod explain;
pub mod json;
pub mod table;

use crate::claim::Report;
use crate::finding::Finding;

/// What was found in one story or one file of aligned text.
#[derive(Debug, Default)]
pub struct Answered {
    /// The story's folder, or the file.
    pub name: String,
    /// The reports; in aligned text one for each cell, row by row.
    pub reports: Vec<Report>,
    /// The findings.
    pub findings: Vec<Finding>,
    /// In aligned text, the columns' tags.
    pub columns: Vec<String>,
    /// In aligned text, the rows' ids.
    pub segment_names: Vec<String>,
    /// In aligned text, for each cell its offset, line and column in the file.
    pub places: Vec<(usize, usize, usize)>,
}
