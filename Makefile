# The front door. `make` alone says what there is.

# rustup installs cargo where a fresh shell may not look.
export PATH := $(PATH):$(HOME)/.cargo/bin

PREFIX ?= /usr/local
LINKS := libgomp.so libgomp.so.1.0.0 libomp.so libomp.so.5 libiomp5.so

.PHONY: help build local

help: ## say what can be made
	@sed -nE 's/^([a-z]+):.*## (.*)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

build: ## the library and the command, in target/release
	cargo build --release

# The loader knows a file by its inode: one real file, the other names links to it. The real file's name begins with
# "libgomp", because threadpoolctl resolves links and recognises a runtime by that.
define lay_out
mkdir -p $(1)
cp target/release/libferromp.so $(1)/libgomp.so.1.new
mv -f $(1)/libgomp.so.1.new $(1)/libgomp.so.1
for link in $(LINKS); do ln -sf libgomp.so.1 $(1)/$$link; done
endef

local: build ## target/lib: the library under all its names
	@$(call lay_out,target/lib)
