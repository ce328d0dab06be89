//! The bodies of the fuzz targets on a stable toolchain: with what has crashed or hung before (`fuzz/crashes`), and with damaged
//! copies of real inputs and with noise. `TERTIUM_FUZZ=100000 cargo test --test fuzz` runs as many a body.

#[path = "../fuzz/bodies.rs"]
mod bodies;
#[path = "common/mutate.rs"]
mod mutate;

use mutate::{Chance, damaged};
use std::path::{Path, PathBuf};

fn files(folder: &str, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    entries.sort();
    for p in entries {
        if p.is_dir() { files(&p.to_string_lossy(), out) } else { out.push(p) }
    }
}

/// Inputs that a body knows what to do with.
fn seeds() -> Vec<Vec<u8>> {
    let mut paths = Vec::new();
    ["corpus", "tests/data"].iter().for_each(|f| files(f, &mut paths));
    paths.retain(|p| p.metadata().is_ok_and(|m| m.len() < 20_000));
    paths.iter().filter_map(|p| std::fs::read(p).ok()).collect()
}

/// Runs a body; a panic is told with the input that led to it.
fn run(name: &str, body: bodies::Body, input: &[u8]) {
    if std::panic::catch_unwind(|| body(input)).is_err() {
        let path = std::env::temp_dir()
            .join(format!("tertium-crash-{name}-{:x}", input.iter().fold(7u64, |h, b| h.wrapping_mul(31).wrapping_add(u64::from(*b)))));
        let _ = std::fs::write(&path, input);
        panic!("`{name}` panics on {} ({} bytes); keep it as fuzz/crashes/{name}-WHAT", path.display(), input.len());
    }
}

#[test]
fn what_crashed_before() {
    let mut paths = Vec::new();
    files("fuzz/crashes", &mut paths);
    for p in paths {
        let name = p.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        let (_, body) = bodies::ALL.iter().find(|(b, _)| name.split('-').next() == Some(b)).unwrap_or_else(|| panic!("{name}: no body of this name"));
        run(name, *body, &std::fs::read(Path::new(&p)).expect("a file"));
    }
}

#[test]
fn damaged_inputs_and_noise() {
    let times: usize = std::env::var("TERTIUM_FUZZ").ok().and_then(|n| n.parse().ok()).unwrap_or(60);
    let seeds = seeds();
    assert!(seeds.len() > 30, "too few inputs to start from");
    for (n, (name, body)) in bodies::ALL.iter().enumerate() {
        let mut chance = Chance::new(n as u64 + 1);
        for _ in 0..times {
            // The first bytes choose the format.
            let mut input: Vec<u8> = (0..2).map(|_| chance.below(256) as u8).collect();
            match chance.below(5) {
                0 => input.extend((0..chance.below(300)).map(|_| chance.below(256) as u8)),
                1 => input.extend((0..chance.below(60)).map(|_| b"0123456789.,- %\n"[chance.below(16)])),
                _ => {
                    let seed = &seeds[chance.below(seeds.len())];
                    let from = chance.below(seed.len() + 1);
                    input.extend(damaged(&seed[from..seed.len().min(from + 1_500)], &seeds, &mut chance));
                }
            }
            run(name, *body, &input);
        }
    }
}

#[test]
fn every_body_has_a_target() {
    for (name, _) in bodies::ALL {
        let target = std::fs::read_to_string(format!("fuzz/targets/{name}.rs")).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(target.contains(&format!("bodies::{name}(data)")));
        assert!(std::fs::read_to_string("fuzz/Cargo.toml").expect("the manifest").contains(&format!("targets/{name}.rs")));
    }
}
