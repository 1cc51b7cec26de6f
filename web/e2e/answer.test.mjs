// The page of an answer: what was understood and its correction, hits with reasons and evidence, forms, teams.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { atLeast, everyWay, start, until } from './kit.mjs'

let app
before(async () => (app = await start()))
after(() => app?.stop())

const asked = '铝合金薄壁件焊接后气孔多，想找能做CT无损检测并帮忙改工艺的单位，最好在苏州附近'
const at = (text, rest = '') => `/answer?q=${encodeURIComponent(text)}${rest}`
const words = {
  'zh-CN': { ndt: '无损检测', suzhou: '苏州市 周边 60 公里', groups: ['帮你做', '自己用', '问一问', '一起做'], facts: /所示 \d+ 条中有 \d+ 条只依据已记录的事实/, because: '因为' },
  en: { ndt: 'non-destructive testing', suzhou: 'within 60 km of Suzhou', groups: ['Do it for me', 'Use it', 'Ask someone', 'Join'], facts: /\d+ of \d+ hits rest on recorded facts/, because: 'Because' },
}
const chip = (page, text) => page.locator('.chip', { hasText: text })
const need = (page) => {
  const packed = new URL(page.url()).searchParams.get('need')
  return packed && JSON.parse(Buffer.from(packed, 'base64url').toString())
}

test('cards in every way', async () => {
  await everyWay(app.open, at(asked), 'answer', async (page, language) => {
    const said = words[language]
    assert.equal(await page.inputValue('#question'), asked)
    assert.match(await chip(page, said.ndt).first().innerText(), new RegExp(said.ndt))
    assert.match(await chip(page, said.suzhou).innerText(), new RegExp(said.suzhou))
    assert.match(await page.innerText('.facts'), said.facts)
    assert.deepEqual(await page.locator('[role=tab] .name').allInnerTexts(), said.groups)
    for (const count of await page.locator('[role=tab] .count').allInnerTexts()) assert.ok(Number(count) > 0)
    const first = page.locator('article').first()
    assert.match(await first.locator('.because').innerText(), new RegExp(said.ndt), 'the reasons of the best name what was asked for')
    // The addends that are listed sum to the score.
    await first.locator('summary').first().click()
    await first.locator('.addends tfoot strong').waitFor()
    const values = (await first.locator('.addends tbody .number').allInnerTexts()).map((one) => Number(one.replace('−', '-')))
    const sum = Number(await first.locator('.addends tfoot strong').innerText())
    assert.ok(Math.abs(values.reduce((a, b) => a + b, 0) - sum) <= 0.005 * values.length + 0.005, `${values} do not sum to ${sum}`)
    assert.equal(await first.locator('.score strong').innerText(), await first.locator('.addends tfoot strong').innerText())
    assert.equal(await page.locator('article.synthetic .badge.synthetic').count(), await page.locator('article.synthetic').count(), 'what is made up is marked')
  })
})

test('table, picture and teams in every way', async () => {
  await everyWay(app.open, at(asked, '&view=table'), 'answer-table', async (page) => atLeast(page.locator('main table tbody tr'), 20))
  await everyWay(app.open, at(asked, '&view=picture'), 'answer-picture', async (page, language) => {
    assert.match(await page.getAttribute('main [role=img]', 'aria-label'), /\d+/)
    await page.keyboard.press('e')
    assert.match(await page.innerText('main table'), new RegExp(words[language].ndt), 'the table holds the same edges')
    await page.keyboard.press('e')
    await page.locator('main canvas').waitFor()
  })
  await everyWay(app.open, at(asked, '&view=teams'), 'answer-teams', async (page, language) => {
    const table = page.locator('main table')
    await atLeast(table.locator('thead th'), 3, 'two teams or more')
    const row = table.locator('tbody tr', { hasText: words[language].ndt }).first()
    await atLeast(row.locator('td a'), 2, 'each team says who covers it')
    assert.match(await table.locator('tr.coverage').innerText(), /\d+%/)
    assert.ok((await table.locator('tr.risk').innerText()).length > 10)
  })
})

test('a chip taken away, changed and added corrects the need, the answer and the address', async () => {
  const page = await app.open(at(asked), { language: 'zh-CN' })
  const total = () => page.locator('[role=tab] .count').first().innerText()
  const before = await total()
  await chip(page, '数控机床').getByRole('button', { name: '去掉 数控机床' }).click()
  await page.locator('.chip', { hasText: '数控机床' }).first().waitFor({ state: 'detached' })
  assert.ok(need(page).capabilities.every((one) => one.id !== 'cap:cnc-machine-tools'))
  assert.deepEqual(need(page).disciplines, [], 'disciplines follow the capabilities')
  await page.settle()
  assert.notEqual(await total(), before)

  await chip(page, '苏州市').getByRole('button', { name: /苏州市/ }).first().click()
  await page.getByLabel(/周边多少公里/).fill('20')
  await page.getByRole('button', { name: '确定' }).click()
  await chip(page, '苏州市 周边 20 公里').waitFor()
  assert.equal(need(page).places[0].radius_km, 20)

  await page.getByRole('button', { name: '加条件' }).click()
  await page.getByRole('button', { name: '确定' }).click()
  assert.match(await page.innerText('dialog[open] [role=alert]'), /还没有填完整/)
  await page.locator('dialog[open] input.field').fill('增材')
  await page.getByRole('option').filter({ hasText: '增材制造' }).first().click()
  await page.axe()
  await page.getByRole('button', { name: '确定' }).click()
  await chip(page, '增材制造').waitFor()
  assert.ok(need(page).capabilities.some((one) => one.id === 'cap:additive-manufacturing' || /additive/.test(one.id)))
  await page.settle()

  for (const [part, fill, shown] of [
    ['预算', async () => page.getByLabel('最高（万元）').fill('30'), '不超过 30 万元'],
    ['期限', async () => page.getByLabel('最晚什么时候').fill('2027-03'), '2027-03 之前'],
    ['指标', async () => { await page.getByLabel('哪个指标').fill('孔隙率'); await page.getByLabel('关系').selectOption('<='); await page.getByLabel('数值').fill('1'); await page.getByLabel('单位').fill('%') }, '孔隙率 ≤ 1 %'],
    ['环节', async () => page.locator('dialog[open] select').nth(1).selectOption('pilot_maturation'), '中试熟化'],
  ]) {
    await page.getByRole('button', { name: '加条件' }).click()
    await page.getByLabel('哪一类条件').selectOption({ label: part })
    await fill()
    await page.getByRole('button', { name: '确定' }).click()
    await chip(page, shown).waitFor()
  }
  // The whole question is in the address: another reader sees the same.
  const there = await app.open(new URL(page.url()).pathname + new URL(page.url()).search, { language: 'en' })
  assert.equal(await chip(there, 'CNC machine tools').count(), 0)
  await until(() => chip(there, 'within 20 km of Suzhou').count(), 1)
  await until(() => chip(there, 'at most CNY 30 × 10,000').count(), 1)
  assert.equal(await there.locator('[role=tab] .count').first().innerText(), await total())
  await there.done()

  await page.getByRole('button', { name: '恢复自动理解' }).click()
  await chip(page, '数控机床').waitFor()
  assert.equal(need(page), null)
  page.clean()
  await page.done()
})

test('another sentence is read afresh, and corrections may be carried over', async () => {
  const page = await app.open(at(asked), { language: 'en' })
  await chip(page, 'casting').getByRole('button', { name: /Remove/ }).click()
  await chip(page, 'casting').waitFor({ state: 'detached' })
  await page.keyboard.press('/')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'question')
  await page.fill('#question', '压铸铝合金壳体的铸造缺陷，阿巴拉呼呼 蓝色月亮')
  await page.press('#question', 'Control+Enter')
  await chip(page, 'casting').waitFor()
  assert.equal(need(page), null)
  assert.match(await page.innerText('.understood .unread'), /阿巴拉呼呼/, 'what was not understood is named')
  await page.getByRole('button', { name: 'Carry them over' }).click()
  await chip(page, 'casting').waitFor({ state: 'detached' })
  page.clean()
  await page.done()
})

test('evidence stands in a drawer with its source, and lights its words', async () => {
  const page = await app.open(at(asked, '&facts=1&group=do'), { language: 'zh-CN' })
  const card = page.locator('article', { has: page.locator('.because', { hasText: '能力，对应您提到的' }) }).first()
  const reason = card.locator('.because li', { hasText: '能力，对应您提到的' }).first()
  await reason.locator('button').focus()
  await atLeast(page.locator('.mirror .lit'), 1, 'words of the need are lit')
  await atLeast(page.locator('.chip.lit'), 1)
  await reason.locator('button').press('Enter')
  const drawer = page.locator('dialog[open]')
  await drawer.locator('.source').first().waitFor()
  assert.match(await drawer.innerText(), /具备能力/)
  assert.match(await drawer.innerText(), /来源/)
  await drawer.locator('.of').waitFor()
  assert.match(await drawer.locator('.of').innerText(), /\d{4}-\d{2}/, 'the source of the record has its date')
  await atLeast(drawer.locator('.source li'), 1, 'the edge names its source')
  await page.axe()
  await page.shot('answer-evidence')
  await page.keyboard.press('Escape')
  assert.equal(await page.locator('dialog[open]').count(), 0)
  page.clean()
  await page.done()
})

test('filters, groups and order stand in the address; counts are those of the facets', async () => {
  const page = await app.open(at(asked), { language: 'zh-CN' })
  const value = page.locator('.value', { hasText: '苏州市' }).first()
  const count = Number(await value.locator('.small').innerText())
  await value.locator('input').check()
  await page.waitForURL(/region=320500/)
  await page.settle()
  await page.locator('[role=tab][aria-selected=true] .count', { hasText: String(count) }).waitFor()
  await page.getByRole('tab', { name: /自己用/ }).click()
  await page.waitForURL(/group=use/)
  assert.match(await page.locator('article').first().locator('.facts').innerText(), /可见|可用/, 'resources show the ladder of openness')
  await page.getByLabel('排序').selectOption('distance')
  await page.waitForURL(/sort=distance/)
  await page.settle()
  await page.getByRole('button', { name: '清除筛选' }).click()
  await page.settle()
  const km = (await page.locator('article .facts').allInnerTexts()).map((one) => (/就在/.test(one) ? 0 : Number(/约 ([\d,]+) 公里/.exec(one)?.[1] ?? Infinity)))
  assert.deepEqual(km, [...km].sort((a, b) => a - b))
  page.clean()
  await page.done()
})

test('a filter that leaves nothing says so and can be cleared', async () => {
  const page = await app.open(at(asked, '&group=ask&kind=university'), { language: 'en' })
  assert.match(await page.innerText('main'), /The filters leave nothing/)
  await page.axe()
  await page.locator('.hits').getByRole('button', { name: 'Clear the filters' }).click()
  await page.locator('article').first().waitFor()
  page.clean()
  await page.done()
})

test('no technical content: an honest page with what to add, in every way', async () => {
  await everyWay(app.open, at('你好'), 'answer-abstains', async (page, language) => {
    assert.equal(await page.locator('article').count(), 0)
    assert.match(await page.innerText('main'), language === 'en' ? /No technical content could be read/ : /没有读出技术内容/)
    await atLeast(page.locator('main section li'), 4)
  })
})

test('keys move among the hits, compare and list themselves', async () => {
  const page = await app.open(at(asked), { language: 'zh-CN' })
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  const second = await page.locator('article').nth(1).getAttribute('data-hit')
  assert.equal(await page.evaluate(() => document.activeElement.dataset.hit), second)
  await page.keyboard.press('c')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('c')
  await page.getByRole('button', { name: '比较 2' }).waitFor()
  assert.ok(new URL(page.url()).searchParams.getAll('compare').includes(second))
  await page.keyboard.press('?')
  assert.match(await page.innerText('dialog[open]'), /下一条结果/)
  await page.keyboard.press('Escape')
  await page.keyboard.press('t')
  await page.locator('main table').waitFor()
  page.clean()
  await page.done()
})

test('"not suitable" is sent with its reason, and a refusal is explained', async () => {
  const page = await app.open(at(asked), { language: 'zh-CN', failing: ['/api/v1/marks'] })
  const sent = []
  let status = 403
  await page.route('**/api/v1/marks', async (route) => {
    sent.push(route.request().postDataJSON())
    await route.fulfill(status === 201
      ? { status, contentType: 'application/json', body: JSON.stringify({ mark: {}, revision: 1, visible: true }) }
      : { status, contentType: 'application/problem+json', body: JSON.stringify({ type: 'urn:chuangmai:problem:forbidden', title: '没有权限', status, code: 'forbidden', request_id: 'x' }) })
  })
  const card = page.locator('article').first()
  const id = await card.getAttribute('data-hit')
  await card.getByRole('button', { name: '不合适…' }).click()
  await page.getByRole('button', { name: '提交' }).click()
  assert.match(await page.innerText('dialog[open] [role=alert]'), /请选一个原因/)
  await page.getByLabel('做不了这件事').check()
  await page.getByLabel(/补充说明/).fill('只做钢件')
  await page.getByRole('button', { name: '提交' }).click()
  await page.getByText('没有写入权限，这次没有记下').waitFor()
  await page.axe()
  await page.shot('answer-mark-refused')
  assert.equal(await page.getByLabel(/补充说明/).inputValue(), '只做钢件', 'nothing is lost')
  status = 201
  await page.getByRole('button', { name: '提交' }).click()
  await card.getByText('已记下：不合适（做不了这件事）').waitFor()
  assert.deepEqual(sent[1], { hit: id, verdict: 'not_suitable', reason: 'cannot_do', text: asked, because: '只做钢件' })
  page.clean()
  await page.done()
})

test('the answer is handed on: address, CSV, JSON, paper', async () => {
  const page = await app.open(at(asked), { language: 'en' })
  await page.getByRole('button', { name: 'Copy the address' }).click()
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), page.url())
  const saved = async (name) => {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()])
    return readFileSync(await file.path(), 'utf8')
  }
  const table = await saved('Export CSV')
  const first = await page.locator('article h3').first().innerText()
  assert.ok(table.includes(first) && table.includes(asked) && table.includes('Suzhou'))
  const whole = JSON.parse(await saved('Export JSON'))
  assert.equal(whole.answer.need.text, asked)
  assert.ok(whole.answer.groups[0].hits[0].addends.length > 0)
  await page.emulateMedia({ media: 'print' })
  assert.ok(await page.locator('.paper').isVisible(), 'paper has the address and date')
  assert.ok(!(await page.locator('article .acts').first().isVisible()))
  assert.ok(await page.locator('article .because').first().isVisible())
  await page.emulateMedia({ media: 'screen' })
  page.clean()
  await page.done()
})

test('when the service fails the question stays and is asked again', async () => {
  const page = await app.open(at(asked), { language: 'en', failing: ['/api/v1/recommendations'] })
  await page.route('**/api/v1/recommendations', (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify({ type: 'urn:chuangmai:problem:unavailable', title: 'The store is away', status: 503, code: 'unavailable', request_id: 'request-1' }) }))
  await page.fill('#question', '钢丝绳破断拉力和疲劳检测找谁做')
  await page.press('#question', 'Control+Enter')
  await page.locator('main [role=alert]').waitFor()
  assert.match(await page.innerText('main [role=alert]'), /The store is away[\s\S]*request-1/)
  assert.match(await page.inputValue('#question'), /钢丝绳/)
  await page.unroute('**/api/v1/recommendations')
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.locator('main [role=alert]').waitFor({ state: 'detached' })
  page.clean()
  await page.done()
})
