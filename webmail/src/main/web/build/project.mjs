// Where things are, and how programs of ours are called.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The Maven module, where package.json is. */
export const webmail = join(dirname(fileURLToPath(import.meta.url)), '../../../..')

/** All files below a folder, in order. */
export function files(folder) {
  return readdirSync(folder, { recursive: true })
    .map(name => join(folder, name))
    .filter(file => statSync(file).isFile())
    .sort()
}

/** What files and folders hold, in one word; another Node may build otherwise. */
export function hashOf(paths) {
  const hash = createHash('sha256').update(process.version)
  for (const path of paths.map(it => join(webmail, it))) {
    for (const file of statSync(path).isDirectory() ? files(path) : [path]) {
      hash.update(file.slice(webmail.length)).update('\0').update(readFileSync(file))
    }
  }
  return hash.digest('hex')
}

/** Runs a program of a package or of the machine; when it fails, so do we. */
export function run(program, args) {
  const path = join(webmail, 'node_modules/.bin') + delimiter + process.env.PATH
  const ended = spawnSync(program, args, { cwd: webmail, stdio: 'inherit', env: { ...process.env, PATH: path } })
  if (ended.error) throw ended.error
  if (ended.status !== 0) process.exit(ended.status ?? 1)
}
