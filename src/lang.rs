//! Which language a report and each of its sentences is in: by script, by characters, by function words.
//!
//! Knows scripts, not languages: what speaks for which comes from the packs.

use crate::clean::{is_alphabetic, is_han, is_kana};
use crate::pack::bytes::{self, SHORT, mixed};
use crate::pack::table::Detect;
use crate::pack::{self, Pack};
use std::collections::HashMap;
use std::sync::OnceLock;

/// Packs of Latin script at most: one bit each.
const MOST: usize = 32;

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
                    short.push((bytes::word(w.as_bytes(), w.len()), 1 << i));
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
        let read = (1 << pack::common().detect.len()) - 1;
        let chars: Vec<Vec<char>> = all.iter().map(|d| sorted(&d.chars)).collect();
        let last = latin.iter().filter_map(|i| chars[*i].last().copied()).max().unwrap_or_default();
        Signs { words: HashTable::new(&short), long, chars, latin, last, read }
    }

    /// Counts what a word of a text says. One that several languages have says less; those that no pack reads need not be told
    /// apart.
    #[inline]
    fn word(&self, text: &str, from: usize, to: usize, votes: &mut Votes) {
        let bits = match plain_key(&text.as_bytes()[from..], to - from) {
            Some(key) => self.words.get(key),
            None => {
                let word = text[from..to].to_lowercase();
                let short = || self.words.get(bytes::word(word.as_bytes(), word.len()));
                if word.len() <= SHORT { short() } else { self.long.get(&word).copied().unwrap_or(0) }
            }
        };
        let weight = if bits & bits.wrapping_sub(1) == 0 || bits & self.read == 0 { 3 } else { 1 };
        let mut left = bits;
        while left != 0 {
            votes[left.trailing_zeros() as usize] += weight;
            left &= left - 1;
        }
    }

    /// Counts what a character says that is not in ASCII.
    fn character(&self, c: char, votes: &mut Votes) {
        if c <= self.last {
            let lower = c.to_lowercase().next().unwrap_or(c);
            self.latin.iter().filter(|i| self.chars[**i].binary_search(&lower).is_ok()).for_each(|i| votes[*i] += 1);
        }
    }
}

/// The key of a word of `len` letters in lower case, if it is short and they are all of ASCII.
#[inline]
fn plain_key(from: &[u8], len: usize) -> Option<u128> {
    const HIGH: u128 = u128::from_le_bytes([0x80; SHORT]);
    const SMALL: u128 = u128::from_le_bytes([0x20; SHORT]);
    let word = (len <= SHORT).then(|| bytes::word(from, len)).filter(|w| w & HIGH == 0)?;
    Some(word | SMALL & bytes::first(len))
}

/// How much of a text speaks for each pack of Latin script, by its place in the list.
type Votes = [u32; MOST];

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
        signs().character(c, &mut self.votes);
    }
}

fn latin_votes(text: &str, signs: &Signs) -> Votes {
    let (mut votes, mut at) = ([0; MOST], 0);
    while let Some(c) = text[at..].chars().next() {
        let letters = text[at..].chars().take_while(|c| is_alphabetic(*c));
        let to = at
            + letters
                .inspect(|c| {
                    if !c.is_ascii() {
                        signs.character(*c, &mut votes)
                    }
                })
                .map(char::len_utf8)
                .sum::<usize>();
        if to > at {
            signs.word(text, at, to, &mut votes);
            at = to;
            continue;
        }
        signs.character(c, &mut votes);
        at += c.len_utf8();
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
pub fn of_sentence(text: &str, words: impl Iterator<Item = (usize, usize)>, letters: &Letters, own: &'static Pack) -> &'static Pack {
    if letters.plain < 12 || letters.wide * 4 > letters.plain {
        return own;
    }
    let (known, mut votes) = (signs(), letters.votes);
    words.for_each(|(from, to)| known.word(text, from, to, &mut votes));
    let all = &pack::common().detect;
    let mine = known.latin.iter().find(|i| all[**i].tag == own.tag()).map_or(0, |i| votes[*i]);
    match best(&votes, known) {
        Some(i) if votes[i] >= 9 && votes[i] >= mine * 2 + 3 => pack::find(&all[i].tag).unwrap_or(own),
        _ => own,
    }
}
