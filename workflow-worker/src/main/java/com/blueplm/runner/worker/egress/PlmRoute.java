package com.blueplm.runner.worker.egress;

import java.net.URI;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** The one way to api-app: its PLM data API, under the address that scripts are given. */
public final class PlmRoute {

  /** Where api-app serves the PLM data API. */
  private static final String PLM = "/plm";

  private static final int HTTP = 80;

  /**
   * What a server may read as another path: dots, slashes, backslashes, NUL, line ends, semicolons
   * and percent signs in disguise, and parameters of segments.
   */
  private static final Pattern TRICKS =
      Pattern.compile("(?i)//|[\\\\;]|%(2e|2f|5c|00|0a|0d|3b|25)|%(?![0-9a-f]{2})|/\\.{1,2}(/|$)");

  private final Target authority;
  private final String prefix;
  private final String upstream;

  /**
   * The route of an order.
   *
   * @param apiUrl the PLM data API's address in the order
   * @param workerUrl api-app's base address as the worker reaches it
   * @throws IllegalArgumentException when one is no address
   */
  PlmRoute(String apiUrl, URI workerUrl) {
    URI url = URI.create(apiUrl);
    try {
      authority = Target.parse(String.valueOf(url.getRawAuthority()), OptionalInt.of(HTTP));
    } catch (BadMessageException e) {
      throw new IllegalArgumentException("the PLM data API's address " + e.sentence(), e);
    }
    prefix = withoutSlash(url.getRawPath());
    upstream = withoutSlash(workerUrl.toString()) + PLM;
  }

  /**
   * The address of the PLM data API for a script behind the proxy: plain http, since the proxy must
   * see the path; the worker's own connection is as safe as {@code runner.api-url} says.
   *
   * @param apiUrl the address in the order
   */
  public static String urlForScripts(String apiUrl) {
    URI url = URI.create(apiUrl);
    return "http://" + url.getRawAuthority() + url.getRawPath();
  }

  boolean isFor(Target target) {
    return target.port() == authority.port() && target.host().equals(authority.host());
  }

  /** Whether the path lies in the PLM data API. */
  boolean covers(String pathAndQuery) {
    String path = path(pathAndQuery);
    return path.equals(prefix) || path.startsWith(prefix + "/");
  }

  /**
   * The address that the worker asks.
   *
   * @throws BadMessageException when two servers could read the path in two ways
   */
  URI upstream(String pathAndQuery) throws BadMessageException {
    if (TRICKS.matcher(path(pathAndQuery)).find()) {
      throw new BadMessageException(
          400,
          "a path of the PLM data API holds no `//`, `;`, dot segments, backslashes or encoded"
              + " separators");
    }
    try {
      return new URI(upstream + pathAndQuery.substring(prefix.length()));
    } catch (java.net.URISyntaxException e) {
      throw new BadMessageException(400, "the address must be percent-encoded: " + e.getReason());
    }
  }

  private static String path(String pathAndQuery) {
    int query = pathAndQuery.indexOf('?');
    return query < 0 ? pathAndQuery : pathAndQuery.substring(0, query);
  }

  private static String withoutSlash(String text) {
    return text.replaceAll("/+$", "");
  }
}
