//! Packs at run time: the compiled tables, decoded when a language first turns up.
//!
//! This module knows no language: it hands out what the packs say.

pub mod bytes;
pub mod fold;
pub mod glance;
pub mod lazy;
pub mod lexeme;
pub mod rules;
pub mod surface;
pub mod table;
pub mod trie;

use fold::Fold;
use lazy::Lazy;
use rules::Rules;
use std::sync::OnceLock;
use surface::{Readings, Surfaces};
use table::{Concept, Deed, Detect, Lexeme, Modifier, Name, Table, Unit};

/// A pack as it lies in the program.
struct Raw {
    tag: &'static str,
    script: &'static str,
    table: &'static [u8],
    fold: &'static [u8],
    rules: &'static [u8],
    surfaces: &'static [u8],
    lexemes: &'static [u8],
    readings: &'static [u8],
}

static RAW: &[Raw] = include!(concat!(env!("OUT_DIR"), "/packs.rs"));
static COMMON: OnceLock<Common> = OnceLock::new();
static PACKS: [OnceLock<Pack>; RAW.len()] = [const { OnceLock::new() }; RAW.len()];

/// What belongs to no language.
#[derive(Debug)]
pub struct Common {
    /// Concepts by index.
    pub concepts: Lazy<Concept>,
    /// Deeds by index.
    pub deeds: Lazy<Deed>,
    /// Modifiers by index.
    pub modifiers: Lazy<Modifier>,
    /// Names by index.
    pub names: Lazy<Name>,
    /// Units, sorted by code.
    pub units: Lazy<Unit>,
    /// What tells languages apart, a pack each.
    pub detect: Vec<Detect>,
    strangers: &'static [u8],
}

impl Common {
    /// What tells languages apart that no pack reads.
    pub fn strangers(&self) -> Vec<Detect> {
        postcard::from_bytes(self.strangers).expect("the build wrote this list")
    }
}

/// A language's pack. All that is large is read where it lies.
#[derive(Debug)]
pub struct Pack {
    /// The compiled table.
    pub table: Table,
    /// Its rules.
    pub rules: Rules,
    /// Its surfaces.
    pub surfaces: Surfaces<'static>,
    /// What they can mean: of many, a text has few.
    lexemes: Lazy<Lexeme>,
    tag: &'static str,
    fold: Fold<'static>,
    readings: Readings<'static>,
    /// Without their full stop, sorted.
    abbreviations: Vec<String>,
    /// The last bytes that endings have.
    ends: [bool; 256],
}

impl Pack {
    /// BCP 47 tag.
    pub fn tag(&self) -> &'static str {
        self.tag
    }

    /// The same tag, for as long as the program runs.
    pub fn tag_static(&self) -> &'static str {
        self.tag
    }

    /// The lexemes of a payload.
    pub fn lexemes(&self, payload: u32) -> impl DoubleEndedIterator<Item = &Lexeme> {
        self.surfaces.ids(payload).map(|i| &self.lexemes[i])
    }

    /// All lexemes whose surface begins `text`, shortest surface first, with the surface's length.
    pub fn at<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = (usize, &'a Lexeme)> + 'a {
        self.surfaces.trie.prefixes(text).flat_map(move |(n, payload)| self.lexemes(payload).map(move |l| (n, l)))
    }

    /// The lexemes of exactly this surface.
    pub fn get(&self, surface: &str) -> impl Iterator<Item = &Lexeme> {
        self.surfaces.trie.get(surface).into_iter().flat_map(|payload| self.lexemes(payload))
    }

    /// Whether an ending has this last byte.
    pub fn ends(&self, byte: u8) -> bool {
        self.ends[usize::from(byte)]
    }

    /// Whether a full stop after this word ends no sentence.
    pub fn is_abbreviation(&self, word: &str) -> bool {
        self.abbreviations.binary_search(&self.fold(word)).is_ok()
    }

    /// Folds one character for look-up.
    pub fn fold_char(&self, c: char) -> char {
        self.fold.char(c)
    }

    /// Folds a text for look-up; byte offsets stay as they are.
    pub fn fold(&self, text: &str) -> String {
        self.fold.text(text)
    }

    /// The usual reading of a character, in Latin letters.
    pub fn reading(&self, c: char) -> Option<&str> {
        self.readings.get(c)
    }
}

/// What belongs to no language.
pub fn common() -> &'static Common {
    COMMON.get_or_init(|| {
        let mut data: &'static [u8] = include_bytes!(concat!(env!("OUT_DIR"), "/common.bin"));
        Common {
            concepts: Lazy::new(&mut data),
            deeds: Lazy::new(&mut data),
            modifiers: Lazy::new(&mut data),
            names: Lazy::new(&mut data),
            units: Lazy::new(&mut data),
            detect: postcard::from_bytes(surface::section(&mut data)).expect("the build wrote this list"),
            strangers: surface::section(&mut data),
        }
    })
}

/// The tags of all packs, sorted.
pub fn tags() -> impl Iterator<Item = &'static str> {
    RAW.iter().map(|r| r.tag)
}

/// The script of a pack, without loading it.
pub fn script(tag: &str) -> &'static str {
    RAW.iter().find(|r| r.tag == tag).map_or("", |r| r.script)
}

fn pack_at(i: usize) -> &'static Pack {
    PACKS[i].get_or_init(|| {
        let raw = &RAW[i];
        let table: Table = postcard::from_bytes(raw.table).expect("the build wrote this table");
        let mut abbreviations: Vec<String> = table.abbreviations.iter().map(|a| a.trim_end_matches('.').to_owned()).collect();
        abbreviations.sort_unstable();
        let mut ends = [false; 256];
        table.endings.iter().filter_map(|e| e.bytes().last()).for_each(|b| ends[usize::from(b)] = true);
        Pack {
            table,
            ends,
            abbreviations,
            rules: Rules::new(raw.rules),
            surfaces: Surfaces::new(raw.surfaces),
            lexemes: Lazy::new(&mut { raw.lexemes }),
            tag: raw.tag,
            fold: Fold::new(raw.fold),
            readings: Readings::new(raw.readings),
        }
    })
}

/// The pack of a BCP 47 tag: the tag itself, or the longest prefix of it that has a pack (`de-CH` is served by `de`,
/// `zh-Hant-TW` by `zh-Hant`).
pub fn find(tag: &str) -> Option<&'static Pack> {
    let mut rest = tag;
    loop {
        if let Some(i) = RAW.iter().position(|r| r.tag.eq_ignore_ascii_case(rest)) {
            return Some(pack_at(i));
        }
        rest = &rest[..rest.rfind(['-', '_'])?];
    }
}

/// A pack for a script, if there is one.
pub fn of_script(script: &str) -> Option<&'static Pack> {
    RAW.iter().position(|r| r.script == script).map(pack_at)
}

/// The id of a concept.
pub fn concept(i: u16) -> &'static str {
    &common().concepts[usize::from(i)].id
}

/// The index of a concept's id.
pub fn concept_index(id: &str) -> Option<u16> {
    common().concepts.find(|c| &c.id, id).map(|i| i as u16)
}

/// The index of the concept of a person, which is asked for often.
pub fn person() -> Option<u16> {
    static PERSON: OnceLock<Option<u16>> = OnceLock::new();
    *PERSON.get_or_init(|| concept_index("person"))
}

/// Whether `a` is `b` or a kind of it, and in how many steps.
pub fn steps_up(a: u16, b: u16) -> Option<u32> {
    fn within(a: u16, b: u16, most: u32) -> Option<u32> {
        if a == b {
            return Some(0);
        }
        let most = most.checked_sub(1)?;
        common().concepts[usize::from(a)].is.iter().filter_map(|up| within(*up, b, most)).min().map(|steps| steps + 1)
    }
    within(a, b, 7)
}

/// What a concept and what it is a kind of are a kind of in the end.
pub fn root(c: u16) -> u16 {
    let mut at = c;
    for _ in 0..8 {
        match common().concepts[usize::from(at)].is.first() {
            Some(up) => at = *up,
            None => break,
        }
    }
    at
}

/// Whether there are as many of one as of the other: so many jobs, so many people.
pub fn counted_alike(a: u16, b: u16) -> bool {
    let related = |x: u16, y: u16| steps_up(x, y).or_else(|| steps_up(y, x)).is_some();
    let one = |a: u16, b: u16| {
        let mut at = Some(a);
        std::iter::from_fn(|| {
            let c = at?;
            at = common().concepts[usize::from(c)].is.first().copied();
            Some(c)
        })
        .take(8)
        .any(|c| common().concepts[usize::from(c)].like.iter().any(|l| related(*l, b)))
    };
    one(a, b) || one(b, a)
}

/// How a unit is told, of one or of several.
pub fn told(code: &str, one: bool) -> &str {
    let pick = |told: &'static (String, String)| if one { told.0.as_str() } else { told.1.as_str() };
    if let Some(i) = concept_index(code) {
        return pick(&common().concepts[usize::from(i)].told);
    }
    unit(code).and_then(|u| u.told.as_ref()).map_or(code, pick)
}

/// A unit of measure.
pub fn unit(code: &str) -> Option<&'static Unit> {
    let u = &common().units;
    u.find(|x| &x.code, code).map(|i| &u[i])
}
