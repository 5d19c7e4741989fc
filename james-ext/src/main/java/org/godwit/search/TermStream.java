package org.godwit.search;

import java.util.Iterator;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.util.BytesRef;

/** Terms that are known already, as Lucene wants them. Can be read again after a reset. */
final class TermStream extends TokenStream {

  private final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
  private final List<BytesRef> terms;
  private Iterator<BytesRef> next;

  TermStream(List<BytesRef> terms) {
    this.terms = terms;
    this.next = terms.iterator();
  }

  @Override
  public void reset() {
    next = terms.iterator();
  }

  @Override
  public boolean incrementToken() {
    if (!next.hasNext()) {
      return false;
    }
    clearAttributes();
    term.setBytesRef(next.next());
    return true;
  }
}
