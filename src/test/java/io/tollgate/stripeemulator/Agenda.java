package io.tollgate.stripeemulator;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What becomes due until an end, the earliest first, and at the same time what was put in first. What happens to one object may
 * change others: each is looked at again when its turn has come.
 */
final class Agenda {
    /** Something due at an instant (epoch seconds). */
    record Due(long at, ObjectNode object, Runnable happen) {}

    private record Entry(long at, int place, ObjectNode object) {}

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparingLong(Entry::at).thenComparingInt(Entry::place));
    private final long end;
    private final Function<ObjectNode, @Nullable Due> first;
    private int places;

    /** @param first what is due first of an object; null if nothing will ever be */
    Agenda(long end, Function<ObjectNode, @Nullable Due> first) {
        this.end = end;
        this.first = first;
    }

    /** Nothing happens if the object has nothing due until the end. */
    void add(ObjectNode object) {
        add(object, places++);
    }

    private void add(ObjectNode object, int place) {
        var due = first.apply(object);
        if (due != null && due.at() <= end) {
            entries.add(new Entry(due.at(), place, object));
        }
    }

    /** Takes what is due next; null if nothing is. */
    @Nullable Due poll() {
        for (var entry = entries.poll(); entry != null; entry = entries.poll()) {
            var due = first.apply(entry.object());
            if (due != null && due.at() == entry.at()) {
                return due;
            }
            add(entry.object(), entry.place());
        }
        return null;
    }
}
