//! What stands around each claim of a story, as weighted tokens that mean the same in every language.

use super::names;
use crate::claim::Report;
use crate::clean::{is_han, is_kana};
use crate::context::What;
use crate::kind::Kind;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A token: its sort and its id.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Token {
    /// Which sort of evidence.
    pub sort: Sort,
    /// Which one.
    pub id: u32,
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
    /// Names that something comes from, in its sentence.
    pub sources: Vec<u32>,
    /// Length of the vector of each sort, and of all.
    norms: [f64; Sort::COUNT + 1],
    /// The same with what is far away fading faster.
    sharp: f64,
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
}

/// Canonical ids for the names of a story.
struct Names {
    ids: HashMap<String, u32>,
    shown: Vec<String>,
    /// Names by their consonants, with their letters.
    skeletons: HashMap<String, (u32, String)>,
    /// The first consonants of these.
    begins: HashSet<Option<char>>,
}

/// All names of a story, in order.
fn surfaces(reports: &[&Report]) -> BTreeSet<String> {
    reports.iter().flat_map(|r| &r.sentences).flat_map(|s| &s.marks).flat_map(|m| split(&m.what)).collect()
}

/// A name's parts: a listed name is one, a transliteration with dots is several.
fn split(what: &What) -> Vec<String> {
    match what {
        What::Listed(i) => vec![crate::pack::common().names[usize::from(*i)].id.clone()],
        What::Name(s) => s.split(['·', '・', '‧']).filter(|p| p.chars().count() > 1).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

impl Names {
    fn of(reports: &[&Report]) -> Names {
        let seen = surfaces(reports);
        let mut names = Names { ids: HashMap::new(), shown: Vec::new(), skeletons: HashMap::new(), begins: HashSet::new() };
        let mut groups: Vec<Vec<names::Sounded>> = Vec::new();
        for name in seen {
            let sounded = names::Sounded::new(&name);
            let id = groups.iter().position(|g| g.iter().any(|n| n.same(&sounded))).unwrap_or_else(|| {
                groups.push(Vec::new());
                names.shown.push(name.clone());
                groups.len() - 1
            });
            if sounded.skeleton.len() >= 3 && name.chars().count() >= 4 {
                // An ideograph without a consonant may stand before any.
                names.begins.extend([None, sounded.skeleton.chars().next()]);
                names.skeletons.entry(sounded.skeleton.clone()).or_insert_with(|| (id as u32, names::latin(&name)));
            }
            groups[id].push(sounded);
            names.ids.insert(name, id as u32);
        }
        names
    }
}

/// Three consonants are soon alike; so must their vowels be then.
const ALIKE: f64 = 0.7;

/// Ideographs that sound like a name of the story, where nothing else was recognised.
fn sounded(r: &Report, sentence: usize, names: &Names) -> Vec<(usize, u32)> {
    let s = &r.sentences[sentence];
    let Some(text) = r.source.get(s.span.0..s.span.1) else { return Vec::new() };
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let read: Vec<&str> = chars.iter().map(|(_, c)| if is_han(*c) { names::reading(*c) } else { "" }).collect();
    let (mut letters, mut classes) = (String::new(), String::new());
    let mut out = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        classes.clear();
        names::classes(read[i].as_bytes(), &mut classes);
        if !is_han(chars[i].1) || !names.begins.contains(&classes.chars().next()) {
            i += 1;
            continue;
        }
        let run = chars[i..].iter().take(6).take_while(|(_, c)| is_han(*c)).count();
        let mut hit = None;
        for len in (3..=run).rev() {
            letters.clear();
            letters.extend(read[i..i + len].iter().copied());
            classes.clear();
            names::classes(letters.as_bytes(), &mut classes);
            if classes.len() >= 3
                && let Some((id, name)) = names.skeletons.get(&classes)
                && (classes.len() > 3 || strsim::jaro_winkler(&letters, name) >= ALIKE)
            {
                hit = Some((len, *id));
                break;
            }
        }
        match hit {
            Some((len, id)) => {
                out.push((chars[i].0, id));
                i += len;
            }
            None => i += 1,
        }
    }
    out
}

/// A token with its place, in the clean text or in the source.
struct Place {
    from: usize,
    to: usize,
    token: Token,
    in_source: bool,
}

impl Place {
    fn clean(from: usize, to: usize, sort: Sort, id: u32) -> Place {
        Place { from, to, token: Token { sort, id }, in_source: false }
    }
}

/// What a report's sentences mention, names by their id in the story.
fn mentioned(r: &Report, names: &Names) -> Vec<Vec<Place>> {
    let mut per = Vec::new();
    for (i, s) in r.sentences.iter().enumerate() {
        let mut list = Vec::new();
        for m in &s.marks {
            let mut put = |sort: Sort, id: u16| list.push(Place::clean(m.start, m.end, sort, u32::from(id)));
            match &m.what {
                What::Concept(c) => {
                    put(Sort::Concept, *c);
                    // What it is a kind of speaks for it, too.
                    for h in &crate::pack::common().concepts[usize::from(*c)].is {
                        put(Sort::Concept, *h);
                    }
                }
                What::Deed(d) => put(Sort::Deed, *d),
                What::Modifier(m) => put(Sort::Modifier, *m),
                _ => {}
            }
            for n in split(&m.what) {
                if let Some(id) = names.ids.get(&n) {
                    list.push(Place::clean(m.start, m.end, Sort::Name, *id));
                }
            }
        }
        if let Some(text) = r.source.get(s.span.0..s.span.1) {
            let base = s.span.0;
            if text.chars().any(is_han) {
                for (at, id) in sounded(r, i, names) {
                    list.push(Place { from: base + at, to: base + at, token: Token { sort: Sort::Name, id }, in_source: true });
                }
            }
            shapes(text, |from, to, id| {
                list.push(Place { from: base + from, to: base + to, token: Token { sort: Sort::Shape, id }, in_source: true })
            });
        }
        per.push(list);
    }
    per
}

/// Names that something comes from: those beside a word that says so, and what is listed with them.
fn sources(s: &crate::claim::Sentence, list: &[Place]) -> Vec<u32> {
    /// Bytes that may stand between the word and the name, and between names in a list.
    const GAP: (usize, usize) = (14, 8);
    let modifiers = &crate::pack::common().modifiers;
    let mut names: Vec<&Place> = list.iter().filter(|p| p.token.sort == Sort::Name && !p.in_source).collect();
    names.sort_by_key(|p| p.from);
    let mut out = Vec::new();
    for m in &s.marks {
        let What::Modifier(i) = m.what else { continue };
        match modifiers[usize::from(i)].class.as_str() {
            "source" => {
                let mut end = m.end;
                let mut gap = GAP.0;
                for p in names.iter().filter(|p| p.from >= m.end) {
                    if p.from.saturating_sub(end) > gap {
                        break;
                    }
                    out.push(p.token.id);
                    (end, gap) = (p.to, GAP.1);
                }
            }
            "source-behind" => {
                let mut start = m.start;
                for p in names.iter().rev().filter(|p| p.to <= m.start) {
                    if start.saturating_sub(p.to) > GAP.1 {
                        break;
                    }
                    out.push(p.token.id);
                    start = p.from;
                }
            }
            _ => {}
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// The deed that stands nearest to a claim; saying and reporting are none.
fn nearest_deed(s: &crate::claim::Sentence, c: &crate::claim::Claim) -> Option<u16> {
    let deeds = &crate::pack::common().deeds;
    s.marks
        .iter()
        .filter_map(|m| match m.what {
            What::Deed(d) if deeds[usize::from(d)].class != "communication" => {
                let gap = if m.start >= c.clean.1 { m.start - c.clean.1 } else { c.clean.0.saturating_sub(m.end) };
                Some((gap, d))
            }
            _ => None,
        })
        .min()
        .map(|x| x.1)
}

/// How the words of a text look: each pair of ideographs, simplified, and the first consonants of each long word. What
/// the lexicon lacks meets its like in a language of the same script, or as a word that several languages share.
fn shapes(text: &str, mut put: impl FnMut(usize, usize, u32)) {
    let han = crate::pack::of_script("Hani");
    let mut last: Option<(usize, char)> = None;
    let mut word = 0..0;
    let finish = |word: std::ops::Range<usize>, put: &mut dyn FnMut(usize, usize, u32)| {
        let w = &text[word.clone()];
        if w.len() >= 6 && w.chars().count() >= 6 {
            let skeleton: String = names::skeleton(w).chars().take(4).collect();
            if skeleton.len() >= 3 {
                put(word.start, word.end, hash(skeleton.bytes()));
            }
        }
    };
    for (at, c) in text.char_indices() {
        if c.is_alphabetic() && !is_han(c) && !is_kana(c) {
            if word.end != at {
                word = at..at;
            }
            word.end = at + c.len_utf8();
        } else if !word.is_empty() {
            finish(word.clone(), &mut put);
            word = 0..0;
        }
        if is_han(c) && !is_kana(c) {
            let c = han.map_or(c, |p| p.fold_char(c));
            if let Some((from, before)) = last {
                let both = (u64::from(u32::from(before)) << 32 | u64::from(u32::from(c))).to_le_bytes();
                put(from, at, hash(both.into_iter()));
            }
            last = Some((at, c));
        } else {
            last = None;
        }
    }
    if !word.is_empty() {
        finish(word, &mut put);
    }
}

/// FNV-1a.
fn hash(bytes: impl Iterator<Item = u8>) -> u32 {
    bytes.fold(0x811c_9dc5, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

/// Builds the surroundings of every claim.
pub fn build(reports: &[&Report]) -> Story {
    let names = Names::of(reports);
    let mut values: HashMap<String, u32> = HashMap::new();
    let mut value_names = Vec::new();
    let mut lists: Vec<Vec<Vec<Place>>> = reports.par_iter().map(|r| mentioned(r, &names)).collect();
    let mut frequency: HashMap<Token, usize> = HashMap::new();
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
        for list in per.iter() {
            let tokens: HashSet<Token> = list.iter().map(|p| p.token).collect();
            for t in tokens {
                *frequency.entry(t).or_insert(0) += 1;
            }
        }
        sentences += per.len();
    }
    // What one sentence alone has is no evidence; a name there may be no name.
    for list in lists.iter_mut().flatten() {
        list.retain(|p| !matches!(p.token.sort, Sort::Name | Sort::Shape) || frequency.get(&p.token).is_some_and(|d| *d > 1));
    }
    let n = sentences.max(1) as f64;
    let rarity: HashMap<Token, f64> = frequency.into_iter().map(|(t, d)| (t, ((n + 1.0) / (d as f64 + 0.5)).ln().max(0.05))).collect();
    let around = reports
        .par_iter()
        .zip(&lists)
        .map(|(r, per)| {
            let length = r.source.len().max(1) as f64;
            let mut mine = Vec::new();
            for c in &r.claims {
                let wide = r.source[c.span.0..].chars().next().is_some_and(|x| x as u32 > 0x2E80) || r.sentences[c.sentence].lang.len() > 2;
                // Ideographs say in one what takes Latin letters three.
                let reach = if wide { 36.0 } else { 60.0 };
                let mut tokens: BTreeMap<Token, f64> = BTreeMap::new();
                let mut add = |t: Token, w: f64| {
                    let e = tokens.entry(t).or_insert(0.0);
                    *e = e.max(w);
                };
                for p in &per[c.sentence] {
                    if p.token.sort == Sort::Value && p.from == c.clean.0 {
                        continue;
                    }
                    let (start, end) = if p.in_source { c.span } else { c.clean };
                    let gap = if p.from >= end { p.from - end } else { start.saturating_sub(p.to) } as f64;
                    add(p.token, 1.0 / (1.0 + gap / reach));
                }
                for (other, weight) in [(c.sentence.checked_sub(1), 0.3), (Some(c.sentence + 1), 0.15)] {
                    let Some(o) = other.filter(|o| *o < per.len()) else { continue };
                    if r.sentences[o].paragraph.abs_diff(r.sentences[c.sentence].paragraph) > 1 {
                        continue;
                    }
                    let own_names = per[c.sentence].iter().any(|x| x.token.sort == Sort::Name);
                    for p in per[o].iter().filter(|p| p.token.sort != Sort::Shape) {
                        let w = if p.token.sort == Sort::Name && !own_names { weight * 2.0 } else { weight };
                        add(p.token, w);
                    }
                }
                let tokens = tokens.into_iter().map(|(token, near)| Near { token, near, weight: near * rarity.get(&token).copied().unwrap_or(0.0) });
                let sentence = &r.sentences[c.sentence];
                mine.push(Surroundings {
                    deed: nearest_deed(sentence, c),
                    sources: sources(sentence, &per[c.sentence]),
                    ..Surroundings::new(tokens.collect(), c.span.0 as f64 / length)
                });
            }
            mine
        })
        .collect();
    let kin = kin(&lists, &rarity);
    Story { around, names: names.shown, values: value_names, kin }
}

/// The least that two reports of one story have in common, 0 to 1: on annotated stories every report has at least 0.24 in
/// common with another, a report of another story at most 0.17.
const KIN: f64 = 0.2;
/// Fewer names and figures say nothing of what a report is about.
const ENOUGH: usize = 10;

/// Which reports belong together: those that share names and figures, the rare ones counting most, and those that others
/// link. A stray report among the files of a story is about nothing that they are about. Of two reports, and of a short
/// one, the caller's word is taken.
fn kin(lists: &[Vec<Vec<Place>>], rarity: &HashMap<Token, f64>) -> Vec<Vec<bool>> {
    let n = lists.len();
    let weight = |t: &Token| rarity.get(t).copied().unwrap_or(0.0).powi(2);
    let tokens: Vec<BTreeSet<Token>> =
        lists.iter().map(|r| r.iter().flatten().map(|p| p.token).filter(|t| matches!(t.sort, Sort::Name | Sort::Value)).collect()).collect();
    let size: Vec<f64> = tokens.iter().map(|t| t.iter().map(weight).sum()).collect();
    let mut part: Vec<usize> = (0..n).collect();
    for a in 0..n {
        for b in a + 1..n {
            let common: f64 = tokens[a].intersection(&tokens[b]).map(weight).sum();
            if common > KIN * (size[a] * size[b]).sqrt() {
                let (from, to) = (part[b], part[a]);
                part.iter_mut().filter(|p| **p == from).for_each(|p| *p = to);
            }
        }
    }
    let says = |r: usize| n > 2 && tokens[r].len() >= ENOUGH;
    (0..n).map(|a| (0..n).map(|b| part[a] == part[b] || !says(a) || !says(b)).collect()).collect()
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
        Surroundings { tokens, position, deed: None, sources: Vec::new(), norms: norms.map(f64::sqrt), sharp: f64::sqrt(sharp) }
    }

    /// How these agree with others.
    pub fn likeness(&self, other: &Surroundings) -> Likeness {
        let (mut dot, mut overlap, mut sharp) = ([0.0; Sort::COUNT], [0.0; Sort::COUNT], 0.0);
        let (a, b) = (&self.tokens, &other.tokens);
        let (mut i, mut j) = (0, 0);
        while i < a.len() && j < b.len() {
            match a[i].token.cmp(&b[j].token) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    let (x, y) = (&a[i], &b[j]);
                    let sort = x.token.sort as usize;
                    let product = x.weight * y.weight;
                    dot[sort] += product;
                    overlap[sort] += product.sqrt();
                    if x.token.sort != Sort::Shape {
                        sharp += product * (x.near * y.near).powi(2);
                    }
                    i += 1;
                    j += 1;
                }
            }
        }
        let divide = |d: f64, n: f64| if n > 0.0 { d / n } else { 0.0 };
        let mut cosine = [0.0; Sort::COUNT];
        for (s, c) in cosine.iter_mut().enumerate() {
            *c = divide(dot[s], self.norms[s] * other.norms[s]);
        }
        let told: f64 = dot.iter().take(Sort::COUNT - 1).sum();
        Likeness {
            cosine,
            all: divide(told, self.norms[Sort::COUNT] * other.norms[Sort::COUNT]),
            sharp: divide(sharp, self.sharp * other.sharp),
            overlap,
        }
    }

    /// The nearness of a token, where it is there.
    pub fn find(&self, t: Token) -> Option<&Near> {
        self.tokens.binary_search_by(|x| x.token.cmp(&t)).ok().map(|i| &self.tokens[i])
    }
}

/// A value as it can be recognised beside others.
fn value_key(c: &crate::claim::Claim) -> String {
    let v = c.resolved.as_ref().unwrap_or(&c.value).to_string();
    let v = v.trim_start_matches(['>', '<', '=', '~']);
    let kind = match c.kind {
        Kind::Number => Kind::Count,
        k => k,
    };
    format!("{kind}:{v}")
}

/// What both have of a sort, the most telling first.
pub fn shared(a: &Surroundings, b: &Surroundings, sort: Sort) -> Vec<u32> {
    let mut out: Vec<(f64, u32)> = Vec::new();
    for t in a.tokens.iter().filter(|t| t.token.sort == sort) {
        if let Some(o) = b.find(t.token) {
            out.push((t.weight * o.near, t.token.id));
        }
    }
    out.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
    out.into_iter().map(|x| x.1).collect()
}
