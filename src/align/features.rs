//! The evidence for and against two claims being about the same fact, as numbers.

use super::beside::{self, Beside};
use super::context::{Likeness, Sort, Story, Surroundings};
use super::figures::{self, Rates, Relation};
use super::translation::Translations;
use super::verdicts::Verdicts;
use super::{dimension, flow};
use crate::claim::{Claim, Report};
use crate::date::Date;
use crate::judge;
use crate::kind::Kind;
use crate::model::Verdict;
use crate::pack;
use crate::value::{Bound, Value};
use std::collections::HashMap;

/// Names of the evidence, in the order in which [`Pairing::features`] lists it.
pub const NAMES: &[&str] = &[
    "verdict",
    "equal",
    "kind",
    "kinds-differ",
    "year",
    "date-relative",
    "unit-same",
    "digits",
    "digits-if-equal",
    "small",
    "same-value-in-story",
    "distance",
    "shifted",
    "slip",
    "currencies",
    "rate",
    "restated",
    "noun",
    "noun-none",
    "noun-likeness",
    "all",
    "sharp",
    "concept",
    "deed",
    "modifier",
    "name",
    "value",
    "shape",
    "overlap-concept",
    "overlap-deed",
    "overlap-modifier",
    "overlap-name",
    "overlap-value",
    "overlap-shape",
    "clash-part",
    "clash-period",
    "clash-modality",
    "clash-who",
    "clash-all",
    "deed-opposite",
    "deed-nearest",
    "flow",
    "position",
    "both-head",
    "one-head",
    "hedge-same",
    "hedged",
    "same-report",
    "same-script",
    "candidates",
    "best-context",
    "best-value",
    "explained",
    "elsewhere-least",
    "elsewhere-most",
    "margin",
    "name-none",
    "name-least",
    "known-least",
    "known-most",
    "strangers-most",
    "strangers-least",
    "concept-least",
    "deed-none",
    "edge",
];

/// The place of a piece of evidence among [`NAMES`]; where it is asked for in a constant, a name that is none does not compile.
pub const fn place(name: &str) -> usize {
    let mut i = 0;
    while i < NAMES.len() {
        let (x, y) = (NAMES[i].as_bytes(), name.as_bytes());
        let mut at = 0;
        while at < x.len() && at < y.len() && x[at] == y[at] {
            at += 1;
        }
        if at == x.len() && at == y.len() {
            return i;
        }
        i += 1;
    }
    panic!("no such evidence")
}

/// The verdict of the evidence where figures are equal, and where both can be true.
pub const AGREE: f64 = 5.0;
/// See above.
pub const TENSION: f64 = 2.0;

/// How many there are.
pub const COUNT: usize = NAMES.len();

/// A pair's evidence.
pub type Features = [f64; COUNT];

/// What a report's claims look like to the others: computed once a story.
pub struct Pairing<'a> {
    /// The reports.
    pub reports: &'a [&'a Report],
    /// Their surroundings.
    pub story: Story,
    facts: Vec<Vec<Own>>,
    rates: Rates,
    verdicts: Verdicts,
    /// Whether each report's language separates its words.
    spaces: Vec<Option<bool>>,
    /// Which reports translate one another.
    pub(super) translations: Translations,
}

/// What a claim brings into every pair.
struct Own {
    digits: f64,
    figure: figures::Figure,
    small: bool,
    frequency: f64,
    relative: bool,
    year: bool,
    head: bool,
    hedged: bool,
    restated: Vec<usize>,
    /// Its noun as written, in small letters.
    noun: String,
    counted: Counted,
    /// Which dimension it is, where it is a length.
    dimension: Option<u16>,
    beside: Beside,
}

fn figure_key(c: &Claim) -> String {
    let v = judge::effective(c).to_string();
    format!("{}{}", c.kind, v.trim_start_matches(['>', '<', '=', '~']))
}

fn digits(c: &Claim) -> f64 {
    let v = judge::effective(c).to_string();
    let v = v.trim_start_matches(['>', '<', '=', '~']);
    let count = |s: &str| s.bytes().filter(u8::is_ascii_digit).count().min(6) as f64;
    match &c.value {
        Value::Date { .. } => count(v) / 2.0,
        _ => count(v.trim_end_matches('0')),
    }
}

impl<'a> Pairing<'a> {
    /// Prepares a story.
    pub fn new(reports: &'a [&'a Report]) -> Pairing<'a> {
        let story = super::context::build(reports);
        let mut frequency: HashMap<String, usize> = HashMap::new();
        let keys: Vec<Vec<String>> = reports.iter().map(|r| r.claims.iter().map(figure_key).collect()).collect();
        for k in keys.iter().flatten() {
            *frequency.entry(k.clone()).or_insert(0) += 1;
        }
        let n = reports.len().max(1) as f64;
        let facts = reports
            .iter()
            .zip(keys.iter().zip(&story.around))
            .map(|(r, (keys, around))| {
                let mut restated = vec![Vec::new(); r.claims.len()];
                for (j, c) in r.claims.iter().enumerate() {
                    c.restates.into_iter().for_each(|i: usize| restated[i].push(j));
                }
                r.claims
                    .iter()
                    .zip(keys.iter().zip(around))
                    .enumerate()
                    .map(|(i, (c, (key, around)))| Own {
                        digits: digits(c),
                        figure: figures::Figure::of(c),
                        small: c.value.num().is_some_and(|n| n.is_int() && n.approx() <= 12.0),
                        frequency: frequency.get(key).copied().unwrap_or(1) as f64 / n,
                        relative: matches!(&c.value, Value::Date { date: Date::Relative { .. } | Date::Weekday(_), .. }),
                        year: c.kind == Kind::Date && c.value.to_string().len() == 4,
                        head: r.sentences[c.sentence].paragraph == 0,
                        hedged: c.value.bound() != Bound::None,
                        restated: std::mem::take(&mut restated[i]),
                        noun: c.noun_text.to_lowercase(),
                        counted: Counted::of(c),
                        dimension: dimension::of(r, c),
                        beside: Beside::of(c, around),
                    })
                    .collect()
            })
            .collect();
        let spaces = reports.iter().map(|r| pack::find(r.lang).map(|p| p.table.spaces)).collect();
        Pairing { reports, story, facts, rates: Rates::of(reports), verdicts: Verdicts::of(reports), spaces, translations: Translations::of(reports) }
    }

    /// A claim.
    pub fn claim(&self, id: (usize, usize)) -> &Claim {
        &self.reports[id.0].claims[id.1]
    }

    /// What stands around a claim.
    pub(super) fn around(&self, id: (usize, usize)) -> &Surroundings {
        &self.story.around[id.0][id.1]
    }

    /// Whether a claim stands in its report's headline, where there is little around it.
    pub fn heads(&self, report: usize, claim: usize) -> bool {
        self.facts[report][claim].head
    }

    /// Whether a claim is said to be of a phase of what it is about.
    pub fn partial(&self, id: (usize, usize)) -> bool {
        self.facts[id.0][id.1].beside.partial
    }

    /// The verdict on a claim and each of a report, where they can be compared at all.
    pub(super) fn verdicts(&self, a: (usize, usize), report: usize) -> impl Fn(usize) -> Option<Option<Verdict>> {
        self.verdicts.on(self.reports, a, report)
    }

    /// Which dimension a claim is, where it is a length.
    pub(super) fn dimension(&self, id: (usize, usize)) -> Option<u16> {
        self.facts[id.0][id.1].dimension
    }

    /// Whether two claims count what is never told as one.
    pub(super) fn apart(&self, a: (usize, usize), b: (usize, usize)) -> bool {
        let of = |id: (usize, usize)| (self.claim(id), &self.facts[id.0][id.1]);
        let ((a, x), (b, y)) = (of(a), of(b));
        if x.dimension.zip(y.dimension).is_some_and(|(x, y)| x != y) && !a.value.with_figure_of(&b.value) {
            return true;
        }
        let (x, y) = (&x.counted, &y.counted);
        let other = x.people_and(y, |c| c.things) || x.people_and(y, |c| c.houses) && !a.value.with_figure_of(&b.value);
        other && of_another_sort(a, b)
    }

    /// How the figures of two claims stand to each other.
    pub fn relation(&self, a: (usize, usize), b: (usize, usize)) -> Relation {
        let of = |id: (usize, usize)| (self.claim(id), &self.facts[id.0][id.1].figure);
        figures::relate(of(a), of(b), &self.rates)
    }

    /// Whether an amount that one of them restates is the other's.
    fn restated(&self, a: (usize, usize), b: (usize, usize)) -> bool {
        let one = |a: (usize, usize), b: (usize, usize)| {
            let of = self.claim(b);
            self.facts[a.0][a.1].restated.iter().any(|j| {
                let c = &self.reports[a.0].claims[*j];
                c.unit == of.unit && judge::verdict(c, of).is_some_and(|v| v <= Verdict::Qualifier)
            })
        };
        one(a, b) || one(b, a)
    }

    /// The evidence on a pair of comparable claims; `rank` says how it stands among the other pairs of the two.
    pub fn features(&self, a: (usize, usize), b: (usize, usize), verdict: Option<Verdict>, like: &Likeness, rank: &Rank) -> Features {
        let (ca, cb) = (self.claim(a), self.claim(b));
        let (sa, sb) = (self.around(a), self.around(b));
        let (oa, ob) = (&self.facts[a.0][a.1], &self.facts[b.0][b.1]);
        let flag = |b: bool| f64::from(u8::from(b));
        let equal = matches!(verdict, Some(Verdict::Agree | Verdict::Qualifier | Verdict::Rounded));
        let relation = self.relation(a, b);
        let digits = oa.digits.min(ob.digits);
        let clash = beside::clashes(&oa.beside, &ob.beside);
        // Names beside one that the other's report knows, and leaves out where it tells of this.
        let known = (sa.known(b.0), sb.known(a.0));
        let strangers = ((known.0 - like.met.0).max(0.0), (known.1 - like.met.1).max(0.0));
        let flow = flow::flow(sa, sb);
        let c = &like.cosine;
        let o = &like.overlap;
        let at = |s: Sort| s as usize;
        [
            match verdict {
                Some(Verdict::Agree) => 5.0,
                Some(Verdict::Rounded) => 4.0,
                Some(Verdict::Qualifier) => 3.0,
                Some(Verdict::Tension) => 2.0,
                Some(Verdict::Contradiction) => 1.0,
                _ => 0.0,
            },
            flag(equal),
            kind_order(ca.kind).min(kind_order(cb.kind)),
            flag(ca.kind != cb.kind),
            flag(oa.year) + flag(ob.year),
            flag(oa.relative) + flag(ob.relative),
            flag(ca.unit == cb.unit),
            digits,
            digits * flag(equal),
            flag(oa.small) + flag(ob.small),
            oa.frequency.max(ob.frequency).min(3.0),
            relation.distance,
            flag(relation.shifted),
            flag(relation.slip),
            flag(relation.currencies),
            relation.rate,
            flag(self.restated(a, b)),
            match (oa.dimension, ob.dimension) {
                (Some(x), Some(y)) => {
                    if x == y {
                        3.0
                    } else {
                        -2.0
                    }
                }
                _ => noun(ca, cb),
            },
            flag(ca.noun.or(oa.dimension).is_none()) + flag(cb.noun.or(ob.dimension).is_none()),
            wording(oa, ob),
            like.all,
            like.sharp,
            c[at(Sort::Concept)],
            c[at(Sort::Deed)],
            c[at(Sort::Modifier)],
            c[at(Sort::Name)],
            c[at(Sort::Value)],
            c[at(Sort::Shape)],
            o[at(Sort::Concept)].min(16.0),
            o[at(Sort::Deed)].min(12.0),
            o[at(Sort::Modifier)].min(12.0),
            o[at(Sort::Name)].min(12.0),
            o[at(Sort::Value)].min(12.0),
            o[at(Sort::Shape)].min(30.0),
            clash.part,
            clash.period,
            clash.modality,
            clash.who,
            clash.part + clash.period + clash.modality + clash.who,
            flag(beside::opposite(&oa.beside, &ob.beside) && flow <= 0.0),
            nearest(sa, sb, flow > 0.0),
            flow,
            (sa.position - sb.position).abs(),
            flag(oa.head && ob.head),
            flag(oa.head != ob.head),
            flag(ca.value.bound() == cb.value.bound()),
            flag(oa.hedged) + flag(ob.hedged),
            flag(a.0 == b.0),
            flag(self.spaces[a.0] == self.spaces[b.0]),
            (rank.candidates as f64).min(20.0),
            rank.best_context,
            rank.best_value,
            flag(rank.explained.0) + flag(rank.explained.1),
            rank.elsewhere.0.min(rank.elsewhere.1),
            rank.elsewhere.0.max(rank.elsewhere.1),
            rank.margin,
            flag(sa.norm(Sort::Name) == 0.0) + flag(sb.norm(Sort::Name) == 0.0),
            sa.norm(Sort::Name).min(sb.norm(Sort::Name)),
            known.0.min(known.1),
            known.0.max(known.1),
            strangers.0.max(strangers.1),
            strangers.0.min(strangers.1),
            sa.norm(Sort::Concept).min(sb.norm(Sort::Concept)),
            flag(sa.deed.is_none()) + flag(sb.deed.is_none()),
            // Of whom it is has to be known: many join something.
            if o[at(Sort::Name)] >= SOMEONE { beside::edges(&oa.beside, &ob.beside) } else { 0.0 },
        ]
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
    /// In how many other reports each has claims of equal value, per report.
    pub elsewhere: (f64, f64),
    /// By how much the surroundings agree better than with the next best candidate.
    pub margin: f64,
}

/// A place for each kind on a line, like beside like.
fn kind_order(k: Kind) -> f64 {
    use Kind::*;
    let order = [Identifier, Date, Time, Age, Duration, Ordinal, Number, Count, Score, Ratio, Multiplier, Percent, Measure, Money];
    order.iter().position(|o| *o == k).unwrap_or(0) as f64
}

/// What is counted: the same (3), one a kind of the other (2), kin or counted alike (1), unknown (0), different (-1), of
/// another sort altogether (-2).
fn noun(a: &Claim, b: &Claim) -> f64 {
    let (Some(x), Some(y)) = (a.noun, b.noun) else { return 0.0 };
    if x == y {
        3.0
    } else if pack::steps_up(x, y).or_else(|| pack::steps_up(y, x)).is_some() {
        2.0
    } else if share_parent(x, y) || pack::counted_alike(x, y) {
        1.0
    } else if pack::root(x) == pack::root(y) {
        -1.0
    } else {
        -2.0
    }
}

/// Whether two claims count things of which neither is a kind of the other.
pub fn unlike(a: &Claim, b: &Claim) -> bool {
    noun(a, b) < 0.0
}

/// Whether two claims count things that have nothing in common: dogs and helicopters.
pub fn of_another_sort(a: &Claim, b: &Claim) -> bool {
    noun(a, b) < -1.0
}

/// Whether one claim counts people and the other things, of which there are not as many as people for some reason: eleven
/// directors are no eleven ships.
pub fn people_and_things(a: &Claim, b: &Claim) -> bool {
    Counted::of(a).people_and(&Counted::of(b), |c| c.things) && of_another_sort(a, b)
}

/// The same for companies and places, which some may count by their people: 27 members are 27 countries, but nobody says 400
/// of people for 380 of companies.
pub fn people_and_houses(a: &Claim, b: &Claim) -> bool {
    Counted::of(a).people_and(&Counted::of(b), |c| c.houses) && of_another_sort(a, b)
}

/// What a claim counts, where that tells facts apart.
struct Counted {
    people: bool,
    things: bool,
    /// Companies or places.
    houses: bool,
}

impl Counted {
    fn of(c: &Claim) -> Counted {
        let root = c.noun.map(|n| pack::concept(pack::root(n)));
        let organisation = |n| pack::concept_index("organisation").is_some_and(|o| pack::steps_up(n, o).is_some());
        Counted { people: root == Some("person"), things: root == Some("object"), houses: root == Some("place") || c.noun.is_some_and(organisation) }
    }

    fn people_and(&self, other: &Counted, what: impl Fn(&Counted) -> bool) -> bool {
        self.people && what(other) || what(self) && other.people
    }
}

/// How much alike the nouns are written.
fn wording(a: &Own, b: &Own) -> f64 {
    if a.noun.is_empty() || b.noun.is_empty() {
        0.0
    } else if a.noun == b.noun {
        1.0
    } else {
        strsim::normalized_levenshtein(&a.noun, &b.noun)
    }
}

/// Whether both are a kind of one thing; of objects, events and places there are too many for that to say much.
fn share_parent(x: u16, y: u16) -> bool {
    let c = &pack::common().concepts;
    let is = |i: u16| &c[usize::from(i)].is;
    let telling = |p: &u16| !is(*p).is_empty() || c[usize::from(*p)].id == "person";
    is(x).iter().any(|p| telling(p) && is(y).contains(p))
}

/// How much names weigh, beside both, that say of whom it is.
const SOMEONE: f64 = 1.0;

/// The nearest deeds: one and the same (2), of one class (1), unknown (0), different (-1), opposite (-2).
fn nearest(a: &Surroundings, b: &Surroundings, one_move: bool) -> f64 {
    let (Some(x), Some(y)) = (a.deed, b.deed) else { return 0.0 };
    let deeds = &pack::common().deeds;
    let (p, q) = (&deeds[usize::from(x)], &deeds[usize::from(y)]);
    if x == y {
        2.0
    } else if one_move && p.flow.is_some() && q.flow.is_some() {
        // Whom one house hires the other loses.
        1.0
    } else if p.opposite == Some(y) || q.opposite == Some(x) {
        -2.0
    } else if p.class == q.class {
        1.0
    } else {
        -1.0
    }
}
