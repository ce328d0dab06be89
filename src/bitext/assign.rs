//! Pairing the claims of two cells as a whole: the set of ties that weighs most, not the best for each in turn.
//!
//! Before it, what one side says at once and the other in two figures is joined; after it, dates in several parts are
//! put together, and what is left over on both sides is set against each other.

use super::tie::{self, Column, Tie};
use crate::claim::Claim;
use crate::date::{Date, Part};
use crate::judge;
use crate::kind::Kind;
use crate::model::Verdict;
use crate::num::Num;
use crate::value::{Bound, Value};
use pathfinding::kuhn_munkres::kuhn_munkres;
use pathfinding::matrix::Matrix;

/// How many claims of a cell are assigned at once; more, which no sentence has, are cut into stretches.
const AT_ONCE: usize = 80;

/// The ties between two cells, and which claims are accounted for.
#[derive(Default)]
pub struct Pairing {
    /// Ties: claim of the first cell, claim of the second.
    pub ties: Vec<(usize, usize, Tie)>,
    /// Claims of the first cell that the second has in some way.
    pub left: Vec<bool>,
    /// Claims of the second cell that the first has in some way.
    pub right: Vec<bool>,
}

impl Pairing {
    fn add(&mut self, a: usize, b: usize, tie: Tie) {
        (self.left[a], self.right[b]) = (true, true);
        self.ties.push((a, b, tie));
    }
}

/// Pairs two cells.
pub fn pair(x: &Column, y: &Column) -> Pairing {
    let (m, n) = (x.report.claims.len(), y.report.claims.len());
    let mut p = Pairing { ties: Vec::new(), left: vec![false; m], right: vec![false; n] };
    if m == 0 || n == 0 {
        return p;
    }
    for (r, one, two, tie) in joined(x, y) {
        p.add(r, one, tie);
        p.right[two] = true;
    }
    for (r, one, two, tie) in joined(y, x) {
        if !p.right[r] && !p.left[one] && !p.left[two] {
            p.add(one, r, tie);
            p.left[two] = true;
        }
    }
    let free = |used: &[bool]| (0..used.len()).filter(|i| !used[*i]).collect::<Vec<_>>();
    let (rows, cols) = (free(&p.left), free(&p.right));
    let stretches = rows.len().max(cols.len()).div_ceil(AT_ONCE);
    for s in 0..stretches {
        let cut = |v: &[usize]| v[s * v.len() / stretches..(s + 1) * v.len() / stretches].to_vec();
        assign(x, y, &cut(&rows), &cut(&cols), &mut p);
    }
    dates_in_parts(x, y, &mut p);
    broken_dates(x, y, &mut p);
    lost_parts(x, y, &mut p);
    let rest = |col: &Column, used: &[bool], other: &Column| -> Vec<usize> {
        free(used).into_iter().filter(|i| open_numeral(col.claim(*i)) && !other.says(col.claim(*i))).collect()
    };
    if let ([a], [b]) = (rest(x, &p.left, y).as_slice(), rest(y, &p.right, x).as_slice())
        && let Some(t) = tie::left_over((x, *a), (y, *b))
    {
        p.add(*a, *b, t);
    }
    p
}

/// A figure that waits for one on the other side.
fn open_numeral(c: &Claim) -> bool {
    !matches!(c.kind, Kind::Identifier | Kind::Date | Kind::Time) && c.value.num().is_some_and(|n| n != Num::ONE)
}

/// The exact optimum over these claims.
fn assign(x: &Column, y: &Column, rows: &[usize], cols: &[usize], p: &mut Pairing) {
    if rows.is_empty() || cols.is_empty() {
        return;
    }
    let turned = rows.len() > cols.len();
    let (short, long) = if turned { (cols, rows) } else { (rows, cols) };
    let ties: Vec<Vec<Option<Tie>>> =
        short.iter().map(|s| long.iter().map(|l| if turned { tie::tie((x, *l), (y, *s)) } else { tie::tie((x, *s), (y, *l)) }).collect()).collect();
    let mut weights = Matrix::new(short.len(), long.len(), 0i64);
    for (i, row) in ties.iter().enumerate() {
        for (j, t) in row.iter().enumerate() {
            weights[(i, j)] = t.as_ref().map_or(0, |t| t.weight);
        }
    }
    let (_, to) = kuhn_munkres(&weights);
    for (mut row, (i, j)) in ties.into_iter().zip(to.into_iter().enumerate()) {
        if let Some(t) = row[j].take() {
            if turned {
                p.add(long[j], short[i], t);
            } else {
                p.add(short[i], long[j], t);
            }
        }
    }
}

/// Claims of `x` that state two figures at once, and the two claims by which `y` states them: `between 3 and 10 million`,
/// `3 bis 10 Millionen`; `12 of the 40`, `12/40`; `2 hours and 26 minutes`, `2時間26分`.
fn joined(x: &Column, y: &Column) -> Vec<(usize, usize, usize, Tie)> {
    let mut out = Vec::new();
    let mut taken = vec![false; y.report.claims.len()];
    for (r, whole) in x.report.claims.iter().enumerate() {
        if y.report.claims.iter().any(|c| c.value.with_figure_of(&whole.value)) {
            continue;
        }
        let dates = whole.kind == Kind::Date;
        let shares = y.report.claims.iter().any(|c| c.kind == whole.kind && !(dates && calendar(c).is_some()));
        let mut partly = None;
        for n in 1..y.report.claims.len() {
            let (one, two) = (y.claim(n - 1), y.claim(n));
            if taken[n - 1] || taken[n] {
                continue;
            }
            let fit = [(n - 1, n, ends(whole, one, two)), (n, n - 1, ends(whole, two, one).filter(|_| whole.kind == Kind::Ratio))];
            for (m, k, fit) in fit {
                match fit {
                    Some((true, true)) => partly = Some((m, k, true)),
                    Some((true, false) | (false, true)) if partly.is_none() && !shares => partly = Some((m, k, false)),
                    _ => {}
                }
            }
            if matches!(partly, Some((.., true))) {
                break;
            }
        }
        let Some((m, k, all)) = partly else { continue };
        // One end that differs is an error only in what can be nothing else than these two figures.
        let years = |c: &Claim| c.kind == Kind::Date || c.kind == Kind::Duration && c.unit == "year" && c.value.num() >= Some(Num::int(1000));
        let one = matches!(whole.value, Value::Ratio { .. } | Value::Score(..)) || dates && years(y.claim(m)) && years(y.claim(k));
        if !(all || one) {
            continue;
        }
        (taken[m], taken[k]) = (true, true);
        let tie = if all {
            Tie { weight: 900, verdict: Verdict::Agree, reason: "one statement here, its two figures there".into() }
        } else {
            let reason = format!("{} and the figures {} and {} cannot both be true", whole.value, y.claim(m).value, y.claim(k).value);
            Tie { weight: 250, verdict: Verdict::Contradiction, reason }
        };
        out.push((r, m, k, tie));
    }
    out
}

/// Whether two claims state the first and the second figure of a whole; `None` where they cannot.
fn ends(whole: &Claim, one: &Claim, two: &Claim) -> Option<(bool, bool)> {
    let plain = |c: &Claim| matches!(c.kind, Kind::Count | Kind::Number | Kind::Ordinal) && c.unit != "time";
    match &whole.value {
        Value::Range { .. } | Value::Date { date: Date::Interval(..), .. } => Some((end(whole, one, true), end(whole, two, false))),
        Value::Ratio { top: p, bottom: q, .. } | Value::Score(p, q) if plain(one) && plain(two) => {
            Some((one.value.num() == Some(*p), two.value.num() == Some(*q)))
        }
        Value::Figure { num, .. } if matches!(whole.kind, Kind::Duration | Kind::Measure) => {
            let sum = judge::in_base(one)?.add(judge::in_base(two)?)?;
            let fits = whole.kind == one.kind && one.kind == two.kind && one.unit != two.unit;
            let all = judge::in_base(whole)?;
            // Feet and inches in centimetres come out rounded.
            let slack = if whole.kind == Kind::Measure { all.abs().div(Num::int(100))? } else { Num::ZERO };
            (fits && all.sub(sum)?.abs() <= slack && *num != Num::ZERO).then_some((true, true))
        }
        _ => None,
    }
}

/// Whether a claim states the lower or the upper end of a range.
fn end(range: &Claim, c: &Claim, lower: bool) -> bool {
    match (&range.value, &c.value) {
        (Value::Range { low, high, .. }, v) => {
            let unit = range.unit == c.unit || range.kind != c.kind || range.kind == Kind::Count;
            unit && v.num() == Some(if lower { *low } else { *high })
        }
        (Value::Date { date: Date::Interval(p, q), .. }, Value::Date { date: Date::Calendar(d), .. }) => {
            let e = if lower { p } else { q };
            merge(e, d).is_some_and(|_| d.day == e.day && (d.day.is_some() || d.month == e.month))
        }
        _ => false,
    }
}

/// Two partial dates as one, if they do not contradict each other.
fn merge(a: &Part, b: &Part) -> Option<Part> {
    let mut out = a.clone();
    for (x, y) in out.year.iter_mut().zip(&b.year) {
        if *x == b'X' {
            *x = *y;
        } else if *y != b'X' && x != y {
            return None;
        }
    }
    let part = |x: Option<u8>, y: Option<u8>| match (x.filter(|m| *m != 0), y.filter(|m| *m != 0)) {
        (Some(p), Some(q)) if p != q => Err(()),
        (p, q) => Ok(p.or(q)),
    };
    out.month = part(a.month, b.month).ok()?;
    out.day = part(a.day, b.day).ok()?;
    if out.day.is_some() && out.month.is_none() {
        out.month = Some(0);
    }
    (a.bc == b.bc || a.year == *b"XXXX" || b.year == *b"XXXX").then_some(out)
}

fn calendar(c: &Claim) -> Option<&Part> {
    match &c.value {
        Value::Date { date: Date::Calendar(p), .. } => Some(p),
        _ => None,
    }
}

/// Characters between two mentions of one cell.
fn gap(col: &Column, a: &Claim, b: &Claim) -> usize {
    let (from, to) = if a.span.1 <= b.span.0 { (a.span.1, b.span.0) } else { (b.span.1, a.span.0) };
    col.report.source.get(from..to).map_or(0, |s| s.chars().count())
}

/// Year and month here in one, there in two: `October 2015`, `2015年の10月`. The rest of such a date must fit, too.
fn dates_in_parts(x: &Column, y: &Column, p: &mut Pairing) {
    for n in 0..p.ties.len() {
        let (a, b) = (p.ties[n].0, p.ties[n].1);
        if p.ties[n].2.verdict > Verdict::Qualifier {
            continue;
        }
        for (col, whole, here, used) in [(x, y.claim(b), a, &mut p.left), (y, x.claim(a), b, &mut p.right)] {
            let (Some(mine), Some(full)) = (calendar(col.claim(here)), calendar(whole)) else { continue };
            let count = used.len();
            for c in [here.checked_sub(1), Some(here + 1)].into_iter().flatten().filter(|c| *c < count) {
                let Some(rest) = calendar(col.claim(c)).filter(|_| !used[c] && gap(col, col.claim(here), col.claim(c)) <= 6) else { continue };
                let Some(both) = merge(mine, rest).filter(|m| m != mine) else { continue };
                let mut merged = col.claim(here).clone();
                merged.value = Value::Date { bound: Bound::None, date: Date::Calendar(both.clone()) };
                let Some(j) = judge::judge(&merged, whole) else { continue };
                used[c] = true;
                if j.verdict > Verdict::Qualifier {
                    let tie = &mut p.ties[n].2;
                    tie.verdict = j.verdict;
                    tie.reason = format!("{both}, said in two parts, is not {full}");
                }
            }
        }
    }
}

/// A date whose day or year one side leaves out, and does not have elsewhere.
fn lost_parts(x: &Column, y: &Column, p: &mut Pairing) {
    let year = |d: &Part| d.year_number();
    for (a, b, tie) in p.ties.iter_mut().filter(|t| t.2.verdict <= Verdict::Qualifier) {
        let (Some(d), Some(e)) = (calendar(x.claim(*a)), calendar(y.claim(*b))) else { continue };
        for (full, less, col) in [(d, e, y), (e, d, x)] {
            let has = |n: i64, of: &dyn Fn(&Part) -> Option<i64>| {
                col.unread.contains(&n.to_string().trim_matches('0').to_owned())
                    || col.report.claims.iter().any(|c| calendar(c).is_some_and(|p| of(p) == Some(n)) || c.value.num() == Some(Num::int(n)))
                    || col.report.claims.iter().any(|c| matches!(c.value, Value::Date { date: Date::Interval(..) | Date::Relative { .. }, .. }))
            };
            let lost = match (year(full), full.day) {
                (Some(y), _) if less.year == *b"XXXX" && !has(y.into(), &|p| year(p).map(i64::from)) => Some("year"),
                (_, Some(d)) if less.day.is_none() && !has(d.into(), &|p| p.day.map(i64::from)) => Some("day"),
                _ => None,
            };
            if let Some(part) = lost {
                tie.verdict = Verdict::Missing;
                tie.reason = format!("{full} and {less}: one side leaves out the {part}");
            }
        }
    }
}

/// A date that lost a part on one side where a figure stands beside it that cannot be that part: the 61st of December.
fn broken_dates(x: &Column, y: &Column, p: &mut Pairing) {
    let known = |c: &Claim| {
        calendar(c).map(|p| {
            p.year.iter().filter(|y| **y != b'X').count() + usize::from(p.month.is_some_and(|m| m > 0)) * 4 + usize::from(p.day.is_some()) * 4
        })
    };
    for n in 0..p.ties.len() {
        let (a, b) = (p.ties[n].0, p.ties[n].1);
        let (Some(i), Some(j)) = (known(x.claim(a)), known(y.claim(b))) else { continue };
        if p.ties[n].2.verdict > Verdict::Qualifier || i == j {
            continue;
        }
        let (col, here, other, used) = if i < j { (x, a, y, &mut p.left) } else { (y, b, x, &mut p.right) };
        let open: Vec<usize> = (0..used.len()).filter(|k| !used[*k]).collect();
        let beside = open.into_iter().find(|k| {
            let c = col.claim(*k);
            matches!(c.kind, Kind::Count | Kind::Number | Kind::Ordinal | Kind::Duration)
                && tie::strong(c)
                && gap(col, c, col.claim(here)) <= 3
                && !other.says(c)
        });
        if let Some(k) = beside {
            used[k] = true;
            let tie = &mut p.ties[n].2;
            tie.verdict = Verdict::Contradiction;
            tie.reason = format!("one date lacks a part, and {} stands beside it, which cannot be that part", col.claim(k).value);
        }
    }
}
