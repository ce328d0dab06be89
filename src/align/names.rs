//! One name in several scripts: sound skeletons, so that a surname in kana, in ideographs and in Latin letters meet.
//!
//! A skeleton keeps the consonants by class, since transliteration changes vowels first. Readings come from the packs.

use crate::clean::{is_han, is_kana};
use crate::pack::{self, Pack};
use std::sync::OnceLock;

/// How an ideograph or a kana is read, in Latin letters.
pub fn reading(c: char) -> &'static str {
    static PACKS: OnceLock<[Option<&'static Pack>; 2]> = OnceLock::new();
    let [kana, ideographs] = PACKS.get_or_init(|| [pack::of_script("Jpan"), pack::of_script("Hani")]);
    let read = if is_kana(c) {
        kana.and_then(|p| p.reading(if is_han(c) { p.fold_char(c) } else { hiragana_to_katakana(c) }))
    } else {
        ideographs.and_then(|p| p.reading(p.fold_char(c)))
    };
    read.unwrap_or("")
}

/// Whether an ideograph is one of those that foreign names are written with.
pub fn foreign(c: char) -> bool {
    static CHARS: OnceLock<Vec<char>> = OnceLock::new();
    let Some(pack) = pack::of_script("Hani") else { return false };
    let chars = CHARS.get_or_init(|| {
        let mut chars: Vec<char> = pack.table.transliteration.chars().collect();
        chars.sort_unstable();
        chars
    });
    chars.binary_search(&pack.fold_char(c)).is_ok()
}

/// Latin letters of a name, by its reading where it is written otherwise.
pub fn latin(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if is_kana(c) || is_han(c) {
            out.push_str(reading(c));
        } else {
            for l in c.to_lowercase() {
                out.push(base_letter(l));
            }
        }
    }
    out
}

fn hiragana_to_katakana(c: char) -> char {
    match c {
        '\u{3041}'..='\u{3096}' => char::from_u32(c as u32 + 0x60).unwrap_or(c),
        c => c,
    }
}

/// The letter without its accent.
fn base_letter(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    use unicode_normalization::UnicodeNormalization;
    std::iter::once(c).nfd().next().unwrap_or(c)
}

/// The consonant classes of a name in order, doubles once.
pub fn skeleton(name: &str) -> String {
    consonants(&latin(name))
}

/// The consonant classes of Latin letters.
pub fn consonants(latin: &str) -> String {
    let letters: Vec<u8> = latin.bytes().filter(u8::is_ascii_lowercase).collect();
    let mut out = String::new();
    classes(&letters, &mut out);
    out
}

/// The consonant classes of small letters, written behind what is there.
pub fn classes(letters: &[u8], out: &mut String) {
    let mut at = Classes::of(letters);
    while let Some(class) = at.next() {
        out.push(class);
    }
}

/// The first of these classes.
pub fn first_class(letters: &[u8]) -> Option<char> {
    Classes::of(letters).next()
}

/// The first two of these classes, and where the second ends.
pub fn two_classes(letters: &[u8]) -> Option<(char, char, usize)> {
    let mut at = Classes::of(letters);
    Some((at.next()?, at.next()?, at.at))
}

/// Classes of consonants, one by one.
struct Classes<'a> {
    letters: &'a [u8],
    at: usize,
    last: char,
}

impl Classes<'_> {
    fn of(letters: &[u8]) -> Classes<'_> {
        Classes { letters, at: 0, last: ' ' }
    }

    #[inline]
    fn next(&mut self) -> Option<char> {
        let vowel = |c: u8| matches!(c, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
        let letters = self.letters;
        while let Some(&c) = letters.get(self.at) {
            let i = self.at;
            let next = letters.get(i + 1).copied();
            let (class, used) = match (c, next) {
                (b's' | b'c' | b'z', Some(b'h')) | (b't', Some(b's' | b'z')) => ('s', 2),
                (b'p', Some(b'h')) => ('p', 2),
                (b'n', Some(b'g')) if !letters.get(i + 2).is_some_and(|v| vowel(*v)) => ('n', 2),
                // A final r, or one before a consonant, is not heard in most transliterations.
                (b'r', n) if n.is_none_or(|n| !vowel(n) && n != b'r') => (' ', 1),
                (b'b' | b'p' | b'v' | b'f' | b'w', _) => ('p', 1),
                (b'c', Some(b'e' | b'i')) => ('s', 1),
                (b'c' | b'k' | b'q' | b'g', _) => ('k', 1),
                (b'x', _) => ('s', 1),
                (b'd' | b't', _) => ('t', 1),
                (b's' | b'z' | b'j', _) => ('s', 1),
                (b'l' | b'r', _) => ('l', 1),
                (b'm', _) => ('m', 1),
                (b'n', _) => ('n', 1),
                _ => (' ', 1),
            };
            let new = class != ' ' && !(class == self.last && i > 0 && letters[i - 1] == c);
            self.last = class;
            self.at += used;
            if new {
                return Some(class);
            }
        }
        None
    }
}

/// How alike two names have to sound with their vowels, whose consonants are.
const HEARD: f64 = 0.6;

/// A name with its sound, worked out once.
pub struct Sounded {
    name: String,
    latin: String,
    /// Its consonants.
    pub skeleton: String,
    /// Which letters it has, a bit each.
    letters: u32,
    /// Whether it is written in Latin letters or their like.
    letters_only: bool,
}

impl Sounded {
    /// Works it out.
    pub fn new(name: &str) -> Sounded {
        let latin = latin(name);
        let letters = latin.bytes().filter(u8::is_ascii_lowercase).fold(0, |l, b| l | 1 << (b - b'a'));
        Sounded { name: name.to_owned(), skeleton: consonants(&latin), latin, letters, letters_only: !name.chars().any(|c| is_kana(c) || is_han(c)) }
    }

    /// Whether two names are one, misspelt or in another script.
    pub fn same(&self, other: &Sounded) -> bool {
        // Names that differ by more than two letters, or much in length, are no misspellings of one another.
        let apart = (self.letters ^ other.letters).count_ones() > 4;
        let (la, lb) = (&self.latin, &other.latin);
        let one_script = self.letters_only && other.letters_only;
        if one_script && apart {
            return false;
        }
        if self.name == other.name {
            return true;
        }
        if la.len() >= 5 && lb.len() >= 5 && one_script {
            return la.len().abs_diff(lb.len()) <= 3 && strsim::jaro_winkler(la, lb) >= 0.94;
        }
        let (sa, sb) = (&self.skeleton, &other.skeleton);
        let n = sa.len().min(sb.len());
        if n < 3 || one_script {
            return false;
        }
        // Most names part here; what is heard takes longer to compare.
        let near = || n >= 4 && sa.len().abs_diff(sb.len()) <= 2 && strsim::normalized_levenshtein(sa, sb) >= 0.79;
        (sa == sb || near()) && strsim::jaro_winkler(la, lb) >= HEARD
    }
}

/// Whether two names are one, misspelt or in another script.
pub fn same(a: &str, b: &str) -> bool {
    Sounded::new(a).same(&Sounded::new(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_in_three_scripts() {
        assert!(same("steinberg", "シュタインベルク"));
        assert!(same("brahmagupta", "ブラマグプタ"));
        assert!(same("steinberg", "施泰因贝格"));
        assert!(same("müllersdorf", "mullersdorf"));
        assert!(!same("steinberg", "ラザフォード"));
        assert!(!same("anna", "emma"));
        // The same consonants, other names.
        assert!(!same("grenoble", "コンパイラー"));
        assert!(!same("frühjahr", "paris"));
        assert!(same("auguste", "オーギュスト"));
    }
}
