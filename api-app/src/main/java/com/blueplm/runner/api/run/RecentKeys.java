package com.blueplm.runner.api.run;

import java.util.LinkedHashMap;
import java.util.Map;

/** The newest keys that were added, up to a bound: an older one may count as new again. */
final class RecentKeys {
  private static final int MAX = 10_000;

  private final Map<String, Boolean> keys =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MAX;
        }
      };

  /** Whether the key is new. */
  synchronized boolean add(String key) {
    return keys.putIfAbsent(key, true) == null;
  }

  synchronized void remove(String key) {
    keys.remove(key);
  }
}
