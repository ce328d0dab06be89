//! The command line, case by case: arguments, input, exact output, exit status. Each case is a file in `tests/cmd`.

#[test]
fn cli() {
    trycmd::TestCases::new().env("COLUMNS", "100").case("tests/cmd/*.toml");
}
