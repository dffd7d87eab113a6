//! ACC_PROFLIB: libraries that are called before OpenACC is used, and hear of its events.

mod built;
mod compilers;
mod library;

use std::process::Command;

use built::built;
use library::{library, outcome};

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
    let tool = built("GCC", "acc_tools", "tool.so", TOOL, &["-shared", "-fPIC"]);
    let list = format!("{};/no/such/library.so", tool.display());
    let mut program = Command::new(built("GCC", "acc_tools", "program", PROGRAM, &["-fopenacc"]));
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
