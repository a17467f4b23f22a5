# Makefile: `make run` and `make test` are all that a newcomer needs. It only passes targets on: what is built,
# and how, stands in meson.build; each tool says in its first lines what it does.
.PHONY: build run stop test tidy lint bench sim sim-voice pages fuzz coverage mutation clean

build:
	@tools/install run
	@tools/build build programs

run: build
	@tools/play

stop:
	@tools/play stop

# Without the second compiler the coverage and the mutants of charter/ are left out by name.
test:
	@tools/install run test
	@tools/install fuzz || true
	@tools/run-tests

# One suite or one test of it: make t-unit, make t-record.
t-%:
	@tools/install run test
	@tools/run-tests $*

tidy:
	@tools/tidy

lint:
	@tools/install run fuzz lint
	@tools/lint

# Measurements and long simulations are the benchmarks of meson.build, in suites of these names. `sim` takes half an
# hour on two processors; so do the 100,000 interrupted sessions of `sim-voice`.
# `pages` shows every hostile text in every field in a browser, and sends many requests: up to three hours.
bench sim sim-voice pages:
	@tools/install run test
	@tools/run-long $@

# make fuzz SECONDS=180 [TARGETS="json charter"]
fuzz:
	@tools/install run fuzz
	@tools/fuzz $(or $(SECONDS),60) $(TARGETS)

# What the unit tests of charter/ reach of it; which of all changes of the evaluator they notice.
coverage:
	@tools/install run fuzz
	@tools/coverage

mutation:
	@tools/install run fuzz
	@tools/build build all
	@tools/mutate --all

clean:
	@rm -rf build build-asan build-fuzz build-clang build-coverage
