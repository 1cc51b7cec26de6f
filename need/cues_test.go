package need

import (
	"slices"
	"strings"
	"testing"

	"chuangmai/graph"
)

// TestWanted states, for each sentence, codes that must be asked for and, behind "-", codes that must not:
// groups (do), kinds with or without type (platform:testing_centre), modes and stages.
func TestWanted(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"铝合金薄壁件焊接后气孔多，想找能做CT无损检测并帮忙改工艺的单位", "do use service contract_rd applied_development platform:testing_centre equipment"},
		{"想找高校合作", "do join university joint_rd"},
		{"哪个大学的老师懂这个", "university talent ask"},
		{"找教授团队", "team ask university"},
		{"找研究所做机理研究", "institute applied_basic_research"},
		{"送样到哪里，要出报告", "platform:testing_centre service do use"},
		{"先打样看看", "service facility:pilot_line do"},
		{"化验一下成分", "platform:testing_centre do"},
		{"摸个底", "platform:testing_centre"},
		{"拉一下看看强度", "platform:testing_centre equipment"},
		{"压一下，看多少吨坏", "equipment"},
		{"拍个CT", "equipment platform:instrument_platform"},
		{"扫个电镜", "equipment"},
		{"打个硬度", "equipment"},
		{"做一下盐雾", "facility:test_rig equipment"},
		{"跑个老化", "facility:test_rig"},
		{"校准一下量具", "platform:metrology_centre"},
		{"标定传感器", "platform:metrology_centre"},
		{"过3C认证", "platform:testing_centre"},
		{"过一下EMC", "facility:test_rig"},
		{"中试放大", "facility:pilot_line pilot_maturation use"},
		{"小批量试制", "facility:pilot_line pilot_maturation"},
		{"借条线试几批", "facility:pilot_line"},
		{"放大到几百升", "facility:pilot_line"},
		{"先做几百只试试", "facility:pilot_line"},
		{"超算机时", "facility:supercomputer"},
		{"仿真跑不动", "facility:supercomputer"},
		{"CFD算不动了", "facility:supercomputer"},
		{"租设备按小时收费", "equipment platform:instrument_platform use"},
		{"预约上机", "equipment use"},
		{"借台仪器用几天", "equipment use"},
		{"同步辐射光源", "facility:large_facility"},
		{"吹风洞", "facility:test_rig"},
		{"下水池试验", "facility:test_rig"},
		{"上台架跑耐久", "facility:test_rig"},
		{"点火试验", "facility:test_rig"},
		{"找个专家", "ask talent"},
		{"懂热处理的人", "ask talent"},
		{"有没有懂焊接的老师傅", "ask talent"},
		{"招一个科技副总", "ask talent"},
		{"共建联合实验室", "join joint_lab co_platform"},
		{"技术入股", "join tech_equity"},
		{"成果转让", "join result transfer"},
		{"买个专利", "join result"},
		{"一起改", "join joint_rd"},
		{"合作开发", "join joint_rd"},
		{"联合申报项目", "join project shared_project"},
		{"找供应商", "enterprise do"},
		{"国产替代厂家", "enterprise"},
		{"重点实验室", "platform:state_key_laboratory"},
		{"工程技术研究中心", "platform:engineering_technology_research_centre"},
		{"新型研发机构", "rd_unit"},
		{"技术创新中心", string(graph.KindCenter)},
		{"量产线", "industrialisation"},
		{"提高良率", "applied_development contract_rd"},
		{"孵化器", "incubator incubation"},
		{"流片", "service pilot_maturation"},
		{"开模", "service"},
		{"委托研发", "contract_rd"},
		{"战略合作", "strategic"},
		{"共同出资", "co_invest"},
		// what must not be read
		{"不要高校，找研究所", "institute -university"},
		{"不找中介，不要检测机构", "-platform:testing_centre"},
		{"大学生创业", "-university"},
		{"信号放大器噪声", "-facility:pilot_line"},
		{"其中试过三种胶", "-facility:pilot_line -pilot_maturation"},
		{"连杆机构卡死", "-do"},
		{"单位面积载荷", "-do"},
		{"LED光源亮度", "-facility:large_facility"},
		{"租房子", "-equipment"},
		{"我们的工程师离职了", "-talent"},
		{"半导体设备颗粒多", "-use"},
		// English
		{"looking for a test lab", "do use platform:testing_centre service"},
		{"university partner for joint research", "do join university joint_rd"},
		{"access to a pilot plant", "use facility:pilot_line pilot_maturation"},
		{"rent time on an SEM", "use equipment"},
		{"supplier of sealing rings", "enterprise"},
		{"an expert in casting", "ask talent"},
		{"wind tunnel tests", "facility:test_rig"},
		{"synchrotron beamline", "facility:large_facility"},
		{"HPC core hours", "facility:supercomputer"},
		{"scale up from 5 L to 500 L", "facility:pilot_line pilot_maturation"},
		{"get our parts tested", "platform:testing_centre service"},
		{"find the root cause", "service"},
		{"license a patent", "result transfer join"},
		{"not interested in universities", "-university"},
	} {
		n := read(t, c.text, Options{})
		got := askedCodes(n)
		for _, code := range strings.Fields(c.want) {
			unwanted, not := strings.CutPrefix(code, "-")
			if slices.Contains(got, unwanted) == not {
				t.Errorf("%s: %s in %v is %t", c.text, unwanted, got, !not)
			}
		}
	}
}

func askedCodes(n Need) []string {
	var codes []string
	for _, g := range n.Groups {
		codes = append(codes, g.Code)
	}
	for _, k := range n.Kinds {
		code := string(k.Kind)
		codes = append(codes, code)
		if k.Type != "" {
			codes = append(codes, code+":"+k.Type)
		}
	}
	for _, m := range n.Modes {
		codes = append(codes, m.Code)
	}
	for _, s := range n.Stages {
		codes = append(codes, s.Code)
	}
	return codes
}

// TestCuesUseTheSchema holds every code of the table against the graph's schema.
func TestCuesUseTheSchema(t *testing.T) {
	schema := graph.BuiltinSchema()
	table, err := readCues(cueTable)
	if err != nil {
		t.Fatal(err)
	}
	vocabulary := func(name, code string) {
		if schema.TermLabel(name, code) == (graph.Label{}) {
			t.Errorf("%s is not in vocabulary %s", code, name)
		}
	}
	for _, row := range table.rows {
		for _, g := range row.groups {
			if !slices.Contains([]string{"do", "use", "ask", "join"}, g.code) {
				t.Errorf("%s: no group %s", row.sense, g.code)
			}
		}
		for _, k := range row.kinds {
			kind, narrower := kindOf(k.code)
			def := schema.Kind(kind)
			if def == nil || def.Group == "" {
				t.Errorf("%s: %s is no kind of helper", row.sense, kind)
				continue
			}
			if narrower != "" {
				property := schema.NodeProperty(kind, "type")
				if property == nil || property.Vocabulary == "" {
					t.Errorf("%s: %s has no types", row.sense, kind)
					continue
				}
				vocabulary(property.Vocabulary, narrower)
			}
		}
		for _, m := range row.modes {
			vocabulary("collaboration_mode", m.code)
		}
		for _, s := range row.stages {
			vocabulary("stage", s.code)
		}
		for _, list := range [][]coded{row.groups, row.kinds, row.modes, row.stages} {
			for _, c := range list {
				if c.factor <= 0 || c.factor > 1 {
					t.Errorf("%s: factor %g of %s", row.sense, c.factor, c.code)
				}
			}
		}
		if len(row.groups) > 0 && (row.confidence <= 0 || row.confidence > 1) {
			t.Errorf("%s: confidence %g", row.sense, row.confidence)
		}
	}
}
