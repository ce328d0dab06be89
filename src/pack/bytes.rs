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

/// How many letters of ASCII a text begins with.
#[inline]
pub fn letters(text: &[u8]) -> usize {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = 0x80 * ONES;
    let mut at = 0;
    while let Some(eight) = text[at..].first_chunk() {
        let bytes = u64::from_le_bytes(*eight);
        let lower = (bytes & !HIGH) | (0x20 * ONES);
        // What is added brings the highest bit to bytes from `a` on, and to those behind `z`.
        let letters = (lower + (0x80 - u64::from(b'a')) * ONES) & !(lower + (0x7F - u64::from(b'z')) * ONES) & !bytes & HIGH;
        let others = letters ^ HIGH;
        if others != 0 {
            return at + others.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    at + text[at..].iter().take_while(|b| b.is_ascii_alphabetic()).count()
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
    fn letters_are_counted_up_to_what_is_none() {
        for b in 0..=u8::MAX {
            for at in 0..20 {
                let mut bytes = *b"aBzZAbcdefghijklmnop";
                bytes[at] = b;
                let one_by_one = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
                (0..20).for_each(|from| assert_eq!(letters(&bytes[from..]), one_by_one(from), "{b} {at} {from}"));
            }
        }
    }

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
