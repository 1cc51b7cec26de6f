# Everything a developer runs. `make test` needs Go alone; what else it needs it fetches.
GO ?= go
BIN := .cache/bin
LINT := $(BIN)/golangci-lint

.PHONY: test quick lint fmt generate fuzz soak build clean

build: ## the program, in bin/
	$(GO) build -o bin/chuangmai ./cmd/chuangmai

quick: ## tests of seconds
	$(GO) test -short ./...

test: ## all tests that CI runs
	$(GO) vet ./...
	$(GO) test ./...
	$(GO) test -race $$($(GO) list ./... | grep -E '/(graph/feed|graph/snapshot|graph/localstore|lexicon|search|advise|internal/app|api)$$')
	$(MAKE) fuzz FUZZTIME=0

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

clean:
	rm -rf bin .cache
