package io.tollgate.fakeprovider;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A request, read. */
record Call(
        String path,
        Map<String, String> query,
        Map<String, String> form,
        @Nullable String bearer,
        boolean wantsJson) {

    static Map<String, String> parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        Arrays.stream(text.split("&")).filter(pair -> !pair.isEmpty()).forEach(pair -> {
            String[] parts = pair.split("=", 2);
            values.put(decode(parts[0]), parts.length < 2 ? "" : decode(parts[1]));
        });
        return values;
    }

    static String format(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, UTF_8);
    }
}
