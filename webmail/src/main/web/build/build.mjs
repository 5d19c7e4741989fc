// Builds the client into target/web/client when something changed since the last time:
// packages, types, bundle, service worker, budgets, licences, compressed copies.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkBudgets } from './budgets.mjs'
import { compress } from './compress.mjs'
import { writeLicences } from './licences.mjs'
import { installPackages } from './packages.mjs'
import { hashOf, run, webmail } from './project.mjs'

const target = join(webmail, 'target/web')
const client = join(target, 'client')
const stamp = join(target, 'built')
const now = hashOf(['package.json', 'package-lock.json', 'src/main/web'])

if (existsSync(client) && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) {
  process.exit(0)
}
mkdirSync(target, { recursive: true })
rmSync(stamp, { force: true })
installPackages()
run('tsc', ['-p', 'src/main/web/tsconfig.json'])
run('vite', ['build', '--config', 'src/main/web/vite.config.ts', '--logLevel', 'warn'])
run('vite', ['build', '--config', 'src/main/web/vite.admin.ts', '--logLevel', 'warn'])
run('vite', ['build', '--config', 'src/main/web/vite.worker.ts', '--logLevel', 'warn'])
checkBudgets(client)
writeLicences(client)
compress(client)
writeFileSync(stamp, now)
