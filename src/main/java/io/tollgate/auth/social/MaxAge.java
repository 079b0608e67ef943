package io.tollgate.auth.social;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;

/** How long an answer may be kept, as {@code Cache-Control: max-age} tells (RFC 9111 §5.2.2.1). */
final class MaxAge {

    private static final Pattern SECONDS = Pattern.compile("(?:^|[\\s,])max-age=(\\d{1,9})(?:$|[\\s,])");

    private MaxAge() {}

    /** Zero when nothing is said. */
    static Duration of(HttpHeaders headers) {
        String said = headers.getCacheControl();
        Matcher seconds = SECONDS.matcher(said == null ? "" : said);
        return seconds.find() ? Duration.ofSeconds(Long.parseLong(seconds.group(1))) : Duration.ZERO;
    }
}
