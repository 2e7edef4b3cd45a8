package com.blueplm.runner.acceptance.chaos;

import java.util.List;

/** One promise of the product, held against the evidence. */
interface Check {
  List<Violation> find(Evidence evidence);
}
