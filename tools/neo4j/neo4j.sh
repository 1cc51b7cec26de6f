#!/bin/sh
# A Neo4j server of one's own, for tests and for trying, without Docker:
#
#   tools/neo4j/neo4j.sh start   fetch the server once, start it, wait until it answers;
#                                what is running already is left as it is
#   tools/neo4j/neo4j.sh wait    wait until it answers
#   tools/neo4j/neo4j.sh kill    end it at once, as a crash would; the data stay
#   tools/neo4j/neo4j.sh stop    end it and remove its data
#   tools/neo4j/neo4j.sh env     print where it is and how to log in
#
# Needs Java 17 or 21, and Maven the first time. The address and a generated password
# stand in $NEO4J_RUN/env, in the form of shell assignments. Settings, all optional:
#   NEO4J_CACHE    folder of the server's jars          (.cache/neo4j)
#   NEO4J_RUN      folder of this server's data         ($NEO4J_CACHE/run)
#   NEO4J_HEAP     heap                                 (1g)
#   NEO4J_PAGES    page cache                           (256m)
#   NEO4J_PORT     Bolt port                            (a free one; kept over kill and start)
#   NEO4J_SECONDS  longest wait for an answer           (120)
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../.." && pwd)
cache=${NEO4J_CACHE:-$root/.cache/neo4j}
run=${NEO4J_RUN:-$cache/run}
seconds=${NEO4J_SECONDS:-120}
lib=$cache/lib
out=$run/server.log
log=$run/logs/neo4j.log # the server's own account of its start

fail() {
	echo "neo4j.sh: $*" >&2
	exit 1
}

alive() { [ -s "$run/pid" ] && kill -0 "$(cat "$run/pid")" 2>/dev/null; }

# The jars are complete once their list of the pom's checksum is there.
fetch() {
	sum=$(cksum <"$here/pom.xml")
	[ "$(cat "$lib/.pom" 2>/dev/null || true)" = "$sum" ] && return
	command -v mvn >/dev/null || fail "Maven (mvn) is needed to fetch the server"
	echo "neo4j.sh: fetching the server, 116 MB" >&2
	rm -rf "$lib"
	mkdir -p "$lib"
	mvn -B -q -f "$here/pom.xml" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$lib" >&2 ||
		fail "Maven could not fetch the server"
	echo "$sum" >"$lib/.pom"
}

# random_port picks one above those of well-known services; `start` tries another when
# it is taken.
random_port() { echo $((20000 + $(od -An -N2 -tu2 /dev/urandom) % 12000)); }

configure() {
	[ -s "$run/port" ] || echo "${NEO4J_PORT:-$(random_port)}" >"$run/port"
	port=$(cat "$run/port")
	cat >"$run/conf/neo4j.conf" <<CONF
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:$port
server.bolt.thread_pool_min_size=2
server.http.enabled=false
server.https.enabled=false
server.memory.pagecache.size=${NEO4J_PAGES:-256m}
server.databases.default_to_read_only=${NEO4J_READ_ONLY:-false}
db.tx_log.rotation.retention_policy=1 files
db.tx_log.rotation.size=64m
dbms.usage_report.enabled=false
CONF
}

java_run() {
	NEO4J_HOME=$run NEO4J_CONF=$run/conf java "$@"
}

start() {
	if alive; then
		await
		return
	fi
	command -v java >/dev/null || fail "Java 17 or 21 (java) is needed to run the server"
	fetch
	mkdir -p "$run/conf" "$run/data" "$run/logs"
	chmod 700 "$run"
	configure
	if [ ! -s "$run/password" ]; then
		(umask 077 && od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >"$run/password")
		java_run -cp "$lib/*" org.neo4j.cli.AdminTool dbms set-initial-password "$(cat "$run/password")" >"$out" 2>&1 ||
			fail "the first password could not be set: $(tail -n 3 "$out")"
	fi
	launch
	await
}

# Half of the heap is for what is young: a large transaction is, and moving it about costs.
launch() {
	rm -f "$run/env" "$log"
	NEO4J_HOME=$run NEO4J_CONF=$run/conf nohup java -cp "$lib/*" -Xms256m -Xmx"${NEO4J_HEAP:-1g}" -XX:+UseParallelGC -XX:NewRatio=1 \
		-Dfile.encoding=UTF-8 --add-opens=java.base/java.nio=ALL-UNNAMED \
		--add-opens=java.base/java.io=ALL-UNNAMED --add-opens=java.base/sun.nio.ch=ALL-UNNAMED \
		org.neo4j.server.CommunityEntryPoint --home-dir="$run" --config-dir="$run/conf" >"$out" 2>&1 </dev/null &
	echo $! >"$run/pid"
}

# relaunch tries another port when the server ended because its own was taken.
relaunch() {
	[ "$tries" -lt 5 ] && [ -z "${NEO4J_PORT:-}" ] && grep -qs 'already in use' "$log" "$out" || return 1
	tries=$((tries + 1))
	rm -f "$run/port"
	configure
	launch
}

await() {
	n=0
	tries=0
	while [ ! -s "$run/env" ]; do
		alive || relaunch || fail "the server ended: $(tail -n 5 "$out" "$log")"
		grep -qs 'Started\.' "$log" && publish
		n=$((n + 1))
		[ "$n" -lt $((seconds * 5)) ] || fail "the server did not answer within $seconds s; see $log"
		sleep 0.2
	done
}

publish() {
	(
		umask 077
		cat >"$run/env.new" <<ENV
CHUANGMAI_TEST_NEO4J_URI=bolt://127.0.0.1:$(cat "$run/port")
CHUANGMAI_TEST_NEO4J_USER=neo4j
CHUANGMAI_TEST_NEO4J_PASSWORD=$(cat "$run/password")
ENV
	)
	mv "$run/env.new" "$run/env"
}

# end sends the signal and waits until the process is gone.
end() {
	if alive; then
		pid=$(cat "$run/pid")
		kill "-$1" "$pid"
		n=0
		while kill -0 "$pid" 2>/dev/null; do
			n=$((n + 1))
			[ "$n" -lt 150 ] || kill -KILL "$pid" 2>/dev/null || true
			sleep 0.2
		done
	fi
	rm -f "$run/pid" "$run/env"
}

case ${1:-} in
start) start ;;
wait) await ;;
kill) end KILL ;;
stop)
	end TERM
	rm -rf "$run"
	;;
env) cat "$run/env" ;;
*)
	sed -n '2,/^set/p' "$0" | sed -n 's/^# \{0,1\}//p' >&2
	exit 2
	;;
esac
