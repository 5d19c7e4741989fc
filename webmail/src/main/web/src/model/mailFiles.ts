import { dateOf, type Found, readMbox, readMessage } from './mbox.ts'
import { readZip, type ZipEntry } from './unzip.ts'

/** A file that somebody chose. */
export interface MailFile {
  name: string
  blob: Blob
}

/** An mbox as it is called, or without an ending, as Thunderbird has them. */
const MBOX = /\.(mbox|mbx|mbs)$|(^|\/)[^./]+$/i
const MESSAGE = /\.eml$/i

/** The messages of a file, whatever it is: an archive, an mbox, or one message. No more than one is in memory. */
export async function* readMailFile(file: MailFile, most: number): AsyncGenerator<Found> {
  const beginning = String.fromCharCode(...new Uint8Array(await file.blob.slice(0, 5).arrayBuffer()))
  if (beginning.startsWith('PK')) yield* readArchive(file, most)
  else if (beginning === 'From ') yield* readMbox(file.name, file.blob.stream(), most)
  else yield await readMessage(file.name, file.blob.stream(), most)
}

async function* readArchive(file: MailFile, most: number): AsyncGenerator<Found> {
  let entries: ZipEntry[]
  try {
    entries = await readZip(file.blob)
  } catch {
    yield { name: file.name, problem: 'damaged' }
    return
  }
  for (const entry of entries) {
    if (entry.path.endsWith('/') || /(^|\/)(\.|__MACOSX\/)/.test(entry.path)) continue
    try {
      if (MESSAGE.test(entry.path)) yield { ...(await readOne(entry, most)), folder: folderOf(entry.path) }
      else if (MBOX.test(entry.path)) for await (const found of readMbox(entry.path, await entry.open(), most)) yield { ...found, folder: entry.path.replace(/\.\w+$/, '') }
    } catch {
      yield { name: entry.path, problem: 'damaged' }
    }
  }
}

/** A message that was changed on the way is told, and not taken. */
async function readOne(entry: ZipEntry, most: number): Promise<Found> {
  if (entry.size > most) return { name: entry.path, problem: 'tooLarge' }
  const whole = new Uint8Array(await new Response(await entry.open()).arrayBuffer())
  if (!entry.isWhole(whole)) return { name: entry.path, problem: 'damaged' }
  return readMessage(entry.path, new Blob([whole]).stream(), most)
}

const folderOf = (path: string): string => path.split('/').slice(0, -1).join('/')

/** When a message came, as far as it or its file says. */
export const receivedAt = (found: Found): Date | undefined => (found.bytes && dateOf(found.bytes)) ?? found.at
