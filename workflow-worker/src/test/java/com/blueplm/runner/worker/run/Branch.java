package com.blueplm.runner.worker.run;

import java.util.regex.Pattern;

/** What the workflow of a run can come to, as {@link HistoryTrace} writes it. */
enum Branch {
  EXECUTE_DONE("execute 1: DONE"),
  EXECUTE_RETRY("execute \\d+: RETRY"),
  EXECUTE_HOLD("execute \\d+: HOLD"),
  EXECUTE_REATTACH("execute \\d+: REATTACH"),
  EXECUTE_FAILED("execute \\d+: FAILED"),
  EXECUTE_TIMED_OUT("execute \\d+: TIMED_OUT"),
  EXECUTE_CANCELLED("execute \\d+: CANCELED"),
  ATTACH_DONE("attach \\d+: DONE"),
  ATTACH_FAILED("attach \\d+: FAILED"),
  ATTACH_NOT_TAKEN("attach \\d+: TIMED_OUT"),
  ATTACH_TWICE("(attach \\d+: TIMED_OUT.*){2}"),
  CLOSE_DONE("close \\d+ WORKER_SUSPECTED: DONE"),
  CLOSE_RETRY("close \\d+ WORKER_SUSPECTED: RETRY"),
  CLOSE_HOLD("close \\d+ WORKER_SUSPECTED: HOLD"),
  CLOSE_REATTACH("close \\d+ WORKER_SUSPECTED: REATTACH"),
  CLOSE_REDISPATCH("close \\d+ WORKER_SUSPECTED: REDISPATCH"),
  LOST_THREE_TIMES("(execute \\d+: TIMED_OUT.*){3}close 3 WORKER_SUSPECTED: DONE"),
  CANCEL_DONE("close \\d+ CANCELLED: DONE"),
  CANCEL_RETRY("close \\d+ CANCELLED: RETRY"),
  CANCEL_HOLD("close \\d+ CANCELLED: HOLD"),
  CANCEL_REATTACH("close \\d+ CANCELLED: REATTACH.*attach"),
  CANCEL_REDISPATCH("close \\d+ CANCELLED: REDISPATCH"),
  OPEN_GO("open: GO.*execute 1"),
  OPEN_QUEUED("open: QUEUED.*signal released.*execute 1"),
  OPEN_DONE("open: DONE"),
  START_QUEUED("start 1 QUEUED now.*signal released.*execute 1"),
  START_QUEUED_LATER_ATTEMPT("start 3 QUEUED now.*signal released.*execute 3"),
  START_HELD_RERUN("start 3 HELD now.*holdDecided 3 rerun.*execute 3"),
  START_HELD_GIVE_UP("start 3 HELD now.*holdDecided 3 give_up.*ended COMPLETED"),
  START_HELD_CANCELLED("start 3 HELD now.*cancel requested.*close 3 CANCELLED"),
  START_WAITING("start \\d+ GO later.*timer fired.*execute"),
  START_WAITING_IS_OVER("start 2 GO later\nexecute 2"),
  START_WAITING_CANCELLED("start \\d+ GO later.*timer cancelled.*close 2 CANCELLED"),
  RETRY_WAITED("RETRY.*timer fired.*execute 2"),
  RETRY_CANCELLED("RETRY.*timer cancelled.*close 2 CANCELLED"),
  RELEASED_IN_VAIN("RETRY.*signal released.*timer fired.*execute 2"),
  DECIDED_BY_AN_EARLIER_API("HOLD.*signal decided rerun.*execute 2"),
  GIVEN_UP_BY_AN_EARLIER_API("HOLD.*signal decided give_up.*ended COMPLETED"),
  HOLD_DECIDED_RERUN("HOLD.*signal holdDecided 2 rerun.*execute 2"),
  HOLD_DECIDED_GIVE_UP("HOLD.*signal holdDecided 2 give_up.*ended COMPLETED"),
  HOLD_DECIDED_EARLY("signal holdDecided 2 rerun.*execute 1: HOLD.*execute 2"),
  HOLD_DECIDED_AGAIN("(signal holdDecided 2 rerun.*){2}holdDecided 3 rerun.*execute 3: HOLD"),
  HOLD_DECIDED_FOR_ANOTHER("signal holdDecided 1 give_up.*signal holdDecided 3 rerun.*execute 3"),
  CANCELLED_WHILE_QUEUED("start 1 QUEUED now.*cancel requested.*close 1 CANCELLED"),
  CANCELLED_WHILE_HELD("HOLD.*cancel requested.*close 2 CANCELLED"),
  CANCELLED_AFTER_DECISION("cancel requested.*execute 1: RETRY.*close 2 CANCELLED"),
  CANCELLED_AFTER_HOLD("cancel requested.*execute 1: HOLD.*close 2 CANCELLED"),
  CANCELLED_WHILE_OPENING("cancel requested.*open: GO.*close 1 CANCELLED"),
  ENDED_CANCELED("ended CANCELED");

  private final Pattern look;

  Branch(String look) {
    this.look = Pattern.compile(look, Pattern.DOTALL);
  }

  boolean isIn(String trace) {
    return look.matcher(trace).find();
  }
}
