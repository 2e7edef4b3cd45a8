package com.blueplm.runner.acceptance.chaos;

import java.nio.file.Path;
import java.util.List;

/**
 * What came of a campaign.
 *
 * @param home the home directory of the stack, with its logs; it may be removed already
 */
record Result(Evidence evidence, List<Violation> violations, Path home) {}
