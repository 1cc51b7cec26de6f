package advise_test

import (
	"errors"
	"testing"

	"chuangmai/advise"
	"chuangmai/need"
	"chuangmai/phrase"
)

// Questions that are not about technology, or not about anything.
var offTopic = []string{
	"今天天气怎么样", "你好", "讲个笑话", "明天股市会涨吗", "我想订一张去北京的机票", "晚饭吃什么好", "谁是世界上最有钱的人", "帮我写一首情诗",
	"失恋了怎么办", "哈哈哈哈哈", "嗯嗯好的谢谢", "周末去哪里玩", "孩子不爱写作业怎么教育", "请问几点了", "啊啊啊啊", "推荐一部好看的电影",
	"what is the weather like today", "hello there", "tell me a joke", "who won the game last night", "I love you", "book me a table for two tonight",
	"asdf qwer zxcv", "lorem ipsum dolor sit amet", "how old are you", "what should I have for dinner", "blah blah blah", "12345", "www", "good morning everyone",
}

// Questions that a firm might ask.
var onTopic = []string{
	"铝合金薄壁件焊接后气孔多", "想做工业CT无损检测", "锂电池低温下容量衰减快", "重组蛋白放大后掉活性，想借中试线", "数控机床加工精度不稳定", "找能做疲劳试验的单位",
	"不锈钢管道腐蚀开裂", "注塑件翘曲变形怎么解决", "需要扫描电镜做断口分析", "光伏组件效率衰减", "碳纤维复合材料分层", "污水处理氨氮超标", "芯片封装散热不好",
	"涂层结合力差，镀层脱落", "想开发机器视觉检测算法", "激光切割毛刺多", "齿轮噪声大", "陶瓷烧结开裂", "抗体药物纯化工艺", "钢铁热处理后硬度不够",
	"weld porosity in thin aluminium parts", "we need X-ray CT testing of castings", "lithium battery loses capacity at low temperature", "scanning electron microscope for fracture analysis",
	"injection moulding warpage", "corrosion cracking of stainless steel pipes", "scale-up of protein purification", "machine vision inspection algorithm",
}

// What is not about technology gets no hits and a reason in both languages.
func TestOffTopic(t *testing.T) {
	for _, text := range offTopic {
		answer := recommend(t, advise.Query{Text: text}, public)
		if answer.Abstained == nil || answer.Hits != 0 || len(answer.Groups) != 0 {
			t.Errorf("%q: %d hits, understood as %+v %+v %+v", text, answer.Hits, answer.Need.Capabilities, answer.Need.Terms, answer.Need.Kinds)
			continue
		}
		if !phrase.Known(answer.Abstained.Code) || answer.Abstained.Render(phrase.Zh) == "" || answer.Abstained.Render(phrase.En) == "" {
			t.Errorf("%q: reason %+v", text, answer.Abstained)
		}
	}
}

// What is about technology gets an answer.
func TestOnTopic(t *testing.T) {
	for _, text := range onTopic {
		answer := recommend(t, advise.Query{Text: text, Limit: 1}, public)
		if answer.Abstained != nil || answer.Hits == 0 {
			t.Errorf("%q: %v, %d hits, confidence %.2f", text, answer.Abstained, answer.Hits, answer.Need.Substance())
		}
	}
}

// What is no text to read is an error, not an answer.
func TestNoText(t *testing.T) {
	for text, want := range map[string]error{"！？……": need.ErrEmpty, "   ": need.ErrEmpty, "\xff\xfe": need.ErrBadText} {
		if _, err := sample.Advisor.Recommend(t.Context(), advise.Query{Text: text}, public); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", text, err, want)
		}
	}
	if answer := recommend(t, advise.Query{}, public); answer.Abstained == nil || answer.Abstained.Code != "abstain.nothing_asked" {
		t.Errorf("nothing asked: %+v", answer.Abstained)
	}
}
