package io.tollgate.stripeemulator;

import java.util.Map;

/**
 * One call of an API operation, its parameters already checked for unknown names.
 *
 * @param path the path as requested
 * @param variables what the path's {@code {name}} parts stand for
 */
record Call(String path, Map<String, String> variables, Params params) {
    String id() {
        return variables.getOrDefault("id", "");
    }
}
