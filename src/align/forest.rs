//! Many trees asked at once, by what is unusual.
//!
//! In each tree the leaf that the usual evidence leads to comes first, for at every node the side that is taken usually
//! comes first. A node where evidence takes the other side rules out the leaves of the first side; of the leaves that
//! are left the first is the one that a walk through the tree comes to. The nodes of all trees are sorted by what they
//! ask, so that only those are looked at where a pair is not as usual: a fifth of them, and no step waits for another.

use super::model::Node;

/// Leaves of a tree, a bit each.
type Leaves = u32;

/// Leaves that a tree can have at most.
const MOST: usize = Leaves::BITS as usize;
/// Trees that there can be at most.
const TREES: usize = 256;

/// A node: which tree it is in, and the leaves that are left of that if the unusual side is taken.
#[derive(Clone, Copy)]
struct Part {
    tree: u8,
    left: Leaves,
}

/// Nodes that ask one number and where they part: above what it usually is, and below that.
type Asking = [Vec<(f64, Part)>; 2];

/// Nodes that ask one number, on one side of what it usually is.
#[derive(Default)]
struct Side {
    /// Where they part, the nearest first, each with how many nodes part there or nearer.
    at: Vec<(f64, u32)>,
    parts: Vec<Part>,
}

/// What the trees ask of one number.
struct Question {
    /// Which number.
    number: usize,
    /// What it usually is.
    usual: f64,
    /// Nodes that part above it: unusual is what is above them.
    above: Side,
    /// Nodes that part below it: unusual is what is not above them.
    below: Side,
}

/// Trees, ready to be asked.
pub(super) struct Forest {
    questions: Vec<Question>,
    /// The values of the leaves, those of each tree together.
    values: Vec<[f64; MOST]>,
}

/// What is left of each tree, to work in.
pub(super) type Left = [Leaves; TREES];

/// Nothing yet.
pub(super) const EMPTY: Left = [0; TREES];

/// Whether trees and leaves are few enough to be told apart.
pub(super) const fn small(trees: &[&[Node]]) -> bool {
    let mut i = 0;
    if trees.len() > TREES * 2 {
        return false;
    }
    while i < trees.len() {
        // One node more on each side of those that part.
        if trees[i].len().div_ceil(2) > MOST {
            return false;
        }
        i += 1;
    }
    true
}

impl Forest {
    /// Of trees, for evidence that usually is this.
    pub(super) fn new(trees: &[&[Node]], usual: &[f64]) -> Forest {
        let mut counts = vec![[0; 2]; usual.len()];
        for (feature, at, ..) in trees.iter().flat_map(|t| t.iter()) {
            if let Ok(feature) = usize::try_from(*feature) {
                counts[feature][usize::from(usual[feature] > *at)] += 1;
            }
        }
        let mut planted: Vec<Asking> = counts.into_iter().map(|n| n.map(Vec::with_capacity)).collect();
        let mut values = vec![[0.0; MOST]; trees.len()];
        for (tree, (nodes, values)) in trees.iter().zip(&mut values).enumerate().take(TREES) {
            plant(nodes, 0, &mut Planting { tree: tree as u8, leaves: 0, values, usual, planted: &mut planted });
        }
        let asked = planted.into_iter().zip(usual).enumerate().filter(|(_, ([above, below], _))| !above.is_empty() || !below.is_empty());
        let question = |(number, ([mut above, mut below], usual)): (usize, (Asking, &f64))| {
            above.sort_by(|a, b| a.0.total_cmp(&b.0));
            below.sort_by(|a, b| b.0.total_cmp(&a.0));
            Question { number, usual: *usual, above: Side::of(&above), below: Side::of(&below) }
        };
        Forest { questions: asked.map(question).collect(), values }
    }

    /// The sum of the leaves that some evidence leads to, in the order of the trees; `left` is memory to work in.
    pub(super) fn sum(&self, evidence: &[f64], left: &mut Left) -> f64 {
        left.iter_mut().take(self.values.len()).for_each(|l| *l = Leaves::MAX);
        for q in &self.questions {
            let x = evidence[q.number];
            if x == q.usual {
                continue;
            }
            let parts = if x > q.usual { q.above.while_at(|at| x > at) } else { q.below.while_at(|at| x <= at) };
            parts.iter().for_each(|p| left[usize::from(p.tree)] &= p.left);
        }
        let leaf = |(values, left): (&[f64; MOST], &Leaves)| values[left.trailing_zeros() as usize % MOST];
        self.values.iter().zip(left.iter()).map(leaf).fold(0.0, |sum, v| sum + v)
    }
}

impl Side {
    fn of(sorted: &[(f64, Part)]) -> Side {
        let mut side = Side { at: Vec::new(), parts: sorted.iter().map(|p| p.1).collect() };
        for (i, (at, _)) in sorted.iter().enumerate() {
            match side.at.last_mut().filter(|last| last.0 == *at) {
                Some(last) => last.1 = i as u32 + 1,
                None => side.at.push((*at, i as u32 + 1)),
            }
        }
        side
    }

    /// The nodes that part where this holds.
    #[inline]
    fn while_at(&self, holds: impl Fn(f64) -> bool) -> &[Part] {
        let mut count = 0;
        for (at, parts) in &self.at {
            if !holds(*at) {
                break;
            }
            count = *parts;
        }
        &self.parts[..count as usize]
    }
}

/// A tree that is being taken apart.
struct Planting<'a> {
    tree: u8,
    leaves: usize,
    values: &'a mut [f64; MOST],
    usual: &'a [f64],
    /// By number.
    planted: &'a mut [Asking],
}

/// Puts the nodes of a tree from one on where they are looked for, and writes down its leaves; says which of them are
/// below it.
fn plant(nodes: &[Node], at: usize, p: &mut Planting) -> Leaves {
    let (feature, threshold, left, right) = nodes[at];
    let Ok(feature) = usize::try_from(feature) else {
        p.values[p.leaves % MOST] = threshold;
        p.leaves += 1;
        return 1 << (p.leaves - 1);
    };
    let low = p.usual[feature] <= threshold;
    let (first, second) = if low { (left, right) } else { (right, left) };
    let usual = plant(nodes, usize::from(first), p);
    let other = plant(nodes, usize::from(second), p);
    p.planted[feature][usize::from(!low)].push((threshold, Part { tree: p.tree, left: !usual }));
    usual | other
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a walk from the root comes to.
    fn walk(tree: &[Node], evidence: &[f64]) -> f64 {
        let mut at = 0;
        while let Ok(feature) = usize::try_from(tree[at].0) {
            at = usize::from(if evidence[feature] <= tree[at].1 { tree[at].2 } else { tree[at].3 });
        }
        tree[at].1
    }

    #[test]
    fn leaves_are_those_that_a_walk_comes_to() {
        let one: &[Node] = &[(0, 1.5, 1, 4), (1, 0.5, 2, 3), (-1, 0.1, 0, 0), (-1, 0.2, 0, 0), (0, 2.5, 5, 6), (-1, 0.3, 0, 0), (-1, 0.4, 0, 0)];
        let two: &[Node] = &[(1, 1.0, 1, 2), (-1, -1.0, 0, 0), (1, 2.0, 3, 4), (-1, -2.0, 0, 0), (0, 1.5, 5, 6), (-1, -3.0, 0, 0), (-1, -4.0, 0, 0)];
        let trees = [one, two, &[(-1, 7.0, 0, 0)]];
        let values = [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0];
        for usual in values.iter().flat_map(|x| values.map(|y| [*x, y])) {
            let forest = Forest::new(&trees, &usual);
            for evidence in values.iter().flat_map(|x| values.map(|y| [*x, y])) {
                let expected = trees.iter().map(|t| walk(t, &evidence)).fold(0.0, |s, v| s + v);
                let mut left = EMPTY;
                assert_eq!(forest.sum(&evidence, &mut left), expected, "{usual:?} {evidence:?}");
            }
        }
    }
}
