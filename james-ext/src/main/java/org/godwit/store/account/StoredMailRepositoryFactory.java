package org.godwit.store.account;

import javax.inject.Inject;
import org.apache.james.mailrepository.api.MailRepository;
import org.apache.james.mailrepository.api.MailRepositoryFactory;
import org.apache.james.mailrepository.api.MailRepositoryUrl;
import org.godwit.store.Database;

/** Opens mail repositories whose address begins with {@code postgres://}. */
final class StoredMailRepositoryFactory implements MailRepositoryFactory {
  private final Database database;

  @Inject
  StoredMailRepositoryFactory(Database database) {
    this.database = database;
  }

  @Override
  public Class<? extends MailRepository> mailRepositoryClass() {
    return StoredMailRepository.class;
  }

  @Override
  public MailRepository create(MailRepositoryUrl url) {
    return new StoredMailRepository(database, url.getPath());
  }
}
