import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { IconButton } from './Button.tsx'

/** A dialog that holds the focus until it is closed; the browser's own. */
export function Dialog({
  title, close, closeLabel, children, wide,
}: {
  title: string
  close: () => void
  closeLabel: string
  children: ComponentChildren
  wide?: boolean
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null
    dialog.current?.showModal()
    return () => before?.focus()
  }, [])
  return (
    <dialog
      ref={dialog}
      class={wide ? 'wide' : ''}
      aria-labelledby={id}
      onClose={close}
      onKeyDown={event => event.stopPropagation()}
      onClick={event => event.target === dialog.current && close()}
    >
      <div class="dialog-body">
        <header>
          <h2 id={id}>{title}</h2>
          <IconButton label={closeLabel} icon="x" onClick={close} />
        </header>
        {children}
      </div>
    </dialog>
  )
}
