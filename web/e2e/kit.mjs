// What the browser tests share: the program, a browser, and pages that are watched.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const require = createRequire(import.meta.url)
const root = fileURLToPath(new URL('../..', import.meta.url))
const screens = path.join(root, 'test-output', 'screens')
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

/** Every page is looked at in both languages, light and dark, wide and narrow. */
export const languages = ['zh-CN', 'en']
export const schemes = ['light', 'dark']
export const widths = [1280, 360]

/** The rules that a page is held to, for axe; of these the ones of colours. */
const wcag = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }
const colours = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }

/** What all tests of a run use: the program is built once; CHUANGMAI_PROGRAM names one that is there. */
export function program() {
  const named = process.env.CHUANGMAI_PROGRAM
  if (named) return named
  const built = path.join(root, 'test-output', 'chuangmai')
  execFileSync('go', ['build', '-o', built, './cmd/chuangmai'], { cwd: root, stdio: 'inherit' })
  return built
}

/**
 * Starts the program with its sample on a free port and waits until it says where it serves.
 * Returns { address, stop }. Without words of its own a test shares the service that
 * CHUANGMAI_ADDRESS names (run.mjs starts one for all); a test that writes asks for its own,
 * such as with '--facts-only' or '--lang=en'.
 */
export async function startService(...more) {
  const running = process.env.CHUANGMAI_ADDRESS
  if (running && more.length === 0) return { address: running, stop: async () => {} }
  const child = spawn(program(), ['demo', '--listen', '127.0.0.1:0', '--lang', 'en', ...more], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CHUANGMAI_SERVER_RATE: '0' },
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  let errors = ''
  child.stderr.on('data', (text) => (errors += text))
  const lines = createInterface({ input: child.stdout })
  const address = await new Promise((resolve, reject) => {
    lines.on('line', (line) => {
      const found = /serving at (http:\/\/\S+)/.exec(line)
      if (found) resolve(found[1])
    })
    ended.then((code) => reject(new Error(`the program ended with ${code}: ${errors}`)))
  })
  return {
    address,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** Where Chromium is: CHROMIUM, or one of the places systems put it. */
export function chromiumPath() {
  const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  const found = places.find((place) => place && existsSync(place))
  assert.ok(found, 'no Chromium: run make web-browser, or name one in CHROMIUM')
  return found
}

/** Starts the browser; as root it cannot build its sandbox. */
export function startBrowser() {
  const args = ['--disable-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none']
  return chromium.launch({ executablePath: chromiumPath(), chromiumSandbox: process.getuid?.() !== 0, args })
}

/** Starts both; stop ends both. */
export async function start(...more) {
  const service = await startService(...more)
  try {
    const browser = await startBrowser()
    return {
      address: service.address,
      browser,
      open: (where, how) => openPage(browser, service.address, where, how),
      stop: async () => {
        await browser.close()
        await service.stop()
      },
    }
  } catch (error) {
    await service.stop()
    throw error
  }
}

/**
 * Opens an address in a context of its own. how: { language, scheme, width, height, token, failing }.
 * failing lists parts of addresses whose failure the test brings about: the console message
 * that Chromium writes of an answer of 4xx or 5xx does not count for them.
 * What comes back is Playwright's page with: faults (console errors, refusals by the policy,
 * requests to other places), clean(), axe(), shot(name), settle().
 */
export async function openPage(browser, address, where, how = {}) {
  const { language = 'zh-CN', scheme = 'light', width = 1280, height = 900, token, failing = [] } = how
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, locale: language, reducedMotion: 'reduce', acceptDownloads: true, permissions: ['clipboard-read', 'clipboard-write'] })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const faults = []
  page.on('console', (message) => {
    if (message.type() !== 'error') return
    const from = message.location().url
    if (failing.some((part) => from.includes(part)) && message.text().startsWith('Failed to load resource')) return
    faults.push(`console: ${message.text()} (${from})`)
  })
  page.on('pageerror', (error) => faults.push(`script: ${error.stack ?? error.message}`))
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(address) && !url.startsWith('data:') && !url.startsWith(`blob:${address}`)) faults.push(`request elsewhere: ${url}`)
  })
  await page.exposeFunction('chuangmaiRefused', (what) => faults.push(`policy: ${what}`))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (refused) => window.chuangmaiRefused(`${refused.violatedDirective} ${refused.blockedURI} ${refused.sourceFile}:${refused.lineNumber}`))
  })
  if (token !== undefined) await page.addInitScript((text) => sessionStorage.setItem('chuangmai-token', text), token)

  const under = new Set()
  let last = Date.now()
  page.on('request', (request) => under.add(request))
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => under.delete(request) && (last = Date.now()))
  /** Waits until nothing is loaded, and nothing was for a while, and no skeleton stands. The browser's own idle state comes once: a page that begins late is idle before it begins. */
  const settle = async () => {
    try {
      await page.locator('main h1').first().waitFor()
      const deadline = Date.now() + 30_000
      while (under.size > 0 || Date.now() - last < 400 || (await page.locator('.skeleton, [aria-busy=true]').count()) > 0) {
        if (Date.now() > deadline) throw new Error(`still under way: ${[...under].map((request) => request.url())}`)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    } catch (error) {
      throw new Error(`${page.url()} does not settle: ${faults.join('\n')}`, { cause: error })
    }
  }
  await page.goto(address + where)
  await settle()
  return Object.assign(page, {
    faults,
    settle,
    /** No console error, no refusal by the policy, no request elsewhere so far. */
    clean: () => assert.deepEqual(faults, []),
    /**
     * Everything WCAG 2.2 AA asks and axe can see; the page is also no wider than the window.
     * rules: those of colours are enough where nothing else has changed.
     */
    axe: async (rules = wcag) => {
      if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource)
      // Only of violations are all places wanted; of the rest axe would gather them too.
      const violations = await page.evaluate(async (runOnly) => (await window.axe.run(document, { resultTypes: ['violations'], runOnly })).violations, rules)
      const found = violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(' ')} ${node.failureSummary?.replaceAll('\n', ' ')}`))
      assert.deepEqual(found, [])
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      assert.ok(wide <= 0, `the page is ${wide} px wider than the window`)
    },
    /** Keeps a picture of the whole page in test-output/screens. */
    shot: async (name, shown = scheme) => {
      mkdirSync(screens, { recursive: true })
      const session = await context.newCDPSession(page)
      const { cssContentSize } = await session.send('Page.getLayoutMetrics')
      // Packed quickly rather than tightly: that takes a quarter of the time.
      const { data } = await session.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true, captureBeyondViewport: true, clip: { ...cssContentSize, scale: 1 } })
      await session.detach()
      writeFileSync(path.join(screens, `${name}.${language}.${shown}.${width}.png`), data, 'base64')
    },
    /** Ends the page and its context. */
    done: () => context.close(),
  })
}

/** Waits until at least so many stand; answers come in any order. why is said when they do not. */
export async function atLeast(locator, count, why = 'too few stand') {
  try {
    await locator.nth(count - 1).waitFor({ state: 'attached' })
  } catch (error) {
    assert.fail(`${why}: ${await locator.count()} of ${count} (${error.message.split('\n')[0]})`)
  }
}

/** Waits until what is counted comes to what is wanted. */
export async function until(counted, wanted, why) {
  for (let tries = 0; tries < 150 && (await counted()) !== wanted; tries++) await new Promise((resolve) => setTimeout(resolve, 100))
  assert.equal(await counted(), wanted, why)
}

/**
 * The checks every page has to pass. In both languages, wide and narrow, it passes
 * check(page, language, width), which asserts its contents (and may operate it: what it
 * leaves is what is looked at); then, light and dark, it has no violations and is clean.
 * how is what openPage takes beside language and width.
 */
export async function everyWay(open, where, name, check, how = {}) {
  for (const language of languages) {
    for (const width of widths) {
      const page = await open(where, { ...how, language, width })
      let scheme = ''
      try {
        assert.equal(await page.getAttribute('html', 'lang'), language)
        await check?.(page, language, width)
        for (scheme of schemes) {
          await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
          await page.locator(`html[data-scheme=${scheme}]`).waitFor()
          await page.settle()
          await page.shot(name, scheme)
          // The second scheme changes colours and nothing else.
          await page.axe(scheme === schemes[0] ? wcag : colours)
        }
        page.clean()
      } catch (error) {
        error.message = `${name} (${language}, ${scheme}, ${width}): ${error.message}`
        throw error
      } finally {
        await page.done()
      }
    }
  }
}
