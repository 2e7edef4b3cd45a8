package com.blueplm.runner.local;

import java.util.ArrayDeque;
import java.util.Deque;
import sun.misc.Signal;

/**
 * Turns SIGINT, SIGTERM and SIGHUP into calls of what is to be done next: the first signal takes
 * the handler set last, the second one the next.
 */
final class Interrupts {
  private final Deque<Runnable> reactions = new ArrayDeque<>();

  /** Starts to listen; until {@link #next} is called signals only wait. */
  void listen() {
    for (String name : new String[] {"INT", "TERM", "HUP"}) {
      Signal.handle(new Signal(name), _ -> react());
    }
  }

  /** Sets what the next signals do, in this order; the last reaction is repeated. */
  synchronized void next(Runnable... inOrder) {
    reactions.clear();
    for (Runnable reaction : inOrder) {
      reactions.add(reaction);
    }
  }

  private synchronized void react() {
    Runnable reaction = reactions.size() > 1 ? reactions.removeFirst() : reactions.peekFirst();
    if (reaction != null) {
      reaction.run();
    }
  }
}
