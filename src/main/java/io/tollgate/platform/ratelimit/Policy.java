package io.tollgate.platform.ratelimit;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * So many requests in so much time, for each of what it counts by.
 *
 * @param burst requests that may come at once; they come back one by one, {@code limit} per {@code period}
 * @param local counted by each node for itself, without Redis: for what is cheaper to answer than to ask about
 */
record Policy(String name, int limit, Duration period, int burst, By by, boolean local) {

    private static final List<ChronoUnit> UNITS =
            List.of(ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES, ChronoUnit.SECONDS);

    /** Whose requests are counted together. */
    enum By {
        /** The client's address; an IPv6 client is its /64, since it has all of it. */
        IP,
        /** The signed-in user, or the address of who is not. */
        ACCOUNT,
        /** The address together with the account that was named, whether it exists or not. */
        IP_ACCOUNT,
        /** The service account, or the address of who is none. */
        SERVICE_TOKEN,
        /** What the handler says. */
        KEY
    }

    /** The limit for one node while Redis is away. */
    Policy stricter(double share) {
        return new Policy(name, part(limit, share), period, part(burst, share), by, local);
    }

    Gcra gcra() {
        // Rounded up: in doubt a microsecond stricter.
        long micros = Math.ceilDiv(period.toNanos(), 1000L * limit);
        return new Gcra(Math.max(1, micros), burst);
    }

    /** An item of {@code RateLimit-Policy} (draft-ietf-httpapi-ratelimit-headers): {@code "login";q=5;w=60}. */
    String header() {
        return "\"" + name + "\";q=" + limit + ";w=" + Math.max(1, period.toSeconds());
    }

    /** In the words of the original system: {@code 5 per 1 minute}. */
    String words() {
        ChronoUnit unit = UNITS.stream()
                .filter(candidate ->
                        period.toSeconds() % candidate.getDuration().toSeconds() == 0)
                .findFirst()
                .orElse(ChronoUnit.SECONDS);
        String plural = unit.toString().toLowerCase(Locale.ROOT);
        long multiple = period.toSeconds() / unit.getDuration().toSeconds();
        return limit + " per " + multiple + " " + plural.substring(0, plural.length() - 1);
    }

    private static int part(int whole, double share) {
        return Math.max(1, (int) (whole * share));
    }
}
