//! A sum whose scale has slipped: 103.7 million and 103.7億 have all their digits in common and tell of one sum, in one
//! currency, where the same is done with it.
//!
//! In the annotated stories most scales slip by ten. The trees have seen few that slip by a hundred or a thousand, which is what
//! million and 億 or *Milliarde* are apart. Of the pairs of `corpus/` with three digits or more in common all 55 that people have
//! judged are one fact; of those with two 95 of 105, and the others are ten times apart, which is left to the trees.

use super::Pair;
use super::features::{Pairing, place};
use crate::kind::Kind;

/// How sure it is.
const SURE: f64 = 0.8;
/// How much of what stands around has to be alike beside digits that say much, and beside two.
const LITTLE: f64 = 0.15;
const MUCH: f64 = 0.4;
/// The decimal logarithm of a hundred, less what rounding takes.
const HUNDRED: f64 = 1.9;

/// Raises the probability of such pairs.
pub(super) fn settle(pairing: &Pairing, pairs: &[Pair], p: &mut [f64]) {
    for (pair, p) in pairs.iter().zip(p) {
        if pair.a.0 != pair.b.0 && slipped(pairing, pair) {
            *p = p.max(SURE);
        }
    }
}

fn slipped(pairing: &Pairing, pair: &Pair) -> bool {
    let [shifted, unit, digits, best] = const { [place("shifted"), place("unit-same"), place("digits"), place("best-value")] };
    let distance = const { place("distance") };
    let [concept, deed, name, nearest] = const { [place("concept"), place("deed"), place("name"), place("deed-nearest")] };
    let [part, opposite] = const { [place("clash-part"), place("deed-opposite")] };
    let f = &pair.features;
    if f[shifted] == 0.0 || f[unit] == 0.0 || f[digits] < 2.0 || f[best] == 0.0 || pairing.claim(pair.a).kind != Kind::Money {
        return false;
    }
    // Who does it and whether it is planned is told in many ways; a part is no whole, and a gain no loss.
    if f[part] != 0.0 || f[opposite] != 0.0 {
        return false;
    }
    let around = f[concept] + f[deed];
    if f[digits] >= 3.0 { around + f[name] >= LITTLE } else { f[distance] >= HUNDRED && f[nearest] >= 1.0 && around >= MUCH }
}

#[cfg(test)]
mod tests {
    use crate::claim::read_report;
    use crate::clean::Markup;
    use crate::finding::{self, Options};
    use crate::input::Source;
    use crate::kind::Kind;
    use crate::model::Verdict;

    /// What is found of the sums of two texts.
    fn sums(english: &str, german: &str) -> Vec<Verdict> {
        let report = |path: &str, lang, text: &str| {
            read_report(&Source { path: path.into(), text: text.into(), markup: Markup::Plain, lang: Some(lang) }, None)
        };
        let (a, b) = (report("a", "en", english), report("b", "de", german));
        let reports = [&a, &b];
        let kind = |m: &finding::Id| reports[m.0].claims[m.1].kind;
        finding::check(&reports, Options::default()).iter().filter(|f| kind(&f.claims[0]) == Kind::Money).map(|f| f.verdict).collect()
    }

    #[test]
    fn a_scale_that_slips_is_a_contradiction() {
        let text = |sum: &str| format!("The ferry came back with 214 people. Two engines had failed; repairs will cost {sum} and take until spring.");
        let german = "Die Fähre kehrte mit 214 Menschen um. Zwei Motoren waren defekt; die Reparatur kostet 1,3 Milliarden Euro.";
        assert_eq!(sums(&text("1.3 million euros"), german), [Verdict::Contradiction]);
        assert_eq!(sums(&text("1.3 billion euros"), german), [Verdict::Agree]);
    }

    #[test]
    fn the_same_digits_of_another_sum_are_none() {
        let english = "The ferry came back with 214 people. The harbour earned 1.3 million euros from tickets last year.";
        let german = "Die Fähre kehrte mit 214 Menschen um. Eine Reparatur der Werft kostet die Stadt 1,3 Milliarden Euro.";
        assert!(!sums(english, german).contains(&Verdict::Contradiction));
    }
}
