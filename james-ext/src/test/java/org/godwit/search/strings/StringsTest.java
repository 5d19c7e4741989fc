package org.godwit.search.strings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.godwit.search.text.Casemap;
import org.godwit.search.text.MessageText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The index finds a string exactly in the texts that contain it. */
class StringsTest {

  private static final int DOCUMENTS = 300;
  private static final int NEEDLES = 1_500;
  private static final int ENOUGH = 1 << 20;

  private static final String[] SOUNDS = {
    "a",
    "b",
    "ab",
    "the",
    "x1",
    ": ",
    ":",
    " ",
    "  ",
    "-",
    "<",
    ">",
    ", ",
    ".",
    "\r\n",
    "日",
    "本",
    "語。",
    "e\u0301",
    "\uD83D\uDE00",
    "\u0001",
    "ü",
    "ß",
    "\t",
    "To",
    "To: ",
    "ไ",
    "가",
    "\u3000"
  };

  private static final String[] NAMES = {
    "To", "X-A", "x-a", "ab", "a.b-:", "", "Subject", "日本", " "
  };

  private final Random random = new Random(4711);

  /** A document: fields as names and values, and other texts. */
  private record Row(List<String> names, List<String> values, List<String> others) {

    boolean contains(String folded) {
      return IntStream.range(0, names.size())
              .anyMatch(i -> has(names.get(i) + ": " + values.get(i), folded))
          || others.stream().anyMatch(text -> has(text, folded));
    }

    boolean contains(String name, String folded) {
      return IntStream.range(0, names.size())
          .filter(i -> Casemap.fold(names.get(i)).equals(Casemap.fold(name)))
          .anyMatch(i -> has(values.get(i), folded));
    }

    private static boolean has(String text, String folded) {
      return Casemap.fold(text).contains(folded);
    }

    Document document() {
      TextRow row = new TextRow();
      IntStream.range(0, names.size()).forEach(i -> row.field(names.get(i), values.get(i)));
      row.texts(String.join(String.valueOf(MessageText.END), others));
      Document document = new Document();
      assertThat(row.addTo(document, "s")).as("tokens that are too long").isFalse();
      return document;
    }

    List<String> all() {
      List<String> all = new ArrayList<>(others);
      IntStream.range(0, names.size()).forEach(i -> all.add(names.get(i) + ": " + values.get(i)));
      return all;
    }
  }

  private String sounds(int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append(SOUNDS[random.nextInt(SOUNDS.length)]);
    }
    return text.toString();
  }

  private Row row() {
    Row row = new Row(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int i = random.nextInt(4); i > 0; i--) {
      row.names().add(NAMES[random.nextInt(NAMES.length)].replace(":", ""));
      row.values().add(sounds(12));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      row.others().add(sounds(40));
    }
    return row;
  }

  private String needle(List<Row> rows) {
    String text = "";
    while (text.isEmpty()) {
      List<String> some = rows.get(random.nextInt(rows.size())).all();
      text = some.isEmpty() ? "" : Casemap.fold(some.get(random.nextInt(some.size())));
    }
    int from = random.nextInt(text.length());
    String needle = text.substring(from, Math.min(text.length(), from + 1 + random.nextInt(14)));
    return random.nextInt(6) == 0 ? needle + Casemap.fold(sounds(1)) : needle;
  }

  @ParameterizedTest(name = "{0} bytes for dictionaries")
  @ValueSource(longs = {0, 3_000, ENOUGH})
  void aStringIsFoundExactlyWhereItIs(long room) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < DOCUMENTS; i++) {
      rows.add(row());
    }
    try (Index index = Index.of(rows.stream().map(Row::document).toList(), room)) {
      int found = 0;
      for (int i = 0; i < NEEDLES; i++) {
        String needle = needle(rows);
        List<Integer> expected = where(rows, row -> row.contains(needle));
        assertThat(index.find(ContainsQuery.anywhere("s", needle)))
            .as("[%s]", needle)
            .isEqualTo(expected);
        String name = NAMES[random.nextInt(NAMES.length)];
        assertThat(index.find(ContainsQuery.inField("s", name, needle)))
            .as("[%s] in [%s]", needle, name)
            .isEqualTo(where(rows, row -> row.contains(name, needle)));
        found += expected.size();
      }
      assertThat(found).as("needles that are somewhere").isGreaterThan(NEEDLES);
    }
  }

  private static List<Integer> where(List<Row> rows, java.util.function.Predicate<Row> wanted) {
    return IntStream.range(0, rows.size()).filter(i -> wanted.test(rows.get(i))).boxed().toList();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "'THE CAT, SAT.', 'THE |CAT, |SAT.'",
    "' A  B', ' |A  |B'",
    "日本語。X, 日|本|語。|X",
    "'A-1\u0001B', 'A-|1\u0001|B'",
  })
  void aTextIsCutBeforeItsWords(String text, String tokens) {
    int[] cuts = Token.cuts(text);
    List<String> found = new ArrayList<>();
    for (int i = 0; i + 1 < cuts.length; i++) {
      found.add(text.substring(cuts[i], cuts[i + 1]));
    }
    assertThat(String.join("|", found)).isEqualTo(tokens);
  }

  @Test
  void aTokenThatIsTooLongIsTold() throws IOException {
    String longWord = "x".repeat(Token.LONGEST + 10);
    Document document = new Document();
    assertThat(new TextRow().texts(longWord + " y").addTo(document, "s")).isTrue();
    Document named = new Document();
    assertThat(new TextRow().field("n".repeat(40_000), "value").addTo(named, "s")).isTrue();
    try (Index index = Index.of(List.of(document, named), ENOUGH)) {
      assertThat(index.find(ContainsQuery.anywhere("s", "XX Y"))).containsExactly(0);
      assertThat(index.find(ContainsQuery.anywhere("s", "VALUE"))).containsExactly(1);
    }
  }

  @Test
  void aFieldIsFoundByItsName() throws IOException {
    Document document = new Document();
    new TextRow().field("Message-ID", "").texts("X-Other: y").addTo(document, "s");
    try (Index index = Index.of(List.of(document), ENOUGH)) {
      assertThat(index.find(ContainsQuery.hasField("s", "message-id"))).containsExactly(0);
      assertThat(index.find(ContainsQuery.hasField("s", "id"))).isEmpty();
      assertThat(index.find(ContainsQuery.hasField("s", "x-other"))).isEmpty();
    }
  }

  /** An index of many segments in memory. */
  private record Index(
      ByteBuffersDirectory directory, DirectoryReader reader, IndexSearcher searcher)
      implements AutoCloseable {

    static Index of(List<Document> documents, long room) throws IOException {
      ByteBuffersDirectory directory = new ByteBuffersDirectory();
      IndexWriterConfig config = new IndexWriterConfig().setMergePolicy(NoMergePolicy.INSTANCE);
      try (IndexWriter writer = new IndexWriter(directory, config.setMaxBufferedDocs(150))) {
        for (Document document : documents) {
          document.add(new StringField("any", "any", Field.Store.NO));
          writer.addDocument(document);
        }
      }
      DirectoryReader reader = DirectoryReader.open(directory);
      return new Index(directory, reader, new StringSearcher(reader, new Dictionaries(room)));
    }

    List<Integer> find(Query query) throws IOException {
      List<Integer> found = new ArrayList<>();
      var weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
      for (LeafReaderContext leaf : reader.leaves()) {
        Scorer scorer = weight.scorer(leaf);
        DocIdSetIterator next = scorer == null ? DocIdSetIterator.empty() : scorer.iterator();
        for (int doc = next.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = next.nextDoc()) {
          found.add(leaf.docBase + doc);
        }
      }
      return found;
    }

    @Override
    public void close() throws IOException {
      reader.close();
      directory.close();
    }
  }
}
