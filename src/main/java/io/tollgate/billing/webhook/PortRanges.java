package io.tollgate.billing.webhook;

import java.util.List;

/** Ports that may be connected to: {@code 443}, {@code 8000-8999}. */
record PortRanges(List<Range> ranges) {

    private static final int HIGHEST = 65_535;

    record Range(int from, int to) {

        static Range parse(String text) {
            String[] ends = text.strip().split("-", 2);
            try {
                int from = Integer.parseInt(ends[0].strip());
                int to = ends.length == 2 ? Integer.parseInt(ends[1].strip()) : from;
                if (from >= 1 && from <= to && to <= HIGHEST) {
                    return new Range(from, to);
                }
            } catch (NumberFormatException _) {
                // Said below.
            }
            throw new IllegalArgumentException("WEBHOOK_PORTS: not a port or range of ports: " + text);
        }
    }

    static PortRanges parse(List<String> texts) {
        return new PortRanges(texts.stream().map(Range::parse).toList());
    }

    boolean contains(int port) {
        return ranges.stream().anyMatch(range -> port >= range.from() && port <= range.to());
    }
}
