//! What a part leaves of a whole: where seven of the 22 cars retired, the 15 that finished are no seven.

use super::Pair;
use super::features::Pairing;
use super::group::NEVER;
use crate::claim::Claim;
use crate::kind::Kind;
use crate::num::Num;

/// Keeps a part apart from what it leaves of the whole that is stated with it.
pub(super) fn settle(pairing: &Pairing, pairs: &[Pair], p: &mut [f64]) {
    let parts: Vec<Vec<(Num, Num)>> = pairing.reports.iter().map(|r| parts(&r.claims)).collect();
    if parts.iter().all(Vec::is_empty) {
        return;
    }
    let left = |whole: &[(Num, Num)], part: &Claim, other: &Claim| {
        let (Some(part), Some(other)) = (part.value.num(), other.value.num()) else { return false };
        part != other && whole.iter().any(|(x, all)| *x == part && part.add(other) == Some(*all))
    };
    for (pair, p) in pairs.iter().zip(p) {
        let (a, b) = (pairing.claim(pair.a), pairing.claim(pair.b));
        if a.kind == Kind::Count && b.kind == Kind::Count && (left(&parts[pair.a.0], a, b) || left(&parts[pair.b.0], b, a)) {
            *p = NEVER;
        }
    }
}

/// The parts that a report states as such, each with its whole: the wording of the part holds that of the whole.
fn parts(claims: &[Claim]) -> Vec<(Num, Num)> {
    let within = |part: &Claim, whole: &Claim| part.sentence == whole.sentence && part.span.0 < whole.span.0 && whole.span.1 <= part.span.1;
    claims
        .windows(2)
        .filter(|w| w[0].kind == Kind::Count && w[1].kind == Kind::Count && within(&w[0], &w[1]))
        .filter_map(|w| Some((w[0].value.num()?, w[1].value.num()?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::pairs;
    use crate::clean::Markup;
    use crate::input::Source;

    /// The counts of another report that those of "nine of the 22 boats" are kept apart from.
    fn kept_apart(part: &str) -> Vec<String> {
        let report = |lang, text: &str| {
            let source = Source { path: "a".into(), text: text.into(), markup: Markup::Plain, lang: Some(lang) };
            crate::claim::read_report(&source, None)
        };
        let (a, b) = (report("en", part), report("it", "Nella regata sono arrivate 13 barche, 11 barche si sono ritirate, 22 barche erano partite."));
        let reports = [&a, &b];
        let pairing = Pairing::new(&reports);
        let pairs = pairs(&pairing);
        let mut p = vec![0.9; pairs.len()];
        settle(&pairing, &pairs, &mut p);
        pairs.iter().zip(p).filter(|(_, p)| *p == NEVER).map(|(pair, _)| pairing.claim(pair.b).value.to_string()).collect()
    }

    #[test]
    fn what_is_left_of_the_whole_is_no_part() {
        assert_eq!(kept_apart("Nine of the 22 boats dropped out of the regatta."), ["13"]);
        assert!(kept_apart("Nine boats dropped out of the regatta.").is_empty(), "no whole is stated");
    }
}
