//! What stands around each claim of a story, as weighted tokens that mean the same in every language.

use super::names;
use crate::claim::Report;
use crate::clean::is_han;
use crate::context::What;
use crate::kind::Kind;
use std::collections::{BTreeMap, HashMap, HashSet};

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
}

/// The surroundings of one claim: tokens with weights, sorted.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// Tokens and how near they are.
    pub tokens: Vec<(Token, f64)>,
    /// Where in its report it stands, 0 to 1.
    pub position: f64,
}

/// All surroundings of a story: by report, by claim; and how rare each token is.
pub struct Story {
    /// By report, by claim.
    pub around: Vec<Vec<Surroundings>>,
    /// Inverse frequency of tokens over the story's sentences.
    pub rarity: HashMap<Token, f64>,
    /// Names by id, for explanations.
    pub names: Vec<String>,
    /// Values by id.
    pub values: Vec<String>,
}

/// Canonical ids for the names of a story.
struct Names {
    ids: HashMap<String, u32>,
    shown: Vec<String>,
    skeletons: HashMap<String, u32>,
}

fn surfaces(reports: &[&Report]) -> BTreeMap<String, Vec<String>> {
    // Canonical text of a name to the texts that it was seen with.
    let mut seen: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for r in reports {
        for s in &r.sentences {
            for m in &s.marks {
                for name in split(&m.what) {
                    seen.entry(name.clone()).or_default().push(name);
                }
            }
        }
    }
    seen
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
        let mut names = Names { ids: HashMap::new(), shown: Vec::new(), skeletons: HashMap::new() };
        let mut groups: Vec<Vec<String>> = Vec::new();
        for name in seen.keys() {
            let place = groups.iter().position(|g| g.iter().any(|n| names::same(n, name)));
            match place {
                Some(g) => groups[g].push(name.clone()),
                None => groups.push(vec![name.clone()]),
            }
        }
        for g in groups {
            let id = names.shown.len() as u32;
            names.shown.push(g[0].clone());
            for n in g {
                let sk = names::skeleton(&n);
                if sk.len() >= 3 && n.chars().count() >= 4 {
                    names.skeletons.entry(sk).or_insert(id);
                }
                names.ids.insert(n, id);
            }
        }
        names
    }
}

/// Ideographs that sound like a name of the story, where nothing else was recognised.
fn sounded(r: &Report, sentence: usize, names: &Names) -> Vec<(usize, u32)> {
    let s = &r.sentences[sentence];
    let Some(text) = r.source.get(s.span.0..s.span.1) else { return Vec::new() };
    let covered: HashSet<usize> = HashSet::new();
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut out = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        if !is_han(chars[i].1) || covered.contains(&i) {
            i += 1;
            continue;
        }
        let run = chars[i..].iter().take(6).take_while(|(_, c)| is_han(*c)).count();
        let mut hit = None;
        for len in (3..=run).rev() {
            let word: String = chars[i..i + len].iter().map(|(_, c)| *c).collect();
            let sk = names::skeleton(&word);
            if sk.len() >= 3
                && let Some(id) = names.skeletons.get(&sk)
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

/// Builds the surroundings of every claim.
pub fn build(reports: &[&Report]) -> Story {
    let names = Names::of(reports);
    let mut values: HashMap<String, u32> = HashMap::new();
    let mut value_names = Vec::new();
    let mut around = Vec::new();
    let mut sentence_tokens: Vec<HashSet<Token>> = Vec::new();
    let mut lists: Vec<Vec<Vec<(usize, usize, Token)>>> = Vec::new();
    for r in reports {
        // Tokens of each sentence with their place in the clean text.
        let mut per: Vec<Vec<(usize, usize, Token)>> = Vec::new();
        for (i, s) in r.sentences.iter().enumerate() {
            let mut list = Vec::new();
            for m in &s.marks {
                let token = match &m.what {
                    What::Concept(c) => Some(Token { sort: Sort::Concept, id: u32::from(*c) }),
                    What::Deed(d) => Some(Token { sort: Sort::Deed, id: u32::from(*d) }),
                    What::Modifier(m) => Some(Token { sort: Sort::Modifier, id: u32::from(*m) }),
                    _ => None,
                };
                if let Some(t) = token {
                    list.push((m.start, m.end, t));
                    if t.sort == Sort::Concept {
                        // What it is a kind of speaks for it, too.
                        for h in &crate::pack::common().concepts[t.id as usize].is {
                            list.push((m.start, m.end, Token { sort: Sort::Concept, id: u32::from(*h) }));
                        }
                    }
                }
                for n in split(&m.what) {
                    if let Some(id) = names.ids.get(&n) {
                        list.push((m.start, m.end, Token { sort: Sort::Name, id: *id }));
                    }
                }
            }
            if r.source.get(s.span.0..s.span.1).is_some_and(|t| t.chars().any(is_han)) {
                let base = s.marks.first().map_or(0, |m| m.start);
                for (at, id) in sounded(r, i, &names) {
                    list.push((base + at, base + at, Token { sort: Sort::Name, id }));
                }
            }
            per.push(list);
        }
        for c in &r.claims {
            if c.dateline {
                continue;
            }
            let key = value_key(c);
            let next = values.len() as u32;
            let id = *values.entry(key.clone()).or_insert_with(|| {
                value_names.push(key);
                next
            });
            per[c.sentence].push((c.clean.0, c.clean.1, Token { sort: Sort::Value, id }));
        }
        for list in &per {
            sentence_tokens.push(list.iter().map(|x| x.2).collect());
        }
        lists.push(per);
    }
    let n = sentence_tokens.len().max(1) as f64;
    let mut df: HashMap<Token, usize> = HashMap::new();
    for s in &sentence_tokens {
        for t in s {
            *df.entry(*t).or_insert(0) += 1;
        }
    }
    // A name that one sentence alone has is no evidence, and may be no name.
    for list in lists.iter_mut().flatten() {
        list.retain(|x| x.2.sort != Sort::Name || df.get(&x.2).is_some_and(|d| *d > 1));
    }
    for (r, per) in reports.iter().zip(&lists) {
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
            for (from, to, t) in &per[c.sentence] {
                if t.sort == Sort::Value && *from == c.clean.0 {
                    continue;
                }
                let gap = if *from >= c.clean.1 { from - c.clean.1 } else { c.clean.0.saturating_sub(*to) } as f64;
                add(*t, 1.0 / (1.0 + gap / reach));
            }
            for (other, weight) in [(c.sentence.checked_sub(1), 0.3), (Some(c.sentence + 1), 0.15)] {
                let Some(o) = other.filter(|o| *o < per.len()) else { continue };
                if r.sentences[o].paragraph.abs_diff(r.sentences[c.sentence].paragraph) > 1 {
                    continue;
                }
                let own_names = per[c.sentence].iter().any(|x| x.2.sort == Sort::Name);
                for (_, _, t) in &per[o] {
                    let w = if t.sort == Sort::Name && !own_names { weight * 2.0 } else { weight };
                    add(*t, w);
                }
            }
            mine.push(Surroundings { tokens: tokens.into_iter().collect(), position: c.span.0 as f64 / length });
        }
        around.push(mine);
    }
    let rarity = df.into_iter().map(|(t, d)| (t, ((n + 1.0) / (d as f64 + 0.5)).ln().max(0.05))).collect();
    Story { around, rarity, names: names.shown, values: value_names }
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

/// Weighted agreement of two surroundings over some sorts: 0 to 1.
pub fn cosine(story: &Story, a: &Surroundings, b: &Surroundings, sorts: &[Sort]) -> f64 {
    let weight = |t: &(Token, f64)| if sorts.contains(&t.0.sort) { t.1 * story.rarity.get(&t.0).copied().unwrap_or(0.0) } else { 0.0 };
    let (mut dot, mut na, mut nb) = (0.0, 0.0, 0.0);
    for t in &a.tokens {
        na += weight(t).powi(2);
    }
    for t in &b.tokens {
        nb += weight(t).powi(2);
    }
    let (mut i, mut j) = (0, 0);
    while i < a.tokens.len() && j < b.tokens.len() {
        match a.tokens[i].0.cmp(&b.tokens[j].0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                dot += weight(&a.tokens[i]) * weight(&b.tokens[j]);
                i += 1;
                j += 1;
            }
        }
    }
    if na == 0.0 || nb == 0.0 { 0.0 } else { dot / (na * nb).sqrt() }
}

/// Sum of the rarity of what both have, by nearness.
pub fn overlap(story: &Story, a: &Surroundings, b: &Surroundings, sort: Sort) -> f64 {
    let mut sum = 0.0;
    for (t, w) in a.tokens.iter().filter(|t| t.0.sort == sort) {
        if let Ok(i) = b.tokens.binary_search_by(|x| x.0.cmp(t)) {
            sum += story.rarity.get(t).copied().unwrap_or(0.0) * (w * b.tokens[i].1).sqrt();
        }
    }
    sum
}

/// What both have of a sort, the most telling first.
pub fn shared(story: &Story, a: &Surroundings, b: &Surroundings, sort: Sort) -> Vec<u32> {
    let mut out: Vec<(f64, u32)> = Vec::new();
    for (t, w) in a.tokens.iter().filter(|t| t.0.sort == sort) {
        if let Ok(i) = b.tokens.binary_search_by(|x| x.0.cmp(t)) {
            out.push((story.rarity.get(t).copied().unwrap_or(0.0) * w * b.tokens[i].1, t.id));
        }
    }
    out.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
    out.into_iter().map(|x| x.1).collect()
}
