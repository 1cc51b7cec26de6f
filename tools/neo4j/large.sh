#!/bin/sh
# A large network in Neo4j, measured: loaded into a server of its own, asked of two
# services, linked by its own words, verified, copied to a data folder and back. Prints
# what each step took, by the clock and by the processors.
#
#   tools/neo4j/large.sh PROGRAM NETWORK.jsonl FOLDER
#
# Needs curl. The folder must not exist; it is left behind with what the steps wrote. The
# server ends with the script. The settings of neo4j.sh hold, too.
set -eu

[ $# -eq 3 ] || {
	sed -n '2,/^set/p' "$0" | sed -n 's/^# \{0,1\}//p' >&2
	exit 2
}
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
program=$1
network=$2
mkdir -p "$(dirname -- "$3")"
mkdir -- "$3"
folder=$(CDPATH='' cd -- "$3" && pwd)
NEO4J_RUN=$folder/server
export NEO4J_RUN
services=

finish() {
	for pid in $services; do kill "$pid" 2>/dev/null || true; done
	wait
	"$here/neo4j.sh" stop
}
trap finish EXIT
trap 'exit 1' INT TERM

# seconds of processor time the server has taken
server_time() { awk -v hz="$(getconf CLK_TCK)" '{print ($14 + $15) / hz}' "/proc/$(cat "$NEO4J_RUN/pid")/stat" 2>/dev/null || echo 0; }

# step NAME COMMAND… runs it and prints what it took.
step() {
	name=$1
	shift
	before=$(server_time)
	begun=$(date +%s.%N)
	"$@" >"$folder/$name.out" 2>"$folder/$name.err" || {
		tail -n 5 "$folder/$name.out" "$folder/$name.err" >&2
		exit 1
	}
	awk -v name="$name" -v begun="$begun" -v now="$(date +%s.%N)" -v before="$before" -v after="$(server_time)" \
		'BEGIN {printf "%-14s %7.1f s, server %6.1f s of processor time\n", name, now - begun, after - before}'
}

clear_server() {
	"$here/neo4j.sh" stop
	start_server
}

start_server() {
	"$here/neo4j.sh" start
	uri=$(sed -n 's/^CHUANGMAI_TEST_NEO4J_URI=//p' "$NEO4J_RUN/env")
	(umask 077 && sed -n 's/^CHUANGMAI_TEST_NEO4J_PASSWORD=//p' "$NEO4J_RUN/env" >"$folder/password")
	CHUANGMAI_STORE_KIND=neo4j
	CHUANGMAI_NEO4J_URI=$uri
	CHUANGMAI_NEO4J_PASSWORD_FILE=$folder/password
	export CHUANGMAI_STORE_KIND CHUANGMAI_NEO4J_URI CHUANGMAI_NEO4J_PASSWORD_FILE
}

# serve NAME starts a service on a free port and keeps its address in $folder/NAME.url.
serve() {
	"$program" serve --listen 127.0.0.1:0 --data "$folder/$1" >"$folder/$1.out" 2>&1 &
	services="$services $!"
}

address() { sed -n 's#.*\(http://127\.0\.0\.1:[0-9]*\).*#\1#p' "$folder/$1.out" | head -n 1; }

await_services() {
	for service in one two; do
		n=0
		until url=$(address "$service") && [ -n "$url" ] && curl -fs -o "$folder/$service.ready" "$url/readyz"; do
			n=$((n + 1))
			[ "$n" -lt 1800 ] || return 1
			sleep 1
		done
	done
}

questions() {
	cat <<'LIST'
铝合金薄壁件焊接后气孔多，想找能做无损检测的单位，最好在苏州
永磁电机退磁，找做高温磁材的团队
找能开放的透射电镜，南京附近
需要做锂电池热失控仿真
想找会机器视觉的双聘专家
生物医药中试基地
碳纤维复合材料无损检测
工业机器人减速器寿命试验
半导体封装可靠性测试
水处理膜污染怎么办
齿轮加工精度不够，想升级数控机床
电磁兼容测试平台
找做数字孪生的高校团队
光伏组件回收技术
激光切割不锈钢毛刺多
化工园区安全监测
无人机航电系统
农产品冷链保鲜
增材制造钛合金
传感器标定服务
LIST
}

# ask NAME puts the questions to the service; what may differ is left out of the replies.
ask() {
	url=$(address "$1")
	questions | while IFS= read -r question; do
		printf '{"text":"%s","limit":10}' "$question" |
			curl -fsS -H 'Content-Type: application/json' --data-binary @- "$url/api/v1/recommendations" |
			sed -E 's/"(took_ms|request_id)":("[^"]*"|[0-9.]+)//g'
		echo
	done >"$folder/$1.answers"
}

agree() {
	ask one
	ask two
	cmp "$folder/one.answers" "$folder/two.answers"
	[ "$(wc -l <"$folder/one.answers")" -ge 20 ]
}

services_ready() {
	serve one
	serve two
	await_services
}

start_server
step load "$program" load --data "$folder/data" "$network"
grep -E '[0-9]+ (行/秒|rows/s)' "$folder/load.out" || true
step services services_ready
step questions agree
for pid in $services; do kill "$pid"; done
wait
services=
step relink "$program" relink --data "$folder/data"
step verify "$program" verify --data "$folder/data"
step copy-out "$program" copy --from "$uri" --to "$folder/copy"
clear_server
step copy-back "$program" copy --from "$folder/copy" --to "$uri"
step verify-copy "$program" verify --data "$folder/data"
