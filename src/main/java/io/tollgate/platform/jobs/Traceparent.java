package io.tollgate.platform.jobs;

import io.micrometer.tracing.TraceContext;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads and writes the {@code traceparent} header (W3C Trace Context §3.2). Whatever is not exactly one is as good as none. */
final class Traceparent {

    static final String HEADER = "traceparent";

    /** Far more than any version of the standard has; longer ones are not even looked at. */
    private static final int MAX_LENGTH = 256;

    /** Later versions may say more behind a further dash; version ff is forbidden, and so are ids of zeros. */
    private static final Pattern FORM = Pattern.compile(
            "(?!ff)([0-9a-f]{2})" + "(-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2})(-\\p{Graph}*)?");

    private static final String VERSION = "00";

    private Traceparent() {}

    /** In the form of version 00, the one we speak. */
    static @Nullable String parse(List<String> headers) {
        if (headers.size() != 1 || headers.getFirst().length() > MAX_LENGTH) {
            return null;
        }
        Matcher matcher = FORM.matcher(headers.getFirst());
        if (!matcher.matches() || (matcher.group(1).equals(VERSION) && matcher.group(3) != null)) {
            return null;
        }
        return VERSION + matcher.group(2);
    }

    static String of(TraceContext span) {
        boolean sampled = Boolean.TRUE.equals(span.sampled());
        return VERSION + "-" + span.traceId() + "-" + span.spanId() + (sampled ? "-01" : "-00");
    }
}
