//! Equal years are cheap: in a story about people and firms, many things began in one year. Where both claims stand beside
//! names that the other report knows as well, and share next to none of them, no other figure and no words close by, they tell of
//! different things.
//!
//! In the annotated stories 126 of 141 such pairs are not one fact, and trees that had not seen them took one of the others for
//! one; but among other candidates than those stories have, they take a year for more than it is.

use super::Pair;
use super::features::place;

/// How much of the other report's names is missing beside each, at least, and how much is shared, at most.
const MISSING: f64 = 0.5;
const SHARED: f64 = 0.5;
/// Surroundings that agree less than this close by have nothing in common.
const NEAR: f64 = 0.05;
/// What is left to such a pair.
const HARDLY: f64 = 0.3;

/// Lowers the probability of such pairs.
pub(super) fn settle(pairs: &[Pair], p: &mut [f64]) {
    let [year, equal, missing, shared] = const { [place("year"), place("equal"), place("strangers-least"), place("overlap-name")] };
    let [sharp, value, report] = const { [place("sharp"), place("overlap-value"), place("same-report")] };
    for (pair, p) in pairs.iter().zip(p) {
        let f = &pair.features;
        let years = f[year] > 1.0 && f[equal] > 0.0 && f[report] == 0.0;
        if years && f[missing] > MISSING && f[shared] < SHARED && f[sharp] < NEAR && f[value] == 0.0 {
            *p = p.min(HARDLY);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::features::COUNT;

    #[test]
    fn years_beside_strangers() {
        let lowered = |change: &[(&str, f64)]| {
            let mut features = [0.0; COUNT];
            let years = [("year", 2.0), ("equal", 1.0), ("strangers-least", 0.7), ("overlap-name", 0.4), ("sharp", 0.02)];
            for (name, value) in years.iter().chain(change) {
                features[place(name)] = *value;
            }
            let mut p = [0.9];
            settle(&[Pair { a: (0, 0), b: (1, 0), features }], &mut p);
            p[0] < 0.9
        };
        assert!(lowered(&[]));
        // A name or a figure that both have, words close by, other years, a name that the other report does not know.
        for change in [("overlap-name", 0.6), ("overlap-value", 0.5), ("sharp", 0.06), ("equal", 0.0), ("year", 1.0), ("strangers-least", 0.4)] {
            assert!(!lowered(&[change]), "{change:?}");
        }
    }
}
