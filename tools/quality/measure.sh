#!/bin/sh
# Makes the figures of docs/quality.md: finding by words, needs and sentences, partners on a European network.
#   tools/quality/measure.sh PROGRAM DATA FOLDER [words|needs|europe]...
# DATA holds the judged sets (csl-zh-science, jiangsu, cordis, h2020-network, research-infrastructures-eu); FOLDER
# takes networks and runs, and may be removed afterwards.
set -eu
[ $# -ge 3 ] || { sed -n '2,5p' "$0" >&2; exit 2; }
program=$(realpath "$1"); data=$(realpath "$2"); mkdir -p "$3"; out=$(realpath "$3"); shift 3
here=$(dirname "$(realpath "$0")")
(cd "$here/.." && go build -o "$out/quality" ./quality)
words=$data/csl-zh-science

# network NAME ARGS…: a data folder of its own with the nodes that quality ARGS prints
network() {
	name=$1; shift
	rm -rf "$out/$name"
	"$out/quality" "$@" > "$out/$name.jsonl"
	"$program" load "$out/$name.jsonl" --data "$out/$name" > /dev/null
}

# find TASK NETWORK QUERIES QRELS ARGS…: one line of figures for a task of finding by words
find() {
	task=$1; network=$2; queries=$3; qrels=$4; shift 4
	"$out/quality" queries "$queries" > "$out/$task.queries"
	"$program" rank search --data "$out/$network" --queries "$out/$task.queries" --doc local --out "$out/$task.run" "$@" 2> /dev/null
	figures "$task" --run "$out/$task.run" --qrels "$qrels"
}

# figures TASK ARGS…: the measures on one line
figures() {
	task=$1; shift
	"$program" evaluate "$@" --lang en | awk -v task="$task" '
		/ se / { line = line "  " $0 } END { gsub(/ +/, " ", line); print task ":" line }'
}

do_words() {
	own="$words/csl_dev.csv"; more="$words/csl_titles_train.csv"; eval="$words/eval"
	network papers papers "$own"
	network abstracts papers -abstract "$own"
	network papers8k papers -more "$more" "$own"
	network titles papers -title -more "$more" "$own"
	network names names "$eval/docs.org.tsv"
	network facilities facilities "$data/research-infrastructures-eu/infrastructures.csv"
	# A paper is no answer to its own keywords.
	sed 's/^b-\([^\t]*\)\t.*/b-\1\t\1/' "$eval/queries.dev.b.tsv" > "$out/own.tsv"
	find a papers "$eval/queries.dev.a.tsv" "$eval/qrels.dev.a.txt"
	find b papers "$eval/queries.dev.b.tsv" "$eval/qrels.dev.b.txt" --related --exclude "$out/own.tsv"
	find c abstracts "$eval/queries.dev.c.tsv" "$eval/qrels.dev.c.txt"
	find d papers "$eval/queries.dev.d.tsv" "$eval/qrels.dev.d.txt"
	find a8k papers8k "$eval/queries.dev.a.tsv" "$eval/qrels.dev.a.txt"
	find d8k papers8k "$eval/queries.dev.d.tsv" "$eval/qrels.dev.d.txt"
	find titles-a titles "$eval/queries.dev.a.tsv" "$eval/qrels.dev.a.txt"
	find titles-d titles "$eval/queries.dev.d.tsv" "$eval/qrels.dev.d.txt"
	for task in f1_trad f2_base f2_width f3_homo f4_drop; do
		find "$task" papers "$eval/queries.dev.$task.tsv" "$eval/qrels.dev.$task.txt"
	done
	for task in prefix core pinyin initials; do
		find "names-$task" names "$eval/queries.org.$task.tsv" "$eval/qrels.org.$task.txt"
	done
	find facilities facilities "$eval/queries.e.tsv" "$eval/qrels.e.txt"
}

do_needs() {
	eval=$data/jiangsu/eval
	"$program" rank partners --sample --facts-only --queries "$eval/needs.jsonl" --candidates "$eval/candidates_partners.tsv" --doc name --out "$out/partners.run" 2> /dev/null
	figures partners --graded --run "$out/partners.run" --qrels "$eval/qrels_partners.tsv"
	"$program" rank resources --sample --facts-only --queries "$eval/sentences.jsonl" --candidates "$eval/candidates_resources.tsv" --doc name --out "$out/resources.run" 2> /dev/null
	figures resources --graded --run "$out/resources.run" --qrels "$eval/qrels_sentences.tsv"
}

do_europe() {
	eval=$data/cordis/eval
	rm -rf "$out/europe"
	"$program" load --format cordis "$data/cordis" --history "$data/h2020-network/h2020.csv.gz" --until 2024-01-01 --data "$out/europe" > /dev/null
	partners T1-all T1 T1_T2 "$eval/qrels_T1-all.txt.gz"
	partners T1-new T1 T1_T2 "$eval/qrels_T1-new.txt.gz" --new-only --exclude "$eval/exclude_T1-new.tsv.gz"
	partners T2 T2 T1_T2 "$eval/qrels_T2.txt.gz"
	partners T2-text T2 T1_T2 "$eval/qrels_T2.txt.gz" --ignore-requester
	partners T3 T3 T3 "$eval/qrels_T3.txt.gz"
}

# partners NAME TASK COLUMN QRELS ARGS…: one line of figures for a task on the European network
partners() {
	name=$1; task=$2; column=$3; qrels=$4; shift 4
	"$program" rank partners --data "$out/europe" --queries "$eval/queries.jsonl.gz" --where "task=$task" --candidates "$eval/candidates.tsv.gz" --column "$column" --doc local --out "$out/$name.run" "$@" 2> /dev/null
	figures "$name" --run "$out/$name.run" --qrels "$qrels" --candidates "$eval/candidates.tsv.gz" --column "$column"
}

[ $# -gt 0 ] || set -- words needs europe
for part; do "do_$part"; done
