# Two commands do everything: `make demo` and `make test`. Both install the Debian packages that they miss.

SHELL    := /bin/bash
SWIFT    ?= swift
SWIFTC   ?= swiftc
PREFIX   ?= /usr/local
DESTDIR  ?=
LIBDIR   ?= $(PREFIX)/lib
JOBS     ?= $(shell nproc)
# The one release configuration: tools, C library, demo, guest and benchmarks use it.
RELEASE  := -c release -Xswiftc -static-stdlib --static-swift-stdlib
SCRATCH  := .build
BIN       = $(CURDIR)/$(SCRATCH)/release
FUZZTIME ?= 60
# The library's version, which its header tells.
VERSION  := $(shell awk '/define HF_VERSION_(MAJOR|MINOR|PATCH)/ { printf "%s%s", dot, $$3; dot = "." }' \
               Sources/CHoldfast/include/holdfast.h)

# Where the library is installed for what uses it here: tests, demo, examples.
STAGE    := $(CURDIR)/$(SCRATCH)/stage
EXAMPLES  = $(MAKE) --no-print-directory -C examples OUT=$(CURDIR)/$(SCRATCH)/examples PKG_CONFIG_PATH=$(STAGE)/lib/pkgconfig

.PHONY: all build library install-library stage demo tour examples test test-c test-long test-seccomp test-asan test-tsan lint format docs bench bench-quick fuzz generate install clean help
.PHONY: install-tool install-man uninstall deb test-deb static test-static

help:
	@echo "make demo        build the release configuration and show the main job: MANAGER=sqlite|flock, KILL=1, STOP=1"
	@echo "make tour        show what the tool does"
	@echo "make examples    build the C and Rust programs in examples/ against the installed library, and run them"
	@echo "make test        build and run all tests (8 minutes at most)"
	@echo "make test-long   what takes longer; test-asan, test-tsan: under the sanitizers; test-seccomp: without io_uring"
	@echo "make lint        formatting and documentation rules; make format repairs the former"
	@echo "make docs        the reference documentation, warnings are errors"
	@echo "make bench       all benchmarks; bench-quick: under a minute"
	@echo "make fuzz        each fuzz target for FUZZTIME=$(FUZZTIME) seconds"
	@echo "make generate    regenerate the Swift made from Sources/BlockSchema/Schemas"
	@echo "make library     build the C library; make test-c: and test it as it is installed"
	@echo "make install     PREFIX=$(PREFIX) DESTDIR=$(DESTDIR); make uninstall"
	@echo "make deb         Debian packages in .build/deb; make static: a holdfast for any Linux in .build/static"
	@echo "make test-deb    installs and removes both ways; test-static: runs the static one where nothing else is"

all: build

build:
	@.ci/packages build
	@# The linker warns of a function in Foundation's own archive that nothing here calls.
	$(SWIFT) build $(RELEASE) --product holdfast 2>&1 | grep -v 'mktemp'; exit $${PIPESTATUS[0]}

# The C library; `make install` gives it its names.
library:
	@.ci/packages build
	$(SWIFT) build $(RELEASE) --product holdfast-c

stage:
	@$(MAKE) --no-print-directory -s install-library PREFIX=$(STAGE) DESTDIR=

demo: stage
	@$(EXAMPLES) -s demo
	@docs/demo $(SCRATCH)/examples $(SCRATCH)/demo

tour: build
	@docs/tour $(BIN)/holdfast

examples: stage
	@$(EXAMPLES) check

test:
	@.ci/packages build test
	@HOLDFAST_QEMU_SOURCE="$${HOLDFAST_QEMU_SOURCE:-$$(.ci/qemu-source || true)}" Tests/summarised $(SWIFT) test --disable-xctest
	@Tests/Models/run

# HOLDFAST_LONG: the models run 10^6 steps side by side.
test-long: export HOLDFAST_LONG = 1
test-long: test test-c test-seccomp test-asan test-tsan test-deb test-static
	Tests/Models/run --long
	$(MAKE) --no-print-directory fuzz

# The conformance suite as in a container whose seccomp filter forbids io_uring.
test-seccomp:
	@.ci/packages build test
	$(SWIFT) build --build-tests
	HOLDFAST_FORBIDDEN=io_uring "$$($(SWIFT) build --show-bin-path)/seccomp-launcher" io_uring \
	    $(SWIFT) test --disable-xctest --skip-build --filter '^Conformance\.'

# The C library as others have it: installed, found by pkg-config, used from C and C++.
test-c:
	@.ci/packages build test
	@rm -rf $(STAGE)
	@$(MAKE) --no-print-directory install-library PREFIX=$(STAGE) DESTDIR=
	@Tests/CLibrary/run $(STAGE)

# The sanitizers need their own build each; the linker's remarks about their symbols say nothing.
test-asan test-tsan: test-%:
	@.ci/packages build test
	LSAN_OPTIONS=suppressions=$(CURDIR)/Tests/Sanitizers/leaks.supp:print_suppressions=0 \
	TSAN_OPTIONS=suppressions=$(CURDIR)/Tests/Sanitizers/threads.supp:print_suppressions=0 \
	    Tests/summarised $(SWIFT) test --disable-xctest --scratch-path .build-$* \
	    --sanitize=$(if $(filter asan,$*),address,thread) | grep -v 'Cannot export local symbol'; exit $${PIPESTATUS[0]}

lint:
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Sources Tests $(wildcard Benchmarks/Package.swift Benchmarks/Sources)

format:
	$(SWIFT) format --in-place --parallel --recursive Package.swift Sources Tests $(wildcard Benchmarks/Package.swift Benchmarks/Sources)

DOCUMENTED := JSON QAPISchema QAPI ObjectModel SCSI PRWire Sys BlockSchema Block Holdfast
docs:
	@.ci/packages build
	@mkdir -p .build-docs/html
	@for module in $(DOCUMENTED); do \
	    HOLDFAST_DOCS=1 $(SWIFT) package --scratch-path .build-docs --allow-writing-to-directory .build-docs/html \
	        generate-documentation --target $$module --output-path .build-docs/html/$$module --warnings-as-errors || exit 1; \
	done

bench bench-quick:
	@.ci/packages build bench
	@$(MAKE) --no-print-directory -C Benchmarks $@

fuzz:
	@.ci/packages build
	HOLDFAST_FUZZING=1 $(SWIFT) build -c release --product holdfast-fuzz --sanitize=fuzzer --scratch-path .build-fuzz
	@Tests/Fuzz/run .build-fuzz/release/holdfast-fuzz $(FUZZTIME)

generate:
	@.ci/packages build
	@mkdir -p Sources/BlockSchema/Generated
	@rm -f Sources/BlockSchema/Generated/*.swift
	$(SWIFT) run HoldfastGenerate Sources/BlockSchema/Schemas/holdfast.json Sources/BlockSchema/Generated docs/options.md

# The library alone: what `make install` does of it.
install-library: library
	install -d $(DESTDIR)$(LIBDIR)/pkgconfig $(DESTDIR)$(PREFIX)/include
	install -m 644 $(BIN)/libholdfast-c.so $(DESTDIR)$(LIBDIR)/libholdfast.so.$(VERSION)
	strip --strip-unneeded $(DESTDIR)$(LIBDIR)/libholdfast.so.$(VERSION)
	ln -sf libholdfast.so.$(VERSION) $(DESTDIR)$(LIBDIR)/libholdfast.so.0
	ln -sf libholdfast.so.0 $(DESTDIR)$(LIBDIR)/libholdfast.so
	install -m 644 Sources/CHoldfast/include/holdfast.h $(DESTDIR)$(PREFIX)/include/holdfast.h
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' -e 's|@VERSION@|$(VERSION)|' \
	    Sources/CHoldfast/holdfast.pc.in >$(DESTDIR)$(LIBDIR)/pkgconfig/holdfast.pc

install: install-tool install-man install-library

install-tool: build
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
	    $(DESTDIR)$(PREFIX)/share/zsh/site-functions $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	install -m 755 $(BIN)/holdfast $(DESTDIR)$(PREFIX)/bin/holdfast
	$(BIN)/holdfast --generate-completion-script bash | sed '1{/^#!/d}' >$(DESTDIR)$(PREFIX)/share/bash-completion/completions/holdfast
	$(BIN)/holdfast --generate-completion-script zsh >$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_holdfast
	$(BIN)/holdfast --generate-completion-script fish >$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/holdfast.fish

# Each function of the C library has its name for man(1).
install-man:
	install -d $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/man/man3
	install -m 644 docs/man/*.1 $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 docs/man/*.3 $(DESTDIR)$(PREFIX)/share/man/man3
	for name in $$(sed -n 's/^\.Fn \(hf_[a-z_]*\) ".*/\1/p' docs/man/holdfast.3); do \
	    ln -sf holdfast.3 $(DESTDIR)$(PREFIX)/share/man/man3/$$name.3; \
	done

# What `make install` would install, wherever that list is kept.
uninstall:
	@list=$$(mktemp -d) && trap 'rm -rf "$$list"' EXIT && \
	$(MAKE) --no-print-directory -s install DESTDIR="$$list" && \
	(cd "$$list" && find . ! -type d -print0) | (cd "$(or $(DESTDIR),/)" && xargs -0 rm -f)

deb: build
	@.ci/packages deb
	@rm -rf $(SCRATCH)/deb
	@packaging/deb $(SCRATCH)/deb

test-deb: deb
	@packaging/test-install
	@packaging/test-deb $(SCRATCH)/deb

# Links the release's objects with everything, the C library too: for systems that have none of what the package needs.
# The linker warns of what could load libraries, which nothing here does.
static: build
	@install -d $(SCRATCH)/static
	$(SWIFTC) -static-executable -o $(SCRATCH)/static/holdfast @$(BIN)/holdfast.product/Objects.LinkFileList \
	    -luring -lsqlite3 -lm -Xlinker --defsym -Xlinker main=HoldfastCLI_main 2>&1 \
	    | grep -v 'in statically linked applications\|mktemp'; exit $${PIPESTATUS[0]}
	@strip $(SCRATCH)/static/holdfast
	@ls -l $(SCRATCH)/static/holdfast

test-static: static
	@packaging/test-static $(SCRATCH)/static/holdfast

clean:
	rm -rf .build .build-* Benchmarks/.build
