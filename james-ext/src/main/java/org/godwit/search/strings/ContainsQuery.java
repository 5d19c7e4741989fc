package org.godwit.search.strings;

import java.util.Objects;
import java.util.Optional;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.ConstantScoreScorerSupplier;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.FixedBitSet;

/**
 * Finds the documents with a string in a row of texts: exactly those, but for documents of which
 * {@link TextRow#addTo} told otherwise. Wants a {@link StringSearcher}.
 */
public final class ContainsQuery extends Query {

  private final String field;
  private final Optional<String> name;
  private final Needle needle;

  private ContainsQuery(String field, Optional<String> name, String folded) {
    this.field = field;
    this.name = name;
    this.needle = Needle.of(folded);
  }

  /**
   * Anywhere in the row.
   *
   * @param folded not empty
   */
  public static Query anywhere(String field, String folded) {
    return new ContainsQuery(field, Optional.empty(), folded);
  }

  /**
   * In the value of one of the row's fields.
   *
   * @param name of the field, in any case
   * @param folded not empty
   */
  public static Query inField(String field, String name, String folded) {
    return new ContainsQuery(field, Optional.of(fold(name)), folded);
  }

  /** Has a field of this name, in any case. */
  public static Query hasField(String field, String name) {
    return new TermQuery(new Term(field, Token.name(fold(name))));
  }

  private static String fold(String name) {
    return org.godwit.search.text.Casemap.fold(name);
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) {
    Dictionaries dictionaries = ((StringSearcher) searcher).dictionaries();
    return new ConstantScoreWeight(this, boost) {
      @Override
      public ScorerSupplier scorerSupplier(LeafReaderContext leaf) throws java.io.IOException {
        SegmentStrings segment = new SegmentStrings(leaf.reader(), field, dictionaries);
        FixedBitSet found = segment.documents(needle, name);
        int count = found.cardinality();
        return count == 0
            ? null
            : ConstantScoreScorerSupplier.fromIterator(
                new BitSetIterator(found, count), score(), mode, leaf.reader().maxDoc());
      }

      @Override
      public boolean isCacheable(LeafReaderContext leaf) {
        return false;
      }
    };
  }

  @Override
  public void visit(QueryVisitor visitor) {
    if (visitor.acceptField(field)) {
      visitor.visitLeaf(this);
    }
  }

  @Override
  public String toString(String any) {
    return field + name.map(said -> "[" + said + "]").orElse("") + " contains " + needle.folded();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ContainsQuery query
        && field.equals(query.field)
        && name.equals(query.name)
        && needle.folded().equals(query.needle.folded());
  }

  @Override
  public int hashCode() {
    return Objects.hash(field, name, needle.folded());
  }
}
