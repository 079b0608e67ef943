package io.tollgate.stripeemulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads form encoding with Stripe's brackets: {@code items[0][price]=p&expand[]=x&metadata[a]=b}. */
final class FormBody {
    private static final Pattern PART = Pattern.compile("\\[([^\\[\\]]*)]");

    private FormBody() {}

    /** Later values of the same name replace earlier ones, except under {@code []}, which appends. */
    static Params parse(String... encoded) {
        var root = new LinkedHashMap<String, Object>();
        for (String text : encoded) {
            for (String pair : text.split("&")) {
                if (!pair.isEmpty()) {
                    add(root, pair);
                }
            }
        }
        return new Params(root, "");
    }

    private static void add(Map<String, Object> root, String pair) {
        int equals = pair.indexOf('=');
        var name = decode(equals < 0 ? pair : pair.substring(0, equals));
        var value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        int bracket = name.indexOf('[');
        if (bracket <= 0) {
            root.put(name, value);
            return;
        }
        var key = name.substring(0, bracket);
        var parts = PART.matcher(name.substring(bracket));
        Map<String, Object> here = root;
        while (parts.find()) {
            here = childOf(here, key);
            key = parts.group(1).isEmpty() ? String.valueOf(here.size()) : parts.group(1);
        }
        here.put(key, value);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> childOf(Map<String, Object> parent, String key) {
        var child = parent.get(key);
        if (child instanceof Map<?, ?>) {
            return (Map<String, Object>) child;
        }
        var created = new LinkedHashMap<String, Object>();
        parent.put(key, created);
        return created;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, UTF_8);
    }
}
