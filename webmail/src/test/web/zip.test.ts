import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crc32 } from 'node:zlib'
import { zip } from '../../main/web/src/model/zip.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

/** What a reader finds that goes by the directory at the end, as all of them do. */
async function found(entries: { name: string; bytes: Uint8Array }[]): Promise<Record<string, string>> {
  const all = Buffer.from(await zip(entries, new Date(2026, 2, 1, 12, 30)).arrayBuffer())
  const end = all.length - 22
  assert.equal(all.readUInt32LE(end), 0x06054b50)
  assert.equal(all.readUInt32LE(end + 12) + all.readUInt32LE(end + 16), end, 'the directory ends where the end begins')
  const files: Record<string, string> = {}
  let at = all.readUInt32LE(end + 16)
  for (let count = all.readUInt16LE(end + 10); count > 0; count--) {
    assert.equal(all.readUInt32LE(at), 0x02014b50)
    const length = all.readUInt16LE(at + 28)
    const name = all.subarray(at + 46, at + 46 + length).toString()
    const local = all.readUInt32LE(at + 42)
    assert.equal(all.readUInt32LE(local), 0x04034b50)
    const start = local + 30 + all.readUInt16LE(local + 26) + all.readUInt16LE(local + 28)
    const content = all.subarray(start, start + all.readUInt32LE(at + 24))
    assert.equal(all.readUInt32LE(at + 16), crc32(content), `the sum of ${name}`)
    assert.deepEqual(all.subarray(local + 14, local + 26), all.subarray(at + 16, at + 28), 'both headers say the same')
    files[name] = content.toString()
    at += 46 + length
  }
  return files
}

test('the files are found as they were', async () => {
  assert.deepEqual(await found([{ name: 'a.txt', bytes: bytes('hello') }, { name: 'größe.csv', bytes: bytes('1;2') }, { name: 'empty', bytes: bytes('') }]), {
    'a.txt': 'hello', 'größe.csv': '1;2', empty: '',
  })
})

test('names are in no folder, each once', async () => {
  const all = await found(['../../etc/passwd', 'C:\\x\\plan.pdf', 'plan.pdf', 'PLAN.pdf', '..', ''].map(name => ({ name, bytes: bytes(name) })))
  assert.deepEqual(Object.keys(all), ['passwd', 'plan.pdf', 'plan (2).pdf', 'PLAN (3).pdf', 'file', 'file (2)'])
})
