package org.godwit.discovery;

import java.io.StringReader;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The address that somebody asks about. It may be anybody's: only its form is looked at.
 *
 * @param address whole
 * @param domain of it, in lower case
 */
record AskedFor(String address, String domain) {
  private static final Pattern ADDRESS =
      Pattern.compile("[^\\p{Cntrl}\\s@<>\"]{1,64}@([A-Za-z0-9.-]{1,253})");

  static Optional<AskedFor> of(String text) {
    var address = ADDRESS.matcher(text.strip());
    return address.matches()
        ? Optional.of(
            new AskedFor(address.group(), address.group(1).toLowerCase(java.util.Locale.ROOT)))
        : Optional.empty();
  }

  /** What Outlook sends: {@code EMailAddress} somewhere in XML, of which no entity is resolved. */
  static Optional<AskedFor> inXml(String xml) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamConstants.START_ELEMENT
            && reader.getLocalName().equalsIgnoreCase("EMailAddress")) {
          return of(reader.getElementText());
        }
      }
      return Optional.empty();
    } catch (XMLStreamException e) {
      return Optional.empty();
    }
  }
}
