package org.godwit.discovery;

import com.google.common.xml.XmlEscapers;
import java.util.Locale;
import java.util.UUID;

/**
 * What mail programs read to set themselves up. Every text in it that came from outside is escaped.
 */
record Documents(Site site) {

  private static String escape(String text) {
    return XmlEscapers.xmlAttributeEscaper().escape(text); // of a content, too
  }

  /** Thunderbird's config-v1.1.xml, which others read as well. */
  String autoconfig(String domain) {
    StringBuilder xml =
        new StringBuilder(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <clientConfig version="1.1">
              <emailProvider id="%1$s">
                <domain>%1$s</domain>
                <displayName>%1$s</displayName>
                <displayShortName>%1$s</displayShortName>
            """
                .formatted(escape(domain)));
    for (Site.Offer offer : site.services()) {
      String element = offer.kind() == Site.Kind.SMTP ? "outgoingServer" : "incomingServer";
      xml.append(
          """
              <%1$s type="%2$s">
                <hostname>%3$s</hostname>
                <port>%4$d</port>
                <socketType>%5$s</socketType>
                <authentication>password-cleartext</authentication>
                <username>%%EMAILADDRESS%%</username>
              </%1$s>
          """
              .formatted(
                  element,
                  offer.kind().name().toLowerCase(Locale.ROOT),
                  escape(site.hostname()),
                  offer.port(),
                  offer.tls() ? "SSL" : "STARTTLS"));
    }
    return xml.append("  </emailProvider>\n</clientConfig>\n").toString();
  }

  /** Outlook's Autodiscover, as it asks for it with XML (MS-OXDSCLI §3.1.5). */
  String autodiscover(String address) {
    StringBuilder xml =
        new StringBuilder(
            """
            <?xml version="1.0" encoding="utf-8"?>
            <Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006">
              <Response xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a">
                <Account>
                  <AccountType>email</AccountType>
                  <Action>settings</Action>
            """);
    for (Site.Offer offer : site.services()) {
      xml.append(
          """
                <Protocol>
                  <Type>%s</Type>
                  <Server>%s</Server>
                  <Port>%d</Port>
                  <LoginName>%s</LoginName>
                  <DomainRequired>off</DomainRequired>
                  <SPA>off</SPA>
                  <SSL>on</SSL>
                  <Encryption>%s</Encryption>
                  <AuthRequired>on</AuthRequired>
                </Protocol>
          """
              .formatted(
                  offer.kind(),
                  escape(site.hostname()),
                  offer.port(),
                  escape(address),
                  offer.tls() ? "SSL" : "TLS"));
    }
    return xml.append("    </Account>\n  </Response>\n</Autodiscover>\n").toString();
  }

  /** Apple's profile with one mail account; needs IMAP and SMTP with TLS. */
  String mobileconfig(String address) {
    Site.Offer imap = site.of(Site.Kind.IMAP).getFirst();
    Site.Offer smtp = site.of(Site.Kind.SMTP).getFirst();
    String name = "org.godwit.mail." + site.hostname();
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
        <plist version="1.0">
        <dict>
          <key>PayloadType</key><string>Configuration</string>
          <key>PayloadVersion</key><integer>1</integer>
          <key>PayloadIdentifier</key><string>%1$s</string>
          <key>PayloadUUID</key><string>%2$s</string>
          <key>PayloadDisplayName</key><string>%3$s</string>
          <key>PayloadContent</key>
          <array>
            <dict>
              <key>PayloadType</key><string>com.apple.mail.managed</string>
              <key>PayloadVersion</key><integer>1</integer>
              <key>PayloadIdentifier</key><string>%1$s.account</string>
              <key>PayloadUUID</key><string>%4$s</string>
              <key>PayloadDisplayName</key><string>%3$s</string>
              <key>EmailAccountType</key><string>EmailTypeIMAP</string>
              <key>EmailAccountDescription</key><string>%3$s</string>
              <key>EmailAddress</key><string>%3$s</string>
              <key>IncomingMailServerAuthentication</key><string>EmailAuthPassword</string>
              <key>IncomingMailServerHostName</key><string>%5$s</string>
              <key>IncomingMailServerPortNumber</key><integer>%6$d</integer>
              <key>IncomingMailServerUseSSL</key><true/>
              <key>IncomingMailServerUsername</key><string>%3$s</string>
              <key>OutgoingMailServerAuthentication</key><string>EmailAuthPassword</string>
              <key>OutgoingMailServerHostName</key><string>%5$s</string>
              <key>OutgoingMailServerPortNumber</key><integer>%7$d</integer>
              <key>OutgoingMailServerUseSSL</key><true/>
              <key>OutgoingMailServerUsername</key><string>%3$s</string>
              <key>OutgoingPasswordSameAsIncomingPassword</key><true/>
            </dict>
          </array>
        </dict>
        </plist>
        """
        .formatted(
            escape(name),
            UUID.nameUUIDFromBytes(bytes(name + address)),
            escape(address),
            UUID.nameUUIDFromBytes(bytes(address + name)),
            escape(site.hostname()),
            imap.port(),
            smtp.port());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
