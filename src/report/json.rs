//! JSON to the letter of the published schema, whole or one record a line.

use super::lines::{self, Numbered, Sink};
use super::{Answered, Reporter, Seen, View};
use crate::model::{self, Answer, FindingRecord};
use rayon::prelude::*;
use serde::Serialize;

/// One document.
#[derive(Debug)]
pub struct Json;

impl Reporter for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn doc(&self) -> &'static str {
        "One JSON document of reports, claims and findings"
    }

    fn extension(&self) -> &'static str {
        "json"
    }

    fn mildest(&self) -> model::Verdict {
        model::Verdict::Unmatched
    }

    fn findings(&self, answers: &[Answered], _: &View) -> String {
        whole(answers)
    }

    fn claims(&self, answers: &[Answered], _: &View) -> Option<String> {
        Some(whole(answers))
    }
}

/// The same records, one a line, story by story.
#[derive(Debug)]
pub struct Jsonl;

impl Reporter for Jsonl {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn doc(&self) -> &'static str {
        "The same records, one a line with a `type`, as the stories are done"
    }

    fn extension(&self) -> &'static str {
        "jsonl"
    }

    fn mildest(&self) -> model::Verdict {
        model::Verdict::Unmatched
    }

    fn findings(&self, answers: &[Answered], _: &View) -> String {
        self::lines(answers)
    }

    fn claims(&self, answers: &[Answered], _: &View) -> Option<String> {
        Some(self::lines(answers))
    }

    fn streams(&self) -> bool {
        true
    }

    fn next(&self, answer: &Answered, _: &View, seen: &mut Seen, out: &mut Sink) -> bool {
        seen.write(answer, out)
    }
}

/// The records of all answers; ids run on over stories.
pub fn answer(answers: &[Answered]) -> Answer {
    let mut out = Answer { schema: model::SCHEMA, ..Answer::default() };
    let mut numbering = Numbering::default();
    for a in answers {
        numbering.add(a, &mut out);
    }
    out
}

/// Ids of records that run on over answers.
#[derive(Debug, Default)]
pub struct Numbering {
    reports: usize,
    claims: usize,
    /// The first report of the file that may go on, and how many of its columns have their record.
    file: (usize, usize),
}

impl Numbering {
    /// Ids that begin at these numbers.
    pub(super) fn begin(reports: usize, claims: usize) -> Numbering {
        Numbering { reports, claims, file: (reports, 0) }
    }

    /// Writes the records of the next answer, one a line; false if nobody wants more.
    pub fn write(&mut self, a: &Answered, out: &mut Sink) -> bool {
        let (reports, base) = self.reports(a);
        let claims = self.claims;
        let findings = self.findings(a);
        lines::write(a, &Numbered { reports, base, claims, findings }, out)
    }

    /// Adds the records of the next answer.
    fn add(&mut self, a: &Answered, out: &mut Answer) {
        let (reports, base) = self.reports(a);
        out.reports.extend(reports);
        let mut claims = Vec::new();
        for (i, r) in a.reports.iter().enumerate() {
            for (n, c) in r.claims.iter().enumerate() {
                let segment = c.segment.map(|s| a.segment_names.get(s).map_or("", String::as_str));
                // In aligned text each row has a small report for each column.
                let column = if a.columns.is_empty() { i } else { i % a.columns.len() };
                claims.push((self.claims + claims.len(), base + column, r, n, c, segment));
            }
        }
        let record = |(id, column, r, n, c, segment)| model::claim_record(id, column, r, n, c, segment);
        out.claims.par_extend(claims.into_par_iter().with_min_len(PART).map(record));
        out.findings.extend(self.findings(a));
    }

    /// The records of an answer's reports that have none yet, and the number of its first.
    pub(super) fn reports(&mut self, a: &Answered) -> (Vec<model::ReportRecord>, usize) {
        if !a.continues {
            self.file = (self.reports, 0);
        }
        let base = self.file.0;
        let records: Vec<model::ReportRecord> = if a.columns.is_empty() {
            a.reports.iter().enumerate().map(|(i, r)| model::report_record(base + i, r)).collect()
        } else {
            let column = |(i, c): (usize, &String)| model::ReportRecord {
                id: format!("r{}", base + i),
                path: a.paths.get(i).unwrap_or(&a.name).clone(),
                lang: crate::pack::find(c).map_or_else(|| c.clone(), |p| p.tag().to_owned()),
                column: Some(c.clone()),
                date: None,
            };
            let new = a.columns.iter().enumerate().skip(self.file.1).map(column).collect();
            self.file.1 = a.columns.len();
            new
        };
        self.reports += records.len();
        (records, base)
    }

    /// The records of an answer's findings; its claims are counted.
    pub(super) fn findings(&mut self, a: &Answered) -> Vec<FindingRecord> {
        let mut first = Vec::with_capacity(a.reports.len());
        for r in &a.reports {
            first.push(self.claims);
            self.claims += r.claims.len();
        }
        let name = |m: &(usize, usize)| format!("c{}", first[m.0] + m.1);
        let record = |f: &crate::finding::Finding| FindingRecord {
            id: f.id.clone(),
            verdict: f.verdict,
            kind: f.kind,
            claims: f.claims.iter().map(name).collect(),
            sides: f.sides.iter().map(|s| s.iter().map(name).collect()).collect(),
            scope: f.scope,
            segment: f.segment.map(|s| a.segment_names.get(s).cloned().unwrap_or_default()),
            score: f.score,
            severity: f.severity(),
            explanation: f.explanation.clone(),
        };
        a.findings.iter().map(record).collect()
    }
}

/// Records that are written in one go; many are written side by side.
const PART: usize = 512;

/// One document.
pub fn whole(answers: &[Answered]) -> String {
    let all = answer(answers);
    let mut out = format!("{{\n  \"schema\": {}", all.schema);
    list(&mut out, "reports", &all.reports);
    list(&mut out, "claims", &all.claims);
    list(&mut out, "findings", &all.findings);
    out += "\n}\n";
    out
}

/// Records as a field of the document.
fn list<T: Serialize + Sync>(out: &mut String, name: &str, records: &[T]) {
    #[derive(Serialize)]
    struct Inside<'a, T> {
        r: &'a [T],
    }
    *out += &format!(",\n  \"{name}\": [");
    // A part is written in a document of its own, which indents it as in the whole one; its frame is cut off.
    let (head, tail) = ("{\n  \"r\": [", "\n  ]\n}");
    let parts: Vec<String> = records.par_chunks(PART).map(|r| serde_json::to_string_pretty(&Inside { r }).unwrap_or_default()).collect();
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        *out += part.get(head.len()..part.len().saturating_sub(tail.len())).unwrap_or("");
    }
    *out += if records.is_empty() { "]" } else { "\n  ]" };
}

/// A record over several lines.
pub(super) fn pretty<T: Serialize>(record: &T) -> String {
    let mut s = serde_json::to_string_pretty(record).unwrap_or_default();
    s.push('\n');
    s
}

/// One record a line, each with its type.
pub fn lines(answers: &[Answered]) -> String {
    let mut numbering = Numbering::default();
    answers.iter().map(|a| lines::lines(&mut numbering, a)).collect()
}

/// The JSON Schema of the records.
pub fn schema() -> String {
    let mut s = serde_json::to_string_pretty(&schemars::schema_for!(Answer)).unwrap_or_default();
    s.push('\n');
    s
}
