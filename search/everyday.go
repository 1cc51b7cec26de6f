package search

import "math"

// chineseFunctionWords carry grammar or politeness, not content. The lexicon's list of words by frequency leaves most
// of them out, so that their place in it does not tell that they are common.
const chineseFunctionWords = `我 我们 你 你们 您 他 他们 她 她们 它 它们 咱 咱们 俺 自己 本人 大家 人家 别人 人 人们 有人 某人 谁 谁家 各自 对方
这 那 这个 那个 这些 那些 这种 那种 这样 那样 这么 那么 这里 那里 这边 那边 这儿 那儿 这次 这类 此 该 其 其他 其它 其中 另 另外 此外 别的 各 各个 各种 各类 每 每个 某 某些 某种 任何 所有 一切
什么 怎么 怎样 怎么样 如何 为什么 为何 哪 哪个 哪些 哪里 哪儿 哪家 哪位 哪种 多少 几 几个 是否 有没有 能不能 可不可以 会不会 要不要 是不是 行不行 好不好
一 二 两 三 四 五 六 七 八 九 十 百 千 万 一个 两个 三个 一种 两种 一些 一下 一点 一起 一样 一定 一般 一直 一边 一方面 一位 一家 一套 一项 一批 一系列 一台 几家 几种 许多 很多 不少 多个 多种 若干 一部分 大部分
个 家 位 种 些 次 项 款 台 套 件 条 类 份 批 名
的 地 得 了 着 过 吗 呢 吧 啊 呀 嘛 哦 啦 么 哈 之 所 者 等 等等 的话
是 有 没有 没 无 不 不是 不能 不会 不要 不用 别 非 在 于 为 为了 以 由 由于 因 因为 因此 因而 所以 从 从而 自 到 至 向 往 朝 对 对于 关于 针对 有关 按 按照 依照 根据 据 依据 通过 经过 经 凭 靠 用 用于 把 将 被 让 使 使得 叫 给 替 跟 与 和 同 及 以及 并 并且 而 而且 且 或 或者 还是 还有 以便 以免 比 比如 例如 如 像 除 除了 随着 作为 来自 沿 当 每当 就 就是 就算 即 即使 即可 若 如果 假如 要是 只要 只有 除非 虽然 虽 尽管 但 但是 可是 不过 然而 却 则 否则 然后 接着 首先 其次 最后 于是 不仅 不但 无论 不管 既 既然 甚至 反而 之一 之间 之后 之前 之类
也 都 还 又 再 才 只 仅 仅仅 已 已经 曾 正 正在 刚 刚刚 马上 很 太 最 更 较 比较 非常 十分 特别 尤其 相当 极 挺 有点 有些 大概 大约 左右 可能 也许 其实 当然 的确 确实 甚么 总 总是 常 经常 往往 通常 有时 一旦 同时 此时 时候 目前 现在 如今 以后 以前 以上 以下 以来 今后 将来 顺便 顺带 尽快 尽量 最好 至少 分别 共同 互相 相互
能 能够 可 可以 会 要 应 应该 应当 必须 得以 肯 敢 愿 愿意 想 想要 想找 希望 需 需要 急需 急求 求 求助 寻 找 寻找 请 请问 请教 麻烦 劳驾 帮 帮忙 帮助 谢谢 多谢 感谢 您好 你好 求推荐 懂 做 能做 搞 搞定 弄 来 去 说 看 看看 听说 知道 觉得 认为 叫做 称为 来说 而言 似的`

// everydayWords are chineseFunctionWords as a set.
var everydayWords = wordSet(chineseFunctionWords)

// everyday says of each word of a text whether it is one of everydayWords.
func (t text) everyday() []bool {
	is := make([]bool, len(t.words))
	for i, w := range t.words {
		is[i] = everydayWords[w.Text]
	}
	return is
}

// within reports whether the bytes [start, end) touch only words that are marked.
func (t text) within(marked []bool, start, end int) bool {
	for i := t.wordAt(start); i < len(t.words) && t.words[i].Start < end; i++ {
		if !marked[i] {
			return false
		}
	}
	return true
}

// Ranks, by falling frequency, between which a word goes from everyday language to rare.
const everydayRank, rareRank = 300, 20_000

// generalRarity says how rare a word is in general language, 0 (everyday) to 1 (rare, or not a word of it). The
// vectors of the lexicon stand in the order of their words' frequency in an encyclopaedia.
func (a *analyser) generalRarity(word string) float64 {
	if everydayWords[word] {
		return 0
	}
	i, ok := a.lexicon.WordIndex(word)
	if !ok {
		return 1
	}
	return min(1, max(0, math.Log(float64(i+1)/everydayRank)/math.Log(rareRank/everydayRank)))
}
