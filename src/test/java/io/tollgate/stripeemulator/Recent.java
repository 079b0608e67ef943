package io.tollgate.stripeemulator;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;

/** The latest things of a kind, oldest first: enough for any test, and bounded for an emulator that runs for days. */
final class Recent<T> implements Iterable<T> {
    private static final int KEPT = 20_000;

    private final ArrayDeque<T> items = new ArrayDeque<>();

    void add(T item) {
        if (items.size() == KEPT) {
            items.removeFirst();
        }
        items.addLast(item);
    }

    void clear() {
        items.clear();
    }

    List<T> list() {
        return List.copyOf(items);
    }

    @Override
    public Iterator<T> iterator() {
        return items.iterator();
    }
}
