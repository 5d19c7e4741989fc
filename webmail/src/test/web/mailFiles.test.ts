import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readMailFile } from '../../main/web/src/model/mailFiles.ts'
import { zip } from '../../main/web/src/model/zip.ts'

const encoded = (text: string) => new TextEncoder().encode(text)
const decoded = (bytes: Uint8Array | undefined) => (bytes ? new TextDecoder().decode(bytes) : undefined)

/** What is found in a file, in short: what it says, or why it says nothing. */
async function found(name: string, content: Blob | string, most = 10_000): Promise<(string | undefined)[]> {
  const all: (string | undefined)[] = []
  for await (const it of readMailFile({ name, blob: new Blob([content]) }, most)) all.push(decoded(it.bytes) ?? it.problem)
  return all
}

test('an mbox is read message by message, with its quotes taken away', async () => {
  const mbox = 'From a@b Thu Jan  1 00:00:00 2026\nSubject: one\n\n>From here\n>>From there\n> From\n\n\nend\n\nFrom MAILER-DAEMON Fri Jan  2 10:00:00 2026\nSubject: two\n\nx\n\n'
  assert.deepEqual(await found('a.mbox', mbox), [
    'Subject: one\r\n\r\nFrom here\r\n>From there\r\n> From\r\n\r\n\r\nend\r\n',
    'Subject: two\r\n\r\nx\r\n',
  ])
})

test('a line that begins with From in the middle of a text begins no message', async () => {
  const mbox = 'From a@b Thu Jan  1 00:00:00 2026\nSubject: one\n\nFrom the sea at 10:00\nFrom a@b Thu Jan  1 00:00:00 2026\n'
  assert.equal((await found('a', mbox)).length, 1)
})

test('one message is one message, with the line ends that mail has', async () => {
  assert.deepEqual(await found('a.eml', 'Subject: x\n\nhello'), ['Subject: x\r\n\r\nhello\r\n'])
  assert.deepEqual(await found('a.eml', 'Subject: x\r\n\r\nhello\r\n'), ['Subject: x\r\n\r\nhello\r\n'])
})

test('what is no message, or is too large, is told and the rest is read', async () => {
  const mbox = `From a@b Thu Jan  1 00:00:00 2026\n${'x'.repeat(300)} no field\n\nFrom a@b Thu Jan  1 00:00:00 2026\nSubject: long\n\n${'y\n'.repeat(600)}\nFrom a@b Thu Jan  1 00:00:00 2026\nSubject: good\n\nz\n`
  assert.deepEqual(await found('a', mbox, 1_000), ['noMessage', 'tooLarge', 'Subject: good\r\n\r\nz\r\n'])
  assert.deepEqual(await found('a.eml', 'hello there'), ['noMessage'])
})

test('an archive gives its messages and says in which folder they lay', async () => {
  const archive = zip([{ name: 'a.eml', bytes: encoded('Subject: a\n\n1') }, { name: 'readme.pdf', bytes: encoded('%PDF') }, { name: 'b.mbox', bytes: encoded('From a@b Thu Jan  1 00:00:00 2026\nSubject: b\n\n2\n') }], new Date())
  assert.deepEqual(await found('x.zip', archive), ['Subject: a\r\n\r\n1\r\n', 'Subject: b\r\n\r\n2\r\n'])
})

test('a file that says when it came is dated', async () => {
  const dates: (Date | undefined)[] = []
  for await (const it of readMailFile({ name: 'a', blob: new Blob(['From a@b Thu Jan  1 10:00:00 2026\nSubject: one\n\nx\n']) }, 1_000)) dates.push(it.at)
  assert.deepEqual(dates, [new Date('2026-01-01T10:00:00Z')])
})

/** An archive whose directory says of the one file what it likes. */
async function lying(change: (directory: DataView) => void): Promise<Blob> {
  const bytes = new Uint8Array(await zip([{ name: 'a.eml', bytes: encoded('Subject: a\n\n1') }], new Date()).arrayBuffer())
  const at = new DataView(bytes.buffer).getUint32(bytes.length - 6, true)
  change(new DataView(bytes.buffer, at))
  return new Blob([bytes])
}

test('an archive that says less than it holds is not unpacked further', async () => {
  assert.deepEqual(await found('x.zip', await lying(entry => entry.setUint32(24, 3, true))), ['damaged'])
})

test('an archive whose file is another than its sum says is told', async () => {
  assert.deepEqual(await found('x.zip', await lying(entry => entry.setUint32(16, 1, true))), ['damaged'])
})

test('an archive whose files share their octets, or lie behind its end, is refused', async () => {
  assert.deepEqual(await found('x.zip', await lying(entry => entry.setUint32(20, 1_000_000, true))), ['damaged'])
  assert.deepEqual(await found('x.zip', await lying(entry => entry.setUint32(42, 1_000_000, true))), ['damaged'])
  assert.deepEqual(await found('x.zip', 'PK\u0003\u0004 and nothing'), ['damaged'])
})

test('a file that would fill the memory is not opened', async () => {
  assert.deepEqual(await found('x.zip', await lying(entry => entry.setUint32(24, 4_000_000_000, true))), ['tooLarge'])
})
