//! How rare a trace is among all reports, counted in a space that does not grow with them.

use super::traces::Sort;

/// Reports that are taken to have been seen before the first.
const BEFORE: f64 = 1_000.0;
/// Counters of a row.
const WIDTH: usize = 1 << 21;
/// Rows.
const ROWS: usize = 2;

/// Counts of traces. A trace can be counted too often, where others fall in its places, and never too rarely.
pub struct Rarity {
    rows: Vec<u32>,
    reports: u64,
}

impl Default for Rarity {
    fn default() -> Rarity {
        Rarity { rows: vec![0; WIDTH * ROWS], reports: 0 }
    }
}

impl Rarity {
    /// Counts a report with these traces.
    pub fn add(&mut self, traces: &[u64]) {
        self.reports += 1;
        for t in traces {
            for row in 0..ROWS {
                let n = &mut self.rows[place(*t, row)];
                *n = n.saturating_add(1);
            }
        }
    }

    /// In how many reports a trace stands, at most.
    pub fn count(&self, trace: u64) -> u32 {
        (0..ROWS).map(|row| self.rows[place(trace, row)]).min().unwrap_or(0)
    }

    /// What it tells that two reports share a trace: the less the more have it.
    pub fn weight(&self, trace: u64) -> f64 {
        let all = BEFORE + self.reports as f64;
        let with = Sort::of(trace).prior() + f64::from(self.count(trace));
        (all / with).ln().max(0.0)
    }
}

fn place(trace: u64, row: usize) -> usize {
    let mixed = (trace ^ row as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    row * WIDTH + (mixed >> 40) as usize % WIDTH
}
