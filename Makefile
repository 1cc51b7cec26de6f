# Everything a developer runs. `make test` needs Go, Java 17, Maven, Node 20.19 and npm; what
# else it needs it fetches.
GO ?= go
BIN := .cache/bin
LINT := $(BIN)/golangci-lint

.PHONY: test tests quick lint fmt generate fuzz soak build dist web web-same web-unit web-e2e web-test neo4j neo4j-stop clean

build: ## the program, in bin/
	$(GO) build -o bin/chuangmai ./cmd/chuangmai

# Packages whose tests take minutes, and packages in which goroutines meet.
SLOW := /(coverage|graph/localstore|graph/neo4jstore|search|transfer|api|internal/app|cmd/chuangmai)$$
MEET := /(graph/feed|graph/snapshot|graph/localstore|internal/ahead|search|transfer|steward|steward/loading|internal/app|api)$$

quick: ## tests of seconds
	$(GO) test $$($(GO) list ./... | grep -vE '$(SLOW)')

# The server for tests is started first and ended last, whatever the tests say.
test: neo4j ## all tests that CI runs; the fuzz targets run their seeds
	@$(MAKE) --no-print-directory tests; status=$$?; $(MAKE) --no-print-directory neo4j-stop; exit $$status

tests: web-test
	$(GO) vet ./...
	$(GO) test -timeout 30m ./...
	$(GO) test -race -timeout 30m -skip 'TestStoresAnswerAlike|TestSoak' $$($(GO) list ./... | grep -E '$(MEET)')

# How long each fuzz target runs.
FUZZTIME ?= 30s
fuzz: ## every fuzz target for a while
	@for pkg in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
			echo "$$pkg $$target"; $(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) $$pkg || exit 1; \
		done; \
	done

# Size of the network that soak loads.
NODES ?= 250000
EDGES ?= 1000000
soak: build neo4j ## the long forms: a large network through load and start in both stores, a Neo4j server killed among 10,000 writes, 200 cycles of faults, every fuzz target
	mkdir -p test-output/soak
	bin/chuangmai generate --nodes $(NODES) --edges $(EDGES) > test-output/soak/network.jsonl
	rm -rf test-output/soak/data
	bin/chuangmai load test-output/soak/network.jsonl --data test-output/soak/data
	$(GO) test ./internal/app -run TestSoak -count 1 -timeout 30m -args -soak $(CURDIR)/test-output/soak/data
	rm -rf test-output/soak/neo4j
	tools/neo4j/large.sh bin/chuangmai test-output/soak/network.jsonl test-output/soak/neo4j
	$(GO) test ./graph/neo4jstore -run 'TestServerKilled|TestNothingLeaks' -count 1 -v -timeout 60m -args -kill.after 1250 -soak.cycles 200; \
		status=$$?; $(MAKE) --no-print-directory neo4j-stop; exit $$status
	$(MAKE) fuzz

lint: $(LINT) ## linters, formatting, generated files
	$(LINT) run ./...
	$(GO) mod tidy -diff

$(LINT): tools/go.mod
	mkdir -p $(BIN)
	cd tools && GOBIN=$(CURDIR)/$(BIN) $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint

fmt: $(LINT)
	$(LINT) fmt

generate: ## what is derived from the schema and the API document
	$(GO) generate ./...

# What the release calls itself.
VERSION ?= $(shell git describe --tags --always --dirty)
dist: ## release archives for users without Go, with checksums, in dist/
	GO=$(GO) packaging/dist.sh $(VERSION)

# The interface. Its build is committed, so that the program is built without Node.
NPM ?= npm
web/node_modules: web/package-lock.json web/package.json
	cd web && $(NPM) ci --no-audit --no-fund && touch node_modules

web: web/node_modules ## build the interface into web/dist
	cd web && $(NPM) run -s generate && $(NPM) run -s build

web-same: web/node_modules ## whether web/dist and the client are what the sources say
	cd web && $(NPM) run -s same

web-unit: web/node_modules
	cd web && $(NPM) run -s lint && $(NPM) run -s unit

web-e2e: web/node_modules ## the interface in a browser; pictures of its pages in test-output/screens
	web/browser.sh
	cd web && $(NPM) run -s e2e

web-test: web-same web-unit web-e2e ## all tests of the interface

neo4j: ## a Neo4j server of one's own, on a free port; prints where it is
	tools/neo4j/neo4j.sh start
	@tools/neo4j/neo4j.sh env

neo4j-stop: ## end it and remove its data
	tools/neo4j/neo4j.sh stop

clean:
	rm -rf bin dist .cache
