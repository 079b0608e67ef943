package io.tollgate.billing.collection;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a customer owes in a currency, at least, before it is gone after: {@code USD:500,EUR:450}.
 *
 * @param cents minor units by currency; where there is none, anything is enough
 */
record LeastDebts(Map<String, Long> cents) {

    private static final Pattern ENTRY = Pattern.compile("([A-Za-z]{3}) *[:=] *(\\d{1,15})");

    LeastDebts {
        cents = Map.copyOf(cents);
    }

    /** For the binder, which looks for this name. */
    public static LeastDebts valueOf(String text) {
        Map<String, Long> cents = new TreeMap<>();
        Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(entry -> !(entry.isEmpty() && text.isBlank()))
                .forEach(entry -> add(cents, entry));
        return new LeastDebts(cents);
    }

    private static void add(Map<String, Long> cents, String entry) {
        Matcher matcher = ENTRY.matcher(entry);
        if (!matcher.matches()
                || cents.put(matcher.group(1).toUpperCase(Locale.ROOT), Long.valueOf(matcher.group(2))) != null) {
            throw new IllegalArgumentException(
                    "OVERDUE_FROM must name each currency once with an amount in minor units, as in USD:500,EUR:450");
        }
    }

    /** The same, and no currency with less than that. */
    LeastDebts atLeast(Map<String, Long> floor) {
        Map<String, Long> raised = new TreeMap<>(cents);
        floor.forEach((currency, enough) -> raised.merge(currency, enough, Math::max));
        return new LeastDebts(raised);
    }

    long of(String currency) {
        return cents.getOrDefault(currency, 0L);
    }

    /** In one order with {@link #amounts}. */
    String[] currencies() {
        return cents.keySet().stream().sorted().toArray(String[]::new);
    }

    Long[] amounts() {
        return Arrays.stream(currencies()).map(this::of).toArray(Long[]::new);
    }
}
