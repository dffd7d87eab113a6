# The front door. `make` alone says what there is. CONTRIBUTING.md says which compilers are used:
# GCC=, CLANG= and others.

# rustup installs cargo where a fresh shell may not look.
export PATH := $(PATH):$(HOME)/.cargo/bin

CARGO ?= cargo
PREFIX ?= /usr/local
TARGET := $(or $(CARGO_TARGET_DIR),target)
# Where cargo puts what it builds: CARGO_BUILD_TARGET, its own variable, may name an architecture.
BUILT := $(TARGET)$(addprefix /,$(CARGO_BUILD_TARGET))
# What runs programs of that architecture, by the variable that cargo takes it from.
RUNNER = $(CARGO_TARGET_$(shell echo '$(CARGO_BUILD_TARGET)' | tr a-z- A-Z_)_RUNNER)
LINKS := libgomp.so libgomp.so.1.0.0 libomp.so libomp.so.5 libiomp5.so

.PHONY: help build local checked wheel wheel-aarch64 dist install uninstall demo scenarios crowds masters sklearn-tests numerical deps test test-aarch64 lint fmt clippy doc \
	check-tools loom explore lines tsan miri fuzz deny bench gaps instructions symbols clean

help: ## say what can be made
	@sed -nE 's/^([a-z0-9-]+):.*## (.*)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

build: ## the library and the command, in target/release
	$(CARGO) build --release

# The loader knows a file by its inode: one real file, the other names links to it. The real file's
# name begins with "libgomp", because threadpoolctl resolves links and recognises a runtime by that.
# Renamed into place, since programs that run on the old file have it mapped.
define lay_out
mkdir -p '$(1)'
install -m 755 '$(BUILT)/$(2)/libferromp.so' '$(1)/libgomp.so.1.new'
mv -f '$(1)/libgomp.so.1.new' '$(1)/libgomp.so.1'
for link in $(LINKS); do ln -sf libgomp.so.1 '$(1)'/$$link; done
endef

local: build ## target/lib: the library under all its names
	@$(call lay_out,$(TARGET)/lib,release)

checked: ## target/checked-lib: with debug assertions, FERROMP_NUMBERS and FERROMP_CHAOS
	$(CARGO) build --profile checked
	@$(call lay_out,$(TARGET)/checked-lib,checked)

numerical: local ## BLIS, FFTW, oneDNN, MKL and OpenBLAS on ferromp; fetches about 350 MB
	tests/numerical

# Built in an environment of pip's own, as `pip install .` does. The symbols that were stripped go beside the wheel.
wheel: ## target/dist: the Python wheel, and its symbols
	rm -rf '$(TARGET)/dist'
	mkdir -p '$(TARGET)/dist'
	python3 -m pip --version >/dev/null 2>&1 || tests/packages python3 python3-pip
	python3 -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir '$(TARGET)/dist' .
	tar -C '$(TARGET)/wheel/parts/symbols' -cJf '$(TARGET)/dist/ferromp-symbols.tar.xz' .

wheel-aarch64: ## target/aarch64/dist: the same for AArch64, on an x86-64 Debian, and tries it in an emulator
	tests/aarch64 wheel

# Builds only if nothing is built: under sudo there may be no cargo.
$(BUILT)/release/libferromp.so:
	$(CARGO) build --release

# The version, from the first line of Cargo.toml that has one.
VERSION = $(shell sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)

dist: build wheel ## target/dist: wheel, Debian package, source and checksums
	packaging/deb '$(TARGET)/dist'
	git archive --prefix=ferromp-$(VERSION)/ HEAD | xz > '$(TARGET)/dist/ferromp-$(VERSION).tar.xz'
	cd '$(TARGET)/dist' && sha256sum * > SHA256SUMS

# Where shells look for what completes a command's arguments.
SHARE = $(DESTDIR)$(PREFIX)/share
BASH := bash-completion/completions/ferromp
FISH := fish/vendor_completions.d/ferromp.fish
ZSH := zsh/site-functions/_ferromp
COMPLETIONS := $(BASH) $(FISH) $(ZSH)

install: $(BUILT)/release/libferromp.so ## library, command, header and manual, to PREFIX (/usr/local)
	$(call lay_out,$(DESTDIR)$(PREFIX)/lib/ferromp,release)
	mkdir -p '$(DESTDIR)$(PREFIX)/bin'
	install -m 755 '$(BUILT)/release/ferromp' '$(DESTDIR)$(PREFIX)/bin/ferromp'
	mkdir -p '$(DESTDIR)$(PREFIX)/include'
	install -m 644 include/ferromp.h '$(DESTDIR)$(PREFIX)/include/ferromp.h'
	mkdir -p '$(DESTDIR)$(PREFIX)/lib/pkgconfig'
	sed 's|@PREFIX@|$(PREFIX)|; s|@VERSION@|$(VERSION)|' packaging/ferromp.pc.in > '$(DESTDIR)$(PREFIX)/lib/pkgconfig/ferromp.pc'
	mkdir -p '$(SHARE)/man/man1' $(foreach file,$(COMPLETIONS),'$(SHARE)/$(dir $(file))')
	$(RUNNER) '$(BUILT)/release/ferromp' manual '$(SHARE)/man/man1'
	$(RUNNER) '$(BUILT)/release/ferromp' completions bash > '$(SHARE)/$(BASH)'
	$(RUNNER) '$(BUILT)/release/ferromp' completions fish > '$(SHARE)/$(FISH)'
	$(RUNNER) '$(BUILT)/release/ferromp' completions zsh > '$(SHARE)/$(ZSH)'

uninstall: ## what install put there, from PREFIX
	rm -rf '$(DESTDIR)$(PREFIX)/lib/ferromp'
	rm -f '$(DESTDIR)$(PREFIX)/lib/pkgconfig/ferromp.pc'
	rm -f '$(DESTDIR)$(PREFIX)/bin/ferromp' '$(DESTDIR)$(PREFIX)/include/ferromp.h'
	rm -f '$(SHARE)'/man/man1/ferromp.1 '$(SHARE)'/man/man1/ferromp-*.1 $(foreach file,$(COMPLETIONS),'$(SHARE)/$(file)')

demo: local ## real Python packages under their own runtime and under ferromp
	demo/run

scenarios: crowds masters gaps ## crowds, masters and gaps, one after the other; ARGS=--quick for a look

crowds: local ## crowds of Python threads and processes, on three runtimes; ARGS=--quick for a look
	demo/crowd $(ARGS)

masters: local ## many native threads, nested regions, quotas, on three runtimes; ARGS=--quick for a look
	tests/packages @gcc @clang python3
	benches/masters --library '$(TARGET)/lib' $(ARGS)

sklearn-tests: local ## scikit-learn's own tests, under both runtimes
	demo/sklearn-tests

deps: ## install what the checks need: compilers, OpenMP libraries, gdb, strace (apt)
	tests/run deps

test: ## all checks that a change must pass: lint, every test, loom, explore; installs what it needs
	tests/run

test-aarch64: ## the library for AArch64, and the tests on it in an emulator; ARGS='STAGE FILTER' for some
	tests/aarch64 $(ARGS)

lint: ## formatting, clippy and the documentation's links, without a warning
	tests/run lint

fmt: ## format the Rust code
	$(CARGO) fmt

clippy: ## clippy alone
	$(CARGO) clippy --all-targets -- -D warnings

doc: ## the code's documentation, private items too, in target/doc
	RUSTDOCFLAGS='-D warnings' $(CARGO) doc --no-deps --document-private-items

check-tools: local ## the programs under a tool that checks the order of its events; ARGS=FILTER for some
	tests/check-tools $(ARGS)

loom: ## the models of the protocols, every interleaving; ARGS=FILTER for some
	tests/run loom $(ARGS)

explore: ## scenes of the whole engine, random schedules; ARGS='SECONDS SCENE'
	tests/explore $(ARGS)

lines: ## cache lines that constructs move among up to 128 processors, in a model; ARGS='SIZES CONSTRUCT'
	tests/lines $(ARGS)

tsan: ## ThreadSanitizer on programs and library; ARGS=FOLDERS of ctests for some
	tests/tsan $(ARGS)

miri: ## the unit tests that Miri can run; needs its component of the nightly toolchain
	tests/miri $(ARGS)

fuzz: ## everything that is parsed, a minute each; ARGS='SECONDS TARGET'
	tests/fuzz $(ARGS)

deny: ## licences, versions and sources of the dependencies, and advisories where their database can be had
	tests/deny

bench: local ## ferromp against libgomp and libomp; ARGS=--quick for a look
	tests/packages @gcc @clang python3
	benches/run --library '$(TARGET)/lib' $(ARGS)

gaps: local ## regions far apart, on runtimes that wait actively and passively; ARGS=--quick for a look
	tests/packages @gcc @clang python3
	benches/gaps --library '$(TARGET)/lib' $(ARGS)

instructions: local ## instructions of constructs, also with a tool and with a trace, by valgrind; ARGS='--filter task'
	tests/packages @gcc @clang python3 valgrind binutils
	benches/instructions --library '$(TARGET)/lib' $(ARGS)

symbols: build ## docs/symbols.md: which exported names are done
	@$(RUNNER) '$(BUILT)/release/ferromp' symbols > docs/symbols.md

clean: ## remove everything that was built
	$(CARGO) clean
