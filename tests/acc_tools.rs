//! ACC_PROFLIB: libraries that are called before OpenACC is used, and hear of its events.

mod compilers;
mod library;

use std::fs;
use std::process::Command;

use library::{library, outcome, run, target_folder};

const TOOL: &str = r#"
#include <acc_prof.h>
#include <stdio.h>

static void hear(acc_prof_info *info, acc_event_info *event, acc_api_info *api) { printf("event %d\n", info->event_type); }

void acc_register_library(acc_prof_reg add, acc_prof_reg take, acc_prof_lookup_func look)
{
    printf("tool\n");
    add(acc_ev_compute_construct_start, hear, acc_reg);
}
"#;

const PROGRAM: &str = r#"
#include <stdio.h>

int main(void)
{
    int x = 1;
#pragma acc parallel copy(x)
    x++;
    printf("%d\n", x);
    return 0;
}
"#;

#[test]
fn libraries_are_called_and_told() {
    let scratch = target_folder().join("acc_tools");
    fs::create_dir_all(&scratch).expect("the target folder is writable");
    let path = |name: &str| scratch.join(name);
    fs::write(path("tool.c"), TOOL).expect("the target folder is writable");
    fs::write(path("program.c"), PROGRAM).expect("the target folder is writable");
    run(Command::new(compilers::command("GCC"))
        .args(["-shared", "-fPIC", "-o"])
        .arg(path("tool.so"))
        .arg(path("tool.c")));
    run(Command::new(compilers::command("GCC")).args(["-fopenacc", "-o"]).arg(path("program")).arg(path("program.c")));
    let list = format!("{};/no/such/library.so", path("tool.so").display());
    let mut program = Command::new(path("program"));
    program.env("ACC_PROFLIB", &list);
    for own in [false, true] {
        if own {
            program.env("LD_PRELOAD", library());
        }
        let output = outcome(&mut program);
        // libgomp calls the tool when it is loaded, ferromp before the first construct; the order
        // is the same.
        assert_eq!(String::from_utf8_lossy(&output.stdout), "tool\nevent 16\n2\n");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("/no/such/library.so") && said.contains("ACC_PROFLIB"), "{said}");
    }
}
