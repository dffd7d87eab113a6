//! `ferromp run`: starts a program under ferromp.

fn main() {
    eprintln!("ferromp: not written yet");
    std::process::exit(2);
}
