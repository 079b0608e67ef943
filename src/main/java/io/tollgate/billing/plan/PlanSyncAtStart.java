package io.tollgate.billing.plan;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;

/** Looks once, at start, for plans that Stripe does not know: the seeded ones, on the first day. */
@Component
class PlanSyncAtStart implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(PlanSyncAtStart.class);

    private final UnsyncedPlans unsynced;
    private Disposable search = Disposables.disposed();
    private volatile boolean running;

    PlanSyncAtStart(UnsyncedPlans unsynced) {
        this.unsynced = unsynced;
    }

    @Override
    public void start() {
        running = true;
        search = unsynced.promiseAll()
                .subscribe(_ -> {}, fault -> LOG.warn("Plans unknown to Stripe wait for the next hour", fault));
    }

    @Override
    public void stop() {
        search.dispose();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
