package io.tollgate.billing.stripe;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Which class handles which type of event. */
@Component
public class StripeEventTable {

    private final SortedMap<String, StripeEventHandler> handlers = new TreeMap<>();

    StripeEventTable(List<StripeEventHandler> all) {
        all.forEach(handler -> handler.types().forEach(type -> add(type, handler)));
    }

    Optional<StripeEventHandler> handler(String type) {
        return Optional.ofNullable(handlers.get(type));
    }

    /** Type of event to name of class, for people. */
    public SortedMap<String, String> names() {
        SortedMap<String, String> names = new TreeMap<>();
        handlers.forEach((type, handler) -> names.put(type, name(handler)));
        return Collections.unmodifiableSortedMap(names);
    }

    static String name(StripeEventHandler handler) {
        return handler.getClass().getSimpleName();
    }

    private void add(String type, StripeEventHandler handler) {
        StripeEventHandler other = handlers.putIfAbsent(type, handler);
        if (other != null) {
            throw new IllegalStateException(
                    "%s is handled by %s and by %s".formatted(type, name(other), name(handler)));
        }
    }
}
