package org.godwit.mailview.image;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Looks up names of hosts. */
public interface Names {

  /** As the machine does. */
  Names OF_THE_MACHINE = host -> List.of(InetAddress.getAllByName(host));

  List<InetAddress> addresses(String host) throws UnknownHostException;
}
