package org.godwit.store.account;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.james.core.Username;

/** All names in order, read in pages while they are asked for. Not for many threads. */
final class PageByPage implements Iterator<Username> {
  private static final int PAGE = 1_000;

  private final People people;
  private Iterator<Person> page;
  private String last = "";
  private boolean more;

  PageByPage(People people) {
    this.people = people;
    read();
  }

  private void read() {
    List<Person> read = people.page(last, PAGE);
    more = read.size() == PAGE;
    page = read.iterator();
  }

  @Override
  public boolean hasNext() {
    if (!page.hasNext() && more) {
      read();
    }
    return page.hasNext();
  }

  @Override
  public Username next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Username name = page.next().name();
    last = name.asString();
    return name;
  }
}
