package org.godwit.search;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import java.nio.file.Path;
import org.apache.james.mailbox.store.search.MessageSearchIndex;
import org.godwit.search.extract.ExtractionLimits;
import org.godwit.search.extract.Extractor;
import org.godwit.search.strings.Dictionaries;
import org.godwit.store.mailbox.AccountReading;
import org.godwit.store.mailbox.MailboxTables;
import org.godwit.store.mailbox.MessageFinding;

/** Search on an index for each account. Stands over the store's own search, which has none. */
public final class SearchModule extends AbstractModule {

  /** Open indexes cost memory and files; those of whoever works now are enough. */
  private static final int MOST_OPEN = 100;

  /** One part of the heap: dictionaries of some 200,000 messages for each 512 MB of it. */
  private static final int DICTIONARIES_PART = 8;

  private final Path folder;

  /**
   * A search.
   *
   * @param folder for the indexes; what is in it may be removed at any time while nobody uses it
   */
  public SearchModule(Path folder) {
    this.folder = folder;
  }

  private static Dictionaries dictionaries() {
    return new Dictionaries(Runtime.getRuntime().maxMemory() / DICTIONARIES_PART);
  }

  @Override
  protected void configure() {
    bind(Indexes.class).toInstance(new Indexes(folder, MOST_OPEN, dictionaries()));
    bind(AccountReading.class).in(Scopes.SINGLETON);
    bind(MailboxTables.class).in(Scopes.SINGLETON);
    bind(Extractor.class).toInstance(new Extractor(ExtractionLimits.usual()));
    bind(Attachments.class).in(Scopes.SINGLETON);
    bind(Search.class).in(Scopes.SINGLETON);
    bind(SearchAdmin.class).in(Scopes.SINGLETON);
    bind(CatchUp.class).in(Scopes.SINGLETON);
    bind(IndexKeeper.class).in(Scopes.SINGLETON);
    bind(ExactSearch.class).in(Scopes.SINGLETON);
    bind(AccountSearchIndex.class).in(Scopes.SINGLETON);
    bind(MessageSearchIndex.class).to(AccountSearchIndex.class);
    bind(MessageFinding.class).to(SortedFinding.class).in(Scopes.SINGLETON);
  }
}
