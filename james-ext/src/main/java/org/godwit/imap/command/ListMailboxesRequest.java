package org.godwit.imap.command;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.StatusDataItems;
import org.apache.james.imap.message.request.AbstractImapRequest;

/** LIST as it was asked. Options are in upper case. */
final class ListMailboxesRequest extends AbstractImapRequest {
  private final String reference;
  private final List<String> patterns;
  private final Set<String> selected;
  private final Set<String> returned;
  private final Optional<StatusDataItems> status;

  ListMailboxesRequest(
      Tag tag,
      String reference,
      List<String> patterns,
      Set<String> selected,
      Set<String> returned,
      Optional<StatusDataItems> status) {
    super(tag, ImapConstants.LIST_COMMAND);
    this.reference = reference;
    this.patterns = List.copyOf(patterns);
    this.selected = Set.copyOf(selected);
    this.returned = Set.copyOf(returned);
    this.status = status;
  }

  String reference() {
    return reference;
  }

  List<String> patterns() {
    return patterns;
  }

  boolean selects(String option) {
    return selected.contains(option);
  }

  boolean returns(String option) {
    return returned.contains(option);
  }

  Optional<StatusDataItems> status() {
    return status;
  }
}
