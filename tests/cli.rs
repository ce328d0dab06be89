//! Command lines as data: arguments, exact output, exit status.

#[test]
fn command_lines() {
    trycmd::TestCases::new().case("tests/cmd/*.toml");
}
