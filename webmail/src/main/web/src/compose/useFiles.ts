import { type RefObject } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { Writing } from '../model/writing.ts'
import type { EditorHandle } from './Editor.tsx'

/** Files that are dropped or chosen. Pictures on the text go into it, others beside it. */
export function useFiles(writing: Writing, editor: RefObject<EditorHandle | null>) {
  const [over, setOver] = useState(false)
  const depth = useRef(0)
  const attach = (files: Iterable<File>) => {
    for (const file of files) void writing.attach(file)
  }
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
  const dropping = {
    onDragEnter: (event: DragEvent) => {
      if (!hasFiles(event)) return
      depth.current++
      setOver(true)
    },
    onDragLeave: (event: DragEvent) => {
      if (hasFiles(event) && --depth.current <= 0) setOver(false)
    },
    onDragOver: (event: DragEvent) => hasFiles(event) && event.preventDefault(),
    onDrop: (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      depth.current = 0
      setOver(false)
      attach(event.dataTransfer?.files ?? [])
      editor.current?.focus()
    },
  }
  return { over, dropping, attach }
}
