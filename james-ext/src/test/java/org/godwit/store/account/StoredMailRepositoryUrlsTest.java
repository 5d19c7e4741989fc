package org.godwit.store.account;

import org.apache.james.mailrepository.MailRepositoryUrlStoreContract;
import org.apache.james.mailrepository.api.MailRepositoryUrlStore;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

@ExtendWith({PostgresExtension.class, StoredMailRepositoryUrlsTest.Store.class})
class StoredMailRepositoryUrlsTest implements MailRepositoryUrlStoreContract {

  static final class Store implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == MailRepositoryUrlStore.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return new StoredMailRepositoryUrls(PostgresExtension.database());
    }
  }
}
