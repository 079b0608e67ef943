package io.tollgate.auth;

import java.util.Map;
import java.util.function.Function;

/**
 * Something of ours that is no longer good, or not good here.
 *
 * @param secret what somebody was given, and becomes of it before it is tried; the fields that are sent then
 * @param code of the refusal
 * @param outcome why, as the audit log has it
 */
record Spent(
        String what,
        String path,
        int status,
        String code,
        String action,
        String outcome,
        Function<Letters, Map<String, String>> secret) {

    @Override
    public String toString() {
        return path + " with " + what;
    }
}
