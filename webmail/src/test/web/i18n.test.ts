import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

const SOURCES = new URL('../../../../../src/main/web/src/', import.meta.url)
type Texts = Record<string, string | Record<string, string>>
const read = (file: string) => JSON.parse(readFileSync(new URL(`i18n/${file}.json`, SOURCES), 'utf8')) as Texts
// those of the page, and those of rooms that are loaded later
const texts = (tag: string): Texts => ({ ...read(tag), ...read(`more/${tag}`) })
const english = texts('en')
const tags = readdirSync(new URL('i18n/', SOURCES)).filter(it => it.endsWith('.json')).map(it => it.slice(0, 2))
const forms = (text: string | Record<string, string>) => (typeof text === 'string' ? [text] : Object.values(text))

for (const tag of tags) {
  test(`${tag} says everything, and nothing else`, () => {
    assert.deepEqual(Object.keys(texts(tag)).sort(), Object.keys(english).sort())
  })

  test(`${tag} has a form for each plural that it needs`, () => {
    // millions and fractions have forms of their own in French and Spanish; nobody counts so here
    const needed = new Intl.PluralRules(tag).resolvedOptions().pluralCategories.filter(it => tag === 'ar' || it !== 'many')
    for (const [key, text] of Object.entries(texts(tag))) {
      assert.equal(typeof text, typeof english[key], key)
      if (typeof text !== 'string') assert.deepEqual(Object.keys(text).sort(), [...needed].sort(), key)
    }
  })

  test(`${tag} uses the values that English uses`, () => {
    for (const [key, text] of Object.entries(texts(tag))) {
      const values = (of: string | Record<string, string>) => new Set(forms(of).flatMap(it => it.match(/\{\w+\}/g) ?? []))
      assert.deepEqual([...values(text)].sort(), [...values(english[key] ?? '')].sort(), key)
    }
  })

  test(`${tag} has words for attachments that are a pattern`, () => {
    assert.doesNotThrow(() => new RegExp(texts(tag)['compose.attachmentWords'] as string, 'i'))
  })
}

test('no text is said twice, in the page and in a room', () => {
  const page = read('en')
  assert.deepEqual(Object.keys(read('more/en')).filter(key => key in page), [])
})

test('no language is a copy of English', () => {
  for (const tag of tags.filter(it => it !== 'en')) {
    const same = Object.entries(texts(tag)).filter(([key, text]) => JSON.stringify(text) === JSON.stringify(english[key]) && forms(text).join('').length > 12)
    assert.deepEqual(same.map(([key]) => key), [], tag)
  }
})

test('every text is said somewhere', () => {
  const code = ['compose', 'contacts', 'list', 'read', 'settings', 'shell', 'model', 'context', 'ui']
    .flatMap(room => readdirSync(new URL(`${room}/`, SOURCES)).filter(it => /\.tsx?$/.test(it)).map(file => readFileSync(new URL(`${room}/${file}`, SOURCES), 'utf8')))
    .join('\n')
  const built = ['field.', 'choice.', 'done.', 'problem.'] // these are put together from parts
  const unused = Object.keys(english).filter(key => !built.some(it => key.startsWith(it)) && !code.includes(`'${key}'`) && !code.includes(`${key.split('.')[0]}.$`))
  assert.deepEqual(unused, [])
})
