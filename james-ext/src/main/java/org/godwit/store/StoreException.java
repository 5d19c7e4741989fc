package org.godwit.store;

/**
 * The database refused a statement: a fault of ours or of the schema, not of the moment. Trying
 * again will not help. Its temporary sister is {@link StoreUnavailable}.
 */
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String doing, Throwable cause) {
    super(doing, cause);
  }
}
