package io.tollgate.platform.web;

import java.util.List;
import java.util.Locale;

/**
 * Paths that mean one thing to us and another to a proxy in front (CWE-22, CWE-436): dots, double slashes, parameters,
 * backslashes and encoded forms of them. No route of ours needs any.
 */
final class AmbiguousPath {

    private static final List<String> ENCODED = List.of("%25", "%2e", "%2f", "%3b", "%5c", "%7f");

    private AmbiguousPath() {}

    /** @param path as it was sent, not decoded */
    static boolean test(String path) {
        boolean encoded = false;
        char before = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == ';'
                    || c == '\\'
                    || c < ' '
                    || (before == '/' && c == '/')
                    || (c == '/' && endsWithDots(path, i))) {
                return true;
            }
            encoded |= c == '%';
            before = c;
        }
        return endsWithDots(path, path.length()) || (encoded && hidesSomething(path.toLowerCase(Locale.ROOT)));
    }

    /** Whether the segment before {@code end} is {@code .} or {@code ..}. */
    private static boolean endsWithDots(String path, int end) {
        int dots = 0;
        while (dots < end && path.charAt(end - dots - 1) == '.') {
            dots++;
        }
        return (dots == 1 || dots == 2) && (dots == end || path.charAt(end - dots - 1) == '/');
    }

    /** Control characters are %00 to %1f. */
    private static boolean hidesSomething(String path) {
        return path.contains("%0") || path.contains("%1") || ENCODED.stream().anyMatch(path::contains);
    }
}
