#!/bin/sh
# Finds the Chromium that the browser tests drive, or installs the system's; says which.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
find_browser() {
	for place in "${CHROMIUM:-}" /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
		if [ -n "$place" ] && [ -x "$place" ]; then echo "$place"; return; fi
	done
}
browser=$(find_browser)
if [ -z "$browser" ]; then
	command -v apt-get >/dev/null || { echo "no Chromium: install it and name it in CHROMIUM" >&2; exit 1; }
	as=""
	[ "$(id -u)" = 0 ] || as=sudo
	$as apt-get update -q && $as apt-get install -y -q --no-install-recommends chromium fonts-noto-cjk
	browser=$(find_browser)
fi
[ -n "$browser" ] || { echo "no Chromium after installing it" >&2; exit 1; }
version=$("$browser" --version 2>/dev/null)
major=$(echo "$version" | sed -n 's/[^0-9]*\([0-9]*\)\..*/\1/p')
echo "$browser: $version"
grep -qx "$major" "$here/chromium.txt" || echo "note: tried with Chromium $(grep -v '^#' "$here/chromium.txt" | tr '\n' ' ')only" >&2
