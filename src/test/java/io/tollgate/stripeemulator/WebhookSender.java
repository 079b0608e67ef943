package io.tollgate.stripeemulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Delivers events to the endpoints: signed, retried with a growing delay, or held, repeated and dropped as ordered. */
final class WebhookSender {
    private final Account account;
    private final WebhookEndpoints endpoints;
    private final StateThread state;
    private final WebhookPost post = new WebhookPost();
    private final int maxTries;
    private final Duration backoff;
    private final PendingDeliveries pending;
    private final Disposable.Composite running = Disposables.composite();
    private final List<Delivery> held = new ArrayList<>();

    final Recent<DeliveryAttempt> attempts = new Recent<>();
    private boolean holding;
    private boolean dropping;
    private Instant losingUntil = Instant.MIN;
    private Duration longestDelay = Duration.ZERO;
    private Random delays = new Random(0);
    private int copies = 1;
    private int underWay;

    WebhookSender(Account account, WebhookEndpoints endpoints, StateThread state, int maxTries, Duration backoff) {
        this.account = account;
        this.endpoints = endpoints;
        this.state = state;
        this.pending = new PendingDeliveries(account.store());
        this.maxTries = maxTries;
        this.backoff = backoff;
    }

    void offer(ObjectNode event) {
        var targets = endpoints.wanting(Json.string(event, "type"));
        pending.expect(event, targets);
        targets.forEach(endpoint -> take(Delivery.of(event, endpoint)));
    }

    private void take(Delivery delivery) {
        if (dropping || account.clock().now().isBefore(losingUntil)) {
            return;
        }
        if (holding) {
            held.add(delivery);
        } else if (longestDelay.isPositive()) {
            underWay++;
            state.later(Duration.ofMillis(delays.nextLong(longestDelay.toMillis() + 1)), () -> {
                underWay--;
                dispatch(delivery, () -> {});
            });
        } else {
            dispatch(delivery, () -> {});
        }
    }

    private void dispatch(Delivery delivery, Runnable afterFirst) {
        for (int copy = 0; copy < copies; copy++) {
            underWay++;
            attempt(delivery, 1, afterFirst);
        }
    }

    /** Signs afresh at each attempt, as Stripe does. */
    private void attempt(Delivery delivery, int number, Runnable afterFirst) {
        var signature = Signature.header(
                account.clock().real().getEpochSecond(), delivery.body(), endpoints.secretsOf(delivery.endpoint()));
        var slot = Disposables.swap();
        running.add(slot);
        slot.update(post.send(delivery.url(), signature, delivery.body())
                .map(status -> attempted(delivery, number, status, null))
                .onErrorResume(failure -> Mono.just(attempted(delivery, number, null, failure.toString())))
                .subscribe(attempt -> state.run(() -> {
                    running.remove(slot);
                    done(delivery, attempt, afterFirst);
                })));
    }

    private DeliveryAttempt attempted(Delivery delivery, int number, @Nullable Integer status, @Nullable String error) {
        var at = account.clock().real();
        return new DeliveryAttempt(delivery.eventId(), delivery.type(), delivery.url(), number, status, error, at);
    }

    private void done(Delivery delivery, DeliveryAttempt attempt, Runnable afterFirst) {
        attempts.add(attempt);
        if (attempt.accepted()) {
            underWay--;
            pending.taken(delivery);
        } else if (attempt.number() < maxTries) {
            int next = attempt.number() + 1;
            state.later(attempt.waitAfter(backoff), () -> attempt(delivery, next, () -> {}));
        } else {
            underWay--;
        }
        afterFirst.run();
    }

    void hold() {
        holding = true;
    }

    /** Sends what is held, one after another in this order of event types or ids; what is not named follows. */
    void release(List<String> order) {
        var sorted = new ArrayList<>(held);
        sorted.sort(Comparator.comparingInt(delivery -> delivery.position(order)));
        releaseAll(sorted);
    }

    void releaseShuffled(long seed) {
        var shuffled = new ArrayList<>(held);
        Collections.shuffle(shuffled, new Random(seed));
        releaseAll(shuffled);
    }

    private void releaseAll(List<Delivery> deliveries) {
        holding = false;
        held.clear();
        underWay += deliveries.size();
        releaseNext(new ArrayDeque<>(deliveries));
    }

    /** One after another, or the order given would not be the order of arrival; copies of one event go together. */
    private void releaseNext(Deque<Delivery> rest) {
        var delivery = rest.poll();
        if (delivery == null) {
            return;
        }
        underWay--;
        int[] answers = {copies};
        dispatch(delivery, () -> {
            if (--answers[0] == 0) {
                releaseNext(rest);
            }
        });
    }

    /** Forgets what is held and delivers again. */
    int discardHeld() {
        int discarded = held.size();
        held.clear();
        holding = false;
        return discarded;
    }

    void drop(boolean dropped) {
        dropping = dropped;
    }

    /** Loses what is sent from now until that much of the emulator's time has passed. */
    void lose(Duration time) {
        losingUntil = account.clock().now().plus(time);
    }

    /** Each delivery waits some time up to this before its first attempt, so that many arrive in another order. */
    void delay(Duration longest, long seed) {
        longestDelay = longest;
        delays = new Random(seed);
    }

    void copies(int count) {
        copies = count;
    }

    void resend(String eventId) {
        var event = account.store().get(Events.KIND, eventId);
        endpoints.wanting(Json.string(event, "type")).forEach(endpoint -> take(Delivery.of(event, endpoint)));
    }

    List<String> heldTypes() {
        return held.stream().map(Delivery::type).toList();
    }

    /** Deliveries that are neither taken nor given up; what is held does not count. */
    int underWay() {
        return underWay;
    }

    boolean delivered(String eventId) {
        return pending.none(eventId);
    }

    void stop() {
        running.dispose();
        post.stop();
    }
}
