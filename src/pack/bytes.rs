//! Runs of bytes that need no closer look, passed over as wide as a processor can compare.
//!
//! This file is compiled into the build script as well; it knows no language.

/// How many bytes at the beginning are not wanted.
#[inline]
pub fn until(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> usize {
    /// Bytes that are compared in one go, and those that are looked at before, for what is wanted may stand close by.
    const WIDE: usize = 32;
    const CLOSE: usize = 6;
    let one_by_one = |from: usize, to: usize| bytes[from..to].iter().position(|b| wanted(*b)).map(|n| from + n);
    let mut at = bytes.len().min(CLOSE);
    if let Some(found) = one_by_one(0, at) {
        return found;
    }
    while let Some(chunk) = bytes[at..].first_chunk::<WIDE>()
        && chunk.iter().fold(0, |any, b| any | u8::from(wanted(*b))) == 0
    {
        at += WIDE;
    }
    one_by_one(at, bytes.len()).unwrap_or(bytes.len())
}

/// Bytes of a word that is looked up as a number.
pub const SHORT: usize = 16;

/// The first bits of a number that has the bytes of a word, as many as `len` bytes have.
#[inline]
pub fn first(len: usize) -> u128 {
    u128::MAX >> (8 * (SHORT - len))
}

/// A short word of `len` bytes, not none, with which a text begins, as a number.
#[inline]
pub fn word(text: &[u8], len: usize) -> u128 {
    let bytes = text.first_chunk().copied().unwrap_or_else(|| {
        let mut bytes = [0; SHORT];
        bytes[..len].copy_from_slice(&text[..len]);
        bytes
    });
    u128::from_le_bytes(bytes) & first(len)
}

/// Such a number's bits, mixed: the upper ones tell most words apart.
pub fn mixed(word: u128) -> u64 {
    ((word as u64) ^ ((word >> 64) as u64).rotate_left(29)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_first_wherever_it_stands() {
        for len in 0..200 {
            let mut bytes = vec![b'a'; len];
            assert_eq!(until(&bytes, |b| b == b'x'), len);
            for at in 0..len {
                bytes[at] = b'x';
                assert_eq!(until(&bytes, |b| b == b'x'), at);
                bytes[at] = b'a';
            }
        }
    }
}
