package org.godwit.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.godwit.store.account.UnicodeAddress;

/** Addresses that stand for a person, or for many. */
final class AddressActions {
  private final RecipientRewriteTable table;

  AddressActions(Services services) {
    this.table = services.get(RecipientRewriteTable.class);
  }

  Map<String, Action> all() {
    return Map.of(
        "alias add", this::addAlias,
        "alias remove", this::removeAlias,
        "alias list", this::listAliases,
        "group add", this::addMembers,
        "group remove", this::removeMembers,
        "group list", this::listGroups,
        "group members", this::listMembers);
  }

  private Answer addAlias(Told told) throws Exception {
    MailAddress alias = told.address("alias");
    MailAddress person = told.address("address");
    table.addAliasMapping(source(alias), person.asString());
    return Answer.done(
        "%s is an alias of %s".formatted(UnicodeAddress.text(alias), UnicodeAddress.text(person)));
  }

  private Answer removeAlias(Told told) throws Exception {
    MailAddress alias = told.address("alias");
    List<String> people = targets(alias, Mapping.Type.Alias);
    if (told.maybe("address").isPresent()) {
      String one = UnicodeAddress.text(told.address("address"));
      people.removeIf(person -> !one.equalsIgnoreCase(shown(person)));
    }
    if (people.isEmpty()) {
      throw AdminProblem.refused("no such alias: " + UnicodeAddress.text(alias));
    }
    for (String person : people) {
      table.removeAliasMapping(source(alias), person);
    }
    return Answer.done("removed " + UnicodeAddress.text(alias));
  }

  private Answer listAliases(Told told) throws Exception {
    Optional<String> one = told.maybe("address");
    List<Map<String, Object>> rows = new ArrayList<>();
    for (MappingSource alias : table.getSourcesForType(Mapping.Type.Alias).toList()) {
      for (String person : targets(alias, Mapping.Type.Alias)) {
        if (one.isEmpty() || one.get().equalsIgnoreCase(shown(person))) {
          rows.add(Answer.facts("alias", alias.asMailAddressString(), "address", shown(person)));
        }
      }
    }
    return new Answer.Many(rows);
  }

  private Answer addMembers(Told told) throws Exception {
    MailAddress group = told.address("group");
    List<MailAddress> members = members(told);
    for (MailAddress member : members) {
      table.addGroupMapping(source(group), member.asString());
    }
    return Answer.done("added %s to %s".formatted(names(members), UnicodeAddress.text(group)));
  }

  private static String names(List<MailAddress> members) {
    return String.join(", ", members.stream().map(UnicodeAddress::text).toList());
  }

  private Answer removeMembers(Told told) throws Exception {
    MailAddress group = told.address("group");
    List<String> present = mustBeGroup(group);
    List<String> leaving = new ArrayList<>();
    for (MailAddress member : members(told)) {
      leaving.add(present(member, present, group));
    }
    for (String member : leaving.isEmpty() ? present : leaving) {
      table.removeGroupMapping(source(group), member);
    }
    return Answer.done(
        leaving.isEmpty()
            ? "removed " + UnicodeAddress.text(group)
            : "removed %s from %s"
                .formatted(String.join(", ", leaving), UnicodeAddress.text(group)));
  }

  /** As the table holds it, which need not be how it is written now. */
  private static String present(MailAddress member, List<String> present, MailAddress group)
      throws AdminProblem {
    String text = UnicodeAddress.text(member);
    return present.stream()
        .filter(stored -> text.equalsIgnoreCase(shown(stored)))
        .findFirst()
        .orElseThrow(
            () ->
                AdminProblem.refused(
                    "%s is not in %s".formatted(text, UnicodeAddress.text(group))));
  }

  private Answer listGroups(Told told) throws Exception {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (MappingSource group : table.getSourcesForType(Mapping.Type.Group).toList()) {
      int members = targets(group, Mapping.Type.Group).size();
      rows.add(Answer.facts("group", group.asMailAddressString(), "members", members));
    }
    return new Answer.Many(rows);
  }

  private Answer listMembers(Told told) throws Exception {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String member : mustBeGroup(told.address("group"))) {
      rows.add(Answer.facts("member", shown(member)));
    }
    return new Answer.Many(rows);
  }

  private List<String> mustBeGroup(MailAddress group) throws Exception {
    List<String> members = targets(group, Mapping.Type.Group);
    if (members.isEmpty()) {
      throw AdminProblem.refused("no such group: " + UnicodeAddress.text(group));
    }
    return members;
  }

  private static List<MailAddress> members(Told told) throws AdminProblem {
    List<MailAddress> members = new ArrayList<>();
    for (String member : told.texts("member")) {
      members.add(Told.address("member", member));
    }
    return members;
  }

  private List<String> targets(MailAddress address, Mapping.Type type) throws Exception {
    return targets(source(address), type);
  }

  private List<String> targets(MappingSource source, Mapping.Type type) throws Exception {
    List<String> targets = new ArrayList<>();
    table
        .getStoredMappings(source)
        .select(type)
        .asStream()
        .map(Mapping::getMappingValue)
        .sorted()
        .forEach(targets::add);
    return targets;
  }

  /** As people write an address that the table holds. */
  private static String shown(String target) {
    try {
      return UnicodeAddress.text(UnicodeAddress.parse(target));
    } catch (AddressException e) {
      return target;
    }
  }

  private static MappingSource source(MailAddress address) {
    return MappingSource.fromUser(UnicodeAddress.user(address));
  }
}
