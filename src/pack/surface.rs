//! What the surfaces of a language can mean: the trie, and for each surface its lexemes and their sorts as bits.
//!
//! This file is compiled into the build script as well; it knows no language.

use super::table::Lexeme;
use super::trie::{self, CHARACTER, Firsts, Trie};
use std::collections::{BTreeMap, HashMap};

/// Bytes of what is listed for a payload: where its lexemes begin (4), how many there are (2), its first concept (2), the
/// group of rules that it begins as a whole word (2), that of those that go on inside the word (2).
const PAYLOAD: usize = 12;
const NONE: u16 = u16::MAX;
/// Bytes of what is listed for a lexeme of a payload: its place in the table (4), what it marks (1), as which of those (2).
const LISTED: usize = 7;
/// A payload's lower bits say where that is listed, the upper ones which of the sets of sorts it has: those are few, so
/// that they stay at hand, and most payloads are asked for nothing else.
const SETS: u32 = 20;

/// What a lexeme marks in a sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Marks {
    /// A concept.
    Concept(u16),
    /// A deed.
    Deed(u16),
    /// A modifier.
    Modifier(u16),
    /// A listed name.
    Name(u16),
}

impl Marks {
    fn of(lexeme: &Lexeme) -> Option<Marks> {
        match lexeme {
            Lexeme::Concept(i) => Some(Marks::Concept(*i)),
            Lexeme::Deed(i) => Some(Marks::Deed(*i)),
            Lexeme::Modifier(i) => Some(Marks::Modifier(*i)),
            Lexeme::Name(i) => Some(Marks::Name(*i)),
            _ => None,
        }
    }

    fn written(marks: Option<Marks>) -> (u8, u16) {
        match marks {
            None => (0, 0),
            Some(Marks::Concept(i)) => (1, i),
            Some(Marks::Deed(i)) => (2, i),
            Some(Marks::Modifier(i)) => (3, i),
            Some(Marks::Name(i)) => (4, i),
        }
    }

    fn read(sort: u8, index: u16) -> Option<Marks> {
        match sort {
            1 => Some(Marks::Concept(index)),
            2 => Some(Marks::Deed(index)),
            3 => Some(Marks::Modifier(index)),
            4 => Some(Marks::Name(index)),
            _ => None,
        }
    }
}

/// The surfaces of a language.
#[derive(Clone, Copy, Default, Debug)]
pub struct Surfaces<'a> {
    /// Surface to payload.
    pub trie: Trie<'a>,
    /// The same behind a first character.
    pub firsts: Firsts<'a>,
    /// Surfaces of concepts, back to front, to their concept: the heads of compounds.
    pub heads: Trie<'a>,
    sets: &'a [[u8; 8]],
    payloads: &'a [u8],
    listed: &'a [[u8; LISTED]],
}

fn number<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    bytes.get(at..at + N).and_then(|b| b.try_into().ok()).unwrap_or([0; N])
}

/// Where it is said what a payload has.
fn place(payload: u32) -> usize {
    (payload & ((1 << SETS) - 1)) as usize * PAYLOAD
}

/// Takes a section off the front: its length, then its bytes.
pub fn section<'a>(bytes: &mut &'a [u8]) -> &'a [u8] {
    let len = u32::from_le_bytes(number(bytes, 0)) as usize;
    let (mine, rest) = bytes.get(4..).unwrap_or(&[]).split_at(len.min(bytes.len().saturating_sub(4)));
    *bytes = rest;
    mine
}

/// Puts a section at the end.
pub fn put_section(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend((bytes.len() as u32).to_le_bytes());
    out.extend(bytes);
}

impl<'a> Surfaces<'a> {
    /// Surfaces as [`build`] has written them.
    pub fn new(mut bytes: &'a [u8]) -> Surfaces<'a> {
        let (trie, pages, nodes) = (section(&mut bytes), section(&mut bytes), section(&mut bytes));
        let (heads, sets) = (section(&mut bytes), section(&mut bytes));
        let (payloads, listed) = (section(&mut bytes), section(&mut bytes));
        Surfaces {
            trie: Trie::new(trie),
            firsts: Firsts::new(pages, nodes),
            heads: Trie::new(heads),
            sets: sets.as_chunks().0,
            payloads,
            listed: listed.as_chunks().0,
        }
    }

    /// The sorts of a payload's lexemes.
    #[inline]
    pub fn sorts(&self, payload: u32) -> u64 {
        self.sets.get((payload >> SETS) as usize).map_or(0, |s| u64::from_le_bytes(*s))
    }

    /// The places of a payload's lexemes in the table.
    #[inline]
    pub fn ids(&self, payload: u32) -> impl DoubleEndedIterator<Item = usize> + use<'a> {
        self.listed(payload).map(|[a, b, c, d, ..]| u32::from_le_bytes([*a, *b, *c, *d]) as usize)
    }

    /// What a payload's lexemes mark, without decoding them.
    #[inline]
    pub fn marks(&self, payload: u32) -> impl Iterator<Item = Marks> + use<'a> {
        self.listed(payload).filter_map(|[.., sort, low, high]| Marks::read(*sort, u16::from_le_bytes([*low, *high])))
    }

    #[inline]
    fn listed(&self, payload: u32) -> std::slice::Iter<'a, [u8; LISTED]> {
        let at = place(payload);
        let first = u32::from_le_bytes(number(self.payloads, at)) as usize;
        let count = usize::from(u16::from_le_bytes(number(self.payloads, at + 4)));
        self.listed.get(first..first + count).unwrap_or(&[]).iter()
    }

    /// The first concept of a payload.
    #[inline]
    pub fn concept(&self, payload: u32) -> Option<u16> {
        self.short(payload, 6)
    }

    /// The groups of rules that begin with a payload as a whole word, and inside one.
    #[inline]
    pub fn rules(&self, payload: u32) -> (Option<u16>, Option<u16>) {
        (self.short(payload, 8), self.short(payload, 10))
    }

    #[inline]
    fn short(&self, payload: u32, at: usize) -> Option<u16> {
        Some(u16::from_le_bytes(number(self.payloads, place(payload) + at))).filter(|n| *n != NONE)
    }
}

/// Writes the surfaces: each with the places of its lexemes, in the order in which they were added. Heads are wanted
/// where words are glued into compounds.
pub fn build(surfaces: &[(String, u32)], lexemes: &[Lexeme], compounds: bool) -> Vec<u8> {
    let mut by_key: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (key, id) in surfaces {
        let ids = by_key.entry(key).or_default();
        if !ids.contains(id) {
            ids.push(*id);
        }
    }
    let (mut payloads, mut all, mut known) = (Vec::new(), Vec::<u8>::new(), HashMap::new());
    let (mut entries, mut heads, mut sets) = (Vec::new(), Vec::new(), Vec::<u64>::new());
    for (key, ids) in by_key {
        let concept = ids.iter().find_map(|i| if let Lexeme::Concept(c) = lexemes[*i as usize] { Some(c) } else { None });
        if let Some(c) = concept.filter(|_| compounds) {
            heads.push((key.bytes().rev().collect(), u32::from(c)));
        }
        let next = known.len() as u32;
        let payload = *known.entry(ids.clone()).or_insert_with(|| {
            let sorts = ids.iter().fold(0, |s, i| s | lexemes[*i as usize].sort());
            let set = sets.iter().position(|s| *s == sorts).unwrap_or_else(|| {
                sets.push(sorts);
                sets.len() - 1
            });
            assert!(next < 1 << SETS && set < 1 << (31 - SETS), "a payload holds no more");
            payloads.extend(((all.len() / LISTED) as u32).to_le_bytes());
            payloads.extend((ids.len() as u16).to_le_bytes());
            let group = |pick: &dyn Fn(&Lexeme) -> Option<u16>| {
                let mut groups = ids.iter().filter_map(|i| pick(&lexemes[*i as usize]));
                (groups.next().unwrap_or(NONE), groups.next())
            };
            let rules = group(&|l| if let Lexeme::Rule(g) = l { Some(*g) } else { None });
            let inside = group(&|l| if let Lexeme::RuleInside(g) = l { Some(*g) } else { None });
            assert!(rules.1.is_none() && inside.1.is_none(), "rules that begin alike are one group: {key}");
            payloads.extend([concept.unwrap_or(NONE), rules.0, inside.0].into_iter().flat_map(u16::to_le_bytes));
            for i in ids {
                let (sort, index) = Marks::written(Marks::of(&lexemes[i as usize]));
                all.extend(i.to_le_bytes());
                all.push(sort);
                all.extend(index.to_le_bytes());
            }
            (set as u32) << SETS | next
        });
        entries.push((key.as_bytes().to_vec(), payload));
    }
    let mut out = Vec::new();
    let sets: Vec<u8> = sets.into_iter().flat_map(u64::to_le_bytes).collect();
    let trie = trie::build(entries, CHARACTER);
    let [pages, nodes] = Firsts::build(&Trie::new(&trie));
    for s in [trie, pages, nodes, trie::build(heads, 0), sets, payloads, all] {
        put_section(&mut out, &s);
    }
    out
}

/// Writes the readings of characters: pairs sorted by the first.
pub fn build_readings(pairs: &[(char, String)]) -> Vec<u8> {
    let (mut keys, mut places, mut text) = (Vec::new(), Vec::new(), Vec::new());
    for (c, reading) in pairs {
        keys.extend((*c as u32).to_le_bytes());
        places.extend((text.len() as u32).to_le_bytes());
        text.extend(reading.as_bytes());
    }
    places.extend((text.len() as u32).to_le_bytes());
    let mut out = Vec::new();
    for s in [keys, places, text] {
        put_section(&mut out, &s);
    }
    out
}

/// Readings of characters.
#[derive(Clone, Copy, Default, Debug)]
pub struct Readings<'a> {
    keys: &'a [u8],
    places: &'a [u8],
    text: &'a [u8],
}

impl<'a> Readings<'a> {
    /// Readings as [`build_readings`] has written them.
    pub fn new(mut bytes: &'a [u8]) -> Readings<'a> {
        Readings { keys: section(&mut bytes), places: section(&mut bytes), text: section(&mut bytes) }
    }

    /// The reading of a character.
    pub fn get(&self, c: char) -> Option<&'a str> {
        let (mut low, mut high) = (0, self.keys.len() / 4);
        while low < high {
            let middle = (low + high) / 2;
            match u32::from_le_bytes(number(self.keys, middle * 4)).cmp(&(c as u32)) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => {
                    let at = |i: usize| u32::from_le_bytes(number(self.places, i * 4)) as usize;
                    return std::str::from_utf8(self.text.get(at(middle)..at(middle + 1))?).ok();
                }
            }
        }
        None
    }
}
