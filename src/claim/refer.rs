//! Counts that leave to what stands before what it is that they count: `11 engineers, seven of them from the rival`, `these
//! four`.
//!
//! The first take their noun from the whole that they are part of. The second say again what was said before, and are
//! aligned with it.

use super::{Claim, Sentence};
use crate::context::What;
use crate::kind::Kind;
use crate::num::Num;
use crate::pack;
use crate::pack::table::sort;
use crate::quantity::{Quantity, Reader};
use crate::value::Bound;

/// Bytes that may stand between a number and the word that makes it a part.
const BESIDE: usize = 8;
/// How far before a number the word that makes it known is looked for.
const WORD: usize = 24;
/// How many claims back a pronoun looks for what it stands for.
const REACH: usize = 64;

/// Gives parts the noun of their whole, where it stands before them in the sentence.
pub fn parts(sentences: &[Sentence], claims: &mut [Claim]) {
    for i in 0..claims.len() {
        let c = &claims[i];
        if c.kind != Kind::Count || c.noun.is_some() || !c.unit.is_empty() || !is_part(&sentences[c.sentence], c) {
            continue;
        }
        let before = claims[..i].iter().rev().take_while(|w| w.sentence == c.sentence);
        let whole = before.filter(|w| w.kind == Kind::Count && w.noun.is_some()).find(|w| w.value.num() >= c.value.num());
        if let Some((unit, noun, text)) = whole.map(|w| (w.unit.clone(), w.noun, w.noun_text.clone())) {
            (claims[i].unit, claims[i].noun, claims[i].noun_text) = (unit, noun, text);
        }
    }
}

fn is_part(sentence: &Sentence, c: &Claim) -> bool {
    let modifiers = &pack::common().modifiers;
    sentence.marks.iter().any(|m| {
        let beside = m.end <= c.clean.0 && c.clean.0 - m.end <= BESIDE || m.start >= c.clean.1 && m.start - c.clean.1 <= BESIDE;
        beside && matches!(m.what, What::Modifier(i) if modifiers[usize::from(i)].id == "part")
    })
}

/// Whether a quantity counts things that are known from before, as far as the word before it says.
pub fn definite(q: &Quantity, r: &Reader) -> bool {
    q.kind == Kind::Count
        && q.value.bound() == Bound::None
        && q.value.num().is_some_and(|n| n.is_int() && n >= Num::int(2))
        && r.before(q.start, WORD, sort::DEFINITE).is_some()
}

/// Makes counts of things known from before say again what was said of them: the nearest count with the same figure,
/// whose noun is the same or a kind of theirs.
pub fn pronouns(claims: &mut [Claim], definite: &[usize]) {
    for &i in definite {
        let c = &claims[i];
        if c.echoes.is_some() {
            continue;
        }
        let first = claims[..i].iter().enumerate().rev().take(REACH).find(|(_, f)| {
            f.kind == Kind::Count
                && f.value == c.value
                && match (f.noun, c.noun) {
                    (Some(named), Some(again)) => pack::steps_up(named, again).is_some(),
                    (_, None) => c.noun_text.is_empty() || c.noun_text == f.noun_text,
                    (None, Some(_)) => false,
                }
        });
        claims[i].echoes = first.map(|(at, f)| f.echoes.unwrap_or(at));
    }
}

#[cfg(test)]
mod tests {
    use crate::claim::{Report, read_report};
    use crate::clean::Markup;
    use crate::input::Source;

    fn read(lang: &str, text: &str) -> Report {
        let source = Source { path: "text.txt".into(), text: text.to_owned(), markup: Markup::Plain, lang: None };
        read_report(&source, crate::pack::find(lang).map(|p| p.tag_static()))
    }

    fn echoes(lang: &str, text: &str) -> Vec<Option<usize>> {
        read(lang, text).claims.iter().map(|c| c.echoes).collect()
    }

    #[test]
    fn things_known_from_before_are_said_again() {
        assert_eq!(echoes("en", "Nine divers went down. These nine came back."), [None, Some(0)]);
        assert_eq!(echoes("de", "Neun Taucher stiegen ab. Die neun kamen zurück."), [None, Some(0)]);
        assert_eq!(echoes("zh-Hans", "九名潜水员下水。这九人都回来了。"), [None, Some(0)]);
    }

    #[test]
    fn others_are_not() {
        // Another figure, another thing, no word that says that they are known.
        assert_eq!(echoes("en", "Nine divers went down. These eight came back."), [None, None]);
        assert_eq!(echoes("en", "Nine divers went down. These nine boats came back."), [None, None]);
        assert_eq!(echoes("en", "Nine divers went down. Nine came back."), [None, None]);
    }

    #[test]
    fn a_part_counts_what_the_whole_counts() {
        let units = |lang, text| read(lang, text).claims.into_iter().map(|c| c.unit).collect::<Vec<_>>();
        assert_eq!(units("de", "46 Taucher kamen, davon sieben aus Kiel."), ["diver", "diver"]);
        assert_eq!(units("it", "Sono arrivati 46 medici, di cui sette da Bari."), ["doctor", "doctor"]);
    }
}
