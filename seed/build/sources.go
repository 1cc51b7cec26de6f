package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"chuangmai/graph"
)

const (
	mirrorMark = "[third-party or mirror page]"
	// droppedSource is the listing collection whose licence was not checked: nothing that
	// came only from it is shipped.
	droppedSource = "github.com/liuhuanyong/ChainKnowledgeGraph"
)

// source is where a fact comes from, as it is written to the table of sources.
type source struct {
	title, address, seen, confidence string
	mirror                           bool
}

// key names the source in the other tables.
func (s source) key() string {
	sum := sha256.Sum256([]byte(s.title + "\x00" + s.address + "\x00" + s.seen + "\x00" + s.confidence + "\x00" + strconv.FormatBool(s.mirror)))
	return "s" + hex.EncodeToString(sum[:])[:8]
}

func compareSources(a, b source) int {
	return cmp.Or(cmp.Compare(a.address, b.address), cmp.Compare(a.title, b.title), cmp.Compare(a.seen, b.seen), cmp.Compare(a.confidence, b.confidence))
}

// addSources appends those that the list does not hold.
func addSources(list, more []source) []source {
	for _, s := range more {
		if !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}

// publishers own their sites; where it is open which of several sources the mark of a
// mirror is about, it is not theirs.
var publishers = []string{"ror.org", "github.com", "gov.cn", "edu.cn", "cas.cn", "jschina.com.cn", "wxrb.com", "jstv.com", "fsou.com", "chinacrane.net"}

func host(address string) string {
	at, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return at.Hostname()
}

func ofPublisher(address string) bool {
	name := host(address)
	return slices.ContainsFunc(publishers, func(p string) bool { return name == p || strings.HasSuffix(name, "."+p) })
}

// rowSources reads the three last columns of a collected row. Cells that join several
// sources with " ; " pair up; when their numbers differ the remark holds for all. In the
// files of resources a mark at the end may be about any of several sources.
func rowSources(r row) []source {
	addresses := strings.Split(r["source_url"], " ; ")
	remarks := strings.Split(r["source_date_or_seen"], " ; ")
	var out []source
	for i, address := range addresses {
		address = strings.TrimSpace(address)
		if address == "" || strings.Contains(address, droppedSource) {
			continue
		}
		remark := r["source_date_or_seen"]
		if len(remarks) == len(addresses) {
			remark = remarks[i]
		}
		s := source{confidence: r["confidence"], seen: firstDate(remark), mirror: strings.Contains(remark, mirrorMark)}
		if _, resource := r["owner"]; resource && len(addresses) > 1 && strings.HasSuffix(r["source_date_or_seen"], mirrorMark) {
			s.mirror = host(address) != "" && !ofPublisher(address)
		}
		s.title, s.address = locate(address, remark)
		out = append(out, s)
	}
	return out
}

// remarkOf returns the remark on the last source of the row without date and mark.
func remarkOf(r row) string {
	remarks := strings.Split(r["source_date_or_seen"], " ; ")
	remark := strings.ReplaceAll(remarks[len(remarks)-1], mirrorMark, "")
	remark = strings.Replace(remark, "undated (stored copy)", "", 1)
	remark = leadingDate.ReplaceAllString(strings.TrimSpace(remark), "")
	return strings.Trim(remark, " ,")
}

var (
	leadingDate = regexp.MustCompile(`^(seen )?(19|20)\d\d(-\d\d){0,2}`)
	anyDate     = regexp.MustCompile(`(?:^|[^0-9A-Za-z@])((?:19|20)\d\d(?:-\d\d){0,2})(?:$|[^0-9A-Za-z])`)
	brackets    = regexp.MustCompile(`\(([^()]*)\)`)
	indexID     = regexp.MustCompile(`\bid (\d+(?:, \d+)*)`)
	pageTitle   = regexp.MustCompile(`^page title: (.*?) \(site ([^;)]*)`)
	styledTitle = regexp.MustCompile(`^source page without URL in the index: (.*?) \(style of ([^)]*)\)`)
)

// firstDate returns the first partial date in the text, "" when it holds none.
func firstDate(text string) string {
	for _, match := range anyDate.FindAllStringSubmatch(text, -1) {
		for date := match[1]; len(date) >= 4; date = date[:max(len(date)-3, 0)] {
			if _, err := graph.ParseDate(date); err == nil {
				return date
			}
		}
	}
	return ""
}

// knownTitles names the collections that many rows rest on.
var knownTitles = []struct{ prefix, title string }{
	{"https://ror.org/", "ROR registry record (CC0)"},
	{"https://github.com/greedyboy/SchoolRank", "第四轮学科评估结果, 2018年由发布页转录 (@015f50f)"},
	{"https://github.com/wonderslife/college-major4hs", "第四轮学科评估结果, 另一转录 (@54c03d0)"},
	{"https://github.com/iamCristYe/DFC", "第二轮双一流建设高校及建设学科名单, 文本转录 (@245ec1d)"},
	{"https://github.com/zjsxply/China-Discipline-Evaluation", "第五轮学科评估, 学校自行公布结果的汇编 (@c36e00d)"},
	{"https://www.jstec.com.cn/crowdsourcing/", "江苏省技术产权交易市场, 单项技术需求 (地址由编号拼成, 未打开)"},
}

// locate splits what a row gives as its source into a title and an address.
func locate(cell, remark string) (title, address string) {
	if m := pageTitle.FindStringSubmatch(cell); m != nil {
		return m[1] + " (" + m[2] + ")", ""
	}
	if m := styledTitle.FindStringSubmatch(cell); m != nil {
		return m[1] + " (" + m[2] + ")", ""
	}
	if strings.HasPrefix(cell, "GitHub file") {
		id := ""
		if m := indexID.FindStringSubmatch(cell); m != nil {
			id = ", index id " + m[1]
		}
		return "file on GitHub, repository not known" + id, ""
	}
	for _, known := range knownTitles {
		if strings.HasPrefix(cell, known.prefix) {
			return known.title, cell
		}
	}
	for _, m := range brackets.FindAllStringSubmatch(remark, -1) {
		if publisher.MatchString(m[1]) {
			return m[1], cell
		}
	}
	return "", cell
}

// publisher matches a remark that names where a page was first published.
var publisher = regexp.MustCompile(`(?i)reprint|copy of|daily|news|express|post|notice|yearbook|media centre|promotional`)

// approvalRemark matches a remark that the page reports an approval, a plan, a
// signature or a building site, not a running resource.
var approvalRemark = regexp.MustCompile(`(?i)approv|plan|proposed|signed|being set up|under construction|construction started|ground broken|feasibility|funded project|expert review before`)

// approvalOnly reports whether the row's latest source speaks of no more than that.
func approvalOnly(r row) bool { return approvalRemark.MatchString(remarkOf(r)) }
