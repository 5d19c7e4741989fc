// The build fails when the client grows beyond what was promised. Bytes are those of gzip.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const KB = 1024
const BUDGETS = {
  'scripts before the first list': 60 * KB,
  'styles before the first list': 12 * KB,
  'the composer': 45 * KB,
  'the settings': 35 * KB,
  'the service worker': 6 * KB,
  'scripts of the administration': 45 * KB,
  'styles of the administration': 8 * KB,
}

export function checkBudgets(client) {
  const manifest = JSON.parse(readFileSync(join(client, 'manifest.json'), 'utf8'))
  const entry = Object.keys(manifest).find(name => manifest[name].isEntry)
  const first = closure(manifest, [entry])
  const lazy = name => closure(manifest, [name]).filter(it => !first.includes(it))
  const admin = JSON.parse(readFileSync(join(client, 'manifest-admin.json'), 'utf8'))
  const pages = closure(admin, [Object.keys(admin).find(name => admin[name].isEntry)])
  const sizes = {
    'scripts before the first list': sum(client, scripts(manifest, first)),
    'styles before the first list': sum(client, styles(manifest, first)),
    'the composer': sum(client, scripts(manifest, lazy('src/compose/Composer.tsx'))),
    'the settings': sum(client, scripts(manifest, lazy('src/settings/Settings.tsx'))),
    'the service worker': sum(client, ['sw.js']),
    'scripts of the administration': sum(client, scripts(admin, pages)),
    'styles of the administration': sum(client, styles(admin, pages)),
  }
  let over = false
  for (const [what, size] of Object.entries(sizes)) {
    const line = `${what}: ${(size / KB).toFixed(1)} of ${BUDGETS[what] / KB} KB`
    if (size > BUDGETS[what]) {
      console.error(`[ERROR] over budget: ${line}`)
      over = true
    } else if (process.env.GODWIT_SIZES) {
      console.log(line)
    }
  }
  if (over) process.exit(1)
}

/** Chunks with all that they import at once. */
function closure(manifest, names) {
  const seen = []
  const visit = name => {
    if (seen.includes(name)) return
    if (!(name in manifest)) throw new Error(`no such chunk: ${name}`)
    seen.push(name)
    manifest[name].imports?.forEach(visit)
  }
  names.forEach(visit)
  return seen
}

const scripts = (manifest, names) => names.map(name => manifest[name].file)
const styles = (manifest, names) => names.flatMap(name => manifest[name].css ?? [])
const sum = (client, names) => names.reduce((all, name) => all + gzipSync(readFileSync(join(client, name)), { level: 9 }).length, 0)
