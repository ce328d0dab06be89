//! Checking aligned segments, one row at a time: a row and the columns' languages are all that a check needs, so rows
//! can come from a stream and be forgotten.

use super::assign;
use super::missing;
use super::placeholder::OBJECT;
use super::tie::{Column, Tie};
use super::{Bitext, Row};
use crate::claim::{self, Report};
use crate::finding::{Finding, Id, assemble, stable_id};
use crate::kind::Kind;
use crate::model::{Scope, Verdict};
use crate::pack::{self, Pack};
use rayon::prelude::*;

/// What one row comes to: a report a column, and the findings on them.
pub struct Checked {
    /// A small report for each column, holding the claims of this row.
    pub reports: Vec<Report>,
    /// Findings; ids are (column, claim).
    pub findings: Vec<Finding>,
}

/// What is the same for all rows of a file.
#[derive(Debug, Default)]
pub struct Layout {
    /// The file's path as shown.
    pub path: String,
    /// The columns' tags.
    pub columns: Vec<String>,
    packs: Vec<Option<&'static Pack>>,
    /// The column that is right by definition.
    source: Option<usize>,
}

impl Layout {
    /// A layout with these columns; `source` names the one that is right by definition.
    pub fn new(path: &str, columns: &[String], source: Option<&str>) -> Layout {
        Layout {
            path: path.to_owned(),
            columns: columns.to_vec(),
            packs: columns.iter().map(|c| pack::find(c)).collect(),
            source: source.and_then(|s| columns.iter().position(|c| c.eq_ignore_ascii_case(s))),
        }
    }
}

/// Checks all rows.
pub fn check(b: &Bitext, source: Option<&str>) -> Vec<Checked> {
    let layout = Layout::new(&b.path, &b.columns, source);
    b.rows.par_iter().enumerate().map(|(n, row)| check_row(&layout, row, n)).collect()
}

/// Reads all rows without comparing their columns.
pub fn read_rows(b: &Bitext) -> Vec<Checked> {
    let layout = Layout::new(&b.path, &b.columns, None);
    let one = |(n, row)| Checked { reports: (0..layout.columns.len()).map(|i| read(&layout, row, i, n)).collect(), findings: Vec::new() };
    b.rows.par_iter().enumerate().map(one).collect()
}

/// Checks one row, the `n`th of its file.
pub fn check_row(layout: &Layout, row: &Row, n: usize) -> Checked {
    let placeholders = |i: usize| row.cells.get(i).map_or(0, |c| c.masks.iter().filter(|m| m.2 == OBJECT).count());
    let columns: Vec<Column> = (0..layout.columns.len()).map(|i| Column::new(read(layout, row, i, n), placeholders(i))).collect();
    let filled = |i: &usize| layout.packs[*i].is_some() && !columns[*i].report.source.trim().is_empty();
    let there: Vec<usize> = (0..columns.len()).filter(filled).collect();
    let mut edges: Vec<Edge> = Vec::new();
    // Which columns have a claim in some way, with a tie of its own or as a part of what they state at once.
    let mut had: Had = columns.iter().map(|c| vec![Vec::new(); c.report.claims.len()]).collect();
    for (k, i) in there.iter().enumerate() {
        for j in &there[k + 1..] {
            if layout.source.is_some_and(|s| s != *i && s != *j) {
                continue;
            }
            let p = assign::pair(&columns[*i], &columns[*j]);
            for (c, other, used) in [(*i, *j, &p.left), (*j, *i, &p.right)] {
                had[c].iter_mut().zip(used).filter(|(_, u)| **u).for_each(|(by, _)| by.push(other));
            }
            edges.extend(p.ties.into_iter().map(|(a, b, tie)| Edge { a: (*i, a), b: (*j, b), tie }));
        }
    }
    let groups = groups(&columns, edges, &had);
    let reports: Vec<&Report> = columns.iter().map(|c| &c.report).collect();
    let findings = groups.into_iter().filter_map(|g| finding(layout, &columns, &reports, (&there, &had), g, n)).collect();
    Checked { findings, reports: columns.into_iter().map(|c| c.report).collect() }
}

/// Reads a cell.
fn read(layout: &Layout, row: &Row, i: usize, n: usize) -> Report {
    let (text, masks) = row.cells.get(i).map_or(("", &[][..]), |c| (c.text.as_str(), c.masks.as_slice()));
    let mut report = Report {
        path: layout.path.clone(),
        lang: layout.packs[i].map_or("", |p| p.tag_static()),
        column: Some(layout.columns[i].clone()),
        date: None,
        sentences: Vec::new(),
        claims: Vec::new(),
        source: text.to_owned(),
    };
    for (s, claims) in layout.packs[i].map(|p| claim::read_cell(text, masks, p)).unwrap_or_default() {
        let index = report.sentences.len();
        report.sentences.push(s);
        report.claims.extend(claims.into_iter().map(|mut c| {
            c.sentence = index;
            c.segment = Some(n);
            c
        }));
    }
    // %s million: the scale word belongs to the figure that is put in.
    let put_in = |at: usize| masks.iter().any(|m| m.2 == OBJECT && text.get(m.1..at).is_some_and(|gap| gap.trim().is_empty()));
    let loose = |c: &claim::Claim| matches!(c.kind, Kind::Count | Kind::Number | Kind::Ordinal) && !c.text.contains(|x: char| x.is_ascii_digit());
    report.forget(|_, c| loose(c) && put_in(c.span.0));
    report
}

/// The columns that have a claim, by column and claim.
type Had = Vec<Vec<Vec<usize>>>;

/// A tie between claims of two columns.
struct Edge {
    a: Id,
    b: Id,
    tie: Tie,
}

/// Claims of several columns that are one fact, at most one a column, and the ties among them.
struct Group {
    members: Vec<Id>,
    edges: Vec<Edge>,
}

/// Puts ties together, the weightiest first; a claim without any is a group of its own.
fn groups(columns: &[Column], mut edges: Vec<Edge>, had: &Had) -> Vec<Group> {
    edges.sort_by(|x, y| y.tie.weight.cmp(&x.tie.weight).then_with(|| (x.a, x.b).cmp(&(y.a, y.b))));
    let mut groups: Vec<Option<Group>> = Vec::new();
    let mut home: Vec<Vec<Option<usize>>> = columns.iter().map(|c| vec![None; c.report.claims.len()]).collect();
    for e in edges {
        let [g, h] = [e.a, e.b].map(|m| {
            *home[m.0][m.1].get_or_insert_with(|| {
                groups.push(Some(Group { members: vec![m], edges: Vec::new() }));
                groups.len() - 1
            })
        });
        if g != h {
            let clash = |x: &Group, y: &Group| x.members.iter().any(|m| y.members.iter().any(|o| o.0 == m.0));
            if groups[g].as_ref().zip(groups[h].as_ref()).is_none_or(|(x, y)| clash(x, y)) {
                continue;
            }
            let Some(moved) = groups[h].take() else { continue };
            moved.members.iter().for_each(|m| home[m.0][m.1] = Some(g));
            if let Some(to) = &mut groups[g] {
                to.members.extend(moved.members);
                to.edges.extend(moved.edges);
            }
        }
        if let Some(to) = &mut groups[g] {
            to.edges.push(e);
        }
    }
    for (c, homes) in home.iter().enumerate() {
        for (n, h) in homes.iter().enumerate() {
            if h.is_none() && had[c][n].is_empty() {
                groups.push(Some(Group { members: vec![(c, n)], edges: Vec::new() }));
            }
        }
    }
    let mut groups: Vec<Group> = groups.into_iter().flatten().collect();
    groups.iter_mut().for_each(|g| g.members.sort_unstable());
    groups.sort_by(|x, y| x.members.cmp(&y.members));
    groups
}

/// Makes a finding of a group, if there is something to say of it.
fn finding(layout: &Layout, columns: &[Column], reports: &[&Report], (there, had): (&[usize], &Had), g: Group, n: usize) -> Option<Finding> {
    let name = |c: usize| layout.columns[c].as_str();
    let names = |cs: &[usize]| cs.iter().map(|c| name(*c)).collect::<Vec<_>>().join(", ");
    let worst = g.edges.iter().max_by(|x, y| x.tie.verdict.cmp(&y.tie.verdict).then_with(|| (y.a, y.b).cmp(&(x.a, x.b))));
    let in_group = |c: &usize| g.members.iter().any(|m| m.0 == *c);
    // Who lacks it: the columns without it, or without the source where there is one.
    let lacking: Vec<usize> = there
        .iter()
        .copied()
        .filter(|c| !in_group(c) && layout.source.is_none_or(|s| s == *c || in_group(&s)))
        .filter(|c| g.members.iter().all(|m| !had[m.0][m.1].contains(c) && missing::lacks(&columns[*c], &columns[m.0], m.1)))
        .collect();
    let said = worst.map_or(Verdict::Unmatched, |e| e.tie.verdict);
    if worst.is_none() && lacking.is_empty() {
        return None;
    }
    let holders: Vec<usize> = g.members.iter().map(|m| m.0).collect();
    let mut f = assemble(reports, g.members.clone(), 0.99, "");
    f.sides = sides(&g, layout.source);
    f.scope = Scope::Across;
    f.segment = Some(n);
    f.verdict = said;
    f.explanation = String::new();
    if let Some(e) = worst {
        f.explanation = match said {
            Verdict::Agree | Verdict::Rounded => format!("{}; the same place in one segment", e.tie.reason),
            _ => {
                let pair = if holders.len() > 2 { format!(" ({} against {})", name(e.a.0), name(e.b.0)) } else { String::new() };
                format!("{}{pair}; the same place in one segment{}", e.tie.reason, stands_alone(layout, &f.sides))
            }
        };
        f.score = match said {
            Verdict::Tension | Verdict::Contradiction if e.tie.weight < 150 => 0.75,
            Verdict::Tension | Verdict::Contradiction => 0.9,
            _ => 0.99,
        };
    }
    if !lacking.is_empty() {
        let value = &reports[g.members[0].0].claims[g.members[0].1].value;
        let why = if holders.len() + lacking.len() == 2 {
            format!("{value} is stated in {} only", names(&holders))
        } else {
            format!("{value} is stated in {}, not in {}", names(&holders), names(&lacking))
        };
        if f.verdict < Verdict::Missing {
            (f.verdict, f.explanation, f.score) = (Verdict::Missing, why, 0.8);
        } else {
            f.explanation += &format!("; {why}");
        }
    }
    f.id = stable_id(reports, &f);
    Some(f)
}

/// Who is right by definition, or who stands alone against several.
fn stands_alone(layout: &Layout, sides: &[Vec<Id>]) -> String {
    let name = |m: &Id| layout.columns[m.0].as_str();
    if let Some(s) = layout.source {
        return format!("; {} is the source", layout.columns[s]);
    }
    match sides {
        [a, b] if a.len() == 1 && b.len() > 1 => format!("; {} stands alone", name(&a[0])),
        [a, b] if b.len() == 1 && a.len() > 1 => format!("; {} stands alone", name(&b[0])),
        _ => String::new(),
    }
}

/// Claims that say the same stand together; the source, if there is one, comes first.
fn sides(g: &Group, source: Option<usize>) -> Vec<Vec<Id>> {
    let mut sides: Vec<Vec<Id>> = Vec::new();
    let mut order: Vec<Id> = g.members.clone();
    order.sort_by_key(|m| (source != Some(m.0), *m));
    let between = |x: Id, y: Id| g.edges.iter().find(|e| (e.a, e.b) == (x, y) || (e.b, e.a) == (x, y)).map(|e| e.tie.verdict);
    for m in order {
        let fits = |s: &Vec<Id>| {
            let said: Vec<Verdict> = s.iter().filter_map(|o| between(m, *o)).collect();
            !said.is_empty() && said.iter().all(|v| *v <= Verdict::Rounded)
        };
        match sides.iter().position(fits) {
            Some(i) => sides[i].push(m),
            None => sides.push(vec![m]),
        }
    }
    sides
}
