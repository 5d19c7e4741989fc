import { IconButton } from './Button.tsx'

export interface Toast {
  id: number
  text: string
  bad: boolean
  undo?: (() => void) | undefined
}

/** What was just done, with a way back. It is told politely, and problems at once. */
export function Toasts({ list, undoLabel, closeLabel, close }: {
  list: readonly Toast[]
  undoLabel: string
  closeLabel: string
  close: (id: number) => void
}) {
  return (
    <div class="toasts">
      <div role="status" aria-live="polite">
        {list.filter(it => !it.bad).map(it => <Line key={it.id} toast={it} undoLabel={undoLabel} closeLabel={closeLabel} close={close} />)}
      </div>
      <div role="alert">
        {list.filter(it => it.bad).map(it => <Line key={it.id} toast={it} undoLabel={undoLabel} closeLabel={closeLabel} close={close} />)}
      </div>
    </div>
  )
}

function Line({ toast, undoLabel, closeLabel, close }: {
  toast: Toast
  undoLabel: string
  closeLabel: string
  close: (id: number) => void
}) {
  return (
    <div class={`toast ${toast.bad ? 'bad' : ''}`}>
      <span>{toast.text}</span>
      {toast.undo && (
        <button
          type="button"
          onClick={() => {
            close(toast.id)
            toast.undo?.()
          }}
        >
          {undoLabel}
        </button>
      )}
      <IconButton label={closeLabel} icon="x" onClick={() => close(toast.id)} />
    </div>
  )
}
