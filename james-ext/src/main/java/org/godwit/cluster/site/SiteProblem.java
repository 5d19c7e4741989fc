package org.godwit.cluster.site;

/** Why a site cannot be started, or cannot do what was asked: one line for the administrator. */
public final class SiteProblem extends Exception {
  private static final long serialVersionUID = 1L;

  SiteProblem(String message) {
    super(message);
  }

  SiteProblem(String message, Throwable cause) {
    super(message, cause);
  }
}
