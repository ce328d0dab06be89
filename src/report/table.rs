//! The table that an editor acts on: each finding with its verdict, and per report where it stands, what it says and
//! what that comes to.

use super::{Answered, escape_controls};
use crate::model::Verdict;
use comfy_table::{Cell, ContentArrangement, Table, presets};

/// Prints findings, gravest first, and a line that counts.
pub fn findings(answers: &[Answered], width: Option<u16>, many: bool) -> String {
    let mut out = String::new();
    let mut counts = [0usize; Verdict::ALL.len()];
    for a in answers {
        if many && !a.findings.is_empty() {
            out += &format!("{}\n", escape_controls(&a.name));
        }
        let mut table = new_table(width);
        table.set_header(["verdict", "about", "lang", "where", "text", "value"]);
        for f in &a.findings {
            counts[Verdict::ALL.iter().position(|v| *v == f.verdict).unwrap_or(0)] += 1;
            for (n, (side, id)) in f.sides.iter().enumerate().flat_map(|(s, ids)| ids.iter().map(move |i| (s, *i))).enumerate() {
                let (r, c) = (&a.reports[id.0], &a.reports[id.0].claims[id.1]);
                let verdict = if n == 0 { f.verdict.name().to_owned() } else { String::new() };
                let about = match n {
                    0 => format!("{}: {}", f.kind, f.about),
                    1 => format!("{} · {:.2}", f.id, f.score),
                    _ => String::new(),
                };
                let letter = if f.sides.len() > 1 { format!("{} ", side_letter(side)) } else { String::new() };
                let name = r.path.rsplit('/').next().unwrap_or(&r.path);
                let place = match &c.segment {
                    Some(s) => format!("{}:{}", a.segment_names.get(*s).map_or("", String::as_str), c.column),
                    None => format!("{name}:{}", c.line),
                };
                let mut value = c.value.to_string();
                if let Some(v) = &c.resolved {
                    value += &format!(" = {v}");
                }
                if !c.unit.is_empty() {
                    value += &format!(" {}", c.unit);
                }
                table.add_row([
                    Cell::new(verdict),
                    Cell::new(escape_controls(&about)),
                    Cell::new(r.column.as_deref().unwrap_or(r.lang)),
                    Cell::new(escape_controls(&place)),
                    Cell::new(format!("{letter}{}", escape_controls(&c.text))),
                    Cell::new(escape_controls(&value)),
                ]);
            }
            if f.verdict >= Verdict::Missing {
                table.add_row([Cell::new(""), Cell::new(format!("why: {}", escape_controls(&f.explanation)))]);
            }
        }
        if !a.findings.is_empty() {
            out += &table.trim_fmt();
            out.push('\n');
        }
    }
    let said: Vec<String> = Verdict::ALL.iter().zip(counts).filter(|(_, n)| *n > 0).map(|(v, n)| format!("{n} {}", v.name())).collect();
    out += &if said.is_empty() { "nothing found\n".to_owned() } else { format!("{}\n", said.join(", ")) };
    out
}

/// A, B, C ... for sides.
fn side_letter(n: usize) -> char {
    char::from(b'A' + (n.min(25) as u8))
}

fn new_table(width: Option<u16>) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(width.unwrap_or(120));
    table
}

/// Prints claims, one line each.
pub fn claims(answers: &[Answered], width: Option<u16>) -> String {
    let mut table = new_table(width);
    table.set_header(["where", "lang", "kind", "value", "unit", "text"]);
    let mut n = 0;
    for a in answers {
        for r in &a.reports {
            for c in &r.claims {
                n += 1;
                let name = r.path.rsplit('/').next().unwrap_or(&r.path);
                let place = match &c.segment {
                    Some(s) => format!("{}:{}", a.segment_names.get(*s).map_or("", String::as_str), c.column),
                    None => format!("{name}:{}:{}", c.line, c.column),
                };
                let value = c.resolved.as_ref().map_or_else(|| c.value.to_string(), |v| format!("{} = {v}", c.value));
                table.add_row([
                    escape_controls(&place),
                    r.sentences.get(c.sentence).map_or(r.lang, |s| s.lang).to_owned(),
                    c.kind.to_string(),
                    escape_controls(&value),
                    escape_controls(&c.unit),
                    escape_controls(&c.text),
                ]);
            }
        }
    }
    if n == 0 {
        return "no claims found\n".to_owned();
    }
    format!("{}\n{n} claims\n", table.trim_fmt())
}
