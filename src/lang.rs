//! Which language a report and each of its sentences is in: by script, by characters, by function words.
//!
//! Knows scripts, not languages: what speaks for which comes from the packs.

use crate::clean::{is_alphabetic, is_han, is_kana};
use crate::pack::table::Detect;
use crate::pack::{self, Pack};
use std::collections::HashMap;
use std::sync::OnceLock;

/// Packs of Latin script at most: one bit each.
const MOST: usize = 32;
/// Bytes of a word that is looked up as a number.
const SHORT: usize = 16;

/// What speaks for which pack, ready for look-up.
struct Signs {
    /// Function words of Latin packs, as numbers, to the packs (bits of their place in the list) that have them.
    words: HashTable,
    /// The few that are too long for that.
    long: HashMap<String, u32>,
    /// By pack, the characters that speak for it, sorted.
    chars: Vec<Vec<char>>,
    /// Places of the Latin packs.
    latin: Vec<usize>,
    /// The last of the characters that speak for Latin packs.
    last: char,
    /// Bits of all that a pack reads.
    read: u32,
}

/// Words of up to sixteen bytes to bits; a power of two of places, at most half of them taken.
struct HashTable {
    slots: Vec<(u128, u32)>,
    shift: u32,
    /// A bit for each word that is there: most words are not.
    some: [u64; 64],
}

/// A key's bits, mixed: the upper ones tell most keys apart.
pub fn mixed(key: u128) -> u64 {
    ((key as u64) ^ ((key >> 64) as u64).rotate_left(29)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

impl HashTable {
    fn new(words: &[(u128, u32)]) -> HashTable {
        let bits = (words.len() * 4).next_power_of_two().trailing_zeros().max(4);
        let mut table = HashTable { slots: vec![(0, 0); 1 << bits], shift: 64 - bits, some: [0; 64] };
        for (key, value) in words {
            let i = table.place(*key);
            table.slots[i].0 = *key;
            table.slots[i].1 |= value;
            let bit = mixed(*key) >> 52;
            table.some[(bit >> 6) as usize] |= 1 << (bit & 63);
        }
        table
    }

    /// Where a key stands or would stand.
    fn place(&self, key: u128) -> usize {
        let mut i = (mixed(key) >> self.shift) as usize;
        while self.slots[i].0 != 0 && self.slots[i].0 != key {
            i = (i + 1) & (self.slots.len() - 1);
        }
        i
    }

    #[inline]
    fn get(&self, key: u128) -> u32 {
        let bit = mixed(key) >> 52;
        if self.some[(bit >> 6) as usize] >> (bit & 63) & 1 == 0 {
            return 0;
        }
        self.slots[self.place(key)].1
    }
}

fn key(word: &[u8]) -> u128 {
    let mut bytes = [0; SHORT];
    bytes[..word.len()].copy_from_slice(word);
    u128::from_le_bytes(bytes)
}

fn signs() -> &'static Signs {
    static SIGNS: OnceLock<Signs> = OnceLock::new();
    SIGNS.get_or_init(|| Signs::of(&pack::common().detect))
}

/// The same with languages that no pack reads, behind those that one does.
fn with_strangers() -> &'static Signs {
    static SIGNS: OnceLock<Signs> = OnceLock::new();
    SIGNS.get_or_init(|| {
        let mut all = pack::common().detect.clone();
        all.extend(pack::common().strangers());
        Signs::of(&all)
    })
}

impl Signs {
    fn of(all: &[Detect]) -> Signs {
        let latin: Vec<usize> = (0..all.len().min(MOST)).filter(|i| all[*i].script == "Latn").collect();
        let (mut short, mut long) = (Vec::new(), HashMap::new());
        for i in &latin {
            for w in &all[*i].words {
                if w.len() <= SHORT {
                    short.push((key(w.as_bytes()), 1 << i));
                } else {
                    *long.entry(w.clone()).or_insert(0) |= 1 << i;
                }
            }
        }
        let sorted = |s: &str| {
            let mut chars: Vec<char> = s.chars().collect();
            chars.sort_unstable();
            chars
        };
        let all_read = latin.iter().filter(|i| **i < pack::common().detect.len()).count();
        assert!(all_read * LANE <= u64::BITS as usize, "as many packs of Latin script as votes have room for");
        let read = (1 << pack::common().detect.len()) - 1;
        let chars: Vec<Vec<char>> = all.iter().map(|d| sorted(&d.chars)).collect();
        let last = latin.iter().filter_map(|i| chars[*i].last().copied()).max().unwrap_or_default();
        Signs { words: HashTable::new(&short), long, chars, latin, last, read }
    }

    /// A word that several languages have says less; those that no pack reads need not be told apart.
    fn weight(&self, bits: u32) -> u32 {
        if bits.count_ones() == 1 || bits & self.read == 0 { 3 } else { 1 }
    }

    /// The packs that have a word of a text.
    #[inline]
    fn word(&self, text: &str, from: usize, to: usize) -> u32 {
        if to - from <= SHORT
            && let Some(key) = plain_key(&text.as_bytes()[from..], to - from)
        {
            return self.words.get(key);
        }
        let word = text[from..to].to_lowercase();
        if word.len() <= SHORT { self.words.get(key(word.as_bytes())) } else { self.long.get(&word).copied().unwrap_or(0) }
    }

    fn long(&self, word: &str) -> u32 {
        if self.long.is_empty() { 0 } else { self.long.get(word.to_lowercase().as_str()).copied().unwrap_or(0) }
    }
}

/// The key of a word of `len` letters in lower case, if they are all of ASCII.
#[inline]
fn plain_key(from: &[u8], len: usize) -> Option<u128> {
    const HIGH: u128 = u128::from_le_bytes([0x80; SHORT]);
    const SMALL: u128 = u128::from_le_bytes([0x20; SHORT]);
    let mask = u128::MAX >> (8 * (SHORT - len));
    let word = from.first_chunk().map_or_else(|| key(&from[..len]), |bytes| u128::from_le_bytes(*bytes) & mask);
    (word & HIGH == 0).then_some(word | SMALL & mask)
}

/// A word in lower case, letter by letter, as long as it is short.
#[derive(Default)]
struct Word {
    bytes: [u8; SHORT],
    len: usize,
}

impl Word {
    fn push(&mut self, c: char) {
        if let Some(to) = self.bytes.get_mut(self.len..self.len + c.len_utf8()) {
            c.encode_utf8(to);
        }
        self.len += c.len_utf8();
    }
}

/// How much of a sentence speaks for each pack of Latin script: so many bits each, in the order of their list.
#[derive(Clone, Copy, Default, Debug)]
struct Votes(u64);

/// Bits of a pack's votes. No sentence is long enough to fill them.
const LANE: usize = 16;

impl Votes {
    fn of(self, nth: usize) -> u32 {
        u32::from((self.0 >> (nth * LANE)) as u16)
    }

    fn add(&mut self, nth: usize, weight: u32) {
        self.0 += u64::from(weight) << (nth * LANE);
    }
}

/// The letters of a sentence.
#[derive(Clone, Copy, Default, Debug)]
pub struct Letters {
    /// Of ASCII.
    pub plain: usize,
    /// Ideographs and kana.
    pub wide: usize,
    votes: Votes,
}

impl Letters {
    /// Counts what a character that is not in ASCII says of the language.
    pub fn vote(&mut self, c: char) {
        let signs = signs();
        if c <= signs.last {
            let lower = c.to_lowercase().next().unwrap_or(c);
            for (nth, _) in signs.latin.iter().enumerate().filter(|(_, i)| signs.chars[**i].binary_search(&lower).is_ok()) {
                self.votes.add(nth, 1);
            }
        }
    }
}

/// How much of a text speaks for each pack of Latin script.
fn latin_votes(text: &str, signs: &Signs) -> [u32; MOST] {
    // The one letter that becomes two in lower case.
    if !text.is_ascii() && text.contains('\u{0130}') {
        return latin_votes(&text.to_lowercase(), signs);
    }
    let mut votes = [0; MOST];
    let mut count = |bits: u32| {
        let weight = signs.weight(bits);
        for i in &signs.latin {
            if bits & 1 << i != 0 {
                votes[*i] += weight;
            }
        }
    };
    let mut others = Vec::new();
    let (bytes, mut at) = (text.as_bytes(), 0);
    while at < bytes.len() {
        let from = at;
        at += bytes[at..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let bits = if bytes.get(at).is_none_or(u8::is_ascii) {
            match at - from {
                0 => 0,
                1..=SHORT => plain_key(&bytes[from..], at - from).map_or(0, |key| signs.words.get(key)),
                _ => signs.long(&text[from..at]),
            }
        } else {
            let mut word = Word::default();
            bytes[from..at].iter().for_each(|b| word.push(b.to_ascii_lowercase().into()));
            while let Some(c) = text[at..].chars().next().filter(|c| is_alphabetic(*c)) {
                let lower = c.to_lowercase().next().unwrap_or(c);
                word.push(lower);
                if !lower.is_ascii() {
                    others.push(lower);
                }
                at += c.len_utf8();
            }
            match word.len {
                0 => 0,
                1..=SHORT => signs.words.get(u128::from_le_bytes(word.bytes)),
                _ => signs.long(&text[from..at]),
            }
        };
        if bits != 0 {
            count(bits);
        }
        // What is no letter.
        match bytes.get(at) {
            Some(b) if !b.is_ascii() => {
                let Some(c) = text[at..].chars().next() else { break };
                others.push(c);
                at += c.len_utf8();
            }
            _ => at += 1,
        }
    }
    for i in &signs.latin {
        votes[*i] += others.iter().filter(|c| !c.is_ascii() && signs.chars[*i].binary_search(c).is_ok()).count() as u32;
    }
    votes
}

/// The beginning of a text, at most `n` bytes of it.
fn head(text: &str, n: usize) -> &str {
    let mut end = n.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Words from which on a text tells that no pack knows its language. Where one does, it has more than one vote a word.
const TELLING: usize = 20;

/// Whether a text of Latin script is in a language that no pack reads, rather than in one that some does. A list of names in
/// which a few words look so is not.
fn strange(text: &str, words: usize) -> bool {
    let signs = with_strangers();
    let votes = latin_votes(text, signs);
    best(&votes, signs).is_some_and(|i| i >= pack::common().detect.len() && votes[i] as usize * 2 >= words)
}

/// The tag of the pack that reads a report; nothing if none knows its script or its language.
pub fn detect(text: &str) -> &'static str {
    let text = head(text, 20_000);
    let (mut han, mut kana, mut latin, mut other) = (0usize, 0usize, 0usize, 0usize);
    for c in text.chars() {
        if is_han(c) {
            han += 1;
        } else if is_kana(c) {
            kana += 1;
        } else if matches!(c, '\u{0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | '\u{FF21}'..='\u{FF5A}') {
            latin += usize::from(is_alphabetic(c));
        } else if is_alphabetic(c) {
            other += 1;
        }
    }
    if other > han + kana + latin {
        return "";
    }
    let all = &pack::common().detect;
    let of_script = |s: &str| all.iter().position(|d| d.script == s);
    let by_script = |s: &str| of_script(s).map(|i| all[i].tag.as_str());
    if (han + kana) * 3 > latin {
        let [only_japanese, hans, hant] = own_chars(text, ["Jpan", "Hans", "Hant"].map(of_script));
        if kana * 12 > han || (only_japanese > hans && only_japanese > hant && only_japanese > 0) {
            return by_script("Jpan").unwrap_or("");
        }
        if hans > hant {
            return by_script("Hans").unwrap_or("");
        }
        if hant > 0 {
            return by_script("Hant").unwrap_or("");
        }
        return by_script("Hani").or(by_script("Hans")).unwrap_or("");
    }
    let votes = latin_votes(text, signs());
    let Some(first) = best(&votes, signs()) else { return "" };
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).count();
    if words >= TELLING && (votes[first] as usize) < words && strange(text, words) {
        return "";
    }
    let tied: Vec<usize> = signs().latin.iter().copied().filter(|i| votes[*i] == votes[first]).collect();
    let i = if tied.len() > 1 { most_known(text, &tied) } else { first };
    all[i].tag.as_str()
}

/// How many characters of a text speak for each of some packs.
fn own_chars<const N: usize>(text: &str, packs: [Option<usize>; N]) -> [usize; N] {
    let of = |bit: usize| packs[bit].into_iter().flat_map(move |i| signs().chars[i].iter().map(move |c| (*c, bit)));
    let mut all: Vec<(char, usize)> = (0..N).flat_map(of).collect();
    all.sort_unstable();
    let mut counts = [0; N];
    for c in text.chars().filter(|c| !c.is_ascii()) {
        for (_, bit) in all[all.partition_point(|x| x.0 < c)..].iter().take_while(|x| x.0 == c) {
            counts[*bit] += 1;
        }
    }
    counts
}

/// Of packs that function words do not tell apart, as in a line of four words, the one that knows most of the others; the
/// first of several.
fn most_known(text: &str, tied: &[usize]) -> usize {
    let known = |i: &usize| {
        let Some(pack) = pack::find(&pack::common().detect[*i].tag) else { return 0 };
        let words = head(text, 1000).split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        words.filter(|w| pack.get(&pack.fold(w)).next().is_some()).count()
    };
    tied.iter().copied().max_by_key(|i| (known(i), std::cmp::Reverse(*i))).unwrap_or_default()
}

/// The Latin pack with most votes, the first of several.
fn best(votes: &[u32; MOST], signs: &Signs) -> Option<usize> {
    signs.latin.iter().copied().max_by(|a, b| votes[*a].cmp(&votes[*b]).then(b.cmp(a)))
}

/// The pack for a sentence of a report: the report's own, unless its words and letters speak clearly for another. `words` are
/// the places of the words.
pub fn of_sentence(text: &str, words: impl Iterator<Item = (usize, usize)>, letters: Letters, own: &'static Pack) -> &'static Pack {
    if letters.plain < 12 || letters.wide * 4 > letters.plain {
        return own;
    }
    let (known, mut votes) = (signs(), letters.votes);
    for (from, to) in words {
        let bits = known.word(text, from, to);
        if bits != 0 {
            let weight = known.weight(bits);
            known.latin.iter().enumerate().filter(|(_, i)| bits & 1 << **i != 0).for_each(|(nth, _)| votes.add(nth, weight));
        }
    }
    let (all, latin) = (&pack::common().detect, &known.latin);
    let mine = latin.iter().position(|i| all[*i].tag == own.tag()).map_or(0, |nth| votes.of(nth));
    // The first of several.
    match (0..latin.len()).rev().max_by_key(|nth| votes.of(*nth)) {
        Some(nth) if votes.of(nth) >= 9 && votes.of(nth) >= mine * 2 + 3 => pack::find(&all[latin[nth]].tag).unwrap_or(own),
        _ => own,
    }
}
