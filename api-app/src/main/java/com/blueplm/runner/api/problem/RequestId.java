package com.blueplm.runner.api.problem;

import jakarta.servlet.ServletRequest;

/** The id under which a request is found in the log. */
public final class RequestId {
  /** The header that brings and answers the id. */
  public static final String HEADER = "X-Request-Id";

  /** The key of the id in the logging context. */
  public static final String LOG_KEY = "request_id";

  private static final String ATTRIBUTE = RequestId.class.getName();

  private RequestId() {}

  /** The id of this request; empty before {@link #set}. */
  public static String of(ServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof String id ? id : "";
  }

  /** Gives the request its id. */
  public static void set(ServletRequest request, String id) {
    request.setAttribute(ATTRIBUTE, id);
  }
}
