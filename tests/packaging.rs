//! The files for packagers: an installation, by pkg-config and by CMake, and the Debian package
//! with its alternative.

mod compilers;
#[allow(dead_code, reason = "others run what they expect to fail")]
mod library;

use std::env;
use std::fs;
use std::os::unix::fs::MetadataExt;
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

/// Whether the machine has a tool; says so if not, since a test is left out then.
fn has(tool: &str) -> bool {
    let has = Command::new(tool).arg("--version").output().is_ok();
    if !has {
        eprintln!("left out: no {tool}");
    }
    has
}

/// Says how many threads a region has, what limit there is if the program has ferromp's header, and
/// from which file its runtime is.
const WHOSE: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <omp.h>
#include <stdio.h>

int main(void)
{
    Dl_info served;
    int members = 0;
    #pragma omp parallel num_threads(3) reduction(+ : members)
    members++;
    dladdr((void *)omp_get_wtime, &served);
    printf("%d ", members);
    #ifdef FERROMP_H
    printf("%d ", ferromp_get_thread_limit());
    #endif
    printf("%s\n", served.dli_fname);
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
    fs::write(&source, format!("#include <ferromp.h>\n{WHOSE}")).expect("the target folder is writable");
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

/// Cargo has a folder of its own for what it builds for another architecture, or for one that it is
/// told.
#[test]
fn what_is_installed_is_what_cargo_builds() {
    let mut make = Command::new("make");
    make.arg("--dry-run").arg("-C").arg(root()).arg("install").env("CARGO_TARGET_DIR", "/target");
    make.env("CARGO_BUILD_TARGET", "aarch64-unknown-linux-gnu");
    let said = run(make.env("CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUNNER", "qemu-aarch64 -L /other"));
    let built = "'/target/aarch64-unknown-linux-gnu/release/";
    assert_eq!(said.matches("/release/").count(), said.matches(built).count(), "{said}");
    // The library, the command, its manual and what completes its arguments for three shells.
    let runs = said.matches(&format!("qemu-aarch64 -L /other {built}ferromp'")).count();
    assert_eq!((said.matches(built).count(), runs), (6, 4), "{said}");
}

const PROJECT: &str = r"
cmake_minimum_required(VERSION 3.16)
project(user C CXX Fortran)
find_package(OpenMP REQUIRED)
add_executable(in_c main.c)
add_executable(in_cxx main.cpp)
add_executable(in_fortran main.f90)
target_link_libraries(in_c OpenMP::OpenMP_C)
target_link_libraries(in_cxx OpenMP::OpenMP_CXX)
target_link_libraries(in_fortran OpenMP::OpenMP_Fortran)
install(TARGETS in_c in_cxx in_fortran)
";

const FORTRAN: &str = r"
program main
    integer :: members
    members = 0
    !$omp parallel num_threads(3) reduction(+ : members)
    members = members + 1
    !$omp end parallel
    print '(i0, a)', members, ' members'
end program
";

/// CMake's own module finds the compiler's runtime, and the run path leads to ferromp when the
/// program starts.
#[test]
fn cmakes_find_openmp_works_as_it_is_with_a_run_path() {
    if !has("cmake") {
        return;
    }
    let library = library::folder();
    let project = scratch("cmake");
    for (name, text) in [("CMakeLists.txt", PROJECT), ("main.c", WHOSE), ("main.cpp", WHOSE), ("main.f90", FORTRAN)] {
        fs::write(project.join(name), text).expect("the target folder is writable");
    }
    for (c, cxx) in [("GCC", "GXX"), ("CLANG", "CLANGXX")] {
        let build = project.join(c);
        let installed = build.join("installed");
        let mut configure = Command::new("cmake");
        configure.arg("-S").arg(&project).arg("-B").arg(&build);
        for variable in ["CMAKE_BUILD_RPATH", "CMAKE_INSTALL_RPATH"] {
            configure.arg(format!("-D{variable}={}", library.display()));
        }
        configure.arg(format!("-DCMAKE_INSTALL_PREFIX={}", installed.display()));
        configure.env("CC", compilers::command(c)).env("CXX", compilers::command(cxx));
        run(configure.env("FC", compilers::command("GFORTRAN")).env_remove("LIBRARY_PATH"));
        run(Command::new("cmake").arg("--build").arg(&build));
        run(Command::new("cmake").arg("--install").arg(&build));
        for (folder, name) in [&build, &installed.join("bin")]
            .into_iter()
            .flat_map(|folder| ["in_c", "in_cxx", "in_fortran"].map(|name| (folder, name)))
        {
            let program = folder.join(name);
            let said = run(Command::new(&program).env_remove("LD_LIBRARY_PATH").env_remove("OMP_THREAD_LIMIT"));
            let loaded = run(Command::new("ldd").arg(&program).env_remove("LD_LIBRARY_PATH"));
            let mut runtimes = loaded.lines().filter(|line| line.contains("omp.so"));
            let from_here = runtimes.all(|line| line.contains(&format!("=> {}/", library.display())));
            assert!(said.starts_with("3 ") && from_here && loaded.contains("omp.so"), "{program:?}: {said}{loaded}");
        }
    }
}

/// The Debian package, in a folder of that name; `None` where there is no dpkg.
fn debian_package(name: &str) -> Option<PathBuf> {
    if !has("dpkg-deb") {
        return None;
    }
    library::folder();
    let to = scratch(name);
    run(Command::new(root().join("packaging/deb")).arg(&to).env("DEBEMAIL", "ferromp@debian.org"));
    Some(fs::read_dir(&to).expect("a folder").next().expect("a package").expect("a package").path())
}

#[test]
fn the_debian_package_lies_beside_the_compilers_runtimes() {
    let Some(package) = debian_package("deb") else { return };
    let inside = package.with_file_name("inside");
    run(Command::new("dpkg-deb").arg("--extract").arg(&package).arg(&inside));
    let list = run(Command::new("dpkg-deb").arg("--contents").arg(&package));
    let names = |name: &str| list.lines().filter(|line| line.contains(name)).count();
    // The real file and its five other names, and what the alternative switches to; nowhere else.
    let runtimes = Regex::new(r" \./(\S*)/lib(gomp|omp|iomp5)\.so\S*").expect("a pattern");
    let mut folders: Vec<_> = runtimes.captures_iter(&list).map(|found| found[1].to_owned()).collect();
    folders.sort();
    assert_eq!(folders, [["usr/lib/ferromp"; 6].as_slice(), &["usr/lib/ferromp/system"; 3]].concat(), "{list}");
    assert_eq!(names("/usr/share/man/man1/ferromp") + names("/usr/share/man/man8/ferromp"), names(".gz") - 1, "{list}");
    let path = run(Command::new(inside.join("usr/bin/ferromp")).arg("path").env_remove("FERROMP_LIB_DIR"));
    assert_eq!(Path::new(path.trim()), fs::canonicalize(inside.join("usr/lib/ferromp")).expect("it is there"));
    // The same source makes the same package, bit for bit.
    let again = debian_package("deb-again").expect("as before");
    assert!(fs::read(&package).expect("a package") == fs::read(&again).expect("a package"), "two builds differ");
}

#[test]
fn debians_linter_has_nothing_to_say() {
    if !has("lintian") {
        return;
    }
    let Some(package) = debian_package("lintian") else { return };
    let said = run(Command::new("lintian").args(["--fail-on", "error,warning"]).arg(&package));
    assert_eq!(said, "");
}

/// In a copy of the system that is gone afterwards: installs, switches and removes the package, and
/// says each time on what the two programs run. $1 is an empty folder, $2 has the programs, and $3,
/// if it is not empty, what the copy has beside the system's files.
const SYSTEM: &str = r#"
set -eu
mount --make-rprivate / && mount -t tmpfs none "$1" && mkdir "$1"/up "$1"/work "$1"/root &&
    { [ -z "$3" ] || cp -a "$3"/. "$1"/up; } &&
    mount -t overlay -o "lowerdir=/,upperdir=$1/up,workdir=$1/work" overlay "$1"/root &&
    mount -t proc none "$1"/root/proc || { echo no overlay; exit 0; }
mkdir -p "$1"/root/ferromp-test
# dpkg would have all manual pages indexed.
rm -f "$1"/root/var/lib/man-db/auto-update
cp "$2"/GCC "$2"/CLANG "$2"/*.deb "$1"/root/ferromp-test
cat >"$1"/go <<'END'
set -eu
cd /ferromp-test
whose() {
    echo "$1: $($FERROMP_CTESTS_RUNNER ./GCC) $($FERROMP_CTESTS_RUNNER ./CLANG)"
}
{
    whose before
    dpkg --install *.deb && whose installed
    ferromp-alternative on && whose on
    dpkg --install *.deb && whose upgraded
    ferromp-alternative off && whose off
    ferromp-alternative on && dpkg --remove ferromp && whose removed
    ls /etc/ld.so.conf.d | grep -c openmp || true
    test ! -e /usr/lib/ferromp
} >log 2>&1 || { cat log; exit 1; }
grep -E '^(before|installed|on|upgraded|off|removed): |^ferromp is |^[0-9]|version information' log
END
exec chroot "$1"/root sh <"$1"/go
"#;

/// `FERROMP_DEB` is a package to be taken instead, `FERROMP_SYSTEM` what the system has beside its
/// files, and `FERROMP_CTESTS_RUNNER` runs its programs: for one of another architecture.
#[test]
fn the_alternative_is_switched_by_one_command_and_leaves_nothing() {
    if fs::metadata("/proc/self").is_ok_and(|process| process.uid() != 0) {
        eprintln!("left out: only root can lay a file system over the system's");
        return;
    }
    let variable = |name: &str| env::var(name).unwrap_or_default();
    let given = variable("FERROMP_DEB");
    let package = if given.is_empty() {
        debian_package("alternative")
    } else {
        let copy = scratch("alternative").join("ferromp.deb");
        fs::copy(given, &copy).expect("FERROMP_DEB names a package");
        Some(copy)
    };
    let Some(package) = package else { return };
    let folder = package.parent().expect("a folder");
    fs::write(folder.join("whose.c"), WHOSE).expect("the target folder is writable");
    for compiler in ["GCC", "CLANG"] {
        let mut compile = Command::new(compilers::command(compiler));
        run(compile.arg("-fopenmp").arg(folder.join("whose.c")).arg("-o").arg(folder.join(compiler)));
    }
    let system = folder.join("system");
    fs::create_dir(&system).expect("the target folder is writable");
    let mut command = Command::new("unshare");
    command.args(["--mount", "sh", "-c", SYSTEM, "sh"]).arg(&system).arg(folder).arg(variable("FERROMP_SYSTEM"));
    command.env("FERROMP_CTESTS_RUNNER", variable("FERROMP_CTESTS_RUNNER"));
    let said = run(command.env_remove("LD_LIBRARY_PATH").env_remove("LD_PRELOAD"));
    if said == "no overlay\n" {
        eprintln!("left out: this system cannot be laid over");
        return;
    }
    let lines: Vec<&str> = said.lines().collect();
    let state = |name: &str| lines.iter().find_map(|line| line.strip_prefix(name)).unwrap_or_else(|| panic!("{said}"));
    let before = state("before: ");
    assert!(before.starts_with("3 ") && !before.contains("ferromp"), "{said}");
    for name in ["installed: ", "off: ", "removed: "] {
        assert_eq!(state(name), before, "{said}");
    }
    for name in ["on: ", "upgraded: "] {
        let one = "3 /usr/lib/ferromp/system/libgomp.so.1";
        assert_eq!(state(name), format!("{one} {one}"), "{said}");
    }
    let told: Vec<_> = lines.iter().filter(|line| line.starts_with("ferromp is ")).copied().collect();
    assert_eq!((told, lines.last()), (vec!["ferromp is on", "ferromp is off", "ferromp is on"], Some(&"0")), "{said}");
}
