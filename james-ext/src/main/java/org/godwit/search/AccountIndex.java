package org.godwit.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.FixedBitSet;
import org.godwit.search.strings.Dictionaries;
import org.godwit.search.strings.StringSearcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One account's index, open. Whoever changes it holds the account's lease alone; any number may
 * search meanwhile. What was changed is searched after {@link #reached}, and survives after {@link
 * #commit}.
 */
final class AccountIndex implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AccountIndex.class);

  private static final String MODSEQ = "modseq";
  private static final double BUFFER_MB = 8;

  private final Path folder;
  private final FSDirectory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final Map<String, Stamp> stamps = new HashMap<>();
  private volatile long modseq;
  private boolean changed;

  /** How a file looked when it was written, which it is only once. */
  private record Stamp(long size, FileTime time) {
    static Stamp of(Path file) throws IOException {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(now.size(), now.lastModifiedTime());
    }
  }

  private AccountIndex(Path folder, Dictionaries dictionaries) throws IOException {
    this.folder = folder;
    directory = FSDirectory.open(folder);
    IndexWriter opened = null;
    try {
      opened = new IndexWriter(directory, config());
      searchers = new SearcherManager(opened, searchers(dictionaries));
      modseq = modseq(opened);
      check();
      writer = opened;
    } catch (IOException | RuntimeException e) {
      if (opened != null) {
        opened.rollback();
      }
      directory.close();
      throw e;
    }
  }

  /**
   * Opens the index below a folder. One of another format is removed, and one that is damaged: what
   * is returned then is empty.
   */
  static AccountIndex open(Path account, Dictionaries dictionaries) throws IOException {
    Path folder = account.resolve(IndexFormat.NOW.folder());
    Files.createDirectories(folder);
    removeOthers(account, folder);
    try {
      return new AccountIndex(folder, dictionaries);
    } catch (IOException | RuntimeException e) {
      LOG.warn("a search index is damaged, and will be built anew: {}", folder, e);
      remove(folder);
      Files.createDirectories(folder);
      return new AccountIndex(folder, dictionaries);
    }
  }

  private static SearcherFactory searchers(Dictionaries dictionaries) {
    return new SearcherFactory() {
      @Override
      public IndexSearcher newSearcher(IndexReader reader, IndexReader previous) {
        return new StringSearcher(reader, dictionaries);
      }
    };
  }

  private static void removeOthers(Path account, Path folder) throws IOException {
    try (Stream<Path> formats = Files.list(account)) {
      for (Path other : formats.filter(found -> !found.equals(folder)).toList()) {
        remove(other);
      }
    }
  }

  /** Removes a folder with all that is in it. */
  static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static IndexWriterConfig config() {
    ConcurrentMergeScheduler merges = new ConcurrentMergeScheduler();
    merges.setMaxMergesAndThreads(3, 1);
    TieredMergePolicy policy = new TieredMergePolicy();
    policy.setNoCFSRatio(1); // few files, for there are many accounts
    return new IndexWriterConfig()
        .setCodec(new Lucene104Codec(Lucene104Codec.Mode.BEST_COMPRESSION))
        .setRAMBufferSizeMB(BUFFER_MB)
        .setMergeScheduler(merges)
        .setMergePolicy(policy)
        .setUseCompoundFile(true)
        .setCommitOnClose(false);
  }

  private static long modseq(IndexWriter writer) {
    Iterable<Map.Entry<String, String>> data = writer.getLiveCommitData();
    if (data != null) {
      for (Map.Entry<String, String> entry : data) {
        if (entry.getKey().equals(MODSEQ)) {
          return Long.parseLong(entry.getValue());
        }
      }
    }
    return 0;
  }

  /** Reads every byte of the files, once, and remembers how they look. */
  private void check() throws IOException {
    IndexSearcher searcher = searchers.acquire();
    try {
      for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
        ((SegmentReader) leaf.reader()).checkIntegrity();
      }
      stamp(searcher);
    } finally {
      searchers.release(searcher);
    }
  }

  private void stamp(IndexSearcher searcher) throws IOException {
    List<String> files = files(searcher);
    synchronized (stamps) {
      stamps.keySet().retainAll(files);
      for (String file : files) {
        if (!stamps.containsKey(file)) {
          stamps.put(file, Stamp.of(folder.resolve(file)));
        }
      }
    }
  }

  private static List<String> files(IndexSearcher searcher) throws IOException {
    List<String> files = new java.util.ArrayList<>();
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      SegmentCommitInfo info = ((SegmentReader) leaf.reader()).getSegmentInfo();
      files.addAll(info.files());
    }
    return files;
  }

  /**
   * Whether somebody changed or removed a file that is searched. Looks at each file's size and
   * time.
   */
  boolean isDamaged() {
    try {
      IndexSearcher searcher = searchers.acquire();
      try {
        for (String file : files(searcher)) {
          Stamp before;
          synchronized (stamps) {
            before = stamps.get(file);
          }
          if (before != null && !before.equals(Stamp.of(folder.resolve(file)))) {
            return true;
          }
        }
        return false;
      } finally {
        searchers.release(searcher);
      }
    } catch (IOException | RuntimeException e) {
      return true;
    }
  }

  /** All messages with a row of up to this modseq are in it. */
  long modseq() {
    return modseq;
  }

  /** What can be searched now; to be closed. */
  View view() throws IOException {
    long covered = modseq; // before the searcher, which may know more
    return new View(searchers.acquire(), covered);
  }

  /** A state of the index that stays as it is. */
  final class View implements AutoCloseable {
    private final IndexSearcher searcher;
    private final long covered;

    private View(IndexSearcher searcher, long covered) {
      this.searcher = searcher;
      this.covered = covered;
    }

    IndexSearcher searcher() {
      return searcher;
    }

    /** All messages with a row of up to this modseq are in it. */
    long modseq() {
      return covered;
    }

    @Override
    public void close() throws IOException {
      searchers.release(searcher);
    }
  }

  /** How many documents are in a state. */
  int count(Documents.State state) throws IOException {
    try (View view = view()) {
      return view.searcher().count(new TermQuery(Documents.state(state)));
    }
  }

  /** Messages in a state, at most so many. */
  Set<UUID> messages(Documents.State state, int most) throws IOException {
    try (View view = view()) {
      FixedBitSet found = Hits.of(view.searcher(), new TermQuery(Documents.state(state)));
      Set<UUID> all = new DocumentFinder(view.searcher()).messages(found).keySet();
      return all.stream().limit(most).collect(Collectors.toSet());
    }
  }

  /** All messages. */
  Set<UUID> messages() throws IOException {
    try (View view = view()) {
      FixedBitSet all = Hits.of(view.searcher(), MatchAllDocsQuery.INSTANCE);
      return new DocumentFinder(view.searcher()).messages(all).keySet();
    }
  }

  /** Whether a message is in what can be searched now. */
  boolean holds(UUID id) throws IOException {
    IndexSearcher searcher = searchers.acquire();
    try {
      return searcher.count(new TermQuery(Documents.id(id))) > 0;
    } finally {
      searchers.release(searcher);
    }
  }

  /** Messages in it. */
  int size() {
    return writer.getDocStats().numDocs;
  }

  void put(UUID id, Document document) throws IOException {
    changed = true;
    writer.updateDocument(Documents.id(id), document);
  }

  void remove(Collection<UUID> ids) throws IOException {
    changed = true;
    writer.deleteDocuments(ids.stream().map(Documents::id).toArray(Term[]::new));
  }

  /** Makes what was put searchable, and with it all rows of up to a modseq covered. */
  void reached(long now) throws IOException {
    if (changed) {
      searchers.maybeRefreshBlocking();
      IndexSearcher searcher = searchers.acquire();
      try {
        stamp(searcher);
      } finally {
        searchers.release(searcher);
      }
      changed = false;
    }
    modseq = now;
  }

  /** Makes it survive. */
  void commit() throws IOException {
    writer.setLiveCommitData(Map.of(MODSEQ, String.valueOf(modseq)).entrySet());
    writer.commit();
  }

  /** Bytes on disk of what is searched; what was merged away goes at the next commit. */
  long bytes() throws IOException {
    try (View view = view()) {
      long bytes = 0;
      for (String file : files(view.searcher())) {
        bytes += directory.fileLength(file);
      }
      return bytes;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      if (!isDamaged()) {
        commit();
      }
    } finally {
      searchers.close();
      writer.rollback(); // what was not committed; merges stop
      directory.close();
    }
  }

  /** Throws it away with its files. */
  void discard() throws IOException {
    try {
      searchers.close();
      writer.rollback();
    } catch (IOException | RuntimeException e) {
      LOG.debug("closing a damaged index", e); // it goes anyway
    } finally {
      directory.close();
      remove(folder);
    }
  }
}
