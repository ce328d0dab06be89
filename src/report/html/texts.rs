//! The reports of a story side by side, with every claim marked in its text; aligned text row by row.

use super::super::place::Quoted;
use super::super::{Answered, facts};
use super::{claim_id, escaped, verdicts};
use crate::claim::Report;
use crate::model::Verdict;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

type Verdicts = BTreeMap<(usize, usize), Verdict>;

/// All texts of one story.
pub fn story(a: &Answered, story: usize, many: bool, out: &mut String) {
    let _ = writeln!(out, "<section class=\"story\" id=\"story{story}\" data-story=\"{story}\" aria-label=\"{}\">", escaped(&a.name));
    if many {
        let _ = writeln!(out, "<h2>{}</h2>", escaped(&a.name));
    }
    let verdicts = verdicts(a);
    if a.is_bitext() {
        rows(a, story, &verdicts, out);
    } else {
        out.push_str("<div class=\"columns\">\n");
        for (i, r) in a.reports.iter().enumerate() {
            let name = r.path.rsplit('/').next().unwrap_or(&r.path);
            let date = r.date.map_or(String::new(), |d| format!(" \u{b7} {d}"));
            let lang = escaped(r.lang);
            let _ = writeln!(
                out,
                "<article class=\"report\" id=\"s{story}r{i}\" tabindex=\"-1\"><h3><span class=\"tag\">{lang}</span> {}<small>{date}</small></h3>\n<div class=\"text\" lang=\"{lang}\">",
                escaped(name)
            );
            text(r, i, story, &verdicts, out);
            out.push_str("</div></article>\n");
        }
        out.push_str("</div>\n");
    }
    out.push_str("</section>\n");
}

/// The rows of aligned text that have findings.
fn rows(a: &Answered, story: usize, verdicts: &Verdicts, out: &mut String) {
    let wanted: BTreeSet<usize> = a.findings.iter().filter_map(|f| f.segment).collect();
    out.push_str("<div class=\"rows\"><table>\n<thead><tr><th scope=\"col\">id</th>");
    for c in &a.columns {
        let _ = write!(out, "<th scope=\"col\">{}</th>", escaped(c));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    let columns = a.columns.len();
    for row in &wanted {
        let _ = write!(out, "<tr><th scope=\"row\">{}</th>", escaped(a.segment_names.get(*row).map_or("", String::as_str)));
        for i in row * columns..(row + 1) * columns {
            let Some(r) = a.reports.get(i) else { continue };
            let _ = write!(out, "<td class=\"text\" lang=\"{}\">", escaped(r.column.as_deref().unwrap_or(r.lang)));
            text(r, i, story, verdicts, out);
            out.push_str("</td>");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
    let rest = a.left_out.0 + a.segment_names.len() - wanted.len().min(a.segment_names.len());
    if rest > 0 {
        let _ = writeln!(out, "<p class=\"rest\">{} without a finding left out.</p>", facts::plural(rest, "segment"));
    }
    out.push_str("</div>\n");
}

/// A text with its claims marked; where claims overlap, each stretch says which ones it belongs to.
fn text(r: &Report, report: usize, story: usize, verdicts: &Verdicts, out: &mut String) {
    let quoted = Quoted::of(r);
    let spans: Vec<(usize, usize)> = r.claims.iter().map(|c| quoted.span(c)).collect();
    let mut edges: Vec<usize> = spans.iter().filter(|s| s.0 < s.1).flat_map(|s| [s.0, s.1]).collect();
    edges.extend([0, quoted.text.len()]);
    edges.sort_unstable();
    edges.dedup();
    let mut named = BTreeSet::new();
    // White space at the top would push the columns apart.
    let lead = quoted.text.len() - quoted.text.trim_start().len();
    for w in edges.windows(2) {
        let (from, to) = (w[0].max(lead), w[1]);
        let Some(piece) = quoted.text.get(from..to).filter(|p| !p.is_empty()) else { continue };
        let over: Vec<usize> = (0..spans.len()).filter(|i| spans[*i].0 <= from && to <= spans[*i].1).collect();
        if over.is_empty() {
            *out += &escaped(piece);
            continue;
        }
        let ids: Vec<String> = over.iter().map(|c| claim_id(story, (report, *c))).collect();
        let worst = over.iter().filter_map(|c| verdicts.get(&(report, *c))).max();
        let class = worst.map_or("lone".to_owned(), |v| format!("v-{}", v.name()));
        let said: Vec<String> = over.iter().map(|c| facts::value(&r.claims[*c], true)).collect();
        // A claim is addressed by the first of its stretches.
        let id = ids.iter().find(|i| named.insert((*i).clone())).map_or(String::new(), |i| format!(" id=\"{i}\""));
        let _ = write!(
            out,
            "<mark{id} class=\"{class}\" data-c=\"{}\" title=\"{}\" tabindex=\"-1\">{}</mark>",
            ids.join(" "),
            escaped(&said.join("; ")),
            escaped(piece)
        );
    }
}
