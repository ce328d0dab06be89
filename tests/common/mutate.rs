//! Texts that were damaged: pieces of real ones cut, doubled, swapped and mixed with what readers do not expect. Chance that is
//! the same every time.

/// Chance.
pub struct Chance(u64);

impl Chance {
    /// From a seed.
    pub fn new(seed: u64) -> Chance {
        Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n.max(1)
    }

    /// One of several.
    pub fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}

/// What stands in no text that was looked over.
const ODD: &[&str] = &[
    "\0",
    "\u{1b}[31m",
    "\u{202e}",
    "\u{2066}",
    "\u{feff}",
    "\u{200d}",
    "\u{301}",
    "\r",
    "\n\n",
    "\t",
    "\u{85}",
    "\u{2028}",
    "\u{10ffff}",
    "<b>",
    "</p>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "&amp;",
    "&#x110000;",
    "&#0;",
    "&nbsp",
    "](",
    "[",
    "**",
    "```",
    "<ruby>",
    "<rt>",
    "<script>",
    "{0}",
    "%s",
    "%1$d",
    "\\N{",
    "\"",
    "\"\"",
    "'",
    "999999999999999999999999999999",
    "0.000000000000000000000000001",
    "-",
    "−",
    "1e400",
    "½",
    "٣",
    "Ⅳ",
    "㍻",
    "①",
    "10²",
    "1/0",
    "0/0",
    "00:00",
    "99:99",
    "31.02.2024",
    "2024-13-45",
    "$",
    "€",
    "%",
    "‰",
    "ſ",
    "ß",
    "İ",
    "ı",
    "ﬁ",
    "🎉",
];

/// A damaged copy.
pub fn damaged(bytes: &[u8], others: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=chance.below(6) {
        let (a, b) = (chance.below(out.len() + 1), chance.below(out.len() + 1));
        let (a, b) = (a.min(b), a.max(b));
        match chance.below(9) {
            0 => drop(out.drain(a..b.min(a + 200))),
            1 => {
                let piece = out[a..b.min(a + 300)].to_vec();
                out.splice(a..a, piece);
            }
            2 => out.truncate(b),
            3 if a < out.len() => out[a] ^= 1 << chance.below(8),
            4 if !others.is_empty() => {
                let other = &others[chance.below(others.len())];
                let (c, d) = (chance.below(other.len() + 1), chance.below(400));
                let piece = other[c..other.len().min(c + d)].to_vec();
                out.splice(a..a, piece);
            }
            5 => {
                let piece = chance.pick(ODD).repeat(1 + chance.below(3) * chance.below(40));
                out.splice(a..a, piece.bytes());
            }
            6 => {
                // A digit here and there becomes another.
                for byte in &mut out {
                    if byte.is_ascii_digit() && chance.below(4) == 0 {
                        *byte = b'0' + chance.below(10) as u8;
                    }
                }
            }
            7 => {
                let at = out[a..].iter().position(|c| *c == b' ').map_or(a, |i| a + i);
                out.splice(at..at, chance.pick(ODD).bytes());
            }
            _ => out.rotate_left(a),
        }
    }
    out.truncate(1 << 16);
    out
}
