# The front door. `make` alone says what there is.

# rustup installs cargo where a fresh shell may not look.
export PATH := $(PATH):$(HOME)/.cargo/bin

CARGO ?= cargo
PREFIX ?= /usr/local
TARGET := $(or $(CARGO_TARGET_DIR),target)
LINKS := libgomp.so libgomp.so.1.0.0 libomp.so libomp.so.5 libiomp5.so

.PHONY: help build local checked install uninstall demo scenarios crowds masters sklearn-tests test bench gaps symbols clean

help: ## say what can be made
	@sed -nE 's/^([a-z-]+):.*## (.*)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

build: ## the library and the command, in target/release
	$(CARGO) build --release

# The loader knows a file by its inode: one real file, the other names links to it. The real file's name begins with
# "libgomp", because threadpoolctl resolves links and recognises a runtime by that. Renamed into place, since programs
# that run on the old file have it mapped.
define lay_out
mkdir -p '$(1)'
install -m 755 '$(TARGET)/$(2)/libferromp.so' '$(1)/libgomp.so.1.new'
mv -f '$(1)/libgomp.so.1.new' '$(1)/libgomp.so.1'
for link in $(LINKS); do ln -sf libgomp.so.1 '$(1)'/$$link; done
endef

local: build ## target/lib: the library under all its names
	@$(call lay_out,$(TARGET)/lib,release)

checked: ## target/checked-lib: the library with debug assertions, to be tried with FERROMP_NUMBERS=wrap and FERROMP_CHAOS=SEED
	$(CARGO) build --profile checked
	@$(call lay_out,$(TARGET)/checked-lib,checked)

# Builds only if nothing is built: under sudo there may be no cargo.
$(TARGET)/release/libferromp.so:
	$(CARGO) build --release

install: $(TARGET)/release/libferromp.so ## what was built, to PREFIX (/usr/local): bin/ferromp, lib/ferromp, include/ferromp.h
	$(call lay_out,$(DESTDIR)$(PREFIX)/lib/ferromp,release)
	mkdir -p '$(DESTDIR)$(PREFIX)/bin'
	install -m 755 '$(TARGET)/release/ferromp' '$(DESTDIR)$(PREFIX)/bin/ferromp'
	mkdir -p '$(DESTDIR)$(PREFIX)/include'
	install -m 644 include/ferromp.h '$(DESTDIR)$(PREFIX)/include/ferromp.h'

uninstall: ## what install put there, from PREFIX
	rm -rf '$(DESTDIR)$(PREFIX)/lib/ferromp'
	rm -f '$(DESTDIR)$(PREFIX)/bin/ferromp' '$(DESTDIR)$(PREFIX)/include/ferromp.h'

demo: local ## real Python packages under their own runtime and under ferromp
	demo/run

scenarios: crowds masters gaps ## the three below: many masters, nested regions, waiting, quotas; ARGS=--quick for a look

crowds: local ## crowds of Python threads and processes, on three runtimes; ARGS=--quick for a look
	demo/crowd $(ARGS)

masters: local ## many native threads, nested regions, quotas, on three runtimes; ARGS=--quick for a look
	tests/packages @gcc @clang python3
	benches/masters --library '$(TARGET)/lib' $(ARGS)

sklearn-tests: local ## scikit-learn's own tests, under both runtimes
	demo/sklearn-tests

test: ## all checks; installs the compilers it needs
	tests/run

bench: local ## ferromp against libgomp and libomp; ARGS=--quick for a look
	tests/packages @gcc @clang python3
	benches/run --library '$(TARGET)/lib' $(ARGS)

gaps: local ## regions far apart, on runtimes that wait actively and passively; ARGS=--quick for a look
	tests/packages @gcc @clang python3
	benches/gaps --library '$(TARGET)/lib' $(ARGS)

symbols: build ## docs/symbols.md: which exported names are done
	@'$(TARGET)/release/ferromp' symbols > docs/symbols.md

clean: ## remove everything that was built
	$(CARGO) clean
