package org.godwit.mailview.image;

import java.net.InetAddress;

/** Where pictures may be fetched from. */
public interface AddressPolicy {

  /** Machines that the whole world reaches, at the ports of the web. */
  AddressPolicy PUBLIC = new PublicAddresses();

  boolean allows(InetAddress address, int port);
}
