package org.godwit.trust.directory;

/** The directory could not be asked, or said that it cannot tell now. Try again later. */
public final class DirectoryUnavailable extends Exception {
  private static final long serialVersionUID = 1L;

  DirectoryUnavailable(String doing, Throwable cause) {
    super(doing, cause);
  }
}
