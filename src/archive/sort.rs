//! Sorting more than memory holds: runs that fill their share of it go to files, which are merged as they are read. The
//! files have no names once they are open, so that nothing of them is left, however the run ends.

use anyhow::Context;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};
use tertium::input::shown;

/// Files that are merged at a time.
const MOST_FILES: usize = 24;
/// Bytes that are read from and written to a file at a time.
const CHUNK: usize = 1 << 16;

/// Takes in keys with values, in any order.
pub struct Sorter {
    folder: PathBuf,
    memory: usize,
    run: Run,
    /// Files of sorted entries: those of the first level hold a run each, those of the next what was merged of many.
    levels: Vec<Vec<File>>,
}

/// Entries in memory.
#[derive(Default)]
struct Run {
    bytes: Vec<u8>,
    /// Where each begins, the length of its key, and of its value.
    entries: Vec<(usize, u32, u32)>,
}

impl Run {
    fn key(&self, e: (usize, u32, u32)) -> &[u8] {
        &self.bytes[e.0..e.0 + e.1 as usize]
    }

    fn value(&self, e: (usize, u32, u32)) -> &[u8] {
        let at = e.0 + e.1 as usize;
        &self.bytes[at..at + e.2 as usize]
    }

    fn sort(&mut self) {
        let mut entries = std::mem::take(&mut self.entries);
        entries.sort_by(|a, b| self.key(*a).cmp(self.key(*b)));
        self.entries = entries;
    }
}

impl Sorter {
    /// One that holds so many bytes, and has its files in this folder.
    pub fn new(folder: &Path, memory: usize) -> Sorter {
        Sorter { folder: folder.to_owned(), memory, run: Run::default(), levels: vec![Vec::new()] }
    }

    /// Takes in an entry. Of equal keys the first stays first.
    pub fn push(&mut self, key: &[u8], value: &[u8]) -> anyhow::Result<()> {
        if !self.run.entries.is_empty() && self.run.bytes.len() + key.len() + value.len() > self.memory {
            self.spill()?;
        }
        let at = self.run.bytes.len();
        self.run.bytes.extend_from_slice(key);
        self.run.bytes.extend_from_slice(value);
        self.run.entries.push((at, u32::try_from(key.len())?, u32::try_from(value.len())?));
        Ok(())
    }

    /// Writes what is in memory to a file.
    fn spill(&mut self) -> anyhow::Result<()> {
        self.run.sort();
        let mut file = self.file()?;
        let failed = || no_room(&self.folder);
        let mut out = BufWriter::with_capacity(CHUNK, &mut file);
        for e in &self.run.entries {
            write(&mut out, self.run.key(*e), self.run.value(*e)).with_context(failed)?;
        }
        out.flush().with_context(failed)?;
        drop(out);
        self.run.bytes.clear();
        self.run.entries.clear();
        self.levels[0].push(file);
        for level in 0.. {
            if self.levels[level].len() < MOST_FILES {
                break;
            }
            let merged = self.merge(level)?;
            if self.levels.len() == level + 1 {
                self.levels.push(Vec::new());
            }
            self.levels[level + 1].push(merged);
        }
        Ok(())
    }

    /// Makes one file of those of a level.
    fn merge(&mut self, level: usize) -> anyhow::Result<File> {
        let files = std::mem::take(&mut self.levels[level]);
        let mut sorted = Sorted::new(files, Run::default(), &self.folder)?;
        let mut file = self.file()?;
        let failed = || no_room(&self.folder);
        let mut out = BufWriter::with_capacity(CHUNK, &mut file);
        while let Some((key, value)) = sorted.next()? {
            write(&mut out, &key, &value).with_context(failed)?;
        }
        out.flush().with_context(failed)?;
        drop(out);
        Ok(file)
    }

    /// A file that has lost its name.
    fn file(&self) -> anyhow::Result<File> {
        for n in 0.. {
            let path = self.folder.join(format!(".tertium-{}-{n}.sort", std::process::id()));
            match OpenOptions::new().read(true).write(true).create_new(true).open(&path) {
                Ok(f) => {
                    fs::remove_file(&path).with_context(|| no_room(&self.folder))?;
                    return Ok(f);
                }
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists && n < 10_000 => {}
                Err(e) => return Err(e).with_context(|| no_room(&self.folder)),
            }
        }
        unreachable!("the loop ends by itself")
    }

    /// All entries, sorted.
    pub fn finish(mut self) -> anyhow::Result<Sorted> {
        self.run.sort();
        // What is older comes first.
        let files = self.levels.into_iter().rev().flatten().collect();
        Sorted::new(files, self.run, &self.folder)
    }
}

fn no_room(folder: &Path) -> String {
    format!("{}: cannot sort the reports there; name another folder with --temp", shown(folder))
}

/// Key, the file it is from, value: the least key first, and of equal ones that of the first file.
type Next = Reverse<(Vec<u8>, usize, Vec<u8>)>;

/// Sorted entries, to be read as often as one likes.
pub struct Sorted {
    files: Vec<BufReader<File>>,
    run: Run,
    /// The next entry of the run.
    at: usize,
    heap: BinaryHeap<Next>,
    folder: PathBuf,
}

impl Sorted {
    fn new(files: Vec<File>, run: Run, folder: &Path) -> anyhow::Result<Sorted> {
        let files = files.into_iter().map(|f| BufReader::with_capacity(CHUNK, f)).collect();
        let mut sorted = Sorted { files, run, at: 0, heap: BinaryHeap::new(), folder: folder.to_owned() };
        sorted.rewind()?;
        Ok(sorted)
    }

    /// Begins again.
    pub fn rewind(&mut self) -> anyhow::Result<()> {
        self.heap.clear();
        self.at = 0;
        for i in 0..=self.files.len() {
            if let Some(f) = self.files.get_mut(i) {
                f.rewind().with_context(|| no_room(&self.folder))?;
            }
            self.refill(i)?;
        }
        Ok(())
    }

    /// The next entry.
    pub fn next(&mut self) -> anyhow::Result<Option<(Vec<u8>, Vec<u8>)>> {
        let Some(Reverse((key, from, value))) = self.heap.pop() else { return Ok(None) };
        self.refill(from)?;
        Ok(Some((key, value)))
    }

    /// Puts the next entry of a file, or of the run behind them, on the heap.
    fn refill(&mut self, from: usize) -> anyhow::Result<()> {
        let entry = match self.files.get_mut(from) {
            Some(f) => read(f).with_context(|| no_room(&self.folder))?,
            None => {
                let e = self.run.entries.get(self.at).copied();
                self.at += 1;
                e.map(|e| (self.run.key(e).to_vec(), self.run.value(e).to_vec()))
            }
        };
        if let Some((key, value)) = entry {
            self.heap.push(Reverse((key, from, value)));
        }
        Ok(())
    }
}

fn write(out: &mut impl Write, key: &[u8], value: &[u8]) -> io::Result<()> {
    let lengths = [key.len() as u32, value.len() as u32];
    lengths.iter().try_for_each(|n| out.write_all(&n.to_le_bytes()))?;
    out.write_all(key)?;
    out.write_all(value)
}

fn read(from: &mut BufReader<File>) -> io::Result<Option<(Vec<u8>, Vec<u8>)>> {
    if from.fill_buf()?.is_empty() {
        return Ok(None);
    }
    let mut lengths = [0; 8];
    from.read_exact(&mut lengths)?;
    let length = |at: usize| u32::from_le_bytes([lengths[at], lengths[at + 1], lengths[at + 2], lengths[at + 3]]) as usize;
    let (mut key, mut value) = (vec![0; length(0)], vec![0; length(4)]);
    from.read_exact(&mut key)?;
    from.read_exact(&mut value)?;
    Ok(Some((key, value)))
}

/// Adds a text to a key, so that keys sort by their parts.
pub fn part(key: &mut Vec<u8>, text: &str) {
    for b in text.bytes() {
        key.push(b);
        if b == 0 {
            key.push(0xFF);
        }
    }
    key.extend([0, 0]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(memory: usize, n: u64) -> Vec<(Vec<u8>, Vec<u8>)> {
        let mut s = Sorter::new(&std::env::temp_dir(), memory);
        for i in 0..n {
            let key = (i.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 54).to_be_bytes();
            s.push(&key, &i.to_be_bytes()).expect("room");
        }
        let mut out = Vec::new();
        let mut s = s.finish().expect("room");
        let first = s.next().expect("room");
        s.rewind().expect("room");
        while let Some(e) = s.next().expect("room") {
            out.push(e);
        }
        assert_eq!(first.as_ref(), out.first());
        out
    }

    #[test]
    fn files_sort_as_memory_does() {
        let all = sorted(1 << 20, 20_000);
        assert!(all.is_sorted(), "by key, and in the order in which they came where that is equal");
        assert_eq!(all.len(), 20_000);
        // Some 1,200 runs, that is three levels.
        assert!(sorted(256, 20_000) == all);
        assert_eq!(sorted(256, 0), []);
    }

    #[test]
    fn keys_sort_by_their_parts() {
        let key = |parts: [&str; 2]| {
            let mut k = Vec::new();
            parts.iter().for_each(|p| part(&mut k, p));
            k
        };
        let all = [["", "z"], ["a", ""], ["a", "b"], ["a\0", ""], ["a\0b", ""], ["ab", "a"]].map(key);
        assert!(all.is_sorted_by(|a, b| a < b));
    }
}
