//! The answer depends on the input only: not on the number of threads, not on the order of arguments.

mod common;

use std::path::PathBuf;
use tertium::report::json;
use tertium::{check_story, finding, input, read_story};

fn answer(paths: &[PathBuf]) -> String {
    let found = input::find(paths);
    let answers: Vec<_> =
        found.stories.iter().map(|s| check_story(input::shown(&s.path), read_story(s, None).0, finding::Options::default())).collect();
    json::whole(&answers)
}

#[test]
fn threads_change_nothing() {
    let run = |n| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n).build().expect("a pool");
        pool.install(|| answer(&[PathBuf::from("corpus")]))
    };
    let one = run(1);
    assert!(one == run(2) && one == run(16), "the answer depends on the number of threads");
}

#[test]
fn order_of_arguments_changes_nothing() {
    for name in common::stories() {
        let mut paths = input::find(&[PathBuf::from("corpus").join(&name)]).stories.remove(0).files;
        let one = answer(&paths);
        paths.reverse();
        assert!(one == answer(&paths), "{name}: the answer depends on the order of the arguments");
        paths.rotate_left(2);
        assert!(one == answer(&paths), "{name}: the answer depends on the order of the arguments");
    }
}

#[test]
fn stories_one_by_one_say_what_they_say_together() {
    let lines = |paths: &[PathBuf]| -> Vec<(String, String)> {
        let v: serde_json::Value = serde_json::from_str(&answer(paths)).expect("JSON");
        let list = v["findings"].as_array().expect("findings");
        list.iter().map(|f| (f["id"].to_string(), f["explanation"].to_string())).collect()
    };
    let together = lines(&[PathBuf::from("corpus")]);
    let apart: Vec<(String, String)> = common::stories().iter().flat_map(|s| lines(&[PathBuf::from("corpus").join(s)])).collect();
    assert_eq!(together, apart);
}

#[test]
fn rows_in_two_files_or_in_another_order_say_the_same() {
    let row = |n: usize| {
        let (paid, days) = (n % 9 + 2, n - n % 7 / 6);
        format!("r{n}\tIt paid {paid} million euros in {n} days.\tEs zahlte {paid} Millionen Euro in {days} Tagen.")
    };
    let rows: Vec<String> = (0..400).map(row).collect();
    let said = |rows: &[String]| -> Vec<String> {
        let a = common::aligned("rows.tsv", &format!("id\ten\tde\n{}\n", rows.join("\n")));
        a.findings.iter().map(|f| format!("{} {} {}", a.segment_names[f.segment.expect("a row")], f.id, f.explanation)).collect()
    };
    let whole = said(&rows);
    assert!(whole.len() > 400);
    let (a, b) = rows.split_at(137);
    assert_eq!(whole, [said(a), said(b)].concat());
    let sorted = |mut v: Vec<String>| {
        v.sort();
        v
    };
    let mut turned = rows.clone();
    turned.reverse();
    turned.rotate_left(55);
    assert_eq!(sorted(whole), sorted(said(&turned)));
}
