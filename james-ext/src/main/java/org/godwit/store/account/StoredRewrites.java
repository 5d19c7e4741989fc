package org.godwit.store.account;

import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.rrt.lib.AbstractRecipientRewriteTable;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.rrt.lib.Mappings;
import org.apache.james.rrt.lib.MappingsImpl;
import org.godwit.store.Database;
import org.godwit.store.StoreException;

/**
 * James's recipient rewrites on PostgreSQL. An address without any costs one statement, an alias or
 * a group of any size two.
 *
 * <p>One thing differs from James's own tables: a catch-all, which is an address mapping of a whole
 * domain, takes no mail from people who exist.
 */
@Singleton
final class StoredRewrites extends AbstractRecipientRewriteTable {
  private final RewriteTable table;

  @Inject
  StoredRewrites(Database database) {
    this.table = new RewriteTable(database);
  }

  @Override
  public void addMapping(MappingSource source, Mapping mapping)
      throws RecipientRewriteTableException {
    asking(
        () -> {
          table.add(source, mapping);
          return null;
        });
  }

  @Override
  public void removeMapping(MappingSource source, Mapping mapping)
      throws RecipientRewriteTableException {
    asking(
        () -> {
          table.remove(source, mapping);
          return null;
        });
  }

  @Override
  public Mappings getResolvedMappings(String user, Domain domain, EnumSet<Mapping.Type> types)
      throws ErrorMappingException, RecipientRewriteTableException {
    if (getConfiguration() == null) {
      throw new IllegalStateException("RecipientRewriteTable is not configured");
    }
    Username address = Username.fromLocalPartWithDomain(user, domain);
    try {
      return new Resolution(table::find, getConfiguration(), types).of(address);
    } catch (StoreException e) {
      throw away(e);
    }
  }

  @Override
  protected Mappings mapAddress(String user, Domain domain) throws RecipientRewriteTableException {
    Username address = Username.fromLocalPartWithDomain(user, domain);
    return mappings(asking(() -> table.find(Set.of(address))).getOrDefault(address, List.of()));
  }

  @Override
  public Mappings getStoredMappings(MappingSource source) throws RecipientRewriteTableException {
    return mappings(asking(() -> table.of(source)));
  }

  @Override
  public Map<MappingSource, Mappings> getAllMappings() throws RecipientRewriteTableException {
    return asking(table::all).stream()
        .collect(
            Collectors.groupingBy(
                RewriteTable.Entry::source,
                LinkedHashMap::new,
                Collectors.mapping(
                    RewriteTable.Entry::mapping,
                    Collectors.collectingAndThen(Collectors.toList(), StoredRewrites::mappings))));
  }

  @Override
  public Stream<MappingSource> listSources(Mapping mapping) throws RecipientRewriteTableException {
    if (!listSourcesSupportedType.contains(mapping.getType())) {
      throw new IllegalArgumentException("Not supported mapping of type " + mapping.getType());
    }
    return asking(() -> table.to(mapping)).stream().map(RewriteTable.Entry::source);
  }

  @Override
  public Stream<MappingSource> getSourcesForType(Mapping.Type type)
      throws RecipientRewriteTableException {
    return asking(() -> table.ofKind(type)).stream()
        .map(RewriteTable.Entry::source)
        .distinct()
        .sorted(java.util.Comparator.comparing(MappingSource::asMailAddressString));
  }

  @Override
  public Stream<Mapping> getMappingsForType(Mapping.Type type)
      throws RecipientRewriteTableException {
    return asking(() -> table.ofKind(type)).stream().map(RewriteTable.Entry::mapping).distinct();
  }

  /** Which of these addresses are an alias or a group. One statement. */
  Set<Username> aliasesAndGroups(Set<String> addresses) {
    return table.aliasesAndGroups(addresses);
  }

  private static Mappings mappings(Collection<Mapping> mappings) {
    return MappingsImpl.fromMappings(mappings.stream());
  }

  /** James's callers expect its own exception when the database is away. */
  private static <T> T asking(Supplier<T> question) throws RecipientRewriteTableException {
    try {
      return question.get();
    } catch (StoreException e) {
      throw away(e);
    }
  }

  private static RecipientRewriteTableException away(StoreException e) {
    return new RecipientRewriteTableException("the rewrites cannot be asked", e);
  }
}
