//! Packs at run time: the compiled tables, decoded when a language first turns up.
//!
//! This module knows no language: it hands out what the packs say.

pub mod table;
pub mod trie;

use std::collections::HashMap;
use std::sync::OnceLock;
use table::{Common, Lexeme, Table, Unit};

type Raw = (&'static str, &'static str, &'static [u8]);
static RAW: &[Raw] = include!(concat!(env!("OUT_DIR"), "/packs.rs"));
static COMMON: OnceLock<Common> = OnceLock::new();
static PACKS: OnceLock<Vec<OnceLock<Pack>>> = OnceLock::new();

/// A language's pack.
#[derive(Debug)]
pub struct Pack {
    /// The compiled table.
    pub table: Table,
    /// Surface of the folding table by character.
    fold: HashMap<char, char>,
}

impl Pack {
    /// BCP 47 tag.
    pub fn tag(&self) -> &str {
        &self.table.tag
    }

    /// The same tag, for as long as the program runs.
    pub fn tag_static(&self) -> &'static str {
        tags().find(|t| *t == self.table.tag).unwrap_or("")
    }

    /// The lexemes of a payload.
    pub fn lexemes<'a>(&'a self, ids: &'a [u32]) -> impl Iterator<Item = &'a Lexeme> + 'a {
        ids.iter().map(|i| &self.table.lexemes[*i as usize])
    }

    /// All lexemes whose surface begins `text`, shortest surface first, with the surface's length.
    pub fn at<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = (usize, &'a Lexeme)> + 'a {
        self.table.trie.prefixes(text).flat_map(move |(n, ids)| self.lexemes(ids).map(move |l| (n, l)))
    }

    /// Folds one character for look-up.
    pub fn fold_char(&self, c: char) -> char {
        table::fold_char(c, |c| self.fold.get(&c).copied())
    }

    /// Folds a text for look-up; byte offsets stay as they are.
    pub fn fold(&self, text: &str) -> String {
        text.chars().map(|c| self.fold_char(c)).collect()
    }

    /// The usual reading of a character, in Latin letters.
    pub fn reading(&self, c: char) -> Option<&str> {
        let r = &self.table.readings;
        r.binary_search_by(|p| p.0.cmp(&c)).ok().map(|i| r[i].1.as_str())
    }
}

/// What belongs to no language.
pub fn common() -> &'static Common {
    COMMON.get_or_init(|| postcard::from_bytes(include_bytes!(concat!(env!("OUT_DIR"), "/common.bin"))).expect("the build wrote this table"))
}

/// The tags of all packs, sorted.
pub fn tags() -> impl Iterator<Item = &'static str> {
    RAW.iter().map(|r| r.0)
}

/// The script of a pack, without loading it.
pub fn script(tag: &str) -> &'static str {
    RAW.iter().find(|r| r.0 == tag).map_or("", |r| r.1)
}

fn pack_at(i: usize) -> &'static Pack {
    let cells = PACKS.get_or_init(|| RAW.iter().map(|_| OnceLock::new()).collect());
    cells[i].get_or_init(|| {
        let table: Table = postcard::from_bytes(RAW[i].2).expect("the build wrote this table");
        let fold = table.fold.iter().copied().collect();
        Pack { table, fold }
    })
}

/// The pack of a BCP 47 tag: the tag itself, or the longest prefix of it that has a pack (`de-CH` is served by `de`,
/// `zh-Hant-TW` by `zh-Hant`).
pub fn find(tag: &str) -> Option<&'static Pack> {
    let mut rest = tag;
    loop {
        if let Some(i) = RAW.iter().position(|r| r.0.eq_ignore_ascii_case(rest)) {
            return Some(pack_at(i));
        }
        rest = &rest[..rest.rfind(['-', '_'])?];
    }
}

/// A pack for a script, if there is one.
pub fn of_script(script: &str) -> Option<&'static Pack> {
    RAW.iter().position(|r| r.1 == script).map(pack_at)
}

/// The id of a concept.
pub fn concept(i: u16) -> &'static str {
    &common().concepts[usize::from(i)].id
}

/// The index of a concept's id.
pub fn concept_index(id: &str) -> Option<u16> {
    common().concepts.binary_search_by(|c| c.id.as_str().cmp(id)).ok().map(|i| i as u16)
}

/// Whether `a` is `b` or a kind of it, and in how many steps.
pub fn steps_up(a: u16, b: u16) -> Option<u32> {
    let mut level = vec![a];
    for steps in 0..8 {
        if level.contains(&b) {
            return Some(steps);
        }
        level = level.iter().flat_map(|c| common().concepts[usize::from(*c)].is.iter().copied()).collect();
        if level.is_empty() {
            break;
        }
    }
    None
}

/// A unit of measure.
pub fn unit(code: &str) -> Option<&'static Unit> {
    let u = &common().units;
    u.binary_search_by(|x| x.code.as_str().cmp(code)).ok().map(|i| &u[i])
}
