//! JSON to the letter of the published schema, whole or one record a line.

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
        lines(answers)
    }

    fn claims(&self, answers: &[Answered], _: &View) -> Option<String> {
        Some(lines(answers))
    }

    fn streams(&self) -> bool {
        true
    }

    fn next(&self, answer: &Answered, _: &View, seen: &mut Seen) -> String {
        seen.lines(answer)
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
    /// The records of the next answer, one a line.
    pub fn lines(&mut self, a: &Answered) -> String {
        let mut records = Answer::default();
        self.add(a, &mut records);
        record_lines(&records)
    }

    /// Adds the records of the next answer.
    fn add(&mut self, a: &Answered, out: &mut Answer) {
        if !a.continues {
            self.file = (self.reports, 0);
        }
        let report_base = self.file.0;
        let before = out.reports.len();
        if a.columns.is_empty() {
            out.reports.extend(a.reports.iter().enumerate().map(|(i, r)| model::report_record(report_base + i, r)));
        } else {
            out.reports.extend(a.columns.iter().enumerate().skip(self.file.1).map(|(i, c)| model::ReportRecord {
                id: format!("r{}", report_base + i),
                path: a.paths.get(i).unwrap_or(&a.name).clone(),
                lang: crate::pack::find(c).map_or_else(|| c.clone(), |p| p.tag().to_owned()),
                column: Some(c.clone()),
                date: None,
            }));
            self.file.1 = a.columns.len();
        }
        self.reports += out.reports.len() - before;
        let mut claims = Vec::new();
        let mut ids: Vec<Vec<usize>> = Vec::new();
        for (i, r) in a.reports.iter().enumerate() {
            let mut mine = Vec::new();
            for c in &r.claims {
                let id = self.claims;
                self.claims += 1;
                let segment = c.segment.map(|s| a.segment_names.get(s).map_or("", String::as_str));
                // In aligned text each row has a small report for each column.
                let column = if a.columns.is_empty() { i } else { i % a.columns.len() };
                claims.push((id, report_base + column, r, c, segment));
                mine.push(id);
            }
            ids.push(mine);
        }
        let records = claims.into_par_iter().with_min_len(PART).map(|(id, column, r, c, segment)| model::claim_record(id, column, r, c, segment));
        out.claims.par_extend(records);
        for f in &a.findings {
            let name = |m: &(usize, usize)| format!("c{}", ids[m.0][m.1]);
            out.findings.push(FindingRecord {
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
            });
        }
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
    answers.iter().map(|a| numbering.lines(a)).collect()
}

fn record_lines(a: &Answer) -> String {
    fn all<T: Serialize + Sync>(out: &mut String, kind: &str, records: &[T]) {
        #[derive(Serialize)]
        struct Typed<'a, T> {
            r#type: &'a str,
            #[serde(flatten)]
            record: &'a T,
        }
        let line = |record| serde_json::to_string(&Typed { r#type: kind, record }).unwrap_or_default() + "\n";
        let parts: Vec<String> = records.par_chunks(PART).map(|part| part.iter().map(line).collect()).collect();
        out.extend(parts);
    }
    let mut out = String::new();
    all(&mut out, "report", &a.reports);
    all(&mut out, "claim", &a.claims);
    all(&mut out, "finding", &a.findings);
    out
}

/// The JSON Schema of the records.
pub fn schema() -> String {
    let mut s = serde_json::to_string_pretty(&schemars::schema_for!(Answer)).unwrap_or_default();
    s.push('\n');
    s
}
