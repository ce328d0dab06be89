//! The evidence for and against two claims being about the same fact, as numbers.

use super::context::{Sort, Story, Surroundings, cosine, overlap};
use crate::claim::{Claim, Report};
use crate::judge;
use crate::kind::Kind;
use crate::model::Verdict;
use crate::pack;
use std::collections::HashMap;

/// How many there are.
pub const COUNT: usize = 44;

/// Their names, in order.
pub const NAMES: [&str; COUNT] = [
    "agree",
    "rounded",
    "qualifier",
    "tension",
    "contradiction",
    "no-verdict",
    "digits",
    "same-value-in-story",
    "candidates",
    "money",
    "count",
    "percent",
    "duration",
    "date",
    "date-year",
    "ordinal",
    "share",
    "identifier",
    "measure",
    "noun-same",
    "noun-kin",
    "noun-other",
    "noun-none",
    "cosine",
    "cosine-concept",
    "cosine-deed",
    "cosine-name",
    "cosine-modifier",
    "overlap-value",
    "overlap-deed",
    "overlap-name",
    "overlap-concept",
    "position",
    "modifier-clash",
    "best-context",
    "best-value",
    "both-head",
    "restates",
    "hedge-same",
    "value-digits-equal",
    "explained-here",
    "explained-there",
    "explained-anywhere",
    "closeness-margin",
];

/// A pair's evidence.
pub type Features = [f64; COUNT];

/// What a report's claims look like to the others: computed once a story.
pub struct Pairing<'a> {
    /// The reports.
    pub reports: &'a [&'a Report],
    /// Their surroundings.
    pub story: Story,
    frequency: HashMap<String, usize>,
}

fn figure_key(c: &Claim) -> String {
    let v = c.resolved.as_ref().unwrap_or(&c.value).to_string();
    format!("{}{}", c.kind, v.trim_start_matches(['>', '<', '=', '~']))
}

impl<'a> Pairing<'a> {
    /// Prepares a story.
    pub fn new(reports: &'a [&'a Report]) -> Pairing<'a> {
        let story = super::context::build(reports);
        let mut frequency = HashMap::new();
        for r in reports {
            for c in &r.claims {
                *frequency.entry(figure_key(c)).or_insert(0) += 1;
            }
        }
        Pairing { reports, story, frequency }
    }

    fn around(&self, r: usize, c: usize) -> &Surroundings {
        &self.story.around[r][c]
    }

    /// Agreement of all that stands around two claims.
    pub fn closeness(&self, a: (usize, usize), b: (usize, usize)) -> f64 {
        const ALL: [Sort; 5] = [Sort::Concept, Sort::Deed, Sort::Modifier, Sort::Name, Sort::Value];
        cosine(&self.story, self.around(a.0, a.1), self.around(b.0, b.1), &ALL)
    }

    /// The evidence on a pair of comparable claims; `rank` says for each side whether the other is its best candidate.
    pub fn features(&self, a: (usize, usize), b: (usize, usize), rank: &Rank) -> Features {
        let (ca, cb) = (&self.reports[a.0].claims[a.1], &self.reports[b.0].claims[b.1]);
        let (sa, sb) = (self.around(a.0, a.1), self.around(b.0, b.1));
        let mut f = [0.0; COUNT];
        let verdict = judge::judge(ca, cb).map(|j| j.verdict);
        match verdict {
            Some(Verdict::Agree) => f[0] = 1.0,
            Some(Verdict::Rounded) => f[1] = 1.0,
            Some(Verdict::Qualifier) => f[2] = 1.0,
            Some(Verdict::Tension) => f[3] = 1.0,
            Some(Verdict::Contradiction) => f[4] = 1.0,
            _ => f[5] = 1.0,
        }
        let digits = |c: &Claim| match &c.value {
            crate::value::Value::Date { .. } => {
                c.resolved.as_ref().unwrap_or(&c.value).to_string().bytes().filter(u8::is_ascii_digit).count().min(6) as f64 / 2.0
            }
            v => {
                v.to_string().trim_start_matches(['>', '<', '=', '~']).trim_end_matches('0').bytes().filter(u8::is_ascii_digit).count().min(6) as f64
            }
        };
        f[6] = digits(ca).min(digits(cb));
        let freq = |c: &Claim| self.frequency.get(&figure_key(c)).copied().unwrap_or(1) as f64 / self.reports.len().max(1) as f64;
        f[7] = freq(ca).max(freq(cb)).min(3.0);
        f[8] = (rank.candidates as f64).min(20.0);
        let kind = |k: Kind| f64::from(u8::from(ca.kind == k && cb.kind == k));
        f[9] = kind(Kind::Money);
        f[10] = kind(Kind::Count);
        f[11] = kind(Kind::Percent);
        f[12] = kind(Kind::Duration);
        f[13] = kind(Kind::Date);
        let year = |c: &Claim| c.kind == Kind::Date && c.value.to_string().len() == 4;
        f[14] = f64::from(u8::from(year(ca) && year(cb)));
        f[15] = kind(Kind::Ordinal);
        f[16] = f64::from(u8::from(matches!(ca.kind, Kind::Ratio | Kind::Multiplier) || matches!(cb.kind, Kind::Ratio | Kind::Multiplier)));
        f[17] = kind(Kind::Identifier);
        f[18] = kind(Kind::Measure);
        match (ca.noun, cb.noun) {
            (Some(x), Some(y)) if x == y => f[19] = 1.0,
            (Some(x), Some(y)) => match pack::steps_up(x, y).or_else(|| pack::steps_up(y, x)) {
                Some(_) => f[20] = 1.0,
                None => f[21] = if share_parent(x, y) { 0.5 } else { 1.0 },
            },
            _ => f[22] = 1.0,
        }
        use Sort::*;
        f[23] = self.closeness(a, b);
        f[24] = cosine(&self.story, sa, sb, &[Concept]);
        f[25] = cosine(&self.story, sa, sb, &[Deed]);
        f[26] = cosine(&self.story, sa, sb, &[Name]);
        f[27] = cosine(&self.story, sa, sb, &[Modifier]);
        f[28] = overlap(&self.story, sa, sb, Value).min(12.0);
        f[29] = overlap(&self.story, sa, sb, Deed).min(12.0);
        f[30] = overlap(&self.story, sa, sb, Name).min(12.0);
        f[31] = overlap(&self.story, sa, sb, Concept).min(16.0);
        f[32] = (sa.position - sb.position).abs();
        f[33] = clash(sa, sb);
        f[34] = rank.best_context;
        f[35] = rank.best_value;
        let head = |r: usize, c: &Claim| self.reports[r].sentences[c.sentence].paragraph <= 2;
        f[36] = f64::from(u8::from(head(a.0, ca) && head(b.0, cb)));
        f[37] = f64::from(u8::from(ca.restates.is_some() || cb.restates.is_some()));
        f[38] = f64::from(u8::from(ca.value.bound() == cb.value.bound()));
        f[39] = f[6] * f64::from(u8::from(matches!(verdict, Some(Verdict::Agree | Verdict::Qualifier | Verdict::Rounded))));
        f[40] = f64::from(u8::from(rank.explained.0)) + f64::from(u8::from(rank.explained.1));
        f[41] = f64::from(u8::from(rank.explained.0 && rank.explained.1));
        f[42] = rank.elsewhere;
        f[43] = rank.margin;
        f
    }
}

/// How a pair stands among the other pairs of its two claims.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rank {
    /// How many other candidates the two claims have together.
    pub candidates: usize,
    /// Whether each is the other's best by surroundings: 0, 1/2 or 1.
    pub best_context: f64,
    /// The same by value.
    pub best_value: f64,
    /// Whether each has a claim of equal value in the other's report.
    pub explained: (bool, bool),
    /// In how many other reports the two have claims of equal value, per report.
    pub elsewhere: f64,
    /// By how much the surroundings agree better than with the next best candidate.
    pub margin: f64,
}

fn share_parent(x: u16, y: u16) -> bool {
    let c = &pack::common().concepts;
    c[usize::from(x)].is.iter().any(|p| c[usize::from(y)].is.contains(p))
}

/// Modifiers near one claim that exclude the other: the first phase and the total, this year and last year.
fn clash(a: &Surroundings, b: &Surroundings) -> f64 {
    let near = |s: &Surroundings| -> Vec<u32> { s.tokens.iter().filter(|t| t.0.sort == Sort::Modifier && t.1 > 0.72).map(|t| t.0.id).collect() };
    let modifiers = &pack::common().modifiers;
    let class = |id: &u32| modifiers[*id as usize].class.as_str();
    let (x, y) = (near(a), near(b));
    let telling =
        |v: &[u32], w: &[u32]| v.iter().filter(|m| matches!(class(m), "part-whole" | "period" | "order" | "modality") && !w.contains(m)).count();
    (telling(&x, &y) + telling(&y, &x)).min(4) as f64
}
