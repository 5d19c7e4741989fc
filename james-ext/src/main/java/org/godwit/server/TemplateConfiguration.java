package org.godwit.server;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.io.FileHandler;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.commons.text.StringSubstitutor;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.util.LoggingLevel;

/**
 * James's configuration without files on disk: the templates of {@code config/james}, packed into
 * our jar, with our settings in the place of {@code ${name}}. What has no template is empty.
 */
final class TemplateConfiguration implements ConfigurationProvider {

  private final StringSubstitutor settings;

  TemplateConfiguration(ServerSettings settings) {
    this.settings =
        new StringSubstitutor(values(settings)).setEnableUndefinedVariableException(true);
  }

  private static Map<String, String> values(ServerSettings settings) {
    ServerSettings.Limits limits = settings.limits();
    Map<String, String> values = new HashMap<>();
    values.put("hostname", settings.hostname());
    values.put("domain", settings.domain());
    values.put("postmaster", "postmaster@" + settings.domain());
    values.put("message.bytes", Long.toString(limits.messageBytes()));
    values.put("recipients.strangers", Integer.toString(limits.recipientsFromStrangers()));
    values.put("recipients", Integer.toString(limits.recipients()));
    values.put("connections", Integer.toString(limits.connections()));
    values.put("connections.per.address", Integer.toString(limits.connectionsPerAddress()));
    for (Service service : Service.values()) {
      Optional<InetSocketAddress> address = service.address(settings.listen());
      values.put(service + ".enabled", Boolean.toString(address.isPresent()));
      values.put(
          service + ".address", address.map(TemplateConfiguration::host).orElse("127.0.0.1"));
      values.put(service + ".port", address.map(InetSocketAddress::getPort).orElse(0).toString());
    }
    return values;
  }

  private static String host(InetSocketAddress address) {
    return address.getAddress().getHostAddress();
  }

  @Override
  public HierarchicalConfiguration<ImmutableNode> getConfiguration(
      String component, LoggingLevel whenMissing) throws ConfigurationException {
    List<String> path = Splitter.on('.').splitToList(component);
    HierarchicalConfiguration<ImmutableNode> found = read(path.get(0));
    for (String part : path.subList(1, path.size())) {
      found = found.configurationAt(part);
    }
    return found;
  }

  private HierarchicalConfiguration<ImmutableNode> read(String name) throws ConfigurationException {
    String template = template(name);
    if (template == null) {
      return new BaseHierarchicalConfiguration();
    }
    XMLConfiguration xml = new XMLConfiguration();
    new FileHandler(xml).load(new StringReader(settings.replace(template)));
    return xml;
  }

  private static String template(String name) {
    try (InputStream in =
        TemplateConfiguration.class.getResourceAsStream("james/" + name + ".xml")) {
      return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
