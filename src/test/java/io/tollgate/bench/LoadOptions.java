package io.tollgate.bench;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the generator is to do.
 *
 * @param url scheme, host and port of the server
 * @param request a {@link RequestTemplate}
 * @param lines the template's columns, or null
 * @param rate requests a second, evenly spaced
 * @param warmUp runs first at the same rate and is not reported
 * @param tolerance how late the 99th percentile of the requests may leave by the generator's own fault before it refuses to
 *     report
 * @param drain how long it waits for the last answers
 * @param json where the report goes as JSON, or null
 */
record LoadOptions(
        URI url,
        Path request,
        @Nullable Path lines,
        double rate,
        Duration warmUp,
        Duration time,
        int connections,
        Duration tolerance,
        Duration drain,
        @Nullable Path json) {

    static final String USAGE = """
            --url http://127.0.0.1:8080 --request FILE [--lines FILE] --rate 200
            [--warm-up 5] [--seconds 10] [--connections 64] [--tolerance-ms 10] [--drain 30] [--json FILE]""";

    static LoadOptions parse(String... arguments) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            given.put(arguments[i], arguments[i + 1]);
        }
        if (arguments.length % 2 != 0 || !given.containsKey("--url") || !given.containsKey("--request")) {
            throw new IllegalArgumentException(USAGE);
        }
        return new LoadOptions(
                URI.create(given.get("--url")),
                Path.of(given.get("--request")),
                path(given.get("--lines")),
                Double.parseDouble(given.getOrDefault("--rate", "200")),
                seconds(given.getOrDefault("--warm-up", "5")),
                seconds(given.getOrDefault("--seconds", "10")),
                Integer.parseInt(given.getOrDefault("--connections", "64")),
                Duration.ofMillis(Long.parseLong(given.getOrDefault("--tolerance-ms", "10"))),
                seconds(given.getOrDefault("--drain", "30")),
                path(given.get("--json")));
    }

    private static @Nullable Path path(@Nullable String text) {
        return text == null ? null : Path.of(text);
    }

    private static Duration seconds(String text) {
        return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
    }
}
