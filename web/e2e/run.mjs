// Runs the browser tests, all or those named, with one service for all that share it:
// node e2e/run.mjs [start.test.mjs …]
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { program, startService } from './kit.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const named = process.argv.slice(2)
const files = (named.length ? named : readdirSync(here).filter((name) => name.endsWith('.test.mjs')).sort()).map((name) => path.join(here, path.basename(name)))
const built = program()
process.env.CHUANGMAI_PROGRAM = built
const service = await startService()
const tests = spawn(process.execPath, ['--test', '--test-reporter=spec', '--test-concurrency=1', ...files], {
  stdio: 'inherit',
  env: { ...process.env, CHUANGMAI_PROGRAM: built, CHUANGMAI_ADDRESS: service.address },
})
const stop = () => tests.kill('SIGTERM')
process.once('SIGINT', stop)
process.once('SIGTERM', stop)
process.exitCode = await new Promise((resolve) => tests.once('exit', (code) => resolve(code ?? 1)))
await service.stop()
