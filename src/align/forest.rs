//! Many trees asked about many pairs at once.
//!
//! What a node asks is whether a number is above another, and the trees know few other numbers: so each number becomes a
//! byte, how many of those it is above. A node is then the same few steps on the bytes of all pairs of a block, which
//! compilers turn into instructions on sixteen at a time. The leaves of a tree are numbered from left to right, and the
//! nodes come before what is below them: a pair that stands at the first leaf below a node has come to that node, and goes
//! on to the first leaf of its right side if what the node asks is so. Where no pair of a block is above, a node is passed.

use super::model::Node;

/// Pairs of a block.
pub(super) const LANES: usize = 128;

/// Leaves that a tree can have at most.
const MOST: usize = 32;

/// A byte for each pair of a block: how many of the numbers that are asked about its own is above, less 128.
type Column = [i8; LANES];

/// Whether the leaves of all trees are few enough.
pub(super) const fn small(trees: &[&[Node]]) -> bool {
    let mut i = 0;
    while i < trees.len() {
        // One node more on each side of those that part.
        if trees[i].len().div_ceil(2) > MOST {
            return false;
        }
        i += 1;
    }
    true
}

/// The numbers that trees ask about: for each number of the evidence that is asked about a column.
pub(super) struct Scale {
    columns: Vec<Steps>,
    /// Which column each number has.
    of: Vec<u16>,
}

/// What a number is asked: to be above these, in order and in groups. Which group a number ends in, and where in it, is
/// counted: whoever looks for it with fewer questions has to guess the way, and guesses wrong too often.
struct Steps {
    number: usize,
    /// The last group is filled up with what nothing is above.
    groups: Vec<[f64; GROUP]>,
    /// The last step of each group but the last.
    lasts: Vec<f64>,
}

const GROUP: usize = 4;

impl Steps {
    fn new(number: usize, at: &[f64]) -> Steps {
        let group = |some: &[f64]| std::array::from_fn(|i| some.get(i).copied().unwrap_or(f64::INFINITY));
        let groups: Vec<[f64; GROUP]> = at.chunks(GROUP).map(group).collect();
        let lasts = groups.iter().map(|g| g[GROUP - 1]).take(groups.len().saturating_sub(1)).collect();
        Steps { number, groups, lasts }
    }

    /// How many steps a number is above.
    #[inline]
    fn place(&self, x: f64) -> i8 {
        let above = |steps: &[f64]| steps.iter().map(|s| usize::from(x > *s)).sum::<usize>();
        let group = above(&self.lasts);
        byte(group * GROUP + self.groups.get(group).map_or(0, |g| above(g)))
    }
}

/// A count of at most 255, less 128.
fn byte(count: usize) -> i8 {
    (count as i16 - 128) as i8
}

impl Scale {
    /// Of some trees, for so many numbers.
    pub(super) fn new(trees: &[&[Node]], numbers: usize) -> Scale {
        let mut asked = vec![Vec::new(); numbers];
        for (number, at, ..) in trees.iter().flat_map(|t| t.iter()) {
            if let Ok(number) = usize::try_from(*number) {
                asked[number].push(*at);
            }
        }
        let mut scale = Scale { columns: Vec::with_capacity(numbers), of: Vec::with_capacity(numbers) };
        for (number, mut at) in asked.into_iter().enumerate() {
            scale.of.push(scale.columns.len() as u16);
            at.sort_unstable_by(f64::total_cmp);
            at.dedup();
            assert!(at.len() < 256, "trees ask a number for more than a byte can tell apart");
            if !at.is_empty() {
                scale.columns.push(Steps::new(number, &at));
            }
        }
        scale
    }
}

/// Some pairs, as many as are asked at once.
pub(super) struct Block {
    columns: Vec<Column>,
    count: usize,
}

impl Block {
    /// Without pairs.
    pub(super) fn new(scale: &Scale) -> Block {
        Block { columns: vec![[i8::MIN; LANES]; scale.columns.len()], count: 0 }
    }

    /// Takes all pairs out. What is left of their bytes nobody asks for.
    pub(super) fn clear(&mut self) {
        self.count = 0;
    }

    /// How many pairs there are.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// Takes in some pairs, as many as there are places at most, in the place of those that were there.
    pub(super) fn fill<const N: usize>(&mut self, scale: &Scale, evidence: &[&[f64; N]]) {
        self.count = evidence.len().min(LANES);
        for (column, steps) in self.columns.iter_mut().zip(&scale.columns) {
            let number = steps.number;
            assert!(number < N, "trees ask for what is no evidence");
            evidence.iter().zip(column).for_each(|(e, to)| *to = steps.place(e[number]));
        }
    }

    /// Takes in a pair of another block.
    pub(super) fn add_from(&mut self, other: &Block, pair: usize) {
        let to = self.count % LANES;
        for (column, from) in self.columns.iter_mut().zip(&other.columns) {
            column[to] = from[pair % LANES];
        }
        self.count += 1;
    }
}

/// A node: pairs that stand at leaf `first` and whose number is above `at` go on to leaf `first ^ change`.
struct Fork {
    column: u16,
    at: i8,
    first: u8,
    change: u8,
}

/// Trees, ready to be asked.
pub(super) struct Forest {
    /// The nodes of all trees, each before those below it.
    forks: Vec<Fork>,
    /// Of each tree, where its nodes end, and the values of its leaves.
    trees: Vec<(usize, [f64; MOST])>,
}

impl Forest {
    /// Of some trees.
    pub(super) fn new(trees: &[&[Node]], scale: &Scale) -> Forest {
        let mut forest = Forest { forks: Vec::with_capacity(trees.iter().map(|t| t.len() / 2).sum()), trees: Vec::with_capacity(trees.len()) };
        for nodes in trees {
            let mut values = [0.0; MOST];
            plant(nodes, 0, scale, &mut 0, &mut values, &mut forest.forks);
            forest.trees.push((forest.forks.len(), values));
        }
        forest
    }

    /// For each pair of a block the sum of the leaves that its evidence leads to, in the order of the trees.
    pub(super) fn sums(&self, block: &Block) -> [f64; LANES] {
        let most: Vec<i8> = block.columns.iter().map(|c| c.iter().copied().fold(i8::MIN, i8::max)).collect();
        let mut sums = [0.0; LANES];
        let mut from = 0;
        for (to, values) in &self.trees {
            let mut leaves = [0_u8; LANES];
            for fork in &self.forks[from..*to] {
                let column = usize::from(fork.column);
                if most[column] > fork.at {
                    part(&mut leaves, &block.columns[column], fork);
                }
            }
            for (sum, leaf) in sums.iter_mut().zip(&leaves) {
                *sum += values[usize::from(*leaf) % MOST];
            }
            from = *to;
        }
        sums
    }
}

#[inline]
fn part(leaves: &mut [u8; LANES], column: &Column, fork: &Fork) {
    for (leaf, x) in leaves.iter_mut().zip(column) {
        let above = u8::from(*x > fork.at) & u8::from(*leaf == fork.first);
        *leaf ^= above.wrapping_neg() & fork.change;
    }
}

/// Writes down the nodes of a tree from one on and its leaves; `next` is the next leaf.
fn plant(nodes: &[Node], at: usize, scale: &Scale, next: &mut u8, values: &mut [f64; MOST], forks: &mut Vec<Fork>) {
    let (number, threshold, left, right) = nodes[at];
    let Ok(number) = usize::try_from(number) else {
        values[usize::from(*next) % MOST] = threshold;
        *next += 1;
        return;
    };
    let (first, fork) = (*next, forks.len());
    let column = scale.of[number];
    forks.push(Fork { column, at: scale.columns[usize::from(column)].place(threshold), first, change: 0 });
    plant(nodes, usize::from(left), scale, next, values, forks);
    forks[fork].change = first ^ *next;
    plant(nodes, usize::from(right), scale, next, values, forks);
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
        let three: &[Node] = &[(0, -0.5, 1, 2), (-1, 5.0, 0, 0), (1, 0.0, 3, 4), (-1, 6.0, 0, 0), (-1, 7.0, 0, 0)];
        let trees = [one, two, three, &[(-1, 7.0, 0, 0)]];
        let scale = Scale::new(&trees, 2);
        let forest = Forest::new(&trees, &scale);
        let values = [-1.0, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0];
        let all: Vec<[f64; 2]> = values.iter().flat_map(|x| values.map(|y| [*x, y])).collect();
        let mut block = Block::new(&scale);
        for some in all.chunks(LANES - 7) {
            block.fill(&scale, &some.iter().collect::<Vec<_>>());
            for (e, sum) in some.iter().zip(forest.sums(&block)) {
                assert_eq!(sum, trees.iter().map(|t| walk(t, e)).fold(0.0, |s, v| s + v), "{e:?}");
            }
        }
    }

    #[test]
    fn places_are_counted() {
        let at = [-2.0, -0.0, 1e-300, 0.024, 0.025, 0.0251, 0.4, 0.41, 3.0, 1e9];
        let near = |s: &f64| [*s, s.next_up(), s.next_down()];
        for some in [&at[..], &at[..8], &at[..3], &at[3..4]] {
            let steps = Steps::new(0, some);
            for x in at.iter().flat_map(near).chain([-5.0, 0.0, 0.1, 7.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN]) {
                assert_eq!(steps.place(x), byte(some.iter().filter(|s| x > **s).count()), "{x}");
            }
        }
    }

    #[test]
    fn a_pair_is_the_same_in_another_block() {
        let trees: [&[Node]; 1] = [&[(0, 1.5, 1, 2), (-1, 0.1, 0, 0), (-1, 0.2, 0, 0)]];
        let scale = Scale::new(&trees, 1);
        let forest = Forest::new(&trees, &scale);
        let (mut one, mut other) = (Block::new(&scale), Block::new(&scale));
        one.fill(&scale, &[&[1.0], &[2.0], &[0.0]]);
        other.add_from(&one, 1);
        assert_eq!(other.len(), 1);
        assert_eq!(forest.sums(&one)[..3], [0.1, 0.2, 0.1]);
        assert_eq!(forest.sums(&other)[0], 0.2);
    }
}
