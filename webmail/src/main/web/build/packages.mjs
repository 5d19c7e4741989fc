// node_modules is what the lock file says, or it is made so.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashOf, run, webmail } from './project.mjs'

const stamp = join(webmail, 'node_modules/.installed')

export function installPackages() {
  const wanted = hashOf(['package.json', 'package-lock.json'])
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel', 'error'])
  writeFileSync(stamp, wanted)
}
