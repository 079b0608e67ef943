package io.tollgate.billing.webhook;

import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.jobs.Outbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Makes one attempt at a delivery. What fails comes back as another job, days later at the latest, and holds nobody up meanwhile;
 * an endpoint that fails again and again is asked by one delivery at a time until it is well.
 */
@Component
class DeliveryJob implements JobHandler<DeliveryOrder> {

    private static final String DISABLED = "The endpoint is disabled";

    private final ErrandRepository errands;
    private final EndpointHealth health;
    private final EndpointSecrets secrets;
    private final WebhookTransport transport;
    private final AtOnce atOnce;
    private final RetryDelays delays;
    private final Disabling disabling;
    private final WebhookMetrics metrics;
    private final Outbox outbox;
    private final Duration patience;
    private final Duration disableAfter;
    private final Clock clock;

    DeliveryJob(
            ErrandRepository errands,
            EndpointHealth health,
            EndpointSecrets secrets,
            WebhookTransport transport,
            AtOnce atOnce,
            RetryDelays delays,
            Disabling disabling,
            WebhookMetrics metrics,
            Outbox outbox,
            WebhookProperties properties,
            Clock clock) {
        this.errands = errands;
        this.health = health;
        this.secrets = secrets;
        this.transport = transport;
        this.atOnce = atOnce;
        this.delays = delays;
        this.disabling = disabling;
        this.metrics = metrics;
        this.outbox = outbox;
        this.patience =
                properties.connectTimeout().plus(properties.answerTimeout()).multipliedBy(2);
        this.disableAfter = properties.disableAfter();
        this.clock = clock;
    }

    @Override
    public JobType<DeliveryOrder> type() {
        return DeliveryOrder.TYPE;
    }

    @Override
    public Mono<Void> handle(DeliveryOrder order, JobRun run) {
        return errands.find(order).flatMap(errand -> attend(errand, run));
    }

    private Mono<Void> attend(Errand errand, JobRun run) {
        Instant now = now();
        if (!errand.enabled()) {
            return run.once(errands.abandon(errand, DISABLED));
        }
        Instant rest = errand.restsUntil();
        if (rest != null && errand.rests(now)) {
            return run.once(postpone(errand, delays.behind(rest, now)));
        }
        boolean failing = errand.failures() > 0;
        if (!atOnce.enter(errand.endpointId(), failing)) {
            return run.once(postpone(errand, atOnce.comeBack(errand.endpointId(), failing, now)));
        }
        long begin = System.nanoTime();
        return health.tryOut(errand, now, patience)
                .flatMap(mine -> mine ? attempt(errand, run) : run.once(postpone(errand, delays.soon(now))))
                .doFinally(_ -> atOnce.leave(errand.endpointId(), Duration.ofNanos(System.nanoTime() - begin)));
    }

    private Mono<Void> attempt(Errand errand, JobRun run) {
        return Mono.defer(() -> transport.send(letter(errand)))
                .doOnNext(metrics::count)
                .flatMap(attempt ->
                        run.once(attempt.delivered() ? delivered(errand, attempt) : failed(errand, attempt)));
    }

    private WebhookTransport.Letter letter(Errand errand) {
        Instant at = now();
        List<String> signatures = errand.secretsAt(at).stream()
                .map(stored -> secrets.decrypt(errand.endpointId(), stored).sign(errand.messageId(), at, errand.body()))
                .toList();
        return new WebhookTransport.Letter(
                errand.url(), errand.messageId(), at.getEpochSecond(), signatures, errand.body());
    }

    private Mono<Void> delivered(Errand errand, Attempt attempt) {
        return health.succeeded(errand)
                .then(errands.note(errand, attempt, now(), null))
                .then();
    }

    private Mono<Void> failed(Errand errand, Attempt attempt) {
        Instant now = now();
        Instant next = delays.after(errand.attempts() + 1, now);
        return health.hold(errand.endpointId())
                .then(errands.note(errand, attempt, now, next))
                .filter(noted -> noted)
                .flatMap(_ -> again(errand, next).then(health.failed(errand, now)))
                .flatMap(since -> giveUp(errand, attempt, since, now));
    }

    private Mono<Void> giveUp(Errand errand, Attempt attempt, Instant failingSince, Instant now) {
        if (attempt.gone()) {
            return disabling.disable(errand.endpointId(), DisabledReason.GONE);
        }
        return failingSince.plus(disableAfter).isAfter(now)
                ? Mono.empty()
                : disabling.disable(errand.endpointId(), DisabledReason.FAILING);
    }

    private Mono<Void> postpone(Errand errand, Instant until) {
        return errands.postpone(errand, until).flatMap(waits -> waits ? again(errand, until) : Mono.empty());
    }

    private Mono<Void> again(Errand errand, @Nullable Instant at) {
        return at == null
                ? Mono.empty()
                : outbox.enqueueAt(DeliveryOrder.TYPE, errand.endpointId().toString(), errand.order(), at);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
