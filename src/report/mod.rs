//! Reporters: answers as people and machines read them, one format a file, all in one registry.
//!
//! A reporter is a function from answers to text. It writes nowhere; the program does.

mod archive;
mod csv;
pub mod evidence;
pub mod explain;
mod facts;
mod full;
mod github;
mod html;
pub mod json;
mod junit;
mod lines;
mod markdown;
mod parts;
mod place;
mod rdjsonl;
mod sarif;
pub mod table;
pub mod tables;
mod text;

pub use archive::{Of, of_story};
pub use lines::Sink;
pub use place::Place;
pub use text::escape_controls;

use crate::accept::Accepted;
use crate::claim::{Claim, Report};
use crate::finding::{Finding, Id};
use crate::model::{Severity, Verdict};

/// What was found in one story or one file of aligned text.
#[derive(Debug, Default)]
pub struct Answered {
    /// The story's folder, or the file.
    pub name: String,
    /// The reports; in aligned text one for each cell, row by row.
    pub reports: Vec<Report>,
    /// The findings.
    pub findings: Vec<Finding>,
    /// Findings that are known and stay, where they are to be shown as such.
    pub accepted: Vec<Accepted>,
    /// In aligned text, the columns' tags.
    pub columns: Vec<String>,
    /// In aligned text, the rows' ids.
    pub segment_names: Vec<String>,
    /// In aligned text, the files of the columns, where each has its own.
    pub paths: Vec<String>,
    /// In aligned text, whether this goes on with the file of the answer before.
    pub continues: bool,
    /// In aligned text, how many rows and claims were read and left out, for nothing is said of them.
    pub left_out: (usize, usize),
}

impl Answered {
    /// Takes in the answer on the next rows of the same file, without the text of rows that have no finding.
    pub fn absorb(&mut self, mut next: Answered) {
        let width = next.columns.len().max(1);
        if self.columns.len() < next.columns.len() {
            self.widen(next.columns.len());
        }
        let (reports, rows) = (self.reports.len(), self.segment_names.len());
        let mut found = vec![false; next.segment_names.len()];
        for f in next.said() {
            if let Some(row) = f.segment.and_then(|s| found.get_mut(s)) {
                *row = true;
            }
        }
        next.renumber(|report| report + reports, |row| row + rows);
        self.name = next.name;
        self.columns = next.columns;
        self.paths = next.paths;
        self.left_out.0 += next.left_out.0;
        self.left_out.1 += next.left_out.1;
        self.segment_names.extend(next.segment_names);
        self.reports.extend(next.reports.into_iter().enumerate().map(|(i, mut r)| {
            r.claims.iter_mut().for_each(|c| c.segment = c.segment.map(|s| s + rows));
            if found.get(i / width) != Some(&true) {
                r.source = String::new();
                r.sentences.shrink_to_fit();
            }
            r
        }));
        self.findings.extend(next.findings);
        self.accepted.extend(next.accepted);
    }

    /// In aligned text, leaves out the rows that nothing is said of: without findings and, unless claims are asked for,
    /// whatever they claim.
    pub fn prune(&mut self, claims_too: bool) {
        let width = self.columns.len().max(1);
        let mut keep = vec![false; self.segment_names.len()];
        for f in self.said() {
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
        self.left_out.0 += keep.iter().filter(|k| !**k).count();
        self.left_out.1 += self.reports.iter().enumerate().filter(|(i, _)| !keep[i / width]).map(|(_, r)| r.claims.len()).sum::<usize>();
        let mut row = 0..;
        self.segment_names.retain(|_| row.next().is_some_and(|r| keep[r]));
        let mut cell = 0..;
        self.reports.retain(|_| cell.next().is_some_and(|c| keep[c / width]));
        for r in &mut self.reports {
            r.claims.iter_mut().for_each(|c| c.segment = c.segment.map(|s| places[s]));
        }
        self.renumber(|report| places[report / width] * width + report % width, |row| places[row]);
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
        self.renumber(|report| report / before * columns + report % before, |row| row);
    }

    /// All that is said, of what is known as well.
    fn said(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().chain(self.accepted.iter().map(|a| &a.finding))
    }

    /// Gives reports and rows other numbers in all that is said.
    fn renumber(&mut self, report: impl Fn(usize) -> usize, row: impl Fn(usize) -> usize) {
        for f in self.findings.iter_mut().chain(self.accepted.iter_mut().map(|a| &mut a.finding)) {
            f.claims.iter_mut().chain(f.sides.iter_mut().flatten()).for_each(|m| m.0 = report(m.0));
            f.segment = f.segment.map(&row);
        }
    }
}

impl Answered {
    /// The report of a claim, and the claim.
    pub fn claim(&self, id: Id) -> (&Report, &Claim) {
        (&self.reports[id.0], &self.reports[id.0].claims[id.1])
    }

    /// Whether this is aligned text.
    pub fn is_bitext(&self) -> bool {
        !self.columns.is_empty()
    }

    /// How many texts were compared: reports, or columns of aligned text.
    pub fn texts(&self) -> usize {
        if self.is_bitext() { self.columns.len() } else { self.reports.len() }
    }
}

/// How much is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Detail {
    /// Headings and the count.
    Quiet,
    /// What an editor needs.
    #[default]
    Normal,
    /// Everything: repeats unfolded, the reasons of agreements too.
    Verbose,
}

/// What the reader's side can show.
#[derive(Clone, Debug)]
pub struct View {
    /// Columns.
    pub width: usize,
    /// Whether ANSI colours are understood.
    pub color: bool,
    /// Whether signs beyond ASCII are shown as such.
    pub unicode: bool,
    /// How much is shown.
    pub detail: Detail,
    /// The mildest verdict that fails a check; none does if there is none.
    pub fail_on: Option<Verdict>,
    /// The folder that relative paths in records for machines start from.
    pub root: Option<String>,
}

/// The width where nothing is known of the reader's side.
pub const WIDTH: usize = 100;

impl Default for View {
    fn default() -> View {
        View { width: WIDTH, color: false, unicode: true, detail: Detail::Normal, fail_on: Some(Verdict::Contradiction), root: None }
    }
}

impl View {
    /// Whether a finding fails the check.
    pub fn fails(&self, f: &Finding) -> bool {
        self.fail_on.is_some_and(|v| match f.set_severity {
            Some(s) if v.severity() > Severity::None => s >= v.severity(),
            _ => f.verdict >= v,
        })
    }
}

/// What a format that counts on over stories has counted.
pub use json::Numbering as Seen;

/// A format.
pub trait Reporter: Sync + Send + std::fmt::Debug {
    /// Its name, as `--format` takes it.
    fn name(&self) -> &'static str;

    /// What it is for, in a line.
    fn doc(&self) -> &'static str;

    /// How files of it end.
    fn extension(&self) -> &'static str;

    /// The mildest verdict that it shows if nobody says which are wanted.
    fn mildest(&self) -> Verdict {
        Verdict::Agree
    }

    /// All answers of a run.
    fn findings(&self, answers: &[Answered], view: &View) -> String;

    /// What is claimed; `None` if the format has no shape for it.
    fn claims(&self, answers: &[Answered], view: &View) -> Option<String> {
        let _ = (answers, view);
        None
    }

    /// Whether stories can be printed one by one as they are done, by [`Reporter::next`].
    fn streams(&self) -> bool {
        false
    }

    /// Writes the next story of a stream: the texts of all stories in order are what [`Reporter::findings`] gives for
    /// them. False if nobody wants more.
    fn next(&self, answer: &Answered, view: &View, seen: &mut Seen, out: &mut Sink) -> bool {
        let _ = seen;
        out(&self.findings(std::slice::from_ref(answer), view))
    }
}

/// All formats, those for people first.
pub static ALL: &[&dyn Reporter] = &[
    &table::Table,
    &full::Full,
    &html::Html,
    &markdown::Markdown,
    &csv::Csv,
    &json::Json,
    &json::Jsonl,
    &sarif::Sarif,
    &junit::Junit,
    &github::Github,
    &rdjsonl::Rdjsonl,
];

/// Formats that are no text: what can write them does so by itself.
pub static TABLES: &[&dyn Reporter] = &[&tables::Parquet];

/// The format of this name.
pub fn find(name: &str) -> Option<&'static dyn Reporter> {
    ALL.iter().chain(TABLES).copied().find(|r| r.name() == name)
}

/// Aligned text from a table, checked.
#[cfg(test)]
fn aligned(tsv: &str) -> Answered {
    let stream = std::io::Cursor::new(tsv.as_bytes().to_vec());
    let mut file = crate::bitext::open(std::path::Path::new("x.tsv"), Box::new(stream), &crate::bitext::Options::default()).expect("a table");
    crate::check_bitext(&file.batch(&mut Vec::new()).expect("rows"), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_in_kebab_case() {
        for (i, r) in ALL.iter().enumerate() {
            assert!(r.name().bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", r.name());
            assert!(!r.doc().is_empty() && !r.extension().starts_with('.'));
            assert_eq!(ALL.iter().position(|o| o.name() == r.name()), Some(i));
            assert!(find(r.name()).is_some());
        }
    }

    #[test]
    fn nothing_at_all_is_an_answer_in_every_format() {
        for r in ALL {
            let _ = r.findings(&[], &View::default());
            let _ = r.findings(&[Answered::default()], &View::default());
        }
    }
}
