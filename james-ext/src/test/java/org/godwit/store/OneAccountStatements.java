package org.godwit.store;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** After each test, every statement that it ran must have named its account. */
public final class OneAccountStatements implements AfterEachCallback {
  @Override
  public void afterEach(ExtensionContext context) {
    StatementsOfOneAccount.check();
  }
}
