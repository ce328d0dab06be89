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
    assert!(one == run(2) && one == run(8), "the answer depends on the number of threads");
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
