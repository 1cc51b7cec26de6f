import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { atLeast, everyWay, start } from './kit.mjs'

let app
before(async () => (app = await start()))
after(() => app?.stop())

const words = {
  'zh-CN': { heading: '用一句话说出你的难题', count: '家机构', sample: '示例', find: '查找', empty: '请先写下难题' },
  en: { heading: 'State your problem in one sentence', count: 'organisations', sample: 'Sample', find: 'Find', empty: 'Please write the problem first' },
}

test('start page in every way', async () => {
  await everyWay(app.open, '/', 'start', async (page, language) => {
    const { heading, count, sample } = words[language]
    assert.equal(await page.textContent('h1'), heading)
    const held = page.locator('.counts > div', { hasText: count })
    assert.ok(Number((await held.locator('dd').innerText()).replaceAll(',', '')) > 100, 'the network holds organisations')
    assert.match(await page.innerText('main'), new RegExp(`${sample}`))
    assert.match(await page.innerText('footer'), /\d{4}-\d{2}/)
  })
})

test('a question goes to the answer with the whole of it in the address', async () => {
  for (const language of ['zh-CN', 'en']) {
    const page = await app.open('/', { language })
    const { find, empty } = words[language]
    await page.getByRole('button', { name: find, exact: true }).click()
    assert.match(await page.innerText('#question-help'), new RegExp(empty))
    assert.equal(await page.evaluate(() => document.activeElement.id), 'question')
    const asked = '铝合金 & 焊接? 气孔=多 #1\n第二行'
    await page.fill('#question', asked)
    await page.press('#question', 'Control+Enter')
    await page.waitForURL('**/answer?*')
    assert.equal(new URL(page.url()).searchParams.get('q'), asked)
    page.clean()
    await page.done()
  }
})

test('a text that is too long is said so and kept', async () => {
  const page = await app.open('/', { language: 'en' })
  await page.fill('#question', '焊'.repeat(2003))
  assert.match(await page.innerText('#question-help'), /3 characters too many/)
  await page.press('#question', 'Control+Enter')
  assert.equal(new URL(page.url()).pathname, '/')
  assert.equal((await page.inputValue('#question')).length, 2003)
  await page.axe()
  await page.done()
})

test('the language switch keeps the page, and the address keeps the language', async () => {
  const page = await app.open('/method', { language: 'zh-CN' })
  assert.equal(await page.textContent('h1'), '来源与方法')
  await page.getByRole('button', { name: 'EN', exact: true }).click()
  await page.waitForURL('**/method?lang=en')
  await page.settle()
  assert.equal(await page.textContent('h1'), 'Sources and method')
  assert.equal(await page.getAttribute('html', 'lang'), 'en')
  assert.equal(await page.title(), 'Sources and method · Chuangmai')
  await page.click('header .brand')
  await page.locator('h1', { hasText: words.en.heading }).waitFor()
  await page.settle()
  assert.equal(await page.textContent('h1'), words.en.heading, 'the choice is kept')
  page.clean()
  await page.done()
})

test('the scheme may be chosen and is kept', async () => {
  const page = await app.open('/', { scheme: 'light' })
  await page.selectOption('header select', 'dark')
  assert.equal(await page.getAttribute('html', 'data-scheme'), 'dark')
  await page.reload()
  await page.settle()
  assert.equal(await page.getAttribute('html', 'data-scheme'), 'dark')
  page.clean()
  await page.done()
})

test('keys: question, help, skip link', async () => {
  const page = await app.open('/', { language: 'en' })
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to the content')
  await page.keyboard.press('Enter')
  await page.keyboard.press('/')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'question')
  await page.evaluate(() => document.activeElement.blur())
  await page.keyboard.press('?')
  assert.match(await page.innerText('dialog[open]'), /Go to the question/)
  await page.axe()
  await page.keyboard.press('Escape')
  assert.equal(await page.locator('dialog[open]').count(), 0)
  page.clean()
  await page.done()
})

test('sources and method, and an address that is none, in every way', async () => {
  await everyWay(app.open, '/method', 'method', async (page) => atLeast(page.locator('tbody tr'), 21))
  await everyWay(app.open, '/nowhere', 'missing', async (page) => assert.match(await page.innerText('main'), /\/nowhere/), { failing: ['/nowhere'] })
})

test('when the service is away the page says so, loses nothing and tries again', async () => {
  const page = await app.open('/', { language: 'en', failing: ['/api/'] })
  await page.route('**/api/**', (route) => route.abort())
  await page.fill('#question', 'kept')
  await page.getByRole('button', { name: '中文' }).click()
  await page.locator('[role=alert]').waitFor()
  assert.match(await page.innerText('[role=alert]'), /连不上服务/)
  assert.equal(await page.inputValue('#question'), 'kept')
  await page.axe()
  await page.shot('start-away')
  await page.unroute('**/api/**')
  await page.getByRole('button', { name: '再试一次' }).click()
  await page.locator('.counts').waitFor()
  page.clean()
  await page.done()
})

test('the counts of the start page lead to their records, in every way', async () => {
  await everyWay(app.open, '/records?kind=center&kind=university', 'records', async (page, language) => {
    assert.match(await page.innerText('h1'), language === 'zh-CN' ? /技术创新中心、高等学校/ : /centre.+university/i)
    await atLeast(page.locator('.rows li'), 20)
  })
  const page = await app.open('/', { language: 'zh-CN' })
  for (const one of ['家机构', '项开放资源', '位人才与团队', '条合作']) {
    const count = page.locator('.counts > div', { hasText: one }).locator('a')
    const value = (await count.innerText()).trim()
    await count.click()
    await page.waitForURL('**/records?*')
    await page.locator('[data-total]').waitFor()
    assert.ok((await page.innerText('[data-total]')).startsWith(`共 ${value} 条`), `${one}: ${value}`)
    await atLeast(page.locator('.rows li'), Math.min(100, Number(value.replaceAll(',', ''))))
    await page.goBack()
    await page.locator('.counts').waitFor()
  }
  const all = await page.locator('.counts > div', { hasText: '条合作' }).locator('a').innerText()
  await page.locator('.counts > div', { hasText: '条合作' }).locator('a').click()
  await page.locator('[data-total]').waitFor()
  await page.getByLabel('只看事实').check()
  await page.waitForFunction((before) => !document.querySelector('[data-total]')?.textContent.includes(` ${before} `), all.trim())
  assert.equal(await page.locator('.rows li.made').count(), 0)
  page.clean()
  await page.done()
})
