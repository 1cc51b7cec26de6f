import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { atLeast, languages, start, until } from './kit.mjs'

let app
before(async () => (app = await start()))
after(() => app?.stop())

const words = {
  'zh-CN': { region: '江苏', materials: '新材料', heading: '规划：资源、缺口与布局', export: '工作簿 XLSX', close: '关闭', add: '加入方案', clause: '技术委员会', gaps: '缺口与原因', city: '苏州', found: '江苏', exact: /最优/ },
  en: { region: 'Jiangsu', materials: 'New materials', heading: 'Planning: resources, gaps and where to build', export: 'Workbook (XLSX)', close: 'Close', add: 'Add to the scenario', clause: '技术委员会', gaps: 'Gaps and their causes', city: 'Suzhou', found: 'Jiangsu', exact: /best possible/ },
}
const count = (text) => Number(text.replaceAll(/[^0-9.−-]/g, '').replace('−', '-'))
const ask = (query) => `/plan?${new URLSearchParams(query)}`
const materials = { region: '320000', field: 'materials' }

test('the planner asks for a region and a field, opens a cell and finds its cause and its records', async () => {
  for (const language of languages) {
    const own = words[language]
    const page = await app.open('/plan', { language })
    assert.equal(await page.textContent('h1'), own.heading)
    await page.fill('input[name=region]', own.region)
    await page.press('input[name=region]', 'Tab')
    await page.selectOption('select[name=field]', { label: own.materials })
    await page.waitForURL('**field=materials**')
    await page.locator('[role=gridcell][data-cell="320700~materials.applied_development"]').waitFor()
    assert.match(await page.inputValue('input[name=region]'), new RegExp(own.found), 'the region is named in full')
    const cell = page.locator('[role=gridcell][data-cell="320700~materials.applied_development"]')
    assert.match(await cell.textContent(), new RegExp(own.materials))
    const records = count(await cell.locator('[data-records]').first().innerText())
    assert.ok(records > 0)
    await cell.click()
    await page.locator('dialog[open] [data-panel] [data-list=supplies] [data-total]').waitFor()
    await page.settle()
    const panel = page.locator('dialog[open]')
    await until(() => panel.locator('[data-list] li').count(), records, 'the number in the cell is the number of records listed')
    await panel.locator('[data-cause]').first().waitFor()
    const gaps = await panel.locator('[data-gaps]').innerText()
    assert.match(gaps, new RegExp(own.gaps))
    await atLeast(panel.locator('[data-cause]'), 1, 'the gap has a cause')
    await atLeast(panel.locator('[data-cause] details li'), 1, 'with evidence')

    await panel.locator('[data-measure=index]').click()
    await panel.locator('[data-list=index] tbody tr').first().waitFor()
    const [value, weight, quality, openness, decay] = (await panel.locator('[data-list=index] tbody tr').first().locator('td.number').allInnerTexts()).map(count)
    assert.ok(Math.abs(value - weight * quality * openness * decay) < 0.005, `${value} is the product of its factors`)
    await until(() => new URL(page.url()).searchParams.get('measure'), 'index', 'what is open stands in the address')

    await page.keyboard.press('Escape')
    await page.locator('dialog[open]').waitFor({ state: 'detached' })
    await until(() => new URL(page.url()).searchParams.has('cell'), false, 'what is closed is not in the address')

    await cell.click()
    await page.locator('dialog[open] [data-list=supplies] li a').first().click()
    await page.waitForURL('**/node/**')
    await page.settle()
    await page.locator('main h1', { hasText: /.{3}/ }).waitFor()
    assert.ok((await page.textContent('h1')).length > 2, 'a record has its page')
    page.clean()
    await page.done()
  }
})

test('a list of hundreds of records is read to its end', async () => {
  const page = await app.open(ask({ ...materials, cell: '320000~materials.*' }), { language: 'en' })
  const list = page.locator('dialog[open] [data-list=supplies]')
  await list.locator('[data-total]').waitFor()
  const total = count(await list.locator('[data-total]').innerText())
  assert.ok(total > 300, `${total} records are more than two parts`)
  for (let shown = 100; shown < total; shown = Math.min(shown + 200, total)) {
    await until(() => list.locator('ol > li').count(), shown)
    await list.getByRole('button', { name: 'List more' }).click()
  }
  await until(() => list.locator('ol > li').count(), total, 'all of them are listed')
  assert.equal(await list.getByRole('button', { name: 'List more' }).count(), 0)
  const ids = await list.locator('ol > li a').evaluateAll((links) => links.map((link) => link.getAttribute('href')))
  assert.equal(new Set(ids).size, ids.length, 'none of them twice')
  page.clean()
  await page.done()
})

test('keys: arrows move in the matrix, Enter opens a cell, Escape closes it', async () => {
  const page = await app.open(ask(materials), { language: 'en' })
  const at = () => page.evaluate(() => document.activeElement.dataset.cell)
  await page.locator('[role=gridcell][tabindex="0"]').focus()
  await until(() => page.locator('[role=gridcell][tabindex="0"]').count(), 1, 'one cell takes the focus')
  assert.equal(await at(), '320100~materials.applied_basic_research')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  assert.equal(await at(), '320200~materials.source_innovation')
  await page.keyboard.press('End')
  assert.equal(await at(), '320200~materials.*')
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  assert.equal(await at(), '320100~materials.applied_basic_research')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  assert.match(await page.locator('dialog[open] h2').first().innerText(), /Nanjing · New materials/)
  await page.keyboard.press('Escape')
  await page.locator('dialog[open]').waitFor({ state: 'detached' })
  page.clean()
  await page.done()
})

test('two dates are compared: what is new is marked in the matrix and listed', async () => {
  for (const language of languages) {
    const page = await app.open(ask({ ...materials, compare_with: '2020' }), { language })
    await atLeast(page.locator('td.changed .change'), 21)
    const list = page.locator('[data-list=new]')
    const said = count(await list.locator('summary').innerText())
    assert.ok(said > 0)
    await list.locator('summary').click()
    await until(() => list.locator('li').count(), said)
    page.clean()
    await page.done()
  }
})

test('gaps are listed by cause', async () => {
  const page = await app.open(ask({ ...materials, tab: 'gaps' }), { language: 'zh-CN' })
  const button = page.locator('button[data-cause=no_supply]')
  const said = count(await button.innerText())
  await button.click()
  await page.waitForURL('**cause=no_supply**')
  await until(() => page.locator('.gaps article').count(), Math.min(said, 20))
  assert.equal(await page.locator('.gaps article').filter({ has: page.locator('[data-cause=no_supply]') }).count(), Math.min(said, 20))
  await page.locator('.gaps article h2 a').first().click()
  await page.locator('dialog[open] [data-cause=no_supply]').waitFor()
  page.clean()
  await page.done()
})

test('closing a supplier changes the table, and a scenario without changes does not', async () => {
  for (const language of languages) {
    const own = words[language]
    const page = await app.open(ask({ ...materials, tab: 'whatif' }), { language })
    const changes = () => page.locator('[data-change]').allInnerTexts()
    await atLeast(page.locator('[data-change]'), 7)
    assert.ok((await changes()).every((one) => one === '0'), 'nothing changes without changes')
    await page.fill('input[name=record]', '南京示例理工大学')
    await page.locator('.offer', { hasText: language === 'en' ? 'Nanjing Sample University of Technology' : '南京示例理工大学' }).first().click()
    await page.getByRole('button', { name: own.add, exact: true }).click()
    await page.waitForURL('**a=**')
    await page.settle()
    await page.locator('[data-change=index]', { hasText: '−' }).waitFor()
    assert.ok(count((await page.locator('[data-change=index]').innerText()).split(' ')[0]) < 0, 'the index falls')
    await atLeast(page.locator('td.changed'), 1, 'the matrix marks what changed')
    assert.ok(count(await page.locator('[data-list=ended] summary').innerText()) > 0)
    const address = page.url()
    await page.goto(address)
    await page.settle()
    assert.match(await page.locator('[data-scenario] ol').innerText(), /理工大学|University of Technology/, 'the scenario is in the address')
    page.clean()
    await page.done()
  }
})

test('a scenario is kept as a file and read back', async () => {
  const scenario = { name: 'pilot', changes: [{ op: 'add', kind: 'facility', region: '320300', field: 'materials', stages: ['pilot_maturation'], openness: 'usable' }] }
  const page = await app.open(ask({ ...materials, tab: 'whatif' }), { language: 'en' })
  await page.locator('[data-scenario] input[type=file]').setInputFiles({ name: 'pilot.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(scenario)) })
  await page.locator('[data-change=index]', { hasText: '+' }).waitFor()
  const waiting = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as a file' }).click()
  const file = await waiting
  assert.equal(file.suggestedFilename(), 'pilot.json')
  const chunks = []
  for await (const chunk of await file.createReadStream()) chunks.push(chunk)
  assert.deepEqual(JSON.parse(Buffer.concat(chunks).toString()), scenario)
  await page.getByRole('button', { name: 'Keep in this browser' }).click()
  await page.getByRole('button', { name: 'Add a second scenario' }).click()
  await page.waitForURL('**b=**')
  await until(() => page.locator('[data-change=index]').count(), 2, 'two scenarios stand side by side')
  await page.locator('[data-scenario] input[type=file]').first().setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{"a":1}') })
  await page.getByText('This is no scenario file.').waitFor()
  page.clean()
  await page.done()
})

test('the next places come with gains, reasons and how sure they are', async () => {
  for (const language of languages) {
    const page = await app.open(ask({ ...materials, tab: 'next', place: 'facility', n: '3' }), { language })
    await until(() => page.locator('[data-site]').count(), 3)
    for (const site of await page.locator('[data-site]').all()) await atLeast(site.locator('.why li'), 1, 'each place has its reasons')
    assert.match(await page.innerText('[data-gap]'), words[language].exact)
    page.clean()
    await page.done()
  }
})

test('the rules of a provincial centre show outcome, record and clause', async () => {
  for (const language of languages) {
    const page = await app.open(ask({ region: '320000', tab: 'rules', center: 'local:sample-center-0001' }), { language })
    const list = page.locator('[data-check]')
    await atLeast(list, 6)
    await atLeast(page.locator('[data-check=met]'), 1)
    assert.match((await list.locator('blockquote').allInnerTexts()).join(' '), new RegExp(words[language].clause), 'the provincial text is quoted')
    assert.match(await page.locator('[data-conflict=advisory_body]').innerText(), /专家委员会/)
    await page.locator('button[data-outcome=not_recorded]').click()
    await page.waitForURL('**outcome=not_recorded**')
    await until(() => page.locator('[data-check]:not([data-check=not_recorded])').count(), 0)
    await atLeast(page.locator('[data-check=not_recorded]'), 1)
    page.clean()
    await page.done()
  }
})

test('the export links answer with files of the present question', async () => {
  const page = await app.open(ask(materials), { language: 'en' })
  const types = { xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', csv: 'text/csv', html: 'text/html' }
  for (const [format, type] of Object.entries(types)) {
    const href = await page.locator(`a[href*="format=${format}"]`).getAttribute('href')
    assert.match(href, /region=320000/)
    assert.match(href, /field=materials/)
    const answer = await page.request.get(app.address + href)
    assert.equal(answer.status(), 200)
    assert.match(answer.headers()['content-type'], new RegExp(`^${type.replaceAll('.', '\\.')}`))
    assert.ok((await answer.body()).length > 1000)
  }
  page.clean()
  await page.done()
})

test('a map is shown only with a review number, and says it', async () => {
  const square = (x, y) => [[[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]]
  const map = { type: 'FeatureCollection', features: [['320100', 'Nanjing'], ['320500', 'Suzhou']].map(([adcode, name], i) => ({ type: 'Feature', properties: { adcode, name }, geometry: { type: 'Polygon', coordinates: square(118 + i, 32) } })) }
  const page = await app.open(ask({ ...materials, view: 'map' }), { language: 'en' })
  await page.locator('input[name=map]').setInputFiles({ name: 'own.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(map)) })
  await page.getByRole('button', { name: 'Open the map' }).click()
  await page.getByText('Please give the review number').waitFor()
  assert.equal(await page.locator('canvas').count(), 0)
  await page.fill('input[name=review]', 'GS(2024)0650')
  await page.getByRole('button', { name: 'Open the map' }).click()
  await page.locator('canvas').waitFor()
  assert.match(await page.innerText('.review'), /GS\(2024\)0650/)
  await page.axe()
  await page.shot('plan-map')
  page.clean()
  await page.done()
})

test('a region that is none is said so', async () => {
  const page = await app.open(ask({ region: 'nowhere at all' }), { language: 'en', failing: ['/api/v1/coverage'] })
  assert.match(await page.locator('[role=alert]').innerText(), /nowhere at all/)
  await page.axe()
  await page.done()
})
