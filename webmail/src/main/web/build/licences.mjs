// What of others is in the client, and under which licence; their texts go with it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { webmail } from './project.mjs'

const PERMITTED = ['MIT', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', '0BSD', '(MPL-2.0 OR Apache-2.0)']

/** Icons are taken from it while building, so it ships although it is a tool to npm. */
const DRAWN_FROM = ['node_modules/lucide-static']

export function writeLicences(client) {
  const { packages } = JSON.parse(readFileSync(join(webmail, 'package-lock.json'), 'utf8'))
  const shipped = Object.keys(packages).filter(name => name !== '' && (!packages[name].dev || DRAWN_FROM.includes(name)))
  const texts = shipped.map(folder => {
    const { name, version, license } = JSON.parse(readFileSync(join(webmail, folder, 'package.json'), 'utf8'))
    if (!PERMITTED.includes(license)) {
      console.error(`[ERROR] ${name} ${version} is under ${license}, which is not one of: ${PERMITTED.join(', ')}`)
      process.exit(1)
    }
    const file = readdirSync(join(webmail, folder)).find(it => /^licen[cs]e/i.test(it))
    const text = file ? readFileSync(join(webmail, folder, file), 'utf8').trim() : ''
    return `${name} ${version} (${license})\n\n${text}\n`
  })
  writeFileSync(join(client, 'licences.txt'), texts.join(`\n${'-'.repeat(72)}\n\n`))
}
