//! Lists whose items are decoded one by one, when they are first asked for.
//!
//! This file is compiled into the build script as well; it knows no language.

use super::surface::{put_section, section};
use serde::de::DeserializeOwned;
use std::ops::Index;
use std::sync::OnceLock;

/// A list that was written by [`build`].
#[derive(Debug)]
pub struct Lazy<T> {
    places: &'static [u8],
    bytes: &'static [u8],
    items: Box<[OnceLock<Box<T>>]>,
}

impl<T: DeserializeOwned> Lazy<T> {
    /// Takes a list off the front of what [`build`] has written.
    pub fn new(data: &mut &'static [u8]) -> Lazy<T> {
        let (places, bytes) = (section(data), section(data));
        let count = (places.len() / 4).saturating_sub(1);
        Lazy { places, bytes, items: (0..count).map(|_| OnceLock::new()).collect() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        (0..self.len()).map(|i| &self[i])
    }

    /// The place of an item in a list that is sorted by `key`.
    pub fn find(&self, key: impl Fn(&T) -> &str, wanted: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = (low + high) / 2;
            match key(&self[middle]).cmp(wanted) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }

    fn place(&self, i: usize) -> usize {
        self.places.get(i * 4..i * 4 + 4).map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]) as usize)
    }
}

impl<T: DeserializeOwned> Index<usize> for Lazy<T> {
    type Output = T;

    fn index(&self, i: usize) -> &T {
        self.items[i].get_or_init(|| {
            let bytes = &self.bytes[self.place(i)..self.place(i + 1)];
            Box::new(postcard::from_bytes(bytes).expect("the build wrote this item"))
        })
    }
}

/// Writes a list of encoded items at the end.
pub fn build(out: &mut Vec<u8>, items: impl IntoIterator<Item = Vec<u8>>) {
    let (mut places, mut bytes) = (Vec::new(), Vec::new());
    for item in items {
        places.extend((bytes.len() as u32).to_le_bytes());
        bytes.extend(item);
    }
    places.extend((bytes.len() as u32).to_le_bytes());
    put_section(out, &places);
    put_section(out, &bytes);
}
