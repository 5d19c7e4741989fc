import { crc32 } from './zip.ts'

/** A file of an archive. */
export interface ZipEntry {
  path: string
  /** Octets of the file, as the archive says. */
  size: number
  /** What it holds; ends with an error when it is more than the archive says, or cannot be read. */
  open(): Promise<ReadableStream<Uint8Array>>
  /** Whether octets are those that were put in. */
  isWhole(bytes: Uint8Array): boolean
}

/** The archive is none, or made to do harm. */
export class BadArchive extends Error {
  override name = 'BadArchive'
}

const END = 0x06054b50
const END_64 = 0x06064b50
const LOCATOR_64 = 0x07064b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50
const MOST_DIRECTORY = 128 * 1024 * 1024
const MOST_ENTRIES = 1_000_000
const ALL_64 = 0xffffffff

const view = async (file: Blob, from: number, to: number) => new DataView(await file.slice(from, to).arrayBuffer())
const long = (data: DataView, at: number) => Number(data.getBigUint64(at, true))

/**
 * What is in an archive, by the directory at its end. Nothing is unpacked before it is opened, and
 * then no more than the directory says; files that share their octets are refused.
 */
export async function readZip(file: Blob): Promise<ZipEntry[]> {
  const { start, size, count } = await directory(file)
  if (size > MOST_DIRECTORY || count > MOST_ENTRIES || start + size > file.size) throw new BadArchive()
  const data = await view(file, start, start + size)
  const entries: ZipEntry[] = []
  let packed = 0
  for (let at = 0; at + 46 <= data.byteLength && entries.length < count;) {
    if (data.getUint32(at, true) !== ENTRY) throw new BadArchive()
    const name = data.getUint16(at + 28, true)
    const extra = data.getUint16(at + 30, true)
    const path = new TextDecoder().decode(new Uint8Array(data.buffer, at + 46, name))
    const method = data.getUint16(at + 10, true)
    const told = lengths(data, at, at + 46 + name, extra)
    packed += told.packed
    entries.push({
      path,
      size: told.size,
      open: () => open(file, method, told),
      isWhole: (sum => (bytes: Uint8Array) => bytes.length === told.size && crc32(bytes) === sum)(data.getUint32(at + 16, true)),
    })
    at += 46 + name + extra + data.getUint16(at + 32, true)
  }
  if (entries.length !== count || packed > file.size) throw new BadArchive()
  return entries
}

async function directory(file: Blob): Promise<{ start: number; size: number; count: number }> {
  const from = Math.max(0, file.size - 66_000)
  const tail = await view(file, from, file.size)
  for (let at = tail.byteLength - 22; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END) continue
    if (at >= 20 && tail.getUint32(at - 20, true) === LOCATOR_64) {
      const end = long(tail, at - 12)
      const large = await view(file, end, end + 56)
      if (large.byteLength < 56 || large.getUint32(0, true) !== END_64) throw new BadArchive()
      return { count: long(large, 32), size: long(large, 40), start: long(large, 48) }
    }
    return { count: tail.getUint16(at + 10, true), size: tail.getUint32(at + 12, true), start: tail.getUint32(at + 16, true) }
  }
  throw new BadArchive()
}

interface Lengths {
  packed: number
  size: number
  start: number
}

/** Lengths and place of a file; large ones stand in a field of their own. */
function lengths(data: DataView, at: number, extra: number, length: number): Lengths {
  const found = { size: data.getUint32(at + 24, true), packed: data.getUint32(at + 20, true), start: data.getUint32(at + 42, true) }
  for (let field = extra; field + 4 <= extra + length;) {
    let next = field + 4
    if (data.getUint16(field, true) === 1) {
      for (const key of ['size', 'packed', 'start'] as const) {
        if (found[key] !== ALL_64) continue
        found[key] = long(data, next)
        next += 8
      }
    }
    field += 4 + data.getUint16(field + 2, true)
  }
  return found
}

async function open(file: Blob, method: number, { packed, size, start }: Lengths): Promise<ReadableStream<Uint8Array>> {
  const local = await view(file, start, start + 30)
  if (local.byteLength < 30 || local.getUint32(0, true) !== LOCAL) throw new BadArchive()
  const from = start + 30 + local.getUint16(26, true) + local.getUint16(28, true)
  const bytes = file.slice(from, from + packed).stream()
  if (method !== 0 && method !== 8) throw new BadArchive()
  const plain = method === 8 ? bytes.pipeThrough(new DecompressionStream('deflate-raw') as unknown as TransformStream<Uint8Array, Uint8Array>) : bytes
  let left = size
  return plain.pipeThrough(new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, out) {
      left -= chunk.length
      if (left < 0) out.error(new BadArchive())
      else out.enqueue(chunk)
    },
  }))
}
