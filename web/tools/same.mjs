// Builds the client and the interface aside and fails when what is committed differs.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const web = fileURLToPath(new URL('..', import.meta.url))
const aside = mkdtempSync(path.join(tmpdir(), 'chuangmai-web-'))
const run = (...words) => execFileSync('npx', ['--no-install', ...words], { cwd: web, stdio: ['ignore', 'ignore', 'inherit'] })
const list = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map((one) => path.relative(folder, path.join(one.parentPath ?? one.path, one.name))).sort()

const differing = []
try {
  run('openapi-typescript', '../api/openapi.yaml', '-o', path.join(aside, 'schema.ts'))
  if (!readFileSync(path.join(aside, 'schema.ts')).equals(readFileSync(path.join(web, 'src/api/schema.ts')))) differing.push('src/api/schema.ts')
  run('vite', 'build', '--logLevel', 'error', '--outDir', path.join(aside, 'dist'))
  const [made, kept] = [path.join(aside, 'dist'), path.join(web, 'dist')]
  for (const name of new Set([...list(made), ...list(kept)])) {
    const same = list(made).includes(name) && list(kept).includes(name) && readFileSync(path.join(made, name)).equals(readFileSync(path.join(kept, name)))
    if (!same) differing.push(`dist/${name}`)
  }
} finally {
  rmSync(aside, { recursive: true, force: true })
}
if (differing.length > 0) {
  console.error(`not what the sources say (run make web and commit): ${differing.join(' ')}`)
  process.exitCode = 1
}
