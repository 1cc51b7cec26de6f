// How heavy and how quick the first page is.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { start } from './kit.mjs'

let app
before(async () => (app = await start()))
after(() => app?.stop())

const most = 200_000 // bytes, packed

test('the first page is at most 200 kB packed, without charts', async () => {
  for (const language of ['zh-CN', 'en']) {
    const page = await app.browser.newPage({ locale: language })
    const files = []
    page.on('response', (response) => files.push(response))
    await page.goto(app.address + '/')
    await page.waitForLoadState('networkidle')
    let sum = 0
    for (const response of files) {
      const type = response.headers()['content-type'] ?? ''
      if (/javascript|css|html/.test(type)) sum += gzipSync(await response.body(), { level: 9 }).length
    }
    console.log(`first page, ${language}: ${Math.round(sum / 100) / 10} kB packed in ${files.length} files`)
    assert.ok(sum > 20_000 && sum <= most, `${sum} bytes`)
    assert.ok(!files.some((response) => /charts/.test(response.url())), 'charts are fetched when one is shown')
    await page.close()
  }
})

test('first paint at a quarter of the speed is measured', async () => {
  const times = []
  for (let i = 0; i < 5; i++) {
    const context = await app.browser.newContext({ locale: 'zh-CN' })
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    await page.goto(app.address + '/')
    await page.locator('#question').waitFor()
    await page.locator('.counts').waitFor()
    times.push(await page.evaluate(() => ({
      paint: Math.round(performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0),
      usable: Math.round(performance.getEntriesByName('chuangmai-usable')[0]?.startTime ?? 0),
    })))
    await context.close()
  }
  const middle = (name) => times.map((one) => one[name]).sort((a, b) => a - b)[2]
  console.log(`CPU at a quarter: first paint ${middle('paint')} ms, usable ${middle('usable')} ms (medians of 5)`)
  assert.ok(middle('paint') > 0 && middle('usable') > 0)
})
