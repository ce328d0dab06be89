//! Spells numbers in words, in the ways in which each language does it, for the law that what is spelled reads back.
//!
//! For tests only: it is written apart from the packs, so that a word missing there shows here.

/// Which of a language's spellings to take: every bit is one free choice.
#[derive(Clone, Copy, Debug)]
pub struct Style(pub u32);

impl Style {
    fn on(self, bit: u32) -> bool {
        self.0 >> bit & 1 == 1
    }
}

/// A whole number below 10^15 in words.
pub fn whole(tag: &str, n: u64, style: Style) -> String {
    match tag {
        "de" => german(n, style),
        "en" => english(n, style),
        "it" => italian(n, style),
        "ja" => japanese(n, style),
        "zh-Hans" => chinese(n, style, false),
        _ => chinese(n, style, true),
    }
}

/// A decimal in words: a whole part, then digits one by one.
pub fn decimal(tag: &str, n: u64, digits: &[u8], style: Style) -> String {
    let one = |d: u8| match tag {
        "zh-Hans" | "zh-Hant" | "ja" => HAN[usize::from(d)].to_owned(),
        _ => whole(tag, d.into(), Style(0)),
    };
    let tail: Vec<String> = digits.iter().map(|d| one(*d)).collect();
    let head = whole(tag, n, style);
    match tag {
        "de" => format!("{head} Komma {}", tail.join(" ")),
        "en" => format!("{head} point {}", tail.join(" ")),
        "it" => format!("{head} virgola {}", tail.join(" ")),
        "zh-Hant" => format!("{head}點{}", tail.concat()),
        _ => format!("{head}点{}", tail.concat()),
    }
}

/// A number and a half of the scale it counts, and what that is.
pub fn half_million(tag: &str, n: u64) -> Option<String> {
    let w = whole(tag, n, Style(0));
    Some(match tag {
        "de" if n == 1 => "anderthalb Millionen".into(),
        "de" => format!("{w}einhalb Millionen"),
        "en" => format!("{w} and a half million"),
        "it" if n == 1 => "un milione e mezzo".into(),
        "it" => format!("{w} milioni e mezzo"),
        _ => return None,
    })
}

/// `top` of `bottom` parts.
pub fn fraction(tag: &str, top: u64, bottom: u64) -> String {
    let (a, b) = (top as usize, bottom as usize);
    match tag {
        "de" => {
            let t = ["", "", "", "Drittel", "Viertel", "Fünftel", "Sechstel", "Siebtel", "Achtel", "Neuntel", "Zehntel"][b];
            format!("{} {t}", if a == 1 { "ein".to_owned() } else { german(top, Style(0)) })
        }
        "en" => {
            let t = ["", "", "", "third", "quarter", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"][b];
            if a == 1 { format!("{} {t}", if b == 8 { "an" } else { "a" }) } else { format!("{} {t}s", english(top, Style(0))) }
        }
        "it" => {
            let t = ["", "", "", "terz", "quart", "quint", "sest", "settim", "ottav", "non", "decim"][b];
            if a == 1 { format!("un {t}o") } else { format!("{} {t}i", italian(top, Style(0))) }
        }
        "ja" => format!("{}分の{}", HAN10[b], HAN10[a]),
        _ => format!("{}分之{}", HAN10[b], HAN10[a]),
    }
}

/// An ordinal that stands before a noun; `None` where the language has no simple one.
pub fn ordinal(tag: &str, n: u64) -> Option<String> {
    Some(match tag {
        "de" => match n {
            1 => "erste".into(),
            3 => "dritte".into(),
            7 => "siebte".into(),
            8 => "achte".into(),
            _ if n % 100 < 20 && !n.is_multiple_of(100) => {
                let w = german(n, Style(0));
                match n % 100 {
                    1 => format!("{}erste", w.strip_suffix("eins")?),
                    3 => format!("{}dritte", w.strip_suffix("drei")?),
                    7 => format!("{}siebte", w.strip_suffix("sieben")?),
                    8 => format!("{w}e"),
                    _ => format!("{w}te"),
                }
            }
            _ => format!("{}ste", german(n, Style(0))),
        },
        "en" => {
            let w = english(n, Style(1));
            let cut = w.rfind(['-', ' ']).map_or(0, |i| i + 1);
            let (head, last) = w.split_at(cut);
            let last = match last {
                "one" => "first".into(),
                "two" => "second".into(),
                "three" => "third".into(),
                "five" => "fifth".into(),
                "eight" => "eighth".into(),
                "nine" => "ninth".into(),
                "twelve" => "twelfth".into(),
                l if l.ends_with('y') => format!("{}ieth", &l[..l.len() - 1]),
                l => format!("{l}th"),
            };
            format!("{head}{last}")
        }
        "it" => {
            const FIRST: [&str; 11] = ["", "primo", "secondo", "terzo", "quarto", "quinto", "sesto", "settimo", "ottavo", "nono", "decimo"];
            if n <= 10 {
                return Some(FIRST[n as usize].into());
            }
            if n % 100 == 10 {
                return Some(format!("{}decimo", italian(n - 10, Style(0))));
            }
            let w = italian(n, Style(2));
            let stem = if w.ends_with("tré") {
                format!("{}tre", w.strip_suffix("tré")?)
            } else if w.ends_with("tre") || w.ends_with("sei") {
                w
            } else {
                w[..w.len() - 1].to_owned()
            };
            format!("{stem}esimo")
        }
        "ja" => format!("第{}", japanese(n, Style(0))),
        _ => format!("第{}", chinese(n, Style(0), tag == "zh-Hant")),
    })
}

// German

const DE: [&str; 20] = [
    "null",
    "ein",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
    "siebzehn",
    "achtzehn",
    "neunzehn",
];
const DE_TENS: [&str; 10] = ["", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"];

fn german(n: u64, s: Style) -> String {
    let text = german_scaled(n, s);
    // Swiss spelling, and text without umlauts.
    let text = if s.on(0) { text.replace('ß', "ss") } else { text };
    if s.on(1) { text.replace('ü', "ue").replace('ö', "oe") } else { text }
}

fn german_scaled(n: u64, s: Style) -> String {
    if n == 0 {
        return "null".into();
    }
    let mut parts = Vec::new();
    let mut rest = n;
    for (scale, one, many) in
        [(1_000_000_000_000, "Billion", "Billionen"), (1_000_000_000, "Milliarde", "Milliarden"), (1_000_000, "Million", "Millionen")]
    {
        let g = rest / scale;
        rest %= scale;
        if g == 1 {
            parts.push(format!("eine {one}"));
        } else if g > 0 {
            parts.push(format!("{} {many}", german_group(g, s, true)));
        }
    }
    if rest > 0 {
        let mut w = String::new();
        let (k, below) = (rest / 1000, rest % 1000);
        if k == 1 {
            w += if s.on(2) { "tausend" } else { "eintausend" };
        } else if k > 1 {
            w += &german_group(k, s, false);
            w += "tausend";
        }
        if below > 0 {
            if k > 0 && below < 100 && s.on(3) {
                w += "und";
            }
            w += &german_group(below, s, true);
        }
        parts.push(w);
    }
    parts.join(" ")
}

fn german_group(n: u64, s: Style, last: bool) -> String {
    let mut w = String::new();
    let (h, below) = (n / 100, (n % 100) as usize);
    if h == 1 {
        w += if s.on(4) { "hundert" } else { "einhundert" };
    } else if h > 1 {
        w += DE[h as usize];
        w += "hundert";
    }
    if below > 0 {
        if h > 0 && s.on(5) {
            w += "und";
        }
        if below < 20 {
            w += if below == 1 && last { "eins" } else { DE[below] };
        } else {
            if below % 10 > 0 {
                w += DE[below % 10];
                w += "und";
            }
            w += DE_TENS[below / 10];
        }
    }
    w
}

// English

const EN: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const EN_TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

fn english(n: u64, s: Style) -> String {
    if n == 0 {
        return "zero".into();
    }
    let mut parts: Vec<String> = Vec::new();
    let mut rest = n;
    for (scale, name) in [(1_000_000_000_000, "trillion"), (1_000_000_000, "billion"), (1_000_000, "million"), (1000, "thousand")] {
        let g = rest / scale;
        rest %= scale;
        if g > 0 {
            parts.push(format!("{} {name}", english_group(g, s)));
        }
    }
    if rest > 0 {
        let and = !parts.is_empty() && rest < 100 && s.on(1);
        parts.push(format!("{}{}", if and { "and " } else { "" }, english_group(rest, s)));
    }
    parts.join(if s.on(2) && rest >= 100 { ", " } else { " " })
}

fn english_group(n: u64, s: Style) -> String {
    let mut w = Vec::new();
    let (h, below) = (n / 100, (n % 100) as usize);
    if h > 0 {
        w.push(format!("{} hundred", EN[h as usize]));
        if below > 0 && s.on(1) {
            w.push("and".into());
        }
    }
    if below > 0 {
        w.push(if below < 20 {
            EN[below].into()
        } else if below % 10 == 0 {
            EN_TENS[below / 10].into()
        } else {
            format!("{}{}{}", EN_TENS[below / 10], if s.on(0) { " " } else { "-" }, EN[below % 10])
        });
    }
    w.join(" ")
}

// Italian

const IT: [&str; 20] = [
    "zero",
    "uno",
    "due",
    "tre",
    "quattro",
    "cinque",
    "sei",
    "sette",
    "otto",
    "nove",
    "dieci",
    "undici",
    "dodici",
    "tredici",
    "quattordici",
    "quindici",
    "sedici",
    "diciassette",
    "diciotto",
    "diciannove",
];
const IT_TENS: [&str; 10] = ["", "", "venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta"];

fn italian(n: u64, s: Style) -> String {
    if n == 0 {
        return "zero".into();
    }
    let mut parts = Vec::new();
    let mut rest = n;
    for (scale, one, many) in [(1_000_000_000_000, "bilione", "bilioni"), (1_000_000_000, "miliardo", "miliardi"), (1_000_000, "milione", "milioni")]
    {
        let g = rest / scale;
        rest %= scale;
        if g == 1 {
            parts.push(format!("un {one}"));
        } else if g > 0 {
            parts.push(format!("{} {many}", italian_group(g, s)));
        }
    }
    if rest > 0 {
        let (k, below) = (rest / 1000, rest % 1000);
        let mut w = String::new();
        if k == 1 {
            w += "mille";
        } else if k > 1 {
            w += &italian_group(k, Style(0)).replace('é', "e");
            w += "mila";
        }
        if below > 0 {
            w += &italian_group(below, s);
        }
        parts.push(w);
    }
    parts.join(if s.on(0) { " e " } else { " " })
}

fn italian_group(n: u64, s: Style) -> String {
    let mut w = String::new();
    let (h, below) = (n / 100, (n % 100) as usize);
    if h > 1 {
        w += IT[h as usize];
    }
    if h > 0 {
        // Centotto and centootto, centundici and centoundici: both are written.
        w += if s.on(1) && (below == 8 || below / 10 == 8) { "cent" } else { "cento" };
    }
    if below > 0 && below < 20 {
        w += IT[below];
    } else if below > 0 {
        let t = IT_TENS[below / 10];
        match below % 10 {
            0 => w += t,
            1 | 8 => {
                w += &t[..t.len() - 1];
                w += IT[below % 10];
            }
            3 if s.on(2) => {
                w += t;
                w += "tré";
            }
            u => {
                w += t;
                w += IT[u];
            }
        }
    }
    w
}

// Chinese and Japanese

const HAN: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
const HAN10: [&str; 11] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
const LEGAL_HANS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
const LEGAL_HANT: [&str; 10] = ["零", "壹", "貳", "叁", "肆", "伍", "陸", "柒", "捌", "玖"];

fn chinese(n: u64, s: Style, traditional: bool) -> String {
    // Positional: 二〇二五.
    if s.on(0) && s.on(1) && s.on(2) && (100..10_000).contains(&n) {
        return n.to_string().bytes().map(|b| HAN[usize::from(b - b'0')]).collect();
    }
    let legal = s.on(0) && s.on(1);
    let zero = if s.on(3) && !legal { "〇" } else { "零" };
    if n == 0 {
        return zero.into();
    }
    let wan = if traditional { "萬" } else { "万" };
    let yi = if traditional { "億" } else { "亿" };
    let zhao = if traditional { "兆" } else { "万亿" };
    let mut w = String::new();
    let mut gap = false;
    for (scale, name) in [(1_000_000_000_000u64, zhao), (100_000_000, yi), (10_000, wan), (1, "")] {
        let g = n / scale % 10_000;
        if g == 0 {
            gap = !w.is_empty();
            continue;
        }
        if !w.is_empty() && (gap || g < 1000) {
            w += zero;
        }
        w += &section(g, s, traditional, legal, zero, w.is_empty(), name);
        w += name;
        gap = false;
    }
    w
}

fn section(g: u64, s: Style, traditional: bool, legal: bool, zero: &str, first: bool, scale: &str) -> String {
    let digits = match (legal, traditional) {
        (true, true) => LEGAL_HANT,
        (true, false) => LEGAL_HANS,
        _ => HAN,
    };
    let units = if legal { ["", "拾", "佰", "仟"] } else { ["", "十", "百", "千"] };
    let pair = if traditional { "兩" } else { "两" };
    // Two of a scale: 两万.
    if g == 2 && !scale.is_empty() && !legal && s.on(4) {
        return pair.into();
    }
    let mut w = String::new();
    let mut nought = false;
    for i in (0..4).rev() {
        let d = (g / 10u64.pow(i) % 10) as usize;
        if d == 0 {
            nought = !w.is_empty();
            continue;
        }
        if nought {
            w += zero;
        }
        nought = false;
        if i == 1 && d == 1 && w.is_empty() && first && !legal && !s.on(5) {
            // Twelve is ten-two.
        } else if d == 2 && i >= 2 && !legal && s.on(4) {
            w += pair;
        } else {
            w += digits[d];
        }
        w += units[i as usize];
    }
    w
}

fn japanese(n: u64, s: Style) -> String {
    if s.on(0) && s.on(1) && (100..10_000).contains(&n) {
        return n.to_string().bytes().map(|b| HAN[usize::from(b - b'0')]).collect();
    }
    if n == 0 {
        return if s.on(2) { "〇" } else { "零" }.into();
    }
    let old = s.on(3);
    let digit = |d: usize| match d {
        1 if old => "壱",
        2 if old => "弐",
        3 if old => "参",
        d => HAN[d],
    };
    let mut w = String::new();
    for (scale, name) in [(1_000_000_000_000u64, "兆"), (100_000_000, "億"), (10_000, "万"), (1, "")] {
        let g = n / scale % 10_000;
        if g == 0 {
            continue;
        }
        // Figures before each scale word: 3万4567.
        if s.on(4) && s.on(5) && !old {
            w += &g.to_string();
        } else {
            for i in (0..4).rev() {
                let d = (g / 10u64.pow(i) % 10) as usize;
                if d == 0 {
                    continue;
                }
                let bare = d == 1 && (i == 1 || i == 2 || i == 3 && (name.is_empty() || s.on(6)));
                if !bare || old {
                    w += digit(d);
                }
                w += match i {
                    1 if old => "拾",
                    1 => "十",
                    2 => "百",
                    3 => "千",
                    _ => "",
                };
            }
        }
        w += name;
    }
    w
}
