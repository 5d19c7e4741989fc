import type { ComponentChildren } from 'preact'
import { Icon } from './Icon.tsx'

interface ButtonProperties {
  label: string
  icon: string
  onClick: (event: MouseEvent) => void
  /** A key that does the same, shown with the label. */
  shortcut?: string
  pressed?: boolean
  disabled?: boolean
  class?: string
}

/** A button that is a picture; its name is told and shown on hover. */
export function IconButton({ label, icon, onClick, shortcut, pressed, disabled, class: extra }: ButtonProperties) {
  return (
    <button
      type="button"
      class={`icon-button ${extra ?? ''}`}
      aria-label={label}
      aria-pressed={pressed}
      aria-keyshortcuts={shortcut}
      title={shortcut ? `${label} (${shortcut})` : label}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  )
}

export function Button({
  children, onClick, kind = 'plain', icon, disabled, pressed, type = 'button', class: extra,
}: {
  children: ComponentChildren
  onClick?: (event: MouseEvent) => void
  kind?: 'plain' | 'primary' | 'quiet' | 'danger'
  icon?: string
  disabled?: boolean
  pressed?: boolean
  type?: 'button' | 'submit'
  class?: string
}) {
  return (
    <button type={type} class={`button ${kind} ${extra ?? ''}`} disabled={disabled} aria-pressed={pressed} onClick={onClick}>
      {icon && <Icon name={icon} size={18} />}
      <span>{children}</span>
    </button>
  )
}
