//! Gives the library its ELF interface: the names that it exports, and their version nodes.
//!
//! `abi/` says what libgomp and libomp export, and with which C prototypes; `src/abi` is searched
//! for the functions that exist. From these come:
//!
//! - `exports.rs`, which binds each name to its function or to a stub, and the version script;
//! - `signatures.rs`, by which the compiler checks that a function has its prototype's type;
//! - `documentation.rs`, with the macros from which functions that macros define get their docs;
//! - `symbols.md`, the page that says which names have a function.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use prototypes::Prototype;

#[path = "abi/prototypes.rs"]
mod prototypes;

/// One line of `abi/symbols.tsv`: a name under one version node.
struct Symbol {
    name: String,
    node: String,
    default: bool,
    /// `fn`, or type and value of a data object: `u64=7`.
    kind: String,
    area: String,
}

fn main() {
    for input in ["build.rs", "abi", "src/abi"] {
        println!("cargo:rerun-if-changed={input}");
    }
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets OUT_DIR"));
    let symbols = read_symbols();
    let mut functions = BTreeMap::new();
    find_functions(Path::new("src/abi"), "crate::abi", &mut functions);
    check_names(&symbols, &functions);
    let prototypes = prototypes::read(Path::new("abi/prototypes")).prototypes;
    let own = own_functions(&symbols, &functions);
    check_prototypes(&prototypes, &own);

    for (file, text) in [
        ("exports.rs", exports(&symbols, &functions)),
        ("signatures.rs", signatures(&prototypes, &own)),
        ("documentation.rs", documentation(&prototypes)),
        ("symbols.md", page(&symbols, &functions)),
    ] {
        fs::write(out.join(file), text).expect("OUT_DIR is writable");
    }
    let script = out.join("version.map");
    fs::write(&script, version_script()).expect("OUT_DIR is writable");

    // An OpenMP runtime's threads outlive dlclose, so it is never unloaded.
    for arg in ["-soname=libgomp.so.1", "-znodelete", &format!("--version-script={}", script.display())] {
        println!("cargo:rustc-cdylib-link-arg=-Wl,{arg}");
    }
    link_with_lld(&out);
    link_libgcc();
    if env::var_os("CARGO_FEATURE_PORTABLE").is_some() {
        need_old_libraries();
    }
}

/// Has lld link the library: GNU ld refuses our version script beside rustc's own. On x86-64 rustc
/// does so by itself. The toolchain's own lld is taken if it has one, otherwise the system's. A C
/// compiler for another architecture looks for it in none of their folders.
fn link_with_lld(out: &Path) {
    if architecture() == "x86_64" {
        return;
    }
    println!("cargo:rustc-cdylib-link-arg=-fuse-ld=lld");
    let [rustc, host] = ["RUSTC", "HOST"].map(|name| env::var(name).expect("cargo sets it"));
    let sysroot = Command::new(&rustc).args(["--print", "sysroot"]).output();
    let sysroot = sysroot.unwrap_or_else(|error| panic!("{rustc}: {error}")).stdout;
    let sysroot = PathBuf::from(String::from_utf8_lossy(&sysroot).trim());
    let mut folders = vec![sysroot.join("lib/rustlib").join(host).join("bin/gcc-ld")];
    folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    let Some(lld) = folders.iter().map(|folder| folder.join("ld.lld")).find(|file| file.exists()) else {
        println!("cargo:warning=there is no ld.lld, which has to link the library");
        return;
    };
    let folder = out.join("lld");
    let link = folder.join("ld.lld");
    fs::create_dir_all(&folder).expect("OUT_DIR is writable");
    let _ = fs::remove_file(&link);
    symlink(lld, link).expect("OUT_DIR is writable");
    println!("cargo:rustc-cdylib-link-arg=-B{}", folder.display());
}

/// The architecture that the library is built for.
fn architecture() -> String {
    env::var("CARGO_CFG_TARGET_ARCH").expect("cargo sets CARGO_CFG_TARGET_ARCH")
}

/// Has the library need libpthread and libdl, which before glibc 2.34 had the functions that
/// `src/sys/glibc.rs` binds by their first versions. On newer systems both are empty, and would
/// be opened in vain in every process below an LD_PRELOAD.
fn need_old_libraries() {
    for arg in ["-Wl,--no-as-needed", "-l:libpthread.so.0", "-l:libdl.so.2", "-Wl,--as-needed"] {
        println!("cargo:rustc-cdylib-link-arg={arg}");
    }
}

/// Links GCC's support libraries into the library: the unwinder that Rust's own library refers to,
/// and the arithmetic of 128-bit floats. Otherwise every process below an LD_PRELOAD would load
/// libgcc_s.so.1 as well: nine system calls.
fn link_libgcc() {
    let compiler = cc::Build::new().get_compiler();
    for name in ["gcc_eh", "gcc"] {
        let answer = compiler.to_command().arg(format!("-print-file-name=lib{name}.a")).output();
        let answer = answer.unwrap_or_else(|error| panic!("{}: {error}", compiler.path().display())).stdout;
        let archive = PathBuf::from(String::from_utf8_lossy(&answer).trim());
        // A compiler that does not have the archive answers with the bare name; the library then
        // needs libgcc_s.so.1.
        if let Some(folder) = archive.parent().filter(|folder| folder.is_absolute()) {
            println!("cargo:rustc-link-search=native={}", folder.display());
            println!("cargo:rustc-link-lib=static={name}");
        }
    }
}

/// The lines of a table without its heading, split at tabs.
fn read_table(path: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

fn read_symbols() -> Vec<Symbol> {
    let symbol = |row: Vec<String>| {
        let [name, node, binding, kind, area] = row.try_into().expect("abi/symbols.tsv has five columns");
        Symbol { name, node, default: binding == "default", kind, area }
    };
    read_table("abi/symbols.tsv").into_iter().map(symbol).collect()
}

/// Collects name → path of every exported function below `folder`, whose module is `module`.
fn find_functions(folder: &Path, module: &str, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("src/abi is readable") {
        let path = entry.expect("src/abi is readable").path();
        let stem = path.file_stem().and_then(|s| s.to_str()).expect("file names are UTF-8").to_owned();
        if path.is_dir() {
            find_functions(&path, &format!("{module}::{stem}"), found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            let module = if stem == "mod" { module.to_owned() } else { format!("{module}::{stem}") };
            let text = fs::read_to_string(&path).expect("sources are UTF-8");
            for name in text.lines().filter_map(exported_name) {
                let path = format!("{module}::{name}");
                // Macros of any kind match too; only names that somebody wrote twice matter.
                if let Some(other) = found.insert(name.to_owned(), path.clone()) {
                    assert!(!like_api(name), "{name} is defined twice: {other} and {path}");
                }
            }
        }
    }
}

/// The name that a line of source defines, if it begins `pub [unsafe] extern "C[-unwind]" fn NAME(`
/// or `some::macro!(NAME`. Only at the start of a line: an indented definition is inside a test
/// module or a macro's body.
fn exported_name(line: &str) -> Option<&str> {
    let rest = match line.strip_prefix("pub ") {
        Some(rest) => {
            let rest = rest.strip_prefix("unsafe ").unwrap_or(rest).strip_prefix("extern \"C")?;
            rest.strip_prefix("-unwind").unwrap_or(rest).strip_prefix("\" fn ")?
        }
        None => {
            let (callee, rest) = line.split_once("!(")?;
            callee.chars().all(|c| is_identifier(c) || c == ':').then_some(rest)?
        }
    };
    let end = rest.find(|c| !is_identifier(c))?;
    Some(&rest[..end]).filter(|name| !name.is_empty())
}

fn is_identifier(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The name of a function that serves one node alone, for a name whose nodes are different
/// functions, or one with a dot.
fn own_name(symbol: &Symbol) -> String {
    format!("{}__{}", symbol.name, symbol.node).replace('.', "_")
}

fn like_api(name: &str) -> bool {
    ["GOMP_", "GOACC_", "__kmpc_", "omp", "kmp", "acc_", "ferromp_"].iter().any(|prefix| name.starts_with(prefix))
}

/// Without this check a misspelt function would silently leave its name a stub.
fn check_names(symbols: &[Symbol], functions: &BTreeMap<String, String>) {
    let known: BTreeSet<String> = symbols.iter().flat_map(|s| [s.name.clone(), own_name(s)]).collect();
    for (name, path) in functions {
        assert!(!like_api(name) || known.contains(name), "{path}: {name} is not in abi/symbols.tsv");
    }
}

/// Name → path of the functions that are exported. The other finds are macros of any kind.
fn own_functions<'a>(symbols: &[Symbol], functions: &'a BTreeMap<String, String>) -> BTreeMap<&'a str, &'a str> {
    let names = symbols.iter().flat_map(|symbol| [symbol.name.clone(), own_name(symbol)]);
    names.filter_map(|name| functions.get_key_value(&name)).map(|(name, path)| (&name[..], &path[..])).collect()
}

/// Each exported function has one prototype, and each prototype a function.
fn check_prototypes(prototypes: &[Prototype], functions: &BTreeMap<&str, &str>) {
    let mut declared = BTreeSet::new();
    for Prototype { name, source, .. } in prototypes {
        assert!(declared.insert(&name[..]), "abi/prototypes: {name} is declared twice");
        assert!(functions.contains_key(&name[..]), "abi/prototypes: {name} is no exported function");
        assert!(!source.is_empty(), "abi/prototypes: no comment says where {name} comes from");
    }
    for (name, path) in functions {
        assert!(declared.contains(name), "{path}: {name} has no prototype in abi/prototypes");
    }
}

/// The source of `signatures.rs`: for each function a constant of its prototype's type, which only
/// takes a function of this type.
fn signatures(prototypes: &[Prototype], functions: &BTreeMap<&str, &str>) -> String {
    let types = read_table("abi/types.tsv").into_iter().map(|row| {
        let [c, rust] = row.try_into().expect("abi/types.tsv has two columns");
        (c, rust)
    });
    let types: BTreeMap<String, String> = types.collect();
    let mut code = String::new();
    for Prototype { name, result, parameters, .. } in prototypes {
        let rust = |c: &str| rust_type(c, &types).unwrap_or_else(|| panic!("{name}: {c} is not in abi/types.tsv"));
        let parameters: Vec<_> = parameters.iter().map(|parameter| rust(parameter)).collect();
        let result = types.get(&format!("returns {result}")).cloned().unwrap_or_else(|| rust(result));
        let path = functions[&name[..]];
        let result = if result == "()" { String::new() } else { format!(" -> {result}") };
        writeln!(code, "const _: unsafe extern \"C-unwind\" fn({}){result} = {path};", parameters.join(", "))
            .expect("a String takes all");
    }
    code
}

/// The Rust type for a C type: the one in `abi/types.tsv`, or a pointer to such a type.
fn rust_type(c: &str, types: &BTreeMap<String, String>) -> Option<String> {
    if let Some(rust) = types.get(c) {
        return Some(rust.clone());
    }
    // A parameter that is constant in itself is the function's own affair.
    let Some(pointee) = c.strip_suffix('*').map(str::trim_end) else {
        return types.get(c.strip_prefix("const ")?).cloned();
    };
    // `const` stands before a plain type and behind a pointer.
    let plain = || pointee.strip_prefix("const ").filter(|of| !of.contains('*'));
    match pointee.strip_suffix("const").or_else(plain) {
        Some(of) => Some(format!("*const {}", rust_type(of.trim_end(), types)?)),
        None => Some(format!("*mut {}", rust_type(pointee, types)?)),
    }
}

/// The source of `documentation.rs`: `prototype!(NAME)` is how the doc of a function begins,
/// `source!(NAME)` how it ends.
fn documentation(prototypes: &[Prototype]) -> String {
    let mut beginnings = String::new();
    let mut endings = String::new();
    for Prototype { name, text, source, .. } in prototypes {
        let beginning = format!("`{text}`:");
        writeln!(beginnings, "    ({name}) => {{ {beginning:?} }};").expect("a String takes all");
        let ending = format!("{source}.");
        writeln!(endings, "    ({name}) => {{ {ending:?} }};").expect("a String takes all");
    }
    format!("macro_rules! prototype {{\n{beginnings}}}\nmacro_rules! source {{\n{endings}}}\n")
}

/// The source of `exports.rs`: a stub or a static for each name that has no function, and the
/// assembler's `.symver` for every name and node.
fn exports(symbols: &[Symbol], functions: &BTreeMap<String, String>) -> String {
    let mut code = String::new();
    let mut defined = BTreeMap::new();
    let told = read_table("abi/told.tsv").into_iter().map(|row| {
        let [name, for_tool] = row.try_into().expect("abi/told.tsv has two columns");
        (name, for_tool)
    });
    let told: BTreeMap<String, String> = told.collect();
    let mut stubs = BTreeSet::new();
    for (index, symbol) in symbols.iter().enumerate() {
        let Symbol { name, node, default, kind, .. } = symbol;
        let target = functions.get(&own_name(symbol)).or_else(|| functions.get(name)).cloned().unwrap_or_else(|| {
            defined
                .entry(name)
                .or_insert_with(|| {
                    let (item, source) = match kind.split_once('=') {
                        None => (format!("stub_{index}"), format!("() -> ! {{ super::missing({name:?}) }}")),
                        Some((of, value)) => (format!("DATA_{index}"), format!(": {of} = {value};")),
                    };
                    let keyword = if kind == "fn" { "extern \"C\" fn" } else { "static" };
                    writeln!(code, "{keyword} {item}{source}").expect("a String takes all");
                    item
                })
                .clone()
        });
        // One alias for each node: the assembler keeps only one .symver of a symbol.
        let alias = format!("ferromp.{index}");
        let at = if *default { "@@" } else { "@" };
        let versions = format!("\".symver {alias}, {name}{at}{node}, remove\"");
        if let Some(for_tool) = told.get(&own_name(symbol)).or_else(|| told.get(name)) {
            let for_tool = if for_tool.is_empty() { target.clone() } else { format!("crate::abi::{for_tool}") };
            let stub = format!("ferromp.stub.{}", target.replace("::", "."));
            if stubs.insert(target.clone()) {
                code += &entry_stub(&stub, &target, &for_tool);
            }
            writeln!(code, "core::arch::global_asm!(\".globl {alias}\", \".set {alias}, {stub}\", {versions});")
        } else {
            writeln!(
                code,
                "core::arch::global_asm!(\".globl {alias}\", \".set {alias}, {{}}\", {versions}, sym {target});"
            )
        }
        .expect("a String takes all");
    }
    code
}

/// The first instructions of a function of `abi/told.tsv`. They note the call while there is a
/// tool, or while nobody knows whether there is one; `for_tool` is the function to be called while
/// there is one.
fn entry_stub(stub: &str, target: &str, for_tool: &str) -> String {
    let extras = "crate::engine::ground::extras";
    format!(
        "crate::sys::arch::entry_stub!({stub:?}, {extras}::EXTRAS, {extras}::TOOL | {extras}::TOOL_UNDECIDED, \
         {target}, {for_tool}, crate::abi::ompt::entry::note_and_go);\n"
    )
}

/// Declares the nodes in the order of `abi/nodes.tsv`.
fn version_script() -> String {
    read_table("abi/nodes.tsv").iter().map(|row| format!("{} {{}};\n", row[0])).collect()
}

/// `docs/symbols.md`: for each area how many names are done, and which are not.
fn page(symbols: &[Symbol], functions: &BTreeMap<String, String>) -> String {
    let mut areas: BTreeMap<&str, [BTreeSet<&str>; 2]> = BTreeMap::new();
    for symbol in symbols {
        let Symbol { name, kind, area, .. } = symbol;
        let done = kind != "fn" || functions.contains_key(name) || functions.contains_key(&own_name(symbol));
        areas.entry(area).or_default()[usize::from(done)].insert(name);
    }
    let count = |which: usize| areas.values().map(|sets| sets[which].len()).sum::<usize>();
    let mut page = format!(
        "# Exported names\n\nGenerated by `make symbols` from `abi/symbols.tsv` and `src/abi`. A name that is not done is\n\
         exported too, and ends the program that calls it with one line.\n\nDone: {} of {}.\n\n\
         | area | done | not yet | which |\n|---|---|---|---|\n",
        count(1),
        count(0) + count(1)
    );
    for (area, [missing, done]) in &areas {
        let names: Vec<_> = missing.iter().map(|name| format!("`{name}`")).collect();
        writeln!(page, "| {area} | {} | {} | {} |", done.len(), missing.len(), names.join(" "))
            .expect("a String takes all");
    }
    page
}
