//! Compiles the packs: reads `packs/`, refuses what the schema does not know, writes one table a language.

#[allow(dead_code)]
#[path = "src/pack"]
mod pack {
    pub mod source;
    pub mod table;
    pub mod trie;
}

use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=packs");
    println!("cargo::rerun-if-changed=src/pack");
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    let out = Path::new(&out);
    match pack::source::compile(Path::new("packs")) {
        Ok((common, tables)) => {
            let encode = |name: &str, bytes: Vec<u8>| fs::write(out.join(name), bytes).expect("write to OUT_DIR");
            encode("common.bin", postcard::to_stdvec(&common).expect("encode"));
            let mut list = String::from("&[\n");
            for table in &tables {
                encode(&format!("{}.bin", table.tag), postcard::to_stdvec(table).expect("encode"));
                list += &format!("({:?}, {:?}, include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{}.bin\"))),\n", table.tag, table.script, table.tag);
            }
            list += "]\n";
            fs::write(out.join("packs.rs"), list).expect("write to OUT_DIR");
        }
        Err(errors) => {
            for e in errors {
                println!("cargo::error={e}");
            }
            std::process::exit(1);
        }
    }
}
