// The journey of a firm: from a sentence to an explained offer it can contact, in at most three actions.
// Nine needs are those of the relevance set (internal/app/testdata/relevance), the last is a demand that the network holds.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { atLeast, start } from './kit.mjs'

let app
before(async () => (app = await start()))
after(() => app?.stop())

const needs = [
  { zh: '压铸铝合金壳体焊接后总有气孔，想找单位一起改进焊接工艺', en: 'Die-cast aluminium housings are full of pores after welding; we look for somebody to improve the welding process with us', chip: ['焊接与连接', 'welding and joining'] },
  { zh: '印染废水盐分高、色度去不掉，需要能回用的深度处理工艺', en: 'Dye-house waste water is salty and stays coloured; waste water treatment is needed so that it can be used again', chip: ['污水处理', 'wastewater treatment'] },
  { zh: '退役动力电池拆解回收，怎样把锂钴镍提取出来再利用', en: 'Recycling traction batteries: how to recover lithium, cobalt and nickel after disassembly', chip: ['固废处理与资源化', 'solid waste treatment and recycling'] },
  { zh: '风电叶片用的碳纤维复合材料要降成本，寻找材料与成型方面的合作单位', en: 'Carbon fibre composites for wind turbine blades have to become cheaper; partners for material and moulding wanted', chip: ['碳纤维复合材料', 'carbon-fiber composites'] },
  { zh: '功率半导体碳化硅器件开发，需要外延和器件工艺方面的伙伴', en: 'Silicon carbide power semiconductor devices: partners for epitaxy and device processing wanted', chip: ['功率半导体', 'power semiconductors'] },
  { zh: '口服缓释制剂的溶出不稳定，希望找药物制剂方面的研究力量', en: 'Dissolution of our oral sustained-release tablets is unstable; we look for research in drug formulation', chip: ['药物制剂', 'pharmaceutical formulation'] },
  { zh: '跨江大桥钢箱梁疲劳裂纹怎么长期监测和评估', en: 'How can fatigue cracks in the steel box girder of a river bridge be monitored over years', chip: ['道路与桥梁', 'road and bridge'] },
  { zh: '想测电机控制器的电磁兼容，哪里有能用的试验系统', en: 'Where can we test the electromagnetic compatibility of a motor controller', chip: ['环境试验与电磁兼容', 'environmental testing and EMC'] },
  { zh: '看金属断口形貌，要用扫描电子显微镜', en: 'We want to look at metal fracture surfaces with a scanning electron microscope', chip: ['材料表征与测试', 'materials characterization and testing'] },
  { zh: '研制突发性化工污染废水处理的高效催化膜生物反应器', en: 'Membrane bioreactor with catalysis for sudden pollution by chemical waste water', chip: ['污水处理', 'wastewater treatment'] },
]
const find = { 'zh-CN': '写询问信', en: 'Write an enquiry' }
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Where a record can be asked: its public pages, or who answers for it. */
async function contact(id) {
  const reply = await fetch(`${app.address}/api/v1/nodes/${encodeURIComponent(id)}/contact`)
  assert.equal(reply.status, 200)
  return (await reply.json()).contact
}

for (const [i, need] of needs.entries()) {
  for (const language of ['zh-CN', 'en']) {
    test(`need ${i + 1} (${language})`, async () => {
      const text = language === 'en' ? need.en : need.zh
      const wanted = need.chip[language === 'en' ? 1 : 0]
      const page = await app.open('/', { language })
      let actions = 0

      // One: the sentence.
      const answered = page.waitForResponse((reply) => reply.url().includes('/api/v1/recommendations') && reply.request().method() === 'POST')
      await page.fill('#question', text)
      await page.press('#question', 'Control+Enter')
      actions++
      const answer = await (await answered).json()
      await page.locator('article').first().waitFor()
      await page.settle()
      const named = (one) => (language === 'en' && one.name_en) || one.name
      const chips = await page.locator('.chip').allInnerTexts()
      assert.ok(chips.some((one) => one.includes(wanted)), `${wanted} is understood, of ${chips}`)

      // Every hit says why, and the reasons of the first are about the need.
      const subjects = [...(answer.need.capabilities ?? []), ...(answer.need.disciplines ?? [])].map(named)
      const about = new RegExp(subjects.map(escaped).join('|'))
      assert.match(await page.locator('article .because').first().innerText(), about)
      for (const card of await page.locator('article').all()) await atLeast(card.locator('.because li'), 1)

      // An offer: among the best of a group its reasons name a capability of the need, and it can be asked.
      const capability = new RegExp((answer.need.capabilities ?? []).map(named).map(escaped).join('|'))
      const shown = await page.locator('[role=tab][aria-selected=true]').getAttribute('id')
      const groups = [...answer.groups].sort((a, b) => Number(`tab-${b.group}` === shown) - Number(`tab-${a.group}` === shown))
      let offer
      for (const group of groups) {
        for (const hit of group.hits.slice(0, 10)) {
          if (offer || !capability.test(hit.addends.find((one) => one.signal === 'capability')?.reason.text ?? '')) continue
          const found = await contact(hit.id)
          if (found.pages.length + found.ask.length > 0) offer = { hit, found, group: group.group }
        }
      }
      assert.ok(offer, 'an explained offer that can be contacted')
      if (`tab-${offer.group}` !== shown) {
        // Two, where the offer stands in another group.
        await page.locator(`#tab-${offer.group}`).click()
        actions++
      }
      const card = page.locator(`[data-hit="${offer.hit.id}"]`)
      await card.waitFor()
      const rank = Number(await card.locator('.rank').innerText())
      assert.ok(rank >= 1 && rank <= 10)

      // The last: the enquiry, ready to be sent, with where to send it.
      await card.getByText(find[language], { exact: true }).click()
      actions++
      assert.ok(actions <= 3, `${actions} actions`)
      const dialog = page.locator('dialog[open]')
      const letter = dialog.locator('.letter')
      await letter.waitFor()
      assert.ok((await letter.innerText()).includes(text), 'the letter states the need')
      const where = await dialog.innerText()
      const places = [...offer.found.pages.map((one) => one.url), ...offer.found.ask.map((one) => named(one.body))]
      assert.ok(places.some((one) => where.includes(one)), `${places} in the dialog`)
      console.log(`${i + 1} ${language}: ${actions} actions to ${named(offer.hit)} (${offer.group} ${rank}); ${places[0]}`)
      page.clean()
      await page.done()
    })
  }
}
