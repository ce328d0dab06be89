//! From evidence to a probability: boosted regression trees, calibrated on annotated stories.
//!
//! Two tables, both written by `tools/calibrate.py`, which also measures them on stories that they have not seen. The
//! first weighs what two claims say of each other; the second weighs that together with what the other claims of the
//! story say of the two. Scores are sums of fixed decimals, so that they are the same on every machine.

use super::forest::{Block, Forest, LANES, Scale, small};
use rayon::prelude::*;
use std::sync::OnceLock;

/// One node: feature, threshold, left, right; a leaf has feature -1 and its value in the threshold.
pub type Node = (i16, f64, u16, u16);

/// Trees, and what they are made into where they are first asked.
pub struct Model {
    trees: &'static [&'static [Node]],
    made: OnceLock<Made>,
}

struct Made {
    scale: Scale,
    halves: [Forest; 2],
}

/// Weighs a pair by itself.
pub static EVIDENCE: Model = Model::new(include!("evidence.in"));
/// Weighs a pair among the others.
pub static COLLECTIVE: Model = Model::new(include!("collective.in"));

/// Pairs that are weighed in one go.
const AT_ONCE: usize = 512;

/// What the first half of the trees says of a pair that the second half need not be asked about: of one pair in a hundred
/// that look so bad the claims are about one fact, and what is less likely nobody looks at again.
const HOPELESS: f64 = -2.3;

impl Model {
    const fn new(trees: &'static [&'static [Node]]) -> Model {
        assert!(small(trees), "a tree has more leaves than a forest can tell apart");
        Model { trees, made: OnceLock::new() }
    }

    /// How likely it is of each pair that its two claims are about the same fact. The two halves of the trees were grown
    /// apart from each other, on the same stories: what one of them finds hopeless is taken for so.
    pub fn probabilities<const N: usize, T: Sync>(&self, pairs: &[T], evidence: impl Fn(&T) -> &[f64; N] + Sync) -> Vec<f64> {
        if pairs.is_empty() {
            return Vec::new();
        }
        let made = self.made.get_or_init(|| {
            let scale = Scale::new(self.trees, N);
            let (one, other) = self.trees.split_at(self.trees.len() / 2);
            Made { halves: [Forest::new(one, &scale), Forest::new(other, &scale)], scale }
        });
        let some = |pairs: &[T]| made.sums(&pairs.iter().map(&evidence).collect::<Vec<_>>()).into_iter().map(probability).collect::<Vec<_>>();
        if pairs.len() <= AT_ONCE { some(pairs) } else { pairs.par_chunks(AT_ONCE).flat_map_iter(some).collect() }
    }
}

impl Made {
    /// What the trees say of each pair.
    fn sums<const N: usize>(&self, pairs: &[&[f64; N]]) -> Vec<f64> {
        let [one, other] = &self.halves;
        let mut sums = vec![0.0; pairs.len()];
        let (mut block, mut hopeful) = (Block::new(&self.scale), Block::new(&self.scale));
        // Which pairs the hopeful ones are.
        let mut which = [0; LANES];
        let ask = |hopeful: &mut Block, which: &[usize; LANES], sums: &mut [f64]| {
            let n = hopeful.len();
            which[..n].iter().zip(other.sums(hopeful)).for_each(|(pair, sum)| sums[*pair] += sum);
            hopeful.clear();
        };
        for (some, from) in pairs.chunks(LANES).zip((0..).step_by(LANES)) {
            block.fill(&self.scale, some);
            for (i, sum) in one.sums(&block)[..block.len()].iter().enumerate() {
                if *sum < HOPELESS {
                    sums[from + i] = sum * 2.0;
                    continue;
                }
                sums[from + i] = *sum;
                which[hopeful.len()] = from + i;
                hopeful.add_from(&block, i);
                if hopeful.len() == LANES {
                    ask(&mut hopeful, &which, &mut sums);
                }
            }
        }
        ask(&mut hopeful, &which, &mut sums);
        sums
    }
}

fn probability(sum: f64) -> f64 {
    // Rounded, so that no platform's last bit shows.
    (1.0 / (1.0 + (-sum).exp()) * 1e6).round() / 1e6
}
