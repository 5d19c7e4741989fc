/** A file that goes into an archive. */
export interface Entry {
  name: string
  bytes: Uint8Array
}

const UTF8_NAMES = 0x800
const LOCAL_HEADER = 30
const DIRECTORY_ENTRY = 46
const DIRECTORY_END = 22

/** Files as one ZIP archive, as they are: what is attached to mail is mostly compressed already. */
export function zip(entries: readonly Entry[], now: Date): Blob {
  const time = (now.getHours() << 11) | (now.getMinutes() << 5) | (now.getSeconds() >> 1)
  const date = (Math.max(0, now.getFullYear() - 1980) << 9) | ((now.getMonth() + 1) << 5) | now.getDate()
  const files: BlobPart[] = []
  const directory: BlobPart[] = []
  let offset = 0
  let directorySize = 0
  for (const { name, bytes } of named(entries)) {
    const path = new TextEncoder().encode(name)
    const sum = crc32(bytes)
    // what both headers have in common, from the version that is needed to the lengths
    const common = (view: DataView, at: number) => {
      view.setUint16(at, 20, true)
      view.setUint16(at + 2, UTF8_NAMES, true)
      view.setUint16(at + 6, time, true)
      view.setUint16(at + 8, date, true)
      view.setUint32(at + 10, sum, true)
      view.setUint32(at + 14, bytes.length, true)
      view.setUint32(at + 18, bytes.length, true)
      view.setUint16(at + 22, path.length, true)
    }
    const local = record(LOCAL_HEADER, 0x04034b50, view => common(view, 4))
    const central = record(DIRECTORY_ENTRY, 0x02014b50, view => {
      view.setUint16(4, 20, true)
      common(view, 6)
      view.setUint32(42, offset, true)
    })
    files.push(local, path, bytes as BlobPart)
    directory.push(central, path)
    offset += local.byteLength + path.length + bytes.length
    directorySize += central.byteLength + path.length
  }
  const end = record(DIRECTORY_END, 0x06054b50, view => {
    view.setUint16(8, entries.length, true)
    view.setUint16(10, entries.length, true)
    view.setUint32(12, directorySize, true)
    view.setUint32(16, offset, true)
  })
  return new Blob([...files, ...directory, end], { type: 'application/zip' })
}

function record(length: number, signature: number, fill: (view: DataView) => void): ArrayBuffer {
  const buffer = new ArrayBuffer(length)
  const view = new DataView(buffer)
  view.setUint32(0, signature, true)
  fill(view)
  return buffer
}

/** Names that lie in one folder, each once: a sender may have written any path. */
function named(entries: readonly Entry[]): Entry[] {
  const taken = new Set<string>()
  return entries.map(({ name, bytes }) => {
    const bare = name.split(/[/\\]/).at(-1)?.replace(/^\.+/, '').replace(/[\u0000-\u001f<>:"|?*]/g, '_') || 'file'
    const dot = bare.lastIndexOf('.') > 0 ? bare.lastIndexOf('.') : bare.length
    let free = bare
    for (let count = 2; taken.has(free.toLowerCase()); count++) free = `${bare.slice(0, dot)} (${count})${bare.slice(dot)}`
    taken.add(free.toLowerCase())
    return { name: free, bytes }
  })
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

export function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff
  for (const byte of bytes) sum = (sum >>> 8) ^ (TABLE[(sum ^ byte) & 0xff] ?? 0)
  return (sum ^ 0xffffffff) >>> 0
}
