package com.blueplm.runner.contract.gateway;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dependencies of a script that are to be locked.
 *
 * @param requiresPython the versions of Python that the script runs on, as PEP 440 writes them;
 *     null when it does not say
 * @param packages the packages that it asks for, as PEP 508 writes them: names and versions, no
 *     addresses, never the SDK; none when only the version of Python is to be checked
 */
public record LockOrder(@Nullable String requiresPython, List<String> packages) {}
