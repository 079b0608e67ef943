package io.tollgate.platform.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a list, as it goes out. Offsets are null where there is no such page. */
public record Page<T>(
        List<T> data,
        long total,
        int limit,
        int offset,
        boolean hasNext,
        @Nullable Integer nextOffset,
        @Nullable Integer prevOffset) {

    public static <T> Page<T> of(PageRequest request, List<T> data, long total) {
        int offset = request.offset();
        int limit = request.limit();
        boolean hasNext = (long) offset + data.size() < total && !data.isEmpty();
        return new Page<>(
                List.copyOf(data),
                total,
                limit,
                offset,
                hasNext,
                hasNext ? offset + limit : null,
                offset > 0 ? Math.max(0, offset - limit) : null);
    }
}
