package org.godwit.store;

/**
 * The database or the object storage could not be asked, or is out of room. Always temporary, and
 * nothing was changed: SMTP answers 451 or 452, IMAP {@code NO [UNAVAILABLE]}, HTTP 503.
 */
public final class StoreUnavailable extends StoreException {
  private static final long serialVersionUID = 1L;

  private final boolean full;

  public StoreUnavailable(String doing, boolean full, Throwable cause) {
    super(doing, cause);
    this.full = full;
  }

  /** Whether the reason is a full disk, which an administrator has to mend. */
  public boolean full() {
    return full;
  }
}
