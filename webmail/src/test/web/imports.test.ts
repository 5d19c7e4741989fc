import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

const SOURCES = new URL('../../../../../src/main/web/src/', import.meta.url)

/** Which rooms a room may know. Who is not named in a list is not known there. */
const MAY_KNOW: Record<string, string[]> = {
  jmap: [],
  context: ['i18n', 'model'],
  cache: ['jmap'],
  model: ['jmap', 'cache'],
  i18n: [],
  ui: [],
  list: ['ui', 'context', 'i18n', 'model', 'jmap'],
  read: ['list', 'ui', 'context', 'i18n', 'model', 'jmap'],
  contacts: ['ui', 'context', 'i18n', 'model', 'jmap'],
  compose: ['ui', 'context', 'i18n', 'model', 'jmap'],
  settings: ['list', 'ui', 'context', 'i18n', 'model', 'jmap'],
  admin: ['ui', 'i18n', 'model', 'style'],
  shell: ['list', 'read', 'compose', 'contacts', 'settings', 'ui', 'context', 'i18n', 'model', 'cache', 'jmap'],
}

for (const [room, known] of Object.entries(MAY_KNOW)) {
  test(`${room} knows ${known.join(', ') || 'nobody'}`, () => {
    for (const file of readdirSync(new URL(`${room}/`, SOURCES)).filter(name => /\.tsx?$/.test(name))) {
      const text = readFileSync(new URL(`${room}/${file}`, SOURCES), 'utf8')
      for (const [, target] of text.matchAll(/(?:from|import)\s*\(?'\.\.\/(\w+)\//g)) {
        assert.ok(target && known.includes(target), `${room}/${file} must not know ${target}`)
      }
    }
  })
}

test('components are short', () => {
  for (const room of Object.keys(MAY_KNOW)) {
    for (const file of readdirSync(new URL(`${room}/`, SOURCES)).filter(name => name.endsWith('.tsx'))) {
      const lines = readFileSync(new URL(`${room}/${file}`, SOURCES), 'utf8').split('\n').length
      assert.ok(lines <= 200, `${room}/${file} has ${lines} lines`)
    }
  }
})
