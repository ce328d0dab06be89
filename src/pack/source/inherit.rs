//! What a pack takes over from another: the other's words first, then its own.

use super::files::{ByKey, Source, Words};

pub(super) fn merge(into: &mut ByKey, more: &ByKey) {
    for (k, words) in more {
        into.entry(k.clone()).or_default().extend(words.iter().cloned());
    }
}

pub(super) fn extend(into: &mut Words, more: &Words) {
    into.extend(more.iter().cloned());
}

pub(super) fn choose(into: &mut String, more: &str) {
    if !more.is_empty() {
        *into = more.to_owned();
    }
}

/// The words of `over` added to those of `base`.
pub(super) fn inherit(base: &Source, over: &Source) -> Source {
    let mut s = base.clone();
    let (p, q) = (&mut s.pack, &over.pack);
    choose(&mut p.tag, &q.tag);
    choose(&mut p.name, &q.name);
    choose(&mut p.script, &q.script);
    p.only_base = q.only_base;
    p.detect = q.detect.clone();
    let (t, u) = (&mut p.text, &q.text);
    t.spaces |= u.spaces;
    t.compounds |= u.compounds;
    t.capital_nouns |= u.capital_nouns;
    choose(&mut t.vowels, &u.vowels);
    choose(&mut t.transliteration, &u.transliteration);
    for (a, b) in [
        (&mut t.endings, &u.endings),
        (&mut t.plurals, &u.plurals),
        (&mut t.prefixes, &u.prefixes),
        (&mut t.verb_endings, &u.verb_endings),
        (&mut t.onsets, &u.onsets),
        (&mut t.elisions, &u.elisions),
        (&mut t.fillers, &u.fillers),
        (&mut t.stops, &u.stops),
        (&mut t.adjectives, &u.adjectives),
        (&mut t.person_titles, &u.person_titles),
        (&mut t.definite, &u.definite),
        (&mut t.name_before_number, &u.name_before_number),
        (&mut t.abbreviations, &u.abbreviations),
        (&mut t.blocked, &u.blocked),
        (&mut t.negations, &u.negations),
        (&mut t.openers, &u.openers),
        (&mut t.count_links, &u.count_links),
        (&mut t.restating, &u.restating),
        (&mut t.compared, &u.compared),
        (&mut t.share_articles, &u.share_articles),
        (&mut t.noun_links, &u.noun_links),
        (&mut t.noun_links_never, &u.noun_links_never),
        (&mut t.noun_links_yet, &u.noun_links_yet),
        (&mut t.capitals, &u.capitals),
    ] {
        extend(a, b);
    }
    let (n, m) = (&mut p.number, &q.number);
    for (a, b) in [
        (&mut n.decimal, &m.decimal),
        (&mut n.group, &m.group),
        (&mut n.scale_link, &m.scale_link),
        (&mut n.part_link, &m.part_link),
        (&mut n.spans, &m.spans),
        (&mut n.determiners, &m.determiners),
        (&mut n.verbs, &m.verbs),
        (&mut n.verb_before, &m.verb_before),
        (&mut n.verb_never, &m.verb_never),
        (&mut n.minus, &m.minus),
        (&mut n.year_after, &m.year_after),
        (&mut n.currencies, &m.currencies),
    ] {
        extend(a, b);
    }
    let (f, g) = (&mut s.inflections, &over.inflections);
    f.every |= g.every;
    extend(&mut f.links, &g.links);
    merge(&mut f.endings, &g.endings);
    f.many.extend(g.many.clone());
    let (n, m) = (&mut s.numerals, &over.numerals);
    choose(&mut n.system, &m.system);
    n.unit_before_ten |= m.unit_before_ten;
    n.shorthand |= m.shorthand;
    n.formal.push_str(&m.formal);
    for (a, b) in [
        (&mut n.joiners, &m.joiners),
        (&mut n.point, &m.point),
        (&mut n.article, &m.article),
        (&mut n.halves.before, &m.halves.before),
        (&mut n.halves.after, &m.halves.after),
        (&mut n.ordinal_marks.before, &m.ordinal_marks.before),
        (&mut n.ordinal_marks.after, &m.ordinal_marks.after),
        (&mut n.ordinal_marks.tail, &m.ordinal_marks.tail),
        (&mut n.some.words, &m.some.words),
    ] {
        extend(a, b);
    }
    for (a, b) in [
        (&mut n.digits, &m.digits),
        (&mut n.teens, &m.teens),
        (&mut n.tens, &m.tens),
        (&mut n.hundreds, &m.hundreds),
        (&mut n.scales, &m.scales),
        (&mut n.money_scales, &m.money_scales),
        (&mut n.fixed, &m.fixed),
        (&mut n.fractions, &m.fractions),
        (&mut n.ordinals, &m.ordinals),
        (&mut n.vague, &m.vague),
        (&mut n.about, &m.about),
        (&mut n.times, &m.times),
        (&mut n.pairs, &m.pairs),
        (&mut n.tails, &m.tails),
        (&mut n.open_tails, &m.open_tails),
        (&mut n.doubtful, &m.doubtful),
    ] {
        merge(a, b);
    }
    for (code, words) in &over.units.money {
        let m = s.units.money.entry(code.clone()).or_default();
        extend(&mut m.words, &words.words);
        extend(&mut m.signs, &words.signs);
    }
    merge(&mut s.units.duration, &over.units.duration);
    merge(&mut s.units.measure, &over.units.measure);
    merge(&mut s.units.percent, &over.units.percent);
    merge(&mut s.units.counters, &over.units.counters);
    s.bounds.bound.extend(over.bounds.bound.iter().cloned());
    extend(&mut s.bounds.governors, &over.bounds.governors);
    extend(&mut s.bounds.governors_beside, &over.bounds.governors_beside);
    extend(&mut s.bounds.governors_links, &over.bounds.governors_links);
    extend(&mut s.bounds.near_times, &over.bounds.near_times);
    extend(&mut s.bounds.range.between, &over.bounds.range.between);
    extend(&mut s.bounds.range.to, &over.bounds.range.to);
    extend(&mut s.bounds.range.and, &over.bounds.range.and);
    extend(&mut s.bounds.range.or, &over.bounds.range.or);
    extend(&mut s.bounds.range.shift, &over.bounds.range.shift);
    extend(&mut s.bounds.range.shift_close, &over.bounds.range.shift_close);
    extend(&mut s.bounds.range.shift_never, &over.bounds.range.shift_never);
    extend(&mut s.bounds.range.change, &over.bounds.range.change);
    extend(&mut s.bounds.range.close, &over.bounds.range.close);
    merge(&mut s.dates.months, &over.dates.months);
    merge(&mut s.dates.weekdays, &over.dates.weekdays);
    merge(&mut s.dates.seasons, &over.dates.seasons);
    merge(&mut s.dates.dayparts, &over.dates.dayparts);
    merge(&mut s.dates.zones, &over.dates.zones);
    extend(&mut s.dates.eras.bc, &over.dates.eras.bc);
    extend(&mut s.dates.eras.ad, &over.dates.eras.ad);
    choose(&mut s.dates.eras.place, &over.dates.eras.place);
    s.dates.either_order |= over.dates.either_order;
    extend(&mut s.dates.open_week, &over.dates.open_week);
    extend(&mut s.dates.date_line_after, &over.dates.date_line_after);
    extend(&mut s.dates.past_month, &over.dates.past_month);
    extend(&mut s.dates.coming_month, &over.dates.coming_month);
    s.rules.rule.extend(over.rules.rule.iter().cloned());
    s.fold.from += &over.fold.from;
    s.fold.to += &over.fold.to;
    s.readings.readings.extend(over.readings.readings.clone());
    merge(&mut s.concepts, &over.concepts);
    merge(&mut s.deeds, &over.deeds);
    merge(&mut s.modifiers, &over.modifiers);
    merge(&mut s.names, &over.names);
    s
}
