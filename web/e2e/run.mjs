// Runs the browser tests, all or those named, with one service for all that share it:
// node e2e/run.mjs [start.test.mjs …]
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { program, startService } from './kit.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const named = process.argv.slice(2).map((name) => path.basename(name))
const files = named.length ? named : readdirSync(here).filter((name) => name.endsWith('.test.mjs'))
// What measures runs alone, after the rest.
const alone = (name) => name.startsWith('weight')
const runs = [files.filter((name) => !alone(name)), files.filter(alone)].filter((run) => run.length > 0)

const built = program()
process.env.CHUANGMAI_PROGRAM = built
const service = await startService()
const env = { ...process.env, CHUANGMAI_PROGRAM: built, CHUANGMAI_ADDRESS: service.address }
let tests
let stopped = false
const stop = () => {
  stopped = true
  tests?.kill('SIGTERM')
}
process.once('SIGINT', stop)
process.once('SIGTERM', stop)
/** Runs files side by side; most of a test is waiting for its page. */
async function run(list) {
  const side = Math.min(2, availableParallelism())
  tests = spawn(process.execPath, ['--test', '--test-reporter=spec', `--test-concurrency=${side}`, ...list.map((name) => path.join(here, name))], { stdio: 'inherit', env })
  return await new Promise((resolve) => tests.once('exit', (code) => resolve(code ?? 1)))
}
for (const list of runs) {
  if (stopped) break
  process.exitCode = (await run(list.sort())) || process.exitCode
}
await service.stop()
