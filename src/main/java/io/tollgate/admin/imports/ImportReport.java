package io.tollgate.admin.imports;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** What became of each user: {@code imported}, {@code already_there}, or the reason that was not possible; and what was changed. */
final class ImportReport {

    private final boolean dryRun;
    private final Map<String, Long> counts = new TreeMap<>();

    ImportReport(boolean dryRun) {
        this.dryRun = dryRun;
    }

    /**
     * One user's lines.
     *
     * @param notes what is otherwise than in the original system: {@code renamed}, {@code password_unreadable}
     */
    record Line(UUID userId, String outcome, List<String> notes) {

        Line {
            notes = List.copyOf(notes);
        }

        boolean remarkable() {
            return !notes.isEmpty()
                    || !(outcome.equals(UserImport.IMPORTED) || outcome.equals(UserImport.ALREADY_THERE));
        }

        @Override
        public String toString() {
            return "user " + userId + ": " + outcome + (notes.isEmpty() ? "" : " (" + String.join(", ", notes) + ")");
        }
    }

    ImportReport add(Line line) {
        counts.merge(line.outcome(), 1L, Long::sum);
        line.notes().forEach(note -> counts.merge(note, 1L, Long::sum));
        return this;
    }

    long count(String word) {
        return counts.getOrDefault(word, 0L);
    }

    /** {@code imported 3, renamed 1}. */
    @Override
    public String toString() {
        return (dryRun ? "Dry run, nothing was changed: " : "Imported users: ")
                + counts.entrySet().stream()
                        .map(count -> count.getKey() + " " + count.getValue())
                        .collect(Collectors.joining(", "));
    }
}
