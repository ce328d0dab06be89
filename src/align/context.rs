//! What stands around each claim of a story, as weighted tokens that mean the same in every language.

use super::flow::{Ends, ends};
use super::kin::kin;
use super::mentions::{Names, Place, mentioned, nearest_deed};
use crate::claim::{Claim, Report};
use crate::kind::Kind;
use rayon::prelude::*;
use std::collections::HashMap;

/// A token: its sort and its id.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Token {
    /// Which sort of evidence.
    pub sort: Sort,
    /// Which one.
    pub id: u32,
}

impl Token {
    /// The two in one number, in the same order.
    fn key(self) -> u64 {
        (self.sort as u64) << 32 | u64::from(self.id)
    }
}

/// Sorts of evidence.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Sort {
    /// Concepts.
    Concept,
    /// Deeds.
    Deed,
    /// Modifiers.
    Modifier,
    /// Names.
    Name,
    /// Other values beside it.
    Value,
    /// How words look: pairs of ideographs, consonants of long words.
    Shape,
}

impl Sort {
    /// How many there are.
    pub const COUNT: usize = 6;
}

/// The surroundings of one claim: tokens with weights, sorted.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// Tokens, how near they are (0 to 1), and that times how rare they are.
    pub tokens: Vec<Near>,
    /// Where in its report it stands, 0 to 1.
    pub position: f64,
    /// The deed that stands nearest.
    pub deed: Option<u16>,
    /// Names where something comes from and where it goes, in its sentence.
    pub ends: Ends,
    /// Length of the vector of each sort, and of all.
    norms: [f64; Sort::COUNT + 1],
    /// The same with what is far away fading faster.
    sharp: f64,
    /// How much its names weigh that a report mentions anywhere, by report.
    known: Vec<f64>,
}

/// A token beside a claim.
#[derive(Clone, Copy, Debug)]
pub struct Near {
    /// Which.
    pub token: Token,
    /// How near, 0 to 1.
    pub near: f64,
    /// Nearness times rarity.
    weight: f64,
    /// Its place among all tokens of the story.
    index: u32,
}

/// How two surroundings agree.
#[derive(Clone, Copy, Debug, Default)]
pub struct Likeness {
    /// Cosine by sort.
    pub cosine: [f64; Sort::COUNT],
    /// Cosine over all sorts.
    pub all: f64,
    /// Cosine over all sorts, what is far away fading faster.
    pub sharp: f64,
    /// Sum of rarity of what both have, by sort.
    pub overlap: [f64; Sort::COUNT],
    /// How much the names that both have weigh beside each.
    pub met: (f64, f64),
}

/// All surroundings of a story: by report, by claim; and how rare each token is.
pub struct Story {
    /// By report, by claim.
    pub around: Vec<Vec<Surroundings>>,
    /// Names by id, for explanations.
    pub names: Vec<String>,
    /// Values by id.
    pub values: Vec<String>,
    /// Which reports are about the same events, as far as their names and figures say.
    pub kin: Vec<Vec<bool>>,
    /// How many tokens there are.
    tokens: usize,
}

/// Builds the surroundings of every claim.
pub fn build(reports: &[&Report]) -> Story {
    let names = Names::of(reports);
    let mut values: HashMap<String, u32> = HashMap::new();
    let mut value_names = Vec::new();
    let mut lists: Vec<Vec<Vec<Place>>> = reports.par_iter().map(|r| mentioned(r, &names)).collect();
    let mut told: Vec<u64> = Vec::new();
    let mut sentences = 0;
    for (r, per) in reports.iter().zip(&mut lists) {
        for c in r.claims.iter().filter(|c| !c.dateline) {
            let key = value_key(c);
            let next = values.len() as u32;
            let id = *values.entry(key.clone()).or_insert_with(|| {
                value_names.push(key);
                next
            });
            per[c.sentence].push(Place::clean(c.clean.0, c.clean.1, Sort::Value, id));
        }
        for list in per.iter_mut() {
            list.sort_unstable_by_key(|p| p.token.key());
            // Each token once.
            told.extend(list.chunk_by(|a, b| a.token == b.token).map(|same| same[0].token.key()));
        }
        sentences += per.len();
    }
    told.sort_unstable();
    let n = sentences.max(1) as f64;
    let tell = |some: &[u64]| (some[0], some.len(), ((n + 1.0) / (some.len() as f64 + 0.5)).ln().max(0.05));
    let rarity: Vec<(u64, usize, f64)> = told.chunk_by(|a, b| a == b).map(tell).collect();
    // What one sentence alone has is no evidence; a name there may be no name.
    lists.par_iter_mut().flatten().for_each(|list| {
        let mut from = 0;
        list.retain_mut(|p| {
            from += rarity[from..].partition_point(|r| r.0 < p.token.key());
            let Some((_, times, rare)) = rarity.get(from) else { return false };
            p.rarity = *rare;
            p.index = from as u32;
            !matches!(p.token.sort, Sort::Name | Sort::Shape) || *times > 1
        });
    });
    let kin = kin(&lists);
    let cast: Vec<Vec<bool>> = lists.iter().map(|r| cast(r, names.shown.len())).collect();
    let around = reports.par_iter().zip(&lists).map(|(r, per)| {
        let (headings, mut buffer) = (headings(r), Vec::new());
        r.claims.iter().map(|c| surroundings(r, per, headings[c.sentence], c, &mut buffer).among(&cast)).collect::<Vec<_>>()
    });
    Story { around: around.collect(), names: names.shown, values: value_names, kin, tokens: rarity.len() }
}

/// Which of all names a report mentions.
fn cast(report: &[Vec<Place>], names: usize) -> Vec<bool> {
    let mut cast = vec![false; names];
    report.iter().flatten().filter(|p| p.token.sort == Sort::Name).for_each(|p| cast[p.token.id as usize] = true);
    cast
}

/// How many sentences back a name is looked for, and how near it counts there.
const BACK: usize = 6;
const FAR: f64 = 0.25;

/// How many sentences a heading governs, and how long it is at most, in characters.
const SECTION: usize = 12;
const HEADING: usize = 60;

/// The heading that each sentence stands under. A short line without a full stop is one, but not where several follow each
/// other: that is a list.
fn headings(r: &Report) -> Vec<Option<usize>> {
    let s = &r.sentences;
    let short = |o: usize| {
        let alone = |other: Option<usize>| other.and_then(|i| s.get(i)).is_none_or(|x| x.paragraph != s[o].paragraph);
        let open = |text: &str| text.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '）' | '」' | '"' | '”'));
        let brief = |text: &str| open(text) && text.chars().nth(HEADING).is_none();
        alone(o.checked_sub(1)) && alone(Some(o + 1)) && brief(r.source.get(s[o].span.0..s[o].span.1).unwrap_or("").trim_end())
    };
    let short: Vec<bool> = (0..s.len()).map(short).collect();
    let head = |o: usize| short[o] && !short.get(o + 1).is_some_and(|s| *s) && o.checked_sub(1).is_none_or(|b| !short[b]);
    let mut last = None;
    let under = |sentence: usize| {
        let found = last.filter(|h| sentence - h <= SECTION);
        if head(sentence) {
            last = Some(sentence);
        }
        found
    };
    (0..s.len()).map(under).collect()
}

/// Takes in others, in their order, in the place of what is farther away.
fn take(tokens: &mut Vec<Near>, buffer: &mut Vec<Near>, others: impl Iterator<Item = Near>) {
    std::mem::swap(tokens, buffer);
    tokens.clear();
    let mut own = buffer.iter().copied().peekable();
    for other in others {
        let key = other.token.key();
        while let Some(t) = own.next_if(|t| t.token.key() <= key) {
            tokens.push(t);
        }
        match tokens.last_mut().filter(|last| last.token == other.token) {
            Some(last) if last.near < other.near => *last = other,
            Some(_) => {}
            None => tokens.push(other),
        }
    }
    tokens.extend(own);
}

/// What stands around a claim: the nearer the more, in its own sentence and, less, in those beside it. Of each token the
/// nearest; the lists of what sentences mention are in its order.
fn surroundings(r: &Report, per: &[Vec<Place>], heading: Option<usize>, c: &Claim, buffer: &mut Vec<Near>) -> Surroundings {
    let length = r.source.len().max(1) as f64;
    let wide = r.source[c.span.0..].chars().next().is_some_and(|x| x as u32 > 0x2E80) || r.sentences[c.sentence].lang.len() > 2;
    // Ideographs say in one what takes Latin letters three.
    let reach = if wide { 36.0 } else { 60.0 };
    let near = |p: &Place, near: f64| Near { token: p.token, near, weight: near * p.rarity, index: p.index };
    let beside = |p: &Place| {
        let (start, end) = if p.in_source { c.span } else { c.clean };
        let gap = if p.from >= end { p.from - end } else { start.saturating_sub(p.to) } as f64;
        near(p, 1.0 / (1.0 + gap / reach))
    };
    let own = &per[c.sentence];
    let mut tokens: Vec<Near> = Vec::with_capacity(own.len() * 2);
    take(&mut tokens, buffer, own.iter().filter(|p| p.token.sort != Sort::Value || p.from != c.clean.0).map(beside));
    let own_names = own.iter().any(|x| x.token.sort == Sort::Name);
    for (other, weight) in [(c.sentence.checked_sub(1), 0.3), (Some(c.sentence + 1), 0.15)] {
        let Some(o) = other.filter(|o| *o < per.len()) else { continue };
        if r.sentences[o].paragraph.abs_diff(r.sentences[c.sentence].paragraph) > 1 {
            continue;
        }
        let weigh = |p: &Place| near(p, if p.token.sort == Sort::Name && !own_names { weight * 2.0 } else { weight });
        take(&mut tokens, buffer, per[o].iter().take_while(|p| p.token.sort != Sort::Shape).map(weigh));
    }
    // Whom it is about was said before, or in the heading.
    let names = |o: &usize| per[*o].iter().filter(|p| p.token.sort == Sort::Name);
    let carry = |tokens: &mut Vec<Near>, o: usize| {
        for p in names(&o) {
            if let Err(i) = tokens.binary_search_by(|t| t.token.cmp(&p.token)) {
                tokens.insert(i, near(p, FAR));
            }
        }
    };
    if !tokens.iter().any(|t| t.token.sort == Sort::Name)
        && let Some(o) = (c.sentence.saturating_sub(BACK)..c.sentence).rev().find(|o| names(o).next().is_some())
    {
        carry(&mut tokens, o);
    }
    if let Some(o) = heading {
        carry(&mut tokens, o);
    }
    let sentence = &r.sentences[c.sentence];
    let ends = ends(sentence, own, c);
    Surroundings { deed: nearest_deed(sentence, c), ends, ..Surroundings::new(tokens, c.span.0 as f64 / length) }
}

impl Surroundings {
    fn new(tokens: Vec<Near>, position: f64) -> Surroundings {
        let mut norms = [0.0; Sort::COUNT + 1];
        let mut sharp = 0.0;
        for t in &tokens {
            let square = t.weight * t.weight;
            norms[t.token.sort as usize] += square;
            if t.token.sort != Sort::Shape {
                norms[Sort::COUNT] += square;
                sharp += square * t.near.powi(4);
            }
        }
        Surroundings { tokens, position, deed: None, ends: Ends::default(), norms: norms.map(f64::sqrt), sharp: f64::sqrt(sharp), known: Vec::new() }
    }

    /// With what other reports, by the names that each mentions, know of its own.
    fn among(mut self, cast: &[Vec<bool>]) -> Surroundings {
        let first = self.tokens.partition_point(|t| t.token.sort < Sort::Name);
        let names = || self.tokens[first..].iter().take_while(|t| t.token.sort == Sort::Name);
        self.known = cast.iter().map(|cast| names().filter(|t| cast[t.token.id as usize]).map(|t| t.weight).sum()).collect();
        self
    }

    /// How much its names weigh that a report mentions anywhere.
    pub fn known(&self, report: usize) -> f64 {
        self.known.get(report).copied().unwrap_or(0.0)
    }

    /// How much its tokens of a sort weigh.
    pub fn norm(&self, sort: Sort) -> f64 {
        self.norms[sort as usize]
    }

    /// The nearness of a token, where it is there.
    pub fn find(&self, t: Token) -> Option<&Near> {
        self.tokens.binary_search_by(|x| x.token.cmp(&t)).ok().map(|i| &self.tokens[i])
    }
}

/// Surroundings that many others are held against.
pub struct Held<'a> {
    own: &'a Surroundings,
    /// For each token of the story, where it stands in these, from 1 on; 0 where it does not.
    place: Vec<u32>,
}

impl<'a> Held<'a> {
    /// Begins with some.
    pub fn new(story: &Story, own: &'a Surroundings) -> Held<'a> {
        let mut held = Held { own, place: vec![0; story.tokens] };
        held.lay(true);
        held
    }

    /// Goes on to others.
    pub fn change(&mut self, own: &'a Surroundings) {
        self.lay(false);
        self.own = own;
        self.lay(true);
    }

    fn lay(&mut self, down: bool) {
        for (t, i) in self.own.tokens.iter().zip(1..) {
            self.place[t.index as usize] = if down { i } else { 0 };
        }
    }

    /// How these agree with others.
    pub fn likeness(&self, other: &Surroundings) -> Likeness {
        let (mut dot, mut overlap, mut sharp, mut met) = ([0.0; Sort::COUNT], [0.0; Sort::COUNT], 0.0, (0.0, 0.0));
        let own = self.own;
        for y in &other.tokens {
            let Some(x) = (self.place[y.index as usize] as usize).checked_sub(1).and_then(|i| own.tokens.get(i)) else { continue };
            let sort = x.token.sort as usize;
            let product = x.weight * y.weight;
            dot[sort] += product;
            overlap[sort] += product.sqrt();
            if x.token.sort == Sort::Name {
                met = (met.0 + x.weight, met.1 + y.weight);
            }
            if x.token.sort != Sort::Shape {
                sharp += product * (x.near * y.near).powi(2);
            }
        }
        let divide = |d: f64, n: f64| if n > 0.0 { d / n } else { 0.0 };
        let mut cosine = [0.0; Sort::COUNT];
        for (s, c) in cosine.iter_mut().enumerate() {
            *c = divide(dot[s], own.norms[s] * other.norms[s]);
        }
        let told: f64 = dot.iter().take(Sort::COUNT - 1).sum();
        Likeness {
            cosine,
            all: divide(told, own.norms[Sort::COUNT] * other.norms[Sort::COUNT]),
            sharp: divide(sharp, own.sharp * other.sharp),
            overlap,
            met,
        }
    }
}

/// A value as it can be recognised beside others.
fn value_key(c: &crate::claim::Claim) -> String {
    let v = c.resolved.as_deref().unwrap_or(&c.value).to_string();
    let v = v.trim_start_matches(['>', '<', '=', '~']);
    let kind = match c.kind {
        Kind::Number => Kind::Count,
        k => k,
    };
    format!("{kind}:{v}")
}

/// What both have of a sort, the most telling first.
pub fn shared(a: &Surroundings, b: &Surroundings, sort: Sort) -> Vec<u32> {
    let of = |s: &Surroundings| s.tokens.partition_point(|t| t.token.sort < sort)..s.tokens.partition_point(|t| t.token.sort <= sort);
    let (a, b) = (&a.tokens[of(a)], &b.tokens[of(b)]);
    let (mut i, mut j) = (0, 0);
    let mut out: Vec<(f64, u32)> = Vec::new();
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        let (p, q) = (x.token.id, y.token.id);
        if p == q {
            out.push((x.weight * y.near, p));
        }
        i += usize::from(p <= q);
        j += usize::from(q <= p);
    }
    out.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
    out.into_iter().map(|x| x.1).collect()
}
