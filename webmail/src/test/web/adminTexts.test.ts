import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

const ADMIN = new URL('../../../../../src/main/web/src/admin/', import.meta.url)
type Texts = Record<string, string | Record<string, string>>
const texts = (tag: string) => JSON.parse(readFileSync(new URL(`texts/${tag}.json`, ADMIN), 'utf8')) as Texts
const english = texts('en')
const values = (of: string | Record<string, string> | undefined) => [...new Set(JSON.stringify(of).match(/\{\w+\}/g) ?? [])].sort()

for (const tag of readdirSync(new URL('texts/', ADMIN)).map(it => it.slice(0, 2))) {
  test(`${tag} of the administration says everything, with the values that English uses`, () => {
    assert.deepEqual(Object.keys(texts(tag)).sort(), Object.keys(english).sort())
    for (const [key, text] of Object.entries(texts(tag))) assert.deepEqual(values(text), values(english[key]), key)
  })
}

test('every text of the administration is said somewhere', () => {
  const code = readdirSync(ADMIN).filter(it => /\.tsx?$/.test(it)).map(file => readFileSync(new URL(file, ADMIN), 'utf8')).join('\n')
  const unused = Object.keys(english).filter(key => !code.includes(`'${key}'`) && !code.includes(`\`${key.split('.')[0]}.$`))
  assert.deepEqual(unused, [])
})
