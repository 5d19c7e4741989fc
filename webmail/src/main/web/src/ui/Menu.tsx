import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { Icon } from './Icon.tsx'

export interface Item {
  label: string
  icon?: string
  checked?: boolean
  danger?: boolean
  depth?: number
  onSelect: () => void
}

interface MenuProperties {
  label: string
  items: readonly (Item | 'line')[]
  icon?: string
  class?: string
  shortcut?: string
  children?: ComponentChildren
  /** Which edge of the button it keeps to. */
  side?: 'start' | 'end'
}

/** A button with a menu (WAI-ARIA menu button): arrows move, a letter jumps, Escape closes. */
export function Menu({ label, items, icon = 'ellipsis-vertical', class: extra, shortcut, children, side = 'end' }: MenuProperties) {
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const id = useId()

  useEffect(() => {
    if (!open) return undefined
    entries(root.current)[0]?.focus()
    const outside = (event: Event) => {
      if (!root.current?.contains(event.target as globalThis.Node)) setOpen(false)
    }
    document.addEventListener('pointerdown', outside)
    return () => document.removeEventListener('pointerdown', outside)
  }, [open])

  const close = () => {
    setOpen(false)
    root.current?.querySelector<HTMLElement>('button')?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return
    event.stopPropagation()
    const all = entries(root.current)
    const at = all.indexOf(document.activeElement as HTMLElement)
    const to = (index: number) => {
      event.preventDefault()
      all[(index + all.length) % all.length]?.focus()
    }
    if (event.key === 'Escape') close()
    else if (event.key === 'Tab') setOpen(false)
    else if (event.key === 'ArrowDown') to(at + 1)
    else if (event.key === 'ArrowUp') to(at - 1)
    else if (event.key === 'Home') to(0)
    else if (event.key === 'End') to(all.length - 1)
    else if (event.key.length === 1 && event.key !== ' ') {
      const start = event.key.toLocaleLowerCase()
      const found = [...all.keys()].map(step => (at + 1 + step) % all.length).find(i => all[i]?.textContent?.trim().toLocaleLowerCase().startsWith(start))
      if (found !== undefined) to(found)
    }
  }

  return (
    <div class="menu" ref={root} onKeyDown={onKeyDown}>
      <button
        type="button"
        class={extra ?? 'icon-button'}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-keyshortcuts={shortcut}
        data-menu={shortcut}
        title={shortcut ? `${label} (${shortcut})` : label}
        onClick={() => setOpen(!open)}
      >
        {children ?? <Icon name={icon} />}
      </button>
      {open && (
        <div class={`menu-list ${side}`} role="menu" id={id} aria-label={label}>
          {items.map((item, index) =>
            item === 'line' ? (
              <div key={index} role="separator" />
            ) : (
              <button
                key={index}
                type="button"
                tabIndex={-1}
                role={item.checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
                aria-checked={item.checked}
                class={`${item.danger ? 'danger' : ''} depth-${Math.min(item.depth ?? 0, 4)}`}
                onClick={() => {
                  close()
                  item.onSelect()
                }}
              >
                {item.icon ? <Icon name={item.icon} size={18} /> : item.checked !== undefined && <Icon name={item.checked ? 'check' : ''} size={18} />}
                <span>{item.label}</span>
              </button>
            ),
          )}
        </div>
      )}
    </div>
  )
}

function entries(root: HTMLElement | null): HTMLElement[] {
  return [...(root?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])]
}
