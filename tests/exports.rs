//! The built library's export table is exactly the one in `abi/`. Libraries have lost their
//! versions without a word, and then programs refuse to start or are split between two runtimes.

mod library;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{CString, c_void};
use std::os::unix::ffi::OsStrExt;
use std::process::Command;

use library::{library, run};

/// The lines of a table of `abi/` without its heading, split at tabs.
fn table(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().skip(1).map(|line| line.split('\t').collect())
}

fn symbols() -> impl Iterator<Item = Vec<&'static str>> {
    table(include_str!("../abi/symbols.tsv"))
}

fn readelf(options: &[&str]) -> String {
    run(Command::new("readelf").args(options).arg(library()))
}

/// The form of a line of `symbols.tsv` in the library: `FUNC name@@NODE`,
/// `OBJECT(8) name@NODE`.
fn wanted(row: &[&str]) -> String {
    let [name, node, binding, kind, _area] = row else { panic!("{row:?} has not five columns") };
    let at = if *binding == "default" { "@@" } else { "@" };
    let kind = match kind.split_once('=') {
        None => "FUNC".to_owned(),
        Some((of, _)) => format!("OBJECT({})", of[1..].parse::<u32>().expect("u32 or u64") / 8),
    };
    format!("{kind} {name}{at}{node}")
}

#[test]
fn exports_are_exactly_the_tables() {
    let wanted: BTreeSet<String> = symbols().map(|row| wanted(&row)).collect();
    let mut exported = BTreeSet::new();
    for line in readelf(&["--dyn-syms", "-W"]).lines() {
        // Num: Value Size Type Bind Vis Ndx Name
        let columns: Vec<_> = line.split_whitespace().collect();
        if let [_, _, size, kind, "GLOBAL" | "WEAK", visibility, section, name, ..] = columns[..]
            && section != "UND"
        {
            assert_eq!(visibility, "DEFAULT", "{name}");
            let size = if kind == "OBJECT" { format!("({size})") } else { String::new() };
            assert!(exported.insert(format!("{kind}{size} {name}")), "{name} is there twice");
        }
    }
    let missing: Vec<_> = wanted.difference(&exported).collect();
    let surplus: Vec<_> = exported.difference(&wanted).collect();
    assert!(missing.is_empty() && surplus.is_empty(), "missing: {missing:?}\nsurplus: {surplus:?}");
}

#[test]
fn nodes_are_defined_in_the_order_of_the_table() {
    let definitions = readelf(&["-V", "-W"]);
    let (_, definitions) = definitions.split_once("Version definition section").expect("the library defines versions");
    let (definitions, _) = definitions.split_once("Version needs section").expect("the library needs versions of libc");
    let nodes: Vec<_> = definitions.lines().filter_map(|line| Some(line.split_once("Name: ")?.1.trim())).collect();
    let mut wanted = vec!["libgomp.so.1"];
    wanted.extend(include_str!("../abi/nodes.tsv").lines().skip(1));
    assert_eq!(nodes, wanted);
    // The first is index 1, the file itself; references without a version bind to index 2 or lower.
    assert_eq!(nodes[1], "VERSION");
}

#[test]
fn dynamic_section_has_soname_and_flags() {
    let dynamic = readelf(&["-d", "-W"]);
    let value = |tag: &str| dynamic.lines().filter(|line| line.contains(tag)).collect::<Vec<_>>().join(" ");
    assert!(value("(SONAME)").contains("[libgomp.so.1]"), "{dynamic}");
    assert!(value("(FLAGS_1)").contains("NODELETE"), "{dynamic}");
    assert!(!value("(FLAGS)").contains("STATIC_TLS"), "{dynamic}");
    for needed in dynamic.lines().filter(|line| line.contains("(NEEDED)")) {
        assert!(needed.contains("[libc.so.6]") || needed.contains("[ld-linux"), "{needed}");
    }
}

#[test]
fn a_name_has_one_address_under_all_nodes_and_data_its_value() {
    let path = CString::new(library().as_os_str().as_bytes()).expect("a path has no NUL");
    // SAFETY: loading the library runs no code of it but Rust's argument set-up.
    let handle = unsafe { libc::dlopen(path.as_ptr(), libc::RTLD_NOW | libc::RTLD_LOCAL) };
    assert!(!handle.is_null());
    let address = |name: &str, node: &str| -> *mut c_void {
        let (name, node) = (CString::new(name).expect("no NUL"), CString::new(node).expect("no NUL"));
        // SAFETY: the handle is open, the strings end with NUL.
        unsafe { libc::dlvsym(handle, name.as_ptr(), node.as_ptr()) }
    };
    let sources = sources();
    let mut shared = BTreeMap::new();
    for row in symbols() {
        let (name, node, kind) = (row[0], row[1], row[3]);
        let address = address(name, node);
        assert!(!address.is_null(), "{name}@{node}");
        let own = format!("{name}__{}", node.replace('.', "_"));
        if !sources.contains(&format!(" {own}(")) && !sources.contains(&format!("!({own},")) {
            assert_eq!(*shared.entry(name).or_insert(address), address, "{name}@{node}");
        }
        let value = match kind.split_once('=') {
            None => continue,
            // SAFETY: an object of this type is there, as its size in the table and in the library
            // says.
            Some(("u32", _)) => u64::from(unsafe { *address.cast::<u32>() }),
            // SAFETY: as above.
            Some(_) => unsafe { *address.cast::<u64>() },
        };
        assert_eq!(kind.split_once('=').map(|(_, value)| value), Some(value.to_string().as_str()), "{name}");
    }
}

/// The text of all files in `src/abi`, to see which names have a function for one node alone.
fn sources() -> String {
    run(Command::new("cat").args(
        run(Command::new("find").args([concat!(env!("CARGO_MANIFEST_DIR"), "/src/abi"), "-name", "*.rs"])).lines(),
    ))
}

/// The promise of the wheel's platform tag, `manylinux_2_28`: the loader refuses a library that
/// asks for a version which the C library does not have.
#[test]
fn runs_on_glibc_2_28() {
    let versions = readelf(&["-V", "-W"]);
    let mut asked = 0;
    for version in versions.split("Name: GLIBC_2.").skip(1) {
        let minor = version.split(|c: char| !c.is_ascii_digit()).next().expect("a split has a first part");
        let minor: u32 = minor.parse().unwrap_or_else(|_| panic!("GLIBC_2.{minor}"));
        assert!(minor <= 28, "the library asks for GLIBC_2.{minor}");
        asked += 1;
    }
    // On AArch64 it asks for few, since none of the functions there is older than GLIBC_2.17.
    assert!(asked > 0, "{versions}");
    assert!(!versions.contains("GLIBC_PRIVATE"));
}
