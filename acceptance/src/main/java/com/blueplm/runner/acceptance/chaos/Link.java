package com.blueplm.runner.acceptance.chaos;

import java.util.ArrayList;
import java.util.List;

/**
 * A line between two parts.
 *
 * @param name as it is printed
 * @param variable the launcher's variable that takes the forwarder's address
 */
record Link(String name, String variable) {
  static final Link API_POSTGRES = new Link("api-app>postgres", "RUNNER_LINK_API_POSTGRES");
  static final Link API_TEMPORAL = new Link("api-app>temporal", "RUNNER_LINK_API_TEMPORAL");

  /** All lines of a stack, those of each worker apart. */
  static List<Link> of(int workers) {
    List<Link> links = new ArrayList<>(List.of(API_POSTGRES, API_TEMPORAL));
    for (String worker : Parts.workers(workers)) {
      links.add(new Link(worker + ">temporal", "RUNNER_LINK_WORKER_TEMPORAL"));
      links.add(new Link(worker + ">api-app", "RUNNER_LINK_WORKER_API"));
    }
    return links;
  }
}
