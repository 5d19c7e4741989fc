package org.godwit.mailview.image;

import java.net.InetAddress;
import org.godwit.trust.PublicAddresses;

/** Where pictures may be fetched from. */
public interface AddressPolicy {

  /** Machines that the whole world reaches, at the ports of the web. */
  AddressPolicy PUBLIC =
      (address, port) -> (port == 80 || port == 443) && PublicAddresses.isElsewhere(address);

  boolean allows(InetAddress address, int port);
}
