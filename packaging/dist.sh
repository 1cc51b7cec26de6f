#!/bin/sh
# Release archives in dist/: one per platform, and their checksums. The same sources and
# the same Go give the same bytes: no build paths, no build ids, the time of the last
# commit on every file.
#
#   packaging/dist.sh [VERSION]    VERSION: default `git describe`
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"
go=${GO:-go}
version=${1:-$(git describe --tags --always --dirty)}
epoch=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
platforms=${PLATFORMS:-linux/amd64 linux/arm64}

case $version in
*[!A-Za-z0-9.+_-]* | '')
	echo "dist.sh: no version: '$version'" >&2
	exit 2
	;;
esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p dist
sums=
for platform in $platforms; do
	name=chuangmai-$version-$(echo "$platform" | tr / -)
	stage=$work/$name
	mkdir -p "$stage"
	CGO_ENABLED=0 GOOS=${platform%/*} GOARCH=${platform#*/} GOFLAGS=-mod=readonly \
		"$go" build -trimpath -buildvcs=false -ldflags "-s -w -buildid= -X main.release=$version" -o "$stage/chuangmai" ./cmd/chuangmai
	cp README.md README.zh-CN.md LICENSE NOTICE packaging/chuangmai.service packaging/INSTALL.md packaging/INSTALL.zh-CN.md "$stage/"
	cp configs/default.yaml "$stage/settings.yaml"
	chmod 644 "$stage"/*
	chmod 755 "$stage" "$stage/chuangmai"
	tar --sort=name --format=ustar --mtime="@$epoch" --owner=0 --group=0 --numeric-owner -C "$work" -cf "$work/$name.tar" "$name"
	gzip -n -9 <"$work/$name.tar" >"dist/$name.tar.gz"
	sums="$sums $name.tar.gz"
	echo "dist/$name.tar.gz"
done
cd dist
# shellcheck disable=SC2086 # a list of names without blanks
sha256sum $sums >"chuangmai-$version-checksums.txt"
echo "dist/chuangmai-$version-checksums.txt"
