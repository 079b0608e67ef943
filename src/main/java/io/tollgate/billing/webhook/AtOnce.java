package io.tollgate.billing.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Counts this node's requests under way to each endpoint: one that hangs must not take all the places there are. Who finds none
 * is told when to come back, each a little later than the one before, as fast as the endpoint answers: a hundred thousand that
 * came back every second would keep the node busy with nothing.
 */
@Component
class AtOnce {

    private static final Duration SOONEST = Duration.ofMillis(250);

    /** An endpoint may get faster than it looked. */
    private static final Duration LATEST = Duration.ofMinutes(5);

    private static final Duration FIRST_GUESS = Duration.ofMillis(100);

    private final ConcurrentMap<UUID, Line> lines = new ConcurrentHashMap<>();
    private final RandomGenerator random;
    private final int most;

    @Autowired
    AtOnce(WebhookProperties properties, RandomGenerator random) {
        this(properties.atOnce(), random);
    }

    AtOnce(int most, RandomGenerator random) {
        this.most = most;
        this.random = random;
    }

    /**
     * Those who wait at an endpoint.
     *
     * @param took how long an answer takes, lately
     * @param last when the last of them comes back
     */
    private record Line(int underWay, Duration took, Instant last) {

        static final Line NONE = new Line(0, FIRST_GUESS, Instant.MIN);

        Line entered() {
            return new Line(underWay + 1, took, last);
        }

        Line left(Duration answeredIn) {
            return new Line(underWay - 1, took.multipliedBy(7).plus(answeredIn).dividedBy(8), last);
        }

        Line joined(Instant soonest, Instant latest, int limit) {
            Instant behind = last.isBefore(soonest) ? soonest : last.plus(took.dividedBy(limit));
            return new Line(underWay, took, behind.isAfter(latest) ? latest : behind);
        }
    }

    /** False when it is full. One that has just failed gets one request at a time. */
    boolean enter(UUID endpointId, boolean failing) {
        boolean[] entered = {false};
        lines.compute(endpointId, (_, known) -> {
            Line line = known == null ? Line.NONE : known;
            entered[0] = line.underWay() < limit(failing);
            return entered[0] ? line.entered() : line;
        });
        return entered[0];
    }

    void leave(UUID endpointId, Duration answeredIn) {
        lines.computeIfPresent(endpointId, (_, line) -> line.left(answeredIn));
    }

    /** When one that found no place comes back. */
    Instant comeBack(UUID endpointId, boolean failing, Instant now) {
        Instant soonest = now.plus(SOONEST);
        Instant latest = now.plus(LATEST);
        Instant place = lines.compute(
                        endpointId,
                        (_, known) -> (known == null ? Line.NONE : known).joined(soonest, latest, limit(failing)))
                .last();
        // Where the line is too long to see its end, somewhere in its second half.
        return place.isBefore(latest) ? place : latest.minusMillis(random.nextLong(LATEST.toMillis() / 2));
    }

    private int limit(boolean failing) {
        return failing ? 1 : most;
    }
}
