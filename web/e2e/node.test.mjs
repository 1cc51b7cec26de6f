import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { atLeast, everyWay, start } from './kit.mjs'

let app
before(async () => (app = await start()))
after(() => app?.stop())

const soochow = '/node/moe:4132010285'
const words = {
  'zh-CN': { name: '苏州大学', section: '学科与领域', seen: /20\d\d-\d\d-\d\d 核实/, grade: /第五轮|A/, gone: '没有这条记录', made: /示例数据，为演示而编/ },
  en: { name: 'Soochow University', section: 'Disciplines and fields', seen: /seen 20\d\d/i, grade: /A/, gone: 'There is no such record', made: /made up|not facts?/i },
}

/** One record of a kind that is made up, by the service's own search. */
async function made(kind, q) {
  const reply = await fetch(`${app.address}/api/v1/search?q=${encodeURIComponent(q)}&kind=${kind}&limit=50`)
  const found = (await reply.json()).items.find((one) => one.synthetic)
  assert.ok(found, `the sample has a made-up ${kind}`)
  return found.id
}

test('a university in every way: facts, relations with their sources, contact', async () => {
  await everyWay(app.open, soochow, 'node-university', async (page, language) => {
    const { name, section, seen, grade } = words[language]
    assert.equal(await page.textContent('h1'), name)
    const disciplines = page.getByRole('region', { name: new RegExp(section) })
    await disciplines.getByRole('rowheader').first().waitFor()
    await atLeast(disciplines.getByRole('row'), 6, 'disciplines are listed')
    assert.match(await disciplines.innerText(), grade)
    assert.match(await disciplines.innerText(), seen)
    const contact = page.locator('#contact')
    await contact.getByRole('link', { name: 'https://www.suda.edu.cn' }).first().waitFor()
    for (const link of await contact.getByRole('link').all()) assert.doesNotMatch((await link.getAttribute('href')) ?? '', /beiyuwangxiao/, 'a mirror is no link')
  })
})

test('a made-up instrument says so in every way', async () => {
  await everyWay(app.open, `/node/${await made('equipment', '检测 显微镜 CT')}`, 'node-equipment', async (page, language) => {
    assert.match(await page.innerText('main header'), words[language].made)
    await atLeast(page.locator('main header .badge'), 2)
    await atLeast(page.locator('#contact li, #contact p'), 1, 'whom to turn to')
  })
})

test('the neighbourhood is a picture and a table of the same edges', async () => {
  const page = await app.open(soochow, { language: 'en' })
  const figure = page.locator('figure').first()
  await figure.getByRole('button', { name: 'Table' }).click()
  const rows = figure.getByRole('row')
  await atLeast(rows, 11, 'edges are listed')
  await figure.getByRole('link').nth(1).click()
  await page.settle()
  assert.notEqual(await page.textContent('h1'), '')
  page.clean()
  await page.axe()
  await page.done()
})

test('an enquiry in both languages, with whom to turn to', async () => {
  for (const language of ['zh-CN', 'en']) {
    const page = await app.open(soochow, { language })
    await page.getByRole('button', { name: language === 'en' ? 'Write an enquiry' : '写一封询问' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.locator('textarea').first().fill('铝合金薄壁件焊接后气孔多，孔隙率要降到1%以下')
    await dialog.locator('textarea').first().blur()
    const letter = dialog.locator('article')
    await letter.waitFor()
    assert.match(await letter.innerText(), /铝合金薄壁件/)
    await dialog.getByRole('button', { name: 'EN', exact: true }).click()
    assert.match(await letter.innerText(), /need|enquir|help/i)
    await atLeast(dialog.getByRole('link', { name: 'https://www.suda.edu.cn' }), 1)
    await page.axe()
    await page.shot('node-enquiry')
    page.clean()
    await page.done()
  }
})

test('a record that is not there says so', async () => {
  const page = await app.open('/node/local:none-such', { language: 'en', failing: ['/api/v1/nodes/'] })
  assert.match(await page.innerText('main'), /There is no such record/)
  await page.axe()
  await page.done()
})
