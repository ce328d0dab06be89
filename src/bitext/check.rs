//! Checking aligned segments: within a row the claims of two languages are paired as a whole, not one by one.

use super::{Bitext, Row};
use crate::claim::{self, Claim, Report};
use crate::finding::{Finding, Id, assemble, stable_id};
use crate::judge;
use crate::kind::Kind;
use crate::model::Verdict;
use crate::pack::{self, Pack};
use rayon::prelude::*;

/// What one row comes to: a report a column, and the findings on them.
pub struct Checked {
    /// A small report for each column, holding the claims of this row.
    pub reports: Vec<Report>,
    /// Findings; ids are (column, claim).
    pub findings: Vec<Finding>,
}

/// Checks all rows.
pub fn check(b: &Bitext, source: Option<&str>) -> Vec<Checked> {
    let packs: Vec<Option<&'static Pack>> = b.columns.iter().map(|c| pack::find(c)).collect();
    b.rows.par_iter().enumerate().map(|(n, row)| check_row(b, row, n, &packs, source)).collect()
}

fn check_row(b: &Bitext, row: &Row, n: usize, packs: &[Option<&'static Pack>], source: Option<&str>) -> Checked {
    let mut reports = Vec::new();
    for (i, cell) in row.cells.iter().enumerate() {
        let mut report = Report {
            path: b.path.clone(),
            lang: packs[i].map_or("", |p| p.tag_static()),
            column: Some(b.columns[i].clone()),
            date: None,
            sentences: Vec::new(),
            claims: Vec::new(),
            source: cell.text.clone(),
        };
        if let Some(p) = packs[i] {
            for (s, claims) in claim::read_cell(&cell.text, p) {
                let index = report.sentences.len();
                report.sentences.push(s);
                report.claims.extend(claims.into_iter().map(|mut c| {
                    c.sentence = index;
                    c.segment = Some(n);
                    c.restates = None;
                    c
                }));
            }
        }
        reports.push(report);
    }
    let refs: Vec<&Report> = reports.iter().collect();
    let mut findings = Vec::new();
    let from = source.and_then(|s| b.columns.iter().position(|c| c.eq_ignore_ascii_case(s)));
    for i in 0..refs.len() {
        for j in i + 1..refs.len() {
            if from.is_none_or(|f| f == i || f == j) && !row.cells[i].text.trim().is_empty() && !row.cells[j].text.trim().is_empty() {
                pair_columns(&refs, i, j, n, &mut findings);
            }
        }
    }
    Checked { reports, findings }
}

/// The cost of pairing two claims; `None` where they cannot be one fact.
fn worth(a: &Claim, b: &Claim, order: f64) -> Option<f64> {
    let same_kind = a.kind == b.kind;
    let verdict = judge::judge(a, b).map(|j| j.verdict);
    let value = match verdict {
        Some(Verdict::Agree) => 8.0,
        Some(Verdict::Rounded) => 6.5,
        Some(Verdict::Qualifier) => 7.0,
        Some(Verdict::Tension) => 3.0,
        Some(Verdict::Contradiction) => 1.0,
        _ => {
            if !same_figure(a, b) {
                return None;
            }
            // Another kind, same figure: an ordinal here, a count there.
            return Some(5.0 - order);
        }
    };
    let unit = if a.unit == b.unit { 1.0 } else { 0.0 };
    let noun = match (a.noun, b.noun) {
        (Some(x), Some(y)) if x == y => 1.0,
        (Some(x), Some(y)) => {
            if pack::steps_up(x, y).is_some() || pack::steps_up(y, x).is_some() {
                0.5
            } else {
                -0.5
            }
        }
        _ => 0.0,
    };
    Some(value + unit + noun + if same_kind { 0.5 } else { 0.0 } - order)
}

fn same_figure(a: &Claim, b: &Claim) -> bool {
    let figure = |c: &Claim| c.value.clone().with_bound(crate::value::Bound::None).to_string();
    let (x, y) = (figure(a), figure(b));
    x == y || x.trim_start_matches('0') == y.trim_start_matches('0') || {
        let digits = |s: &str| s.chars().filter(char::is_ascii_digit).collect::<String>();
        let (p, q) = (digits(&x), digits(&y));
        !p.is_empty() && p == q && (a.kind == Kind::Identifier || b.kind == Kind::Identifier)
    }
}

fn pair_columns(reports: &[&Report], i: usize, j: usize, row: usize, findings: &mut Vec<Finding>) {
    let (x, y) = (&reports[i].claims, &reports[j].claims);
    let place = |c: &Claim, r: &Report| c.span.0 as f64 / r.source.len().max(1) as f64;
    let mut pairs = Vec::new();
    if !x.is_empty() && !y.is_empty() {
        let (rows, cols) = (x.len(), y.len());
        let n = rows.max(cols);
        let worth_at = |a: usize, b: usize| -> Option<f64> {
            let order = (place(&x[a], reports[i]) - place(&y[b], reports[j])).abs();
            worth(&x[a], &y[b], order)
        };
        let mut weights = pathfinding::matrix::Matrix::new(n, n, 0i64);
        for a in 0..rows {
            for b in 0..cols {
                if let Some(w) = worth_at(a, b) {
                    weights[(a, b)] = (w * 10_000.0).max(1.0) as i64;
                }
            }
        }
        let (_, assignment) = pathfinding::kuhn_munkres::kuhn_munkres(&weights);
        for (a, b) in assignment.into_iter().enumerate() {
            if a < rows && b < cols && weights[(a, b)] > 0 {
                pairs.push((a, b));
            }
        }
    }
    let mut used = (vec![false; x.len()], vec![false; y.len()]);
    for (a, b) in pairs {
        let (p, q) = (&x[a], &y[b]);
        let Some(judgement) = judge::judge(p, q) else {
            (used.0[a], used.1[b]) = (true, true);
            continue;
        };
        if judgement.verdict >= Verdict::Tension && !firm(p, q) {
            continue;
        }
        (used.0[a], used.1[b]) = (true, true);
        let ids: Vec<Id> = vec![(i, a), (j, b)];
        let score = if judgement.verdict <= Verdict::Qualifier { 0.99 } else { 0.9 };
        let mut f = assemble(reports, ids, score, "the same place in one segment");
        f.segment = Some(row);
        f.id = stable_id(reports, &f);
        findings.push(f);
    }
    leftovers(reports, (i, j), row, &mut used, findings);
    for (r, o, list, used) in [(i, j, x, &used.0), (j, i, y, &used.1)] {
        for (k, c) in list.iter().enumerate() {
            if used[k] || !worth_missing(c) || elsewhere(c, reports[o]) {
                continue;
            }
            let mut f = assemble(reports, vec![(r, k)], 0.8, "");
            f.verdict = Verdict::Missing;
            f.explanation = format!("{} is stated in {} only", c.value, reports[r].column.as_deref().unwrap_or(""));
            f.scope = crate::model::Scope::Across;
            f.segment = Some(row);
            f.id = stable_id(reports, &f);
            findings.push(f);
        }
    }
}

/// Figures that neither side has in any form, left on both sides: one was written for the other, whatever they were read
/// as (a year with a wrong digit is no year any more).
fn leftovers(reports: &[&Report], (i, j): (usize, usize), row: usize, used: &mut (Vec<bool>, Vec<bool>), findings: &mut Vec<Finding>) {
    let (x, y) = (&reports[i].claims, &reports[j].claims);
    let lone = |c: &Claim, other: &Report, others: &[Claim]| {
        strong(c) && c.kind != Kind::Identifier && !elsewhere(c, other) && !others.iter().any(|o| same_figure(c, o))
    };
    for a in 0..x.len() {
        if used.0[a] || !lone(&x[a], reports[j], y) {
            continue;
        }
        let place = |c: &Claim, r: &Report| c.span.0 as f64 / r.source.len().max(1) as f64;
        let here = place(&x[a], reports[i]);
        let best = (0..y.len())
            .filter(|b| !used.1[*b] && lone(&y[*b], reports[i], x) && confusable(&x[a], &y[*b]))
            .min_by(|b, c| (place(&y[*b], reports[j]) - here).abs().total_cmp(&(place(&y[*c], reports[j]) - here).abs()));
        let Some(b) = best else { continue };
        (used.0[a], used.1[b]) = (true, true);
        let mut f = assemble(reports, vec![(i, a), (j, b)], 0.75, "the only figures of this segment that the other side lacks");
        f.verdict = Verdict::Contradiction;
        f.explanation = format!("{} and {} differ; they are the only figures of this segment that the other side lacks", x[a].value, y[b].value);
        f.sides = vec![vec![(i, a)], vec![(j, b)]];
        f.segment = Some(row);
        f.id = stable_id(reports, &f);
        findings.push(f);
    }
    // A date that lost its day or year on one side, where that side has a figure which the other lacks.
    for f in findings.iter_mut() {
        let [p, q] = f.claims.as_slice() else { continue };
        if f.segment != Some(row) || f.verdict != Verdict::Agree || f.kind != Kind::Date || p.0 != i || q.0 != j {
            continue;
        }
        let (a, b) = (&x[p.1], &y[q.1]);
        let parts = |c: &Claim| c.value.to_string().split('-').filter(|s| !s.contains('X')).count();
        if parts(a) == parts(b) || a.value.to_string().contains("rel") || b.value.to_string().contains("rel") {
            continue;
        }
        let (less, r, other, list, used) = if parts(a) < parts(b) { (a, i, j, x, &used.0) } else { (b, j, i, y, &used.1) };
        let near = list.iter().enumerate().any(|(k, c)| {
            let gap = c.span.0.saturating_sub(less.span.1).max(less.span.0.saturating_sub(c.span.1));
            !used[k] && gap <= 4 && strong(c) && !elsewhere(c, reports[other]) && r != other
        });
        if near {
            f.verdict = Verdict::Contradiction;
            f.explanation = "one date lacks a part, and a figure that cannot be that part stands beside it".into();
            f.sides = vec![vec![f.claims[0]], vec![f.claims[1]]];
            let id = stable_id(reports, f);
            f.id = id;
        }
    }
}

/// Kinds that one wrong character can turn into one another.
fn confusable(a: &Claim, b: &Claim) -> bool {
    let loose = |c: &Claim| matches!(c.kind, Kind::Number | Kind::Ordinal | Kind::Score) || c.kind == Kind::Count && c.noun.is_none();
    a.kind == b.kind
        || loose(a)
        || loose(b)
        || matches!(
            (a.kind, b.kind),
            (Kind::Age, Kind::Duration) | (Kind::Duration, Kind::Age) | (Kind::Date, Kind::Count) | (Kind::Count, Kind::Date)
        )
}

/// Whether a difference between two claims is to be believed: they must be about one thing beyond doubt.
fn firm(a: &Claim, b: &Claim) -> bool {
    if a.kind != b.kind {
        return false;
    }
    let related = match (a.noun, b.noun) {
        (Some(x), Some(y)) => x == y || pack::steps_up(x, y).is_some() || pack::steps_up(y, x).is_some(),
        _ => true,
    };
    match a.kind {
        Kind::Count | Kind::Ordinal => related || strong(a) && strong(b),
        Kind::Identifier => false,
        Kind::Money => true,
        _ => true,
    }
}

/// Figures that do not stand in a text by chance.
fn strong(c: &Claim) -> bool {
    c.value.num().is_some_and(|n| n >= crate::num::Num::int(13)) || c.text.bytes().any(|b| b.is_ascii_digit())
}

/// Whether an editor wants to know that the other side lacks it.
fn worth_missing(c: &Claim) -> bool {
    match c.kind {
        Kind::Identifier | Kind::Ordinal | Kind::Multiplier => false,
        Kind::Count => c.value.num().is_none_or(|n| n > crate::num::Num::int(2)),
        _ => true,
    }
}

/// Whether the other side has the figure in some form that was not understood.
fn elsewhere(c: &Claim, other: &Report) -> bool {
    let digits: String = c.value.to_string().chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_end_matches('0');
    digits.len() >= 2 && other.source.replace(['.', ',', ' '], "").contains(digits)
}
