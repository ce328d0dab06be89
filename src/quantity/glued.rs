//! Numerals that are glued into one word, cut into their pieces.

use super::machine::Token;
use super::reader::Reader;
use crate::num::Num;
use crate::pack::table::{Lexeme, sort};

/// Sorts with which a glued numeral begins.
pub(super) const GLUED: u64 = sort::DIGIT | sort::TEEN | sort::TENS | sort::HUNDRED | sort::SCALE | sort::FIXED | sort::ARTICLE;

pub(super) fn token(l: &Lexeme, inside: bool) -> Option<Token> {
    Some(match l {
        Lexeme::Digit(d) => Token::Digit(*d),
        Lexeme::Teen(d) => Token::Teen(*d),
        Lexeme::Tens(d) => Token::Tens(*d),
        Lexeme::Hundred(h) => Token::Hundred(*h),
        Lexeme::Scale(s) => Token::Scale(*s),
        Lexeme::Fixed(s) => Token::Fixed(Num::parse(s)?),
        Lexeme::Article if inside => Token::Digit(1),
        _ => return None,
    })
}

/// A piece of a glued numeral.
pub(super) enum Piece<'a> {
    Token(Token),
    Joiner,
    Half,
    OrdinalTail,
    Ordinal(u32),
    Tail(&'a str, &'a str),
}

/// Cuts the word `at..end` into pieces of a numeral, longest first; all of it or nothing.
pub(super) fn cut<'a>(r: &Reader<'a>, at: usize, end: usize, first: bool, depth: usize, out: &mut Vec<Piece<'a>>) -> bool {
    if at == end {
        return !first;
    }
    if depth > 24 {
        return false;
    }
    const PIECES: u64 = GLUED | sort::JOINER | sort::HALF_AFTER | sort::ORDINAL_TAIL | sort::ORDINAL | sort::TAIL;
    let surfaces = &r.pack.surfaces;
    // No word begins with more surfaces than that.
    let (mut hits, mut count) = ([(0, 0); 24], 0);
    let pieces = surfaces.trie.prefixes(&r.folded.as_bytes()[at..end]).filter(|(_, p)| surfaces.sorts(*p) & PIECES != 0);
    for hit in pieces.take(hits.len()) {
        hits[count] = hit;
        count += 1;
    }
    let longest_first = hits[..count].iter().rev().flat_map(|(n, p)| r.pack.lexemes(*p).rev().map(move |l| (at + n, l)));
    for (next, l) in longest_first {
        // Fünfjahresplan: the span is stated, whatever it is the span of.
        if let Lexeme::OpenTail(kind, unit) = l
            && !first
            && end - next >= 3
        {
            out.push(Piece::Tail(kind, unit));
            return true;
        }
        let piece = match l {
            Lexeme::Joiner if !first && next < end => Piece::Joiner,
            Lexeme::HalfAfter if !first => Piece::Half,
            Lexeme::OrdinalTail if !first && next == end => Piece::OrdinalTail,
            Lexeme::Ordinal(o) if !first && next == end => Piece::Ordinal(*o),
            // An article and a tail make a number only where words are glued: einjährig, but not `am` of a and m.
            Lexeme::Tail(..) if !r.pack.table.compounds && matches!(out.as_slice(), [Piece::Token(Token::Digit(1))]) => continue,
            Lexeme::Tail(kind, unit) if !first && next == end => Piece::Tail(kind, unit),
            // ABN is no a and bn.
            Lexeme::Article if first && !r.pack.table.compounds && r.pack.table.spaces => continue,
            l => match token(l, next < end || !first) {
                Some(t) => Piece::Token(t),
                None => continue,
            },
        };
        let mark = out.len();
        out.push(piece);
        if cut(r, next, end, false, depth + 1, out) {
            return true;
        }
        out.truncate(mark);
    }
    false
}
