package seed

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"chuangmai/graph"
)

//go:embed sample/topics.tsv
var topicTable string

//go:embed sample/instruments.tsv
var instrumentTable string

// topic is a line of technology in which the sample's bodies work.
type topic struct {
	key, name, nameEn  string
	field              graph.ID
	industry           graph.ID
	words              []string
	product, productEn string
	services           []serviceWords
	instruments        []string
	result, resultEn   string
	demand, demandEn   string
}

// serviceWords is a service with its usual price and turnaround.
type serviceWords struct {
	name, nameEn, unit string
	fee                float64
	days               int64
}

// instrumentWords is a type of instrument with the ranges of its price and value.
type instrumentWords struct {
	key, name, nameEn, kind string
	technique               []string
	functions, indicators   string
	fee                     [2]float64 // CNY per unit
	unit                    string
	value                   [2]float64 // 10,000 CNY
}

// place is a city of the province with what lies in it.
type place struct {
	code, name, nameEn string
	counties           []string   // codes
	zones              []graph.ID // real ones
}

func readTopics() ([]topic, error) {
	records, err := parseTable(topicTable)
	if err != nil {
		return nil, fmt.Errorf("sample topics: %w", err)
	}
	topics := make([]topic, len(records))
	for i, r := range records {
		t := topic{
			key: r["key"], name: r["name"], nameEn: r["name_en"], field: graph.ID("field:" + r["field"]), industry: graph.ID("ind:" + r["industry"]), words: list(r["words"]),
			product: r["product"], productEn: r["product_en"], instruments: list(r["instruments"]), result: r["result"], resultEn: r["result_en"], demand: r["demand"], demandEn: r["demand_en"],
		}
		for _, text := range list(r["services"]) {
			s, err := parseService(text)
			if err != nil {
				return nil, fmt.Errorf("sample topic %s: %w", t.key, err)
			}
			t.services = append(t.services, s)
		}
		topics[i] = t
	}
	return topics, nil
}

// parseService reads "name=english name@fee/unit/days".
func parseService(text string) (serviceWords, error) {
	names, terms, _ := strings.Cut(text, "@")
	name, nameEn, _ := strings.Cut(names, "=")
	parts := strings.Split(terms, "/")
	if len(parts) != 3 || nameEn == "" {
		return serviceWords{}, fmt.Errorf("service %q: want name=english@fee/unit/days", text)
	}
	fee, err := strconv.ParseFloat(parts[0], 64)
	if err != nil {
		return serviceWords{}, err
	}
	days, err := strconv.ParseInt(parts[2], 10, 64)
	if err != nil {
		return serviceWords{}, err
	}
	return serviceWords{name: name, nameEn: nameEn, fee: fee, unit: parts[1], days: days}, nil
}

func readInstruments() ([]instrumentWords, error) {
	records, err := parseTable(instrumentTable)
	if err != nil {
		return nil, fmt.Errorf("sample instruments: %w", err)
	}
	out := make([]instrumentWords, len(records))
	for i, r := range records {
		w := instrumentWords{key: r["key"], name: r["name"], nameEn: r["name_en"], kind: r["type"], technique: list(r["technique"]), functions: r["functions"], indicators: r["indicators"], unit: r["unit"]}
		for text, bounds := range map[string]*[2]float64{r["fee"]: &w.fee, r["value"]: &w.value} {
			low, high, _ := strings.Cut(text, "-")
			var errLow, errHigh error
			bounds[0], errLow = strconv.ParseFloat(low, 64)
			bounds[1], errHigh = strconv.ParseFloat(high, 64)
			if errLow != nil || errHigh != nil {
				return nil, fmt.Errorf("sample instrument %s: range %q", w.key, text)
			}
		}
		out[i] = w
	}
	return out, nil
}

// readPlaces returns the province's cities by code with their counties and zones.
func readPlaces() ([]place, error) {
	regions, err := readTable("nodes/region.tsv")
	if err != nil {
		return nil, err
	}
	zones, err := readTable("nodes/zone.tsv")
	if err != nil {
		return nil, err
	}
	var out []place
	for _, r := range regions {
		if r["type"] != "city" || !strings.HasPrefix(r["code"], "32") {
			continue
		}
		p := place{code: r["code"], name: strings.TrimSuffix(r["name"], "市"), nameEn: r["name_en"]}
		for _, c := range regions {
			if c["type"] == "county" && strings.HasPrefix(c["code"], p.code[:4]) && !strings.HasSuffix(c["name"], "开发区") {
				p.counties = append(p.counties, c["code"])
			}
		}
		for _, z := range zones {
			if strings.HasPrefix(z["region"], p.code[:4]) {
				p.zones = append(p.zones, graph.ID(z["id"]))
			}
		}
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b place) int { return strings.Compare(a.code, b.code) })
	return out, nil
}
