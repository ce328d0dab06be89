//! Findings: groups of claims with their verdict, their sides and the reason for both.

use crate::align::context::{Sort, Surroundings, shared};
use crate::align::features::Pairing;
use crate::align::{self, group};
use crate::claim::{Claim, Report};
use crate::judge;
use crate::kind::Kind;
use crate::model::{Scope, Severity, Verdict};
use crate::pack;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A claim: report and index in it.
pub type Id = (usize, usize);

/// Claims about the same fact, and what they say of each other.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Depends on what it says and where.
    pub id: String,
    /// Verdict.
    pub verdict: Verdict,
    /// Kind.
    pub kind: Kind,
    /// Its claims, in order.
    pub claims: Vec<Id>,
    /// Who is on which side.
    pub sides: Vec<Vec<Id>>,
    /// Where its claims stand.
    pub scope: Scope,
    /// In bitext, its row.
    pub segment: Option<usize>,
    /// How sure the alignment is.
    pub score: f64,
    /// Why aligned, and why this verdict.
    pub explanation: String,
    /// What it is about, in few words.
    pub about: String,
    /// The severity that settings give it instead of its verdict's.
    pub set_severity: Option<Severity>,
}

impl Finding {
    /// How grave it is.
    pub fn severity(&self) -> Severity {
        self.set_severity.unwrap_or(self.verdict.severity())
    }
}

/// Knobs of a check.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The least score of a finding.
    pub min_score: f64,
    /// Whether claims that are stated once are listed, too.
    pub unmatched: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options { min_score: 0.0, unmatched: true }
    }
}

/// Checks the reports of one story against each other. What is found does not depend on their order: they are compared in
/// that of their paths, for the evidence on two claims is not quite the same seen from the other side.
pub fn check(reports: &[&Report], options: Options) -> Vec<Finding> {
    let mut given: Vec<usize> = (0..reports.len()).collect();
    given.sort_by_key(|r| (Path::new(&reports[*r].path), &reports[*r].source));
    let in_order: Vec<&Report> = given.iter().map(|r| reports[*r]).collect();
    let mut findings = compare(&in_order, options);
    for f in &mut findings {
        for list in std::iter::once(&mut f.claims).chain(&mut f.sides) {
            list.iter_mut().for_each(|id| id.0 = given[id.0]);
            list.sort_unstable();
        }
        f.sides.sort_unstable();
    }
    order(reports, &mut findings);
    findings
}

fn compare(reports: &[&Report], options: Options) -> Vec<Finding> {
    let pairing = Pairing::new(reports);
    let pairs = align::pairs(&pairing);
    let groups = group::form(&pairing, &pairs);
    let mut findings: Vec<Finding> = groups
        .into_iter()
        .filter(|g| g.score >= options.min_score)
        .map(|g| {
            let members = with_restatements(reports, g.members);
            let why = evidence(&pairing, &members);
            miscopied(&pairing, assemble(reports, members, g.score, &why), &why)
        })
        .collect();
    findings.extend(internal(reports));
    if options.unmatched {
        let taken: std::collections::HashSet<Id> = findings.iter().flat_map(|f| f.claims.iter().copied()).collect();
        for (r, report) in reports.iter().enumerate() {
            for (i, c) in report.claims.iter().enumerate() {
                if !taken.contains(&(r, i)) && !c.dateline {
                    findings.push(single(reports, (r, i)));
                }
            }
        }
    }
    findings
}

/// What may be rounded in a report of its own is wrong in a translation, which keeps the places of its text.
fn miscopied(pairing: &Pairing, mut f: Finding, why: &str) -> Finding {
    let pairs = f.claims.iter().enumerate().flat_map(|(n, a)| f.claims[n + 1..].iter().map(move |b| (*a, *b)));
    let wrong = pairs.filter(|(a, b)| pairing.miscopied(*a, *b)).find_map(|(a, b)| judge::unrounded(pairing.claim(a), pairing.claim(b)));
    if let Some(j) = wrong.filter(|j| f.verdict == Verdict::Rounded && j.verdict > f.verdict) {
        f.verdict = j.verdict;
        f.explanation = format!("{}, and a translation does not round; {why}", j.reason);
        f.id = stable_id(pairing.reports, &f);
    }
    f
}

/// The gravest first, then by report and place.
pub fn order(reports: &[&Report], findings: &mut [Finding]) {
    let place = |f: &Finding| f.claims.first().map(|(r, i)| (*r, reports[*r].claims[*i].span));
    findings.sort_by(|a, b| b.verdict.cmp(&a.verdict).then_with(|| place(a).cmp(&place(b))).then_with(|| a.id.cmp(&b.id)));
}

/// Restatements in brackets go where the amount before them goes, echoes where the first of them goes.
fn with_restatements(reports: &[&Report], mut members: Vec<Id>) -> Vec<Id> {
    let own = members.clone();
    for (r, i) in own {
        for (j, c) in reports[r].claims.iter().enumerate() {
            if (c.restates == Some(i) || c.echoes == Some(i)) && !members.contains(&(r, j)) {
                members.push((r, j));
            }
        }
    }
    members.sort_unstable();
    members
}

fn claim<'a>(reports: &[&'a Report], id: Id) -> &'a Claim {
    &reports[id.0].claims[id.1]
}

fn is_restated(reports: &[&Report], a: Id, b: Id) -> bool {
    let (x, y) = (claim(reports, a), claim(reports, b));
    x.restates.is_some() || y.restates.is_some()
}

/// Whether a report says it more exactly elsewhere: more than twenty thousand people in one sentence, 23,000 in the next. That both can be
/// true is then said already.
fn is_loose(reports: &[&Report], members: &[Id], a: Id) -> bool {
    let x = claim(reports, a);
    let open = |c: &Claim| c.value.bound().is_lower() || c.value.bound().is_upper();
    let exact = |b: &Id| {
        let y = claim(reports, *b);
        b.0 == a.0 && *b != a && !open(y) && judge::verdict(x, y).is_some_and(|v| v <= Verdict::Tension)
    };
    open(x) && members.iter().any(exact)
}

/// The least score of a contradiction: who is alarmed has to find one. Most that score less are of two facts.
const SURE: f64 = 0.65;

/// Makes a finding of claims that are about the same fact.
pub fn assemble(reports: &[&Report], members: Vec<Id>, score: f64, why: &str) -> Finding {
    // Of pairs that are as bad, one of two reports tells more than one in a single report.
    let rank = |v: Verdict, a: Id, b: Id| (v, a.0 != b.0);
    let mut worst: Option<(Verdict, Id, Id)> = None;
    let loose: Vec<bool> = members.iter().map(|a| is_loose(reports, &members, *a)).collect();
    for (n, a) in members.iter().enumerate() {
        for (b, other) in members[n + 1..].iter().zip(&loose[n + 1..]) {
            let elsewhere = claim(reports, *b).kind == Kind::Time || claim(reports, *a).unit != claim(reports, *b).unit;
            if is_restated(reports, *a, *b) && elsewhere {
                continue;
            }
            if let Some(v) = judge::verdict(claim(reports, *a), claim(reports, *b))
                && !(v == Verdict::Tension && (loose[n] || *other))
                && worst.is_none_or(|w| rank(v, *a, *b) > rank(w.0, w.1, w.2))
            {
                worst = Some((v, *a, *b));
            }
        }
    }
    let worst = worst.and_then(|(_, a, b)| Some((judge::judge(claim(reports, a), claim(reports, b))?, a, b)));
    let sides = sides(reports, &members);
    let (mut verdict, mut reason) = match &worst {
        Some((j, a, b)) if members.len() > 2 && j.verdict > Verdict::Rounded => {
            (j.verdict, format!("{} ({} against {})", j.reason, where_(reports, *a), where_(reports, *b)))
        }
        Some((j, ..)) => (j.verdict, j.reason.clone()),
        None if loose.contains(&true) => (Verdict::Rounded, "one says it more loosely as well".to_owned()),
        None => (Verdict::Agree, "restated in other units".to_owned()),
    };
    if verdict == Verdict::Contradiction && score < SURE {
        verdict = Verdict::Tension;
        reason += "; whether both tell of one fact is doubtful";
    }
    let one = members.iter().all(|m| m.0 == members[0].0);
    let kind = claim(reports, members[0]).kind;
    let explanation = format!("{reason}; {why}");
    let mut f = Finding {
        id: String::new(),
        verdict,
        kind,
        about: about(reports, &members),
        sides,
        scope: if one { Scope::Internal } else { Scope::Across },
        segment: None,
        score,
        explanation,
        claims: members,
        set_severity: None,
    };
    f.id = stable_id(reports, &f);
    f
}

fn where_(reports: &[&Report], id: Id) -> String {
    let r = reports[id.0];
    let name = r.path.rsplit('/').next().unwrap_or(&r.path);
    match &r.column {
        Some(c) => c.clone(),
        None => format!("{name}:{}", claim(reports, id).line),
    }
}

/// Claims that say the same stand together: the first claim that a new one agrees with decides.
fn sides(reports: &[&Report], members: &[Id]) -> Vec<Vec<Id>> {
    let mut sides: Vec<Vec<Id>> = Vec::new();
    for m in members {
        let c = claim(reports, *m);
        let home = sides.iter().position(|s| {
            if c.restates.is_some_and(|base| s.contains(&(m.0, base))) {
                return true;
            }
            let mut judged = s.iter().filter_map(|o| judge::verdict(c, claim(reports, *o))).peekable();
            judged.peek().is_some() && judged.all(|v| v <= Verdict::Rounded)
        });
        match home {
            Some(i) => sides[i].push(*m),
            None => sides.push(vec![*m]),
        }
    }
    sides
}

fn single(reports: &[&Report], id: Id) -> Finding {
    let c = claim(reports, id);
    let mut f = Finding {
        id: String::new(),
        verdict: Verdict::Unmatched,
        kind: c.kind,
        claims: vec![id],
        sides: vec![vec![id]],
        scope: Scope::Internal,
        segment: None,
        score: 0.0,
        explanation: "stated in one report only".into(),
        about: about(reports, &[id]),
        set_severity: None,
    };
    f.id = stable_id(reports, &f);
    f
}

/// What one report contradicts by itself: a weekday that the date beside it is not.
fn internal(reports: &[&Report]) -> Vec<Finding> {
    use crate::date::Date;
    use crate::value::Value;
    let mut out = Vec::new();
    for (r, report) in reports.iter().enumerate() {
        for i in 1..report.claims.len() {
            let (a, b) = (&report.claims[i - 1], &report.claims[i]);
            if a.sentence != b.sentence {
                continue;
            }
            let gap = report.source.get(a.span.1..b.span.0).unwrap_or("");
            // A word between them begins something else: 2月10日 一项周一发表的.
            if gap.chars().count() > 3 || gap.contains(['。', ';']) || gap.contains(char::is_alphanumeric) {
                continue;
            }
            let (w, d) = match (&a.value, &b.value) {
                (Value::Date { date: Date::Weekday(w), .. }, Value::Date { date: Date::Calendar(_), .. }) => (*w, b),
                (Value::Date { date: Date::Calendar(_), .. }, Value::Date { date: Date::Weekday(w), .. }) => (*w, a),
                _ => continue,
            };
            let Value::Date { date, .. } = d.resolved.as_deref().unwrap_or(&d.value) else { continue };
            let Some((first, last)) = date.days() else { continue };
            let day = crate::date::Day::from_number(first);
            if first == last && day.weekday() != w {
                let mut f = assemble(reports, vec![(r, i - 1), (r, i)], 1.0, "they stand side by side and name one day");
                f.verdict = Verdict::Contradiction;
                f.explanation = format!("{date} is not that weekday; they stand side by side and name one day");
                f.sides = vec![vec![(r, i - 1)], vec![(r, i)]];
                f.scope = Scope::Internal;
                f.id = stable_id(reports, &f);
                out.push(f);
            }
        }
    }
    out
}

/// From where to where people go, if two claims count them and both say so.
fn one_move(pairing: &Pairing, a: Id, b: Id) -> Option<(u32, u32)> {
    let (x, y) = (&pairing.story.around[a.0][a.1], &pairing.story.around[b.0][b.1]);
    let both = |p: &[u32], q: &[u32]| p.iter().copied().find(|n| q.binary_search(n).is_ok());
    let go = |s: &Surroundings| s.deed.is_some_and(|d| pack::common().deeds[usize::from(d)].flow.is_some());
    let ends = both(&x.ends.from, &y.ends.from).zip(both(&x.ends.to, &y.ends.to));
    ends.filter(|_| pairing.claim(a).counts_people() && go(x) && go(y))
}

/// What speaks for the claims being about one fact, in words.
fn evidence(pairing: &Pairing, members: &[Id]) -> String {
    let mut counts: BTreeMap<(Sort, u32), usize> = BTreeMap::new();
    let mut moves: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    for (n, a) in members.iter().enumerate() {
        for b in members[n + 1..].iter().filter(|b| b.0 != a.0) {
            let (x, y) = (&pairing.story.around[a.0][a.1], &pairing.story.around[b.0][b.1]);
            if let Some(ends) = one_move(pairing, *a, *b) {
                *moves.entry(ends).or_insert(0) += 1;
            }
            for sort in [Sort::Name, Sort::Deed, Sort::Concept, Sort::Value] {
                // That both are of people or of things tells nobody anything.
                let telling = |id: &u32| sort != Sort::Concept || !pack::common().concepts[*id as usize].is.is_empty();
                for id in shared(x, y, sort).into_iter().filter(telling).take(2) {
                    *counts.entry((sort, id)).or_insert(0) += 1;
                }
            }
        }
    }
    let best = |sort: Sort, most: usize| -> Vec<String> {
        let mut v: Vec<(usize, u32)> = counts.iter().filter(|((s, _), _)| *s == sort).map(|((_, id), n)| (*n, *id)).collect();
        v.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        v.into_iter().take(most).map(|(_, id)| word(pairing, sort, id)).collect()
    };
    let mut parts = Vec::new();
    if let Some(((from, to), _)) = moves.into_iter().rev().max_by_key(|m| m.1) {
        parts.push(format!("a move from {} to {}", word(pairing, Sort::Name, from), word(pairing, Sort::Name, to)));
    }
    for (label, sort, most) in [("names", Sort::Name, 3), ("deeds", Sort::Deed, 2), ("words", Sort::Concept, 3), ("other figures", Sort::Value, 2)] {
        let words = best(sort, most);
        if !words.is_empty() {
            parts.push(format!("{label} {}", words.join(", ")));
        }
    }
    if parts.is_empty() { "aligned by value and place".into() } else { format!("aligned by {}", parts.join("; ")) }
}

fn word(pairing: &Pairing, sort: Sort, id: u32) -> String {
    let common = pack::common();
    match sort {
        Sort::Concept => common.concepts[id as usize].id.clone(),
        Sort::Deed => common.deeds[id as usize].id.clone(),
        Sort::Modifier => common.modifiers[id as usize].id.clone(),
        Sort::Name => pairing.story.names[id as usize].clone(),
        Sort::Shape => String::new(),
        Sort::Value => pairing.story.values[id as usize].split_once(':').map_or(String::new(), |(_, v)| v.to_owned()),
    }
}

/// What claims are about, in few words: the noun and what most of them have around.
fn about(reports: &[&Report], members: &[Id]) -> String {
    use crate::context::What;
    let mut nouns: BTreeMap<&str, usize> = BTreeMap::new();
    let mut around: BTreeMap<&str, usize> = BTreeMap::new();
    let mut sure: BTreeSet<&str> = BTreeSet::new();
    for m in members {
        let c = claim(reports, *m);
        if let Some(n) = c.noun {
            *nouns.entry(pack::concept(n)).or_insert(0) += 1;
        }
        let sentence = &reports[m.0].sentences[c.sentence];
        // An age stands with its name.
        let figures = || reports[m.0].claims.iter().filter(|o| o.sentence == c.sentence && o.kind != Kind::Age).map(|o| o.clean);
        // Where nouns have capitals, what looks like a name may be one of them: it counts if another report has it, too.
        let nouns_as_names = pack::find(sentence.lang).is_some_and(|p| p.table.capital_nouns);
        let mut seen = BTreeSet::new();
        for mark in &sentence.marks {
            let gap = mark.start.abs_diff(c.clean.0);
            if gap > 90 {
                continue;
            }
            let word = match &mark.what {
                What::Deed(d) => {
                    let d = &pack::common().deeds[usize::from(*d)];
                    if d.class == "communication" { None } else { Some(d.id.as_str()) }
                }
                What::Concept(i) => Some(pack::concept(*i)),
                // A number that begins a sentence looks like a name.
                w => crate::model::name_of(w).filter(|_| !figures().any(|f| f.0 <= mark.start && mark.end <= f.1)),
            };
            if let Some(w) = word
                && seen.insert(w)
            {
                *around.entry(w).or_insert(0) += 1;
                if !(nouns_as_names && matches!(mark.what, What::Name(_))) {
                    sure.insert(w);
                }
            }
        }
    }
    around.retain(|w, n| *n > 1 || sure.contains(w));
    fn top(m: BTreeMap<&str, usize>, n: usize) -> Vec<&str> {
        let mut v: Vec<(&str, usize)> = m.into_iter().collect();
        v.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        v.into_iter().take(n).map(|x| x.0).collect()
    }
    let mut words = top(nouns, 1);
    for w in top(around, 4) {
        if !words.contains(&w) && words.len() < 4 {
            words.push(w);
        }
    }
    words.join(", ")
}

/// A hash of what the finding says: reports by file name, values and wordings, not places.
pub fn stable_id(reports: &[&Report], f: &Finding) -> String {
    stable_id_in(reports, f, &f.segment.map_or(String::new(), |s| s.to_string()))
}

/// The same for a finding of aligned text, where the segment's own id says where it stands.
pub fn stable_id_in(reports: &[&Report], f: &Finding, segment: &str) -> String {
    let mut parts: Vec<String> = f
        .claims
        .iter()
        .map(|m| {
            let (r, c) = (reports[m.0], claim(reports, *m));
            let name = r.path.rsplit('/').next().unwrap_or(&r.path);
            let n = r.claims[..m.1].iter().filter(|o| o.text == c.text && o.value == c.value).count();
            format!("{name}|{}|{}|{}|{}|{}|{n}", r.column.as_deref().unwrap_or(""), c.kind, c.unit, c.value, c.text)
        })
        .collect();
    parts.sort();
    hash(&format!("{}|{segment}|{}", f.verdict.name(), parts.join("\n")))
}

/// FNV-1a, folded to 32 bits: the same on every machine.
pub(crate) fn hash(text: &str) -> String {
    let mut h: u64 = 0xcbf2_9ce4_8422_2325;
    for b in text.bytes() {
        h = (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{:08x}", (h ^ (h >> 32)) as u32)
}
