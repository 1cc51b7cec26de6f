#!/bin/sh
# The secrets that docker-compose.yml names, in secrets/: made once, never replaced.
# The token is printed once; only its hash is kept.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
dir=${1:-$root/secrets}
if [ -e "$dir/neo4j_auth" ]; then
	echo "secrets.sh: $dir holds secrets already" >&2
	exit 1
fi
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

# The folder keeps others out. Its files are mounted one by one into containers whose
# users are not ours, and must be readable there.
mkdir -p "$dir"
chmod 700 "$dir"
password=$(random)
token=$(random)
printf 'neo4j/%s' "$password" >"$dir/neo4j_auth"
printf '%s' "$password" >"$dir/neo4j_password"
printf 'editor %s compose\n' "$(printf '%s' "$token" | sha256sum | cut -d ' ' -f 1)" >"$dir/tokens"
chmod 444 "$dir/neo4j_auth" "$dir/neo4j_password" "$dir/tokens"
echo "editor's token: $token"
