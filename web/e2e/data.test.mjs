import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { everyWay, languages, start, until } from './kit.mjs'

// It writes, so it has a service of its own.
let app
before(async () => (app = await start('--facts-only')))
after(() => app?.stop())

const words = {
  'zh-CN': {
    choose: '选择文件', bad: /有错误 1/, skip: '跳过有错误的行，只写入其余的', write: '写入这批记录', written: /已写入 写入 3 条：新增 3/, undo: '撤销这次导入', undone: /已撤销：恢复了/, stale: /已过期/,
    preview: '先看看会怎样', join: '合并', joined: /已把“.+”并入/, part: '重新分开', would: /合并后：/, loads: '以往的导入', joins: '以往的合并', parted: '已分开', keep: '保留的记录', drop: '并入的记录', force: '仍要撤销', changed: /后来又改过/, none: '没有这样的行。',
  },
  en: {
    choose: 'Choose a file', bad: /With errors 1/, skip: 'Leave out the rows with errors and write the others', write: 'Write these records', written: /Written 3 records written: 3 new/, undo: 'Undo this load', undone: /Undone: /, stale: /Stale/,
    preview: 'See what would happen', join: 'Join', joined: /was joined into/, part: 'Part again', would: /After joining: /, loads: 'Earlier loads', joins: 'Earlier joins', parted: 'parted', keep: 'Record to keep', drop: 'Record to join into it', force: 'Undo all the same', changed: /were changed since/, none: 'There are no such rows.',
  },
}
const firm = (id, name, more = {}) => ({ node: { id: `local:${id}`, kind: 'enterprise', name, region: '320500', sources: [{ title: '测试名录', seen: '2026-10-01' }], ...more } })
const lines = (...rows) => Buffer.from(rows.map((row) => JSON.stringify(row) + '\n').join(''))
const mixed = (tag) => lines(firm(`t-${tag}-1`, `青禾精密模具有限公司${tag}`), firm(`t-${tag}-2`, `青禾模具${tag}`), { node: { id: `local:t-${tag}-3`, kind: 'enterprisee', name: '坏行' } }, firm(`t-${tag}-4`, `远山检测技术有限公司${tag}`))
const record = (id) => fetch(`${app.address}/api/v1/nodes/${encodeURIComponent(id)}`)
const give = (page, name, buffer) => page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/x-ndjson', buffer })

/** Chooses a record by its name in one of the two fields. */
async function pick(page, side, name) {
  const group = page.getByRole('group', { name: side, exact: true })
  await group.getByRole('combobox').fill(name)
  await group.getByRole('option').filter({ hasText: name }).first().click()
  await group.getByRole('link', { name, exact: true }).waitFor()
}

test('a file is tried, its bad row named, the rest written, found, and taken back', async () => {
  for (const language of languages) {
    const word = words[language]
    const tag = language === 'en' ? '乙' : '甲'
    const id = `local:t-${tag}-1`
    const page = await app.open('/data', { language })
    await give(page, 'firms.jsonl', mixed(tag))
    const row = page.getByRole('row').filter({ hasText: '/node/kind' })
    await row.waitFor()
    assert.equal(await row.getByRole('rowheader').innerText(), '3', 'the line of the bad row')
    assert.match(await row.innerText(), /enterprisee/)
    assert.match((await page.getByRole('region', { name: /试算结果|Dry run/ }).innerText()).replace(/\s+/g, ' '), word.bad)
    assert.equal((await record(id)).status, 404, 'a dry run writes nothing')
    const write = page.getByRole('button', { name: word.write })
    assert.ok(await write.isDisabled())
    await page.axe()
    await page.getByLabel(word.skip).check()
    await write.click()
    const receipt = page.locator('.receipt')
    await receipt.waitFor()
    assert.match((await receipt.innerText()).replace(/\s+/g, ' '), word.written)
    assert.equal((await record(id)).status, 200)
    const earlier = page.getByRole('region', { name: word.loads })
    await earlier.getByRole('row').filter({ hasText: 'firms.jsonl' }).first().waitFor()
    await page.axe()
    await page.shot('data-receipt')
    await receipt.getByRole('button', { name: word.undo }).click()
    await receipt.getByText(word.undone).waitFor()
    assert.equal((await record(id)).status, 404, 'the record is gone again')
    page.clean()
    await page.done()
  }
})

test('a packed file is read; what was changed since stops the undo until it is asked for again', async () => {
  const page = await app.open('/data', { language: 'en', failing: ['/api/v1/loads/'] })
  await give(page, 'packed.jsonl.gz', gzipSync(lines(firm('t-packed', '白鹭仪器有限公司'))))
  await page.getByRole('button', { name: words.en.write }).click()
  const receipt = page.locator('.receipt')
  await receipt.waitFor()
  const there = await record('local:t-packed')
  assert.equal(there.status, 200)
  const changed = await fetch(`${app.address}/api/v1/nodes/${encodeURIComponent('local:t-packed')}`, {
    method: 'PATCH', headers: { 'Content-Type': 'application/merge-patch+json', 'If-Match': there.headers.get('ETag') ?? '' }, body: JSON.stringify({ name_en: 'Egret Instruments' }),
  })
  assert.equal(changed.status, 200, await changed.text())
  await receipt.getByRole('button', { name: words.en.undo }).click()
  await receipt.getByText(words.en.changed).waitFor()
  assert.equal((await record('local:t-packed')).status, 200)
  await page.axe()
  await receipt.getByRole('button', { name: words.en.force }).click()
  await receipt.getByText(words.en.undone).waitFor()
  assert.equal((await record('local:t-packed')).status, 404)
  page.clean()
  await page.done()
})

test('two records are joined and parted again', async () => {
  const sent = await fetch(`${app.address}/api/v1/loads?name=pair.jsonl`, { method: 'POST', headers: { 'Content-Type': 'application/x-ndjson' }, body: lines(firm('t-pair-1', '云栖阀门制造有限公司'), firm('t-pair-2', '云栖阀门总厂', { aliases: ['云栖老厂'] })) })
  assert.equal(sent.status, 202)
  for (const language of languages) {
    const word = words[language]
    const page = await app.open('/data?tab=join', { language })
    await pick(page, word.keep, '云栖阀门制造有限公司')
    await pick(page, word.drop, '云栖阀门总厂')
    assert.match(page.url(), /keep=local.+drop=local/)
    await page.getByRole('button', { name: word.preview }).click()
    const preview = page.getByRole('region', { name: word.would })
    await preview.waitFor()
    assert.match(await preview.innerText(), /云栖阀门总厂/, 'the other name is kept as an alias')
    assert.equal((await record('local:t-pair-2')).status, 200, 'a preview writes nothing')
    await page.axe()
    await page.shot('data-join')
    await preview.getByRole('button', { name: word.join, exact: true }).click()
    await page.getByText(word.joined).first().waitFor()
    await until(async () => (await record('local:t-pair-2')).status, 404)
    const list = page.getByRole('region', { name: word.joins })
    await list.getByRole('row').filter({ hasText: '云栖阀门制造有限公司' }).first().getByRole('button', { name: word.part }).click()
    await list.getByText(word.parted, { exact: true }).first().waitFor()
    await until(async () => (await record('local:t-pair-2')).status, 200)
    page.clean()
    await page.done()
  }
})

test('loading, in every way', async () => {
  await everyWay(app.open, '/data', 'data-load', async (page, language) => {
    await give(page, 'firms.jsonl', mixed('丙'))
    await page.getByRole('row').filter({ hasText: '/node/kind' }).waitFor()
    await page.getByRole('button', { name: /新增|New/ }).click()
    assert.match(await page.getByRole('region', { name: /试算结果|Dry run/ }).innerText(), language === 'en' ? /enterprise/ : /企业/)
  })
})

test('data health with its records, in every way', async () => {
  await everyWay(app.open, '/data?tab=health&issue=unmapped', 'data-health', async (page, language) => {
    const issues = page.getByRole('region', { name: /要照看的记录|Records to look after/ })
    await until(() => issues.getByRole('listitem').count(), 5)
    assert.match(await issues.innerText(), words[language].stale)
    const list = page.locator('section[aria-labelledby=issue]')
    const first = await list.getByRole('rowheader').first().innerText()
    await list.getByRole('button', { name: /下一页|Next/ }).click()
    await page.settle()
    await page.waitForFunction((name) => !document.querySelector('section[aria-labelledby=issue] tbody th')?.textContent?.includes(name), first)
    const link = list.getByRole('rowheader').first().getByRole('link')
    assert.match((await link.getAttribute('href')) ?? '', /^\/node\//)
  })
})

test('joining, in every way', async () => {
  await everyWay(app.open, '/data?tab=join', 'data-join-empty', async (page) => {
    await until(() => page.locator('main').getByRole('combobox').count(), 2)
    assert.ok(await page.getByRole('row').nth(1).isVisible(), 'earlier joins are listed')
  })
})
