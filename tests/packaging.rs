//! The files for packagers: an installation, by pkg-config, and the Debian package.

mod compilers;
#[allow(dead_code, reason = "others run what they expect to fail")]
mod library;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use library::{run, target_folder};
use regex_lite::Regex;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn scratch(name: &str) -> PathBuf {
    let folder = target_folder().join("packaging").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the target folder is writable");
    folder
}

/// A program that says from which file its runtime is.
const PROGRAM: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <ferromp.h>
#include <omp.h>
#include <stdio.h>

int main(void)
{
    Dl_info served;
    int members = 0;
    #pragma omp parallel num_threads(3) reduction(+ : members)
    members++;
    dladdr((void *)omp_get_wtime, &served);
    printf("%d %d %s\n", members, ferromp_get_thread_limit(), served.dli_fname);
    return 0;
}
"#;

#[test]
fn pkg_config_leads_to_an_installation() {
    library::folder();
    let prefix = scratch("installed");
    run(Command::new("make")
        .arg("-s")
        .arg("-C")
        .arg(root())
        .arg("install")
        .arg(format!("PREFIX={}", prefix.display())));
    let file = fs::read_to_string(prefix.join("lib/pkgconfig/ferromp.pc")).expect("the file is installed");
    assert!(file.contains(&format!("\nVersion: {}\n", env!("CARGO_PKG_VERSION"))), "{file}");
    // As pkg-config does, which is not everywhere.
    let variable = |text: &str| {
        let (prefix, lib) = (prefix.display().to_string(), prefix.join("lib/ferromp").display().to_string());
        text.replace("${libdir}", &lib).replace("${includedir}", &format!("{prefix}/include"))
    };
    let flags = |name: &str| {
        let line = file.lines().find_map(|line| line.strip_prefix(name)).expect("pkg-config's keywords are there");
        variable(line).split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    let source = prefix.join("main.c");
    fs::write(&source, PROGRAM).expect("the target folder is writable");
    for compiler in ["GCC", "CLANG"] {
        let program = prefix.join(compiler);
        let mut compile = Command::new(compilers::command(compiler));
        compile.arg("-fopenmp").args(flags("Cflags:")).arg(&source).arg("-o").arg(&program).args(flags("Libs:"));
        run(&mut compile);
        let said = run(Command::new(&program).env_remove("LD_LIBRARY_PATH").env_remove("OMP_THREAD_LIMIT"));
        let library = prefix.join("lib/ferromp");
        assert!(said.starts_with(&format!("3 0 {}", library.display())), "{compiler}: {said}");
    }
    run(Command::new("make")
        .arg("-s")
        .arg("-C")
        .arg(root())
        .arg("uninstall")
        .arg(format!("PREFIX={}", prefix.display())));
    assert!(!prefix.join("lib/pkgconfig/ferromp.pc").exists() && !prefix.join("bin/ferromp").exists());
}

#[test]
fn the_debian_package_lies_beside_the_compilers_runtimes() {
    if Command::new("dpkg-deb").arg("--version").output().is_err() {
        eprintln!("left out: no dpkg-deb");
        return;
    }
    library::folder();
    let to = scratch("deb");
    run(Command::new(root().join("packaging/deb")).arg(&to));
    let package = fs::read_dir(&to).expect("a folder").next().expect("a package").expect("a package").path();
    let inside = to.join("inside");
    run(Command::new("dpkg-deb").arg("--extract").arg(&package).arg(&inside));
    let list = run(Command::new("dpkg-deb").arg("--contents").arg(&package));
    let names = |name: &str| list.lines().filter(|line| line.contains(name)).count();
    // The real file and its five other names, nowhere else.
    let runtimes = Regex::new(r" \./(\S*)/lib(gomp|omp|iomp5)\.so\S*").expect("a pattern");
    let folders: Vec<_> = runtimes.captures_iter(&list).map(|found| found[1].to_owned()).collect();
    assert_eq!(folders, ["usr/lib/ferromp"; 6], "{list}");
    assert_eq!(names("/usr/share/man/man1/ferromp"), names(".1.gz"), "{list}");
    let path = run(Command::new(inside.join("usr/bin/ferromp")).arg("path").env_remove("FERROMP_LIB_DIR"));
    assert_eq!(Path::new(path.trim()), fs::canonicalize(inside.join("usr/lib/ferromp")).expect("it is there"));
}
