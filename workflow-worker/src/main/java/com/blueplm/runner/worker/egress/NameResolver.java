package com.blueplm.runner.worker.egress;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/** Finds the addresses of a name. */
@FunctionalInterface
public interface NameResolver {

  /**
   * Asks once.
   *
   * @throws java.net.UnknownHostException when there are none
   * @throws IOException when nobody answers in time
   */
  List<InetAddress> resolve(String host) throws IOException;
}
