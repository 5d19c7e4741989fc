import { Offline, RequestRefused, SignedOut } from './problems.ts'
import type { Id } from './types.ts'

export interface Uploaded {
  blobId: Id
  type: string
  size: number
}

/** Sends a file (RFC 8620 §6.1) and tells how far it is; fetch cannot tell. */
export function upload(url: string, file: Blob, progress: (part: number) => void, stop: AbortSignal): Promise<Uploaded> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    request.setRequestHeader('content-type', file.type || 'application/octet-stream')
    request.responseType = 'json'
    request.upload.onprogress = event => progress(event.lengthComputable ? event.loaded / event.total : 0)
    request.onload = () => {
      if (request.status === 401) reject(new SignedOut())
      else if (request.status >= 300) reject(new RequestRefused(request.status, (request.response as { detail?: string } | null)?.detail ?? ''))
      else resolve(request.response as Uploaded)
    }
    request.onerror = () => reject(new Offline())
    request.onabort = () => reject(new DOMException('stopped', 'AbortError'))
    stop.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}
