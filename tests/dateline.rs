//! Which date is a report's own, and which is part of what it tells.

mod common;

/// The report's date, and whether its first full date is its date line.
fn first(lang: &str, text: &str) -> (Option<String>, bool) {
    let r = common::read(text, tertium::pack::find(lang).map(|p| p.tag_static()));
    let date = r.claims.iter().find(|c| c.value.to_string().len() == 10).expect("a full date");
    (r.date.map(|d| format!("{:04}-{:02}-{:02}", d.year, d.month, d.day)), date.dateline)
}

#[test]
fn lines_that_say_when_the_report_was_written() {
    for (lang, text) in [
        ("en", "Bridge closed\n\nOSLO, 3 May 2024\n\nThe bridge is closed."),
        ("en", "OSLO, 3 May 2024 (ABC) - The bridge with its 12 lanes is closed to all traffic until further notice, the city said."),
        ("de", "Brücke gesperrt\nOslo (3. Mai 2024, nda). Die Brücke mit ihren 12 Spuren ist bis auf Weiteres gesperrt."),
        ("de", "Brücke gesperrt\n3. Mai 2024, 08:17 Uhr\nDie Brücke ist gesperrt."),
        ("it", "Ponte chiuso\nOslo, venerdì 3 maggio 2024\nIl ponte è chiuso."),
        ("de", "Brücke gesperrt\nOslo, 3. Mai 2024. Die Brücke mit ihren 12 Spuren ist bis auf Weiteres gesperrt."),
        ("it", "Ponte chiuso\n3 maggio 2024. Il ponte, che ha 12 corsie, è chiuso."),
        ("it", "Ponte chiuso\nOslo, 3 maggio 2024. Il ponte, che ha 12 corsie, è chiuso."),
        ("zh-Hans", "大桥关闭\n2024年5月3日 据市政府消息,有12条车道的大桥已关闭。"),
        ("zh-Hant", "大橋封閉\n2024年5月3日　市政府表示，有12條車道的大橋已封閉。"),
        ("ja", "橋を閉鎖\n2024年5月3日 17:45\n橋は閉鎖された。"),
        ("zh-Hans", "大桥关闭\n2024-05-03 08:17\n大桥已关闭。"),
    ] {
        assert_eq!(first(lang, text), (Some("2024-05-03".into()), true), "{text}");
    }
}

#[test]
fn days_of_wires() {
    assert_eq!(first("zh-Hans", "大桥关闭\n通讯社奥斯陆2024年5月3日电 有12条车道的大桥已关闭。"), (Some("2024-05-03".into()), true));
    // Without a year they are no date of the report, and claim nothing.
    for (lang, text, line) in [
        ("zh-Hans", "大桥关闭\n通讯社奥斯陆5月3日电 有12条车道的大桥已关闭。", true),
        ("zh-Hant", "大橋封閉\n通訊社奧斯陸5月3日電 有12條車道的大橋已封閉。", true),
        ("zh-Hans", "大桥关闭\n奥斯陆5月3日电网故障，大桥已关闭。", false),
    ] {
        let r = common::read(text, tertium::pack::find(lang).map(|p| p.tag_static()));
        let day = r.claims.iter().find(|c| c.value.to_string() == "XXXX-05-03").expect("a day");
        assert_eq!((r.date.is_none(), day.dateline), (true, line), "{text}");
    }
}

#[test]
fn dates_that_a_sentence_tells() {
    for (lang, text) in [
        ("en", "The company hired 120 engineers on 3 May 2024."),
        ("de", "Am 3. Mai 2024 stellte die Firma 120 Ingenieure ein."),
        ("de", "Es war der 3. Mai 2024. Die Firma hatte 120 Ingenieure."),
        ("de", "Als die Firma, am 3. Mai 2024. 120 Ingenieure gingen."),
        ("it", "Il 3 maggio 2024 la società ha assunto 120 ingegneri."),
        ("ja", "2024年5月3日、同社は120人の技術者を採用した。"),
        ("zh-Hant", "2024年5月3日該公司聘用120名工程師。"),
    ] {
        let (date, line) = first(lang, text);
        assert!(!line, "{text}");
        // It is still the best guess at when the report was written.
        assert_eq!(date.as_deref(), Some("2024-05-03"), "{text}");
    }
}

#[test]
fn such_dates_are_compared() {
    let tsv = "en\tit\nThe company hired 120 engineers on 3 May 2024.\tIl 4 maggio 2024 la società ha assunto 120 ingegneri.\n";
    assert_eq!(common::aligned("x.tsv", tsv).findings.iter().filter(|f| f.verdict == tertium::model::Verdict::Contradiction).count(), 1);
}
