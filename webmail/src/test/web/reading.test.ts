import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EmailFull } from '../../main/web/src/jmap/types.ts'
import { blocks, pieces, unsubscribe } from '../../main/web/src/model/reading.ts'
import { readSnippet } from '../../main/web/src/model/snippets.ts'

const links = (text: string) => pieces(text).flatMap(it => (it.kind === 'link' ? [it.href] : []))

const table: [string, string[]][] = [
  ['see https://example.org/a.', ['https://example.org/a']],
  ['(https://example.org/a)', ['https://example.org/a']],
  ['https://en.example.org/wiki/A_(b)', ['https://en.example.org/wiki/A_(b)']],
  ['www.example.org and ann@example.org', ['http://www.example.org', 'mailto:ann@example.org']],
  ['javascript:alert(1) data:text/html,x file:///etc', []],
  ['<https://example.org>', ['https://example.org']],
  ['12.30 or a.b', []],
]
for (const [text, expected] of table) {
  test(`finds what can be followed in ${JSON.stringify(text)}`, () => assert.deepEqual(links(text), expected))
}

test('pieces are the text again', () => {
  const text = 'a https://x.example/y, b@c.de.\n(www.z.example) end'
  assert.equal(pieces(text).map(it => it.text).join(''), text)
})

test('quoted lines stand together', () => {
  assert.deepEqual(blocks('a\n> b\n> c\nd\n\n').map(it => [it.quote, it.lines.length]), [[false, 1], [true, 2], [false, 1]])
})

test('a snippet is text with marks, whatever is written in it', () => {
  assert.deepEqual(readSnippet('a &lt;b&gt; <mark>c&amp;d</mark> <i>e'), [
    { text: 'a <b> ', hit: false }, { text: 'c&d', hit: true }, { text: ' <i>e', hit: false },
  ])
})

test('one click unsubscribes only where the sender says so, and only over TLS', () => {
  const mail = (urls: string[], post: string | null) => unsubscribe({ 'header:List-Unsubscribe:asURLs': urls, 'header:List-Unsubscribe-Post:asText': post } as EmailFull)
  assert.deepEqual(mail(['mailto:a@b', 'https://x/u'], 'List-Unsubscribe=One-Click'), { oneClick: true, url: 'https://x/u' })
  assert.deepEqual(mail(['mailto:a@b', 'https://x/u'], null), { oneClick: false, url: 'mailto:a@b' })
  assert.deepEqual(mail(['http://x/u'], 'List-Unsubscribe=One-Click'), undefined)
  assert.equal(mail([], null), undefined)
})
