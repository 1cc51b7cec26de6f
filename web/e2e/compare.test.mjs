// Hits side by side.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { everyWay, start, until } from './kit.mjs'

let app
before(async () => (app = await start()))
after(() => app?.stop())

const asked = '想测电机控制器的电磁兼容，哪里有能用的试验系统'
/** The first hits of a group, as the service gives them. */
async function first(group, count, language = 'zh-CN') {
  const reply = await fetch(`${app.address}/api/v1/recommendations`, {
    method: 'POST', headers: { 'Content-Type': 'application/json', 'Accept-Language': language }, body: JSON.stringify({ text: asked }),
  })
  const answer = await reply.json()
  return answer.groups.find((one) => one.group === group).hits.slice(0, count)
}
const at = (hits) => `/compare?q=${encodeURIComponent(asked)}${hits.map((hit) => `&compare=${encodeURIComponent(hit.id)}`).join('')}`

test('three hits in every way', async () => {
  const hits = await first('use', 3)
  await everyWay(app.open, at(hits), 'compare', async (page, language) => {
    const heads = await page.locator('main thead th a').allInnerTexts()
    assert.deepEqual(heads, hits.map((hit) => (language === 'en' && hit.name_en ? hit.name_en : hit.name)))
    const scores = await page.locator('main tbody tr').nth(1).locator('.link').allInnerTexts()
    assert.deepEqual(scores.map(Number), hits.map((hit) => Number(hit.score.toFixed(2))))
    const table = await page.innerText('main table')
    assert.match(table, language === 'en' ? /electromagnetic compatibility/i : /电磁兼容/)
    for (const one of language === 'en' ? ['Fee', 'Distance', 'Openness', 'Date of the record'] : ['收费', '距离', '开放程度', '资料日期']) assert.ok(table.includes(one), one)
    if (language === 'zh-CN') for (const one of hits.flatMap((hit) => hit.against)) assert.ok(table.includes(one.text), 'what speaks against each')
  })
})

test('from the answer to the comparison and back, a number leads to its evidence', async () => {
  const page = await app.open(`/answer?q=${encodeURIComponent(asked)}&group=use`, { language: 'en' })
  for (let i = 0; i < 2; i++) await page.getByRole('button', { name: 'Add to compare' }).first().click()
  await page.getByRole('button', { name: 'Compare 2' }).click()
  await page.locator('main thead th').nth(1).waitFor()
  await until(() => page.locator('main thead th').count(), 2)
  await page.locator('main tbody .link').first().click()
  await page.locator('dialog[open] .source').first().waitFor()
  await page.axe()
  await page.keyboard.press('Escape')
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export CSV' }).click()])
  assert.match(readFileSync(await file.path(), 'utf8'), /Score,/)
  await page.getByRole('button', { name: /^Take out/ }).first().click()
  await page.getByText('There is one only').waitFor()
  await page.getByRole('link', { name: 'Back to the answer' }).click()
  await page.locator('article').first().waitFor()
  assert.equal(new URL(page.url()).searchParams.getAll('compare').length, 1)
  page.clean()
  await page.done()
})

test('what is no hit of the question is named, and without a question one is asked for', async () => {
  const [hit] = await first('do', 1)
  const page = await app.open(at([hit, { id: 'disc:0802' }]), { language: 'zh-CN' })
  await page.locator('main', { hasText: /这些不在本问题的结果中\s*机械工程/ }).waitFor()
  assert.match(await page.innerText('main'), /这些不在本问题的结果中\s*机械工程/)
  await page.axe()
  await page.done()
  const bare = await app.open(`/compare?compare=${encodeURIComponent(hit.id)}`, { language: 'zh-CN' })
  await bare.axe()
  await bare.fill('#question', asked)
  await bare.press('#question', 'Control+Enter')
  await bare.locator('main thead th a').waitFor()
  assert.equal(await bare.innerText('main thead th a'), hit.name)
  bare.clean()
  await bare.done()
  const empty = await app.open(`/compare?q=${encodeURIComponent(asked)}`, { language: 'en' })
  assert.match(await empty.innerText('main'), /No hits were chosen/)
  empty.clean()
  await empty.done()
})
