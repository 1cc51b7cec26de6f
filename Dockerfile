# The service's image: one static program on Alpine, as a user without rights. Its file
# system may be mounted read-only; it writes to /data and /tmp alone.
ARG GO_VERSION=1.26.8
ARG ALPINE_VERSION=3.22.2

FROM golang:${GO_VERSION} AS build
ARG VERSION=devel
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags "-s -w -buildid= -X main.release=${VERSION}" -o /out/chuangmai ./cmd/chuangmai \
 && mkdir /out/data

FROM alpine:${ALPINE_VERSION}
COPY --from=build /out/chuangmai /usr/local/bin/chuangmai
COPY --from=build --chown=65532:65532 /out/data /data
COPY LICENSE NOTICE /usr/share/doc/chuangmai/
USER 65532:65532
WORKDIR /data
VOLUME /data
EXPOSE 8080
# Reached from other machines, the service wants a tokens file:
# CHUANGMAI_ACCESS_TOKENS_FILE=/run/secrets/tokens
ENV CHUANGMAI_STORE_DATA_DIR=/data CHUANGMAI_SERVER_LISTEN=0.0.0.0:8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
  CMD ["wget", "--quiet", "--output-document=/dev/null", "http://127.0.0.1:8080/readyz"]
ENTRYPOINT ["/usr/local/bin/chuangmai"]
CMD ["serve"]
