// Every part of the planner's desk in both languages, light and dark, wide and narrow.
import { after, before, test } from 'node:test'
import { atLeast, everyWay, start, until } from './kit.mjs'

let app
before(async () => (app = await start()))
after(() => app?.stop())

const ask = (query) => `/plan?${new URLSearchParams({ region: '320000', field: 'materials', ...query })}`
const some = (selector, least = 1) => (page) => atLeast(page.locator(selector), least, selector)
const views = {
  'plan-matrix': [ask({}), async (page, _, width) => {
    await some('[data-cell]', 13)(page)
    // At 360 px the matrix is the ranked table.
    await until(() => page.locator('[role=grid]').count(), width === 360 ? 0 : 1)
  }],
  'plan-panel': [ask({ cell: '320700~materials.applied_development' }), some('dialog[open] [data-cause]')],
  'plan-tiles': [ask({ view: 'tiles', compare_with: '2020' }), some('.tile', 13)],
  'plan-table': [ask({ view: 'table' }), some('tbody tr', 13)],
  'plan-gaps': [ask({ tab: 'gaps' }), some('[data-gaps] article', 10)],
  'plan-whatif': [ask({ tab: 'whatif', a: Buffer.from(JSON.stringify({ name: 'X', changes: [{ op: 'close', id: 'local:sample-university-0001' }] })).toString('base64url') }), some('[data-change]', 7)],
  'plan-next': [ask({ tab: 'next', place: 'facility' }), some('[data-site]', 3)],
  'plan-chains': [ask({ tab: 'chains', of: 'zone', field: '' }), some('[data-chains] article', 5)],
  'plan-flows': [ask({ tab: 'flows', field: '' }), some('[data-bridge]', 5)],
  'plan-rules': [ask({ tab: 'rules', field: '' }), some('[data-check]', 10)],
}
for (const [name, [where, check]] of Object.entries(views)) test(`${name} in every way`, () => everyWay(app.open, where, name, check))
