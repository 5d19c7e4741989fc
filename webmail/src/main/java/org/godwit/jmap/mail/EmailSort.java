package org.godwit.jmap.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Limits;
import org.godwit.jmap.MethodError;
import org.godwit.store.listing.Condition;
import org.godwit.store.listing.Order;

/**
 * How emails are sorted (8621 §4.4.2).
 *
 * @param keyword for the properties that look at one
 */
record EmailSort(String property, boolean ascending, Optional<String> keyword) {

  static final List<String> PROPERTIES =
      List.of(
          "receivedAt",
          "sentAt",
          "size",
          "from",
          "to",
          "subject",
          "hasKeyword",
          "allInThreadHaveKeyword",
          "someInThreadHaveKeyword");

  static List<EmailSort> read(List<Arguments> sort) throws MethodError {
    List<EmailSort> all = new ArrayList<>();
    for (Arguments one : sort) {
      String property = Arguments.need(one.text("property"), "property");
      boolean ascending = one.flag("isAscending", true);
      Optional<String> collation = one.text("collation");
      Optional<String> keyword = one.text("keyword");
      one.noOther();
      if (!PROPERTIES.contains(property)
          || (collation.isPresent() && !Limits.COLLATIONS.contains(collation.get()))) {
        throw MethodError.unsupportedSort("emails are not sorted by " + property);
      }
      if (property.endsWith("Keyword") && keyword.isEmpty()) {
        throw MethodError.invalidArguments("keyword is missing");
      }
      all.add(new EmailSort(property, ascending, keyword));
    }
    return all;
  }

  /** What the store can sort by; empty when the message itself must be looked at. */
  Optional<Order> order() {
    return switch (property) {
      case "receivedAt" -> Optional.of(new Order.ByReceived(ascending));
      case "size" -> Optional.of(new Order.BySize(ascending));
      default -> marked().map(condition -> new Order.ByMark(condition, ascending));
    };
  }

  /** The keyword's condition, for the properties that look at one. */
  Optional<Condition> marked() {
    return switch (property) {
      case "hasKeyword" -> keyword.map(Condition.Marked::new);
      case "allInThreadHaveKeyword" -> keyword.map(Condition.ThreadAllMarked::new);
      case "someInThreadHaveKeyword" -> keyword.map(Condition.ThreadMarked::new);
      default -> Optional.empty();
    };
  }
}
