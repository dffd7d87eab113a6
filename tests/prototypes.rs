//! The prototypes in `abi/prototypes` are those that the compilers have: in the headers of their
//! `omp.h` and `openacc.h`, in GCC's own declarations of what it calls, and in the code that Clang
//! makes. That the Rust functions have these prototypes is checked when the library is built.

#[allow(dead_code, reason = "build.rs needs more of it")]
#[path = "../abi/prototypes.rs"]
mod prototypes;

mod compilers;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use prototypes::{Headers, Prototype};

const STANDARD: &str = "#include <stdbool.h>\n#include <stddef.h>\n#include <stdint.h>\n";

fn headers() -> Headers {
    prototypes::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("abi/prototypes"))
}

/// Gives `source` to the compiler that a variable names; `name` tells it from the other tests'
/// files.
fn compile(compiler: &str, arguments: &[&str], name: &str, source: &str) -> Output {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name).with_extension("c");
    fs::write(&file, source).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let compiler = compilers::command(compiler);
    let mut command = Command::new(&compiler);
    command.env("LC_ALL", "C").args(arguments).arg(&file);
    command.output().unwrap_or_else(|error| panic!("{compiler}: {error}"))
}

fn stdout(output: Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("compilers write UTF-8")
}

/// The names of the functions that C source declares.
fn declared(source: &str) -> BTreeSet<&str> {
    let before_parenthesis = source.split('(').map(|before| before.trim_end());
    before_parenthesis
        .map(|before| before.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or(""))
        .collect()
}

/// The type of a function, as C writes it: its declaration without the name.
fn function_type(prototype: &Prototype) -> String {
    prototype.text.replacen(&format!("{}(", prototype.name), "(", 1)
}

/// Lets the compiler compare the prototypes with what `includes` declares: `least` functions or
/// more.
fn compare_with_header(compiler: &str, flag: &str, includes: &str, least: usize) {
    let name = format!("header_{compiler}{flag}");
    let source = format!("{STANDARD}{includes}");
    let header = stdout(compile(compiler, &[flag, "-E", "-P"], &name, &source));
    let names = declared(&header);
    let prototypes = headers().prototypes;
    let known: Vec<_> = prototypes.iter().filter(|prototype| names.contains(&prototype.name[..])).collect();
    assert!(known.len() >= least, "{compiler} declares only {} of the functions", known.len());
    let mut source = source;
    for prototype in known {
        let Prototype { name, .. } = prototype;
        let mut of = function_type(prototype);
        if compiler == "CLANG" {
            // LLVM's header does not say that the traits stay as they are.
            of = of.replace("const omp_alloctrait_t", "omp_alloctrait_t");
        }
        writeln!(source, "_Static_assert(__builtin_types_compatible_p(__typeof__({name}), {of}), \"{name}\");")
            .expect("a String takes all");
    }
    stdout(compile(compiler, &[flag, "-fsyntax-only"], &name, &source));
}

#[test]
fn gcc_openmp_header_declares_the_same() {
    compare_with_header("GCC", "-fopenmp", "#include <omp.h>\n", 80);
}

#[test]
fn gcc_openacc_headers_declare_the_same() {
    compare_with_header("GCC", "-fopenacc", "#include <openacc.h>\n#include <acc_prof.h>\n", 60);
}

#[test]
fn clang_openmp_header_declares_the_same() {
    compare_with_header("CLANG", "-fopenmp", "#include <omp.h>\n", 120);
}

#[test]
fn the_librarys_own_header_declares_the_same() {
    let include = format!("#include \"{}/include/ferromp.h\"\n", env!("CARGO_MANIFEST_DIR"));
    compare_with_header("GCC", "-Wall", &include, 2);
}

/// A function's type without the parts that a call does not show: the types that pointers point to,
/// and whether numbers are signed.
fn kinds(printed: &str) -> String {
    let (result, parameters) = printed.split_once(" (*)(").unwrap_or_else(|| panic!("{printed}: no function"));
    let mut depth = 0;
    let outer = |c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        c == ',' && depth == 0
    };
    let parameters = parameters.strip_suffix(')').expect("a list ends").split(outer);
    let kind = |of: &str| match of.trim().trim_start_matches("__attribute__((noreturn)) ") {
        of if of.contains('*') => "pointer".to_owned(),
        "unsigned int" => "int".to_owned(),
        "long int" | "long unsigned int" | "long long int" | "long long unsigned int" => "long".to_owned(),
        of => of.to_owned(),
    };
    format!("{} ({})", kind(result), parameters.map(kind).collect::<Vec<_>>().join(", "))
}

/// GCC declares for itself what it calls, as `__builtin_NAME`, and prints the type of such a
/// function, as of any other, in the warning about its use as a number.
#[test]
fn gcc_declares_what_it_calls_alike() {
    let Headers { prototypes, types } = headers();
    let mut source = format!("{STANDARD}#include <omp.h>\n{}\n", types.join("\n"));
    let emitted: Vec<_> =
        prototypes.iter().filter(|of| of.name.starts_with("GOMP_") || of.name.starts_with("GOACC_")).collect();
    for Prototype { name, text, .. } in &emitted {
        writeln!(source, "{text};\nint {name}_ours = {name};\nint {name}_theirs = __builtin_{name};")
            .expect("a String takes all");
    }
    let output = compile("GCC", &["-fopenmp", "-fopenacc", "-fmax-errors=0", "-fsyntax-only"], "builtins", &source);
    let messages = String::from_utf8(output.stderr).expect("compilers write UTF-8");
    let mut printed: BTreeMap<&str, &str> = BTreeMap::new();
    let mut lines = messages.lines().peekable();
    while let Some(line) = lines.next() {
        // Behind an alias stands its meaning. The source with the variable is on the next line.
        if let Some((_, found)) = line.split_once("initialization of 'int' from '")
            && let Some((found, _)) = found.split_once(" makes integer")
            && let Some((_, variable)) = lines.peek().and_then(|line| line.split_once("| int "))
        {
            let found = found.split_once("{aka '").map_or(found, |(_, meant)| meant);
            let found = found.trim_end_matches('}').trim_end_matches('\'');
            printed.insert(variable.split(' ').next().expect("a name"), found);
        }
    }
    let mut compared = 0;
    for Prototype { name, .. } in emitted {
        let ours = printed[&format!("{name}_ours")[..]];
        if let Some(theirs) = printed.get(&format!("{name}_theirs")[..]) {
            assert_eq!(kinds(ours), kinds(theirs), "{name}");
            compared += 1;
        }
    }
    assert!(compared >= 130, "GCC declares only {compared} of the functions");
}

/// `declare RESULT @NAME(PARAMETERS)` in LLVM's IR: name → types, without attributes.
fn ir_declarations(ir: &str) -> BTreeMap<String, String> {
    let declarations = ir.lines().filter_map(|line| line.strip_prefix("declare ")?.split_once('@'));
    declarations
        .filter_map(|(result, rest)| {
            let (name, parameters) = rest.split_once('(')?;
            let (parameters, _) = parameters.rsplit_once(')')?;
            let result = result.split_whitespace().last()?;
            let types: Vec<_> = parameters.split(", ").filter_map(|of| of.split_whitespace().next()).collect();
            Some((name.to_owned(), format!("{result} ({})", types.join(", "))))
        })
        .collect()
}

/// The types with numbers in the place of handles: Clang passes those of allocators as addresses.
fn without_handles(name: &str, types: &str) -> String {
    if name.contains("alloc") || name == "__kmpc_free" { types.replace("ptr", "i64") } else { types.to_owned() }
}

#[test]
fn clang_calls_functions_of_these_types() {
    let Headers { prototypes, types } = headers();
    let mut source = format!("{STANDARD}#include <omp.h>\n{}\n", types.join("\n"));
    let mut names = String::new();
    for Prototype { name, text, .. } in prototypes.iter().filter(|of| of.name.starts_with("__kmpc_")) {
        // Clang has no 128-bit floats under this name; it does not call these functions either.
        if !text.contains("_Float128") {
            writeln!(source, "{text};").expect("a String takes all");
            write!(names, "(void *){name}, ").expect("a String takes all");
        }
    }
    writeln!(source, "void *all[] = {{{names}}};").expect("a String takes all");
    let ir = ["-S", "-emit-llvm", "-o", "-", "-fopenmp", "-Wno-incompatible-library-redeclaration"];
    let ours = ir_declarations(&stdout(compile("CLANG", &ir, "ours", &source)));

    let constructs = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/prototypes/constructs.cpp"));
    let constructs = constructs.expect("the program is there");
    let mut compared = BTreeSet::new();
    for more in [&["-xc++", "-fopenmp-version=52"][..], &["-xc++", "-fopenmp-version=52", "-fnoopenmp-use-tls"][..]] {
        let arguments = [&ir[..], more].concat();
        let emitted = ir_declarations(&stdout(compile("CLANG", &arguments, "constructs", &constructs)));
        for (name, theirs) in emitted.into_iter().filter(|(name, _)| name.starts_with("__kmpc_")) {
            let ours = ours.get(&name).unwrap_or_else(|| panic!("{name} has no prototype"));
            assert_eq!(without_handles(&name, ours), without_handles(&name, &theirs), "{name}");
            compared.insert(name);
        }
    }
    assert!(compared.len() >= 70, "Clang calls only {} functions: {compared:?}", compared.len());
}
