package com.blueplm.runner.worker.egress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The product's own services, which no setting opens: api-app is reached through the PLM route
 * only. Recognised by name, and by address where the address is not public: on a public one any
 * visitor may knock.
 */
final class ReservedServices {

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private final List<Target> services = new ArrayList<>();
  private final NameResolver resolver;

  /**
   * Those of the operator and of an order.
   *
   * @param urls base URLs of api-app
   * @param authorities {@code host:port} of others
   * @throws IllegalArgumentException when one is no address
   */
  ReservedServices(List<URI> urls, List<String> authorities, NameResolver resolver) {
    this.resolver = resolver;
    for (URI url : urls) {
      int usual = "https".equalsIgnoreCase(url.getScheme()) ? HTTPS : HTTP;
      add(String.valueOf(url.getRawAuthority()), OptionalInt.of(usual));
    }
    authorities.forEach(authority -> add(authority, OptionalInt.empty()));
  }

  private void add(String authority, OptionalInt usualPort) {
    try {
      services.add(Target.parse(authority, usualPort));
    } catch (BadMessageException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  boolean isNamed(Target target) {
    return services.stream()
        .anyMatch(own -> own.port() == target.port() && own.host().equals(target.host()));
  }

  /** Whether a service answers at this address, which is not public. */
  boolean isAt(InetAddress address, int port) {
    for (Target own : services) {
      if (own.port() == port && answersAt(own, address)) {
        return true;
      }
    }
    return false;
  }

  private boolean answersAt(Target own, InetAddress address) {
    List<InetAddress> places;
    try {
      places =
          own.literal().isPresent() ? List.of(own.literal().get()) : resolver.resolve(own.host());
    } catch (UnknownHostException e) {
      return false;
    } catch (IOException e) {
      // Nobody tells in time where it is: then it may be here.
      return true;
    }
    // A service of this machine may listen on all of its addresses.
    return places.contains(address)
        || (isOwn(address) && places.stream().anyMatch(ReservedServices::isOwn));
  }

  /** Whether the address leads to this machine. */
  static boolean isOwn(InetAddress address) {
    if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
      return true;
    }
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      // Unknown: the careful answer.
      return true;
    }
  }
}
