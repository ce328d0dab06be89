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
