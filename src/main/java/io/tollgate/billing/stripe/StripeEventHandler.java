package io.tollgate.billing.stripe;

import io.tollgate.platform.jobs.JobRun;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * What one kind of event causes. Declared as a bean by the feature whose data it touches; each type has one handler.
 *
 * <p>It is called at least once per event and in any order, also for two events of one customer at the same time. So it reads
 * the object from Stripe, writes inside {@link JobRun#once}, and takes {@link CustomerLock} there first.
 */
public interface StripeEventHandler {

    Set<String> types();

    Mono<Void> handle(StripeEvent event, JobRun run);
}
