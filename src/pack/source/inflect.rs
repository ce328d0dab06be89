//! Other forms of the nouns of a language: what is written once is found in the plural, too.

use super::files::{InflectionsFile, Words};

/// Letters that a word has before an ending.
const STEM: usize = 2;

/// The other forms of a word or a phrase.
pub(super) fn forms(noun: &str, by: &InflectionsFile) -> Vec<String> {
    let words: Vec<&str> = noun.split(' ').collect();
    let linked = |w: &str| by.links.iter().any(|l| w == l || l.ends_with(['\'', '’']) && w.starts_with(l.as_str()));
    let head = words.iter().position(|w| linked(w)).unwrap_or(words.len());
    let first = if by.every { 0 } else { head.saturating_sub(1) };
    let changed: Vec<Words> = words[first..head].iter().map(|w| of_word(w, by)).collect();
    let most = changed.iter().map(Vec::len).max().unwrap_or(0);
    let nth = |n: usize| {
        let inflected = words[first..head].iter().zip(&changed).map(move |(w, forms)| forms.get(n).or(forms.last()).map_or(*w, String::as_str));
        words[..first].iter().copied().chain(inflected).chain(words[head..].iter().copied()).collect::<Vec<_>>().join(" ")
    };
    (0..most).map(nth).filter(|f| f != noun).collect()
}

/// An id as it is told of one and of several.
pub(super) fn told(id: &str, by: &InflectionsFile) -> (String, String) {
    let one = id.replace('-', " ");
    let mut words: Vec<&str> = one.split(' ').collect();
    let head = words.iter().position(|w| by.links.iter().any(|l| w == l)).unwrap_or(words.len()).saturating_sub(1);
    let word = words[head];
    let listed = |end: &str| word.strip_suffix(end);
    let by_end = by.many.iter().filter_map(|(end, many)| Some((end.len(), format!("{}{many}", listed(end)?)))).max_by_key(|x| x.0);
    // A whole word that is listed goes before its endings.
    let whole = by_end.as_ref().filter(|x| x.0 == word.len()).map(|x| x.1.clone());
    let many = whole.or_else(|| of_word(word, by).into_iter().next()).or(by_end.map(|x| x.1)).unwrap_or_else(|| word.to_owned());
    words[head] = &many;
    let many = words.join(" ");
    (one, many)
}

/// The other forms of a word, by the longest ending that it has: there may be none.
fn of_word(word: &str, by: &InflectionsFile) -> Words {
    let lower = word.to_lowercase();
    let fits = |e: &&String| lower == **e || lower.strip_suffix(e.as_str()).is_some_and(|stem| stem.chars().count() >= STEM);
    let Some((ending, forms)) = by.endings.iter().filter(|(e, _)| fits(e)).max_by_key(|(e, _)| e.len()) else { return Vec::new() };
    forms.iter().map(|f| format!("{}{f}", &lower[..lower.len() - ending.len()])).collect()
}
