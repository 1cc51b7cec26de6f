import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { atLeast, everyWay, start } from './kit.mjs'

let app
before(async () => (app = await start()))
after(() => app?.stop())

const welding = 'local:sample-center-0001'
const mixed = 'local:sample-center-0003'
const words = {
  'zh-CN': {
    topic: '重组蛋白药物中试放大掉活性，需要工艺表征、质谱检测和注册申报', desk: '江苏示例焊接与增材制造技术创新中心', ask: '查缺补位', missing: '所缺', capability: '生物药与抗体', fills: /补上所缺的/,
    introduce: '怎样引见', opening: /您好！我们是江苏示例焊接与增材制造技术创新中心/, other: '英文', otherWords: /^Dear /, copied: '已复制', teams: '组队比较', lacking: /没人|未覆盖|缺/, rules: '结构与规则',
    notMet: '不符', clause: /聚焦京津冀协同发展、长三角一体化发展/, found: /记录为从事产品生产销售|产品生产销售/, unknown: '未记录', settle: '怎样判定：', hq: '本部', board: /理事会/, search: '国家生物药', made: '国家生物药技术创新中心',
  },
  en: {
    topic: 'Recombinant protein loses activity in pilot scale-up: we need process characterisation, mass spectrometry and regulatory filing', desk: 'Jiangsu Sample Technology Innovation Centre for Welding and Additive Manufacturing',
    ask: 'Find what is missing', missing: 'missing', capability: 'biologics and antibodies', fills: /adds what is missing/, introduce: 'Who could introduce us', opening: /^Dear .+ we write from Jiangsu Sample Technology Innovation Centre/s, other: 'Chinese',
    otherWords: /您好/, copied: 'Copied', teams: 'Teams compared', lacking: /nobody|not covered|lacking|uncovered/i, rules: 'Structure and rules', notMet: 'Not met', clause: /Comprehensive national centres are laid out around regional strategies/,
    found: /making and selling products/, unknown: 'Not recorded', settle: 'What would settle it:', hq: 'Headquarters', board: /council|board/i, search: '国家生物药', made: '国家生物药技术创新中心',
  },
}
/** The first partners of a topic to whom a path is recorded, by the service's own answers. */
async function introduced(topic, language) {
  const headers = { 'Content-Type': 'application/json', 'Accept-Language': language }
  const reply = await fetch(`${app.address}/api/v1/recommendations/complement`, { method: 'POST', headers, body: JSON.stringify({ centre: welding, text: topic, novelty: 0.5, limit: 8 }) })
  for (const partner of (await reply.json()).partners) {
    const paths = await fetch(`${app.address}/api/v1/paths?${new URLSearchParams({ from: welding, to: partner.id })}`)
    if ((await paths.json()).paths.length > 0) return { id: partner.id, name: language === 'en' ? (partner.name_en ?? partner.name) : partner.name }
  }
  return assert.fail('no partner of the topic can be introduced')
}
const at = (query) => `/center?${new URLSearchParams(query)}`

test('the empty desk offers the recorded centres, in every way', async () => {
  await everyWay(app.open, '/center', 'center-empty', async (page, language) => {
    await page.getByRole('link', { name: words[language].desk }).waitFor()
    await atLeast(page.locator('main li').getByRole('link'), 21, 'the centres are listed')
  })
})

test('a centre goes from a topic to what is missing, to a partner, to an introduction with its words', async () => {
  for (const language of ['zh-CN', 'en']) {
    const word = words[language]
    const partner = await introduced(word.topic, language)
    const page = await app.open('/center', { language })
    const field = page.locator('main').getByRole('combobox')
    await field.fill(word.desk)
    await page.getByRole('option').filter({ hasText: word.desk }).first().waitFor()
    // By keyboard alone.
    await field.press('ArrowDown')
    assert.match((await page.locator('[role=option][aria-selected=true]').innerText()), new RegExp(word.desk))
    await field.press('Enter')
    await page.getByRole('heading', { level: 2, name: word.desk, exact: true }).waitFor()
    assert.match(page.url(), /center=local/)
    const dossier = await page.getByRole('link', { name: /建设方案底稿|Draft of the building plan/ }).getAttribute('href')
    assert.match(await (await fetch(app.address + dossier)).text(), new RegExp(word.desk), 'the dossier is of this centre')
    await page.locator('#topic').fill(word.topic)
    await page.getByRole('button', { name: word.ask }).click()
    const row = page.getByRole('row').filter({ hasText: word.capability }).first()
    assert.match(await row.innerText(), new RegExp(word.missing))
    assert.match(await page.getByRole('article').first().innerText(), word.fills)
    const card = page.getByRole('article', { name: partner.name })
    await atLeast(card.locator('summary'), 1, 'it says what it fills')
    await card.locator('summary').first().click()
    await atLeast(card.locator('details a'), 1, 'and upon which records')
    await card.getByRole('button', { name: word.introduce }).click()
    const opening = card.locator('textarea')
    await opening.waitFor()
    assert.match(await opening.inputValue(), word.opening)
    const chain = card.locator('ol.chain > li')
    await atLeast(chain, 2, 'a path has two ends')
    assert.equal(await chain.first().getByRole('link').first().innerText(), word.desk)
    await card.getByRole('button', { name: /复制|Copy/ }).click()
    await card.getByText(word.copied).waitFor()
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), word.opening)
    await card.getByRole('button', { name: word.other, exact: true }).click()
    assert.match(await opening.inputValue(), word.otherWords)
    // The address holds all of it.
    const address = page.url()
    await page.reload()
    await page.getByRole('article', { name: partner.name }).locator('textarea').waitFor()
    assert.equal(page.url(), address)
    assert.equal(await page.locator('#topic').inputValue(), word.topic)
    page.clean()
    await page.done()
  }
})

test('known or new partners change what counts', async () => {
  const page = await app.open(at({ center: welding, q: words['zh-CN'].topic }))
  const first = page.getByRole('article').first()
  assert.match(await first.innerText(), /可带来新关系/)
  const score = await first.locator('header').innerText()
  const answer = page.waitForResponse((one) => one.url().includes('/complement'))
  await page.getByRole('slider').fill('0')
  assert.equal((await answer).request().postDataJSON().novelty, 0)
  await page.settle()
  assert.match(page.url(), /novelty=0/)
  assert.doesNotMatch(await first.innerText(), /可带来新关系/)
  assert.notEqual(await first.locator('header').innerText(), score)
  page.clean()
  await page.done()
})

test('partners with an introduction, in every way', async () => {
  const { id: partner } = await introduced(words['zh-CN'].topic, 'zh-CN')
  await everyWay(app.open, at({ center: welding, q: words['zh-CN'].topic, partner }), 'center-partners', async (page, language) => {
    await page.locator('article textarea').waitFor()
    assert.match(await page.locator('article textarea').inputValue(), words[language].opening)
  })
})

test('teams with the centre in each, in every way', async () => {
  await everyWay(app.open, at({ center: welding, q: words['zh-CN'].topic, show: 'teams' }), 'center-teams', async (page, language) => {
    await page.getByRole('table').nth(1).waitFor()
    assert.match(await page.getByRole('table').nth(1).innerText(), /%/)
    await page.locator('main details summary').last().click()
    assert.match(await page.locator('main').innerText(), new RegExp(words[language].desk))
  })
})

test('structure, chains and rules of a centre with their clauses, in every way', async () => {
  await everyWay(app.open, at({ center: mixed, tab: 'rules' }), 'center-rules', async (page, language) => {
    const word = words[language]
    await page.locator('article.not_met').first().waitFor()
    const broken = page.locator('article.not_met').filter({ hasText: 'R7' })
    assert.match(await broken.innerText(), new RegExp(word.notMet, 'i'))
    assert.match(await broken.innerText(), word.found)
    await atLeast(broken.locator('details a'), 1, 'the record is cited')
    const blank = page.locator('article.not_recorded').first()
    assert.match(await blank.innerText(), new RegExp(word.settle))
    await atLeast(page.locator('article.met'), 1)
    const rule = page.locator('article').filter({ has: page.locator('#rule-R1') })
    assert.match(await rule.innerText(), /聚焦京津冀协同发展、长三角一体化发展/)
    assert.match(await rule.innerText(), /Comprehensive national centres are laid out/)
  })
})

test('a centre without institutions and one with them', async () => {
  for (const language of ['zh-CN', 'en']) {
    const page = await app.open(at({ center: welding, tab: 'rules' }), { language })
    const tree = page.getByRole('region', { name: /组织结构|Structure/ })
    await tree.getByText(words[language].hq, { exact: false }).first().waitFor()
    assert.match(await tree.innerText(), words[language].board)
    await atLeast(tree.getByRole('link'), 13, 'institutions, their hosts, boards and their members')
    await page.getByRole('navigation', { name: /按结果|By outcome/ }).getByRole('link', { name: words[language].unknown }).click()
    await page.settle()
    assert.equal(await page.locator('article').count(), await page.locator('article.not_recorded').count())
    assert.match(page.url(), /outcome=not_recorded/)
    page.clean()
    await page.done()
  }
})
