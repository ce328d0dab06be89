//! Which encoding a file's bytes are in: by byte order mark, by what its bytes can be, by what it says of itself, or by
//! what it looks most like.

use encoding_rs::{Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

/// How much of a file is looked at.
pub const HEAD: usize = 1 << 20;

/// A file's encoding, and how long its byte order mark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sniffed {
    /// The encoding.
    pub encoding: &'static Encoding,
    /// Bytes of the mark, to be left out.
    pub mark: usize,
}

/// The encoding of bytes that begin with `head`, which is all of them if `whole`; an error is the offset of a NUL that
/// says they are no text.
pub fn sniff(head: &[u8], whole: bool, declared: Option<&'static Encoding>) -> Result<Sniffed, usize> {
    let mark = Encoding::for_bom(head);
    if let Some(encoding) = declared {
        let mark = mark.filter(|m| m.0 == encoding).map_or(0, |m| m.1);
        return Ok(Sniffed { encoding, mark });
    }
    if let Some((encoding, mark)) = mark {
        return Ok(Sniffed { encoding, mark });
    }
    let found = |encoding| Ok(Sniffed { encoding, mark: 0 });
    if let Some(first) = memchr::memchr(0, head) {
        return wide(head).map_or(Err(first), found);
    }
    let switches = switches(head);
    if !switches && is_utf8(head, whole) {
        return found(UTF_8);
    }
    if let Some(said) = stated(head).filter(|e| !switches && *e != UTF_8 && *e != UTF_16LE && *e != UTF_16BE) {
        return found(said);
    }
    if !switches && nearly_utf8(head) {
        return found(UTF_8);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(head, whole);
    let guess = detector.guess(None, chardetng::Utf8Detection::Allow);
    found(if guess == GBK { GB18030 } else { guess })
}

/// Whether bytes are in UTF-8 if they can be read so: there is no mark, no NUL and no switch that says otherwise.
pub fn may_be_utf8(bytes: &[u8]) -> bool {
    Encoding::for_bom(bytes).is_none() && memchr::memchr(0, bytes).is_none() && !switches(bytes)
}

/// Whether there are marks that switch between sets of characters.
fn switches(bytes: &[u8]) -> bool {
    memchr::memchr_iter(0x1B, bytes).any(|i| matches!(bytes.get(i + 1..i + 3), Some([b'$' | b'(', b'@' | b'B' | b'J'])))
}

/// The encoding of a label as it is used in files and calls: `shift_jis`, `latin1`, `gb18030`.
pub fn by_label(label: &str) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(label.trim().as_bytes())?;
    Some(if encoding == GBK { GB18030 } else { encoding })
}

/// UTF-16 without a mark: the order of bytes in which nearly all characters are usual ones, and none a control character.
fn wide(head: &[u8]) -> Option<&'static Encoding> {
    let part = &head[..head.len().min(1 << 16) & !1];
    let usual = |c: char| matches!(c, '\n' | '\r' | '\t' | ' '..='\u{17F}' | '\u{2010}'..='\u{20AC}' | '\u{3000}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{FF01}'..='\u{FFEE}');
    let score = |encoding: &'static Encoding| {
        let (text, _) = encoding.decode_without_bom_handling(part);
        // The last character may be cut in two.
        let broken = text.chars().filter(|c| *c == '\u{FFFD}').count() > 1;
        let control = text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{C}'));
        // The zeros are halves of plain letters, spaces and line ends; zeros in the other half are chance.
        let zeros = |at: usize| part.iter().skip(at).step_by(2).filter(|b| **b == 0).count();
        let (high, low) = if encoding == UTF_16LE { (zeros(1), zeros(0)) } else { (zeros(0), zeros(1)) };
        let broken = broken || high <= low;
        let all = text.chars().count();
        let good = text.chars().filter(|c| usual(*c)).count();
        (!broken && !control && all > 0 && good * 20 >= all * 19).then(|| good * 1000 / all)
    };
    match (score(UTF_16LE), score(UTF_16BE)) {
        (None, None) => None,
        (a, b) if a >= b => Some(UTF_16LE),
        _ => Some(UTF_16BE),
    }
}

fn is_utf8(head: &[u8], whole: bool) -> bool {
    match std::str::from_utf8(head) {
        Ok(_) => true,
        // A character that the end of the head cuts in two.
        Err(e) => !whole && e.error_len().is_none(),
    }
}

/// Whether bytes are in UTF-8 but for a few: a text that was cut inside a character, or into which another was pasted. In no
/// other encoding do so many characters look so by chance.
fn nearly_utf8(head: &[u8]) -> bool {
    /// Characters of more than one byte for each place that is wrong.
    const EACH: usize = 10;
    let (mut good, mut bad) = (0, 0);
    for part in head.utf8_chunks() {
        good += part.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!part.invalid().is_empty());
    }
    good >= bad * EACH && good > 0
}

/// What the file says of its encoding: an XML declaration, a `meta` of HTML, the header of a gettext catalogue.
fn stated(head: &[u8]) -> Option<&'static Encoding> {
    let top = &head[..head.len().min(4096)];
    for key in ["encoding=", "charset="] {
        for at in memchr::memmem::find_iter(top, key.as_bytes()) {
            let rest = &top[at + key.len()..];
            let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
            let end = rest.iter().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'.'))).unwrap_or(rest.len());
            if let Some(encoding) = std::str::from_utf8(&rest[..end]).ok().and_then(by_label) {
                return Some(encoding);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{BIG5, EUC_JP, ISO_8859_15, SHIFT_JIS, WINDOWS_1252};

    #[test]
    fn a_text_that_is_cut_or_damaged_is_still_utf8() {
        let sniffed = |bytes: &[u8]| sniff(bytes, true, None).map(|s| s.encoding);
        let text = "Die Brücke über die Wörnitz wird für zwölf Millionen Euro erneuert, später auch die Straße nach Süden; größer wird sie nicht.";
        let (mut cut, mut pasted) = (text.as_bytes().to_vec(), text.as_bytes().to_vec());
        cut.extend(&"ü".as_bytes()[..1]);
        pasted.splice(3..3, *b"\xFCber ");
        assert_eq!(sniffed(&cut), Ok(UTF_8));
        assert_eq!(sniffed(&pasted), Ok(UTF_8));
        assert_eq!(sniffed(&of(text, WINDOWS_1252)), Ok(WINDOWS_1252), "no character of it looks like UTF-8");
        assert_eq!(sniffed(b"ein Caf\xE9"), Ok(WINDOWS_1252), "one wrong byte and nothing beside it");
    }

    fn of(text: &str, encoding: &'static Encoding) -> Vec<u8> {
        let (bytes, _, lossy) = encoding.encode(text);
        assert!(!lossy, "{} cannot write {text}", encoding.name());
        bytes.into_owned()
    }

    fn back(bytes: &[u8]) -> String {
        let s = sniff(bytes, true, None).expect("text");
        s.encoding.decode_without_bom_handling(&bytes[s.mark..]).0.into_owned()
    }

    const JA: &str = "市の発表によると、図書館には約三千人が訪れ、貸し出しは一万二千冊に上った。担当者は来年も続けたいと話している。";
    const HANS: &str = "据市政府介绍,图书馆当天接待了约三千名读者,共借出一万两千册图书。工作人员表示明年还将继续举办。";
    const HANT: &str = "據市政府介紹,圖書館當天接待了約三千名讀者,共借出一萬兩千冊圖書。工作人員表示明年還將繼續舉辦。";
    const DE: &str = "Für 3.000 Gäste wären größere Säle nötig, erklärte Bürgermeister Jörg Müßig gestern.";

    #[test]
    fn encodings_are_told_apart() {
        for (text, encoding) in [(JA, SHIFT_JIS), (JA, EUC_JP), (HANS, GB18030), (HANT, BIG5), (DE, WINDOWS_1252), (DE, UTF_8), (JA, UTF_8)] {
            assert_eq!(back(&of(text, encoding)), text, "{}", encoding.name());
        }
        let mut marked = vec![0xEF, 0xBB, 0xBF];
        marked.extend(DE.as_bytes());
        assert_eq!(back(&marked), DE);
    }

    #[test]
    fn utf_16_with_and_without_mark() {
        for text in [DE, "第一行\n2024年,約三千人\n"] {
            for mark in [true, false] {
                let units: Vec<u16> = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16()).collect();
                let le: Vec<u8> = units.iter().flat_map(|u| u.to_le_bytes()).collect();
                let be: Vec<u8> = units.iter().flat_map(|u| u.to_be_bytes()).collect();
                assert_eq!((back(&le).as_str(), back(&be).as_str()), (text, text), "mark {mark}");
            }
        }
        assert_eq!(sniff(b"PK\x03\x04\0\0\x08\0", true, None), Err(4));
        assert_eq!(sniff(b"abc\0def\n", true, None), Err(3));
        assert_eq!(sniff(b"\0", true, None), Err(0));
        assert_eq!(sniff(b"\x7fELF\x02\x01\x01\0\0\0", true, None), Err(7));
    }

    #[test]
    fn what_a_file_says_and_what_the_call_says() {
        let page = of(&format!("<html><head><meta charset='iso-8859-15'></head><body>12 € — {DE}</body>").replace(" — ", " "), ISO_8859_15);
        assert!(back(&page).contains("12 €"), "{}", back(&page));
        let xml = of("<?xml version='1.0' encoding='EUC-JP'?><a>三</a>", EUC_JP);
        assert!(back(&xml).contains('三'));
        let bytes = of("十二", SHIFT_JIS);
        assert_eq!(sniff(&bytes, true, by_label("sjis")).map(|s| s.encoding), Ok(SHIFT_JIS));
        assert_eq!(by_label("no such"), None);
        // A cut character at the end of the head is no reason to doubt UTF-8.
        let long = "é".repeat(10);
        assert_eq!(sniff(&long.as_bytes()[..9], false, None).map(|s| s.encoding), Ok(UTF_8));
    }
}
