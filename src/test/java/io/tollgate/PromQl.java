package io.tollgate;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much of Prometheus' query language as it takes to tell which series an expression reads, and by which labels. */
record PromQl(Map<String, Set<String>> selected, Set<String> grouped) {

    private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern RANGE = Pattern.compile("\\[[^]]*]|\\b(offset)\\s+\\w+");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern SERIES = Pattern.compile("([a-zA-Z_:][\\w:]*)\\s*(\\{[^}]*}|\\(|)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)\\s*(?:=~|!~|!=|=)");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "inf", "nan");

    static PromQl read(String expression) {
        String plain = RANGE.matcher(STRING.matcher(expression).replaceAll("")).replaceAll("");
        Set<String> grouped = new LinkedHashSet<>();
        Matcher grouping = GROUPING.matcher(plain);
        while (grouping.find()) {
            grouped.addAll(Set.of(grouping.group(1).trim().split("\\s*,\\s*")));
        }
        Map<String, Set<String>> selected = new LinkedHashMap<>();
        Matcher series = SERIES.matcher(GROUPING.matcher(plain).replaceAll(""));
        while (series.find()) {
            if (!series.group(2).equals("(") && !WORDS.contains(series.group(1))) {
                selected.computeIfAbsent(series.group(1), _ -> new LinkedHashSet<>())
                        .addAll(labels(series.group(2)));
            }
        }
        return new PromQl(selected, grouped);
    }

    private static Set<String> labels(String selector) {
        Set<String> labels = new LinkedHashSet<>();
        Matcher label = LABEL.matcher(selector);
        while (label.find()) {
            labels.add(label.group(1));
        }
        return labels;
    }
}
