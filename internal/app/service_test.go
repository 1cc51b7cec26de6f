package app

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"chuangmai/graph"
	"chuangmai/graph/localstore"
)

const sentence = "铝合金薄壁件焊接后气孔多，想找能做无损检测的单位"

// TestReadYourWrites: what was written is in the answers once the revision is waited for,
// changed and deleted too, and is there after a restart.
func TestReadYourWrites(t *testing.T) {
	t.Parallel()
	dir := smallFolder(t)
	s := started(t, dir)
	if ids, degraded := recommended(t, s, sentence); !slices.Contains(ids, "local:lab") || len(degraded) > 0 {
		t.Errorf("recommended %v, degraded %v", ids, degraded)
	}
	write(t, s, node("local:new", graph.KindInstitute, "浸渗堵漏研究所", "铝合金焊接气孔的无损检测"))
	finds(t, s, "浸渗堵漏研究所", "local:new")
	if ids, _ := recommended(t, s, sentence); !slices.Contains(ids, "local:new") {
		t.Errorf("recommended %v", ids)
	}
	write(t, s, node("local:new", graph.KindInstitute, "古籍修复研究所", "古籍修复"))
	finds(t, s, "古籍修复研究所", "local:new")
	if ids, _ := recommended(t, s, sentence); slices.Contains(ids, "local:new") {
		t.Errorf("recommended for words it no longer has: %v", ids)
	}
	write(t, s, graph.Item{Op: graph.OpDeleteNode, ID: "local:ct", WithEdges: true})
	if ids, _ := searched(t, s, "工业CT检测系统"); slices.Contains(ids, "local:ct") {
		t.Error("a deleted node is found")
	}
	before, status := pictureSize(s), s.Status()
	if status.TextRebuilding || !status.Ready || status.Position == 0 {
		t.Errorf("status %+v", status)
	}
	stop(t, s)

	s = started(t, dir)
	defer stop(t, s)
	if after := pictureSize(s); after != before || s.Status().Position != status.Position {
		t.Errorf("%v at %d before the restart, %v at %d after", before, status.Position, after, s.Status().Position)
	}
	finds(t, s, "古籍修复研究所", "local:new")
	if ids, _ := searched(t, s, "工业CT检测系统"); slices.Contains(ids, "local:ct") {
		t.Error("a deleted node is found after the restart")
	}
}

// TestOneOwner: a folder that is in use is refused, with who has it.
func TestOneOwner(t *testing.T) {
	t.Parallel()
	dir := smallFolder(t)
	s := started(t, dir)
	if err := s.Announce("http://127.0.0.1:1"); err != nil {
		t.Fatal(err)
	}
	_, errOpen := Open(t.Context(), in(t, dir), options(t))
	_, errBare := OpenBare(t.Context(), in(t, dir), options(t))
	_, errRead := ReadBare(t.Context(), in(t, dir), options(t))
	_, errVerify := Verify(t.Context(), in(t, dir), options(t))
	for _, err := range []error{errOpen, errBare, errRead, errVerify} {
		var locked *localstore.LockedError
		if !errors.Is(err, graph.ErrLocked) || !errors.As(err, &locked) || locked.Owner.PID != os.Getpid() || locked.Owner.Address != "http://127.0.0.1:1" {
			t.Errorf("in use: %v", err)
		}
	}
	finds(t, s, "滨湖焊接技术研究所", "local:lab")
	stop(t, s)
	stop(t, started(t, dir))
}

// TestDerivedLinksFollow: links read in a record's words go when the words go; what was
// stated stays.
func TestDerivedLinksFollow(t *testing.T) {
	t.Parallel()
	s := started(t, smallFolder(t))
	defer stop(t, s)
	welding := capabilities(t, s.Store, "local:lab")
	if len(welding) == 0 {
		t.Fatal("nothing was read in the words")
	}
	var stated string
	for _, a := range knownWords(t).Areas() {
		if _, derived := welding[graph.ID(a.ID)]; !derived && !strings.Contains(a.Name, "软件") {
			stated = a.ID
			break
		}
	}
	write(t, s, edge("e:stated", graph.RelHasCapability, "local:lab", stated))
	write(t, s, node("local:lab", graph.KindInstitute, "滨湖研究所", "工业软件与数据库"))
	after := capabilities(t, s.Store, "local:lab")
	if _, kept := after[graph.ID(stated)]; !kept {
		t.Error("what was stated is gone")
	}
	for id, e := range after {
		if _, old := welding[id]; old {
			t.Errorf("still linked to %s by %v", id, e.Properties)
		}
	}
	if len(after) < 2 {
		t.Errorf("the new words are not read: %v", after)
	}
}

// TestOwnCapabilities: the network's own capabilities extend the words that sentences are
// read with and links are read by; odd ones do not stop the service.
func TestOwnCapabilities(t *testing.T) {
	t.Parallel()
	dir := smallFolder(t)
	s := started(t, dir)
	known := knownWords(t).Areas()[0]
	write(t, s,
		node("cap:own-impregnation", graph.KindCapability, "浸渗堵漏", ""),
		edge("e:field", graph.RelInField, "cap:own-impregnation", "field:"+known.Field),
		node("cap:own-twin", graph.KindCapability, known.Name, ""), // called like a known one
		node("cap:own-nofield", graph.KindCapability, "鱼鳞胶提纯", ""),
		node("cap:own-nothing", graph.KindCapability, "——", ""), // nothing a sentence could name
	)
	check := func(s *Service) {
		t.Helper()
		net, release, err := s.network.Acquire()
		if err != nil {
			t.Fatal(err)
		}
		defer release()
		for _, id := range []string{"cap:own-impregnation", "cap:own-twin", "cap:own-nofield"} {
			if _, there := net.Words.Area(id); !there {
				t.Errorf("the words do not know %s", id)
			}
		}
		if st := s.Status(); st.Err != nil || !st.Ready {
			t.Errorf("status %+v", st)
		}
	}
	check(s)
	write(t, s, node("local:sealer", graph.KindInstitute, "堵漏所", "承接铸件浸渗堵漏"))
	if _, linked := capabilities(t, s.Store, "local:sealer")["cap:own-impregnation"]; !linked {
		t.Error("the own capability is not read in a record's words")
	}
	if ids, _ := recommended(t, s, "铸件渗漏，想找做浸渗堵漏的厂"); !slices.Contains(ids, "local:sealer") {
		t.Errorf("recommended %v", ids)
	}
	stop(t, s)

	s = started(t, dir)
	check(s)
	write(t, s, graph.Item{Op: graph.OpDeleteNode, ID: "cap:own-impregnation", WithEdges: true})
	net, release, err := s.network.Acquire()
	if err != nil {
		t.Fatal(err)
	}
	if _, there := net.Words.Area("cap:own-impregnation"); there {
		t.Error("a deleted capability is still known")
	}
	release()
	stop(t, s)

	// The command line reads with the same words.
	b := bare(t, dir)
	defer stop(t, b)
	put(t, b.Store, node("local:glue", graph.KindEnterprise, "胶厂", "鱼鳞胶提纯"))
	if _, linked := capabilities(t, b.Store, "local:glue")["cap:own-nofield"]; !linked {
		t.Error("loading does not know the own capabilities")
	}
}

// TestSampleStaysApart: the sample and own records do not come together unasked.
func TestSampleStaysApart(t *testing.T) {
	t.Parallel()
	mine := bare(t, smallFolder(t))
	defer stop(t, mine)
	if _, err := LoadSample(t.Context(), mine.Base, mine.Lexicon, true); !errors.Is(err, ErrMixed) {
		t.Errorf("the sample into own records: %v", err)
	}
	if holds, err := HoldsSample(t.Context(), mine.Base); err != nil || holds {
		t.Errorf("holds the sample: %v, %v", holds, err)
	}
	sampleDir, mineDir, copied := t.TempDir(), smallFolder(t), t.TempDir()
	b := bare(t, sampleDir)
	if _, err := LoadSample(t.Context(), b.Base, b.Lexicon, true); err != nil {
		t.Fatal(err)
	}
	stop(t, b)
	between := func(from, to string, with bool) (CopyResult, error) {
		return CopyNetwork(t.Context(), CopyOptions{From: from, To: to, WithSample: with}, in(t, ""), options(t))
	}
	if _, err := between(sampleDir, mineDir, false); !errors.Is(err, ErrMixed) {
		t.Errorf("copying the sample to own records: %v", err)
	}
	if _, err := between(mineDir, sampleDir, false); !errors.Is(err, ErrMixed) {
		t.Errorf("copying own records to the sample: %v", err)
	}
	if result, err := between(sampleDir, copied, false); err != nil || len(result.Differences) > 0 {
		t.Fatalf("copying the sample: %v %+v", err, result.Differences)
	}
	b = bare(t, copied)
	if holds, err := HoldsSample(t.Context(), b.Base); err != nil || !holds {
		t.Errorf("the copy is not known as the sample: %v, %v", holds, err)
	}
	stop(t, b)
	if result, err := between(mineDir, copied, true); err != nil || result.Nodes.Written != 3 {
		t.Errorf("asked for: %v %+v", err, result.Nodes)
	}
}
