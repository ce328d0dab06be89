//! JSON to the letter of the published schema, whole or one record a line.

use super::Answered;
use crate::model::{self, Answer, FindingRecord};

/// The records of all answers; ids run on over stories.
pub fn answer(answers: &[Answered]) -> Answer {
    let mut out = Answer { schema: model::SCHEMA, ..Answer::default() };
    for a in answers {
        let report_base = out.reports.len();
        if a.columns.is_empty() {
            out.reports.extend(a.reports.iter().enumerate().map(|(i, r)| model::report_record(report_base + i, r)));
        } else {
            out.reports.extend(a.columns.iter().enumerate().map(|(i, c)| model::ReportRecord {
                id: format!("r{}", report_base + i),
                path: a.name.clone(),
                lang: crate::pack::find(c).map_or_else(|| c.clone(), |p| p.tag().to_owned()),
                column: Some(c.clone()),
                date: None,
            }));
        }
        let mut ids: Vec<Vec<usize>> = Vec::new();
        for (i, r) in a.reports.iter().enumerate() {
            let mut mine = Vec::new();
            for c in &r.claims {
                let id = out.claims.len();
                let segment = c.segment.map(|s| a.segment_names.get(s).map_or("", String::as_str));
                // In aligned text each row has a small report for each column.
                let column = if a.columns.is_empty() { i } else { i % a.columns.len() };
                let mut record = model::claim_record(id, report_base + column, r, c, segment);
                if let Some((offset, line, first)) = a.places.get(i) {
                    record.start += offset;
                    record.end += offset;
                    record.column += first - 1;
                    record.line += line - 1;
                }
                out.claims.push(record);
                mine.push(id);
            }
            ids.push(mine);
        }
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
                severity: f.verdict.severity(),
                explanation: f.explanation.clone(),
            });
        }
    }
    out
}

/// One document.
pub fn whole(answers: &[Answered]) -> String {
    let mut s = serde_json::to_string_pretty(&answer(answers)).unwrap_or_default();
    s.push('\n');
    s
}

/// One record a line, each with its type.
pub fn lines(answers: &[Answered]) -> String {
    fn line<T: serde::Serialize>(out: &mut String, kind: &str, record: &T) {
        #[derive(serde::Serialize)]
        struct Typed<'a, T> {
            r#type: &'a str,
            #[serde(flatten)]
            record: &'a T,
        }
        *out += &serde_json::to_string(&Typed { r#type: kind, record }).unwrap_or_default();
        out.push('\n');
    }
    let a = answer(answers);
    let mut out = String::new();
    for r in &a.reports {
        line(&mut out, "report", r);
    }
    for c in &a.claims {
        line(&mut out, "claim", c);
    }
    for f in &a.findings {
        line(&mut out, "finding", f);
    }
    out
}

/// The JSON Schema of the records.
pub fn schema() -> String {
    let mut s = serde_json::to_string_pretty(&schemars::schema_for!(Answer)).unwrap_or_default();
    s.push('\n');
    s
}
