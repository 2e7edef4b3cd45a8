package com.blueplm.runner.api.script;

import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * A change that somebody asks for.
 *
 * @param form the whole script as it is wanted, given what it is now
 * @param savesCode whether the code is part of the request, and not only kept
 * @param supersedes whether the live code given again drops a pending revision: it does in a patch
 *     that names it, and not in a PUT, which always carries it
 */
record WantedScript(
    Function<StoredScript, ObjectNode> form, boolean savesCode, boolean supersedes) {}
