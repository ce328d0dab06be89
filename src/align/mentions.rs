//! What the sentences of a report mention, each with its place: names by their id in the story, concepts, deeds, modifiers,
//! and how words look.

use super::context::{Sort, Token};
use super::{dimension, names, telling};
use crate::claim::{Claim, Report};
use crate::clean::{is_han, is_kana};
use crate::context::What;
use std::collections::{BTreeSet, HashMap};

/// Canonical ids for the names of a story.
pub(super) struct Names {
    pub(super) ids: HashMap<String, u32>,
    pub(super) shown: Vec<String>,
    /// Names by their consonants, with their letters.
    pub(super) skeletons: HashMap<String, (u32, String)>,
    /// The first consonants of these, and their first letters.
    begins: (Classes, Letters),
    /// Names of two kana that a full name makes known.
    short: HashMap<String, u32>,
}

/// Classes of consonants with which something can begin.
#[derive(Default)]
struct Classes {
    /// The first and none, a bit each.
    first: u32,
    /// Those that may come second, a bit each, by the first.
    second: [u32; 32],
}

impl Classes {
    fn place(class: char) -> usize {
        class as usize & 31
    }

    fn bit(class: Option<char>) -> u32 {
        class.map_or(1 << 31, |c| 1 << Classes::place(c))
    }

    fn add(&mut self, skeleton: &str) {
        let mut classes = skeleton.chars();
        let (first, second) = (classes.next(), classes.next());
        // An ideograph without a consonant may stand before any.
        self.first |= Classes::bit(None) | Classes::bit(first);
        if let Some(first) = first {
            self.second[Classes::place(first)] |= Classes::bit(second);
        }
    }

    /// Whether something can begin like these letters, of which so many stand in any case.
    fn may_begin(&self, letters: &[u8], least: usize) -> bool {
        match names::two_classes(letters) {
            // What comes behind the last letters may change how they are heard.
            Some((first, second, end)) if end + 1 < least => self.second[Classes::place(first)] & Classes::bit(Some(second)) != 0,
            _ => true,
        }
    }
}

/// A name with the part of it that stands before it.
type Full<'a> = (&'a str, &'a str);

/// With which two letters something can begin.
#[derive(Default)]
struct Letters([u32; 32]);

impl Letters {
    fn add(&mut self, letters: &str) {
        if let [a, b, ..] = letters.as_bytes() {
            self.0[usize::from(a & 31)] |= 1 << (b & 31);
        }
    }

    /// Whether something may begin like these letters.
    fn may_begin(&self, letters: &str) -> bool {
        !matches!(letters.as_bytes(), [a, b, ..] if self.0[usize::from(a & 31)] >> (b & 31) & 1 == 0)
    }
}

/// Names that stand with the name before them, in order.
fn full<'a>(reports: &[&'a Report]) -> BTreeSet<Full<'a>> {
    let mut out = BTreeSet::new();
    for s in reports.iter().flat_map(|r| &r.sentences) {
        let mut before: Option<&'a str> = None;
        for m in s.marks.iter().filter(|m| matches!(m.what, What::Listed(_) | What::Name(_))) {
            let mut first = true;
            parts(&m.what, |part| {
                if let Some(before) = before.take().filter(|_| !first || m.joined) {
                    out.insert((before, part));
                }
                (before, first) = (Some(part), false);
            });
        }
    }
    out
}

/// Short names that are one in two scripts, since what stands before them is: their sound alone would say too little.
fn partners<'a>(full: &BTreeSet<Full<'a>>) -> BTreeSet<Full<'a>> {
    let sounded = |n: &str| (names::skeleton(n), names::latin(n));
    let mut out = BTreeSet::new();
    for (given, name) in full.iter().filter(|f| f.1.chars().all(is_kana)) {
        let (consonants, letters) = sounded(name);
        if consonants.is_empty() || consonants.len() > 2 {
            continue;
        }
        for (other_given, other) in full.iter().filter(|f| f.1.is_ascii()) {
            let (c, l) = sounded(other);
            if c == consonants && strsim::jaro_winkler(&l, &letters) >= ALIKE && names::same(given, other_given) {
                out.insert((*other, *name));
            }
        }
    }
    out
}

/// All names of a story, in order.
fn surfaces<'a>(reports: &[&'a Report]) -> BTreeSet<&'a str> {
    let mut all = BTreeSet::new();
    reports.iter().flat_map(|r| &r.sentences).flat_map(|s| &s.marks).for_each(|m| {
        parts(&m.what, |name| {
            all.insert(name);
        });
    });
    all
}

/// A name's parts: a listed name is one, a transliteration with dots is several.
fn parts<'a>(what: &'a What, mut to: impl FnMut(&'a str)) {
    match what {
        What::Listed(i) => to(&crate::pack::common().names[usize::from(*i)].id),
        What::Name(s) => s.split(['·', '・', '‧']).filter(|p| p.chars().nth(1).is_some()).for_each(to),
        _ => {}
    }
}

impl Names {
    pub(super) fn of(reports: &[&Report]) -> Names {
        let seen = surfaces(reports);
        let mut names =
            Names { ids: HashMap::new(), shown: Vec::new(), skeletons: HashMap::new(), begins: Default::default(), short: HashMap::new() };
        let partners = partners(&full(reports));
        let mut groups: Vec<Vec<names::Sounded>> = Vec::new();
        for name in seen {
            let sounded = names::Sounded::new(name);
            let partner = partners.iter().find(|p| p.1 == name).and_then(|p| names.ids.get(p.0)).map(|id| *id as usize);
            let id = partner.or_else(|| groups.iter().position(|g| g.iter().any(|n| n.same(&sounded)))).unwrap_or_else(|| {
                groups.push(Vec::new());
                names.shown.push(name.to_owned());
                groups.len() - 1
            });
            if sounded.skeleton.len() >= 3 && name.chars().count() >= 4 {
                names.begins.0.add(&sounded.skeleton);
                let letters = names.skeletons.entry(sounded.skeleton.clone()).or_insert_with(|| (id as u32, names::latin(name)));
                names.begins.1.add(&letters.1);
            }
            groups[id].push(sounded);
            if name.chars().count() == 2 && name.chars().all(is_kana) {
                names.short.insert(name.to_owned(), id as u32);
            }
            names.ids.insert(name.to_owned(), id as u32);
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
    let (classes_of, letters_of) = &names.begins;
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let read: Vec<&str> = chars.iter().map(|(_, c)| if is_han(*c) { names::reading(*c) } else { "" }).collect();
    let (mut letters, mut classes) = (String::new(), String::new());
    let mut out = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let run = chars[i..].iter().take(6).take_while(|(_, c)| is_han(*c)).count();
        // Any words sound like some name; foreign ones are written in few characters.
        let begins = run >= 3
            && classes_of.first & Classes::bit(names::first_class(read[i].as_bytes())) != 0
            && (letters_of.may_begin(read[i]) || chars[i..i + 3].iter().all(|c| names::foreign(c.1)));
        letters.clear();
        if begins {
            letters.extend(read[i..i + run].iter().copied());
        }
        if !begins || !classes_of.may_begin(letters.as_bytes(), read[i..i + 3].iter().map(|r| r.len()).sum()) {
            i += 1;
            continue;
        }
        let mut hit = None;
        for len in (3..=run).rev() {
            letters.clear();
            letters.extend(read[i..i + len].iter().copied());
            classes.clear();
            names::classes(letters.as_bytes(), &mut classes);
            if classes.len() >= 3
                && let Some((id, name)) = names.skeletons.get(&classes)
                && (classes.len() > 3 || strsim::jaro_winkler(&letters, name) >= ALIKE)
                && (letters == *name || chars[i..i + len].iter().all(|c| names::foreign(c.1)))
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

/// Names of two kana that stand alone.
fn alone(text: &str, names: &Names, mut put: impl FnMut(usize, u32)) {
    let kana = |c: char| is_kana(c) && !is_han(c);
    let mut at = 0;
    while let Some(from) = text[at..].find(kana).map(|i| at + i) {
        let to = text[from..].find(|c| !kana(c)).map_or(text.len(), |i| from + i);
        // Particles follow without a space, in the other kana.
        let run = &text[from..to];
        let katakana = run.find(|c| matches!(c, '\u{3041}'..='\u{3096}')).unwrap_or(run.len());
        if let Some(id) = names.short.get(&run[..katakana]) {
            put(from, *id);
        }
        at = to;
    }
}

/// A token with its place, in the clean text or in the source.
pub(super) struct Place {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) token: Token,
    pub(super) in_source: bool,
    /// How rare its token is, once that is known.
    pub(super) rarity: f64,
    /// The place of its token among all of the story, once that is known.
    pub(super) index: u32,
}

impl Place {
    pub(super) fn clean(from: usize, to: usize, sort: Sort, id: u32) -> Place {
        Place { from, to, token: Token { sort, id }, in_source: false, rarity: 0.0, index: 0 }
    }

    fn source(from: usize, to: usize, sort: Sort, id: u32) -> Place {
        Place { from, to, token: Token { sort, id }, in_source: true, rarity: 0.0, index: 0 }
    }

    /// Whether it stands in the words of a claim, from the number to what is counted.
    pub(super) fn within(&self, c: &Claim) -> bool {
        let clean = c.counted.map_or(c.clean, |n| (c.clean.0.min(n.0), c.clean.1.max(n.1)));
        let (from, to) = if self.in_source { c.span } else { clean };
        from <= self.from && self.to <= to
    }
}

/// What a report's sentences mention, names by their id in the story.
pub(super) fn mentioned(r: &Report, names: &Names) -> Vec<Vec<Place>> {
    let mut per = Vec::new();
    let mut stated: Vec<Vec<(usize, usize)>> = vec![Vec::new(); r.sentences.len()];
    r.claims.iter().for_each(|c| stated[c.sentence].extend([Some(c.clean), c.counted].into_iter().flatten()));
    let modifiers = &crate::pack::common().modifiers;
    for (i, s) in r.sentences.iter().enumerate() {
        let mut list = Vec::new();
        for m in &s.marks {
            // What is counted is no deed, nor the bound of a figure news of it.
            let of_claim = match m.what {
                What::Deed(_) => true,
                What::Modifier(m) => modifiers[usize::from(m)].class == "hedge",
                _ => false,
            };
            // What a length or a date beside it is of is said there, and nowhere else.
            if matches!(m.what, What::Modifier(m) if [dimension::CLASS, telling::CLASS, telling::SAYING].contains(&modifiers[usize::from(m)].class.as_str()))
            {
                continue;
            }
            if of_claim && stated[i].iter().any(|c| m.start < c.1 && m.end > c.0) {
                continue;
            }
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
            parts(&m.what, |name| {
                if let Some(id) = names.ids.get(name) {
                    list.push(Place::clean(m.start, m.end, Sort::Name, *id));
                }
            });
        }
        if let Some(text) = r.source.get(s.span.0..s.span.1) {
            let base = s.span.0;
            if text.chars().any(is_han) {
                for (at, id) in sounded(r, i, names) {
                    list.push(Place::source(base + at, base + at, Sort::Name, id));
                }
            }
            if !names.short.is_empty() {
                alone(text, names, |at, id| list.push(Place::source(base + at, base + at, Sort::Name, id)));
            }
            shapes(text, |from, to, id| list.push(Place::source(base + from, base + to, Sort::Shape, id)));
        }
        per.push(list);
    }
    per
}

/// The deed that stands nearest to a claim; saying and reporting are none.
pub(super) fn nearest_deed(s: &crate::claim::Sentence, c: &Claim) -> Option<u16> {
    let deeds = &crate::pack::common().deeds;
    let apart = |m: &crate::context::Mark, span: (usize, usize)| m.start >= span.1 || m.end <= span.0;
    s.marks
        .iter()
        .filter_map(|m| match m.what {
            // What is counted is no deed.
            What::Deed(d) if deeds[usize::from(d)].class != "communication" && apart(m, c.clean) && c.counted.is_none_or(|n| apart(m, n)) => {
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
    let (mut letters, mut skeleton) = (Vec::new(), String::new());
    let mut finish = |word: std::ops::Range<usize>, put: &mut dyn FnMut(usize, usize, u32)| {
        let w = &text[word.clone()];
        if w.len() >= 6 && w.chars().count() >= 6 {
            letters.clear();
            skeleton.clear();
            if w.is_ascii() {
                letters.extend(w.bytes().map(|b| b.to_ascii_lowercase()));
            } else {
                letters.extend(names::latin(w).bytes().filter(u8::is_ascii_lowercase));
            }
            names::classes(&letters, &mut skeleton);
            skeleton.truncate(4);
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
