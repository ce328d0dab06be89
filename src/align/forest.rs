//! Many trees asked at once, by what is unusual.
//!
//! In each tree the leaf that the usual evidence leads to comes first, for at every node the side that is taken usually
//! comes first. A node where evidence takes the other side rules out the leaves of the first side; of the leaves that
//! are left the first is the one that a walk through the tree comes to. The nodes of all trees are sorted by what they
//! ask, so that only those are looked at where a pair is not as usual: a fifth of them, and no step waits for another.

use super::model::Node;

/// Leaves of a tree, a bit each.
type Leaves = u32;

/// A node: where it parts, which tree it is in, and the leaves that are left of that if the unusual side is taken.
struct Part {
    at: f64,
    left: Leaves,
    tree: u32,
}

/// What the trees ask of one number.
struct Question {
    /// Which number.
    number: usize,
    /// What it usually is.
    usual: f64,
    /// Nodes that part above what is usual, the nearest first: unusual is what is above them.
    above: Vec<Part>,
    /// Nodes that part below it, the nearest first: unusual is what is not above them.
    below: Vec<Part>,
}

/// Trees, ready to be asked.
pub struct Forest {
    questions: Vec<Question>,
    /// The values of the leaves, those of each tree together.
    values: Vec<[f64; Leaves::BITS as usize]>,
}

/// Whether no tree has more leaves than can be told apart.
pub(super) const fn small(trees: &[&[Node]]) -> bool {
    let mut i = 0;
    while i < trees.len() {
        // One node more on each side of those that part.
        if trees[i].len().div_ceil(2) > Leaves::BITS as usize {
            return false;
        }
        i += 1;
    }
    true
}

impl Forest {
    /// Of trees, for evidence that usually is this.
    pub fn new(trees: &[&[Node]], usual: &[f64]) -> Forest {
        let of = |(number, usual): (usize, &f64)| Question { number, usual: *usual, above: Vec::new(), below: Vec::new() };
        let mut questions: Vec<Question> = usual.iter().enumerate().map(of).collect();
        let mut values = vec![[0.0; Leaves::BITS as usize]; trees.len()];
        for (tree, (nodes, values)) in trees.iter().zip(&mut values).enumerate() {
            let mut count = 0;
            plant(nodes, 0, tree as u32, &mut count, values, &mut questions);
        }
        for q in &mut questions {
            q.above.sort_by(|a, b| a.at.total_cmp(&b.at));
            q.below.sort_by(|a, b| b.at.total_cmp(&a.at));
        }
        questions.retain(|q| !q.above.is_empty() || !q.below.is_empty());
        Forest { questions, values }
    }

    /// The sum of the leaves that some evidence leads to, in the order of the trees; `left` is memory to work in.
    pub fn sum(&self, evidence: &[f64], left: &mut Vec<Leaves>) -> f64 {
        left.clear();
        left.resize(self.values.len(), Leaves::MAX);
        for q in &self.questions {
            let x = evidence[q.number];
            if x > q.usual {
                q.above.iter().take_while(|p| x > p.at).for_each(|p| left[p.tree as usize] &= p.left);
            } else {
                q.below.iter().take_while(|p| x <= p.at).for_each(|p| left[p.tree as usize] &= p.left);
            }
        }
        let leaf = |(values, left): (&[f64; Leaves::BITS as usize], &Leaves)| values[left.trailing_zeros() as usize % values.len()];
        self.values.iter().zip(left.iter()).map(leaf).fold(0.0, |sum, v| sum + v)
    }
}

/// Puts the nodes of a tree from one on where they are looked for, counts its leaves and writes their values; says which
/// leaves are below it.
fn plant(nodes: &[Node], at: usize, tree: u32, count: &mut u32, values: &mut [f64], questions: &mut [Question]) -> Leaves {
    let (feature, threshold, left, right) = nodes[at];
    let Ok(feature) = usize::try_from(feature) else {
        values[*count as usize] = threshold;
        *count += 1;
        return 1 << (*count - 1);
    };
    let low = questions[feature].usual <= threshold;
    let (first, second) = if low { (left, right) } else { (right, left) };
    let usual = plant(nodes, usize::from(first), tree, count, values, questions);
    let other = plant(nodes, usize::from(second), tree, count, values, questions);
    let q = &mut questions[feature];
    let list = if low { &mut q.above } else { &mut q.below };
    list.push(Part { at: threshold, left: !usual, tree });
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
                assert_eq!(forest.sum(&evidence, &mut Vec::new()), expected, "{usual:?} {evidence:?}");
            }
        }
    }
}
