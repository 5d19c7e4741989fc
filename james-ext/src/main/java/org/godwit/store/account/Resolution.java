package org.godwit.store.account;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.mail.internet.AddressException;
import org.apache.james.core.Username;
import org.apache.james.rrt.api.RecipientRewriteTable.ErrorMappingException;
import org.apache.james.rrt.api.RecipientRewriteTable.TooManyMappingException;
import org.apache.james.rrt.api.RecipientRewriteTableConfiguration;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.Mappings;
import org.apache.james.rrt.lib.MappingsImpl;
import org.apache.james.rrt.lib.SkipMappingProcessingException;

/**
 * Where mail for one address ends up, as James's own table resolves it, but with one statement for
 * each level of aliases instead of one for each address on the way. Used once, by one thread.
 */
final class Resolution {
  private static final int STEPS = 1_000_000; // groups in groups in groups grow fast

  private final Function<Collection<Username>, Map<Username, List<Mapping>>> table;
  private final RecipientRewriteTableConfiguration configuration;
  private final EnumSet<Mapping.Type> types;
  private final Map<Username, List<Mapping>> read = new HashMap<>();
  private int steps;

  Resolution(
      Function<Collection<Username>, Map<Username, List<Mapping>>> table,
      RecipientRewriteTableConfiguration configuration,
      EnumSet<Mapping.Type> types) {
    this.table = table;
    this.configuration = configuration;
    this.types = types;
  }

  Mappings of(Username address) throws ErrorMappingException, RecipientRewriteTableException {
    readAhead(address);
    return resolve(address, configuration.getMappingLimit());
  }

  /** Reads all that {@link #resolve} can come across, level by level. */
  private void readAhead(Username address) {
    int levels = configuration.isRecursive() ? configuration.getMappingLimit() : 1;
    Set<Username> seen = new HashSet<>(Set.of(address));
    Set<Username> level = Set.of(address);
    for (int i = 0; i < levels && !level.isEmpty(); i++) {
      Map<Username, List<Mapping>> found = table.apply(level);
      read.putAll(found);
      Set<Username> next = new HashSet<>();
      found.forEach(
          (from, mappings) ->
              mappings.stream()
                  .filter(mapping -> types.contains(mapping.getType()))
                  .forEach(
                      mapping -> target(from, mapping).filter(seen::add).ifPresent(next::add)));
      level = next;
    }
  }

  /** Like {@link #rewrite}, but what is wrong is left for {@link #resolve} to say. */
  private static Optional<Username> target(Username from, Mapping mapping) {
    try {
      return rewrite(from, mapping);
    } catch (ErrorMappingException | RecipientRewriteTableException wrong) {
      return Optional.empty();
    }
  }

  private static Optional<Username> rewrite(Username from, Mapping mapping)
      throws ErrorMappingException, RecipientRewriteTableException {
    try {
      Optional<Username> target = mapping.rewriteUser(from);
      return target.isPresent()
          ? Optional.of(bare(target.get().withDefaultDomainFromUser(from)))
          : Optional.empty();
    } catch (AddressException e) {
      throw new RecipientRewriteTableException("a rewrite gives no address", e);
    }
  }

  /** The name of a user that the table holds as an address, in quotes beyond ASCII. */
  private static Username bare(Username target) throws AddressException {
    return target.asString().startsWith("\"")
        ? UnicodeAddress.user(UnicodeAddress.of(target))
        : target;
  }

  private Mappings resolve(Username address, int levels)
      throws ErrorMappingException, RecipientRewriteTableException {
    if (levels == 0) {
      throw new TooManyMappingException("554 Too many mappings to process");
    }
    Stream.Builder<Mapping> result = Stream.builder();
    try {
      for (Mapping mapping : read.getOrDefault(address, List.of())) {
        if (types.contains(mapping.getType())) {
          follow(address, mapping, levels).forEach(result);
        }
      }
    } catch (SkipMappingProcessingException pointsToItself) {
      return MappingsImpl.empty();
    }
    return MappingsImpl.fromMappings(result.build());
  }

  private Stream<Mapping> follow(Username address, Mapping mapping, int levels)
      throws ErrorMappingException, RecipientRewriteTableException {
    if (++steps > STEPS) {
      throw new TooManyMappingException("554 Too many mappings to process");
    }
    Optional<Username> target = rewrite(address, mapping);
    if (target.isEmpty()) {
      return Stream.empty();
    }
    Stream<Mapping> direct = Stream.of(direct(target.get(), mapping.getType()));
    if (!configuration.isRecursive()) {
      return direct;
    }
    if (target.get().equals(address)) {
      return mapping.handleIdentity(direct); // a forward that keeps a copy, or a loop
    }
    Mappings further = resolve(target.get(), levels - 1);
    return further.isEmpty() ? direct : further.asStream();
  }

  private static Mapping direct(Username target, Mapping.Type type) {
    return switch (type) {
      case Forward, Group, Alias -> Mapping.of(type, target.asString());
      case Regex, Domain, DomainAlias, Error, Address -> Mapping.address(target.asString());
    };
  }
}
