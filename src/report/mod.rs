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
    /// In aligned text, the files of the columns, where each has its own.
    pub paths: Vec<String>,
    /// In aligned text, whether this goes on with the file of the answer before.
    pub continues: bool,
}

impl Answered {
    /// Takes in the answer on the next rows of the same file, without the text of rows that have no finding.
    pub fn absorb(&mut self, next: Answered) {
        let width = next.columns.len().max(1);
        if self.columns.len() < next.columns.len() {
            self.widen(next.columns.len());
        }
        let (reports, rows) = (self.reports.len(), self.segment_names.len());
        let mut found = vec![false; next.segment_names.len()];
        for f in &next.findings {
            if let Some(row) = f.segment.and_then(|s| found.get_mut(s)) {
                *row = true;
            }
        }
        self.name = next.name;
        self.columns = next.columns;
        self.paths = next.paths;
        self.segment_names.extend(next.segment_names);
        self.reports.extend(next.reports.into_iter().enumerate().map(|(i, mut r)| {
            r.claims.iter_mut().for_each(|c| c.segment = c.segment.map(|s| s + rows));
            if found.get(i / width) != Some(&true) {
                r.source = String::new();
                r.sentences.shrink_to_fit();
            }
            r
        }));
        self.findings.extend(next.findings.into_iter().map(|mut f| {
            let shift = |m: &mut (usize, usize)| m.0 += reports;
            f.claims.iter_mut().for_each(shift);
            f.sides.iter_mut().flatten().for_each(shift);
            f.segment = f.segment.map(|s| s + rows);
            f
        }));
    }

    /// In aligned text, leaves out the rows that nothing is said of: without findings and, unless claims are asked for,
    /// whatever they claim.
    pub fn prune(&mut self, claims_too: bool) {
        let width = self.columns.len().max(1);
        let mut keep = vec![false; self.segment_names.len()];
        for f in &self.findings {
            if let Some(row) = f.segment.and_then(|s| keep.get_mut(s)) {
                *row = true;
            }
        }
        if claims_too {
            for (row, k) in keep.iter_mut().enumerate() {
                *k |= self.reports[row * width..(row + 1) * width].iter().any(|r| !r.claims.is_empty());
            }
        }
        let places: Vec<usize> = keep
            .iter()
            .scan(0, |n, k| {
                *n += usize::from(*k);
                Some(*n - usize::from(*k))
            })
            .collect();
        let mut row = 0..;
        self.segment_names.retain(|_| row.next().is_some_and(|r| keep[r]));
        let mut cell = 0..;
        self.reports.retain(|_| cell.next().is_some_and(|c| keep[c / width]));
        for r in &mut self.reports {
            r.claims.iter_mut().for_each(|c| c.segment = c.segment.map(|s| places[s]));
        }
        for f in &mut self.findings {
            let shift = |m: &mut (usize, usize)| m.0 = places[m.0 / width] * width + m.0 % width;
            f.claims.iter_mut().for_each(shift);
            f.sides.iter_mut().flatten().for_each(shift);
            f.segment = f.segment.map(|s| places[s]);
        }
    }

    /// Makes room for columns that turn up later in the file.
    fn widen(&mut self, columns: usize) {
        let before = self.columns.len();
        if before == 0 {
            return;
        }
        let mut reports = Vec::new();
        for (i, r) in std::mem::take(&mut self.reports).into_iter().enumerate() {
            reports.push(r);
            if i % before == before - 1 {
                reports.extend((before..columns).map(|_| Report::empty()));
            }
        }
        self.reports = reports;
        for f in &mut self.findings {
            let shift = |m: &mut (usize, usize)| m.0 = m.0 / before * columns + m.0 % before;
            f.claims.iter_mut().for_each(shift);
            f.sides.iter_mut().flatten().for_each(shift);
        }
    }
}
